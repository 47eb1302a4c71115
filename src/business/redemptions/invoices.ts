import { sql } from 'kysely'
import type { Reader, Tx } from '#core/db.ts'
import { holdInvoices } from '#platform/invoices/index.ts'
import { redemptionRefusals } from './refusals.ts'
import type { InvoiceFacts, RequestFacts } from './rules.ts'
import { type Line, linesOf } from './store.ts'

/** Invoices as the register of invoices publishes them, with their files. */
export async function invoicesOf(db: Reader, lines: readonly Pick<Line, 'invoiceId'>[]) {
  const ids = [...new Set(lines.map((line) => line.invoiceId))]
  const rows = await db.selectFrom('invoiceCard').selectAll().where('id', 'in', ids).orderBy('id').execute()
  return rows as unknown as Invoice[]
}

export type Invoice = Omit<InvoiceFacts, 'issuedOn'> & {
  code: string
  issuedOn: Temporal.PlainDate
  sellerName: string
  buyerName: string
  totalFen: bigint
  fileId: string
}

export const factsOfInvoice = ({
  id,
  number,
  kind,
  issuedOn,
  buyerCode,
  sellerCode,
}: Invoice): InvoiceFacts => ({
  ...{ id, number, kind, buyerCode, sellerCode },
  issuedOn: issuedOn.toString(),
})

type Party = { kind: string; uscc: string | null; hostId: string | null; sponsorId: string | null }

/** Codes that may stand on an invoice: the buyer's own or, for founders without one, none or the incubator's. */
export async function codesOf(
  db: Reader,
  buyer: Party,
  provider: Party,
): Promise<Pick<RequestFacts, 'buyerCodes' | 'sellerCodes'>> {
  const sponsor = await codeOf(db, buyer.sponsorId)
  const host = await codeOf(db, provider.hostId)
  const own = buyer.uscc ? [buyer.uscc] : [null, ...sponsor]
  return { buyerCodes: own, sellerCodes: [...(provider.uscc ? [provider.uscc] : []), ...host] }
}

async function codeOf(db: Reader, id: string | null): Promise<string[]> {
  if (!id) return []
  const row = await db.selectFrom('organisationCard').select('uscc').where('id', '=', id).executeTakeFirst()
  return row?.uscc ? [row.uscc] : []
}

/** Another version of one of these invoices waits for an officer: how many, by invoice. */
export async function openConflicts(
  db: Reader,
  lines: readonly Pick<Line, 'invoiceId'>[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('invoiceConflict')
    .select(['invoiceId', sql<number>`count(*)::int`.as('count')])
    .where('invoiceId', 'in', [...new Set(lines.map((line) => line.invoiceId))])
    .where('status', '=', 'open')
    .groupBy('invoiceId')
    .execute()
  return new Map(rows.map((row) => [row.invoiceId, row.count]))
}

/** The number of an invoice of the request whose other version waits for an officer. */
export async function contestedInvoice(db: Reader, id: string): Promise<string | null> {
  const lines = await linesOf(db, id)
  const conflicts = await openConflicts(db, lines)
  const contested = (await invoicesOf(db, lines)).find((invoice) => conflicts.has(invoice.id))
  return contested?.number ?? null
}

export type Occupied = {
  invoiceId: string
  lineNo: number
  what: string
  lineFen: bigint
  takenFen: bigint
  reversedFen: bigint
  occupied: boolean
  /** Of what this request presents, gone by red-letter invoices: the newest presentation of a line loses first. */
  lostFen: bigint
}

/** The lines of a request as their register has them now. */
export async function occupiedBy(db: Reader, id: string): Promise<Occupied[]> {
  const newer = sql<bigint>`coalesce((select sum(n.amount_fen) from invoice_presented n where n.invoice_id = p.invoice_id
    and n.line_no = p.line_no and n.freed_at is null and (n.at, n.id) > (p.at, p.id)), 0)`
  const excess = sql<bigint>`p.presented_fen + p.reversed_fen - p.line_fen`
  const rows = await db
    .selectFrom('invoicePresented as p')
    .distinctOn(['p.invoiceId', 'p.lineNo'])
    .select(['p.invoiceId', 'p.lineNo', 'p.what', 'p.lineFen', 'p.presentedFen as takenFen', 'p.reversedFen'])
    .select(sql<boolean>`p.freed_at is null`.as('occupied'))
    .select(sql<bigint>`greatest(0, least(p.amount_fen, ${excess} - ${newer}))::bigint`.as('lostFen'))
    .where('p.subjectKind', '=', 'redemption')
    .where('p.subjectId', '=', id)
    .orderBy('p.invoiceId')
    .orderBy('p.lineNo')
    .orderBy('p.at', 'desc')
    .execute()
  return rows as unknown as Occupied[]
}

/** What red-letter invoices registered since a moment took of a request: for each of its invoices the newest of them. */
export async function lostSince(db: Reader, id: string, since: Temporal.Instant) {
  const lost = (await occupiedBy(db, id)).filter((line) => line.occupied && line.lostFen > 0n)
  if (lost.length === 0) return []
  const byInvoice = Map.groupBy(lost, ({ invoiceId }) => invoiceId)
  const reds = await db
    .selectFrom('invoiceCard')
    .select(['id as redId', 'redOf'])
    .distinctOn('redOf')
    .where('redOf', 'in', [...byInvoice.keys()])
    .where('at', '>=', since)
    .orderBy('redOf')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return reds.flatMap(({ redId, redOf }) => {
    const lines = byInvoice.get(redOf ?? '') ?? []
    const takenFen = lines.reduce((sum, { lostFen }) => sum + lostFen, 0n)
    return redId ? [{ redId, takenFen, lines: lines.length }] : []
  })
}

/** Holds the invoices of requests still until the commit: the last of its locks. */
export async function holdInvoicesOf(tx: Tx, redemptionIds: readonly string[]): Promise<void> {
  if (redemptionIds.length === 0) return
  const rows = await tx
    .selectFrom('redemptionLine')
    .select('invoiceId')
    .distinct()
    .where('caseId', 'in', [...redemptionIds])
    .execute()
  await holdInvoices(
    tx,
    rows.map(({ invoiceId }) => invoiceId),
  )
}

/**
 * Its invoices still say and cover what was presented.
 * @throws Refusal redemption_invoice_conflict, redemption_invoice_reversed
 */
export async function requireSound(db: Reader, id: string): Promise<void> {
  const lines = await linesOf(db, id)
  const conflicts = await openConflicts(db, lines)
  const occupied = await occupiedBy(db, id)
  for (const { id: invoiceId, number } of await invoicesOf(db, lines)) {
    if (conflicts.has(invoiceId)) redemptionRefusals.refuse('redemption_invoice_conflict', { number })
    const lost = occupied.some((line) => line.invoiceId === invoiceId && line.occupied && line.lostFen > 0n)
    if (lost) redemptionRefusals.refuse('redemption_invoice_reversed', { number })
  }
}
