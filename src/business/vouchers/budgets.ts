import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { dayOf } from '#core/time.ts'
import { authorityOf } from '#platform/directory/index.ts'
import { balance, move, openAccount } from '#platform/ledger/index.ts'
import { yuan } from './amount.ts'
import {
  accountsOf,
  type Budget,
  carryOverOf,
  insertBudget,
  insertBudgetStep,
  lockBudget,
  type MoneyStep,
  setBudgetStatus,
  stillDone,
} from './budgets.store.ts'
import { BUDGET_STATUS, voucherRefusals } from './contract.ts'
import { queuedCount } from './claims.store.ts'
import { issueFromQueue } from './issue.ts'
import { listRulebooks } from './rulebooks.store.ts'

/** Opens the budget of (authority, scheme, year) and its accounts. */
export async function openBudget(
  ctx: CommandCtx,
  body: { scheme: string; year: number },
): Promise<{ id: string }> {
  const { tx, actor, now } = ctx
  ctx.authorise({ authorityId: actor.organisationId })
  const authority = await authorityOf(tx, actor.organisationId as string)
  const books = await listRulebooks(tx)
  const ours = books.some(
    (book) => book.scheme === body.scheme && book.authorityRegion === authority.regionCode,
  )
  if (!ours) voucherRefusals.refuse('rulebook_not_found', { day: String(body.year) })
  const budget = { ...body, authorityId: authority.id, regionPath: authority.regionPath }
  const id = await insertBudget(tx, { ...budget, at: now })
  const accounts = accountsOf(id)
  const owner = { kind: 'budget', id }
  for (const [name, path] of Object.entries(accounts)) {
    const source = name === 'appropriation' || name === 'receivable'
    await openAccount(tx, now, { path, owner, floorFen: source ? null : 0n })
  }
  await openAccount(tx, now, {
    path: carryOverOf(authority.id, body.scheme),
    owner: { kind: 'authority', id: authority.id },
  })
  ctx.event({ subject: { kind: 'budget', id }, regionPath: authority.regionPath, changes: body })
  return { id }
}

type Step = { amountFen: bigint; reason: string }

/** Money is allotted to the year, from this year's appropriation or from what earlier years left. */
export async function allot(
  ctx: CommandCtx,
  id: string,
  body: Step & { from: 'appropriation' | 'carry_over' },
) {
  const budget = await manage(ctx, id, ['open', 'frozen'])
  const accounts = accountsOf(id)
  const from =
    body.from === 'appropriation' ? accounts.appropriation : carryOverOf(budget.authorityId, budget.scheme)
  if (body.from === 'carry_over') await enough(ctx, from, body.amountFen)
  const kind = body.from === 'appropriation' ? 'allot' : 'carry_in'
  await book(ctx, budget, kind, { ...body, from, to: accounts.allotted })
  return { id }
}

/** An instalment (释放额度): what is released can be issued; the queue goes first. */
export async function release(ctx: CommandCtx, id: string, body: Step) {
  const budget = await manage(ctx, id, ['open', 'frozen'])
  const accounts = accountsOf(id)
  await enough(ctx, accounts.allotted, body.amountFen)
  await book(ctx, budget, 'release', { ...body, from: accounts.allotted, to: accounts.available })
  const issued = budget.status === 'open' ? await issueFromQueue(ctx, budget) : 0
  return { id, issued }
}

/**
 * Too much was released (收回额度): what no voucher reserves goes back to what is allotted and not released.
 * @throws Refusal budget_not_open, budget_reserved
 */
export async function takeBack(ctx: CommandCtx, id: string, body: Step) {
  const budget = await manage(ctx, id, ['open', 'frozen'])
  const { available, allotted } = accountsOf(id)
  const { availableFen } = await balance(ctx.tx, available)
  if (body.amountFen > availableFen) voucherRefusals.refuse('budget_reserved', { left: yuan(availableFen) })
  await book(ctx, budget, 'take_back', { ...body, from: available, to: allotted })
  return { id }
}

/**
 * Too much was allotted or carried in (调减预算): what is not released goes back where it came from, and never more than came from there.
 * @throws Refusal budget_not_open, budget_cut_too_much
 */
export async function cut(ctx: CommandCtx, id: string, body: Step & { to: 'appropriation' | 'carry_over' }) {
  const budget = await manage(ctx, id, ['open', 'frozen'])
  const accounts = accountsOf(id)
  const own = body.to === 'appropriation'
  const { availableFen } = await balance(ctx.tx, accounts.allotted)
  const came = await (own
    ? stillDone(ctx.tx, id, 'allot', 'cut')
    : stillDone(ctx.tx, id, 'carry_in', 'carry_out'))
  const left = came < availableFen ? came : availableFen
  if (body.amountFen > left) voucherRefusals.refuse('budget_cut_too_much', { left: yuan(left) })
  const to = own ? accounts.appropriation : carryOverOf(budget.authorityId, budget.scheme)
  await book(ctx, budget, own ? 'cut' : 'carry_out', { ...body, from: accounts.allotted, to })
  return { id }
}

/** Nothing is issued from a frozen budget; accepted claims wait. What is issued already stays good. */
export async function freeze(ctx: CommandCtx, id: string, { reason }: { reason: string }) {
  const budget = await manage(ctx, id, ['open'])
  await setBudgetStatus(ctx.tx, id, 'frozen')
  await note(ctx, budget, 'freeze', null, reason)
  return { id }
}

export async function unfreeze(ctx: CommandCtx, id: string, { reason }: { reason: string }) {
  const budget = await manage(ctx, id, ['frozen'])
  await setBudgetStatus(ctx.tx, id, 'open')
  await note(ctx, budget, 'unfreeze', null, reason)
  return { id, issued: await issueFromQueue(ctx, { ...budget, status: 'open' }) }
}

/**
 * Closes the year: what is neither issued nor paid goes to the authority's carry-over account. Issued vouchers stay good and
 * are paid from this year; what lapses later goes to the carry-over account too.
 */
export async function closeYear(ctx: CommandCtx, id: string, { reason }: { reason: string }) {
  const budget = await manage(ctx, id, ['open', 'frozen'])
  const accounts = accountsOf(id)
  const waiting = await queuedCount(ctx.tx, budget)
  const available = await balance(ctx.tx, accounts.available)
  const serves = budget.status === 'open' && budget.year === dayOf(ctx.now).year
  if (waiting > 0 && available.availableFen > 0n && serves)
    voucherRefusals.refuse('budget_queue_waits', { count: waiting })
  const allotted = await balance(ctx.tx, accounts.allotted)
  const to = carryOverOf(budget.authorityId, budget.scheme)
  const parts = [
    { name: 'available', from: accounts.available, amountFen: available.availableFen },
    { name: 'allotted', from: accounts.allotted, amountFen: allotted.availableFen },
  ].filter((part) => part.amountFen > 0n)
  const steps = parts.map(({ name, ...part }) => ({
    ...part,
    kind: 'transfer' as const,
    key: `budget/${id}/close/${name}`,
    code: 'budget.carry_over',
    to,
    eventAt: ctx.now,
    subject: { kind: 'budget', id },
  }))
  if (steps.length > 0) await move(ctx.tx, ctx, steps)
  const carriedFen = parts.reduce((sum, part) => sum + part.amountFen, 0n)
  await setBudgetStatus(ctx.tx, id, 'closed')
  await note(ctx, budget, 'close', carriedFen > 0n ? carriedFen : null, reason)
  return { id, carriedFen }
}

async function manage(ctx: CommandCtx, id: string, statuses: readonly Budget['status'][]): Promise<Budget> {
  const budget = await lockBudget(ctx.tx, id)
  ctx.authorise({ authorityId: budget.authorityId })
  requireStatus(budget, statuses)
  return budget
}

export function requireStatus(budget: Budget, statuses: readonly Budget['status'][]): void {
  if (statuses.includes(budget.status)) return
  const status = BUDGET_STATUS[budget.status]
  voucherRefusals.refuse('budget_not_open', { statusZh: status.zh, statusEn: status.en })
}

async function enough(ctx: CommandCtx, path: string, amountFen: bigint): Promise<void> {
  const { availableFen } = await balance(ctx.tx, path)
  if (availableFen < amountFen)
    voucherRefusals.refuse('budget_short', { needed: yuan(amountFen), left: yuan(availableFen) })
}

type Booked = Step & { from: string; to: string }

async function book(
  ctx: CommandCtx,
  budget: Budget,
  kind: MoneyStep,
  { reason, amountFen, from, to }: Booked,
) {
  const stepId = await note(ctx, budget, kind, amountFen, reason)
  const subject = { kind: 'budget', id: budget.id }
  const key = `budget/${budget.id}/${kind}/${stepId}`
  await move(ctx.tx, ctx, [
    { kind: 'transfer', key, code: `budget.${kind}`, from, to, amountFen, eventAt: ctx.now, subject },
  ])
}

async function note(
  ctx: CommandCtx,
  budget: Budget,
  kind: MoneyStep | 'freeze' | 'unfreeze' | 'close',
  amountFen: bigint | null,
  reason: string,
): Promise<string> {
  const step = { budgetId: budget.id, kind, amountFen, reason, actorLabel: signature(ctx.actor), at: ctx.now }
  const id = await insertBudgetStep(ctx.tx, step)
  ctx.event({
    subject: { kind: 'budget', id: budget.id },
    regionPath: budget.regionPath,
    changes: { kind, amountFen, reason },
  })
  return id
}
