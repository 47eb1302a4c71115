import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import { holdsWords } from '#core/search.ts'
import { coreRefusals, type Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { remembered } from '#core/remembered.ts'
import { dayOf } from '#core/time.ts'
import type { QueryCtx } from '#core/query.ts'
import { readingAs } from './case-readers.ts'
import { fullNameOf, type Region } from './regions.ts'
import { readRegions } from './regions.store.ts'
import { closingOf } from './closings.store.ts'
import { moneyBar } from './rules.ts'
import { allNamesOf, allRegionsOf } from './entries.store.ts'
import { getOrganisation, holdOrganisation } from './store.ts'

/** @throws Refusal not_found */
export async function organisationOf(db: Reader, id: string) {
  return (await getOrganisation(db, id)) ?? coreRefusals.refuse('not_found')
}

/**
 * The same for who writes its name or place down: neither changes, nor is taken back, before the commit.
 * @throws Refusal not_found
 */
export const heldOrganisation = async (tx: Tx, id: string) =>
  (await holdOrganisation(tx, id)) ?? coreRefusals.refuse('not_found')

/** @throws Refusal not_found when it is no authority */
export async function authorityOf(db: Reader, id: string) {
  const found = await organisationOf(db, id)
  return found.kind === 'authority' ? found : coreRefusals.refuse('not_found')
}

/** The authority of a region that was there on the day. @throws Refusal not_found */
export async function authorityAt(db: Reader, regionCode: string, _day?: Temporal.PlainDate) {
  const found = await remembered(db, `authority of ${regionCode}`, () =>
    db
      .selectFrom('organisation')
      .selectAll()
      .where('kind', '=', 'authority')
      .where('regionCode', '=', regionCode)
      .where('status', '!=', 'closed')
      .executeTakeFirst(),
  )
  return found ?? coreRefusals.refuse('not_found')
}

type Standing = Pick<Row, 'status'>
const barOf = ({ status }: Standing, house: Standing | null | undefined): Refusal | null =>
  moneyBar(house?.status === 'closed' ? 'closed' : status)

/**
 * Nothing that moves money otherwise; a laboratory is closed with the house whose unit it is.
 * @throws Refusal organisation_unverified, organisation_disputed, organisation_closed
 */
export async function requireGoodStanding(db: Reader, organisationId: string): Promise<void> {
  const one = await organisationOf(db, organisationId)
  const house = one.hostId ? await organisationOf(db, one.hostId) : null
  const bar = barOf(one, house)
  if (bar) throw bar
}

/**
 * The same for who moves money in this transaction: the standing is held until the commit, so that a dispute comes before and is
 * seen, or after. Its lock comes before those of bank accounts and invoices.
 */
export async function holdStanding(tx: Tx, organisationId: string): Promise<Refusal | null> {
  const found = (await holdOrganisation(tx, organisationId)) ?? coreRefusals.refuse('not_found')
  const house = found.hostId ? await holdOrganisation(tx, found.hostId) : null
  return barOf(found, house)
}

/** Writes region codes of a day in words. */
export async function regionNames(db: Reader, now: Temporal.Instant): Promise<(code: string) => Text> {
  const regions: readonly Region[] = await readRegions(db)
  const day = dayOf(now).toString()
  return (code) => {
    const name = fullNameOf(regions, code, day)
    return name.zh ? name : { zh: code, en: code }
  }
}

type Row = Awaited<ReturnType<typeof organisationOf>>

export async function cardsOf(db: Reader, rows: readonly Row[], now: Temporal.Instant) {
  const named = await regionNames(db, now)
  const others = [...new Set(rows.flatMap((row) => [row.hostId, row.sponsorId].filter((id) => id !== null)))]
  const found = others.length
    ? await db.selectFrom('organisation').select(['id', 'name']).where('id', 'in', others).execute()
    : []
  const other = (id: string | null) => found.find((each) => each.id === id) ?? null
  return rows.map(({ id, kind, name, uscc, regionCode, level, status, hostId, sponsorId, waitsSince }) => {
    const card = {
      id,
      kind,
      name,
      uscc,
      regionCode,
      regionName: named(regionCode),
      level,
      status,
      waitsSince,
    }
    return { ...card, host: other(hostId), sponsor: other(sponsorId) }
  })
}

export async function cardOf(db: Reader, id: string, now: Temporal.Instant) {
  const [card] = await cardsOf(db, [await organisationOf(db, id)], now)
  return card as NonNullable<typeof card>
}

const ABILITIES = [
  'organisation.licence',
  'organisation.verify',
  'organisation.sponsor',
  'organisation.change',
  'profile.read',
  'profile.declare',
  'fact.decide',
  'person.read',
  'person.record',
  'tie.read',
  'tie.create',
]

type Entered = {
  authorityId: string | null
  withdrawnAt: Temporal.Instant | null
  withdrawnReason: string | null
  validTo: Temporal.PlainDate | null
}

const BY_CASE = ['profile.read', 'person.read']

/** The public card with its histories; what was taken back of them and the licence only for its own people and the officers of its region. */
export async function readOrganisation({ db, actor, now, may, looked }: QueryCtx, id: string) {
  const row = await organisationOf(db, id)
  const subject = { organisationId: id, regionPath: row.regionPath, providerId: row.sponsorId }
  const [card] = await cardsOf(db, [row], now)
  const named = await regionNames(db, now)
  const reading = await readingAs(db, actor, row)
  const openCase = may('profile.read', reading.subject) ? reading.openCase : null
  const closing = row.status === 'closed' ? await closingOf(db, id) : undefined
  const inside = openCase !== null || may('profile.read', subject)
  if (inside) looked({ kind: 'organisation', id })
  const told = <E extends Entered>(entries: readonly E[]) =>
    entries.flatMap((entry) => {
      const corrects = may('organisation.correct', { authorityId: entry.authorityId })
      const { withdrawnAt, withdrawnReason, validTo } = entry
      const correctable = corrects && !withdrawnAt && validTo === null && row.status !== 'closed'
      const withdrawn = withdrawnAt ? { at: withdrawnAt, reason: withdrawnReason ?? '' } : null
      return withdrawn && !inside && !corrects ? [] : [{ ...entry, withdrawn, correctable }]
    })
  return {
    ...(card as NonNullable<typeof card>),
    names: told(await allNamesOf(db, id)),
    regions: told(await allRegionsOf(db, id)).map((r) => ({ ...r, regionName: named(r.regionCode) })),
    closing: closing
      ? {
          ...{ id: closing.id, on: closing.closedOn, evidence: closing.evidence },
          correctable: may('organisation.correct', { authorityId: closing.authorityId }),
        }
      : null,
    licence: inside ? { fileId: row.licenceFileId, remark: row.remark, waitsSince: row.waitsSince } : null,
    openCase,
    abilities: ABILITIES.filter(
      (permission) =>
        may(permission, subject) ||
        (openCase !== null && BY_CASE.includes(permission) && may(permission, reading.subject)),
    ),
  }
}

/** Ids of the organisations of which the name or code holds the words, for a condition of another list. */
export const organisationsNamed = (typed: string): RawBuilder<string[]> =>
  sql`array(select named.id from organisation_card named where ${holdsWords('named.words', typed)})`

type Asked = {
  cursor?: string | undefined
  limit: number
  q?: string | undefined
  status?: string | undefined
  kind?: string | undefined
  waits?: boolean | undefined
}

/** What the officer's region holds, newest first. */
export async function listOrganisations({ db, now, visible }: QueryCtx, asked: Asked) {
  const rows = await db
    .selectFrom('organisation')
    .selectAll()
    .where(visible({ regionPath: 'organisation.regionPath' }))
    .$if(!!asked.q, (qb) => qb.where(holdsWords('organisation.words', asked.q ?? '')))
    .$if(!!asked.status, (qb) => qb.where('status', '=', asked.status as Row['status']))
    .$if(!!asked.kind, (qb) => qb.where('kind', '=', asked.kind as Row['kind']))
    // A team has no licence: its incubator answers for it.
    .$if(!!asked.waits, (qb) => qb.where('waitsSince', 'is not', null).where('kind', '!=', 'team'))
    .$if(asked.cursor !== undefined, (qb) => qb.where('id', '<', asked.cursor as string))
    .orderBy('id', 'desc')
    .limit(asked.limit + 1)
    .execute()
  const page = pageOf(rows, asked.limit)
  return { ...page, rows: await cardsOf(db, page.rows, now) }
}
