import { createHash } from 'node:crypto'
import { json, type Reader, type Tx } from '#core/db.ts'
import { Agreement } from './rulebook.ts'
import { parseAgreement } from './versions.ts'

/** Agreements by which regions accept each other's providers, as published. */
export async function listAgreements(db: Reader): Promise<unknown[]> {
  const rows = await db.selectFrom('agreement').select('document').orderBy('effectiveFrom', 'desc').execute()
  return rows.map((row) => row.document)
}

export async function agreementsOnRecord(db: Reader): Promise<Agreement[]> {
  return (await listAgreements(db)).map((document) => Agreement.parse(document))
}

/** @throws Error when another text stands under the id */
export async function publishAgreement(tx: Tx, document: unknown): Promise<boolean> {
  const agreement = parseAgreement(document)
  const text = json(document)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const known = await tx
    .selectFrom('agreement')
    .select('sha256')
    .where('id', '=', agreement.id)
    .executeTakeFirst()
  if (known && known.sha256 !== sha256)
    throw new Error(`agreement ${agreement.id} is published with another text`)
  if (known) return false
  await tx
    .insertInto('agreement')
    .values({
      id: agreement.id,
      document: text,
      sha256,
      effectiveFrom: Temporal.PlainDate.from(agreement.effectiveFrom),
    })
    .execute()
  return true
}
