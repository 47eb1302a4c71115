import { signature } from '#core/actor.ts'
import { sql } from 'kysely'
import type { CommandCtx } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { nextNumber } from '#core/numbers.ts'
import { coreRefusals, Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { authorityOf, holdStanding } from '#platform/directory/index.ts'
import { tell } from '#platform/notices/index.ts'
import { prefixFor, yearOf } from './batches.ts'
import { heldPayments } from './held.ts'
import { type Account, digestOf, lockAccountOf, shownAccount } from './payees.ts'
import { paymentRefusals } from './refusals.ts'
import { RUN_STATUS, type RunStatus, sumFen } from './rules.ts'
import * as store from './runs.store.ts'

/** Subject kind of a payment run. */
export const RUN = 'payment_run'
const MOST_ROWS = 1000

type Preparation = { redemptionIds?: string[] | undefined; acceptChanged: readonly string[] }
type Payable = store.Due & { account: Account }
type Refused = { redemptionId: string; refused: { code: string; text: { zh: string; en: string } } }

/**
 * Prepares a run from approved redemptions that are not paid, the chosen ones or all that are due. One that can't be paid is
 * left out with its reason; the run goes on without it.
 * @throws Refusal run_nothing_to_pay, naming why; the row's own refusal when only one was asked for
 */
export async function prepareRun(ctx: CommandCtx, { redemptionIds, acceptChanged }: Preparation) {
  const { tx, actor, now } = ctx
  ctx.authorise({ authorityId: actor.organisationId })
  const authority = await authorityOf(tx, actor.organisationId as string)
  const ids = [...new Set(redemptionIds ?? (await allDue(tx, authority.id)))].sort()
  const { sound, refused } = await judgeAll(ctx, authority.id, ids, acceptChanged)
  if (sound.length === 0) throw nothingToPay(refused)
  const number = await nextNumber(tx, prefixFor(sound[0]?.number, '拨'), yearOf(now))
  const totalFen = sumFen(sound)
  const { regionPath } = authority
  const prepared = {
    preparedBy: actor.userId as string,
    preparedByLabel: signature(ctx.actor),
    preparedAt: now,
  }
  const id = await store.insertRun(tx, {
    number,
    authorityId: authority.id,
    regionPath,
    totalFen,
    ...prepared,
  })
  await store.insertPaymentRows(
    tx,
    sound.map((one, at) => ({
      ...{
        runId: id,
        rowNo: at + 1,
        redemptionId: one.id,
        organisationId: one.payeeId,
        budgetId: one.budgetId,
      },
      ...{ amountFen: one.amountFen, payee: one.account, payeeDigest: digestOf(one.account), at: now },
    })),
  )
  const changes = {
    number,
    rows: sound.length,
    totalFen,
    acceptedChanges: acceptChanged.filter((one) => ids.includes(one)),
  }
  ctx.event({ subject: { kind: RUN, id }, regionPath, changes })
  await tellApprovers(ctx, { id, number, authorityId: authority.id })
  return { id, number, rows: sound.length, totalFen, refused }
}

/** @throws the row's own refusal when only one was asked for */
async function judgeAll(
  ctx: CommandCtx,
  authorityId: string,
  ids: readonly string[],
  acceptChanged: readonly string[],
): Promise<{ sound: Payable[]; refused: Refused[] }> {
  const judged = new Map<string, Payable | Refusal>()
  for (const id of ids) judged.set(id, await judge(ctx, authorityId, id, acceptChanged.includes(id)))
  const payable = [...judged.values()].filter((one) => !(one instanceof Refusal))
  for (const [id, held] of await heldPayments(ctx.tx, payable)) judged.set(id, held)
  const sound: Payable[] = []
  const refused: Refused[] = []
  for (const [redemptionId, one] of judged) {
    if (one instanceof Refusal && ids.length === 1) throw one
    if (one instanceof Refusal) refused.push({ redemptionId, refused: { code: one.code, text: one.text } })
    else sound.push(one)
  }
  return { sound, refused }
}

async function allDue(tx: Tx, authorityId: string): Promise<string[]> {
  const visible = sql<boolean>`redemption.authority_id = ${authorityId}::uuid`
  return (await store.listDue(tx, { visible, limit: MOST_ROWS - 1 })).map(({ id }) => id)
}

/** May this redemption be paid now, and to which account? Redemption and account are held still until the commit. */
async function judge(
  ctx: CommandCtx,
  authorityId: string,
  id: string,
  changeAccepted: boolean,
): Promise<Payable | Refusal> {
  const { tx, now } = ctx
  const due = await store.lockDue(tx, id)
  if (due?.authorityId !== authorityId) return coreRefusals.make('not_found')
  const { number: redemption, payeeName: payee } = due
  const live = await store.livePaymentOf(tx, id)
  if (live && live.status !== 'paid')
    return paymentRefusals.make('payment_running', { redemption, run: live.number })
  if (live || due.status !== 'approved') return paymentRefusals.make('payment_not_due', { redemption })
  const bad = await badStanding(tx, due)
  if (bad) return bad
  const account = await lockAccountOf(tx, due.payeeId, now)
  if (!account) return paymentRefusals.make('payee_missing', { payee })
  if (digestOf(account) !== due.payeeDigest && !changeAccepted)
    return paymentRefusals.make('payee_changed', { payee, account: shownAccount(account) })
  return { ...due, account }
}

/**
 * Nothing is paid to who is not in good standing, nor where the provider redeems, while the code of the voucher's holder is in
 * dispute: the entitlement is the holder's. A holder that was closed since does not stop what a provider has earned. Both are
 * held still until the commit.
 */
async function badStanding(tx: Tx, due: store.Due): Promise<Refusal | null> {
  const { payeeId, holderId, holderName: holder, number: redemption } = due
  const bad = await holdStanding(tx, payeeId)
  if (bad || holderId === payeeId) return bad
  const bar = await holdStanding(tx, holderId)
  if (bar?.code !== 'organisation_disputed') return null
  return paymentRefusals.make('payment_held_holder', { redemption, holder })
}

function nothingToPay(refused: readonly Refused[]): Refusal {
  const none = { zh: '没有已批准而未支付的兑付。', en: 'no approved redemption is unpaid.' }
  const texts = refused.length > 0 ? refused.map((one) => one.refused.text) : [none]
  return paymentRefusals.make('run_nothing_to_pay', {
    reasonsZh: texts.map(({ zh }) => zh).join(''),
    reasonsEn: texts.map(({ en }) => en).join(' '),
  })
}

async function tellApprovers(
  { tx, now, place }: CommandCtx,
  run: { id: string; number: string; authorityId: string },
) {
  await tell(
    tx,
    { now, url: place.url },
    {
      to: { organisationId: run.authorityId, role: 'approver' },
      subject: { kind: RUN, id: run.id },
      text: {
        title: { zh: `拨付单${run.number}待复核`, en: `Payment run ${run.number} waits for approval` },
        body: {
          zh: '请核对收款单位、账户和金额后复核。',
          en: 'Check payees, accounts and amounts, then approve.',
        },
      },
    },
  )
}

/**
 * Another person approves. Every row is looked at again: a changed account, a revoked approval or a payee that lost its
 * standing stops its row, not the run.
 * @throws Refusal run_wrong_status, run_own_preparation, run_all_stopped
 */
export async function approveRun(ctx: CommandCtx, id: string) {
  const { tx, actor, now } = ctx
  const run = await inStatus(ctx, id, ['prepared'])
  const { number, regionPath } = run
  if (run.preparedBy === actor.userId) paymentRefusals.refuse('run_own_preparation', { number })
  const { stopped, going } = await recheck(ctx, run)
  const approved = {
    approvedBy: actor.userId as string,
    approvedByLabel: signature(ctx.actor),
    approvedAt: now,
  }
  await store.setRun(tx, run, { status: 'approved', ...approved })
  const totalFen = sumFen(going)
  ctx.event({
    subject: { kind: RUN, id },
    regionPath,
    changes: { number, status: 'approved', totalFen, stopped },
  })
  return { id, stopped, totalFen }
}

/**
 * Fixes what goes to the bank: every row is looked at once more, then counts as sent, and the payment file can be fetched.
 * @throws Refusal run_wrong_status, run_all_stopped
 */
export async function sendRun(ctx: CommandCtx, id: string) {
  const { tx, now } = ctx
  const run = await inStatus(ctx, id, ['approved'])
  const { number, regionPath } = run
  const { stopped, going } = await recheck(ctx, run)
  for (const row of going) await store.setPaymentRow(tx, row.id, { status: 'sent' })
  await store.setRun(tx, run, { status: 'sent', sentAt: now, sentByLabel: signature(ctx.actor) })
  const sentFen = sumFen(going)
  ctx.event({ subject: { kind: RUN, id }, regionPath, changes: { number, status: 'sent', sentFen, stopped } })
  return { id, stopped, sentFen }
}

/** Its redemptions are due again. @throws Refusal run_wrong_status once it is sent */
export async function cancelRun(ctx: CommandCtx, id: string, reason: string) {
  const run = await inStatus(ctx, id, ['prepared', 'approved'])
  const { number, regionPath } = run
  await store.cancelRows(ctx.tx, id, reason)
  await store.setRun(ctx.tx, run, { status: 'cancelled', endedAt: ctx.now, reason })
  ctx.event({ subject: { kind: RUN, id }, regionPath, changes: { number, status: 'cancelled', reason } })
  return { id }
}

async function inStatus(
  ctx: CommandCtx,
  id: string,
  statuses: readonly RunStatus[],
): Promise<store.PaymentRun> {
  const run = (await store.lockRun(ctx.tx, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise({ authorityId: run.authorityId })
  if (!statuses.includes(run.status)) {
    const { zh: statusZh, en: statusEn } = RUN_STATUS[run.status]
    paymentRefusals.refuse('run_wrong_status', { number: run.number, statusZh, statusEn })
  }
  return run
}

/** Stops what must not be paid any more; the rest is held still until the commit. @throws Refusal run_all_stopped */
async function recheck(ctx: CommandCtx, run: store.PaymentRun) {
  const rows = (await store.rowsOfRun(ctx.tx, run.id)).filter(({ status }) => status === 'prepared')
  const stops = new Map<string, Text>()
  for (const row of rows.sort((a, b) => (a.redemptionId < b.redemptionId ? -1 : 1))) {
    const why = await whyStopped(ctx, row)
    if (why) stops.set(row.redemptionId, why)
  }
  const payable = rows.filter((row) => !stops.has(row.redemptionId))
  const named = payable.map((row) => ({ id: row.redemptionId, number: row.redemptionNumber }))
  for (const [id, { text }] of await heldPayments(ctx.tx, named)) stops.set(id, text)
  const going = rows.filter((row) => !stops.has(row.redemptionId))
  for (const row of rows) {
    const why = stops.get(row.redemptionId)
    if (why) await stopRow(ctx, run, row, why)
  }
  if (going.length === 0) paymentRefusals.refuse('run_all_stopped', { number: run.number })
  return { stopped: rows.length - going.length, going }
}

async function whyStopped({ tx, now }: CommandCtx, row: store.PaymentRow): Promise<Text | null> {
  const due = await store.lockDue(tx, row.redemptionId)
  if (due?.status !== 'approved') return { zh: '批准已撤销', en: 'The approval was revoked.' }
  const bad = await badStanding(tx, due)
  if (bad) return bad.text
  const account = await lockAccountOf(tx, row.organisationId, now)
  if (!account) return { zh: '收款账户已失效', en: 'The bank account is no longer confirmed.' }
  return digestOf(account) === row.payeeDigest ? null : ACCOUNT_CHANGED
}

const ACCOUNT_CHANGED: Text = {
  zh: '收款账户已变更，请核对后重新编入拨付单',
  en: 'The bank account changed: check it and put the row into a new run.',
}

async function stopRow(
  ctx: CommandCtx,
  run: store.PaymentRun,
  row: store.PaymentRow,
  { zh: reason, en: reasonEn }: Text,
): Promise<void> {
  await store.setPaymentRow(ctx.tx, row.id, { status: 'stopped', reason, reasonEn })
  const { redemptionId: id, regionPath, rowNo } = row
  ctx.event({
    subject: { kind: 'redemption', id },
    regionPath,
    changes: { run: run.number, rowNo, stopped: reason },
  })
}
