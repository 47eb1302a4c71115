import { signature } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { uuidv7 } from '#core/id.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf, endOfDay } from '#core/time.ts'
import { authorityOf } from '#platform/directory/index.ts'
import { attachFiles, filePath } from '#platform/files/index.ts'
import { moveEach } from '#platform/ledger/index.ts'
import { tell } from '#platform/notices/index.ts'
import { accountsOf } from '#business/vouchers/index.ts'
import { readConfirmation, type Unreadable } from './confirmation.ts'
import { paymentRefusals } from './refusals.ts'
import { type ConfirmationLine, judgeLine, type Outcome, yuan } from './rules.ts'
import { RUN } from './runs.ts'
import * as store from './runs.store.ts'

/** Subject kind of an import. */
export const IMPORT = 'payment_import'

type Named = Awaited<ReturnType<typeof store.lockNamedRows>>[number]
type Verdict = { line: ConfirmationLine; row: Named | undefined; outcome: Outcome }

/**
 * Takes what the bank answered: every line gets its outcome, only sound ones are applied, a row that was booked is never
 * booked again. Paid rows move payable → paid; unpaid ones go back to what is due, with their reason.
 * @throws Refusal confirmation_source, a table_… refusal when the file as a whole can't be used
 */
export async function confirmPayments(
  ctx: CommandCtx,
  body: { fileId?: string | undefined; csv?: string | undefined; name?: string | undefined },
) {
  const { tx, actor, now } = ctx
  const authorityId = actor.organisationId as string
  ctx.authorise({ authorityId })
  if ((body.fileId === undefined) === (body.csv === undefined)) paymentRefusals.refuse('confirmation_source')
  const { lines, unreadable } = await readConfirmation(await sourceOf(ctx, body))
  const runNumbers = [...new Set(lines.map(({ runNumber }) => runNumber))]
  const named = await store.lockNamedRows(tx, authorityId, runNumbers)
  const verdicts = await judgeAll(ctx, lines, named)
  const id = uuidv7()
  const report = reportOf(verdicts, unreadable)
  const { regionPath } = await authorityOf(tx, authorityId)
  const { paidFen } = report
  const fileId = body.fileId ?? null
  const name = body.name ?? (fileId ? 'xlsx' : 'csv')
  await store.insertImport(tx, {
    id,
    authorityId,
    regionPath,
    fileId,
    name,
    report,
    paidFen,
    actorLabel: signature(actor),
    at: now,
  })
  if (body.fileId) await attachFiles(tx, ctx, [body.fileId], { kind: IMPORT, id })
  await applyAll(ctx, id, verdicts)
  await closeFinished(ctx, [...new Set(named.map(({ runId }) => runId))].sort())
  ctx.event({ subject: { kind: IMPORT, id }, regionPath, changes: { ...report.counts, paidFen } })
  return { id, ...report }
}

async function sourceOf(
  { tx, place }: CommandCtx,
  { fileId, csv }: { fileId?: string | undefined; csv?: string | undefined },
) {
  if (csv !== undefined) return Buffer.from(csv)
  return (await filePath(tx, place.dataDir, fileId as string)) ?? coreRefusals.refuse('not_found')
}

async function judgeAll(
  { tx, now }: CommandCtx,
  lines: readonly ConfirmationLine[],
  named: readonly Named[],
): Promise<Verdict[]> {
  const byPlace = new Map(named.map((row) => [`${row.runNumber}#${row.rowNo}`, row]))
  const known = await store.referencesKnown(
    tx,
    lines.flatMap(({ bankReference }) => bankReference ?? []),
  )
  const today = dayOf(now).toString()
  const places = new Set<string>()
  const references = new Set<string>()
  return lines.map((line) => {
    const place = `${line.runNumber}#${line.rowNo}`
    const row = byPlace.get(place)
    const reference = line.bankReference ?? ''
    const holder = known.get(reference)
    const outcome = judgeLine(line, {
      row: row && { ...row, paidOn: row.paidOn?.toString() ?? null },
      today,
      sentOn: row?.sentAt ? dayOf(row.sentAt).toString() : null,
      referenceTaken: references.has(reference) || (holder !== undefined && holder !== row?.id),
      repeated: places.has(place),
    })
    places.add(place)
    if (outcome === 'paid') references.add(reference)
    return { line, row, outcome }
  })
}

function reportOf(verdicts: readonly Verdict[], unreadable: readonly Unreadable[]) {
  const lines = [
    ...verdicts.map(({ line, row, outcome }) => ({
      ...{ line: line.line, runNumber: line.runNumber, rowNo: line.rowNo, amountFen: line.amountFen },
      ...{ payeeName: row?.payee.name ?? null, outcome, detail: detailOf(line, row, outcome) },
    })),
    ...unreadable.map((line) => ({ ...line, payeeName: null, outcome: 'unreadable' as const })),
  ].sort((a, b) => a.line - b.line)
  const counts: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1
  const paidFen = verdicts.reduce(
    (sum, { line, outcome }) => (outcome === 'paid' ? sum + line.amountFen : sum),
    0n,
  )
  return { lines, counts, paidFen }
}

function detailOf(line: ConfirmationLine, row: Named | undefined, outcome: Outcome): Text | null {
  if (outcome === 'amount_differs' && row)
    return {
      zh: `拨付单 ${yuan(row.amountFen)}，回单 ${yuan(line.amountFen)}`,
      en: `run ${yuan(row.amountFen)}, bank ${yuan(line.amountFen)}`,
    }
  if (outcome === 'incomplete') return lacking(line)
  if (outcome === 'unpaid') return asWritten(line.reason)
  return outcome === 'contradicts' && row ? asWritten(row.bankReference ?? row.reason) : null
}

/** The cells that the bank left empty, by the heads of the file. */
function lacking(line: ConfirmationLine): Text {
  if (line.result === 'unpaid') return { zh: '未支付原因', en: 'reason' }
  const cells = [
    ...(line.paidOn ? [] : [{ zh: '支付日期', en: 'paid on' }]),
    ...(line.bankReference ? [] : [{ zh: '银行流水号', en: 'bank reference' }]),
  ]
  return { zh: cells.map(({ zh }) => zh).join('、'), en: cells.map(({ en }) => en).join(', ') }
}

/** The bank's words are of one language. */
const asWritten = (words: string | null): Text | null => (words === null ? null : { zh: words, en: words })

async function applyAll(ctx: CommandCtx, importId: string, verdicts: readonly Verdict[]): Promise<void> {
  const sound = verdicts.flatMap(({ line, row, outcome }) =>
    row && isApplied(outcome) ? [{ line, row, outcome }] : [],
  )
  await book(
    ctx,
    sound.filter(({ outcome }) => outcome === 'paid'),
  )
  for (const one of sound) await applyOne(ctx, importId, one)
}

const isApplied = (outcome: Outcome) => outcome === 'paid' || outcome === 'unpaid'

type Sound = { line: ConfirmationLine; row: Named; outcome: Outcome }

/** payable → paid, each under the key of its row: the ledger, too, books it once. */
async function book({ tx, actor, now }: CommandCtx, paid: readonly Sound[]): Promise<void> {
  const groups = paid.map(({ line, row }) => {
    const { payable, paid: to } = accountsOf(row.budgetId)
    const eventAt = momentOf(Temporal.PlainDate.from(line.paidOn as string), now)
    const subject = { kind: 'redemption', id: row.redemptionId }
    const memo = { run: row.runNumber, rowNo: row.rowNo, reference: line.bankReference }
    const money = { from: payable, to, amountFen: row.amountFen, eventAt, subject, memo }
    return {
      actor,
      steps: [{ kind: 'transfer' as const, key: `payment/${row.id}/paid`, code: 'payment.paid', ...money }],
    }
  })
  for (const outcome of await moveEach(tx, now, groups)) if ('refusal' in outcome) throw outcome.refusal
}

/** The bank tells a day: its last second, or now where it is today. */
export function momentOf(day: Temporal.PlainDate, now: Temporal.Instant): Temporal.Instant {
  const last = endOfDay(day).subtract({ seconds: 1 })
  return Temporal.Instant.compare(last, now) < 0 ? last : now
}

async function applyOne(ctx: CommandCtx, importId: string, { line, row, outcome }: Sound): Promise<void> {
  const { paidOn, bankReference, reason } = line
  const change =
    outcome === 'paid'
      ? {
          status: 'paid' as const,
          paidOn: Temporal.PlainDate.from(paidOn as string),
          bankReference: bankReference as string,
        }
      : { status: 'unpaid' as const, reason: reason as string }
  await store.setPaymentRow(ctx.tx, row.id, { ...change, importId })
  const { redemptionId: id, regionPath, runNumber, rowNo } = row
  const told = outcome === 'paid' ? { paidFen: row.amountFen, paidOn } : { unpaid: reason }
  ctx.event({ subject: { kind: 'redemption', id }, regionPath, changes: { run: runNumber, rowNo, ...told } })
  await tellPayee(ctx, row, outcome, line)
}

async function tellPayee(
  { tx, now, place }: CommandCtx,
  row: Named,
  outcome: Outcome,
  line: ConfirmationLine,
) {
  const { redemptionNumber: number } = row
  const amount = yuan(row.amountFen)
  const paid = outcome === 'paid'
  await tell(
    tx,
    { now, url: place.url },
    {
      to: { organisationId: row.organisationId },
      subject: { kind: 'redemption', id: row.redemptionId },
      text: {
        title: paid
          ? { zh: `兑付${number}已支付`, en: `Redemption ${number} was paid` }
          : { zh: `兑付${number}支付未成功`, en: `The payment of redemption ${number} failed` },
        body: paid
          ? { zh: `${amount}元，支付日期${line.paidOn}。`, en: `CNY ${amount} on ${line.paidOn}.` }
          : {
              zh: `银行退回原因：${line.reason}。请核对收款账户，更正后将重新支付。`,
              en: `The bank says: ${line.reason}. Check your account; it will be paid again once corrected.`,
            },
      },
    },
  )
}

/** A run whose every row has its answer is closed. */
async function closeFinished(ctx: CommandCtx, runIds: readonly string[]): Promise<void> {
  for (const id of runIds) {
    const run = await store.lockRun(ctx.tx, id)
    if (run?.status !== 'sent' || run.openFen > 0n) continue
    await store.setRun(ctx.tx, run, { status: 'closed', endedAt: ctx.now })
    const { number, regionPath, paidFen, unpaidFen } = run
    ctx.event({
      subject: { kind: RUN, id },
      regionPath,
      changes: { number, status: 'closed', paidFen, unpaidFen },
    })
  }
}
