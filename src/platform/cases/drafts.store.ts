import { json, type Reader, type Tx } from '#core/db.ts'
import type { Form } from './state.ts'

export type Draft = { form: Form; version: number; savedAt: Temporal.Instant; savedBy: string }
type Key = { organisationId: string; programmeId: string }

export async function selectDraft(
  db: Reader,
  { organisationId, programmeId }: Key,
): Promise<Draft | undefined> {
  const row = await db
    .selectFrom('caseDraft')
    .select(['form', 'version', 'savedAt', 'savedBy'])
    .where('organisationId', '=', organisationId)
    .where('programmeId', '=', programmeId)
    .executeTakeFirst()
  return row as Draft | undefined
}

type Written = { form: Form; savedAt: Temporal.Instant; savedBy: string }

/** Writes over exactly the version the clerk had before; undefined when another one is there. */
export async function writeDraft(
  tx: Tx,
  key: Key,
  version: number,
  written: Written,
): Promise<Draft | undefined> {
  const values = { ...written, form: json(written.form) }
  const columns = ['form', 'version', 'savedAt', 'savedBy'] as const
  if (version === 0) {
    const insert = tx.insertInto('caseDraft').values({ ...key, ...values, version: 1 })
    const row = await insert
      .onConflict((c) => c.doNothing())
      .returning(columns)
      .executeTakeFirst()
    return row as Draft | undefined
  }
  const row = await tx
    .updateTable('caseDraft')
    .set({ ...values, version: version + 1 })
    .where('organisationId', '=', key.organisationId)
    .where('programmeId', '=', key.programmeId)
    .where('version', '=', version)
    .returning(columns)
    .executeTakeFirst()
  return row as Draft | undefined
}
