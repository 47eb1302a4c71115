import { z } from 'zod'
import type { Problem } from './contract.ts'
import { Refusal } from './refusal.ts'
import type { Language, Text } from './text.ts'

export type Issue = { path: string; text: Text }

/** Input that does not fit its schema. */
export class InvalidInput extends Error {
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[]) {
    super(`invalid input at ${issues.map((issue) => issue.path).join(', ')}`)
    this.name = 'InvalidInput'
    this.issues = issues
  }
}

const zh = z.locales.zhCN().localeError
const en = z.locales.en().localeError

const sentence = (issue: z.core.$ZodRawIssue, localise: typeof zh): string => {
  const said = localise(issue)
  return typeof said === 'string' ? said : (said?.message ?? '')
}

/** Parses with the schema; every fault is told at once, with its path, in both languages. */
export function parseInput<S extends z.ZodType>(
  schema: S | undefined,
  value: unknown,
  where: string,
): z.output<S> {
  if (!schema) return undefined as z.output<S>
  const unstorable = findUnstorable(value, where)
  if (unstorable) throw new InvalidInput([{ path: unstorable, text: unstorableText }])
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidInput(
    parsed.error.issues.map((issue) => ({
      path: [where, ...issue.path.map(String)].join('.'),
      text: { zh: sentence(issue as never, zh), en: sentence(issue as never, en) },
    })),
  )
}

const unstorableText = {
  zh: '含有无法保存的字符（空字符或残缺的代理对），请删除后再提交。',
  en: 'Contains characters that cannot be stored (a null or half a surrogate pair); delete them and send again.',
}

/** PostgreSQL stores neither U+0000 nor half a surrogate pair: found here, so that it is a 422 and not a defect. */
function findUnstorable(value: unknown, path: string): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : null
  if (value === null || typeof value !== 'object') return null
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('\0') || !key.isWellFormed()) return path
    const found = findUnstorable(inner, `${path}.${key}`)
    if (found) return found
  }
  return null
}

const faultTexts = {
  invalid_input: {
    zh: '填写有误，请按提示逐项修改后再提交。',
    en: 'Some entries are not right; correct those marked and send again.',
  },
  defect: {
    zh: '系统出现故障，未作任何改动。请稍后再试；如仍不行，请把编号{request}告诉我们。',
    en: 'Something broke on our side and nothing was changed. Try again later; if it stays, tell us number {request}.',
  },
  no_such_page: { zh: '没有这个地址，请检查网址。', en: 'There is nothing at this address; check it.' },
} as const satisfies Record<string, Text>

/** The RFC 9457 body of an error. Defects tell nothing but a number to quote. */
export function problemOf(error: unknown, language: Language, request: string): Problem {
  if (error instanceof Refusal) {
    return problem(error.code, error.status, error.text, language, { data: plain(error.data) })
  }
  if (error instanceof InvalidInput) {
    return problem('invalid_input', 422, faultTexts.invalid_input, language, { issues: [...error.issues] })
  }
  const text = {
    zh: faultTexts.defect.zh.replace('{request}', request),
    en: faultTexts.defect.en.replace('{request}', request),
  }
  return problem('defect', 500, text, language, { request })
}

export function noSuchPage(language: Language): Problem {
  return problem('no_such_page', 404, faultTexts.no_such_page, language, {})
}

function problem(
  code: string,
  status: number,
  text: Text,
  language: Language,
  more: Partial<Problem>,
): Problem {
  return {
    type: `/problems/${code}`,
    title: text[language],
    status,
    detail: text[language],
    code,
    text,
    ...more,
  }
}

const plain = (data: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, typeof value === 'bigint' ? value.toString() : value]),
  )
