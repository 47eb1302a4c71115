import type { CommandCtx } from '#core/command.ts'
import { nextNumber } from '#core/numbers.ts'
import { Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { uuidv7 } from '#core/id.ts'
import { holdStanding } from '#platform/directory/index.ts'
import { balance, move } from '#platform/ledger/index.ts'
import type { Reader } from '#core/db.ts'
import { accountsOf, type Budget, budgetOf, lockBudget, openBudgets } from './budgets.store.ts'
import {
  type Claim,
  claimHistory,
  enterQueue,
  findClaim,
  queueHead,
  setClaimStatus,
  takeFromYear,
  waitingOf,
} from './claims.store.ts'
import { refuseClosed, refuseWaiting } from './closed-firms.ts'
import { cite } from './parameter.ts'
import { priorityOf } from './priority.ts'
import { redeemPeriod, usePeriod } from './periods.ts'
import { rulebookById } from './rulebooks.store.ts'
import type { Rulebook } from './rulebook.ts'
import { voucherRefusals } from './contract.ts'
import { insertVoucher } from './vouchers.store.ts'
import { capOf, overCap, refusedWhileWaiting, WHILE_WAITING, yearCapUsed } from './waiting.ts'

/** The part of the context that issuing needs; outcomes of cases and releases of money both have it. */
export type IssueCtx = Pick<CommandCtx, 'tx' | 'actor' | 'now' | 'event'> &
  Partial<Pick<CommandCtx, 'together'>>

/** The lane of everything that takes from one budget. */
export const laneOf = (budgetId: string) => `budget/${budgetId}`

/**
 * Issues the voucher of an accepted claim: the amount is reserved in the budget of the year. Where money is short, others wait
 * already, or the code of the firm is in dispute, the claim queues: honours of the rulebook's list first, then in order of acceptance.
 * What no money could help is refused to the officer who approves it.
 * @returns the voucher's id, or null when the claim queues
 */
export async function issueOrQueue(ctx: IssueCtx, caseId: string): Promise<string | null> {
  const claim = await claimOf(ctx, caseId)
  const today = dayOf(ctx.now)
  const found = await budgetOf(ctx.tx, claim.authorityId, claim.scheme, today.year)
  const budget = found ? await lockBudget(ctx.tx, found.id) : null
  const book = await rulebookById(ctx.tx, claim.rulebookId)
  const priority = await priorityOf(ctx.tx, book, claim.organisationId, today)
  const bar = await holdStanding(ctx.tx, claim.organisationId)
  const never = await refusedWhileWaiting(ctx.tx, claim, ctx.now)
  if (never) throw never
  await enterQueue(ctx.tx, caseId, { acceptedAt: ctx.now, priority })
  const [head] = await queueHead(ctx.tx, claim, 1)
  const first = head?.caseId === caseId
  if (!bar && budget && first && (await canPay(ctx, budget, claim.amountFen)))
    return issueNow(ctx, budget, claim)
  await requireQueue(ctx, claim)
  const reason = bar?.code ?? (budget ? 'budget_short' : 'no_budget')
  const changes = { status: 'queued', reason, ...(priority.length > 0 ? { priority } : {}) }
  ctx.event({ subject: { kind: 'claim', id: caseId }, regionPath: claim.regionPath, changes })
  return null
}

async function issueNow(ctx: IssueCtx, budget: Budget, claim: Claim): Promise<string> {
  const id = await issue(ctx, budget, claim)
  await refuseOverCap(ctx, claim)
  return id
}

/** Some rulebooks know no queue: the claim stays with its reviewer. @throws Refusal claim_money_short */
async function requireQueue(ctx: IssueCtx, { rulebookId, amountFen }: Claim): Promise<void> {
  const { whenShort } = (await rulebookById(ctx.tx, rulebookId)).budget
  if (whenShort.value === 'queue') return
  voucherRefusals.refuse('claim_money_short', { amount: String(amountFen / 100n), clause: cite(whenShort) })
}

/**
 * After money arrived: issues the waiting claims in order, and stops at the first that can't be paid but may be. The budget is locked.
 * The queue is served by the budget of the running year alone: a voucher is charged to the year of its issue, and two budgets
 * never serve one claim.
 */
export async function issueFromQueue(ctx: IssueCtx, budget: Budget): Promise<number> {
  let issued = 0
  await refuseClosed(ctx, budget)
  if (budget.status !== 'open' || budget.year !== dayOf(ctx.now).year) return issued
  for (;;) {
    const waiting = await queueHead(ctx.tx, budget, 50)
    if (waiting.length === 0) return issued
    for (const claim of waiting) {
      const served = await serve(ctx, budget, claim)
      if (served === 'short') return issued
      if (served !== 'issued') continue
      issued++
      if ((await refuseOverCap(ctx, claim)) > 0) break
    }
  }
}

/**
 * Whose code came into dispute keeps his place. Who was closed, reached the yearly cap, moved away or was barred while waiting, or
 * waited too long, is refused, and must not stop those behind, however short the money is.
 */
async function serve(
  ctx: IssueCtx,
  budget: Budget,
  claim: Claim,
): Promise<'issued' | 'passed_over' | 'short'> {
  const bar = await holdStanding(ctx.tx, claim.organisationId)
  if (bar && bar.code !== 'organisation_closed') return 'passed_over'
  const never = await refusedWhileWaiting(ctx.tx, claim, ctx.now)
  if (never) return refuse(ctx, claim, never)
  if (!(await canPay(ctx, budget, claim.amountFen))) return 'short'
  try {
    await issue(ctx, budget, claim)
    return 'issued'
  } catch (error) {
    if (!(error instanceof Refusal) || !WHILE_WAITING.includes(error.code)) throw error
    return refuse(ctx, claim, error)
  }
}

async function refuse(ctx: IssueCtx, claim: Claim, because: Refusal): Promise<'passed_over'> {
  await refuseWaiting(ctx, claim, because)
  return 'passed_over'
}

/** A voucher that used up the firm's year leaves its other claims nothing to wait for. @returns how many were refused */
async function refuseOverCap(ctx: IssueCtx, { organisationId, scheme, year }: Claim): Promise<number> {
  let refused = 0
  for (const claim of await waitingOf(ctx.tx, { organisationId, scheme, year })) {
    const over = await overCap(ctx.tx, claim)
    if (over) await refuse(ctx, claim, over)
    if (over) refused++
  }
  return refused
}

/**
 * Open budgets of the running year that can pay the head of their queue, since the year turned after the money was released; or
 * whose head is refused, and those behind it wait.
 */
export async function servable(db: Reader, now: Temporal.Instant): Promise<string[]> {
  const ids: string[] = []
  for (const budget of await openBudgets(db, dayOf(now).year)) {
    const [head] = await queueHead(db, budget, 1)
    if (!head) continue
    if (head.amountFen <= budget.freeFen || (await refusedWhileWaiting(db, head, now))) ids.push(budget.id)
  }
  return ids
}

/** Serves the queue of one budget, which is locked for it. */
export async function serveQueue(ctx: IssueCtx, budgetId: string): Promise<void> {
  const budget = await lockBudget(ctx.tx, budgetId)
  const issued = await issueFromQueue(ctx, budget)
  const { regionPath } = budget
  ctx.event({ subject: { kind: 'budget', id: budgetId }, regionPath, changes: { issuedFromQueue: issued } })
}

async function canPay(ctx: IssueCtx, budget: Budget, amountFen: bigint): Promise<boolean> {
  if (budget.status !== 'open') return false
  const { availableFen } = await balance(ctx.tx, accountsOf(budget.id).available)
  return availableFen >= amountFen
}

/** @throws Refusal claim_year_cap_used, claim_period_closed; ledger_floor when the budget is short after all */
async function issue(ctx: IssueCtx, budget: Budget, claim: Claim): Promise<string> {
  const { tx, now } = ctx
  const book = await rulebookById(tx, claim.rulebookId)
  const issuedOn = dayOf(now).toString()
  const use = usePeriod(book, issuedOn)
  if (use instanceof Refusal) throw use
  const redeem = redeemPeriod(book, { issuedOn, lastUseDay: use.lastDay })
  await countAgainstYear(ctx, book, claim)
  const id = uuidv7()
  const holdId = await reserve(ctx, budget, id, claim.amountFen)
  const number = await nextNumber(tx, voucherPrefix(claim.number), budget.year)
  await insertVoucher(tx, {
    id,
    number,
    claimId: claim.caseId,
    organisationId: claim.organisationId,
    authorityId: claim.authorityId,
    budgetId: budget.id,
    regionPath: claim.regionPath,
    rulebookId: claim.rulebookId,
    scheme: claim.scheme,
    serviceKind: claim.serviceKind,
    year: claim.year,
    faceFen: claim.amountFen,
    holdId,
    validFrom: Temporal.PlainDate.from(use.from),
    useBy: Temporal.PlainDate.from(use.lastDay),
    redeemBy: Temporal.PlainDate.from(redeem.lastDay),
  })
  await setClaimStatus(tx, claim.caseId, 'issued')
  const changes = { number, faceFen: claim.amountFen, useBy: use.lastDay, redeemBy: redeem.lastDay }
  ctx.event({ subject: { kind: 'voucher', id }, regionPath: claim.regionPath, changes })
  return id
}

/** The amount is held on the budget: reserved for this voucher, and for nothing else. */
async function reserve(ctx: IssueCtx, budget: Budget, voucherId: string, amountFen: bigint): Promise<string> {
  const accounts = accountsOf(budget.id)
  const [held] = await move(ctx.tx, ctx, [
    {
      kind: 'hold',
      key: `voucher/${voucherId}/issue`,
      code: 'voucher.reserve',
      from: accounts.available,
      to: accounts.payable,
      amountFen,
      eventAt: ctx.now,
      subject: { kind: 'voucher', id: voucherId },
    },
  ])
  return held?.hold as string
}

/** The year of the cap is the year of the claim. */
async function countAgainstYear(ctx: IssueCtx, book: Rulebook, claim: Claim): Promise<void> {
  const { organisationId, scheme, year, amountFen } = claim
  const cap = capOf(book, claim)
  const taken = cap ?? (await claimHistory(ctx.tx, organisationId, scheme, year)).takenFen + amountFen
  const capFen = typeof taken === 'bigint' ? taken : taken.value
  if (!(await takeFromYear(ctx.tx, { organisationId, scheme, year, amountFen, capFen })))
    throw yearCapUsed(capFen, cap)
}

async function claimOf(ctx: IssueCtx, caseId: string): Promise<Claim> {
  const claim = await findClaim(ctx.tx, caseId)
  if (!claim) throw new Error(`case ${caseId} is no claim`)
  return claim
}

/** 冀申-2026-000123 becomes the 冀券 series. */
const voucherPrefix = (caseNumber: string) => `${caseNumber.slice(0, 1)}券`
