import { pageOf } from '#core/page.ts'
import { abilities } from '#core/policy.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import * as batchStore from './batches.store.ts'
import { accountOf, digestOf, masked, shownAccount } from './payees.ts'
import * as recoveryStore from './recoveries.store.ts'
import type { BatchStatus, RecoveryStatus, RowStatus, RunStatus } from './rules.ts'
import * as runStore from './runs.store.ts'

type Paging = { cursor?: string | undefined; limit: number }
const paging = ({ cursor, limit }: Paging) => ({ after: cursor, limit })

type BatchAsk = Paging & { status?: BatchStatus | undefined; scheme?: string | undefined }

export async function batchPage({ db, visible }: QueryCtx, asked: BatchAsk) {
  const seen = visible({ authorityId: 'batch.authorityId' })
  return pageOf(await batchStore.listBatches(db, { ...asked, ...paging(asked), visible: seen }), asked.limit)
}

export async function candidatePage(
  { db, visible }: QueryCtx,
  asked: Paging & { scheme?: string | undefined },
) {
  const seen = visible({ authorityId: 'redemption.authorityId' })
  const found = await batchStore.listCandidates(db, { ...asked, ...paging(asked), visible: seen })
  return pageOf(
    found.map(({ approvedFen, ...row }) => ({ ...row, amountFen: approvedFen ?? 0n })),
    asked.limit,
  )
}

export async function oneBatch({ db, actor, authorise, looked }: QueryCtx, id: string) {
  const batch = (await batchStore.findBatch(db, id)) ?? coreRefusals.refuse('not_found')
  authorise(batch)
  looked({ kind: 'batch', id })
  const list = (await batchStore.rowsOf(db, id)).map((row) => ({
    ...row,
    decidedBy: row.decidedByLabel,
    decidable: row.status === 'listed' && row.caseStatus === 'open' && row.stageKind === 'decision',
  }))
  const books = new Set(list.filter(({ status }) => status === 'listed').map(({ rulebookId }) => rulebookId))
  const days = await Promise.all([...books].map(async (book) => (await rulebookById(db, book)).publicNotice))
  return {
    ...batch,
    list,
    noticeAssumed: days.some(({ workingDays }) => workingDays.standing === 'assumed'),
    abilities: abilities(actor, ['batch.manage', 'batch.decide', 'objection.decide'], batch),
  }
}

export async function duePage({ db, now, visible }: QueryCtx, asked: Paging) {
  const seen = visible({ authorityId: 'redemption.authorityId' })
  const found = pageOf(await runStore.listDue(db, { ...paging(asked), visible: seen }), asked.limit)
  const rows = []
  for (const { id, payeeDigest, ...row } of found.rows) {
    const account = await accountOf(db, row.payeeId, now)
    rows.push({
      ...row,
      redemptionId: id,
      account: account && shownAccount(account),
      accountChanged: account !== null && digestOf(account) !== payeeDigest,
    })
  }
  return { rows, next: found.next }
}

const shownRun = <R extends { preparedByLabel: string; approvedByLabel: string | null }>(run: R) => ({
  ...run,
  preparedBy: run.preparedByLabel,
  approvedBy: run.approvedByLabel,
})

export async function runPage({ db, visible }: QueryCtx, asked: Paging & { status?: RunStatus | undefined }) {
  const seen = visible({ authorityId: 'paymentRun.authorityId' })
  const found = await runStore.listRuns(db, { ...asked, ...paging(asked), visible: seen })
  return pageOf(found.map(shownRun), asked.limit)
}

export async function oneRun({ db, actor, authorise, may, looked }: QueryCtx, id: string) {
  const run = (await runStore.findRun(db, id)) ?? coreRefusals.refuse('not_found')
  authorise(run)
  looked({ kind: 'payment_run', id })
  const whole = may('run.file', run)
  const list = (await runStore.rowsOfRun(db, id)).map((row) => ({
    ...row,
    payee: whole ? row.payee : masked(row.payee),
  }))
  const known = ['run.prepare', 'run.approve', 'run.file', 'run.confirm']
  const own = run.preparedBy === actor.userId
  const may_ = abilities(actor, known, run).filter((one) => one !== 'run.approve' || !own)
  return { ...shownRun(run), list, abilities: may_ }
}

type Report = { lines: { amountFen: string | null }[]; counts: Record<string, number>; paidFen: string }

export async function importPage({ db, visible }: QueryCtx, asked: Paging) {
  const seen = visible({ authorityId: 'paymentImport.authorityId' })
  const found = await runStore.listImports(db, { ...paging(asked), visible: seen })
  return pageOf(
    found.map((row) => ({ ...row, by: row.actorLabel })),
    asked.limit,
  )
}

export async function oneImport({ db, authorise }: QueryCtx, id: string) {
  const row = (await runStore.findImport(db, id)) ?? coreRefusals.refuse('not_found')
  authorise(row)
  const { lines, counts, paidFen } = row.report as unknown as Report
  const fen = (text: string | null) => (text === null ? null : BigInt(text))
  const report = {
    counts,
    paidFen: BigInt(paidFen),
    lines: lines.map((line) => ({ ...line, amountFen: fen(line.amountFen) })),
  }
  return { ...row, by: row.actorLabel, report: report as never }
}

type PaymentAsk = Paging & {
  status?: RowStatus | undefined
  redemptionId?: string | undefined
  q?: string | undefined
}

export async function paymentPage({ db, visible }: QueryCtx, asked: PaymentAsk) {
  const seen = visible({ organisationId: 'paymentRow.organisationId', authorityId: 'paymentRun.authorityId' })
  const found = await runStore.listPayments(db, { ...asked, ...paging(asked), visible: seen })
  return pageOf(
    found.map((row) => ({ ...row, account: shownAccount(row.payee) })),
    asked.limit,
  )
}

const isOverdue = (row: recoveryStore.Recovery, now: Temporal.Instant): boolean =>
  row.status === 'open' &&
  row.dueOn !== null &&
  !row.dueProvisional &&
  Temporal.PlainDate.compare(row.dueOn, dayOf(now)) < 0

type RecoveryAsk = Paging & {
  status?: RecoveryStatus | undefined
  redemptionId?: string | undefined
  refundDue?: 'true' | undefined
}

export async function recoveryPage({ db, now, visible }: QueryCtx, asked: RecoveryAsk) {
  const seen = visible({ organisationId: 'recovery.organisationId', authorityId: 'recovery.authorityId' })
  const found = await recoveryStore.listRecoveries(db, { ...asked, ...paging(asked), visible: seen })
  return pageOf(
    found.map((row) => ({ ...row, overdue: isOverdue(row, now) })),
    asked.limit,
  )
}

export async function oneRecovery({ db, actor, now, authorise, looked }: QueryCtx, id: string) {
  const row = (await recoveryStore.findRecovery(db, id)) ?? coreRefusals.refuse('not_found')
  authorise(row)
  looked({ kind: 'recovery', id })
  const returns = (await recoveryStore.returnsOf(db, id)).map((one) => ({ ...one, by: one.actorLabel }))
  const refunds = (await recoveryStore.refundsOf(db, id)).map((one) => ({ ...one, by: one.actorLabel }))
  const known = [
    ...(row.status === 'open' || row.refundedFen < row.refundFen ? ['recovery.book'] : []),
    ...(row.status === 'open' ? ['recovery.waive'] : []),
    ...(row.cause === 'falsehood' && row.status !== 'overturned' && row.decidedByUser !== actor.userId
      ? ['recovery.overturn']
      : []),
  ]
  const held = abilities(actor, known, row).filter(
    (one) =>
      one !== 'recovery.waive' ||
      row.cause === 'voluntary' ||
      (row.cause !== 'falsehood' && actor.roles.has('director')),
  )
  const cap = await recoveryStore.capGivenBack(db, row.redemptionId)
  return {
    ...row,
    overdue: isOverdue(row, now),
    returns,
    refunds,
    capGivenBack: cap ?? null,
    abilities: held,
  }
}

type ProposalAsk = Paging & {
  status?: 'open' | 'followed' | 'dismissed' | undefined
  redemptionId?: string | undefined
}

export async function proposalPage({ db, visible }: QueryCtx, asked: ProposalAsk) {
  const seen = visible({ organisationId: 'redemption.payeeId', authorityId: 'recoveryProposal.authorityId' })
  const found = await recoveryStore.listProposals(db, { ...asked, ...paging(asked), visible: seen })
  return pageOf(found, asked.limit)
}
