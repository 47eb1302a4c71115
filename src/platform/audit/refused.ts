import { pageOf } from '#core/page.ts'
import type { QueryCtx } from '#core/query.ts'
import type { Text } from '#core/text.ts'
import { readRefused } from './store.ts'

type Asked = { cursor?: string | undefined; limit: number; days?: number | undefined }

/** What people of the reader's own organisation tried and were refused, newest first; with `days`, of that many days. */
export async function refusedAttempts(
  { db, now, visible }: QueryCtx,
  sentenceOf: (command: string) => Text,
  { cursor, limit, days }: Asked,
) {
  const found = await readRefused(db, {
    visible: visible({ organisationId: 'l.actorOrganisation' }),
    since: days === undefined ? undefined : now.subtract({ hours: 24 * days }),
    before: cursor === undefined ? undefined : BigInt(cursor),
    limit,
  })
  return pageOf(
    found.map(({ id, code, ...row }) => ({
      ...row,
      id: String(id),
      sentence: sentenceOf(row.command),
      outside: code === 'not_found',
    })),
    limit,
  )
}
