import { theSystem } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf, formatDay } from '#core/time.ts'
import type { CaseFile } from '#platform/cases/index.ts'
import {
  findClaim,
  findVoucher,
  periodsAssumed,
  rulebookById,
  type Voucher,
} from '#business/vouchers/index.ts'
import { SERVICE_KINDS, VOUCHER_STATUS } from '#business/vouchers/browser.ts'
import { APPEAL, headOf, lastAction, seen } from './decision-parts.ts'

/** The decision that a voucher is issued, by whoever passed the claim; of one that waited for money, with the day it got it. */
export async function issueDecision(ctx: QueryCtx, id: string) {
  const { db } = ctx
  const caseFile = await seen(ctx, id, 'case')
  const claim = await findClaim(db, id)
  if (claim?.refusedBecause && caseFile.status === 'approved') return leftTheQueue(db, caseFile, claim)
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

type Claim = NonNullable<Awaited<ReturnType<typeof findClaim>>>

/** The claim was passed and waited for money; when its turn came, or before, no voucher could be issued any more. */
async function leftTheQueue(db: Reader, caseFile: CaseFile, claim: Claim) {
  const { refusedBecause, refusedAt, amountFen, rulebookId, serviceKind } = claim
  const passed = await lastAction(db, caseFile.id, ['pass', 'overturn'])
  if (!refusedBecause || !refusedAt || !passed) return coreRefusals.refuse('not_found')
  const service = SERVICE_KINDS[serviceKind]
  const { decidedOn, decidedBy } = passed.by
  return {
    ...(await headOf(db, caseFile)),
    kind: 'issue' as const,
    title: { zh: '不予发放科技创新券决定书', en: 'Decision that no voucher is issued' },
    number: caseFile.number,
    subject: { zh: `申领科技创新券，用于${service.zh}`, en: `A voucher for ${service.en}` },
    decidedOn: dayOf(Temporal.Instant.from(refusedAt)),
    decidedBy: theSystem.label,
    result: {
      zh: '不予发放，申领退出排队，没有为其预留资金。',
      en: 'No voucher is issued; the claim leaves the queue, and no money was reserved for it.',
    },
    amounts: [{ label: { zh: '申领金额', en: 'Asked for' }, amountFen }],
    derivation: [],
    reasons: [refusedBecause],
    clauses: [(await rulebookById(db, rulebookId)).title],
    consequences: [
      {
        zh: `${decidedBy}于${formatDay(decidedOn)}通过审核，此后排队等候额度。`,
        en: `Passed by ${decidedBy} on ${formatDay(decidedOn, 'en')}; it waited for money since.`,
      },
    ],
    appeal: APPEAL,
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
