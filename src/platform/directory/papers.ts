import type { CommandCtx } from '#core/command.ts'
import type { Reader } from '#core/db.ts'
import { may } from '#core/policy.ts'
import { attachFiles, type MayRead, registerFileSubject } from '#platform/files/index.ts'
import { readingAs } from './case-readers.ts'
import { getOrganisation } from './store.ts'

/**
 * A licence, the proof of a fact or of a tie belongs to the organisation it is about, that of a dispute to the dispute.
 * @throws Refusal file_gone
 */
export async function attachPaper(
  ctx: CommandCtx,
  fileId: string | null | undefined,
  subject: { kind: 'organisation' | 'dispute'; id: string },
): Promise<void> {
  if (fileId) await attachFiles(ctx.tx, ctx, [fileId], subject)
}

/** Who reads by a case under way reads no account, nor the paper that shows it. */
const mayReadPapers: MayRead = async (db, actor, organisationId, _, fileId) => {
  const row = await getOrganisation(db, organisationId)
  if (!row) return false
  const { subject, openCase } = await readingAs(db, actor, row)
  if (!may(actor, 'profile.read', subject)) return false
  return !openCase || !fileId || !(await showsAccount(db, organisationId, fileId))
}

async function showsAccount(db: Reader, organisationId: string, fileId: string): Promise<boolean> {
  const found = await db
    .selectFrom('fact')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('key', '=', 'bankAccount')
    .where('fileId', '=', fileId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

registerFileSubject('organisation', mayReadPapers)
// What a rival shows is for the officers who decide, not for the holder of the code.
registerFileSubject('dispute', async (db, actor, id) => {
  const dispute = await db
    .selectFrom('organisationDispute')
    .innerJoin('organisation', 'organisation.id', 'organisationDispute.organisationId')
    .select('organisation.regionPath')
    .where('organisationDispute.id', '=', id)
    .executeTakeFirst()
  return dispute !== undefined && may(actor, 'dispute.decide', { regionPath: dispute.regionPath })
})
