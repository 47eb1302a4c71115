import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import type { Text } from '#core/text.ts'
import type { Told } from '#platform/notices/index.ts'
import { ofAside } from './aside.ts'
import { ofDelegation } from './delegations.ts'
import { ofDispute } from './disputes.ts'
import { ofInvoice } from './invoices.ts'
import { ofOrganisation } from './organisations.ts'

export type Say = { title: Text; body: Text }

/** The messages that an event is worth; most are worth none. */
export async function messagesOf(db: Reader, event: FeedEvent): Promise<Told[]> {
  if (event.subjectKind === 'case') return [...(await ofCase(db, event)), ...(await ofAside(db, event))]
  if (event.subjectKind === 'claim') return ofClaim(db, event)
  if (event.subjectKind === 'voucher') return ofVoucher(db, event)
  if (event.subjectKind === 'service_order') return ofOrder(db, event)
  if (event.subjectKind === 'organisation') return ofOrganisation(db, event)
  if (event.subjectKind === 'dispute') return ofDispute(db, event)
  if (event.subjectKind === 'delegation') return ofDelegation(db, event)
  if (event.subjectKind === 'invoice') return ofInvoice(db, event)
  return []
}

const toApplicant: Record<string, (number: string, reason: string) => Say> = {
  submit: (number) => ({
    title: { zh: `${number} 已受理`, en: `${number} received` },
    body: {
      zh: `您的申请 ${number} 已提交，进入审核。进度可在“我的”中查看。`,
      en: `Your application ${number} was received and is under review. Follow it under “Mine”.`,
    },
  }),
  request_supplement: (number, reason) => ({
    title: { zh: `${number} 需要补正`, en: `${number} needs a supplement` },
    body: {
      zh: `审核人要求补正：${reason}。请在期限内提交，逾期未补正的申请将失效。`,
      en: `The reviewer asks for a supplement: ${reason}. Send it in time; unanswered, the application lapses.`,
    },
  }),
  refuse: (number, reason) => ({
    title: { zh: `${number} 未获通过`, en: `${number} was refused` },
    body: {
      zh: `理由：${reason}。如不同意，可在办件页面申请复核。`,
      en: `Reason: ${reason}. If you disagree, appeal on the page of the case.`,
    },
  }),
  decline: (number, reason) => ({
    title: { zh: `${number} 未获批准`, en: `${number} was declined` },
    body: {
      zh: `理由：${reason}。如不同意，可在办件页面查看能否申请复核及其期限；也可针对理由改正后重新申请。`,
      en: `Reason: ${reason}. If you disagree, the page of the case says whether and until when you may appeal; or put it right and ask anew.`,
    },
  }),
  approve: (number) => ({
    title: { zh: `${number} 已批准`, en: `${number} approved` },
    body: {
      zh: `${number} 已获批准，款项将拨付至贵单位已核实的账户。`,
      en: `${number} was approved; the money will be paid to your confirmed account.`,
    },
  }),
  lapse: (number) => ({
    title: { zh: `${number} 已失效`, en: `${number} lapsed` },
    body: {
      zh: `${number} 逾期未补正，已失效。您可以重新申请。`,
      en: `${number} lapsed because the supplement did not come in time. You may apply again.`,
    },
  }),
  uphold: (number, reason) => ({
    title: { zh: `${number} 复核维持原决定`, en: `${number}: the refusal stands` },
    body: {
      zh: `复核意见：${reason}。复核决定书可在办件页面查看和打印。`,
      en: `Decision on the appeal: ${reason}. Its page has the decision to read and print.`,
    },
  }),
  overturn: (number, reason) => ({
    title: { zh: `${number} 复核撤销原决定`, en: `${number}: the refusal was overturned` },
    body: {
      zh: `复核意见：${reason}。申请将继续办理；复核决定书可在办件页面查看和打印。`,
      en: `Decision on the appeal: ${reason}. The case goes on; its page has the decision to read and print.`,
    },
  }),
  hold: (number) => ({
    title: { zh: `${number} 因异议暂缓`, en: `${number} is held by an objection` },
    body: {
      zh: `公示期间收到实名异议，${number} 暂缓办理，同批次其他申请不受影响。`,
      en: `A real-name objection came during the public notice; ${number} is held, the rest of the batch goes on.`,
    },
  }),
}

async function ofCase(db: Reader, { subjectId, changes, at: _ }: FeedEvent): Promise<Told[]> {
  const action = String(changes.action ?? '')
  const found = await db
    .selectFrom('caseFile')
    .select(['id', 'number', 'organisationId', 'applicant', 'stage', 'status'])
    .where('id', '=', subjectId)
    .executeTakeFirst()
  if (!found) return []
  const subject = { kind: 'case', id: found.id }
  const say = toApplicant[action]
  if (!say) return []
  const reason = await lastReason(db, found.id, action)
  return [{ to: { organisationId: found.organisationId }, text: say(found.number, reason), subject }]
}

async function lastReason(db: Reader, caseId: string, action: string): Promise<string> {
  const row = await db
    .selectFrom('caseAction')
    .select('reason')
    .where('caseId', '=', caseId)
    .where('action', '=', action as never)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.reason ?? ''
}

/** An accepted claim that left the queue without a voucher: its case says nothing of it. */
async function ofClaim(db: Reader, { subjectId, changes }: FeedEvent): Promise<Told[]> {
  if (changes.status !== 'refused') return []
  const { number, organisationId } = await db
    .selectFrom('caseFile')
    .select(['number', 'organisationId'])
    .where('id', '=', subjectId)
    .executeTakeFirstOrThrow()
  const title = {
    zh: `${number} 排队期间不再符合发券条件`,
    en: `${number}: no voucher could be issued from the queue`,
  }
  const text = { title, body: changes.text as Text }
  const subject = { kind: 'case', id: subjectId }
  if (changes.reason !== 'claim_firm_closed') return [{ to: { organisationId }, text, subject }]
  // Nobody acts in a closed firm any more: whoever filed is told himself, and the desk that keeps the queue.
  const { authorityId } = await db
    .selectFrom('claim')
    .select('authorityId')
    .where('caseId', '=', subjectId)
    .executeTakeFirstOrThrow()
  const { actorUser } = await db
    .selectFrom('caseAction')
    .select('actorUser')
    .where('caseId', '=', subjectId)
    .where('action', '=', 'submit')
    .executeTakeFirstOrThrow()
  const toDesk: Told = { to: { organisationId: authorityId, role: 'finance' }, text, subject }
  return actorUser ? [{ to: { userId: actorUser }, text, subject }, toDesk] : [toDesk]
}

async function ofVoucher(db: Reader, { subjectId, changes }: FeedEvent): Promise<Told[]> {
  const voucher = await db
    .selectFrom('voucher')
    .select(['id', 'number', 'organisationId', 'useBy', 'status'])
    .where('id', '=', subjectId)
    .executeTakeFirst()
  if (!voucher) return []
  const told = (text: Say): Told[] => [
    { to: { organisationId: voucher.organisationId }, text, subject: { kind: 'voucher', id: voucher.id } },
  ]
  if (changes.faceFen !== undefined) {
    return told({
      title: { zh: `科技创新券 ${voucher.number} 已发放`, en: `Voucher ${voucher.number} issued` },
      body: {
        zh: `请在 ${voucher.useBy} 前选择服务机构并签订合同。`,
        en: `Choose a provider and sign the contract by ${voucher.useBy}.`,
      },
    })
  }
  if (changes.status === 'lapsed' || changes.status === 'revoked') {
    const lapsed = changes.status === 'lapsed'
    return told({
      title: {
        zh: `科技创新券 ${voucher.number} ${lapsed ? '已失效' : '已撤销'}`,
        en: `Voucher ${voucher.number} ${lapsed ? 'lapsed' : 'was revoked'}`,
      },
      body: {
        zh: lapsed ? '使用期或兑付期已过，余额退回预算。' : '依据处理决定，该券已撤销，余额退回预算。',
        en: lapsed
          ? 'Its period is over; what was left returned to the budget.'
          : 'By decision; what was left returned to the budget.',
      },
    })
  }
  return []
}

const orderTexts: Record<string, { to: 'buyer' | 'provider'; say: (number: string) => Say }> = {
  proposed: {
    to: 'provider',
    say: (number) => ({
      title: { zh: `新订单 ${number} 待确认`, en: `New order ${number} to confirm` },
      body: {
        zh: '有企业向贵机构提出服务订单，请确认或说明理由后谢绝。',
        en: 'A firm proposes an order. Confirm it, or decline with a reason.',
      },
    }),
  },
  confirmed: {
    to: 'buyer',
    say: (number) => ({
      title: { zh: `订单 ${number} 已确认`, en: `Order ${number} confirmed` },
      body: { zh: '服务机构已确认订单。', en: 'The provider confirmed the order.' },
    }),
  },
  declined: {
    to: 'buyer',
    say: (number) => ({
      title: { zh: `订单 ${number} 被谢绝`, en: `Order ${number} declined` },
      body: {
        zh: '服务机构谢绝了订单，理由见订单页面。您可另选机构。',
        en: 'The provider declined; the reason is on the order. Choose another provider.',
      },
    }),
  },
  delivered: {
    to: 'buyer',
    say: (number) => ({
      title: { zh: `订单 ${number} 已交付，待验收`, en: `Order ${number} delivered` },
      body: {
        zh: '服务结果已上传，请查看并验收，或说明理由退回修改。',
        en: 'The result is uploaded. Accept it, or send it back with a reason.',
      },
    }),
  },
  accepted: {
    to: 'provider',
    say: (number) => ({
      title: { zh: `订单 ${number} 已验收`, en: `Order ${number} accepted` },
      body: { zh: '企业已验收服务结果。', en: 'The firm accepted the result.' },
    }),
  },
}

const evaluated: (typeof orderTexts)[string] = {
  to: 'provider',
  say: (number) => ({
    title: { zh: `订单 ${number} 的服务已评价`, en: `The service of order ${number} was evaluated` },
    body: {
      zh: '评价见订单页面。用券订单由贵单位兑付的，现在可以申请兑付。',
      en: 'The evaluation is on the order. Where you redeem its voucher, you can ask for redemption now.',
    },
  }),
}

async function ofOrder(db: Reader, { subjectId, actorOrganisation, changes }: FeedEvent): Promise<Told[]> {
  const order = await db
    .selectFrom('serviceOrder')
    .select(['id', 'number', 'buyerId', 'providerId', 'status'])
    .where('id', '=', subjectId)
    .executeTakeFirst()
  if (!order) return []
  const subject = { kind: 'service_order', id: order.id }
  if (order.status === 'cancelled') {
    const others = [order.buyerId, order.providerId].filter((id) => id !== actorOrganisation)
    const text = {
      title: { zh: `订单 ${order.number} 已取消`, en: `Order ${order.number} cancelled` },
      body: { zh: '取消原因和费用见订单页面。', en: 'The reason and the fee are on the order.' },
    }
    return others.map((organisationId) => ({ to: { organisationId }, text, subject }))
  }
  if (order.status === 'voided') {
    const text = {
      title: { zh: `订单 ${order.number} 已终止`, en: `Order ${order.number} was stopped` },
      body: {
        zh: '服务机构的入库资格被取消，本订单终止，双方互不承担费用，券的占用已解除。理由见订单页面。',
        en: 'The provider’s admission was withdrawn and the order is stopped. Nobody owes a fee, and the voucher is free again. The reason is on the order.',
      },
    }
    const both = [order.buyerId, order.providerId]
    return both.map((organisationId) => ({ to: { organisationId }, text, subject }))
  }
  const text = changes.action === 'evaluate' ? evaluated : orderTexts[order.status]
  if (!text) return []
  return [
    {
      to: { organisationId: text.to === 'buyer' ? order.buyerId : order.providerId },
      text: text.say(order.number),
      subject,
    },
  ]
}
