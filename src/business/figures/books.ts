import type { Reader } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf, endOfDay, startOfDay } from '#core/time.ts'
import { balance, balanceAt, statement } from '#platform/ledger/index.ts'
import { accountsOf, carryOverOf } from '#business/vouchers/index.ts'
import { ACCOUNTS, type AccountName } from './account-words.ts'

type Basis = 'event' | 'booking'
const names = Object.keys(ACCOUNTS) as AccountName[]

/** Authorised for the rows behind the figures of this budget. */
async function budgetFor(ctx: QueryCtx, id: string) {
  const budget = await ctx.db
    .selectFrom('budget')
    .innerJoin('organisationCard as authority', 'authority.id', 'budget.authorityId')
    .select(['budget.id', 'budget.authorityId', 'budget.scheme', 'budget.year', 'budget.regionPath'])
    .select('authority.name as authorityName')
    .where('budget.id', '=', id)
    .executeTakeFirst()
  if (!budget) return coreRefusals.refuse('not_found')
  ctx.authorise({ regionPath: budget.regionPath, authorityId: budget.authorityId })
  const paths: Record<AccountName, string> = {
    ...accountsOf(id),
    carry_over: carryOverOf(budget.authorityId, budget.scheme),
  }
  return { budget, paths }
}

/** Each account of a budget as it stands, or stood at the end of a day: by what had happened, or by what was booked. */
export async function accountsPage(
  ctx: QueryCtx,
  id: string,
  asked: { day?: string | undefined; basis: Basis },
) {
  const { db, now } = ctx
  const { budget, paths } = await budgetFor(ctx, id)
  const today = dayOf(now).toString()
  const { day = today, basis } = asked
  const end = endOfDay(Temporal.PlainDate.from(day)).subtract({ microseconds: 1 })
  const accounts = []
  for (const name of names) {
    const { balanceFen, pendingOutFen } = await balance(db, paths[name])
    if (day >= today) accounts.push({ name, balanceFen, heldFen: pendingOutFen })
    else accounts.push({ name, balanceFen: await balanceAt(db, paths[name], end, basis), heldFen: null })
  }
  const { year, scheme, authorityName } = budget
  return { year, scheme, authorityName, day, basis, accounts }
}

type Asked = {
  from?: string | undefined
  until?: string | undefined
  basis: Basis
  cursor?: string | undefined
  limit: number
}

/** What moved on one account, in the order of booking, with what it was about. */
export async function entriesPage(ctx: QueryCtx, id: string, name: AccountName, asked: Asked) {
  const { paths } = await budgetFor(ctx, id)
  const found = await statement(ctx.db, paths[name], {
    basis: asked.basis,
    limit: asked.limit + 1,
    ...(asked.from && { from: startOfDay(Temporal.PlainDate.from(asked.from)) }),
    ...(asked.until && { until: endOfDay(Temporal.PlainDate.from(asked.until)) }),
    ...(asked.cursor && { after: BigInt(asked.cursor) }),
  })
  const about = await aboutOf(ctx.db, found)
  const other = new Map(names.map((one) => [paths[one], one]))
  const rows = found.map((entry) => ({
    ...{ no: entry.accountVersion.toString(), eventAt: entry.eventAt, bookedAt: entry.bookedAt },
    ...{ code: entry.code, other: other.get(entry.other) ?? null },
    ...{ amountFen: entry.amountFen, balanceFen: entry.currentFen },
    about: about.get(entry.subjectId ?? '') ?? null,
  }))
  return pageOf(rows, asked.limit, (row) => row.no)
}

type About = { kind: 'voucher' | 'redemption'; id: string; number: string }

async function aboutOf(
  db: Reader,
  entries: readonly { subjectKind: string | null; subjectId: string | null }[],
): Promise<Map<string, About>> {
  const idsOf = (kind: string) => [
    ...new Set(entries.flatMap((one) => (one.subjectKind === kind && one.subjectId ? [one.subjectId] : []))),
  ]
  const [vouchers, redemptions] = [idsOf('voucher'), idsOf('redemption')]
  const found: About[] = []
  if (vouchers.length > 0)
    for (const row of await db
      .selectFrom('voucher')
      .select(['id', 'number'])
      .where('id', 'in', vouchers)
      .execute())
      found.push({ kind: 'voucher', ...row })
  if (redemptions.length > 0)
    for (const { caseId, number } of await db
      .selectFrom('redemption')
      .select(['caseId', 'number'])
      .where('caseId', 'in', redemptions)
      .execute())
      found.push({ kind: 'redemption', id: caseId, number })
  return new Map(found.map((one) => [one.id, one]))
}
