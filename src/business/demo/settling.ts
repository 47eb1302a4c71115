import { fixedClock, dayOf } from '#core/time.ts'
import { constraintOf } from '#core/db.ts'
import { runJob } from '#core/jobs.ts'
import { Refusal } from '#core/refusal.ts'
import { closeDueNotices } from '#platform/notices/index.ts'
import { payments } from '#business/payments/browser.ts'
import type { Days } from './days.ts'
import type { Player, Who } from './player.ts'
import { SCHEME } from './steps.ts'

/** Batch, notice, decision and payment, by the officers of the paying authority. */
export type Payers = { province: Who; director: Who; finance: Who; preparer: Who; approver: Who }

/** A refusal ends what was tried, and no more: a visitor may have been quicker, or the day may not allow it. Null then. */
export async function unlessRefused<T>(
  log: Player['node']['log'],
  at: Temporal.Instant,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    const broken = constraintOf(error)
    if (broken) log.error({ error, at: at.toString() }, 'demo: a step broke a rule of the database')
    if (broken) return null
    if (!(error instanceof Refusal)) throw error
    log.debug({ code: error.code, text: error.text.zh, at: at.toString() }, 'demo: refused')
    return null
  }
}

/** Runs a job of the node at a moment of the story. */
export async function runAt({ node }: Player, at: Temporal.Instant, job: string): Promise<void> {
  const place = { dataDir: node.config.dataDir, url: node.config.url, demo: node.config.demo }
  const { database, door, log } = node
  await runJob({ database, door, log, place, clock: fixedClock(at) }, job)
}

export async function openBatch(
  p: Player,
  key: string,
  by: Who,
  at: Temporal.Instant,
  redemptionIds: string[],
  scheme = SCHEME,
): Promise<string> {
  return (await p.call(key, payments.createBatch, { body: { scheme, redemptionIds } }, by, at)).id
}

export const publishBatch = (p: Player, key: string, by: Who, at: Temporal.Instant, id: string) =>
  p.call(key, payments.publishBatch, { params: { id }, body: {} }, by, at)

/** The moment at which a notice is over: just after midnight. */
export const nightAfter = (days: Days, closesOn: string): Temporal.Instant =>
  days.on(closesOn, 0).add({ hours: 24, minutes: 1 })

/**
 * The first working morning after the last day of a notice, with this notice closed. A step with a key, and not the node's
 * nightly job: told again after a stop, it must not close what the story has opened since.
 */
export async function afterNotice(
  p: Player,
  days: Days,
  key: string,
  { noticeId, closesOn }: { noticeId: string; closesOn: string },
): Promise<Temporal.Instant> {
  const night = nightAfter(days, closesOn)
  if (Temporal.Instant.compare(night, days.end) < 0)
    await p.system(`${key}/closed`, night, async ({ tx, actor, now, event }) => {
      const closed = await closeDueNotices(tx, { actor, now, event }, [noticeId])
      event({ subject: { kind: 'public_notice', id: noticeId }, changes: { checked: true } })
      return closed
    })
  return days.later(days.on(closesOn, 0), 1, 9 * 60 + 40)
}

type Decision = { redemptionId: string; decision: 'approve' | 'decline'; reason?: string }

export const decideBatch = (
  p: Player,
  key: string,
  by: Who,
  at: Temporal.Instant,
  id: string,
  rows: Decision[],
) => p.call(key, payments.decideBatch, { params: { id }, body: { rows } }, by, at)

export const announceBatch = (p: Player, key: string, by: Who, at: Temporal.Instant, id: string) =>
  p.call(key, payments.announceBatch, { params: { id }, body: {} }, by, at)

export const prepareRun = (
  p: Player,
  key: string,
  by: Who,
  at: Temporal.Instant,
  redemptionIds: string[],
  acceptChanged: string[] = [],
) => p.call(key, payments.prepareRun, { body: { redemptionIds, acceptChanged } }, by, at)

export async function approveAndSend(
  p: Player,
  key: string,
  { approver, preparer }: Payers,
  at: [Temporal.Instant, Temporal.Instant],
  id: string,
) {
  await p.call(`${key}/approve`, payments.approveRun, { params: { id }, body: {} }, approver, at[0])
  await p.call(`${key}/send`, payments.sendRun, { params: { id }, body: {} }, preparer, at[1])
}

/** What the bank answers: all paid, but those named come back with the reason. Answers which came back. */
export async function confirmRun(
  p: Player,
  key: string,
  by: Who,
  at: Temporal.Instant,
  id: string,
  unpaid: (redemptionId: string, rowNo: number) => string | null,
): Promise<string[]> {
  const run = await p.ask(payments.run, { params: { id } }, by, at)
  const sent = run.list.filter((row) => row.status !== 'stopped')
  const lines = sent.map(({ rowNo, redemptionId, amountFen }) => {
    const reason = unpaid(redemptionId, rowNo)
    const amount = `${amountFen / 100n}.${String(amountFen % 100n).padStart(2, '0')}`
    const paid = [
      dayOf(at).toString(),
      `示例流水${run.number.replace(/\D/g, '')}${String(rowNo).padStart(4, '0')}`,
      '',
    ]
    return [
      run.number,
      rowNo,
      amount,
      reason ? '未支付' : '已支付',
      ...(reason ? ['', '', reason] : paid),
    ].join(',')
  })
  const csv = ['拨付单号,行号,金额,支付结果,支付日期,银行流水号,未支付原因', ...lines].join('\n')
  await p.call(`${key}/confirm`, payments.confirm, { body: { csv, name: `${run.number}回单.csv` } }, by, at)
  return sent.filter((row) => unpaid(row.redemptionId, row.rowNo) !== null).map((row) => row.redemptionId)
}
