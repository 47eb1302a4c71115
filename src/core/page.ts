import { z } from 'zod'

/** One page of rows that were fetched with one row more than asked: that one tells whether a further page exists. */
export function pageOf<R extends { id: string }>(rows: readonly R[], limit: number): Paged<R>
export function pageOf<R>(rows: readonly R[], limit: number, cursorOf: (row: R) => string): Paged<R>
export function pageOf<R>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => string = (row) => (row as { id: string }).id,
): Paged<R> {
  const last = rows[limit - 1]
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? cursorOf(last) : null }
}
export type Paged<R> = { rows: R[]; next: string | null }

/** Where a page ends whose rows are in order of time: the last row's moment, and its key among those of one moment. */
export type Place = { at: string; key: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const Storable = z.iso.datetime().regex(/^(19|20|21)/)

export const placeCursor = (at: { toString: () => string } | null, key: string): string =>
  `${at ?? 'infinity'}~${key}`

/** Undefined for a text that no page of ours gave; its time is one that PostgreSQL can read. */
export function placeOf(cursor: string | undefined, key: RegExp = UUID): Place | undefined {
  const [at, found, more] = cursor?.split('~') ?? []
  if (!at || !found || more !== undefined || !key.test(found)) return undefined
  return at === 'infinity' || Storable.safeParse(at).success ? { at, key: found } : undefined
}

/** The cursor of a list in order of time; others are refused. */
export const PlaceCursor = (key?: RegExp) => z.string().refine((text) => placeOf(text, key) !== undefined)

/** Where the table of a list is fetched: beside the list itself. */
export const tableAddress = (path: string): string =>
  path.endsWith('}') ? `${path}/rows.xlsx` : `${path}.xlsx`
