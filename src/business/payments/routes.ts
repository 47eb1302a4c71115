import type { Reader } from '#core/db.ts'
import { type Handlers, type Lanes, module } from '#core/module.ts'
import { may } from '#core/policy.ts'
import { registerRolesOfAnswering } from '#platform/cases/index.ts'
import { registerFileSubject } from '#platform/files/index.ts'
import { laneOfRedemption } from '#business/redemptions/index.ts'
import { addToBatch, createBatch, dissolveBatch, publishBatch, removeFromBatch } from './batches.ts'
import { confirmPayments, IMPORT } from './confirm.ts'
import { payments } from './contract.ts'
import { announceBatch, decideBatch } from './decide.ts'
import { decisionDocument } from './decisions.ts'
import './jobs.ts'
import './history.ts'
import { paymentLists } from './lists.ts'
import { bookRefund, overturnFalsehood } from './overturn.ts'
import * as pages from './pages.ts'
import { paymentFile } from './payment-file.ts'
import './policy.ts'
import { reconciliation } from './reconcile.ts'
import { recover, returnVoluntarily } from './recover.ts'
import { findRecovery } from './recoveries.store.ts'
import { bookReturn, dismissProposal, waiveRecovery } from './returns.ts'
import { approveRun, cancelRun, prepareRun, sendRun } from './runs.ts'
import { findImport } from './runs.store.ts'

const handlers = {
  batches: (ctx, { query }) => pages.batchPage(ctx, query),
  batchCandidates: (ctx, { query }) => pages.candidatePage(ctx, query),
  batch: (ctx, { params }) => pages.oneBatch(ctx, params.id),
  createBatch: (ctx, { body }) => createBatch(ctx, body),
  addToBatch: (ctx, { params, body }) => addToBatch(ctx, params.id, body.redemptionIds),
  removeFromBatch: (ctx, { params, body }) => removeFromBatch(ctx, params.id, body),
  dissolveBatch: (ctx, { params, body }) => dissolveBatch(ctx, params.id, body.reason),
  publishBatch: (ctx, { params, body }) => publishBatch(ctx, params.id, body),
  decideBatch: (ctx, { params, body }) => decideBatch(ctx, params.id, body.rows),
  announceBatch: (ctx, { params, body }) => announceBatch(ctx, params.id, body),
  paymentsDue: (ctx, { query }) => pages.duePage(ctx, query),
  runs: (ctx, { query }) => pages.runPage(ctx, query),
  run: (ctx, { params }) => pages.oneRun(ctx, params.id),
  prepareRun: (ctx, { body }) => prepareRun(ctx, body),
  approveRun: (ctx, { params }) => approveRun(ctx, params.id),
  cancelRun: (ctx, { params, body }) => cancelRun(ctx, params.id, body.reason),
  sendRun: (ctx, { params }) => sendRun(ctx, params.id),
  runFile: (ctx, { params }) => paymentFile(ctx, params.id),
  confirm: (ctx, { body }) => confirmPayments(ctx, body),
  imports: (ctx, { query }) => pages.importPage(ctx, query),
  import: (ctx, { params }) => pages.oneImport(ctx, params.id),
  reconciliation: (ctx) => reconciliation(ctx),
  payments: (ctx, { query }) => pages.paymentPage(ctx, query),
  recoveries: (ctx, { query }) => pages.recoveryPage(ctx, query),
  recovery: (ctx, { params }) => pages.oneRecovery(ctx, params.id),
  recover: (ctx, { params, body }) => recover(ctx, params.id, body),
  returnVoluntarily: (ctx, { params, body }) => returnVoluntarily(ctx, params.id, body),
  bookReturn: (ctx, { params, body }) => bookReturn(ctx, params.id, body),
  waiveRecovery: (ctx, { params, body }) => waiveRecovery(ctx, params.id, body.reason),
  overturnFalsehood: (ctx, { params, body }) => overturnFalsehood(ctx, params.id, body.reason),
  bookRefund: (ctx, { params, body }) => bookRefund(ctx, params.id, body),
  proposals: (ctx, { query }) => pages.proposalPage(ctx, query),
  dismissProposal: (ctx, { params, body }) => dismissProposal(ctx, params.id, body.reason),
  decision: (ctx, { params, query }) => decisionDocument(ctx, { ...params, ...query }),
} satisfies Handlers<typeof payments>

const ofRecovery = async (db: Reader, id: string) => {
  const recovery = await findRecovery(db, id)
  return recovery ? laneOfRedemption(db, recovery.redemptionId) : null
}

/** Whatever moves a budget's money goes through its lane; a batch or an import through the lane of its first row's. */
const lanes: Lanes<typeof payments> = {
  decideBatch: (db, { body }) => laneOfRedemption(db, body.rows[0]?.redemptionId as string),
  recover: (db, { params }) => laneOfRedemption(db, params.id),
  returnVoluntarily: (db, { params }) => laneOfRedemption(db, params.id),
  bookReturn: (db, { params }) => ofRecovery(db, params.id),
  waiveRecovery: (db, { params }) => ofRecovery(db, params.id),
  overturnFalsehood: (db, { params }) => ofRecovery(db, params.id),
  bookRefund: (db, { params }) => ofRecovery(db, params.id),
}

// Who answers for a programme pays for it: with a budget, and with two people for each payment.
registerRolesOfAnswering(['finance', 'preparer', 'approver'])

registerFileSubject(IMPORT, async (db, actor, id) => {
  const found = await findImport(db, id)
  return !!found && may(actor, 'run.read', found)
})

export const paymentsModule = module({
  name: 'payments',
  contract: payments,
  handlers,
  lanes,
  lists: paymentLists,
})
