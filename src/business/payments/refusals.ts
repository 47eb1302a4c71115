import { refusals } from '#core/refusal.ts'

/** Browser-safe. Money blanks are bare 元; days are YYYY-MM-DD. */
export const paymentRefusals = refusals({
  batch_wrong_status: {
    kind: 'conflict',
    zh: '批次{number}目前为“{statusZh}”，不能办理此项。请刷新页面查看最新情况。',
    en: 'Batch {number} is {statusEn}, so this can’t be done. Reload the page to see where it stands.',
  },
  batch_nothing_waits: {
    kind: 'conflict',
    zh: '办法“{scheme}”目前没有已通过审核、待编入批次的兑付申请。请待审核通过后再建批次。',
    en: 'No request under the scheme “{scheme}” has passed review and waits for a batch. Wait until one has.',
  },
  batch_empty: {
    kind: 'conflict',
    zh: '批次{number}中没有可公示的兑付申请。请先编入，或解散批次。',
    en: 'Batch {number} holds no request to publish. Add one, or dissolve the batch.',
  },
  redemption_in_other_batch: {
    kind: 'conflict',
    zh: '兑付申请{redemption}已编入批次{batch}。请先从该批次移出。',
    en: 'Request {redemption} is in batch {batch} already. Remove it there first.',
  },
  redemption_not_passed: {
    kind: 'conflict',
    zh: '兑付申请{redemption}尚未通过审核，或已办结，不能编入批次。',
    en: 'Request {redemption} has not passed review, or is over, and can’t enter a batch.',
  },
  redemption_other_scheme: {
    kind: 'conflict',
    zh: '兑付申请{redemption}属于另一办法，不能编入本批次。同一批次只含同一办法的申请。',
    en: 'Request {redemption} is under another scheme. A batch holds requests of one scheme only.',
  },
  batch_row_missing: {
    kind: 'not_found',
    zh: '该兑付申请不在批次{number}中，或已移出。请刷新页面查看。',
    en: 'The request is not in batch {number}, or was removed. Reload the page.',
  },
  batch_row_held: {
    kind: 'conflict',
    zh: '兑付申请{redemption}因实名异议暂缓，异议处理后才能决定。其他申请不受影响。',
    en: 'Request {redemption} is held by an objection made by name and can be decided once that is. The others go on.',
  },
  batch_row_decided: {
    kind: 'conflict',
    zh: '兑付申请{redemption}已作出决定，不能重复决定。',
    en: 'Request {redemption} has been decided already.',
  },
  decision_reason_missing: {
    kind: 'invalid',
    zh: '不予批准须写明理由，申请单位会看到。请填写后再提交。',
    en: 'Declining needs a reason, which the applicant will read. Give one and submit again.',
  },
  decided_what_reviewed: {
    kind: 'forbidden',
    zh: '您审核过兑付申请{redemption}，不能再作决定。请由另一位负责人决定。',
    en: 'You reviewed request {redemption} and may not decide it. Another director must.',
  },
  batch_result_incomplete: {
    kind: 'conflict',
    zh: '批次{number}还有{count}件未决定，暂不能公告。暂缓的申请不影响公告，可以后单独决定。',
    en: 'Batch {number} still has {count} undecided requests. Decide them first; held ones may follow later.',
  },
  run_wrong_status: {
    kind: 'conflict',
    zh: '拨付单{number}目前为“{statusZh}”，不能办理此项。请刷新页面查看最新情况。',
    en: 'Payment run {number} is {statusEn}, so this can’t be done. Reload the page to see where it stands.',
  },
  run_nothing_to_pay: {
    kind: 'conflict',
    zh: '没有可以拨付的兑付：{reasonsZh}',
    en: 'Nothing can be paid: {reasonsEn}',
  },
  run_own_preparation: {
    kind: 'forbidden',
    zh: '拨付单{number}由您经办，须由另一人复核，代理他人岗位时也一样。',
    en: 'You prepared run {number}; somebody else must approve it, also while you stand in for another.',
  },
  run_all_stopped: {
    kind: 'conflict',
    zh: '拨付单{number}的各行都已停止支付（收款账户变更等）。请取消本单，核对后重新经办。',
    en: 'Every row of run {number} has been stopped (changed accounts and the like). Cancel it, check, and prepare anew.',
  },
  run_not_sent: {
    kind: 'conflict',
    zh: '拨付单{number}尚未发出。为防止使用过期的账户信息，拨付文件在发出时才生成。',
    en: 'Run {number} has not been sent. The payment file is made when it is, so that no outdated account gets out.',
  },
  payee_missing: {
    kind: 'conflict',
    zh: '{payee}没有经核实的收款账户。请其在单位档案填写账户并由县（区）科技局核实。',
    en: '{payee} has no confirmed bank account. Ask it to declare one and have it confirmed.',
  },
  payee_changed: {
    kind: 'conflict',
    zh: '{payee}的收款账户在批准之后有变更（现为{account}）。请核对后勾选“按变更后的账户支付”。',
    en: 'The bank account of {payee} changed after the approval (now {account}). Check it, then accept the change.',
  },
  payment_running: {
    kind: 'conflict',
    zh: '兑付{redemption}已在拨付单{run}中，不能重复支付。',
    en: 'Redemption {redemption} is in payment run {run} already and is not paid twice.',
  },
  payment_held_red: {
    kind: 'conflict',
    zh: '兑付{redemption}的发票被红字冲减，暂停支付。请负责人先在“追回—追回建议”中决定追回或不予追回。',
    en: 'A red-letter invoice took back what redemption {redemption} presented; its payment waits. A director decides first, under Recoveries, Proposals.',
  },
  payment_held_conflict: {
    kind: 'conflict',
    zh: '兑付{redemption}的发票{invoice}有两个版本，暂停支付。请购买方所在地的工作人员先在“发票冲突”中决定以哪个为准。',
    en: 'Invoice {invoice} of redemption {redemption} has two versions; its payment waits. An officer of the buyer’s region decides first which one stands.',
  },
  payment_held_holder: {
    kind: 'conflict',
    zh: '兑付{redemption}的持券单位{holder}代码存在争议，券的归属裁定前暂停支付。请待其所在县（区）科技局裁定后再编入拨付单。',
    en: 'The code of {holder}, who holds the voucher of redemption {redemption}, is in dispute; its payment waits. It can be paid once the county bureau has decided.',
  },
  payment_not_due: {
    kind: 'conflict',
    zh: '兑付{redemption}未获批准、已撤销或已支付，不能编入拨付单。',
    en: 'Redemption {redemption} is not approved, was revoked, or is paid, and can’t enter a run.',
  },
  bank_reference_used: {
    kind: 'conflict',
    zh: '银行流水号{reference}已登记在另一笔款项上。请核对回单。',
    en: 'Bank reference {reference} is recorded for another payment already. Check the slip.',
  },
  confirmation_source: {
    kind: 'invalid',
    zh: '请上传银行回单文件（xlsx），或粘贴CSV内容，两者选一。',
    en: 'Give the bank’s confirmation as an xlsx file or as CSV text, one of the two.',
  },
  recovery_not_paid: {
    kind: 'conflict',
    zh: '兑付{redemption}尚未支付，没有可退回的款项。',
    en: 'Redemption {redemption} has not been paid, so there is nothing to return.',
  },
  recovery_payment_running: {
    kind: 'conflict',
    zh: '兑付{redemption}的款项已发往银行（拨付单{run}），待回单导入后再作追回决定。',
    en: 'The money of redemption {redemption} is on its way (run {run}). Decide once the bank’s answer is imported.',
  },
  recovery_before_payment: {
    kind: 'conflict',
    zh: '兑付{redemption}尚未支付，只能因虚假或红字发票整笔停止支付（{amount}元），不能部分追回。',
    en: 'Redemption {redemption} is not paid yet: it can only be stopped as a whole (CNY {amount}), for falsehood or a red-letter invoice.',
  },
  recovery_too_much: {
    kind: 'conflict',
    zh: '追回金额超过已支付且未追回的{left}元。请减少金额。',
    en: 'More than the CNY {left} that was paid and is not yet demanded back. Reduce the amount.',
  },
  recovery_over: {
    kind: 'conflict',
    zh: '追回{number}目前为“{statusZh}”，不能办理此项。',
    en: 'Recovery {number} is {statusEn}, so this can’t be done.',
  },
  recovery_return_too_much: {
    kind: 'conflict',
    zh: '退回金额超过尚欠的{left}元。请核对回单，多退部分应原路退还。',
    en: 'More than the CNY {left} still owed. Check the slip; what was paid too much goes back to the payer.',
  },
  recovery_not_false: {
    kind: 'conflict',
    zh: '追回{number}不是因弄虚作假作出的，不能撤销认定。未退的部分可以撤销追回。',
    en: 'Recovery {number} is no finding of falsehood. What has not come back can be waived.',
  },
  recovery_own_finding: {
    kind: 'forbidden',
    zh: '认定由您作出，应由另一位负责人撤销。',
    en: 'You made this finding; another director overturns it.',
  },
  refund_short: {
    kind: 'conflict',
    zh: '退还需要{needed}元，可用资金只有{left}元。请财务先释放额度，再撤销认定。',
    en: 'CNY {needed} are to be paid again and CNY {left} are available. Have money released first, then overturn it.',
  },
  refund_short_closed: {
    kind: 'conflict',
    zh: '退还需要{needed}元，该年度预算已关闭，结转资金只有{left}元。请财务先在结转转入的年度预算中调减并转回结转资金，再撤销认定。',
    en: 'CNY {needed} are to be paid again. The year is closed and {left} are carried over. Have the budget into which it was carried cut, back to the carry-over, then overturn it.',
  },
  refund_none: {
    kind: 'conflict',
    zh: '追回{number}没有待退还的款项。',
    en: 'Recovery {number} has nothing to be paid again.',
  },
  refund_too_much: {
    kind: 'conflict',
    zh: '待退还的只有{left}元。请核对金额。',
    en: 'CNY {left} are to be paid again. Check the amount.',
  },
  refund_day: {
    kind: 'invalid',
    zh: '付款日期{day}应在撤销认定之日至今天之间。',
    en: 'Day {day} is not between the overturning and today.',
  },
  recovery_waive_false: {
    kind: 'conflict',
    zh: '因虚假作出的追回决定已撤销批准，不能免除。经行政复议或者诉讼认定不成立的，由另一位负责人撤销认定。',
    en: 'A recovery for falsehood revoked the approval and can’t be waived. Where review or a court finds otherwise, another director overturns the finding.',
  },
  received_later: {
    kind: 'invalid',
    zh: '到账日期{day}晚于今天。请按回单填写。',
    en: 'The day {day} lies in the future. Give the day on the slip.',
  },
  received_before_paid: {
    kind: 'invalid',
    zh: '到账日期{day}早于该兑付的支付日期{paidOn}，款项不可能在支付之前退回。请按回单填写。',
    en: 'The day {day} is before the redemption was paid ({paidOn}): money can’t come back before. Give the day on the slip.',
  },
  proposal_decided: {
    kind: 'conflict',
    zh: '该追回建议已处理，不能重复处理。',
    en: 'This proposal has been dealt with already.',
  },
})
