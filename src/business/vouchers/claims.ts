import type { CommandCtx } from '#core/command.ts'
import type { Reader, Tx } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { Refusal } from '#core/refusal.ts'
import { dayOf } from '#core/time.ts'
import {
  type CaseCtx,
  type CaseFile,
  openCase,
  type OutcomeEffects,
  registerOutcome,
} from '#platform/cases/index.ts'
import { authorityAt, heldOrganisation, organisationOf } from '#platform/directory/index.ts'
import { attachFiles, filesOfSubject } from '#platform/files/index.ts'
import { balance } from '#platform/ledger/index.ts'
import { accountsOf, budgetOf } from './budgets.store.ts'
import { type Claimable, claimable } from './claim.ts'
import { claimHistory, findClaim, insertClaim, queuedCount, setClaimStatus } from './claims.store.ts'
import { voucherRefusals } from './contract.ts'
import { firmClassOf, type SelfCheck, selfCheck } from './eligibility.ts'
import { applicantFacts, asCaseFacts, claimProgramme } from './facts-on-record.ts'
import { issueOrQueue } from './issue.ts'
import { type Bar, requireNotBarred } from './waiting.ts'
import { rulebookById, rulebookInForce } from './rulebooks.store.ts'
import { cite } from './parameter.ts'
import { priorityOf } from './priority.ts'
import type { Rulebook } from './rulebook.ts'
import { barsInForce } from './vouchers.store.ts'
import type { ApplicantKind, ServiceKind } from './words.ts'

export type ClaimBody = {
  scheme: string
  service: ServiceKind
  crossRegion: boolean
  purpose: string
  contractFen: bigint
  amountFen: bigint
  files?: Record<string, string[]> | undefined
}

/**
 * Files a claim (申领): every failed criterion is told at once; facts not yet confirmed are left to the review.
 * @throws Refusal as listed in the contract
 */
export async function fileClaim(
  ctx: CommandCtx,
  body: ClaimBody,
): Promise<{ caseId: string; number: string }> {
  const { tx, actor, now } = ctx
  ctx.authorise({ organisationId: actor.organisationId })
  const organisation = await heldOrganisation(tx, actor.organisationId as string)
  requireReady(organisation)
  const book = await rulebookInForce(tx, body.scheme, dayOf(now))
  const authority = await authorityAt(tx, book.authority, dayOf(now))
  const bars = await barsInForce(tx, organisation.id, dayOf(now))
  requireNotBarred(bars, authority.id)
  const preview = await consider(tx, { organisation, book, body, now, bars })
  requireNoFailure(preview.check)
  if (preview.claimable instanceof Refusal) throw preview.claimable
  await requireMoney(tx, book, authority.id, body.amountFen, now)
  const programme = await claimProgramme(tx, body.scheme, dayOf(now))
  const { caseFile } = await openCase(tx, ctx, {
    programmeId: programme.id,
    organisationId: organisation.id,
    applicant: organisation.name,
    regionPath: organisation.regionPath,
    authorityId: authority.id,
    form: { ...body.files, ...formOf(body) },
    facts: asCaseFacts(preview.facts),
    amountFen: body.amountFen,
  })
  const papers = Object.values(body.files ?? {}).flat()
  await attachFiles(tx, ctx, papers, { kind: 'case', id: caseFile.id })
  await insertClaim(tx, {
    caseId: caseFile.id,
    organisationId: organisation.id,
    authorityId: authority.id,
    regionPath: organisation.regionPath,
    rulebookId: book.id,
    scheme: book.scheme,
    year: dayOf(now).year,
    serviceKind: body.service,
    crossRegion: body.crossRegion,
    purpose: body.purpose,
    contractFen: body.contractFen,
    amountFen: body.amountFen,
    firmClass: preview.firmClass,
  })
  return { caseId: caseFile.id, number: caseFile.number }
}

/** What the applicant would get, before anything is filed. */
export async function previewClaim(ctx: QueryCtx, input: Omit<ClaimBody, 'purpose' | 'amountFen'>) {
  const { db, actor, now } = ctx
  ctx.authorise({ organisationId: actor.organisationId })
  const organisation = await organisationOf(db, actor.organisationId as string)
  const book = await rulebookInForce(db, input.scheme, dayOf(now))
  const authority = await authorityAt(db, book.authority, dayOf(now))
  const { check, claimable: found } = await consider(db, { organisation, book, body: input, now })
  const left = await moneyLeft(db, authority.id, book.scheme, now)
  const priority = await priorityOf(db, book, organisation.id, dayOf(now))
  const refusal = found instanceof Refusal ? found : null
  return {
    rulebookId: book.id,
    check,
    maxFen: found instanceof Refusal ? null : found.maxFen,
    steps: found instanceof Refusal ? [] : found.steps,
    refusal: refusal && { code: refusal.code, text: refusal.text },
    budgetLeftFen: left,
    whenShort: book.budget.whenShort.value,
    queued: await queuedCount(db, { authorityId: authority.id, scheme: book.scheme }, { priority }),
    priority,
  }
}

async function moneyLeft(db: Reader, authorityId: string, scheme: string, now: Temporal.Instant) {
  const budget = await budgetOf(db, authorityId, scheme, dayOf(now).year)
  return budget ? (await balance(db, accountsOf(budget.id).available)).availableFen : 0n
}

/** Where the rulebook knows no queue, nothing is claimed beyond the money that is there. @throws Refusal claim_money_gone */
async function requireMoney(
  db: Reader,
  book: Rulebook,
  authorityId: string,
  amountFen: bigint,
  now: Temporal.Instant,
): Promise<void> {
  if (book.budget.whenShort.value !== 'stop') return
  const left = await moneyLeft(db, authorityId, book.scheme, now)
  if (left >= amountFen) return
  voucherRefusals.refuse('claim_money_gone', {
    left: String(left / 100n),
    clause: cite(book.budget.whenShort),
  })
}

type Organisation = Awaited<ReturnType<typeof organisationOf>>
type Considered = {
  organisation: Organisation
  book: Rulebook
  body: { service: ServiceKind; crossRegion: boolean; contractFen: bigint; amountFen?: bigint }
  now: Temporal.Instant
  bars?: readonly Bar[]
}

async function consider(db: Reader, { organisation, book, body, now, bars }: Considered) {
  const today = dayOf(now)
  const facts = await applicantFacts(db, organisation, now, bars && { bars })
  const applicant: ApplicantKind = organisation.kind === 'team' ? 'team' : 'enterprise'
  const check: SelfCheck = selfCheck(book, facts, today.toString(), { applicant })
  const history = await claimHistory(db, organisation.id, book.scheme, today.year)
  const { amountFen, ...rest } = body
  const firmClass = applicant === 'enterprise' ? firmClassOf(book, facts, today.toString()) : null
  const found: Claimable | Refusal = claimable(book, {
    ...rest,
    applicant,
    history,
    ...(firmClass ? { firmClass } : {}),
    ...(amountFen === undefined ? {} : { requestedFen: amountFen }),
  })
  return { facts, check, claimable: found, firmClass }
}

function requireReady(organisation: Organisation): void {
  const notReady = {
    unverified: { zh: '尚未核验', en: 'not verified' },
    disputed: { zh: '存在争议', en: 'disputed' },
    closed: { zh: '已注销', en: 'closed' },
  } as const
  if (organisation.status === 'verified') return
  const status = notReady[organisation.status]
  voucherRefusals.refuse('organisation_not_ready', { statusZh: status.zh, statusEn: status.en })
}

/** Unknown facts are for the review to find out; a fact that fails is told now, with all the others. */
function requireNoFailure(check: SelfCheck): void {
  const failed = check.findings.filter((finding) => finding.decides && finding.outcome === 'fail')
  if (failed.length === 0 && check.blocked.length === 0) return
  const told = [...check.blocked, ...failed.map((finding) => withClause(finding.says, finding.clause))]
  voucherRefusals.refuse('claim_criteria_failed', {
    failuresZh: told.map((text) => text.zh).join('；'),
    failuresEn: told.map((text) => text.en).join('; '),
  })
}

const withClause = (says: { zh: string; en: string }, clause: string | null) =>
  clause ? { zh: `${says.zh}（${clause}）`, en: `${says.en} (${clause})` } : says

const formOf = (body: ClaimBody) => ({
  service: body.service,
  cross_region: body.crossRegion,
  purpose: body.purpose,
  contract_amount: body.contractFen.toString(),
  amount: body.amountFen.toString(),
})

/** What the rules find for the officer: only confirmed facts decide, on the day the claim was filed. */
export async function checkOfClaim(db: Reader, caseId: string, now: Temporal.Instant) {
  const claim = await findClaim(db, caseId)
  if (!claim) return null
  const organisation = await organisationOf(db, claim.organisationId)
  const book = await rulebookById(db, claim.rulebookId)
  const facts = await applicantFacts(db, organisation, now)
  const applicant: ApplicantKind = organisation.kind === 'team' ? 'team' : 'enterprise'
  const filedOn = await filingDay(db, caseId)
  const check = selfCheck(book, facts, filedOn, { applicant, decide: 'confirmedOnly' })
  return { claim, book, check }
}

/** What was handed in with the claim and its supplements, each with how often the same bytes stand elsewhere. */
export async function papersOfClaim({ db, actor, now }: QueryCtx, caseId: string) {
  const files = await filesOfSubject(db, actor, { kind: 'case', id: caseId }, now)
  return files.map(({ id, name, usedBefore }) => {
    // The order that this very voucher pays for bears the same contract.
    const uses = usedBefore.uses.filter((use) => use.subject.kind === 'case').length
    return { id, name, usedElsewhere: uses + usedBefore.elsewhere }
  })
}

async function filingDay(db: Reader, caseId: string): Promise<string> {
  const row = await db
    .selectFrom('caseFile')
    .select('submittedAt')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  return dayOf(row.submittedAt as Temporal.Instant).toString()
}

async function requireConfirmed(tx: Tx, caseFile: CaseFile, now: Temporal.Instant): Promise<void> {
  const { status } = await organisationOf(tx, caseFile.organisationId)
  if (status === 'closed') voucherRefusals.refuse('claim_firm_closed')
  const found = await checkOfClaim(tx, caseFile.id, now)
  if (!found || found.check.passes) return
  const open = found.check.findings.filter((finding) => finding.decides && finding.outcome !== 'pass')
  voucherRefusals.refuse('claim_facts_unconfirmed', {
    factsZh: [...found.check.blocked.map((text) => text.zh), ...open.map((finding) => finding.says.zh)].join(
      '；',
    ),
    factsEn: [...found.check.blocked.map((text) => text.en), ...open.map((finding) => finding.says.en)].join(
      '; ',
    ),
  })
}

const endedAs = { refused: 'refused', withdrawn: 'withdrawn', lapsed: 'lapsed', revoked: 'refused' } as const

const effects: OutcomeEffects = {
  before: async (tx: Tx, ctx: CaseCtx, caseFile, { action }) => {
    if (action === 'pass' || action === 'approve') await requireConfirmed(tx, caseFile, ctx.now)
  },
  approved: (tx, ctx, caseFile) => issueOrQueue({ ...ctx, tx }, caseFile.id),
  ended: async (tx, _ctx, caseFile) => {
    const status = endedAs[caseFile.status as keyof typeof endedAs] ?? 'refused'
    await setClaimStatus(tx, caseFile.id, status)
  },
  resumed: async (tx, _ctx, caseFile) => {
    await setClaimStatus(tx, caseFile.id, 'in_review')
  },
}

/** The outcome of a claim's case: the voucher. */
export const registerClaimOutcome = (): void => registerOutcome('voucher.issue', effects)
