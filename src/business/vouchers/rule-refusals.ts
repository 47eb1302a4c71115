// Browser-safe.
import { refusals } from '#core/refusal.ts'

/** What the rules of vouchers refuse. Every sentence names the clause and says what to do next. Money blanks are bare 元. */
export const ruleRefusals = refusals({
  claim_applicant_not_admitted: {
    kind: 'invalid',
    zh: '本办法不受理{applicantZh}的申领。请在自查页面查看其他地区或层级的办法。',
    en: 'This rulebook takes no claims from a {applicantEn}. See the self-check for other schemes.',
  },
  claim_service_not_eligible: {
    kind: 'invalid',
    zh: '“{serviceZh}”不在本办法支持范围内（依据：{clause}）。请改选支持范围内的服务。',
    en: 'The scheme does not pay for {serviceEn} ({clause}). Choose a service it lists.',
  },
  claim_amount_not_positive: {
    kind: 'invalid',
    zh: '申领金额必须大于0。请填写要申领的金额。',
    en: 'The amount claimed must be above zero. Enter the amount you want.',
  },
  claim_not_multiple: {
    kind: 'invalid',
    zh: '申领金额须为{step}元的整数倍（依据：{clause}）。请改为{lower}元或{upper}元。',
    en: 'The amount must be a multiple of CNY {step} ({clause}). Ask for CNY {lower} or CNY {upper}.',
  },
  claim_above_limit: {
    kind: 'invalid',
    zh: '申领{asked}元超过目前可申领的{max}元，受“{limitZh}”限制（依据：{clause}）。请将申领金额改为{max}元以内。',
    en: 'CNY {asked} is above the CNY {max} you can claim now, limited by {limitEn} ({clause}). Ask for at most CNY {max}.',
  },
  claim_year_cap_used: {
    kind: 'conflict',
    zh: '本年度额度{cap}元已用完或占用（依据：{clause}）。请等待占用释放，或在下一年度申领。',
    en: 'The yearly cap of CNY {cap} is used or reserved ({clause}). Wait for a release or claim next year.',
  },
  claim_count_used: {
    kind: 'conflict',
    zh: '本年度已申领{count}次，达到上限（依据：{clause}）。请在下一年度申领。',
    en: 'You have claimed {count} times this year, which is the limit ({clause}). Claim again next year.',
  },
  claim_nothing_left: {
    kind: 'invalid',
    zh: '按合同金额和比例计算，可申领金额不足{step}元（受“{limitZh}”限制，依据：{clause}）。请核对合同金额。',
    en: 'By contract and ratio less than CNY {step} can be claimed (limited by {limitEn}, {clause}). Check the contract amount.',
  },
  claim_period_closed: {
    kind: 'conflict',
    zh: '本办法的最后使用日{date}已过（依据：{clause}），不能再发放。请查看现行版本的办法。',
    en: 'The last day of use, {date}, has passed ({clause}); nothing more is issued. See the version in force.',
  },
  redemption_service_not_eligible: {
    kind: 'invalid',
    zh: '“{serviceZh}”不在本办法支持范围内，不能兑付（依据：{clause}）。请核对订单的服务类型。',
    en: 'The scheme does not pay for {serviceEn} ({clause}). Check the kind of service of the order.',
  },
  claim_cross_region_not_supported: {
    kind: 'invalid',
    zh: '本办法的券不能用于外省市机构（依据：{clause}）。请改为使用本省市的服务机构，或申领支持跨区域的券。',
    en: 'Vouchers of this rulebook are not for providers of another province ({clause}). Use one at home, or claim a voucher that crosses the border.',
  },
  redemption_cross_region_not_supported: {
    kind: 'invalid',
    zh: '本办法不支持向省外机构购买服务（依据：{clause}）。请改选本地机构，或申领支持跨区域的券。',
    en: 'This scheme does not pay providers of another province ({clause}). Choose one at home or a scheme that does.',
  },
  redemption_not_in_parts: {
    kind: 'conflict',
    zh: '本券不得分次使用，此前已兑付或正在兑付{used}元（依据：{clause}）。请撤回在办申请后一并提出。',
    en: 'This voucher is used once; CNY {used} of it is redeemed or requested ({clause}). Withdraw the open request and ask for all at once.',
  },
  redemption_paid_already: {
    kind: 'conflict',
    zh: '委托方已付清全部款项，没有可由服务机构兑付的部分（依据：{clause}）。请先把多收的款项退还委托方，再按自付部分的付款凭证申请。',
    en: 'The firm has paid everything, so nothing is left for the provider to redeem ({clause}). Return what it paid beyond its share, then ask with the proof of that share.',
  },
  redemption_nothing_left: {
    kind: 'conflict',
    zh: '可兑付金额为0，受“{limitZh}”限制（依据：{clause}）。请核对合同、发票、付款和券的余额后再提出。',
    en: 'Nothing can be redeemed, limited by {limitEn} ({clause}). Check contract, invoices, payments and what the voucher has left.',
  },
  related_party: {
    kind: 'invalid',
    zh: '申请方与服务机构存在{tieZh}：{detailZh}（自{from}起），不得使用创新券（依据：{clause}）。请另选无关联关系的服务机构；认为登记有误的，请向县（区）科技局提交更正材料。',
    en: 'Applicant and provider are related by {tieEn}: {detailEn} (since {from}); vouchers may not be used between them ({clause}). Choose an unrelated provider, or send the county bureau evidence if the record is wrong.',
  },
  order_service_not_eligible: {
    kind: 'invalid',
    zh: '“{serviceZh}”不在本券所依据办法的支持范围内（依据：{clause}）。请改选支持范围内的服务，或不使用创新券下单。',
    en: 'The voucher does not pay for {serviceEn} ({clause}). Choose a service its rulebook lists, or order without a voucher.',
  },
  order_statutory_test: {
    kind: 'invalid',
    zh: '法律法规或强制性标准要求的法定检测、强制检测不予支持（依据：{clause}）。请从订单中删除该项，或不使用创新券。',
    en: 'Statutory and mandatory tests are not paid for ({clause}). Take them out of the order, or order without a voucher.',
  },
  order_content_excluded: {
    kind: 'invalid',
    zh: '订单含有不予支持的内容：{exclusionZh}（依据：{clause}）。请从订单中删除该项。',
    en: 'The order contains what the scheme does not pay for: {exclusionEn} ({clause}). Take it out of the order.',
  },
  order_provider_not_admitted: {
    kind: 'invalid',
    zh: '该服务机构未入本办法的服务机构库（依据：{clause}）。请在服务机构目录中另选，或请该机构先申请入库。',
    en: 'The provider is not admitted to this scheme ({clause}). Choose one from the list, or ask it to apply for admission first.',
  },
  order_provider_outside_scope: {
    kind: 'invalid',
    zh: '该服务机构入库的服务范围不含“{serviceZh}”（依据：{clause}）。请另选机构，或改选其入库范围内的服务。',
    en: 'The provider is admitted, but not for {serviceEn} ({clause}). Choose another provider or a service in its scope.',
  },
  order_before_admission: {
    kind: 'invalid',
    zh: '合同日期{contractOn}早于服务机构入库日期{admittedOn}（依据：{clause}）。须在入库之后签订合同，请更正日期或另选机构。',
    en: 'The contract of {contractOn} is older than the admission of the provider on {admittedOn} ({clause}). Correct the date or choose another provider.',
  },
  order_admission_ended: {
    kind: 'conflict',
    zh: '服务机构的入库资格已于{endedOn}终止，合同日期为{contractOn}（依据：{clause}）。请另选在库机构。',
    en: 'The admission of the provider ended on {endedOn}; the contract is of {contractOn} ({clause}). Choose an admitted provider.',
  },
  order_before_voucher: {
    kind: 'invalid',
    zh: '合同日期{contractOn}早于本券可用之日{validFrom}（依据：{clause}）。领券之前签订的合同不予支持，请核对日期。',
    en: 'The contract of {contractOn} is older than the first day of the voucher, {validFrom} ({clause}). Earlier contracts are not paid for; check the date.',
  },
  order_after_voucher: {
    kind: 'conflict',
    zh: '合同日期{contractOn}晚于本券最后使用日{validTo}（依据：{clause}）。请使用有效期内的券，或重新申领。',
    en: 'The contract of {contractOn} is later than the last day of use, {validTo} ({clause}). Use a valid voucher or claim a new one.',
  },
  order_cross_region_not_supported: {
    kind: 'invalid',
    zh: '本券不支持向省外机构购买服务（依据：{clause}）。请改选本地机构，或申领支持跨区域的券。',
    en: 'This voucher does not pay providers of another province ({clause}). Choose one at home, or claim a voucher that does.',
  },
  order_no_agreement: {
    kind: 'invalid',
    zh: '合同签订日（{contractOn}）两地之间没有有效的互认协议（依据：{clause}）。请选择互认地区的机构。',
    en: 'On {contractOn} no mutual recognition was in force between the two regions ({clause}). Choose a provider of a member region.',
  },
  order_service_not_cross_region: {
    kind: 'invalid',
    zh: '“{serviceZh}”不在跨区域互认的服务范围内（依据：{clause}）。请改选互认范围内的服务，或改选本地机构。',
    en: 'Mutual recognition does not cover {serviceEn} ({clause}). Choose a service it covers, or a provider at home.',
  },
  order_provider_not_recognised: {
    kind: 'invalid',
    zh: '跨区域使用限于互认开放实验室，该机构不在目录内（依据：{clause}）。请在互认开放实验室目录中另选。',
    en: 'Across regions only recognised open labs are paid for, and this provider is not in the list ({clause}). Choose one that is.',
  },
})
