import type { Tx } from '#core/db.ts'
import { coreRefusals } from '#core/refusal.ts'
import { type Draft, selectDraft, writeDraft } from './drafts.store.ts'
import type { CaseCtx } from './outcomes.ts'
import { caseRefusals } from './refusals.ts'
import type { Form } from './state.ts'

export type SaveDraft = {
  programmeId: string
  organisationId: string
  form: Form
  /** Version this form was typed over; 0 for a new draft. */
  version: number
}

/**
 * Keeps what was typed. Two clerks never overwrite each other unseen.
 * @throws Refusal draft_changed, naming who saved in between
 */
export async function saveDraft(
  tx: Tx,
  ctx: Pick<CaseCtx, 'actor' | 'now'>,
  input: SaveDraft,
): Promise<Draft> {
  const { programmeId, organisationId, form, version } = input
  const key = { organisationId, programmeId }
  const saved = await writeDraft(tx, key, version, { form, savedAt: ctx.now, savedBy: ctx.actor.label })
  if (saved) return saved
  const there = await selectDraft(tx, key)
  if (!there) return coreRefusals.refuse('not_found')
  return caseRefusals.refuse('draft_changed', { who: there.savedBy, version: there.version })
}
