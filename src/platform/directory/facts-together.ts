import type { CommandCtx } from '#core/command.ts'
import { coreRefusals, type Refusal } from '#core/refusal.ts'
import { rowByItself } from '#core/row.ts'
import { decideFact } from './facts.ts'
import { factsInOrder } from './store.ts'

type Result = {
  id: string
  done: Awaited<ReturnType<typeof decideFact>> | null
  refused: Pick<Refusal, 'code' | 'text'> | null
}

/**
 * Confirms what an officer has checked, each by itself under one reason: what another decided or a firm declared anew meanwhile
 * is refused alone. In one order, by organisation, so that two officers wait for each other instead of for ever.
 * @throws Refusal not_found when there is none that he may decide
 */
export async function confirmFacts(ctx: CommandCtx, ids: readonly string[], reason: string) {
  const asked = [...new Set(ids)]
  const results = new Map<string, Result>()
  for (const id of await factsInOrder(ctx.tx, asked)) {
    const { done, refusal } = await rowByItself(ctx, (one) => decideFact(one, id, { confirm: true, reason }))
    results.set(id, { id, done, refused: refusal && { code: refusal.code, text: refusal.text } })
  }
  const { code, text } = coreRefusals.make('not_found')
  const told = asked.map((id) => results.get(id) ?? { id, done: null, refused: { code, text } })
  if (told.every(({ refused }) => refused?.code === 'not_found')) coreRefusals.refuse('not_found')
  const done = told.filter((row) => row.done).length
  const subject = { kind: 'fact_bulk', id: crypto.randomUUID() }
  ctx.event({ subject, changes: { facts: told.length, done } })
  return { results: told }
}
