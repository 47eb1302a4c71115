import { sql } from 'kysely'
import { pageOf } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { QueryCtx } from '#core/query.ts'

type Asked = { cursor?: string | undefined; limit: number }

/**
 * Who looked at my organisation, newest first. A look names its subject; it is ours when the subject is the organisation
 * itself or a thing that it once acted on, and when somebody of another organisation looked. Who looks at his own
 * organisation, on which we once acted, is no news to us.
 */
export async function readLooks({ db, actor, authorise }: QueryCtx, { cursor, limit }: Asked) {
  const organisationId = actor.organisationId ?? coreRefusals.refuse('not_found')
  authorise({ organisationId })
  const rows = await db
    .selectFrom('accessLog as l')
    .selectAll('l')
    .where('l.subjectId', 'is not', null)
    .where(sql<boolean>`l.actor_organisation is distinct from ${organisationId}::uuid`)
    .where(sql<boolean>`l.actor_organisation is distinct from l.subject_id`)
    .where(
      sql<boolean>`(l.subject_id = ${organisationId}::uuid or exists (select from event e
        where e.subject_kind = l.subject_kind and e.subject_id = l.subject_id and e.actor_organisation = ${organisationId}::uuid))`,
    )
    .$if(cursor !== undefined, (qb) => qb.where('l.id', '<', BigInt(cursor as string)))
    .orderBy('l.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, (row) => String(row.id))
  return {
    rows: page.rows.map((row) => ({
      at: row.at,
      who: row.actorLabel,
      what: row.what,
      outcome: row.outcome,
      subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
    })),
    next: page.next,
  }
}
