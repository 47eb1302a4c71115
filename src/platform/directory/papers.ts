import type { CommandCtx } from '#core/command.ts'
import type { Actor } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import { may } from '#core/policy.ts'
import { attachFiles, registerFileSubject } from '#platform/files/index.ts'
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

async function mayReadPapers(db: Reader, actor: Actor, organisationId: string): Promise<boolean> {
  const row = await getOrganisation(db, organisationId)
  return row !== undefined && may(actor, 'profile.read', (await readingAs(db, actor, row)).subject)
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
