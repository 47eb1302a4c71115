import { sql } from 'kysely'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { stepSums, stepsOfBudget } from '#business/vouchers/index.ts'
import type { BudgetFigures } from './contract.ts'

export type Filter = { id?: string | undefined; scheme?: string | undefined; year?: number | undefined }

const account = (name: string, column: 'balance_fen' | 'pending_out_fen') =>
  sql<bigint>`coalesce((select ${sql.ref(column)} from ledger_account
    where path = 'budget/' || budget.id || ${`/${name}`}), 0)::bigint`

/** What a kind of transfer brought into an account of the budget. */
const into = (name: string, code: string) => sql`(select coalesce(sum(t.amount_fen), 0) from ledger_transfer t
    join ledger_account a on a.id = t.to_account
    where a.path = 'budget/' || budget.id || ${`/${name}`} and t.code = ${code})::bigint`

/** Every figure from the ledger and the vouchers as they stand; none is kept. */
export async function figuresOf(db: Reader, filter: Filter): Promise<BudgetFigures[]> {
  const queued = sql<bigint>`(select coalesce(sum(amount_fen), 0) from claim where claim.authority_id = budget.authority_id
    and claim.scheme = budget.scheme and claim.status = 'queued' and claim.year = budget.year)::bigint`
  const recovered = sql<bigint>`(select coalesce(sum(t.amount_fen), 0) from ledger_transfer t
    join ledger_account a on a.id = t.from_account
    where a.path = 'budget/' || budget.id || '/receivable' and t.code = 'recovery.return')::bigint
    - ${into('payable', 'recovery.refund')}`
  // Approved, and found false before it was paid: it counts as given back.
  const revoked = sql<bigint>`(select coalesce(sum(t.amount_fen), 0) from ledger_transfer t
    join ledger_account a on a.id = t.from_account
    where a.path = 'budget/' || budget.id || '/payable' and t.code = 'redemption.revoke')::bigint
    - ${into('payable', 'redemption.reinstate')}`
  return db
    .selectFrom('budget')
    .innerJoin('organisationCard as authority', 'authority.id', 'budget.authorityId')
    .leftJoin('voucher', 'voucher.budgetId', 'budget.id')
    .leftJoin('ledgerHold as hold', 'hold.id', 'voucher.holdId')
    .select(['budget.id', 'budget.authorityId', 'authority.name as authorityName', 'authority.regionCode'])
    .select(['budget.scheme', 'budget.year', 'budget.status'])
    .select([
      stepSums.allotted.as('budgetFen'),
      stepSums.released.as('releasedFen'),
      sql<bigint>`coalesce(sum(voucher.face_fen), 0)::bigint`.as('issuedFen'),
      sql<bigint>`coalesce(sum(hold.remaining_fen), 0)::bigint`.as('reservedFen'),
      sql<bigint>`(coalesce(sum(hold.posted_fen), 0) - (${revoked}))::bigint`.as('redeemedFen'),
      sql<bigint>`(coalesce(sum(hold.released_fen), 0) + (${revoked}))::bigint`.as('lapsedFen'),
      account('paid', 'balance_fen').as('paidFen'),
      sql<bigint>`(${account('available', 'balance_fen')} - ${account('available', 'pending_out_fen')})::bigint`.as(
        'availableFen',
      ),
      recovered.as('recoveredFen'),
      queued.as('queuedFen'),
      sql<number>`count(voucher.id)::int`.as('vouchers'),
      sql<number>`count(distinct voucher.organisation_id)::int`.as('firms'),
    ])
    .$if(filter.id !== undefined, (q) => q.where('budget.id', '=', filter.id as string))
    .$if(filter.scheme !== undefined, (q) => q.where('budget.scheme', '=', filter.scheme as string))
    .$if(filter.year !== undefined, (q) => q.where('budget.year', '=', filter.year as number))
    .groupBy(['budget.id', 'authority.name', 'authority.regionCode'])
    .orderBy('budget.year', 'desc')
    .orderBy('budget.scheme')
    .limit(200)
    .execute()
}

type Month = { month: string; issuedFen: bigint; redeemedFen: bigint; paidFen: bigint; lapsedFen: bigint }

/** Month by month in Shanghai time: what was reserved, redeemed, paid and given back, and what was left of the budget. */
export async function burnDownOf(db: Reader, { id, budgetFen }: Pick<BudgetFigures, 'id' | 'budgetFen'>) {
  const { rows } = await sql<Month>`
    with happened as (
      select voucher.face_fen as amount_fen, 'issued' as what, hold.event_at as at
        from voucher join ledger_hold hold on hold.id = voucher.hold_id where voucher.budget_id = ${id}
      union all
      select hold.released_fen, 'lapsed', voucher.ended_at
        from voucher join ledger_hold hold on hold.id = voucher.hold_id
       where voucher.budget_id = ${id} and hold.released_fen > 0
      union all
      select transfer.amount_fen, 'redeemed', transfer.event_at
        from voucher join ledger_transfer transfer on transfer.hold_id = voucher.hold_id where voucher.budget_id = ${id}
      union all
      select transfer.amount_fen * sign * back, what, transfer.event_at
        from ledger_transfer transfer
        join (values ('redemption.revoke', 1), ('redemption.reinstate', -1)) as codes(code, back) using (code)
        join ledger_account account
          on account.id = case back when 1 then transfer.from_account else transfer.to_account end
        cross join (values (-1, 'redeemed'), (1, 'lapsed')) as twice(sign, what)
       where account.path = 'budget/' || ${id} || '/payable'
      union all
      select entry.amount_fen, 'paid', entry.event_at
        from ledger_entry entry join ledger_account account on account.id = entry.account_id
       where account.path = 'budget/' || ${id} || '/paid'
    )
    select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
           coalesce(sum(amount_fen) filter (where what = 'issued'), 0)::bigint as issued_fen,
           coalesce(sum(amount_fen) filter (where what = 'redeemed'), 0)::bigint as redeemed_fen,
           coalesce(sum(amount_fen) filter (where what = 'paid'), 0)::bigint as paid_fen,
           coalesce(sum(amount_fen) filter (where what = 'lapsed'), 0)::bigint as lapsed_fen
      from happened group by month order by month`.execute(db as never)
  let leftFen = budgetFen
  return rows.map((month) => {
    leftFen += month.lapsedFen - month.issuedFen
    return { ...month, leftFen }
  })
}

export async function budgetPage(ctx: QueryCtx, id: string) {
  const { db, actor, now, may } = ctx
  const [figures] = await figuresOf(db, { id })
  if (!figures) return coreRefusals.refuse('not_found')
  const budget = await db
    .selectFrom('budget')
    .select(['authorityId', 'regionPath', 'scheme'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const inside = may('figures.rows', budget) || may('budget.manage', budget)
  const steps = await stepsOfBudget(db, id)
  const carryOver = await db
    .selectFrom('ledgerAccount')
    .select('balanceFen')
    .where('path', '=', `carryover/${budget.authorityId}/${budget.scheme}`)
    .executeTakeFirst()
  return {
    figures,
    asOf: now,
    burnDown: await burnDownOf(db, figures),
    steps: actor.kind === 'public' ? steps.map((step) => ({ ...step, actorLabel: '' })) : steps,
    carryOverFen: inside ? (carryOver?.balanceFen ?? 0n) : null,
    abilities: ['figures.rows', 'budget.manage'].filter((permission) => may(permission, budget)),
  }
}
