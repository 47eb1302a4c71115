import type { Contract, Endpoint, ReturnsOf } from './contract.ts'
import type { Reader } from './db.ts'
import type { Language, Text } from './text.ts'

export type CellKind = 'text' | 'code' | 'money' | 'integer' | 'day' | 'moment'
type Value = string | number | bigint | null

/** A column of a list that is taken away: what its head says, and what of a row stands in it. */
export type ListColumn<R> = {
  head: Text
  kind: CellKind
  of: (row: R, language: Language) => Value
}

/** A query's answer as a table; columns that only the rows or other records know are told by the first page. */
export type ListTable<R> = {
  title: Text
  columns: readonly ListColumn<R>[] | ((first: readonly R[], db: Reader) => Promise<readonly ListColumn<R>[]>)
}

/** The rows of a list: those of a page, or all those that a thing consists of. */
export type ListedIn<A> = A extends { list: readonly (infer R)[] }
  ? R
  : A extends { rows: readonly (infer R)[] }
    ? R
    : never

/** The lists of a contract that can be taken away, by the name of their query. */
export type Lists<C extends Contract> = {
  [K in keyof C]?: C[K] extends Endpoint<'query'> ? ListTable<ListedIn<ReturnsOf<C[K]>>> : never
}

const column =
  (kind: CellKind) =>
  <R>(zh: string, en: string, of: (row: R, language: Language) => Value): ListColumn<R> => ({
    head: { zh, en },
    kind,
    of,
  })

/** Columns by what they hold. An amount is fen and says its unit, yuan, in the head. */
export const columns = {
  text: column('text'),
  code: column('code'),
  count: column('integer'),
  day: column('day'),
  moment: column('moment'),
  yuan: <R>(zh: string, en: string, of: (row: R) => bigint | null): ListColumn<R> => ({
    head: { zh: `${zh}（元）`, en: `${en} (CNY)` },
    kind: 'money',
    of,
  }),
}
