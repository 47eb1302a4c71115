import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { readDays } from './days.ts'
import { PLAY } from './names.ts'
import { playAll, seedStep } from './play.ts'
import { createPlayer, type DemoNode } from './player.ts'
import { findPlay, type PlayRow, savePlay } from './store.ts'
import { readStory, type Story } from './story.ts'
import type { Size } from './volume-plan.ts'

export type DemoOptions = {
  /** How much; the pack's own measure unless told. For tests. */
  size?: Partial<Size>
  /** At most so many laboratories of the agreement; those that serve always. */
  labs?: number
  /** Percent of the provincial allotment that is released, in place of the pack's. */
  releases?: [number, number, number]
}

export type RunningDemo = AsyncDisposable & {
  /** The accounts are there. */
  seeded: Promise<void>
  /** The story has been played to its end, or the demo was stopped. */
  ended: Promise<{ finished: boolean; commands: number }>
  dispose: () => Promise<void>
}

/** The database may be away for some minutes; each pause is longer. */
const TRIES = 10
const PAUSE_MS = 3_000
/** `demo` in ASCII: one process at a time plays, whoever else serves the same database. */
const LOCK = 0x64656d6f

/** Seeds the demo and plays its story in the background, going on where it was stopped. Refuses nothing and never throws. */
export function startDemo(node: DemoNode, options: DemoOptions = {}): RunningDemo {
  const stopping = new AbortController()
  let seeded = () => {}
  const whenSeeded = new Promise<void>((resolve) => {
    seeded = resolve
  })
  const ended = run(node, options, stopping.signal, seeded).finally(seeded)
  const dispose = async () => {
    stopping.abort()
    await ended
  }
  return { seeded: whenSeeded, ended, dispose, [Symbol.asyncDispose]: dispose }
}

async function run(node: DemoNode, options: DemoOptions, signal: AbortSignal, seeded: () => void) {
  let commands = 0
  for (let attempt = 1; attempt <= TRIES && !signal.aborted; attempt++) {
    try {
      const sent = await underLock(node, () => playOnce(node, options, signal, seeded))
      return { finished: sent !== null, commands: commands + (sent ?? 0) }
    } catch (error) {
      if (signal.aborted) break
      node.log.error({ error, attempt }, 'demo: the story broke off')
      await sleep(PAUSE_MS * attempt, undefined, { signal }).catch(() => undefined)
      commands = 0
    }
  }
  // What is left of the story stays as it is, and the node's jobs return to the day.
  if (!signal.aborted) node.story.set(null)
  return { finished: false, commands }
}

async function underLock<T>({ database }: DemoNode, work: () => Promise<T>): Promise<T | null> {
  const client: PoolClient = await database.pool.connect()
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK])
    if (!rows[0]?.got) return null
    return await work().finally(() => client.query('select pg_advisory_unlock($1)', [LOCK]))
  } finally {
    client.release()
  }
}

/** From the beginning to the end; what was done before is only asked for. Answers the number of commands sent. */
async function playOnce(
  node: DemoNode,
  { size, labs, releases }: DemoOptions,
  signal: AbortSignal,
  seeded: () => void,
): Promise<number> {
  const { database, log, clock } = node
  const story = released(readStory(node.config.community), releases)
  const row = (await findPlay(database.db, PLAY)) ?? (await begin(node))
  if (row.finishedAt) return 0
  const began = performance.now()
  const days = await readDays(database.db, row.beganAt)
  const p = await createPlayer(node, signal)
  const progress = {
    step: async (more: Partial<PlayRow>) => {
      const { storyAt, done } = row
      Object.assign(row, more)
      // Told again after a stop, the story goes quickly over what was done; what is shown stays where it was.
      if (!more.finishedAt)
        Object.assign(row, { storyAt: later(row.storyAt, storyAt), done: Math.max(row.done, done) })
      await savePlay(database, PLAY, row)
    },
  }
  const resumeAt = row.storyAt
  const cast = await seedStep(p, story, days)
  seeded()
  await playAll({
    ...{ p, story, days, cast, signal, progress, resumeAt },
    size: sizeOf(story, size),
    ...(labs === undefined ? {} : { labs }),
  })
  await progress.step({ done: row.total, storyAt: row.beganAt, finishedAt: clock.now() })
  node.story.set(null)
  log.info(
    { commands: p.sent(), seconds: Math.round((performance.now() - began) / 1000) },
    'demo: the story is told',
  )
  return p.sent()
}

const released = (story: Story, releases: DemoOptions['releases']): Story =>
  releases
    ? {
        ...story,
        volume: { ...story.volume, years: story.volume.years.map((year) => ({ ...year, releases })) },
      }
    : story

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b)

const sizeOf = ({ volume: { firms, claims, issuedYuan } }: Story, size: Partial<Size> = {}): Size => ({
  ...{ firms, claims, issuedYuan },
  ...size,
})

async function begin({ database, clock, config }: DemoNode): Promise<PlayRow> {
  const at = clock.now()
  const { begins } = readStory(config.community)
  const storyAt = Temporal.Instant.from(`${begins}T00:00:00+08:00`)
  const row: PlayRow = { beganAt: at, storyAt, done: 0, total: 0, finishedAt: null }
  await savePlay(database, PLAY, row)
  return row
}
