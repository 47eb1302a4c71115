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

export type BudgetStep = {
  budgetId: string
  kind: 'allot' | 'carry_in' | 'release' | 'freeze' | 'unfreeze' | 'close'
  amountFen: bigint | null
  reason: string
  actorLabel: string
  at: Temporal.Instant
}

export async function insertBudgetStep(tx: Tx, step: BudgetStep): Promise<string> {
  const row = await tx.insertInto('budgetStep').values(step).returning('id').executeTakeFirstOrThrow()
  return row.id
}

export type BudgetFilter = {
  scheme?: string | undefined
  year?: number | undefined
  authorityId?: string | undefined
}

/** Budgets with their accounts as they stand, newest year first. */
export function listBudgets(db: Reader, filter: BudgetFilter) {
  const account = (name: string) => sql<string>`'budget/' || budget.id || ${`/${name}`}`
  const balance = (name: string) =>
    sql<bigint>`coalesce((select balance_fen from ledger_account where path = ${account(name)}), 0)`
  const held = sql<bigint>`coalesce((select pending_out_fen from ledger_account where path = ${account('available')}), 0)`
  return db
    .selectFrom('budget')
    .innerJoin('organisationCard as authority', 'authority.id', 'budget.authorityId')
    .select([
      'budget.id',
      'budget.authorityId',
      'budget.scheme',
      'budget.year',
      'budget.regionPath',
      'budget.status',
    ])
    .select([
      'authority.name as authorityName',
      balance('appropriation').as('appropriationFen'),
      balance('allotted').as('allottedFen'),
      balance('available').as('availableFen'),
      held.as('reservedFen'),
      balance('payable').as('payableFen'),
      balance('paid').as('paidFen'),
      balance('receivable').as('receivableFen'),
    ])
    .$if(filter.scheme !== undefined, (q) => q.where('budget.scheme', '=', filter.scheme as string))
    .$if(filter.year !== undefined, (q) => q.where('budget.year', '=', filter.year as number))
    .$if(filter.authorityId !== undefined, (q) =>
      q.where('budget.authorityId', '=', filter.authorityId as string),
    )
    .orderBy('budget.year', 'desc')
    .orderBy('budget.scheme')
    .limit(200)
    .execute()
}
