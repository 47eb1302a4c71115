import { refusals } from '#core/refusal.ts'

/** What asking for redemption refuses. Money blanks are bare 元; days are YYYY-MM-DD. Browser-safe. */
export const redemptionRefusals = refusals({
  redemption_own_review: {
    kind: 'forbidden',
    zh: '您审核过本申请，不能再作决定。请由另一位负责人决定。',
    en: 'You reviewed this request and may not decide it. Another director must.',
  },
  order_not_fundable: {
    kind: 'invalid',
    zh: '本订单不能使用创新券，原因共{count}项：{reasonsZh}',
    en: 'The voucher can’t pay for this order, for {count} reasons: {reasonsEn}',
  },
  order_buyer_barred: {
    kind: 'conflict',
    zh: '委托方的证照尚未核验，或其统一社会信用代码有争议，暂不能用券下单。请委托方配合县（区）科技局核实，有结论后再办。',
    en: 'The buyer’s licence is not verified, or its credit code is disputed, so the voucher can’t pay for an order now. The buyer settles that with the county bureau first.',
  },
  order_content_unknown: {
    kind: 'invalid',
    zh: '订单声明的内容“{word}”不在可选范围内。请从列表中选择。',
    en: 'The declared content “{word}” is not one of the list. Choose from it.',
  },
  order_service_differs: {
    kind: 'invalid',
    zh: '订单的服务类型“{serviceZh}”与券载明的“{grantedZh}”不同。请改选券载明的服务类型，或另行申领。',
    en: 'The order is for {serviceEn}, the voucher was issued for {grantedEn}. Choose that service, or claim another voucher.',
  },
  order_voucher_used_once: {
    kind: 'conflict',
    zh: '本券不得分次使用，已有另一份订单。请先取消那份订单，或使用其他券。',
    en: 'This voucher is used once and another order has it already. Cancel that order, or use another voucher.',
  },
  redemption_not_ready: {
    kind: 'invalid',
    zh: '暂不能提交兑付申请，原因共{count}项：{reasonsZh}',
    en: 'The request can’t be filed yet, for {count} reasons: {reasonsEn}',
  },
  redemption_order_unfunded: {
    kind: 'invalid',
    zh: '订单{order}没有使用创新券，不能申请兑付。请选择用券的订单。',
    en: 'Order {order} was not placed with a voucher. Choose one that was.',
  },
  redemption_order_not_accepted: {
    kind: 'conflict',
    zh: '订单{order}尚未验收。请先确认服务成果，再申请兑付。',
    en: 'Order {order} is not accepted yet. Accept the result first, then ask for redemption.',
  },
  redemption_not_evaluated: {
    kind: 'conflict',
    zh: '订单{order}的服务尚未评价，缺少这一步不能兑付（依据：{clause}）。请由{buyer}在订单页面评价服务，然后再提出。',
    en: 'The service of order {order} has not been evaluated, and without this step nothing is redeemed ({clause}). {buyer} evaluates it on the order’s page; then ask again.',
  },
  order_provider_barred: {
    kind: 'conflict',
    zh: '{provider}因“{reason}”自{from}至{to}不得承接用券订单（依据：{clause}）。请另选服务机构。',
    en: '{provider} takes no orders with a voucher from {from} to {to}: {reason} ({clause}). Choose another provider.',
  },
  redemption_other_side_asks: {
    kind: 'conflict',
    zh: '该券按{modeZh}结算（{clause}），兑付由{payee}申请，贵单位不能申请。请与其联系。',
    en: 'This voucher is settled by {modeEn} ({clause}): {payee} asks for its redemption, you can’t. Get in touch with it.',
  },
  redemption_live_request: {
    kind: 'conflict',
    zh: '该券已有在办的兑付申请。请等待其办结，或撤回后再提出。',
    en: 'Another redemption request of this voucher is under way. Wait for its end, or withdraw it first.',
  },
  redemption_period_over: {
    kind: 'conflict',
    zh: '兑付期限已于{lastDay}届满（{saysZh}；依据：{clause}）。逾期的券额已退回预算，可以重新申领。',
    en: 'The time to redeem ended on {lastDay} ({saysEn}; {clause}). The amount went back to the budget; claim a new voucher.',
  },
  redemption_window_closed: {
    kind: 'conflict',
    zh: '现在不在兑付受理期内：{whenZh}（依据：{clause}）。请在受理期内提出。',
    en: 'No redemption window is open now: {whenEn} ({clause}). Ask within the window.',
  },
  redemption_invoice_buyer: {
    kind: 'invalid',
    zh: '发票{number}的购买方代码为{found}，与下单单位{expected}不一致。请核对发票，或请服务机构重开。',
    en: 'Invoice {number} names buyer {found}, the order was placed by {expected}. Check it, or ask for a new invoice.',
  },
  redemption_invoice_seller: {
    kind: 'invalid',
    zh: '发票{number}的销售方代码为{found}，与服务机构（或其依托单位）{expected}不一致。请核对发票。',
    en: 'Invoice {number} names seller {found}, the provider (or its host unit) is {expected}. Check the invoice.',
  },
  redemption_invoice_early: {
    kind: 'invalid',
    zh: '发票{number}开具于{issuedOn}，早于合同签订日{contractOn}。合同之前的费用不予支持。',
    en: 'Invoice {number} is of {issuedOn}, before the contract of {contractOn}. Earlier costs are not paid for.',
  },
  redemption_invoice_red: {
    kind: 'invalid',
    zh: '发票{number}是红字发票，不能作为兑付依据。请选择蓝字发票。',
    en: 'Invoice {number} is a red-letter invoice and proves no cost. Choose the original.',
  },
  redemption_invoice_reversed: {
    kind: 'conflict',
    zh: '发票{number}已有红字冲减，所提交的行不再足额。请撤回后按余额重新提出。',
    en: 'Invoice {number} was reversed in part, and its lines no longer cover what is presented. Withdraw and ask again for what is left.',
  },
  redemption_invoice_conflict: {
    kind: 'conflict',
    zh: '发票{number}有内容不一致的另一版本待核。请先由工作人员裁定，再通过审核。',
    en: 'Another version of invoice {number} with other facts waits for an officer. Decide that first.',
  },
  redemption_line_taken: {
    kind: 'conflict',
    zh: '复核期间，所提交的发票行已被其他申请占用，本件不能恢复。请通知申请单位换用其他发票重新提出。',
    en: 'While the request was closed, its invoice lines were presented elsewhere, so it cannot live again. Ask the firm to file anew.',
  },
  redemption_payment_not_between_companies: {
    kind: 'invalid',
    zh: '须由单位账户向服务机构的单位账户付款，现金或个人账户付款不予支持。请确认付款方式。',
    en: 'Payment goes from company account to company account; cash and personal accounts are not accepted. Confirm how it was paid.',
  },
  redemption_payment_later: {
    kind: 'invalid',
    zh: '付款日期{paidOn}晚于今天。请在付款之后再提出申请。',
    en: 'The payment of {paidOn} lies in the future. Ask once it is paid.',
  },
  redemption_evidence_missing: {
    kind: 'invalid',
    zh: '缺少证明材料：{documentsZh}（依据：{clause}）。请上传后再提交。',
    en: 'Documents are missing: {documentsEn} ({clause}). Upload them and submit again.',
  },
  redemption_programme_missing: {
    kind: 'conflict',
    zh: '办法“{scheme}”目前没有开放的兑付事项。请在事项页面查看受理时间。',
    en: 'No redemption programme of the scheme “{scheme}” is open now. See the programmes page.',
  },
  redemption_not_in_review: {
    kind: 'conflict',
    zh: '该申请状态为“{statusZh}”，不在审核中，不能再调整金额。请刷新页面查看。',
    en: 'The request is {statusEn}, no longer in review, so its amount is settled. Reload the page.',
  },
  redemption_reckoned_anew: {
    kind: 'conflict',
    zh: '您打开后，金额已由他人重新核算。请刷新查看后再调整。',
    en: 'The amount was reckoned anew after you opened the page. Reload, then adjust.',
  },
  redemption_field_fixed: {
    kind: 'invalid',
    zh: '券、订单和金额不能在补正中更改。请只补充材料；需要更改的，请撤回后重新提出。',
    en: 'Voucher, order and amount don’t change in a supplement. Add documents only, or withdraw and ask anew.',
  },
  redemption_in_batch: {
    kind: 'conflict',
    zh: '该申请已编入兑付批次，不能再撤回。如需退回资金，可在拨付后主动退款。',
    en: 'The request is in a payment batch and can’t be withdrawn. Money can be returned after it was paid.',
  },
  redemption_account_missing: {
    kind: 'conflict',
    zh: '{payee}没有经核实的收款账户，不能批准。请其在单位档案填写账户并由县（区）科技局核实。',
    en: '{payee} has no confirmed bank account, so nothing can be approved. Ask it to declare one and have it confirmed.',
  },
})
