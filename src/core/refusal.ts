import { type Blanks, fill, type Text } from './text.ts'

/** What kind of no: 401, 404, 403, 409 or 422 on the wire. */
export type RefusalKind = 'unauthenticated' | 'not_found' | 'forbidden' | 'conflict' | 'invalid'

export type RefusalSpec = Text & { kind: RefusalKind }

const statusOf: Record<RefusalKind, 401 | 403 | 404 | 409 | 422> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid: 422,
}

/** A rule said no. It is a value that a pure rule returns, and an error that an action throws. */
export class Refusal extends Error {
  readonly code: string
  readonly kind: RefusalKind
  readonly data: Blanks
  readonly text: Text

  constructor(code: string, spec: RefusalSpec, data: Blanks = {}) {
    super(`${code}: ${fill(spec.en, data, 'en')}`)
    this.name = 'Refusal'
    this.code = code
    this.kind = spec.kind
    this.data = data
    this.text = { zh: fill(spec.zh, data, 'zh'), en: fill(spec.en, data, 'en') }
  }

  get status(): 401 | 403 | 404 | 409 | 422 {
    return statusOf[this.kind]
  }
}

const registry = new Map<string, RefusalSpec>()

/** Every refusal that any module declared, by code. */
export function allRefusals(): ReadonlyMap<string, RefusalSpec> {
  return registry
}

export type Refusals<C extends string> = {
  specs: Record<C, RefusalSpec>
  make: (code: C, data?: Blanks) => Refusal
  refuse: (code: C, data?: Blanks) => never
}

/**
 * Declares a module's refusals with their sentences. `{name}` blanks are filled from the data of the refusal.
 * @throws Error when a code is declared twice with another meaning
 */
export function refusals<C extends string>(specs: Record<C, RefusalSpec>): Refusals<C> {
  for (const [code, spec] of Object.entries<RefusalSpec>(specs)) {
    const known = registry.get(code)
    if (known && (known.zh !== spec.zh || known.kind !== spec.kind))
      throw new Error(`refusal ${code} declared twice`)
    registry.set(code, spec)
  }
  const make = (code: C, data?: Blanks) => new Refusal(code, specs[code], data)
  return {
    specs,
    make,
    refuse: (code, data) => {
      throw make(code, data)
    },
  }
}

/** The refusals that any endpoint can answer with. */
export const coreRefusals = refusals({
  sign_in_required: {
    kind: 'unauthenticated',
    zh: '请先登录，再办理此事。',
    en: 'Sign in first to do this.',
  },
  not_allowed: {
    kind: 'forbidden',
    zh: '您当前的身份不能办理“{whatZh}”。请切换身份，或联系本单位管理员授予相应岗位。',
    en: 'Your present role may not do “{whatEn}”. Switch role, or ask the administrator of your organisation for it.',
  },
  not_found: {
    kind: 'not_found',
    zh: '没有找到该内容，或您无权查看。请检查网址或返回列表。',
    en: 'Nothing found here, or you may not see it. Check the address or go back to the list.',
  },
  key_reused: {
    kind: 'conflict',
    zh: '同一提交标识已用于另一内容。请刷新页面后重新提交。',
    en: 'This submission key was used for something else. Reload the page and submit again.',
  },
  busy: {
    kind: 'conflict',
    zh: '同时办理的人太多，未能完成。您填写的内容没有丢失，请稍后再试。',
    en: 'Too many people act on this at once. Nothing you typed is lost; try again in a moment.',
  },
  body_too_large: {
    kind: 'invalid',
    zh: '提交内容超过{limit}。请减少内容后再提交。',
    en: 'The request is larger than {limit}. Send less at once.',
  },
  key_malformed: {
    kind: 'invalid',
    zh: '提交标识（Idempotency-Key）应为 1 到 200 个可见的英文字符。请更换标识后再提交。',
    en: 'An Idempotency-Key has 1 to 200 visible ASCII characters. Send again with another one.',
  },
  other_site: {
    kind: 'forbidden',
    zh: '请求来自其他网站的页面，未予办理。请在本平台的页面上操作。',
    en: 'The request came from a page of another site and nothing was done. Use the pages of this platform.',
  },
  host_unknown: {
    kind: 'forbidden',
    zh: '本机的平台只能以 localhost 等本机地址访问。对外提供服务请设置 XIECHUANG_URL。',
    en: 'A node of this machine answers to loopback names only. Set XIECHUANG_URL to serve others.',
  },
  body_malformed: {
    kind: 'invalid',
    zh: '提交内容格式有误，无法读取。请按接口说明重新提交。',
    en: 'The request body cannot be read. See the interface description and send it again.',
  },
})
