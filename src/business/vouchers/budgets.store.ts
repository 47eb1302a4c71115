import { sql } from 'kysely'
import { constraintOf, type Reader, type Tx } from '#core/db.ts'
import { voucherRefusals } from './contract.ts'

export type Budget = NonNullable<Awaited<ReturnType<typeof findBudget>>>

/** The accounts of a budget. What is held on `available` is reserved by vouchers. */
export const accountsOf = (budgetId: string) =>
  ({
    appropriation: `budget/${budgetId}/appropriation`,
    allotted: `budget/${budgetId}/allotted`,
    available: `budget/${budgetId}/available`,
    payable: `budget/${budgetId}/payable`,
    paid: `budget/${budgetId}/paid`,
    receivable: `budget/${budgetId}/receivable`,
  }) as const

/** Where money of a closed year waits, one account for each authority and scheme. */
export const carryOverOf = (authorityId: string, scheme: string) => `carryover/${authorityId}/${scheme}`

const columns = ['id', 'authorityId', 'scheme', 'year', 'regionPath', 'status', 'createdAt'] as const

export function findBudget(db: Reader, id: string) {
  return db.selectFrom('budget').select(columns).where('id', '=', id).executeTakeFirst()
}

export function budgetOf(db: Reader, authorityId: string, scheme: string, year: number) {
  return db
    .selectFrom('budget')
    .select(columns)
    .where('authorityId', '=', authorityId)
    .where('scheme', '=', scheme)
    .where('year', '=', year)
    .executeTakeFirst()
}

/** The budget, locked: whoever moves its money or its state goes one after the other. */
export async function lockBudget(tx: Tx, id: string): Promise<Budget> {
  const budget = await tx
    .selectFrom('budget')
    .select(columns)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return budget ?? voucherRefusals.refuse('budget_not_found')
}

export type NewBudget = {
  authorityId: string
  scheme: string
  year: number
  regionPath: readonly string[]
  at: Temporal.Instant
}

export async function insertBudget(tx: Tx, { at, regionPath, ...budget }: NewBudget): Promise<string> {
  try {
    const row = await tx
      .insertInto('budget')
      .values({ ...budget, regionPath: [...regionPath], createdAt: at })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  } catch (error) {
    if (constraintOf(error) === 'budget_once') voucherRefusals.refuse('budget_exists', { year: budget.year })
    throw error
  }
}

export function setBudgetStatus(tx: Tx, id: string, status: 'open' | 'frozen' | 'closed') {
  return tx.updateTable('budget').set({ status }).where('id', '=', id).execute()
}

/** Steps that move money; each of the later three undoes one of the earlier. */
export type MoneyStep = 'allot' | 'carry_in' | 'release' | 'take_back' | 'cut' | 'carry_out'

export type BudgetStep = {
  budgetId: string
  kind: MoneyStep | 'freeze' | 'unfreeze' | 'close'
  amountFen: bigint | null
  reason: string
  actorLabel: string
  at: Temporal.Instant
}

export async function insertBudgetStep(tx: Tx, step: BudgetStep): Promise<string> {
  const row = await tx.insertInto('budgetStep').values(step).returning('id').executeTakeFirstOrThrow()
  return row.id
}

/** What its steps put into a budget, and what of it was released: expressions for a query over `budget`. */
export const stepSums = {
  allotted: stepSum(['allot', 'carry_in'], ['cut', 'carry_out']),
  released: stepSum(['release'], ['take_back']),
}

function stepSum(done: readonly string[], undone: readonly string[]) {
  return sql<bigint>`(select coalesce(sum(case when kind = any (${done}) then amount_fen else -amount_fen end), 0)
    from budget_step where budget_id = budget.id and kind = any (${[...done, ...undone]}))::bigint`
}

/** What a kind of step brought and another one has not taken back yet. */
export async function stillDone(db: Reader, budgetId: string, done: MoneyStep, undone: MoneyStep) {
  const row = await db
    .selectFrom('budget')
    .select(stepSum([done], [undone]).as('fen'))
    .where('id', '=', budgetId)
    .executeTakeFirstOrThrow()
  return row.fen
}

/** Everything done to a budget, in order. */
export function stepsOfBudget(db: Reader, budgetId: string) {
  return db
    .selectFrom('budgetStep')
    .select(['id', 'kind', 'amountFen', 'reason', 'actorLabel', 'at'])
    .where('budgetId', '=', budgetId)
    .orderBy('id')
    .execute()
}

/** The open budgets of a year, with what each could still promise. */
export function openBudgets(db: Reader, year: number) {
  return db
    .selectFrom('budget')
    .innerJoin('ledgerAccount as available', (join) =>
      join.on('available.path', '=', sql<string>`'budget/' || budget.id || '/available'`),
    )
    .select(['budget.id', 'budget.authorityId', 'budget.scheme'])
    .select(sql<bigint>`available.balance_fen - available.pending_out_fen`.as('freeFen'))
    .where('budget.year', '=', year)
    .where('budget.status', '=', 'open')
    .orderBy('budget.scheme')
    .orderBy('budget.id')
    .execute()
}
