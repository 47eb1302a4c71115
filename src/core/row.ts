import { sql } from 'kysely'
import type { CommandCtx, EventDraft } from './command.ts'
import { Refusal } from './refusal.ts'

type RowCtx = Pick<CommandCtx, 'tx' | 'event'> & Partial<Pick<CommandCtx, 'together'>>

/**
 * One row of many under its own savepoint: a refusal undoes this row alone, with its events and what it handed over.
 * @throws whatever is no refusal: then the whole command is undone
 */
export async function rowByItself<C extends RowCtx, T>(
  ctx: C,
  work: (ctx: C) => Promise<T>,
): Promise<{ done: T; refusal: null } | { done: null; refusal: Refusal }> {
  const kept: (() => void)[] = []
  const event = (draft: EventDraft) => void kept.push(() => ctx.event(draft))
  const { together } = ctx
  const later: CommandCtx['together'] = (way, item) => void kept.push(() => together?.(way, item))
  await sql`savepoint one_row`.execute(ctx.tx)
  try {
    const done = await work({ ...ctx, event, ...(together && { together: later }) })
    await sql`release savepoint one_row`.execute(ctx.tx)
    for (const keep of kept) keep()
    return { done, refusal: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await sql`rollback to savepoint one_row`.execute(ctx.tx)
    return { done: null, refusal: error }
  }
}
