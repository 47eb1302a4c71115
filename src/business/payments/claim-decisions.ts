import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf, formatDay } from '#core/time.ts'
import {
  findClaim,
  findVoucher,
  periodsAssumed,
  rulebookById,
  type Voucher,
} from '#business/vouchers/index.ts'
import { SERVICE_KINDS, VOUCHER_STATUS } from '#business/vouchers/browser.ts'
import { headOf, lastAction, seen } from './decision-parts.ts'

/** The decision that a voucher is issued, by whoever passed the claim; of one that waited for money, with the day it got it. */
export async function issueDecision(ctx: QueryCtx, id: string) {
  const { db } = ctx
  const caseFile = await seen(ctx, id, 'case')
  const claim = await findClaim(db, id)
  const voucher = claim?.voucherId ? await findVoucher(db, claim.voucherId) : undefined
  const decided = await lastAction(db, id, ['pass', 'overturn'])
  if (!claim || !voucher || !decided) return coreRefusals.refuse('not_found')
  const book = await rulebookById(db, voucher.rulebookId)
  const service = SERVICE_KINDS[voucher.serviceKind]
  return {
    ...(await headOf(db, caseFile)),
    kind: 'issue' as const,
    title: { zh: '科技创新券发放决定书', en: 'Decision to issue a voucher' },
    number: voucher.number,
    subject: { zh: `申领科技创新券，用于${service.zh}`, en: `A voucher for ${service.en}` },
    ...decided.by,
    result: { zh: '准予发放。', en: 'The voucher is issued.' },
    amounts: [
      { label: { zh: '申领金额', en: 'Asked for' }, amountFen: claim.amountFen },
      { label: { zh: '面额', en: 'Face value' }, amountFen: voucher.faceFen },
    ],
    derivation: [],
    reasons: decided.reason ? [{ zh: decided.reason, en: decided.reason }] : [],
    clauses: [book.title],
    consequences: [
      ...waited(decided.by.decidedOn, voucher.validFrom),
      periodsOf(voucher, periodsAssumed(book, voucher.validFrom.toString())),
      ...endOf(voucher),
    ],
    appeal: null,
  }
}

/** The rulebook that a refused claim was judged by; null for a case that is no claim. */
export async function rulebookOfClaim(db: Reader, caseId: string): Promise<Text | null> {
  const claim = await findClaim(db, caseId)
  return claim ? (await rulebookById(db, claim.rulebookId)).title : null
}

function waited(decidedOn: Temporal.PlainDate, issuedOn: Temporal.PlainDate): Text[] {
  if (decidedOn.equals(issuedOn)) return []
  return [
    {
      zh: `通过后排队等候额度，于${formatDay(issuedOn)}发放。`,
      en: `It waited for money after it was passed, and was issued on ${formatDay(issuedOn, 'en')}.`,
    },
  ]
}

type Assumed = { use: boolean; redeem: boolean }
const mark = (on: boolean): Text => (on ? { zh: '（假定）', en: ' (assumed)' } : { zh: '', en: '' })

function periodsOf({ validFrom, useBy, redeemBy }: Voucher, { use, redeem }: Assumed): Text {
  const [of, until] = [mark(use), mark(redeem)]
  return {
    zh: `服务合同应在${formatDay(validFrom)}至${formatDay(useBy)}${of.zh}之间签订，最迟于${formatDay(redeemBy)}${until.zh}申请兑付。`,
    en: `The contract is to be signed from ${formatDay(validFrom, 'en')} to ${formatDay(useBy, 'en')}${of.en}, and redemption asked for by ${formatDay(redeemBy, 'en')}${until.en}.`,
  }
}

function endOf({ status, endedAt }: Voucher): Text[] {
  if (status === 'active' || !endedAt) return []
  const [state, day] = [VOUCHER_STATUS[status], dayOf(endedAt)]
  return [
    {
      zh: `本券现为“${state.zh}”，自${formatDay(day)}起。`,
      en: `The voucher is ${state.en} since ${formatDay(day, 'en')}.`,
    },
  ]
}
