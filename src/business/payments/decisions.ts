import type { Reader } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { dayOf, formatDay } from '#core/time.ts'
import { caseById, type CaseFile } from '#platform/cases/index.ts'
import { organisationOf } from '#platform/directory/index.ts'
import { findVoucher, rulebookById } from '#business/vouchers/index.ts'
import { findRedemption } from '#business/redemptions/index.ts'
import { appealDecision } from './appeal-decision.ts'
import { issueDecision, rulebookOfClaim } from './claim-decisions.ts'
import { APPEAL, headOf, lastAction, programmeTitle, seen, written } from './decision-parts.ts'
import { findRecovery } from './recoveries.store.ts'
import { CAUSES } from './rules.ts'

/** What a printed decision says, as data; the page prints it. */

type Kind = 'issue' | 'redemption' | 'refusal' | 'appeal' | 'recovery'
type Step = {
  id: string
  says: Text
  amountFen: bigint
  clause: string | null
  source: string | null
  assumed: boolean
}

type Asked = { kind: Kind; id: string; no?: number | undefined }

export async function decisionDocument(ctx: QueryCtx, { kind, id, no }: Asked) {
  if (kind === 'appeal') return appealDecision(ctx, id, no)
  const parts = { issue: issueDecision, redemption: approval, refusal, recovery }
  return parts[kind](ctx, id)
}

async function approval(ctx: QueryCtx, id: string) {
  const { db } = ctx
  const redemption = await findRedemption(db, id)
  const caseFile = await seen(ctx, redemption ? id : null, 'redemption')
  const decided = await lastAction(db, id, ['approve'])
  if (!redemption?.approvedFen || !decided) return coreRefusals.refuse('not_found')
  const book = await rulebookById(db, redemption.rulebookId)
  const steps = await stepsOf(db, id, redemption.reckoningNo)
  const notice = await noticeOf(db, id)
  const revoked = redemption.status === 'revoked'
  return {
    ...(await headOf(db, caseFile)),
    kind: 'redemption' as const,
    title: { zh: '科技创新券兑付决定书', en: 'Decision on the redemption of a voucher' },
    number: redemption.number,
    subject: {
      zh: `创新券 ${redemption.voucherNumber}，服务订单 ${redemption.orderNumber}，服务机构：${redemption.providerName}`,
      en: `Voucher ${redemption.voucherNumber}, order ${redemption.orderNumber}, provider ${redemption.providerName}`,
    },
    ...decided.by,
    result: revoked
      ? { zh: '本决定已被撤销，见追回决定书。', en: 'This decision was revoked; see the recovery.' }
      : { zh: '准予兑付。', en: 'The redemption is approved.' },
    amounts: [
      { label: { zh: '合同金额', en: 'Contract' }, amountFen: redemption.contractFen },
      { label: { zh: '发票金额', en: 'Invoiced' }, amountFen: redemption.invoicedFen },
      { label: { zh: '企业已付', en: 'Paid by the firm' }, amountFen: redemption.paidByFirmFen },
      { label: { zh: '可计费用', en: 'Eligible cost' }, amountFen: redemption.eligibleFen },
      { label: { zh: '核定兑付', en: 'Approved' }, amountFen: redemption.approvedFen },
    ],
    derivation: steps,
    reasons: written(decided.reason),
    clauses: clausesOf(book.title, steps),
    consequences: notice ? [notice] : [],
    appeal: APPEAL,
  }
}

/** A refusal is there to read and print as long as it stands, also while it is appealed. */
const STANDS: readonly string[] = ['refused', 'appealed']

async function refusal(ctx: QueryCtx, id: string) {
  const { db } = ctx
  const caseFile = await seen(ctx, id, 'case')
  const decided = await lastAction(db, id, ['refuse', 'decline'])
  if (!decided || !STANDS.includes(caseFile.status)) return coreRefusals.refuse('not_found')
  const redemption = await findRedemption(db, id)
  const book = redemption
    ? (await rulebookById(db, redemption.rulebookId)).title
    : await rulebookOfClaim(db, id)
  const title = await programmeTitle(db, caseFile)
  return {
    ...(await headOf(db, caseFile)),
    kind: 'refusal' as const,
    title: { zh: '不予批准决定书', en: 'Decision of refusal' },
    number: caseFile.number,
    subject: title,
    ...decided.by,
    result: { zh: '不予批准。', en: 'The application is refused.' },
    amounts:
      caseFile.amountFen === null
        ? []
        : [{ label: { zh: '申请金额', en: 'Asked for' }, amountFen: caseFile.amountFen }],
    derivation: redemption ? await stepsOf(db, id, redemption.reckoningNo) : [],
    reasons: written(decided.reason),
    clauses: book ? [book] : [],
    consequences: [],
    appeal: await appealOf(db, caseFile),
  }
}

async function recovery(ctx: QueryCtx, id: string) {
  const { db } = ctx
  const found = (await findRecovery(db, id)) ?? coreRefusals.refuse('not_found')
  const { organisationId, providerId, regionPath, authorityId } = {
    providerId: (await findRedemption(db, found.redemptionId))?.providerId ?? null,
    ...found,
  }
  ctx.authorise({ organisationId, providerId, regionPath, authorityId })
  ctx.looked({ kind: 'recovery', id })
  const caseFile = (await caseById(db, found.redemptionId)) ?? coreRefusals.refuse('not_found')
  const owed = found.demandedFen - found.returnedFen
  const debtor = await organisationOf(db, organisationId)
  return {
    ...(await headOf(db, caseFile)),
    kind: 'recovery' as const,
    applicant: { name: debtor.name, code: debtor.uscc },
    title: { zh: '资金追回决定书', en: 'Decision of recovery' },
    number: found.number,
    subject: {
      zh: `追回 ${found.redemptionNumber} 的兑付资金`,
      en: `Recovery of what redemption ${found.redemptionNumber} was paid`,
    },
    decidedOn: dayOf(found.decidedAt),
    decidedBy: found.decidedBy,
    result: recoveryResult(found),
    amounts: [
      { label: { zh: '追回金额', en: 'To be returned' }, amountFen: found.demandedFen },
      { label: { zh: '至今已退回', en: 'Returned so far' }, amountFen: found.returnedFen },
      { label: { zh: '尚欠', en: 'Still owed' }, amountFen: found.status === 'open' ? owed : 0n },
      ...(found.refundFen > 0n
        ? [{ label: { zh: '退还单位', en: 'To be paid again' }, amountFen: found.refundFen }]
        : []),
    ],
    derivation: [],
    reasons: [
      {
        zh: `${CAUSES[found.cause].zh}：${found.reason}`,
        en: `${CAUSES[found.cause].en}: ${found.reason}`,
      },
      ...written(found.endReason),
    ],
    clauses: written(found.clause),
    consequences: await consequencesOf(db, id, found.redemptionId),
    appeal: found.cause === 'voluntary' ? null : APPEAL,
  }
}

type Found = NonNullable<Awaited<ReturnType<typeof findRecovery>>>

function recoveryResult({ status, dueOn, dueProvisional, cause }: Found): Text {
  if (status === 'stopped') return STOPPED
  const what = cause === 'falsehood' && !dueOn ? STOPPED : demanded(cause, dueOn, dueProvisional)
  const since = SINCE[status]
  return since ? { zh: what.zh + since.zh, en: `${what.en} ${since.en}` } : what
}

/** What came of it is said behind what was decided and never in its place: who reads the paper later must find the decision. */
const STOPPED: Text = { zh: '撤销批准，停止支付。', en: 'The approval is revoked and nothing is paid.' }
const SINCE: { [status in Found['status']]?: Text } = {
  waived: { zh: '未退部分不再追回。', en: 'What has not come back is no longer demanded.' },
  returned: { zh: '款项已全部退回。', en: 'The money has come back in full.' },
  overturned: {
    zh: '对弄虚作假的认定已撤销，本决定不再执行。',
    en: 'The finding of falsehood is overturned since; this decision is no longer carried out.',
  },
}

function demanded(cause: Found['cause'], dueOn: Found['dueOn'], provisional: Found['dueProvisional']): Text {
  if (cause === 'voluntary' || !dueOn)
    return { zh: '收款单位自愿退回。', en: 'The payee returns it of its own will.' }
  const note = provisional ? { zh: '（暂定）', en: ' (provisional)' } : { zh: '', en: '' }
  return {
    zh: `请于${formatDay(dueOn)}${note.zh}前将款项退回原拨付账户。`,
    en: `Return the money to the paying account by ${formatDay(dueOn, 'en')}${note.en}.`,
  }
}

/** Falsehood: the bar with its term, and what became of the voucher. */
async function consequencesOf(db: Reader, decisionId: string, redemptionId: string): Promise<Text[]> {
  const bar = await db
    .selectFrom('bar')
    .select(['fromDay', 'toDay', 'liftedAt', 'assumed'])
    .where('decisionId', '=', decisionId)
    .executeTakeFirst()
  if (!bar) return []
  const redemption = await findRedemption(db, redemptionId)
  const voucher = redemption ? await findVoucher(db, redemption.voucherId) : undefined
  const provided = redemption?.payeeId === redemption?.providerId
  const barred = {
    zh: `自${formatDay(bar.fromDay)}至${formatDay(bar.toDay.subtract({ days: 1 }))}${provided ? '不得承接用券订单' : '不予受理其申领'}${bar.assumed ? '（期限为假定）' : ''}。`,
    en: `${provided ? 'No orders with a voucher may be taken' : 'No claims are taken'} from ${formatDay(bar.fromDay, 'en')} to ${formatDay(bar.toDay.subtract({ days: 1 }), 'en')}${bar.assumed ? ' (the term is assumed)' : ''}.`,
  }
  if (bar.liftedAt) {
    const on = dayOf(bar.liftedAt)
    return [
      barred,
      { zh: `上述限制已于${formatDay(on)}解除。`, en: `The bar was lifted on ${formatDay(on, 'en')}.` },
    ]
  }
  if (voucher?.status !== 'revoked') return [barred]
  return [
    barred,
    { zh: `创新券${voucher.number}余额作废。`, en: `What was left of voucher ${voucher.number} is void.` },
  ]
}

async function stepsOf(db: Reader, caseId: string, reckoningNo: number): Promise<Step[]> {
  const row = await db
    .selectFrom('redemptionReckoning')
    .select('steps')
    .where('caseId', '=', caseId)
    .where('reckoningNo', '=', reckoningNo)
    .executeTakeFirst()
  const steps = (row?.steps ?? []) as unknown as (Omit<Step, 'amountFen'> & { amountFen: string })[]
  return steps.map((step) => ({ ...step, amountFen: BigInt(step.amountFen) }))
}

/** Each clause that the derivation cites, once. */
function clausesOf(title: Text, steps: readonly Step[]): Text[] {
  const cited = steps.flatMap(({ clause, assumed }): Text[] => {
    if (!clause) return []
    return [assumed ? { zh: `${clause}（假定）`, en: `${clause} (assumed)` } : { zh: clause, en: clause }]
  })
  return [title, ...new Map(cited.map((text) => [text.zh, text])).values()]
}

async function noticeOf(db: Reader, redemptionId: string): Promise<Text | null> {
  const row = await db
    .selectFrom('batchRow')
    .innerJoin('batch', 'batch.id', 'batchRow.batchId')
    .innerJoin('publicNoticeCard as notice', 'notice.id', 'batch.noticeId')
    .select(['notice.number', 'notice.openedAt', 'notice.endedAt'])
    .where('batchRow.redemptionId', '=', redemptionId)
    .where('batchRow.status', '=', 'approved')
    .executeTakeFirst()
  if (!row?.endedAt) return null
  const [from, to] = [dayOf(row.openedAt), dayOf(row.endedAt)]
  return {
    zh: `本决定经${row.number}自${formatDay(from)}至${formatDay(to)}公示。`,
    en: `It was on public notice ${row.number} from ${formatDay(from, 'en')} to ${formatDay(to, 'en')}.`,
  }
}

/** While the internal appeal (复核) is open, it stands first, with its last day. */
const APPEALED: Text = {
  zh: '已对本决定申请复核，复核决定尚未作出。',
  en: 'An appeal against this decision was filed and is not decided yet.',
}

async function appealOf(db: Reader, caseFile: CaseFile): Promise<Text> {
  const row = await db
    .selectFrom('caseFile')
    .select(['clockOf', 'dueAt'])
    .where('id', '=', caseFile.id)
    .executeTakeFirst()
  if (caseFile.status === 'appealed') return APPEALED
  if (row?.clockOf !== 'appeal_window' || !row.dueAt) return APPEAL
  const last = dayOf(row.dueAt.subtract({ seconds: 1 }))
  return {
    zh: `可以于${formatDay(last)}前在平台申请复核。${APPEAL.zh}`,
    en: `An appeal can be filed here until ${formatDay(last, 'en')}. ${APPEAL.en}`,
  }
}
