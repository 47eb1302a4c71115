import { z } from 'zod'
import type { ToldRoute } from '#core/module.ts'
import type { Text } from '#core/text.ts'

const User = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) })
const Done = z.looseObject({})
const email = z.email()
const password = z.string().min(8).max(128)

const post = (path: string, name: string, summary: Text, body: z.ZodType, returns: z.ZodType) =>
  ({
    ...{ method: 'POST', path: `/api/auth/${path}`, allow: 'identity.sign_in', name, summary, returns },
    bodies: { 'application/json': body },
  }) as const satisfies ToldRoute

/** The routes of the sign-in engine that the pages use; a session is the cookie that it sets. */
export const toldRoutes: readonly ToldRoute[] = [
  post(
    'sign-up/email',
    'signUp',
    { zh: '注册账号', en: 'Sign up' },
    z.object({ name: z.string(), email, password }),
    User,
  ),
  post('sign-in/email', 'signIn', { zh: '登录', en: 'Sign in' }, z.object({ email, password }), User),
  post('sign-out', 'signOut', { zh: '退出登录', en: 'Sign out' }, z.object({}), Done),
  post(
    'request-password-reset',
    'forgotPassword',
    { zh: '忘记密码：发送重设链接', en: 'Ask for a link to a new password' },
    z.object({ email, redirectTo: z.url() }),
    Done,
  ),
  post(
    'reset-password',
    'resetPassword',
    { zh: '按链接重设密码', en: 'Set a new password by the link' },
    z.object({ newPassword: password, token: z.string() }),
    Done,
  ),
  post(
    'demo/sign-in',
    'demoSignIn',
    { zh: '以演示账号登录（仅演示平台）', en: 'Sign in as a made-up person, on a demo node' },
    z.object({ account: z.string() }),
    User,
  ),
]
