import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { act } from './actions.ts'
import type { CaseCtx } from './outcomes.ts'
import { selectRunning } from './store.ts'

export type Extension = { programme?: string | undefined; workingDays: number; order: string; reason: string }

const PAGE = 500

/**
 * Extends every running deadline in the actor's region that lies at the actor's level or below, by one order.
 * Cases whose rules say no (the director is related to the applicant, say) are skipped and counted.
 */
export async function extendAll(tx: Tx, ctx: CaseCtx, { programme, workingDays, order, reason }: Extension) {
  const regionCode = ctx.actor.regionCode ?? ''
  const counts = { extended: 0, skipped: 0 }
  for (let after: string | null = null; ; ) {
    const ids: string[] = await selectRunning(tx, { regionCode, programmeId: programme, after, limit: PAGE })
    for (const caseId of ids) counts[await extended(tx, ctx, { caseId, workingDays, order, reason })]++
    const last = ids.at(-1)
    if (!last) break
    after = last
  }
  ctx.event({
    subject: { kind: 'case_extension', id: crypto.randomUUID() },
    regionPath: [regionCode],
    changes: { order, ...counts },
  })
  return counts
}

type One = { caseId: string; workingDays: number; order: string; reason: string }

async function extended(
  tx: Tx,
  ctx: CaseCtx,
  { caseId, reason, ...data }: One,
): Promise<'extended' | 'skipped'> {
  try {
    await act(tx, ctx, { caseId, action: 'extend', reason, data })
    return 'extended'
  } catch (error) {
    if (error instanceof Refusal) return 'skipped'
    throw error
  }
}
