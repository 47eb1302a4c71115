import { dayOf } from '#core/time.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import type { Cast } from './cast.ts'
import { fenOf, type YearPlan, yearsOf } from './hero-opening.ts'
import {
  afterNotice,
  announceBatch,
  approveAndSend,
  confirmRun,
  decideBatch,
  nightAfter,
  openBatch,
  prepareRun,
  publishBatch,
  runAt,
  unlessRefused,
} from './settling.ts'
import type { Life, Volume } from './volume-lives.ts'

/** What comes round: instalments, the close of the year, a batch each month, and the node's own nightly work. */
export type Beginning = { at: Temporal.Instant; life: Life }

const atNight = (at: Temporal.Instant) =>
  at
    .toZonedDateTimeISO('Asia/Shanghai')
    .with({ hour: 0, minute: 15, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
    .toInstant()

export function roundOf(
  v: Volume,
  cast: Cast,
  budgets: Map<number, string>,
  from: Temporal.Instant,
): Beginning[] {
  const { days, story } = v
  const begins = days.on(story.begins, 560)
  const beginnings: Beginning[] = [
    { at: atNight(begins), life: nights(v, atNight(begins), from) },
    { at: begins, life: batches(v, cast, begins) },
  ]
  for (const year of yearsOf(story, days.end)) {
    const id = budgets.get(year.year)
    if (!id) continue
    const at = days.on(`${year.year}-05-06`, 600)
    beginnings.push({ at, life: instalments(v, cast, year, id, at) })
  }
  return beginnings
}

/** The second and third instalment, then the close in the January after; what is left goes into the next year. */
async function* instalments(
  { p, days }: Volume,
  { desk }: Cast,
  { year, allottedYuan, releases }: YearPlan,
  id: string,
  first: Temporal.Instant,
): Life {
  const release = (no: number, at: Temporal.Instant) => {
    const amountFen = (fenOf(allottedYuan) * BigInt(releases[no] as number)) / 100n
    return p.call(
      `budget/${year}/release/${no + 1}`,
      vouchers.release,
      { params: { id }, body: { amountFen, reason: `第${no + 1}批额度` } },
      desk.finance,
      at,
    )
  }
  const { log } = p.node
  await unlessRefused(log, first, () => release(1, first))
  const second = days.on(`${year}-09-02`, 610)
  yield second
  await unlessRefused(log, second, () => release(2, second))
  const close = days.on(`${year + 1}-01-16`, 620)
  yield close
  await p.call(
    `budget/${year}/close`,
    vouchers.closeYear,
    { params: { id }, body: { reason: `${year}年度决算` } },
    desk.finance,
    close,
  )
}

/** Lapses and unanswered supplements, twice a week. What lies before `from` was done before the node was stopped. */
async function* nights({ p, days }: Volume, first: Temporal.Instant, from: Temporal.Instant): Life {
  for (let at = first; Temporal.Instant.compare(at, days.end) < 0; at = at.add({ hours: 24 * 3.5 })) {
    if (Temporal.Instant.compare(at, from) >= 0) {
      p.node.story.set(at)
      await runAt(p, at, 'vouchers.lapse')
      await runAt(p, at, 'cases.sweep')
    }
    yield at.add({ hours: 24 * 3.5 })
  }
}

/** On about the twentieth of each month everything that passed goes into a batch. */
async function* batches(v: Volume, cast: Cast, begins: Temporal.Instant): Life {
  const { days } = v
  let unpaid: string[] = []
  for (let month = dayOf(begins).with({ day: 20 }); ; month = month.add({ months: 1 })) {
    const at = days.on(month.toString(), 9 * 60 + 20)
    if (Temporal.Instant.compare(at, days.end) > 0) return
    yield at
    const ids = v.waiting.splice(0)
    if (ids.length === 0) continue
    // Those that wait for their money twice are few; they join the run of the next month.
    unpaid = yield* tolerant(oneBatch(v, cast, month.toString().slice(0, 7), ids, at, unpaid), v, at)
  }
}

/** A batch that a visitor took over or dissolved does not stop those of the following months. */
async function* tolerant(
  batch: AsyncGenerator<Temporal.Instant, string[]>,
  { p }: Volume,
  from: Temporal.Instant,
): AsyncGenerator<Temporal.Instant, string[]> {
  for (let at = from; ; ) {
    const next = await unlessRefused(p.node.log, at, () => batch.next())
    if (!next) return []
    if (next.done) return next.value
    at = next.value
    yield at
  }
}

async function* oneBatch(
  { p, days }: Volume,
  { desk }: Cast,
  month: string,
  ids: string[],
  at: Temporal.Instant,
  again: string[],
): AsyncGenerator<Temporal.Instant, string[]> {
  const key = `batch/${month}`
  const batch = await openBatch(p, key, desk.province, at, ids)
  const publishAt = days.later(at, 1, 580)
  yield publishAt
  const notice = await publishBatch(p, `${key}/publish`, desk.province, publishAt, batch)
  yield nightAfter(days, notice.closesOn)
  const decideAt = await afterNotice(p, days, key, notice)
  yield decideAt
  const rows = ids.map((redemptionId) => ({ redemptionId, decision: 'approve' as const }))
  const { results } = await decideBatch(p, `${key}/decide`, desk.director, decideAt, batch, rows)
  await announceBatch(p, `${key}/announce`, desk.director, decideAt.add({ minutes: 30 }), batch)
  const payable = [...results.filter((one) => one.done).map((one) => one.id), ...again]
  const prepareAt = days.later(decideAt, 2, 600)
  yield prepareAt
  const run = await prepareRun(p, `${key}/run`, desk.preparer, prepareAt, payable)
  const approveAt = days.later(prepareAt, 1, 620)
  yield approveAt
  await approveAndSend(p, `${key}/run`, desk, [approveAt, approveAt.add({ minutes: 50 })], run.id)
  const answered = days.later(approveAt, 3, 650)
  yield answered
  return confirmRun(p, `${key}/run`, desk.preparer, answered, run.id, (_, rowNo) =>
    rowNo % 37 === 5 ? '收款行信息不完整，银行退回' : null,
  )
}
