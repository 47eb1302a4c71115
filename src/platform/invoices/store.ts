import type { Insertable } from 'kysely'
import { constraintOf, json, type Reader, type Tables, type Tx } from '#core/db.ts'
import { type InvoiceFacts, invoiceRefusals, type LineFacts } from './rules.ts'

export type SubjectRef = { kind: string; id: string }
export type Invoice = NonNullable<Awaited<ReturnType<typeof findInvoice>>>

const selectInvoices = (db: Reader) =>
  db
    .selectFrom('invoice as i')
    .select([
      'i.id',
      'i.code',
      'i.number',
      'i.kind',
      'i.redOf',
      'i.sellerCode',
      'i.sellerName',
      'i.buyerCode',
    ])
    .select(['i.buyerName', 'i.issuedOn', 'i.totalFen', 'i.fileId', 'i.registeredBy', 'i.regionPath', 'i.at'])

export const findInvoice = (db: Reader, id: string) =>
  selectInvoices(db).where('i.id', '=', id).executeTakeFirst()

/** Everything that changes what an invoice says or what is presented of it holds its row. */
export const lockInvoice = (tx: Tx, id: string) =>
  selectInvoices(tx).where('i.id', '=', id).forNoKeyUpdate('i').executeTakeFirst()

/** Several, locked in the order of their ids. */
export const lockInvoices = (tx: Tx, ids: readonly string[]) =>
  selectInvoices(tx)
    .where('i.id', 'in', [...ids])
    .orderBy('i.id')
    .forNoKeyUpdate('i')
    .execute()

/** Held still for who relies on what they say: nothing is reversed, corrected or contested until the commit. */
export async function holdInvoices(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .selectFrom('invoice')
    .select('id')
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forShare()
    .execute()
}

export const lockNumbered = (tx: Tx, { code, number }: { code: string; number: string }) =>
  selectInvoices(tx)
    .where('i.code', '=', code)
    .where('i.number', '=', number)
    .forNoKeyUpdate('i')
    .executeTakeFirst()

/** Lines that a correction has not struck. */
export const linesOf = (db: Reader, invoiceId: string) =>
  db
    .selectFrom('invoiceLine')
    .select(['lineNo', 'what', 'amountFen', 'blueLineNo', 'presentedFen', 'reversedFen'])
    .where('invoiceId', '=', invoiceId)
    .where('amountFen', '>', 0n)
    .orderBy('lineNo')
    .execute()

/** What the invoice says now. */
export async function factsOf(db: Reader, invoice: Invoice): Promise<InvoiceFacts> {
  const { code, number, kind, sellerCode, sellerName, buyerCode, buyerName, totalFen } = invoice
  const lines = await linesOf(db, invoice.id)
  return {
    ...{ code, number, kind, sellerCode, sellerName, buyerCode, buyerName, totalFen },
    issuedOn: invoice.issuedOn.toString(),
    lines: lines.map(({ what, amountFen, blueLineNo }) => ({ what, amountFen, blueLineNo })),
  }
}

/** Facts kept as a document have their amounts as digits. */
export function factsFrom(document: unknown): InvoiceFacts {
  const facts = document as InvoiceFacts & { totalFen: string; lines: (LineFacts & { amountFen: string })[] }
  return {
    ...facts,
    totalFen: BigInt(facts.totalFen),
    lines: facts.lines.map((line) => ({ ...line, amountFen: BigInt(line.amountFen) })),
  }
}

const refused: Record<string, () => never> = {
  invoice_line_blue: () => invoiceRefusals.refuse('invoice_blue_line_unknown', { line: '?' }),
  invoice_line_reversed_at_most: () => invoiceRefusals.refuse('invoice_reversed_beyond', { line: '?' }),
  invoice_line_in_use: () => invoiceRefusals.refuse('invoice_line_in_use', { line: '?' }),
}

/** Backstops: actions say the same earlier, with figures. */
async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    refused[constraintOf(error) ?? '']?.()
    throw error
  }
}

export type NewInvoiceRow = Pick<Invoice, 'redOf' | 'fileId' | 'registeredBy' | 'regionPath' | 'at'> & {
  by: string
}

/** Undefined when the number is registered already: who registers the same one at once waits here for the other's end. */
export async function insertInvoice(
  tx: Tx,
  facts: InvoiceFacts,
  row: NewInvoiceRow,
): Promise<string | undefined> {
  const { lines, ...said } = facts
  const { by, ...rest } = row
  const added = await tx
    .insertInto('invoice')
    .values({ ...said, ...rest, issuedOn: Temporal.PlainDate.from(said.issuedOn) })
    .onConflict((on) => on.constraint('invoice_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return undefined
  await insertLines(
    tx,
    added.id,
    lines.map((line, at) => ({ ...line, lineNo: at + 1 })),
  )
  await insertVersion(tx, {
    invoiceId: added.id,
    versionNo: 1,
    facts: json(facts),
    conflictId: null,
    byLabel: by,
    at: row.at,
  })
  await insertHolder(tx, {
    invoiceId: added.id,
    organisationId: row.registeredBy,
    fileId: row.fileId,
    at: row.at,
  })
  return added.id
}

const insertLines = (tx: Tx, invoiceId: string, lines: readonly (LineFacts & { lineNo: number })[]) =>
  orRefuse(
    tx
      .insertInto('invoiceLine')
      .values(lines.map((line) => ({ ...line, invoiceId })))
      .execute(),
  )

const insertVersion = (tx: Tx, row: Insertable<Tables['invoiceVersion']>) =>
  tx.insertInto('invoiceVersion').values(row).execute()

/** An organisation that registered the same facts reads and presents the invoice like the first. */
export const insertHolder = (tx: Tx, row: Insertable<Tables['invoiceHolder']>) =>
  tx
    .insertInto('invoiceHolder')
    .values(row)
    .onConflict((on) => on.constraint('invoice_holder_pkey').doNothing())
    .execute()

export async function isHolder(
  db: Reader,
  invoiceId: string,
  organisationId: string | null,
): Promise<boolean> {
  return (await fileOfHolder(db, invoiceId, organisationId)) !== undefined
}

/** The file that this holder gave for the invoice. */
export async function fileOfHolder(
  db: Reader,
  invoiceId: string,
  organisationId: string | null,
): Promise<string | undefined> {
  if (!organisationId) return undefined
  const row = await db
    .selectFrom('invoiceHolder')
    .select('fileId')
    .where('invoiceId', '=', invoiceId)
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  return row?.fileId
}

export const isPresentedTo = async (
  db: Reader,
  invoiceId: string,
  authorityId: string | null,
): Promise<boolean> =>
  authorityId !== null &&
  (await db
    .selectFrom('invoicePresentation')
    .select('id')
    .where('invoiceId', '=', invoiceId)
    .where('authorityId', '=', authorityId)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** The corrected facts take the place of the old; what was before stays as a version. The invoice is locked. */
export async function correctInvoice(
  tx: Tx,
  invoice: Invoice,
  facts: InvoiceFacts,
  by: { conflictId: string; byLabel: string; at: Temporal.Instant; fileId: string },
): Promise<void> {
  const { sellerCode, sellerName, buyerCode, buyerName, totalFen } = facts
  const { fileId, ...cause } = by
  const issuedOn = Temporal.PlainDate.from(facts.issuedOn)
  await tx
    .updateTable('invoice')
    .set({ sellerCode, sellerName, buyerCode, buyerName, issuedOn, totalFen, fileId })
    .where('id', '=', invoice.id)
    .execute()
  await replaceLines(tx, invoice, facts.lines)
  const versions = await versionsOf(tx, invoice.id)
  const versionNo = versions.length + 1
  await insertVersion(tx, { invoiceId: invoice.id, versionNo, facts: json(facts), ...cause })
}

/** A red-letter invoice first lets go of everything, so that what it takes back never stands twice in between. */
async function replaceLines(tx: Tx, invoice: Invoice, lines: readonly LineFacts[]): Promise<void> {
  const all = await tx
    .selectFrom('invoiceLine')
    .select('lineNo')
    .where('invoiceId', '=', invoice.id)
    .orderBy('lineNo')
    .execute()
  const set = (lineNo: number, change: Partial<LineFacts>) =>
    orRefuse(
      tx
        .updateTable('invoiceLine')
        .set(change)
        .where('invoiceId', '=', invoice.id)
        .where('lineNo', '=', lineNo)
        .execute(),
    )
  for (const { lineNo } of all) {
    if (invoice.kind === 'red' || lineNo > lines.length) await set(lineNo, { amountFen: 0n })
  }
  for (const [at, line] of lines.entries()) if (at < all.length) await set(at + 1, line)
  const added = lines.map((line, at) => ({ ...line, lineNo: at + 1 })).slice(all.length)
  if (added.length > 0) await insertLines(tx, invoice.id, added)
}

export const versionsOf = (db: Reader, invoiceId: string) =>
  db
    .selectFrom('invoiceVersion')
    .select(['versionNo', 'facts', 'byLabel as by', 'at', 'conflictId'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('versionNo')
    .execute()

/** Red-letter invoices of a blue one. */
export const redsOf = (db: Reader, blueId: string) =>
  selectInvoices(db).where('i.redOf', '=', blueId).orderBy('i.issuedOn').orderBy('i.id').execute()

/** Codes and region of an organisation; a laboratory goes by the code of its host. */
export const partyOf = (db: Reader, id: string) =>
  db
    .selectFrom('organisationCard as o')
    .leftJoin('organisationCard as host', 'host.id', 'o.hostId')
    .select(['o.id', 'o.kind', 'o.uscc', 'o.regionPath', 'host.uscc as hostUscc'])
    .where('o.id', '=', id)
    .executeTakeFirst()

export const regionOfCode = (db: Reader, uscc: string) =>
  db.selectFrom('organisationCard').select('regionPath').where('uscc', '=', uscc).executeTakeFirst()
