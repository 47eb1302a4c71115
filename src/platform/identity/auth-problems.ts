import { problem } from '#core/problems.ts'
import { type Language, languageOf, type Text } from '#core/text.ts'

const wrong = {
  zh: '邮箱或密码不对。请核对后再试，或重设密码。',
  en: 'Email or password is wrong. Check both, or set a new password.',
}
const taken = {
  zh: '该邮箱已注册。请直接登录，或重设密码。',
  en: 'This email is registered already. Sign in, or set a new password.',
}
const otherSite = {
  zh: '请求来自其他网站的页面，未予办理。请在本平台的页面上操作。',
  en: 'The request came from a page of another site and nothing was done. Use the pages of this platform.',
}

const texts: Record<string, Text> = {
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
  INVALID_ORIGIN: otherSite,
  TOO_MANY: { zh: '尝试次数过多，请一分钟后再试。', en: 'Too many attempts; wait a minute and try again.' },
  OTHER: {
    zh: '登录服务没有接受这次请求。请核对填写的内容后再试。',
    en: 'The sign-in service did not accept this. Check what you typed and try again.',
  },
}

/** Which field of the form is meant. */
const fields: Record<string, string> = {
  INVALID_EMAIL: 'email',
  USER_ALREADY_EXISTS: 'email',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email',
  PASSWORD_TOO_SHORT: 'password',
  PASSWORD_TOO_LONG: 'password',
}

type Told = { code?: string; message?: string; text?: Text }

/** What the engine's own schema finds is told as `[body.email] …`. */
function codeOf({ code, message }: Told): string {
  if (code === 'VALIDATION_ERROR' && message?.startsWith('[body.email]')) return 'INVALID_EMAIL'
  return typeof code === 'string' ? code : 'OTHER'
}

/** What better-auth refused, as the same kind of body that everything else answers with; codes in lower case. */
export async function asProblem(answer: Response, request: Request): Promise<Response> {
  if (answer.status < 400) return answer
  const language: Language = languageOf(request.headers.get('accept-language'))
  const told = ((await answer.json().catch(() => null)) ?? {}) as Told
  const code = answer.status === 429 ? 'TOO_MANY' : codeOf(told)
  const text = texts[code] ?? (told.text?.zh && told.text.en ? told.text : (texts.OTHER as Text))
  const headers = new Headers(answer.headers)
  headers.set('content-type', 'application/problem+json')
  headers.delete('content-length')
  const retry = headers.get('x-retry-after')
  if (retry) headers.set('retry-after', retry)
  const field = fields[code]
  const more = field ? { issues: [{ path: `body.${field}`, text }] } : {}
  const body = problem(code.toLowerCase(), answer.status, text, language, more)
  return new Response(JSON.stringify(body), { status: answer.status, headers })
}
