import { may } from '#core/policy.ts'
import { mayLook, registerTimeline, tells } from '#platform/audit/index.ts'
import { findBatch } from './batches.store.ts'
import { findRecovery } from './recoveries.store.ts'
import { BATCH_STATUS, CAUSES, RECOVERY_STATUS, RUN_STATUS } from './rules.ts'
import { findRun } from './runs.store.ts'

registerTimeline('batch', {
  kind: { zh: '兑付批次', en: 'Batch' },
  sees: async (db, actor, id) => {
    const batch = await findBatch(db, id)
    if (!batch || !may(actor, 'batch.read', batch)) return null
    return { name: batch.number, at: `/desk/batches/${id}`, looks: mayLook(actor, batch) }
  },
  tells: {
    status: tells.oneOf('状态', 'State', BATCH_STATUS),
    entered: tells.text('编入行数', 'Rows entered'),
    notice: tells.text('公示', 'Notice'),
    closesOn: tells.text('公示截止', 'Closes'),
    decided: tells.text('已决定行数', 'Rows decided'),
  },
})

registerTimeline('payment_run', {
  kind: { zh: '拨付单', en: 'Payment run' },
  sees: async (db, actor, id) => {
    const run = await findRun(db, id)
    if (!run || !may(actor, 'run.read', run)) return null
    return { name: run.number, at: `/desk/payments/${id}`, looks: mayLook(actor, run) }
  },
  tells: {
    status: tells.oneOf('状态', 'State', RUN_STATUS),
    rows: tells.text('行数', 'Rows'),
    stopped: tells.text('停止支付行数', 'Rows stopped'),
    totalFen: tells.yuan('合计', 'Total'),
    sentFen: tells.yuan('已发出', 'Sent'),
    paidFen: tells.yuan('已支付', 'Paid'),
    unpaidFen: tells.yuan('未支付', 'Not paid'),
  },
})

registerTimeline('recovery', {
  kind: { zh: '追回', en: 'Recovery' },
  sees: async (db, actor, id) => {
    const recovery = await findRecovery(db, id)
    if (!recovery || !may(actor, 'recovery.read', recovery)) return null
    const inside = actor.organisationId === recovery.authorityId
    const at = `${inside ? '/desk' : ''}/recoveries/${id}`
    return { name: recovery.number, at, looks: mayLook(actor, recovery) }
  },
  tells: {
    status: tells.oneOf('状态', 'State', RECOVERY_STATUS),
    cause: tells.oneOf('事由', 'Cause', CAUSES),
    clause: tells.text('依据', 'Clause'),
    demandedFen: tells.yuan('应退', 'Demanded'),
    dueOn: tells.text('期限', 'Due'),
    returnedFen: tells.yuan('退回', 'Returned'),
    leftFen: tells.yuan('尚欠', 'Left'),
    owedNoMoreFen: tells.yuan('不再追回', 'Owed no more'),
    refundFen: tells.yuan('待退还', 'To be paid again'),
    refundedFen: tells.yuan('已退还', 'Paid again'),
    refundLeftFen: tells.yuan('尚待退还', 'Still to be paid again'),
    bankReference: tells.text('银行流水号', 'Bank reference'),
  },
})
