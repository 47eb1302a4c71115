import type { Actor } from '#core/actor.ts'
import type { CommandCtx, Door } from '#core/command.ts'
import { command, Id } from '#core/contract.ts'
import { uuidv7 } from '#core/id.ts'
import { Refusal } from '#core/refusal.ts'
import { z } from 'zod'
import { free, type Presented, present } from './present.ts'
import type { SubjectRef } from './store.ts'

const endpoint = command({
  path: '',
  summary: { zh: '发票行并发检验', en: 'race for an invoice line' },
  returns: z.object({ id: Id }),
  allow: 'invoice.register',
})

export type LineRace = {
  door: Door
  /** Two requests ask at once; their actors' organisations have registered the invoice. */
  actors: readonly [Actor, Actor]
  authorityId: string
  line: Presented
  now: Temporal.Instant
}

/**
 * Two requests present the same line at once, through the write door, each in its own session; then all is freed again.
 * Answers how many were let through and the codes of those refused: `{ won: 1, refused: ['invoice_line_exhausted'] }`
 * whenever the amount is more than half of the line.
 */
export async function raceForLine({ door, actors, authorityId, line, now }: LineRace) {
  const subjects = actors.map((): SubjectRef => ({ kind: 'line_race', id: uuidv7() }))
  const run = (at: number, work: (ctx: CommandCtx, subject: SubjectRef) => Promise<unknown>) => {
    const [actor, subject] = [actors[at] as Actor, subjects[at] as SubjectRef]
    const handle = async (ctx: CommandCtx) => {
      ctx.authorise({ organisationId: actor.organisationId })
      await work(ctx, subject)
      ctx.event({ subject })
      return { id: subject.id }
    }
    return door.run({ name: 'invoices.race', endpoint, actor, now, input: null, handle })
  }
  const ask = (ctx: CommandCtx, subject: SubjectRef) =>
    present(ctx.tx, ctx, { subject, authorityId, lines: [line] })
  const settled = await Promise.allSettled(actors.map((_, at) => run(at, ask)))
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [codeOf(one.reason)] : []))
  for (const at of actors.keys()) await run(at, (ctx, subject) => free(ctx.tx, ctx, subject, 'race'))
  return { won: actors.length - refused.length, refused }
}

function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.code
  throw error
}
