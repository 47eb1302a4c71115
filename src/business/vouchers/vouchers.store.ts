import type { RawBuilder } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'
import { voucherRefusals } from './contract.ts'
import type { ServiceKind } from './words.ts'

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
    .selectAll('voucher')
    .select(['organisation.name as organisationName', 'authority.name as authorityName'])
    .$narrowType<{ serviceKind: ServiceKind }>()

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
  cursor?: string | undefined
  limit: number
}

export function listVouchers(db: Reader, { visible, status, cursor, limit }: ListFilter) {
  return withNames(db)
    .where(visible)
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

/** Bars in force on a day, whichever authority decided them. */
export function barsInForce(db: Reader, organisationId: string, day: Temporal.PlainDate) {
  return db
    .selectFrom('bar')
    .select(['id', 'authorityId', 'fromDay', 'toDay', 'reason', 'clause'])
    .where('organisationId', '=', organisationId)
    .where('fromDay', '<=', day)
    .where('toDay', '>', day)
    .where('liftedAt', 'is', null)
    .execute()
}

export type NewBar = {
  organisationId: string
  authorityId: string
  fromDay: Temporal.PlainDate
  toDay: Temporal.PlainDate
  reason: string
  clause: string
  decisionId: string
}

export function insertBar(tx: Tx, bar: NewBar) {
  return tx.insertInto('bar').values(bar).execute()
}
