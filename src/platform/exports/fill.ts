import { type Actor, thePublic } from '#core/actor.ts'
import { noteAccess, type Place } from '#core/command.ts'
import type { Endpoint } from '#core/contract.ts'
import type { Database } from '#core/db.ts'
import type { ListColumn, ListTable } from '#core/list-table.ts'
import { mayAny } from '#core/policy.ts'
import { parseInput } from '#core/problems.ts'
import { answer, type QueryCtx } from '#core/query.ts'
import type { Language } from '#core/text.ts'
import { type OutRow, writeTable } from '#platform/tables/index.ts'
import { exportRefusals } from './refusals.ts'

/** Rows of one file, at most. */
export const MOST_ROWS = 50_000
/** Rows read by one statement: the list's own query, in larger pages than a screen asks for. */
const PAGE = 1_000

export type Exported = {
  name: string
  endpoint: Endpoint<'query'>
  table: ListTable<unknown>
  handler: (ctx: QueryCtx, input: unknown) => Promise<unknown>
}
export type Run = {
  database: Database
  place: Place
  actor: Actor
  now: Temporal.Instant
  language: Language
  params: unknown
  query: Record<string, string>
  /** Told how many rows are read so far. */
  told: (rows: number) => void
  stopped: () => boolean
  most: number
}

/** Nobody waits for the file any more. */
export class Gone extends Error {}

type Input = { params: unknown; query: Record<string, unknown> }

/**
 * The list as its reader would see it, page after page, as one file.
 * @throws Refusal of the list's own query, or export_too_many
 */
export async function fileOf(one: Exported, run: Run): Promise<Buffer> {
  const { name, endpoint, table } = one
  const { actor, now, language, database } = run
  const input: Input = {
    params: parseInput(endpoint.params, run.params, 'params'),
    query: (parseInput(endpoint.query, run.query, 'query') ?? {}) as Record<string, unknown>,
  }
  const first = await pageAt(one, run, input, undefined)
  const columns =
    typeof table.columns === 'function' ? await table.columns(first.rows, database.db) : table.columns
  let count = 0
  const bytes = await writeTable({
    sheets: [
      {
        name: table.title[language],
        notes: [noteOf(one, run)],
        columns: columns.map(({ head, kind }, at) => ({ key: String(at), title: head[language], kind })),
        rows: rowsOf(),
      },
    ],
  })
  if (!mayAny(thePublic, endpoint.allow)) {
    const detail = { filters: new URLSearchParams(run.query).toString(), rows: count }
    await noteAccess(database, actor, { what: `${name}.xlsx`, now, outcome: 'seen', detail })
  }
  return bytes

  async function* rowsOf(): AsyncGenerator<OutRow> {
    for (let page = first; ; page = await pageAt(one, run, input, page.next)) {
      if (run.stopped()) throw new Gone('the caller went away')
      count += page.rows.length
      if (count > run.most) exportRefusals.refuse('export_too_many', { limit: run.most })
      run.told(count)
      for (const row of page.rows) yield cellsOf(columns, row, language)
      if (!page.next) return
    }
  }
}

type Rows = { rows: readonly unknown[]; next: string | undefined }

/** One page through the door of every question: permission, scope, and what the schema does not name stays behind. */
async function pageAt(one: Exported, run: Run, input: Input, cursor: string | undefined): Promise<Rows> {
  const { name, endpoint, handler } = one
  const { database, place, actor, now } = run
  const query = { ...input.query, ...('limit' in input.query && { limit: PAGE, cursor }) }
  const handle = (ctx: QueryCtx) => handler(ctx, { ...input, query })
  const wire = await answer(database, place, { name, endpoint, actor, now, handle })
  const found = endpoint.returns.parse(wire) as { rows: unknown; list?: unknown; next?: string | null }
  const rows = (Array.isArray(found.list) ? found.list : found.rows) as readonly unknown[]
  return { rows, next: found.next ?? undefined }
}

function cellsOf(columns: readonly ListColumn<unknown>[], row: unknown, language: Language): OutRow {
  return Object.fromEntries(columns.map(({ of }, at) => [String(at), of(row, language)]))
}

/** The list's name and its time, above the head: a file travels without its page. */
function noteOf({ table }: Exported, { now, language }: Run): string {
  const at = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'minute' })
  const said = { zh: '截至', en: 'as of' }[language]
  return `${table.title[language]} · ${said} ${at.replace('T', ' ')}`
}
