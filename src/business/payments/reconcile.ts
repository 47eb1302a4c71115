import { sql } from 'kysely'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { listRuns } from './runs.store.ts'

type Row = {
  budgetId: string
  scheme: string
  year: number
  payableFen: bigint
  paidFen: bigint
  receivableFen: bigint
  duePayableFen: bigint
  rowsPaidFen: bigint
  owedFen: bigint
}

/** What the rows say each account of a budget must hold, beside what the ledger says it holds. */
async function budgetsOf(db: Reader, authorityId: string | null): Promise<Row[]> {
  const account = (name: string) => sql`coalesce((select balance_fen from ledger_account
    where path = 'budget/' || budget.id || ${`/${name}`}), 0)::bigint`
  const { rows } = await sql<Row>`
    select budget.id as budget_id, budget.scheme, budget.year,
      ${account('payable')} as payable_fen, ${account('paid')} as paid_fen, ${account('receivable')} as receivable_fen,
      ((select coalesce(sum(redemption.approved_fen), 0) from redemption join voucher on voucher.id = redemption.voucher_id
        where voucher.budget_id = budget.id and redemption.status = 'approved'
          and not exists (select from payment_row w where w.redemption_id = redemption.case_id and w.status = 'paid'))
        + (select coalesce(sum(recovery.refund_fen - recovery.refunded_fen), 0)
           from recovery join redemption on redemption.case_id = recovery.redemption_id
           join voucher on voucher.id = redemption.voucher_id
           where voucher.budget_id = budget.id))::bigint as due_payable_fen,
      ((select coalesce(sum(w.amount_fen), 0) from payment_row w where w.budget_id = budget.id and w.status = 'paid')
        - (select coalesce(sum(recovery_takes(recovery)), 0)
           from recovery join redemption on redemption.case_id = recovery.redemption_id
           join voucher on voucher.id = redemption.voucher_id
           where voucher.budget_id = budget.id))::bigint as rows_paid_fen,
      (select coalesce(sum(recovery.demanded_fen - recovery.returned_fen), 0)
         from recovery join redemption on redemption.case_id = recovery.redemption_id
         join voucher on voucher.id = redemption.voucher_id
         where voucher.budget_id = budget.id and recovery.status = 'open')::bigint as owed_fen
    from budget where budget.authority_id = ${authorityId}::uuid
    order by budget.year desc, budget.scheme`.execute(db as never)
  return rows
}

const sides = (ledgerFen: bigint, rowsFen: bigint) => ({
  ledgerFen,
  rowsFen,
  differenceFen: ledgerFen - rowsFen,
})

/** The reconciliation of the actor's own authority. `balanced` is false as soon as one figure differs by a fen. */
export async function reconciliation({ db, actor, now, authorise, visible }: QueryCtx) {
  authorise({ authorityId: actor.organisationId })
  const budgets = (await budgetsOf(db, actor.organisationId)).map((row) => ({
    budgetId: row.budgetId,
    scheme: row.scheme,
    year: row.year,
    payable: sides(row.payableFen, row.duePayableFen),
    paid: sides(row.paidFen, row.rowsPaidFen),
    receivable: sides(row.receivableFen, row.owedFen),
  }))
  const found = await listRuns(db, {
    visible: visible({ authorityId: 'paymentRun.authorityId' }),
    limit: 199,
  })
  const runs = found.map((run) => ({
    ...run,
    preparedBy: run.preparedByLabel,
    approvedBy: run.approvedByLabel,
  }))
  const balanced =
    runs.every((run) => run.sentFen === run.paidFen + run.unpaidFen + run.openFen) &&
    budgets.every(({ payable, paid, receivable }) =>
      [payable, paid, receivable].every((one) => one.differenceFen === 0n),
    )
  return { asOf: now, balanced, runs, budgets }
}
