import { z } from 'zod'
import { type Problem, SEEN } from './contract.ts'
import { Refusal } from './refusal.ts'
import { fill, type Language, type Text } from './text.ts'

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

/** What people run into, in their words; the rest as zod says it. */
function textOf(issue: z.core.$ZodIssue): Text {
  const known = issue.code === 'invalid_format' ? unseenTexts.get(String(issue.pattern)) : undefined
  if (known) return known
  if (issue.code === 'too_big' && issue.origin === 'string')
    return {
      zh: `最多${issue.maximum}个字符，请缩短后再提交。`,
      en: `At most ${issue.maximum} characters; shorten it and send again.`,
    }
  const empty = issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1
  if (empty || (issue.code === 'invalid_type' && issue.input === undefined))
    return { zh: '请填写此项。', en: 'Fill this in.' }
  if (issue.code === 'too_small' && issue.origin === 'string')
    return {
      zh: `至少${issue.minimum}个字符，请补充后再提交。`,
      en: `At least ${issue.minimum} characters; add to it and send again.`,
    }
  return { zh: sentence(issue as never, zh), en: sentence(issue as never, en) }
}

const unseenTexts = new Map<string, Text>([
  [
    String(SEEN.line),
    {
      zh: '含有换行或看不见的控制符（如文字方向标记、零宽空格），请删除后重新输入，不要粘贴。',
      en: 'Holds a line break or signs that cannot be seen (marks of writing direction, spaces without width); delete it and type it again instead of pasting.',
    },
  ],
  [
    String(SEEN.paragraphs),
    {
      zh: '含有看不见的控制符（如文字方向标记、零宽空格），请删除后重新输入，不要粘贴。',
      en: 'Holds signs that cannot be seen (marks of writing direction, spaces without width); delete it and type it again instead of pasting.',
    },
  ],
])

/** Parses with the schema; every fault is told at once, with its path, in both languages. */
export function parseInput<S extends z.ZodType>(
  schema: S | undefined,
  value: unknown,
  where: string,
): z.output<S> {
  if (!schema) return undefined as z.output<S>
  const unstorable = findUnstorable(value, where)
  if (unstorable) throw new InvalidInput([unstorable])
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidInput(
    parsed.error.issues.map((issue) => {
      const path = [where, ...issue.path.map(String)].join('.')
      if (path === 'query.cursor') return { path, text: foreignCursorText }
      return { path, text: textOf(issue) }
    }),
  )
}

/** A cursor is never typed, so its shape is nobody's business. */
const foreignCursorText = {
  zh: '翻页标记无效，请从第一页重新查询。',
  en: 'This cursor is not one of ours; start again from the first page.',
}

const unstorableText = {
  zh: '含有无法保存的字符（空字符或残缺的代理对），请删除后再提交。',
  en: 'Contains characters that cannot be stored (a null or half a surrogate pair); delete them and send again.',
}

const tooDeepText = {
  zh: '内容嵌套层次过多，无法读取。请减少层次后再提交。',
  en: 'Nested too deep to be read; send it flatter.',
}
/** No input of ours is deeper; a document that is would exhaust the stack of whoever walks it. */
const DEEPEST = 64

/** PostgreSQL stores neither U+0000 nor half a surrogate pair: found here, so that it is a 422 and not a defect. */
function findUnstorable(value: unknown, path: string, depth = 0): Issue | null {
  const unstorable = (text: string) => text.includes('\0') || !text.isWellFormed()
  if (typeof value === 'string') return unstorable(value) ? { path, text: unstorableText } : null
  if (value === null || typeof value !== 'object') return null
  if (depth === DEEPEST) return { path: path.slice(0, 40), text: tooDeepText }
  for (const [key, inner] of Object.entries(value)) {
    if (unstorable(key)) return { path, text: unstorableText }
    const found = findUnstorable(inner, `${path}.${key}`, depth + 1)
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
  database_away: {
    zh: '数据库正在恢复，这次没能答复。填写的内容仍在本页，请约{seconds}秒后再试一次；重复提交不会办理两次。',
    en: 'The database is coming back and could not answer this time. What you typed is still here; try again in about {seconds} seconds. Sending twice never does it twice.',
  },
  database_down: {
    zh: '数据库已停止，且未能自动恢复。请联系本平台的运维人员；填写的内容请先另行保存。',
    en: 'The database has stopped and did not come back by itself. Tell those who run this node, and keep a copy of what you typed.',
  },
  storage_full: {
    zh: '服务器的存储空间已满，这次未作任何改动。请联系本平台的运维人员；填写的内容仍在本页，腾出空间后再提交即可。',
    en: 'The server has no room left, and nothing was changed. Tell those who run this node; what you typed is still here and can be sent once there is room.',
  },
  too_slow: {
    zh: '这次查询用时过长（超过{limit}秒），已经停止。请缩短搜索词或用筛选缩小范围后再试；如仍不行，请联系本平台的运维人员。',
    en: 'This took too long (over {limit} seconds) and was stopped. Shorten the words or narrow the list by its filters and try again; if it stays, tell those who run this node.',
  },
  no_such_method: {
    zh: '这个地址不支持该操作方式。请按接口说明使用。',
    en: 'This address does not know that method; see the interface description.',
  },
  no_such_page: { zh: '没有这个地址，请检查网址。', en: 'There is nothing at this address; check it.' },
} as const satisfies Record<string, Text>

/** When to ask again: while the database is away, when nobody brings it back, when somebody must make room, when it is busy. */
export const RETRY_SECONDS = { database_away: 5, database_down: 60, storage_full: 60, too_slow: 30 }

/** What is told while the database can't be reached. */
export function awayProblem(language: Language, givenUp: boolean): Problem {
  const code = givenUp ? 'database_down' : 'database_away'
  const blanks = { seconds: RETRY_SECONDS[code] }
  const { zh, en } = faultTexts[code]
  return problem(code, 503, { zh: fill(zh, blanks), en: fill(en, blanks) }, language)
}

export function fullProblem(language: Language): Problem {
  return problem('storage_full', 503, faultTexts.storage_full, language)
}

/** What was only read took longer than reads may. */
export function slowProblem(language: Language, limitMs: number): Problem {
  const blanks = { limit: limitMs / 1000 }
  const { zh, en } = faultTexts.too_slow
  return problem('too_slow', 503, { zh: fill(zh, blanks), en: fill(en, blanks) }, language)
}

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
  return problem('no_such_page', 404, faultTexts.no_such_page, language)
}

export function noSuchMethod(language: Language): Problem {
  return problem('no_such_method', 405, faultTexts.no_such_method, language)
}

export function problem(
  code: string,
  status: number,
  text: Text,
  language: Language,
  more: Partial<Problem> = {},
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
