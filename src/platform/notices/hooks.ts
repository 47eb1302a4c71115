import type { EventDraft } from '#core/command.ts'
import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { NoticeRecord, RowRecord } from './store.ts'

/** Who acts and when; `event` where the door or a job stands behind it. */
export type NoticeCtx = { actor: Actor; now: Temporal.Instant; event?: (draft: EventDraft) => void }

/**
 * What happened, told inside the same transaction. A row that is cleared or removed after the notice has closed is told
 * too (`notice.status` is then `closed`): it follows alone.
 */
export type NoticeChange =
  | { kind: 'held' | 'cleared'; notice: NoticeRecord; row: RowRecord }
  /** `reason`: why the objection was upheld. */
  | { kind: 'removed'; notice: NoticeRecord; row: RowRecord; reason: string }
  /** Another objection was upheld to a row that is removed already. */
  | { kind: 'upheld_again'; notice: NoticeRecord; row: RowRecord; reason: string }
  | { kind: 'closed' | 'withdrawn'; notice: NoticeRecord; rows: readonly RowRecord[] }

export type NoticeHandler = (tx: Tx, change: NoticeChange, ctx: NoticeCtx) => Promise<void>

const handlers = new Map<string, NoticeHandler>()

/** The module that owns a kind of subject reacts to what happens to its notices and their rows. */
export function onNoticeRow(subjectKind: string, handler: NoticeHandler): void {
  const known = handlers.get(subjectKind)
  if (known && known !== handler) throw new Error(`notice handler of ${subjectKind} declared twice`)
  handlers.set(subjectKind, handler)
}

export async function tellOwner(tx: Tx, change: NoticeChange, ctx: NoticeCtx): Promise<void> {
  await handlers.get(change.notice.subjectKind)?.(tx, change, ctx)
}
