import { sql } from 'kysely'
import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { heldOrganisation, organisationOf } from './cards.ts'
import { attachPaper } from './papers.ts'
import { type TieKind, tieNames } from './rules.ts'
import { endTieOn, getTie, insertTie, rowsOf } from './store.ts'

/** `lastDay` belongs to the tie; null while it lasts. */
export type TieBetween = {
  kind: TieKind
  standing: 'declared' | 'recorded'
  from: string
  lastDay: string | null
  detail: Text
  fileId: string | null
}

const GROUP_DEPTH = 4

/**
 * Every tie between two organisations that was there on some day of the period (one day unless `since` is told). A unit
 * counts as its host and the reverse, so a laboratory built with a university's college bars the whole university. One
 * group is followed through ownership and subordination, four steps at most; declared ties count like recorded ones.
 * Empty when there is none; an organisation with itself is `subordination`.
 */
export async function tiesBetween(
  db: Reader,
  a: string,
  b: string,
  day: Temporal.PlainDate,
  since: Temporal.PlainDate = day,
): Promise<TieBetween[]> {
  const lasts = sql`t.valid_from <= ${day}::date and (t.valid_to is null or t.valid_to > ${since}::date)`
  const house = (id: string) => sql`select id from house where root = ${id}::uuid`
  type Row = {
    kind: TieKind
    standing: 'declared' | 'recorded'
    from: string
    last_day: string | null
    evidence: string
    fileId: string | null
  }
  const direct = await rowsOf(
    db,
    sql<Row & { lastDay: string | null }>`
    with recursive up (root, id) as (
      select r, r from unnest(array[${a}, ${b}]::uuid[]) r
      union select u.root, o.host_id from up u join organisation o on o.id = u.id where o.host_id is not null),
    house as (select root, id from up
      union select o.host_id, o.id from organisation o where o.host_id in (${a}, ${b}))
    select t.kind, t.standing, t.valid_from::text as "from", (t.valid_to - 1)::text as last_day, t.evidence, t.file_id
    from tie t where ${lasts} and ((t.from_id in (${house(a)}) and t.to_id in (${house(b)}))
      or (t.from_id in (${house(b)}) and t.to_id in (${house(a)})))
    order by t.valid_from, t.id`,
  )
  const ties = direct.map(({ evidence, ...tie }) => ({
    ...strip(tie),
    detail: { zh: evidence, en: evidence },
  }))
  const group = await sameGroup(db, a, b, lasts)
  return group && !ties.some((tie) => tie.kind === 'ownership' || tie.kind === 'subordination')
    ? [...ties, group]
    : ties
}

const strip = ({ kind, standing, from, lastDay, fileId }: Omit<TieBetween, 'detail'>) => ({
  kind,
  standing,
  from,
  lastDay,
  fileId,
})

/** One host, or one group through ownership and subordination. */
async function sameGroup(
  db: Reader,
  a: string,
  b: string,
  lasts: ReturnType<typeof sql>,
): Promise<TieBetween | null> {
  const [found] = await rowsOf(
    db,
    sql<{ names: string[]; kind: TieKind; from: string; lastDay: string | null }>`
    with recursive edge as (
      select t.from_id as x, t.to_id as y, t.kind, t.valid_from, t.valid_to from tie t
        where t.kind in ('ownership', 'subordination') and ${lasts}
      union all select host_id, id, 'subordination', '1949-10-01', null from organisation where host_id is not null
    ), both_ways as (select * from edge union all select y, x, kind, valid_from, valid_to from edge),
    walk (at, path, kind, valid_from, valid_to) as (
      select ${a}::uuid, array[${a}::uuid], 'subordination', date '1949-10-01', null::date
      union all
      select e.y, w.path || e.y, case when e.kind = 'ownership' then 'ownership' else w.kind end,
        greatest(w.valid_from, e.valid_from), least(w.valid_to, e.valid_to)
      from walk w join both_ways e on e.x = w.at
      where not e.y = any (w.path) and cardinality(w.path) <= ${GROUP_DEPTH} and w.at <> ${b}::uuid
    )
    select w.kind, w.valid_from::text as "from", (w.valid_to - 1)::text as last_day,
      (select array_agg(o.name order by p.n) from unnest(w.path) with ordinality p (id, n) join organisation o on o.id = p.id) as names
    from walk w where w.at = ${b}::uuid order by cardinality(w.path) limit 1`,
  )
  if (!found) return null
  const chain = found.names.join(' — ')
  const { kind, from, lastDay } = found
  return {
    kind,
    standing: 'recorded',
    from,
    lastDay,
    fileId: null,
    detail: { zh: `同一集团：${chain}`, en: `one group: ${chain}` },
  }
}

type NewTie = {
  otherId: string
  kind: TieKind
  above: boolean
  evidence: string
  fileId?: string | undefined
  from: string
}

/** Recorded when an officer of the region says it, declared when the firm does. @throws Refusal tie_known, tie_to_itself */
export async function addTie(ctx: CommandCtx, organisationId: string, tie: NewTie) {
  const organisation = await heldOrganisation(ctx.tx, organisationId)
  ctx.authorise({ organisationId, regionPath: organisation.regionPath })
  await organisationOf(ctx.tx, tie.otherId)
  const [fromId, toId] = tie.above ? [organisationId, tie.otherId] : [tie.otherId, organisationId]
  const recorded = ctx.may('tie.end', { regionPath: organisation.regionPath })
  const id = await insertTie(ctx.tx, {
    ...{ fromId, toId, kind: tie.kind, evidence: tie.evidence },
    standing: recorded ? 'recorded' : 'declared',
    fileId: tie.fileId ?? null,
    validFrom: Temporal.PlainDate.from(tie.from),
    recordedBy: ctx.actor.userId,
    recordedOf: recorded ? organisationId : null,
    recordedAt: ctx.now,
  })
  await attachPaper(ctx, tie.fileId, { kind: 'organisation', id: organisationId })
  const changes = { tie: { id, kind: tie.kind, from: fromId, to: toId, since: tie.from } }
  ctx.event({
    subject: { kind: 'organisation', id: organisationId },
    regionPath: organisation.regionPath,
    changes,
  })
  ctx.event({ subject: { kind: 'organisation', id: tie.otherId }, changes })
  return oneTie(ctx.tx, id)
}

/** `on` is the first day without the tie. Kept is by the place of which organisation an officer may end it. */
export async function endTie(ctx: CommandCtx, id: string, { on, reason }: { on: string; reason: string }) {
  const tie = (await getTie(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  const { regionPath } = await heldOrganisation(ctx.tx, tie.fromId)
  const other = await heldOrganisation(ctx.tx, tie.toId)
  const byFrom = ctx.may('tie.end', { regionPath })
  ctx.authorise({ regionPath: byFrom ? regionPath : other.regionPath })
  const of = byFrom ? tie.fromId : tie.toId
  await endTieOn(ctx.tx, id, { validTo: Temporal.PlainDate.from(on), endedOf: of, endedAt: ctx.now })
  const changes = { tie: { id, kind: tie.kind, endedOn: on, reason } }
  ctx.event({ subject: { kind: 'organisation', id: tie.fromId }, regionPath, changes })
  ctx.event({ subject: { kind: 'organisation', id: tie.toId }, regionPath: other.regionPath, changes })
  return oneTie(ctx.tx, id)
}

const ties = (db: Reader) =>
  db
    .selectFrom('tie')
    .innerJoin('organisation as f', 'f.id', 'tie.fromId')
    .innerJoin('organisation as t', 't.id', 'tie.toId')
    .selectAll('tie')
    .select(['f.name as fromName', 't.name as toName'])

type Row = Awaited<ReturnType<ReturnType<typeof ties>['executeTakeFirstOrThrow']>>

const shown = ({ fromName, toName, ...row }: Row) => ({
  ...row,
  kind: row.kind as TieKind,
  label: tieNames[row.kind as TieKind],
  from: { id: row.fromId, name: fromName },
  to: { id: row.toId, name: toName },
})

const oneTie = async (db: Reader, id: string) =>
  shown(await ties(db).where('tie.id', '=', id).executeTakeFirstOrThrow())

export async function listTies({ db, authorise }: QueryCtx, organisationId: string) {
  const { regionPath } = await organisationOf(db, organisationId)
  authorise({ organisationId, regionPath })
  const rows = await ties(db)
    .where((eb) => eb.or([eb('tie.fromId', '=', organisationId), eb('tie.toId', '=', organisationId)]))
    .orderBy('tie.validFrom', 'desc')
    .limit(500)
    .execute()
  return rows.map(shown)
}
