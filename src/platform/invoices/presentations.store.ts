import type { Insertable } from 'kysely'
import { constraintOf, type Reader, type Tables, type Tx } from '#core/db.ts'
import { invoiceRefusals } from './rules.ts'
import type { SubjectRef } from './store.ts'

/**
 * Occupies a line; the database locks the invoice and refuses more than the line has left.
 * @throws Refusal invoice_line_exhausted, invoice_line_twice, invoice_in_conflict
 */
export async function insertPresentation(
  tx: Tx,
  row: Insertable<Tables['invoicePresentation']>,
  number: string,
): Promise<void> {
  try {
    await tx.insertInto('invoicePresentation').values(row).execute()
  } catch (error) {
    const constraint = constraintOf(error)
    const data = { number, line: row.lineNo }
    if (constraint === 'invoice_presentation_once') invoiceRefusals.refuse('invoice_line_twice', data)
    if (constraint === 'invoice_line_exhausted') invoiceRefusals.refuse('invoice_line_exhausted', data)
    if (constraint === 'invoice_line_presented_at_most')
      invoiceRefusals.refuse('invoice_line_exhausted', data)
    if (constraint === 'invoice_presentation_conflict') invoiceRefusals.refuse('invoice_in_conflict', data)
    throw error
  }
}

/** Invoices of which a subject has live presentations. */
export async function invoicesUnder(db: Reader, { kind, id }: SubjectRef): Promise<string[]> {
  const rows = await db
    .selectFrom('invoicePresentation')
    .select('invoiceId')
    .distinct()
    .where('subjectKind', '=', kind)
    .where('subjectId', '=', id)
    .where('freedAt', 'is', null)
    .execute()
  return rows.map((row) => row.invoiceId)
}

/** The invoices are locked. How many lines became free. */
export async function freeAll(
  tx: Tx,
  { kind, id }: SubjectRef,
  freedReason: string,
  freedAt: Temporal.Instant,
) {
  const freed = await tx
    .updateTable('invoicePresentation')
    .set({ freedAt, freedReason })
    .where('subjectKind', '=', kind)
    .where('subjectId', '=', id)
    .where('freedAt', 'is', null)
    .executeTakeFirst()
  return Number(freed.numUpdatedRows)
}

const selectLive = (db: Reader) =>
  db
    .selectFrom('invoicePresentation as p')
    .innerJoin('organisationCard as organisation', 'organisation.id', 'p.organisationId')
    .innerJoin('organisationCard as authority', 'authority.id', 'p.authorityId')
    .select(['p.invoiceId', 'p.lineNo', 'p.subjectKind', 'p.subjectId', 'p.organisationId', 'p.authorityId'])
    .select([
      'p.amountFen',
      'p.at',
      'organisation.name as organisationName',
      'authority.name as authorityName',
    ])
    .where('p.freedAt', 'is', null)
    .orderBy('p.lineNo')
    .orderBy('p.id')
    .$narrowType<{ organisationName: string; authorityName: string }>()

/** Live presentations of an invoice, oldest first within a line. */
export const presentationsOn = (db: Reader, invoiceId: string) =>
  selectLive(db).where('p.invoiceId', '=', invoiceId).execute()

/** Who ever presented a line of an invoice, freed or not. */
export async function presentersOf(db: Reader, invoiceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('invoicePresentation')
    .select('organisationId')
    .distinct()
    .where('invoiceId', '=', invoiceId)
    .execute()
  return rows.map(({ organisationId }) => organisationId)
}

/** The lines that a live request occupies, with what their invoices say: for the request's own page and its reviewers. */
export const presentedBy = (db: Reader, { kind, id }: SubjectRef) =>
  db
    .selectFrom('invoicePresented as p')
    .innerJoin('invoiceCard as i', 'i.id', 'p.invoiceId')
    .select([
      'p.invoiceId',
      'p.lineNo',
      'p.what',
      'p.amountFen',
      'p.lineFen',
      'p.presentedFen',
      'p.reversedFen',
      'p.at',
    ])
    .select([
      'i.code',
      'i.number',
      'i.sellerCode',
      'i.sellerName',
      'i.buyerCode',
      'i.buyerName',
      'i.issuedOn',
    ])
    .select(['i.totalFen', 'i.fileId'])
    .where('p.subjectKind', '=', kind)
    .where('p.subjectId', '=', id)
    .where('p.freedAt', 'is', null)
    .orderBy('i.issuedOn')
    .orderBy('p.invoiceId')
    .orderBy('p.lineNo')
    .execute()
