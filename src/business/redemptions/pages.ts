import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { pageOf } from '#core/page.ts'
import type { QueryCtx } from '#core/query.ts'
import { coreRefusals } from '#core/refusal.ts'
import { bankAccountOf, maskNumber, organisationOf } from '#platform/directory/index.ts'
import { filesOfSubject } from '#platform/files/index.ts'
import { findOrder } from '#platform/orders/index.ts'
import { EVIDENCE, type Evidence } from '#business/vouchers/browser.ts'
import { rulebookById } from '#business/vouchers/index.ts'
import { checklist, type Documents, type Looked } from './checklist.ts'
import { datesOf, orderFacts } from './filing.ts'
import { invoicesOf, occupiedBy, openConflicts } from './invoices.ts'
import { voucherOf } from './ordering.ts'
import { modeOf, pathsOf } from './reckon.ts'
import { lastRedeemDay, neededEvidence } from './rules.ts'
import {
  documentsOf,
  findRedemption,
  linesOf,
  listRedemptions,
  paymentsOf,
  type Redemption,
  reckoningsOf,
} from './store.ts'

export const columns = {
  organisationId: 'redemption.organisationId',
  providerId: 'redemption.providerId',
  regionPath: 'redemption.regionPath',
}

/** A provider that is not paid sees how far a request of its order is, not the firm's money. */
export const seesMoney = (actor: Actor, row: Pick<Redemption, 'providerId' | 'payeeId'>): boolean =>
  actor.organisationId !== row.providerId || row.payeeId === row.providerId

const rowOf = (actor: Actor, redemption: Redemption) => ({
  ...redemption,
  id: redemption.caseId,
  organisationName: redemption.organisationName ?? '',
  providerName: redemption.providerName ?? '',
  amountFen: seesMoney(actor, redemption) ? redemption.amountFen : null,
  approvedFen: seesMoney(actor, redemption) ? redemption.approvedFen : null,
})

type Asked = {
  status?: Redemption['status'] | undefined
  voucherId?: string | undefined
  cursor?: string | undefined
  limit: number
}

export async function redemptionList({ db, actor, visible }: QueryCtx, asked: Asked) {
  const found = await listRedemptions(db, { ...asked, visible: visible(columns) })
  return pageOf(
    found.map((row) => rowOf(actor, row)),
    asked.limit,
  )
}

/** The request with what it rests on and what the rules find. A provider that is not paid gets neither money nor papers. */
export async function redemptionPage(ctx: QueryCtx, id: string) {
  const { db, actor, now } = ctx
  const redemption = (await findRedemption(db, id)) ?? coreRefusals.refuse('not_found')
  ctx.authorise(redemption)
  if (!seesMoney(actor, redemption)) return { ...rowOf(actor, redemption), inside: null, abilities: [] }
  ctx.looked({ kind: 'redemption', id })
  const looked = await gather(ctx, redemption)
  const findings = await checklist(db, looked, now)
  return {
    ...rowOf(actor, redemption),
    inside: { ...(await inside(db, looked, ctx)), findings },
    abilities: ['redemption.adjust', 'case.act'].filter((permission) => ctx.may(permission, redemption)),
  }
}

async function gather({ db, actor, now }: QueryCtx, redemption: Redemption): Promise<Looked> {
  const voucher = await voucherOf(db, redemption.voucherId)
  const order = (await findOrder(db, redemption.orderId)) ?? coreRefusals.refuse('not_found')
  const lines = await linesOf(db, redemption.caseId)
  return {
    redemption,
    order,
    voucher,
    book: await rulebookById(db, voucher.rulebookId),
    invoices: await invoicesOf(db, lines),
    occupied: await occupiedBy(db, redemption.caseId),
    conflicts: await openConflicts(db, lines),
    documents: await documentsBy(db, actor, redemption.caseId, now),
  }
}

/** Documents by kind, each with how often the same bytes were used in other cases. */
async function documentsBy(db: Reader, actor: Actor, id: string, now: Temporal.Instant): Promise<Documents> {
  const used = new Map<string, number>()
  for (const file of await filesOfSubject(db, actor, { kind: 'redemption', id }, now)) {
    const elsewhere = file.usedBefore.uses.filter((use) => use.subject.kind === 'redemption').length
    used.set(file.id, elsewhere + file.usedBefore.elsewhere)
  }
  const rows = await documentsOf(db, id)
  const kinds = [...new Set(rows.map((row) => row.kind as Evidence))]
  return kinds.map((kind) => ({
    kind,
    files: rows
      .filter((row) => row.kind === kind)
      .map(({ id: fileId, name }) => ({
        id: fileId as string,
        name: name as string,
        usedElsewhere: used.get(fileId as string) ?? 0,
      })),
  }))
}

async function inside(
  db: Reader,
  { redemption, order, voucher, book, ...looked }: Looked,
  { now }: QueryCtx,
) {
  const { caseId } = redemption
  const buyer = await organisationOf(db, order.buyerId)
  const provider = await organisationOf(db, order.providerId)
  const payee = redemption.payeeId === buyer.id ? buyer : provider
  const facts = orderFacts(order)
  const reckonings = await reckoningsOf(db, caseId)
  return {
    mode: modeOf(book, pathsOf(order)),
    rulebookId: book.id,
    rulebookTitle: book.title,
    contractFen: redemption.contractFen,
    contractOn: facts.contractOn,
    acceptedOn: redemption.acceptedOn,
    lastDay: lastRedeemDay(book, { ...(await datesOf(db, voucher)), acceptedOn: facts.acceptedOn }).lastDay,
    invoicedFen: redemption.invoicedFen,
    paidFen: redemption.paidByFirmFen,
    payments: await paymentsOf(db, caseId),
    reckonings: reckonings.map(({ reckoningNo: no, actorLabel: by, ...row }) => ({ no, by, ...row })),
    evidence: evidenceOf(neededEvidence(book, order.serviceKind).kinds, looked.documents),
    invoices: await invoiceRows(db, caseId, looked),
    payee: { id: payee.id, name: payee.name, account: await maskedAccount(db, redemption, now) },
    disputed: disputedOf(payee, buyer),
    passedAt: redemption.passedAt,
    decidedAt: redemption.decidedAt,
  }
}

type Standing = { status: string }

function disputedOf(payee: Standing, holder: Standing): 'payee' | 'holder' | null {
  if (payee.status === 'disputed') return 'payee'
  return holder.status === 'disputed' ? 'holder' : null
}

/** Needed documents first, also those still missing. */
function evidenceOf(needed: readonly Evidence[], documents: Documents) {
  const kinds = [...new Set([...needed, ...documents.map((row) => row.kind)])]
  return kinds.map((kind) => ({
    kind,
    label: EVIDENCE[kind],
    needed: needed.includes(kind),
    files: documents.find((row) => row.kind === kind)?.files ?? [],
  }))
}

async function invoiceRows(
  db: Reader,
  id: string,
  { invoices, occupied, conflicts }: Pick<Looked, 'invoices' | 'occupied' | 'conflicts'>,
) {
  const lines = await linesOf(db, id)
  return invoices.map((invoice) => ({
    ...invoice,
    conflicts: conflicts.get(invoice.id) ?? 0,
    lines: lines
      .filter((line) => line.invoiceId === invoice.id)
      .map(({ lineNo, amountFen: presentedFen }) => {
        const now = occupied.find((one) => one.invoiceId === invoice.id && one.lineNo === lineNo)
        const { what = '', lineFen = 0n, takenFen = 0n, reversedFen = 0n, occupied: held = false } = now ?? {}
        return { lineNo, what, lineFen, presentedFen, takenFen, reversedFen, occupied: held }
      }),
  }))
}

/** The account of the approval, or before it the confirmed one. */
async function maskedAccount(
  db: Reader,
  { payeeAccount, payeeId }: Redemption,
  now: Temporal.Instant,
): Promise<string | null> {
  const fixed = payeeAccount as { bank: string; number: string } | null
  const account = fixed ?? (await bankAccountOf(db, payeeId, now))
  return account ? `${account.bank} ${maskNumber(account.number)}` : null
}

/** May this actor read the papers of a request? Who may read the request and sees its money. */
export async function mayReadPapers(
  db: Reader,
  actor: Actor,
  id: string,
  may: (redemption: Redemption) => boolean,
) {
  const redemption = await findRedemption(db, id)
  return redemption !== undefined && seesMoney(actor, redemption) && may(redemption)
}
