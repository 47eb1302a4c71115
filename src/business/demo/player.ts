import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Actor, theSystem } from '#core/actor.ts'
import type { Door } from '#core/command.ts'
import { type CallInput, command, type Endpoint, type ReturnsOf } from '#core/contract.ts'
import type { Database } from '#core/db.ts'
import type { Log } from '#core/log.ts'
import { Refusal } from '#core/refusal.ts'
import type { Clock } from '#core/time.ts'
import { uploadBytes } from '#platform/files/index.ts'
import { actorOfUser } from '#platform/identity/index.ts'
import type { StoryClock } from './clock.ts'
import { bookPdf, leafPdf, type Paper } from './documents.ts'
import { KEY } from './names.ts'
import { answersOf } from './store.ts'

/** What the demo needs of a node; the node itself fits. */
export type DemoNode = {
  config: { dataDir: string; url: string; demo: boolean; community: string }
  database: Database
  door: Door
  clock: Clock
  log: Log
  story: StoryClock
  call: <E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
    as?: { actor?: Actor; now?: Temporal.Instant; key?: string },
  ) => Promise<ReturnsOf<E>>
}

/** Somebody of the story. */
export type Who = { userId: string; organisationId: string }

/** A paper to be filed: `plain` ones are small and name their font instead of carrying it. */
export type Attachment = Paper & { name: string; plain?: boolean }

export type Player = {
  node: DemoNode
  /** A step of the story, done once whatever happens; asked again it answers what it answered. */
  call: <E extends Endpoint>(
    key: string,
    endpoint: E,
    input: CallInput<E>,
    by: Who | null,
    at: Temporal.Instant,
  ) => Promise<ReturnsOf<E>>
  /** A look; never a step. */
  ask: <E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
    by: Who,
    at: Temporal.Instant,
  ) => Promise<ReturnsOf<E>>
  file: (key: string, by: Who, at: Temporal.Instant, paper: Attachment) => Promise<string>
  /** Does something as the system, through the door; `run` answers JSON. */
  system: <T>(key: string, at: Temporal.Instant, run: SystemRun<T>) => Promise<T>
  knows: (key: string) => boolean
  /** Commands that were sent to the door, for measuring. */
  sent: () => number
}
type SystemRun<T> = (ctx: Parameters<Parameters<Door['run']>[0]['handle']>[0]) => Promise<T>

/** Rests between two commands, so that people's own requests come first. */
const BREATH_MS = 1
const TRIES = 4

export async function createPlayer(node: DemoNode, signal: AbortSignal): Promise<Player> {
  const { database, door } = node
  const answers = await answersOf(database.db, KEY)
  const actors = new Map<string, Actor>()
  let sent = 0
  const actorOf = async (by: Who): Promise<Actor> => {
    const known = actors.get(by.userId)
    if (known) return known
    const actor = await actorOfUser(database.db, by.userId, node.clock.now())
    if (actor.organisationId) actors.set(by.userId, actor)
    return actor
  }
  /** The stored answer of a step, or the step itself. */
  const once = async (key: string, at: Temporal.Instant, run: (full: string) => Promise<unknown>) => {
    const full = KEY + key
    if (answers.has(full)) return { stored: answers.get(full) }
    signal.throwIfAborted()
    node.story.set(at)
    await sleep(BREATH_MS)
    sent++
    return { fresh: await untilQuiet(() => run(full)) }
  }
  const place = { dataDir: node.config.dataDir, url: node.config.url, demo: node.config.demo }
  return {
    node,
    call: async (key, endpoint, input, by, at) => {
      const found = await once(key, at, async (full) => {
        const actor = by ? await actorOf(by) : undefined
        return node.call(endpoint, input, { ...(actor && { actor }), now: at, key: full })
      })
      return ('fresh' in found ? found.fresh : endpoint.returns.parse(found.stored)) as never
    },
    ask: async (endpoint, input, by, at) => node.call(endpoint, input, { actor: await actorOf(by), now: at }),
    file: async (key, by, at, { name, plain, ...paper }) => {
      const found = await once(key, at, async (full) => {
        const bytes = plain ? leafPdf(paper) : await bookPdf(paper)
        return uploadBytes(
          { door, place },
          { actor: await actorOf(by), now: at, key: full },
          { name, purpose: 'evidence', bytes },
        )
      })
      return ('fresh' in found ? found.fresh : (found.stored as { id: string }).id) as string
    },
    system: async (key, at, run) => {
      const found = await once(key, at, (full) => asSystem(door, full, at, run))
      return ('fresh' in found ? found.fresh : found.stored) as never
    },
    knows: (key) => answers.has(KEY + key),
    sent: () => sent,
  }
}

const seeding = command({
  path: '',
  summary: { zh: '布置演示', en: 'Set the scene of the demonstration' },
  returns: z.unknown(),
  allow: 'demo.seed',
})

async function asSystem<T>(door: Door, key: string, now: Temporal.Instant, run: SystemRun<T>): Promise<T> {
  const { body } = await door.run({
    name: 'demo.seed',
    endpoint: seeding,
    actor: theSystem,
    now,
    key,
    input: null,
    handle: run,
  })
  return body as T
}

/** A busy moment passes. */
async function untilQuiet<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'busy' || attempt === TRIES) throw error
      await sleep(200 * attempt)
    }
  }
}
