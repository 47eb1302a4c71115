import { type RawBuilder, sql } from 'kysely'
import { pageOf } from '#core/page.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { DrillRow, Figure } from './contract.ts'

type Ask = { figure: Figure; cursor?: string | undefined; limit: number }

/** The rows that sum to a figure, as far as the asker may see them; all of them sum to it exactly. */
export async function drill(ctx: QueryCtx, id: string, { figure, cursor, limit }: Ask) {
  const { db } = ctx
  const budget = await db.selectFrom('budget').select('id').where('id', '=', id).executeTakeFirst()
  if (!budget) coreRefusals.refuse('not_found')
  const seen = ctx.visible({ organisationId: 'found.organisationId', regionPath: 'found.regionPath' })
  const { rows } = await sql<DrillRow>`
    select found.id, found.what, found.number, organisation.name as organisation_name,
           found.amount_fen, found.day as "on"
      from (${sources[figure](id)}) as found
      join organisation_card organisation on organisation.id = found.organisation_id
     where ${seen} and ${cursor ? sql`found.id < ${cursor}::uuid` : sql`true`} and found.amount_fen <> 0
     order by found.id desc
     limit ${limit + 1}`.execute(db as never)
  return pageOf(rows, limit)
}

/** `some` leaves out early what cannot count: of most vouchers most figures are nothing. */
const vouchers = (id: string, amount: RawBuilder<unknown>, some = sql`true`) => sql`
  select voucher.id, 'voucher' as what, voucher.number, voucher.organisation_id, voucher.region_path,
         ${amount} as amount_fen, voucher.valid_from as day
    from voucher join ledger_hold hold on hold.id = voucher.hold_id
   where voucher.budget_id = ${id} and ${some}`

/** Of one voucher: approved, and found false before it was paid. */
const revoked = sql`(select coalesce(sum(case t.code when 'redemption.revoke' then t.amount_fen else -t.amount_fen end), 0)
  from redemption r
  join ledger_transfer t on t.subject_id = r.case_id and t.code in ('redemption.revoke', 'redemption.reinstate')
  where r.voucher_id = voucher.id)::bigint`

const sources: Record<Figure, (id: string) => RawBuilder<unknown>> = {
  issued: (id) => vouchers(id, sql`voucher.face_fen`),
  reserved: (id) => vouchers(id, sql`hold.remaining_fen`, sql`hold.remaining_fen > 0`),
  redeemed: (id) => vouchers(id, sql`hold.posted_fen - ${revoked}`, sql`hold.posted_fen > 0`),
  lapsed: (id) =>
    vouchers(id, sql`hold.released_fen + ${revoked}`, sql`hold.released_fen + hold.posted_fen > 0`),
  paid: (id) => sql`
    select redemption.case_id as id, 'redemption' as what, redemption.number, redemption.organisation_id,
           redemption.region_path, sum(entry.amount_fen)::bigint as amount_fen,
           max(entry.event_at at time zone 'Asia/Shanghai')::date as day
      from ledger_entry entry
      join ledger_account account on account.id = entry.account_id
      join redemption on redemption.case_id = entry.subject_id
     where account.path = 'budget/' || ${id} || '/paid' and entry.subject_kind = 'redemption'
     group by redemption.case_id`,
  recovered: (id) => sql`
    select recovery.id, 'recovery' as what, recovery.number, recovery.organisation_id, recovery.region_path,
           recovery.returned_fen - recovery.refund_fen as amount_fen, (recovery.ended_at at time zone 'Asia/Shanghai')::date as day
      from recovery
      join redemption on redemption.case_id = recovery.redemption_id
      join voucher on voucher.id = redemption.voucher_id
     where voucher.budget_id = ${id}`,
  queued: (id) => sql`
    select claim.case_id as id, 'claim' as what, case_file.number, claim.organisation_id, claim.region_path,
           claim.amount_fen, (claim.accepted_at at time zone 'Asia/Shanghai')::date as day
      from claim
      join case_file on case_file.id = claim.case_id
      join budget on budget.authority_id = claim.authority_id and budget.scheme = claim.scheme and budget.year = claim.year
     where budget.id = ${id} and claim.status = 'queued'`,
}
