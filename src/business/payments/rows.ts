import { sql } from 'kysely'
import type { CommandCtx, EventDraft } from '#core/command.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'

export type Result = {
  id: string
  done: boolean
  refused: { code: string; text: { zh: string; en: string } } | null
}

type Eventful = { tx: Tx; event: (draft: EventDraft) => void }

/** One row of many under its own savepoint: a refusal undoes this row alone, its events included. */
export async function rowByRow<C extends Eventful>(
  ctx: C,
  id: string,
  work: (ctx: C) => Promise<unknown>,
): Promise<Result> {
  const drafts: EventDraft[] = []
  await sql`savepoint one_row`.execute(ctx.tx)
  try {
    await work({ ...ctx, event: (draft: EventDraft) => void drafts.push(draft) })
    await sql`release savepoint one_row`.execute(ctx.tx)
    for (const draft of drafts) ctx.event(draft)
    return { id, done: true, refused: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await sql`rollback to savepoint one_row`.execute(ctx.tx)
    return { id, done: false, refused: { code: error.code, text: error.text } }
  }
}

/** Each in the order of ids, which is the order of locks. Where every one is refused, the first refusal is thrown. */
export async function eachRow(
  ctx: CommandCtx,
  ids: readonly string[],
  work: (ctx: CommandCtx, id: string) => Promise<unknown>,
): Promise<Result[]> {
  const results: Result[] = []
  let first: unknown
  for (const id of [...new Set(ids)].sort()) {
    const tried = await rowByRow(ctx, id, (one) =>
      work(one, id).catch((error: unknown) => {
        first ??= error
        throw error
      }),
    )
    results.push(tried)
  }
  if (results.length > 0 && results.every(({ done }) => !done)) throw first
  return results
}

export const doneOf = (results: readonly Result[]): number => results.filter(({ done }) => done).length
