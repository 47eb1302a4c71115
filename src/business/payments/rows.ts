import type { CommandCtx } from '#core/command.ts'
import type { Refusal } from '#core/refusal.ts'
import { rowByItself } from '#core/row.ts'

export type Result = {
  id: string
  done: boolean
  refused: { code: string; text: { zh: string; en: string } } | null
}

/** Each in the order of ids, which is the order of locks. Where every one is refused, the first refusal is thrown. */
export async function eachRow(
  ctx: CommandCtx,
  ids: readonly string[],
  work: (ctx: CommandCtx, id: string) => Promise<unknown>,
): Promise<Result[]> {
  const results: Result[] = []
  let first: Refusal | null = null
  for (const id of [...new Set(ids)].sort()) {
    const { refusal } = await rowByItself(ctx, (one) => work(one, id))
    first ??= refusal
    results.push({ id, done: !refusal, refused: refusal && { code: refusal.code, text: refusal.text } })
  }
  if (first && results.every(({ done }) => !done)) throw first
  return results
}

export const doneOf = (results: readonly Result[]): number => results.filter(({ done }) => done).length
