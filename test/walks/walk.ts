import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Refusal } from '#core/refusal.ts'
import { budget, moves } from './moves.ts'
import type { Move } from './rows.ts'
import type { World } from './world.ts'
import { agreed } from './wrongs.ts'

/** Walks at least; `WALK_ROUNDS=200` for a long night. They go on until every move was done. */
const LEAST = Number(process.env.WALK_ROUNDS ?? 2)
/** A world may run into a corner: its year is over, its firms are barred. After so many rounds the walks go on in another one. */
const ROUNDS_OF_A_WORLD = 4

const step = fc.record({ move: fc.nat(1_000_000), pick: fc.nat(1_000_000), fromAll: fc.boolean() })
const steps = fc.array(step, { minLength: 40, maxLength: 60 })
const names = Object.keys(moves)

/**
 * Whole lives of claims, requests, batches and payments, in no order at all: whoever does whatever, the money and the
 * states of things agree after every move. A refusal is an answer; anything else that goes wrong is a defect.
 * @returns how often each move was done
 */
export async function walk(begin: () => Promise<World>): Promise<Record<string, number>> {
  let world = await begin()
  const done = new Map<string, number>()
  const property = fc.asyncProperty(steps, async (walked) => {
    for (const { move, pick, fromAll } of walked) {
      // What was done least is tried most; what moves nothing onward, less.
      const rare = names.toSorted((a, b) => (done.get(a) ?? 0) - (done.get(b) ?? 0)).slice(0, 6)
      const from = fromAll ? names : rare
      const name = from[move % from.length] as string
      if (await took(world, moves[name] as Move, pick)) {
        done.set(name, (done.get(name) ?? 0) + 1)
        await agreed(world, name)
      }
    }
  })
  const round = () => fc.assert(property, { numRuns: 1, endOnFailure: true })
  const neverDone = () => names.filter((name) => !done.has(name))
  try {
    for (let at = 0; at < Math.max(60, LEAST) && (at < LEAST || neverDone().length > 0); at++) {
      if (at > 0 && at % ROUNDS_OF_A_WORLD === 0) {
        await closeYear(world)
        await round()
        await world.node.dispose()
        world = await begin()
      }
      await round()
    }
    await closeYear(world)
    await round()
  } finally {
    await world.node.dispose()
  }
  assert.deepEqual(neverDone(), [], 'never done')
  return Object.fromEntries(done)
}

/** The year of the budget is closed in the middle of everything; what goes on is settled by the carry-over. */
async function closeYear(world: World): Promise<void> {
  await took(world, budget('freeze'), 0)
  await budget('closeYear')(world, 0)
  await agreed(world, 'the year was closed')
}

const took = (world: World, move: Move, pick: number): Promise<boolean> =>
  move(world, pick).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    return false
  })
