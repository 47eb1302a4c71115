import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'
import { holdsWords } from '#core/search.ts'
import { organisationsNamed } from '#platform/directory/index.ts'
import { voucherRefusals } from './contract.ts'
import type { FirmClass, ServiceKind } from './words.ts'

export type NewVoucher = {
  id: string
  number: string
  claimId: string
  organisationId: string
  authorityId: string
  budgetId: string
  regionPath: readonly string[]
  rulebookId: string
  scheme: string
  serviceKind: ServiceKind
  year: number
  faceFen: bigint
  holdId: string
  validFrom: Temporal.PlainDate
  useBy: Temporal.PlainDate
  redeemBy: Temporal.PlainDate
}

export function insertVoucher(tx: Tx, voucher: NewVoucher) {
  return tx
    .insertInto('voucher')
    .values({ ...voucher, regionPath: [...voucher.regionPath], remainingFen: voucher.faceFen })
    .execute()
}

const withNames = (db: Reader) =>
  db
    .selectFrom('voucher')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'voucher.organisationId')
    .innerJoin('organisationCard as authority', 'authority.id', 'voucher.authorityId')
    .innerJoin('claim', 'claim.caseId', 'voucher.claimId')
    .selectAll('voucher')
    .select('claim.firmClass')
    .select(['organisation.name as organisationName', 'authority.name as authorityName'])
    .$narrowType<{ serviceKind: ServiceKind; firmClass: FirmClass | null }>()

export type Voucher = NonNullable<Awaited<ReturnType<typeof findVoucher>>>

export function findVoucher(db: Reader, id: string) {
  return withNames(db).where('voucher.id', '=', id).executeTakeFirst()
}

/** The voucher, locked. Take the budget's lock first where both are needed. */
export async function lockVoucher(tx: Tx, id: string): Promise<Voucher> {
  const voucher = await withNames(tx)
    .where('voucher.id', '=', id)
    .forNoKeyUpdate('voucher')
    .executeTakeFirst()
  return voucher ?? voucherRefusals.refuse('voucher_not_active', { statusZh: '不存在', statusEn: 'unknown' })
}

export type VoucherStatus = Voucher['status']

export type ListFilter = {
  visible: RawBuilder<boolean>
  status?: VoucherStatus | undefined
  /** Part of the number, or of the holder’s name. */
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

export function listVouchers(db: Reader, { visible, status, q, cursor, limit }: ListFilter) {
  return withNames(db)
    .where(visible)
    .$if(!!q, (qb) =>
      qb.where(
        sql<boolean>`(${holdsWords('voucher.words', q ?? '')} or voucher.organisation_id = any (${organisationsNamed(q ?? '')}))`,
      ),
    )
    .$if(status !== undefined, (q) => q.where('voucher.status', '=', status as VoucherStatus))
    .$if(cursor !== undefined, (q) => q.where('voucher.id', '<', cursor as string))
    .orderBy('voucher.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export type Change = { remainingFen: bigint; status: VoucherStatus; endedAt: Temporal.Instant | null }

export function setVoucher(tx: Tx, id: string, change: Change) {
  return tx.updateTable('voucher').set(change).where('id', '=', id).execute()
}

/** The redemption period can only become earlier, once the day of acceptance is known. */
export function setRedeemBy(tx: Tx, id: string, redeemBy: Temporal.PlainDate) {
  return tx
    .updateTable('voucher')
    .set({ redeemBy })
    .where('id', '=', id)
    .where('redeemBy', '>', redeemBy)
    .execute()
}

/** Active vouchers whose use or redemption period is over on a day, a page of them by id. */
export function overdueVouchers(
  db: Reader,
  today: Temporal.PlainDate,
  { after, limit }: { after: string | null; limit: number },
) {
  return db
    .selectFrom('voucher')
    .select(['id', 'useBy', 'redeemBy', 'budgetId'])
    .where('status', '=', 'active')
    .where((eb) => eb.or([eb('useBy', '<', today), eb('redeemBy', '<', today)]))
    .$if(after !== null, (q) => q.where('id', '>', after as string))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Bars that are not over on a day, by when they end: those of decisions whose term begins later, too. */
export const barsAhead = (db: Reader, organisationId: string, day: Temporal.PlainDate) =>
  selectBars(db, organisationId).where('toDay', '>', day).execute()

/** Every bar that was not lifted, by when it ends. */
export const barsOfFirm = (db: Reader, organisationId: string) => selectBars(db, organisationId).execute()

function selectBars(db: Reader, organisationId: string) {
  return db
    .selectFrom('bar')
    .select(['id', 'authorityId', 'fromDay', 'toDay', 'reason', 'clause', 'decisionId', 'assumed'])
    .where('organisationId', '=', organisationId)
    .where('liftedAt', 'is', null)
    .orderBy('toDay')
    .orderBy('id')
}

/** Bars in force on a day, one for each authority: as long as its decisions together reach, for the reason of the last. */
export async function barsInForce(db: Reader, organisationId: string, day: Temporal.PlainDate) {
  const ahead = await barsAhead(db, organisationId, day)
  return [...Map.groupBy(ahead, (bar) => bar.authorityId).values()].flatMap((bars) => reachOf(bars, day))
}

type Ahead = Awaited<ReturnType<typeof barsAhead>>

function reachOf(bars: Ahead, day: Temporal.PlainDate): Ahead {
  const running = bars.filter(({ fromDay }) => Temporal.PlainDate.compare(fromDay, day) <= 0)
  const joined = bars.reduce(
    (end, { fromDay, toDay }) => (end && Temporal.PlainDate.compare(fromDay, end) <= 0 ? toDay : end),
    running.at(-1)?.toDay,
  )
  const last = bars.findLast(({ toDay }) => joined?.equals(toDay))
  const [first] = running.map(({ fromDay }) => fromDay).sort(Temporal.PlainDate.compare)
  return last && first ? [{ ...last, fromDay: first }] : []
}

/** Locks out other decisions about bars of a firm until the commit. The last lock of a decision. */
export async function lockBars(tx: Tx, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`bars ${organisationId}`}, 0))`.execute(tx)
}

export type NewBar = {
  organisationId: string
  authorityId: string
  fromDay: Temporal.PlainDate
  toDay: Temporal.PlainDate
  reason: string
  clause: string
  decisionId: string
  /** Its term rests on an assumption of the rulebook. */
  assumed?: boolean
}

export function insertBar(tx: Tx, bar: NewBar) {
  return tx.insertInto('bar').values(bar).execute()
}

/** Ends the bars of these decisions, whenever they would end; whether there were any. */
export async function endBars(tx: Tx, decisionIds: readonly string[], reason: string, at: Temporal.Instant) {
  const ended = await tx
    .updateTable('bar')
    .set({ liftedAt: at, liftedReason: reason })
    .where('decisionId', 'in', [...decisionIds])
    .where('liftedAt', 'is', null)
    .returning('id')
    .execute()
  return ended.length > 0
}

export function moveBar(tx: Tx, id: string, days: Pick<NewBar, 'fromDay' | 'toDay'>) {
  return tx.updateTable('bar').set(days).where('id', '=', id).execute()
}
