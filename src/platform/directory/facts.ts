import { z } from 'zod'
import type { CommandCtx } from '#core/command.ts'
import type { Reader, Tx } from '#core/db.ts'
import { json } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import { parseInput } from '#core/problems.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { userNames } from '#platform/identity/index.ts'
import { heldOrganisation, organisationOf } from './cards.ts'
import { readingAs } from './case-readers.ts'
import { attachPaper } from './papers.ts'
import type { Declare } from './shapes.ts'
import {
  type FactKey,
  factNames,
  factSchemas,
  type FactValues,
  maskNumber,
  standingText,
  yearlyFacts,
} from './profile.ts'
import { directoryRefusals } from './rules.ts'
import {
  confirmFact,
  getFact,
  insertFact,
  lockFact,
  rejectFact,
  supersedeInForce,
  supersedePending,
} from './store.ts'

export type Known<K extends FactKey = FactKey> = {
  id: string
  value: FactValues[K]
  standing: 'declared' | 'evidenced' | 'confirmed'
  year: number | null
  validFrom: Temporal.PlainDate | null
  validTo: Temporal.PlainDate | null
  source: string
  fileId: string | null
}
export type KnownFacts = { [K in FactKey]?: Known<K> }

/**
 * What is known on a day: for each key the fact in force; with `confirmedOnly: false` a declaration that waits counts
 * before it, for forms that fill themselves in. Only confirmed facts decide. Yearly facts give their latest year.
 */
export async function factsOf(
  db: Reader,
  organisationId: string,
  day: Temporal.PlainDate,
  options: { confirmedOnly?: boolean } = {},
): Promise<KnownFacts> {
  return gather(await factsInForce(db, organisationId, day, options.confirmedOnly ?? true))
}

/** For each key the confirmed fact; where none is confirmed, the declaration that waits. */
export async function factsAtBest(
  db: Reader,
  organisationId: string,
  day: Temporal.PlainDate,
): Promise<KnownFacts> {
  const rows = await factsInForce(db, organisationId, day, false)
  const isConfirmed = (row: (typeof rows)[number]) => row.standing === 'confirmed'
  return gather([...rows.filter((row) => !isConfirmed(row)), ...rows.filter(isConfirmed)])
}

type FactRow = Awaited<ReturnType<typeof factsInForce>>[number]

/** By year, and within a year what waits after what is confirmed. */
function factsInForce(db: Reader, organisationId: string, day: Temporal.PlainDate, confirmedOnly: boolean) {
  return db
    .selectFrom('fact')
    .select(['id', 'key', 'value', 'standing', 'year', 'validFrom', 'validTo', 'source', 'fileId'])
    .where('organisationId', '=', organisationId)
    .where('supersededAt', 'is', null)
    .where('rejectedAt', 'is', null)
    .where((eb) => eb.or([eb('validFrom', 'is', null), eb('validFrom', '<=', day)]))
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', day)]))
    .$if(confirmedOnly, (qb) => qb.where('standing', '=', 'confirmed'))
    .orderBy('year', (ob) => ob.asc().nullsFirst())
    .orderBy((eb) => eb.case().when('standing', '=', 'confirmed').then(0).else(1).end())
    .execute()
}

/** The last row of a key counts. */
function gather(rows: readonly FactRow[]): KnownFacts {
  const known: Record<string, Known> = {}
  for (const row of rows) {
    const schema = factSchemas[row.key as FactKey]
    if (!schema) continue
    const { id, standing, year, validFrom, validTo, source, fileId } = row
    known[row.key] = {
      id,
      value: schema.parse(row.value),
      standing,
      year,
      validFrom,
      validTo,
      source,
      fileId,
    }
  }
  return known as KnownFacts
}

/** Facts of one key by year, confirmed ones only: for growth and ratios over years. */
export async function yearsOf<K extends FactKey>(
  db: Reader,
  organisationId: string,
  key: K,
): Promise<Map<number, FactValues[K]>> {
  const rows = await db
    .selectFrom('fact')
    .select(['year', 'value'])
    .where('organisationId', '=', organisationId)
    .where('key', '=', key)
    .where('standing', '=', 'confirmed')
    .where('supersededAt', 'is', null)
    .where('year', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.year as number, factSchemas[key].parse(row.value) as FactValues[K]]))
}

type Declared = z.output<typeof Declare>

/**
 * A firm's word, evidenced when a file stands behind it. What was confirmed stays in force until an officer decides.
 * @throws InvalidInput when the value does not fit its key; Refusal fact_value_wrong
 */
export async function declareFact(ctx: CommandCtx, organisationId: string, body: Declared) {
  const organisation = await organisationOf(ctx.tx, organisationId)
  ctx.authorise({ organisationId })
  const row = prepared(body)
  await supersedePending(ctx.tx, organisationId, row.key, row.year, ctx.now)
  const fact = await insertFact(ctx.tx, {
    ...row,
    organisationId,
    standing: body.fileId ? 'evidenced' : 'declared',
    source: body.source ?? '',
    fileId: body.fileId ?? null,
    declaredBy: ctx.actor.userId,
    declaredAt: ctx.now,
  })
  await attachPaper(ctx, body.fileId, { kind: 'organisation', id: organisationId })
  const changes = { key: row.key, year: row.year, standing: fact.standing }
  ctx.event({
    subject: { kind: 'organisation', id: organisationId },
    regionPath: organisation.regionPath,
    changes: { fact: changes },
  })
  return shown(fact, { names: new Map(), open: true, now: ctx.now })
}

/** The value as it is stored, with the year and the last day it implies. */
function prepared(body: Pick<Declared, 'key' | 'value' | 'year' | 'validFrom'>) {
  const { key } = body
  const schema = factSchemas[key] as z.ZodType
  const value = parseInput(schema, body.value, 'body.value')
  const yearly = yearlyFacts.includes(key)
  if (yearly && body.year === undefined)
    directoryRefusals.refuse('fact_value_wrong', { whatZh: factNames[key].zh, whatEn: factNames[key].en })
  const validTo = (value as { validTo?: string } | null)?.validTo
  return {
    key,
    year: yearly ? (body.year as number) : null,
    value: json(z.encode(schema, value)),
    validFrom: body.validFrom ? Temporal.PlainDate.from(body.validFrom) : null,
    validTo: validTo ? Temporal.PlainDate.from(validTo) : null,
  }
}

export type RegisterFact = {
  organisationId: string
  key: FactKey
  value: unknown
  year?: number
  source: string
  validFrom?: string
  /** The list it came with, and the fact that it replaced. */
  origin?: { registerListId: string; replacesId: string | null }
}

/** A fact read from a register stands by itself; `value` as on the wire. Needs no officer. */
export async function recordFact(
  tx: Tx,
  { organisationId, source, origin, ...rest }: RegisterFact,
  now: Temporal.Instant,
): Promise<string> {
  const row = prepared(rest as never)
  await supersedeInForce(tx, organisationId, row.key, row.year, now)
  const common = { organisationId, source, declaredAt: now, decidedAt: now, ...origin }
  const { id } = await insertFact(tx, { ...row, ...common, standing: 'confirmed' })
  return id
}

type Decision = { confirm: boolean; reason: string }

/** @throws Refusal fact_decided, fact_own_word */
export async function decideFact(ctx: CommandCtx, id: string, { confirm, reason }: Decision) {
  const seen = (await getFact(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  const organisation = await heldOrganisation(ctx.tx, seen.organisationId)
  ctx.authorise({ regionPath: organisation.regionPath })
  const fact = (await lockFact(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  if (fact.standing === 'confirmed' || fact.rejectedAt || fact.supersededAt)
    directoryRefusals.refuse('fact_decided')
  if (fact.declaredBy === ctx.actor.userId) directoryRefusals.refuse('fact_own_word')
  const end = { decidedBy: ctx.actor.userId, decidedAt: ctx.now, reason }
  if (confirm) await supersedeInForce(ctx.tx, fact.organisationId, fact.key, fact.year, ctx.now)
  const decided = confirm ? await confirmFact(ctx.tx, id, end) : await rejectFact(ctx.tx, id, end)
  const changes = { fact: { key: fact.key, year: fact.year, confirmed: confirm, reason } }
  ctx.event({
    subject: { kind: 'organisation', id: fact.organisationId },
    regionPath: organisation.regionPath,
    changes,
  })
  return shown(decided, { names: new Map(), open: false, now: ctx.now })
}

type Row = NonNullable<Awaited<ReturnType<typeof getFact>>>

function stateOf(row: Row) {
  if (row.withdrawnAt) return 'withdrawn' as const
  if (row.rejectedAt) return 'rejected' as const
  if (row.supersededAt) return 'superseded' as const
  return row.standing === 'confirmed' ? ('in_force' as const) : ('pending' as const)
}

type Reading = { names: ReadonlyMap<string, string>; open: boolean; now: Temporal.Instant }

/** `open`: the reader pays or owns the account, so its number is shown whole. */
function shown(row: Row, { names, open, now }: Reading) {
  const {
    id,
    organisationId,
    year,
    standing,
    source,
    fileId,
    validFrom,
    validTo,
    declaredAt,
    decidedAt,
    reason,
  } = row
  const key = row.key as FactKey
  return {
    ...{
      id,
      organisationId,
      key,
      year,
      standing,
      source,
      fileId,
      validFrom,
      validTo,
      declaredAt,
      decidedAt,
      reason: row.withdrawnReason ?? reason,
    },
    label: factNames[key],
    standingLabel: standingText(row),
    value: key === 'bankAccount' && !open ? masked(row.value) : row.value,
    state: stateOf(row),
    expired: validTo !== null && Temporal.PlainDate.compare(validTo, dayOf(now)) < 0,
    declaredBy: row.declaredBy ? (names.get(row.declaredBy) ?? null) : null,
  }
}

const masked = (value: unknown) => {
  const account = value as { number: string }
  return { ...account, number: maskNumber(account.number) }
}

export async function readProfile(
  { db, actor, now, may, authorise, looked }: QueryCtx,
  organisationId: string,
  history: boolean,
) {
  const organisation = await organisationOf(db, organisationId)
  const { subject, openCase } = await readingAs(db, actor, organisation)
  authorise(subject)
  looked({ kind: 'organisation', id: organisationId })
  const rows = await db
    .selectFrom('fact')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .$if(!history, (qb) => qb.where('supersededAt', 'is', null))
    // No case is decided by an account.
    .$if(openCase !== null, (qb) => qb.where('key', '!=', 'bankAccount'))
    .orderBy('key')
    .orderBy('declaredAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()
  const names = await userNames(
    db,
    rows.flatMap((row) => row.declaredBy ?? []),
  )
  const open = may('profile.account', subject)
  const told = history ? rows : rows.filter((_row, at) => !isAnswered(rows, at))
  return told.map((row) => shown(row, { names, open, now }))
}

/** A rejection that the organisation has answered since; of one fact the newest stand first. */
function isAnswered(rows: readonly Row[], at: number): boolean {
  const { key, year, rejectedAt } = rows[at] as Row
  return rejectedAt !== null && rows.slice(0, at).some((row) => row.key === key && row.year === year)
}

type Asked = { cursor?: string | undefined; limit: number }

/** What waits for an officer of the region, oldest first. */
export async function pendingFacts({ db, now, visible }: QueryCtx, { cursor, limit }: Asked) {
  const rows = await db
    .selectFrom('fact')
    .innerJoin('organisation as o', 'o.id', 'fact.organisationId')
    .selectAll('fact')
    .select('o.name as organisationName')
    .where(visible({ regionPath: 'o.regionPath' }))
    .where('fact.standing', '!=', 'confirmed')
    .where('fact.supersededAt', 'is', null)
    .where('fact.rejectedAt', 'is', null)
    .$if(cursor !== undefined, (qb) => qb.where('fact.id', '>', cursor as string))
    .orderBy('fact.id')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit)
  const names = await userNames(
    db,
    page.rows.flatMap((row) => row.declaredBy ?? []),
  )
  const reading = { names, open: false, now }
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...shown(row, reading), organisationName: row.organisationName })),
  }
}

/** The account in force, whole: for whoever prepares a payment. Null when none is confirmed. */
export async function bankAccountOf(db: Reader, organisationId: string, now: Temporal.Instant) {
  const { bankAccount } = await factsOf(db, organisationId, dayOf(now))
  return bankAccount ? { factId: bankAccount.id, ...bankAccount.value } : null
}
