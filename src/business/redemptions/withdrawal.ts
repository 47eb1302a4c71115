import type { Reader, Tx } from '#core/db.ts'
import { type FeedEvent, followEvents } from '#core/feed.ts'
import { enqueue, type JobHandler, registerJob } from '#core/jobs.ts'
import type { Text } from '#core/text.ts'
import { admissionsOf } from '#platform/directory/index.ts'
import { type Order, type OrderCtx, runningOrders, voidOrder } from '#platform/orders/index.ts'
import {
  afterWithdrawal,
  agreementFor,
  cite,
  isCrossRegion,
  type Rulebook,
} from '#business/vouchers/browser.ts'
import { agreementsOnRecord, findVoucher, rulebookById } from '#business/vouchers/index.ts'
import { VOUCHER } from './funding.ts'

export type Withdrawn = {
  organisationId: string
  /** The list it was admitted to: a scheme, or an agreement between regions. */
  list: string
  from: string
  /** As the decision says; the rulebook of a voucher may be stricter. */
  effect: 'finish_running' | 'stop_running'
  reason: string
}

/**
 * A provider's admission is withdrawn: what becomes of the running orders that a voucher pays for. Contracts signed before
 * the withdrawal go on where decision and rulebook let them; others are stopped, nobody owes a fee, the voucher is free again.
 * Accepted orders stay and can be redeemed. Lock order: the admission (by the caller), each order, its voucher.
 * @returns how many orders were stopped
 */
export async function admissionWithdrawn(tx: Tx, ctx: OrderCtx, admission: Withdrawn): Promise<number> {
  let stopped = 0
  for (const order of await ordersOfHouse(tx, admission.organisationId)) {
    const told = await effectOn(tx, order, admission)
    if (told?.effect !== 'stops') continue
    // What the rule says of it stands on the order in both languages; the step keeps the officer's words.
    if (await voidOrder(tx, ctx, order.id, admission.reason)) stopped++
  }
  return stopped
}

/** Running orders with the organisation itself and with its units. */
async function ordersOfHouse(db: Reader, organisationId: string): Promise<Order[]> {
  const units = await db
    .selectFrom('organisationCard')
    .select('id')
    .where('hostId', '=', organisationId)
    .execute()
  const orders: Order[] = []
  for (const providerId of [organisationId, ...units.map((unit) => unit.id as string)])
    orders.push(...(await runningOrders(db, { providerId })))
  return orders.filter((order) => order.funding?.kind === VOUCHER).sort((a, b) => (a.id < b.id ? -1 : 1))
}

export type Effect = { effect: 'finishes' | 'stops'; says: Text; clause: Text }

/** What a withdrawal means for one order; null when the voucher rests on another list or another admission. */
export async function effectOn(db: Reader, order: Order, admission: Withdrawn): Promise<Effect | null> {
  const voucher = order.funding ? await findVoucher(db, order.funding.id) : undefined
  if (!voucher) return null
  const book = await rulebookById(db, voucher.rulebookId)
  const contractOn = order.contractSignedOn.toString()
  const list = await listFor(db, book, order, contractOn)
  if (admission.list !== list || (await standsOtherwise(db, order, list, contractOn))) return null
  return effectOf(book, contractOn, admission)
}

export function effectOf(
  book: Rulebook,
  contractOn: string,
  admission: Pick<Withdrawn, 'from' | 'effect'>,
): Effect {
  const ruled = afterWithdrawal(book, { contractOn, withdrawnOn: admission.from })
  const stops = {
    ...book,
    providers: {
      ...book.providers,
      afterWithdrawal: { ...book.providers.afterWithdrawal, value: 'stop_running' },
    },
  } as const
  const told =
    admission.effect === 'stop_running' && ruled.effect === 'finishes'
      ? afterWithdrawal(stops, { contractOn, withdrawnOn: admission.from })
      : ruled
  return { effect: told.effect, says: told.says, clause: cite(told.rule) }
}

/** The list by which the provider was chosen: the scheme's own, or across the border that of the agreement. */
async function listFor(db: Reader, book: Rulebook, order: Order, day: string): Promise<string> {
  if (!isCrossRegion(order.regionPath, order.providerPath)) return book.scheme
  const [home = '', other = ''] = [order.regionPath[0], order.providerPath[0]]
  return agreementFor(await agreementsOnRecord(db), home, other, day)?.id ?? book.scheme
}

async function standsOtherwise(db: Reader, order: Order, list: string, day: string): Promise<boolean> {
  const admissions = await admissionsOf(db, order.providerId)
  return admissions.some(
    (one) =>
      one.list === list && !one.withdrawal && one.from <= day && (one.lastDay === null || day <= one.lastDay),
  )
}

/** Withdrawals of the admission behind an order, as its page states them. */
export async function withdrawalsOf(
  db: Reader,
  order: Order,
): Promise<(Effect & { from: string; reason: string })[]> {
  const told: (Effect & { from: string; reason: string })[] = []
  for (const { list, withdrawal } of await admissionsOf(db, order.providerId)) {
    if (!withdrawal) continue
    const { from, reason, effect } = withdrawal
    const found = await effectOn(db, order, { organisationId: order.providerId, list, from, effect, reason })
    if (found) told.push({ ...found, from, reason })
  }
  return told
}

const JOB = 'redemptions.withdrawn'

/** Tells the job of every withdrawal that the directory wrote down. */
async function watch(tx: Tx, events: readonly FeedEvent[]): Promise<void> {
  for (const { subjectKind, subjectId, changes } of events) {
    const told = changes.admission as
      | { list?: string; withdrawnFrom?: string; reason?: string; effect?: string }
      | undefined
    if (subjectKind !== 'organisation' || !told?.withdrawnFrom) continue
    const { list, withdrawnFrom: from, reason, effect } = told
    await enqueue(tx, JOB, { organisationId: subjectId, list, from, reason, effect })
  }
}

const stop: JobHandler = async ({ act }, admission) => {
  await act(JOB, 'redemption.stop', async (ctx) => {
    const withdrawn = admission as Withdrawn
    const ordersStopped = await admissionWithdrawn(ctx.tx, ctx, withdrawn)
    const { organisationId: id, list, from, effect } = withdrawn
    ctx.event({ subject: { kind: 'organisation', id }, changes: { list, from, effect, ordersStopped } })
  })
}

/** Whoever withdraws an admission in the directory stops what it carries, a moment later and whatever happens between. */
export function registerWithdrawals(): void {
  registerJob(JOB, stop)
  followEvents('redemptions.withdrawals', watch)
}
