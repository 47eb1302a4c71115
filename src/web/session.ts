import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type z, z as zod } from 'zod'
import { identity } from '#platform/identity/browser.ts'
import { ApiRefusal, actAs, asked, call, send } from './calls.ts'
import { uuidv7 } from '#core/id.ts'
import type { Text } from '#core/text.ts'

export type Me = z.output<typeof identity.me.returns>

/** Who is signed in; undefined until the server has said so. This tab then acts in the place it shows. */
export function useMe(): Me | undefined {
  const { data } = useQuery({ ...asked(identity.me), staleTime: 60_000, select: settle })
  return data
}

function settle(me: Me): Me {
  actAs(me.actingAs)
  return me
}

/** Does the signed-in person hold the permission for some subject at all? What a single thing allows, its answer tells. */
export function useMay(): (permission: string) => boolean {
  const me = useMe()
  return (permission) => me?.abilities.includes(permission) ?? false
}

export type Leaving = {
  signOut: () => Promise<void>
  choosePlace: (membershipId: string) => Promise<void>
  refresh: () => Promise<void>
}

/** Changes of who one is; everything shown is asked again afterwards. */
export function useSession(): Leaving {
  const cache = useQueryClient()
  const refresh = async () => {
    actAs(null)
    await cache.resetQueries()
  }
  return {
    refresh,
    signOut: async () => {
      await auth('sign-out', {})
      await refresh()
    },
    choosePlace: async (membershipId) => {
      actAs(null)
      await call(identity.choose, { body: { membershipId } }, { key: uuidv7() })
      await refresh()
    },
  }
}

const AuthProblem = zod.object({ code: zod.string().optional(), message: zod.string().optional() })

/** Calls the sign-in engine under /api/auth. @throws ApiRefusal in words of ours */
export async function auth(action: string, body: Record<string, unknown>): Promise<unknown> {
  const address = `/api/auth/${action}`
  try {
    return await send(address, { method: 'POST', body: JSON.stringify(body) })
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'answer_unreadable') throw error
    const told = AuthProblem.safeParse(error.answer)
    const code = error.status === 429 ? 'TOO_MANY' : (told.data?.code ?? 'OTHER')
    throw new ApiRefusal({
      code: code.toLowerCase(),
      status: error.status,
      text: authTexts[code] ?? authTexts.OTHER,
    })
  }
}

const wrong = {
  zh: '邮箱或密码不对。请核对后再试，或重设密码。',
  en: 'Email or password is wrong. Check both, or set a new password.',
}
const taken = {
  zh: '该邮箱已注册。请直接登录，或重设密码。',
  en: 'This email is registered already. Sign in, or set a new password.',
}
const authTexts: Record<string, Text> & { OTHER: Text } = {
  INVALID_EMAIL_OR_PASSWORD: wrong,
  INVALID_EMAIL: { zh: '邮箱格式不对，请核对后再试。', en: 'This is no email address; check it.' },
  USER_ALREADY_EXISTS: taken,
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: taken,
  PASSWORD_TOO_SHORT: {
    zh: '密码至少 8 位，请改长一些。',
    en: 'A password has at least 8 characters; make it longer.',
  },
  PASSWORD_TOO_LONG: {
    zh: '密码最多 128 位，请改短一些。',
    en: 'A password has at most 128 characters; make it shorter.',
  },
  INVALID_TOKEN: {
    zh: '重设密码的链接已失效。请重新索取。',
    en: 'This link no longer works. Ask for a new one.',
  },
  TOO_MANY: { zh: '尝试次数过多，请一分钟后再试。', en: 'Too many attempts; wait a minute and try again.' },
  OTHER: {
    zh: '登录服务没有接受这次请求。请核对填写的内容后再试。',
    en: 'The sign-in service did not accept this. Check what you typed and try again.',
  },
}
