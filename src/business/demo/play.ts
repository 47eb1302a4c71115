import { readRegions, regionsAt } from '#platform/directory/index.ts'
import { dayOf } from '#core/time.ts'
import { binhai } from './binhai.ts'
import { type Cast, seedCast } from './cast.ts'
import { cities } from './cities.ts'
import type { Days } from './days.ts'
import { decidingDesk, noticeDesks, orderDesks, payingDesks, reviewDesks, teams } from './hero-desks.ts'
import { admitLabs, heroSignsUp, openBudgets } from './hero-opening.ts'
import type { Scene } from './hero-parts.ts'
import { heroAppeals, heroSettles } from './hero-story.ts'
import { queueAtLast } from './queue.ts'
import type { DemoNode, Player } from './player.ts'
import type { PlayRow } from './store.ts'
import type { Story } from './story.ts'
import { type Life, lifeOf, type Volume } from './volume-lives.ts'
import { unlessRefused } from './settling.ts'
import { bringFirms, bringLabs, bringOfficers } from './volume-people.ts'
import { planVolume, type Size } from './volume-plan.ts'
import { type Beginning, roundOf } from './volume-year.ts'

export type Progress = { step: (more: Partial<PlayRow>) => Promise<void> }
export type Stage = {
  p: Player
  story: Story
  days: Days
  cast: Cast
  signal: AbortSignal
  progress: Progress
  resumeAt: Temporal.Instant
  size: Size
  labs?: number
}

/** The told story: each scene in turn. */
const SCENES: readonly ((scene: Scene) => Promise<unknown>)[] = [
  heroSettles,
  heroAppeals,
  teams,
  payingDesks,
  decidingDesk,
  noticeDesks,
  orderDesks,
  reviewDesks,
  binhai,
  cities,
]

export const seedStep = (p: Player, story: Story, days: Days): Promise<Cast> =>
  p.system('cast', days.on(story.begins, 540), (ctx) => seedCast(ctx, story))

/** Hero first, so that every desk has its work within the minute; then the years in the order of time. */
export async function playAll(stage: Stage): Promise<void> {
  const { p, story, days, cast, progress } = stage
  const total = SCENES.length + 4 + stage.size.claims
  let done = 0
  const scene = async <T>(play: () => Promise<T>): Promise<T> => {
    const found = await play()
    await progress.step({ done: ++done, total })
    return found
  }
  const budgets = await scene(() => openBudgets(p, cast, days, story))
  const hero = await scene(async () => {
    await admitLabs(p, cast, story, days.on(story.begins, 545))
    return heroSignsUp(p, cast, days)
  })
  const told = { p, cast, days, story, hero }
  for (const play of SCENES) await scene(() => unlessRefused(p.node.log, days.end, () => play(told)))
  const volume = await scene(() => bringVolume(stage))
  await inOrder(
    stage,
    [...volume.lives, ...roundOf(volume.v, cast, budgets, stage.resumeAt)],
    async (storyAt, finished) => {
      await progress.step({ done: Math.min(done + finished, total), total, storyAt })
    },
  )
  await scene(() => unlessRefused(p.node.log, days.end, () => queueAtLast(told)))
}

async function bringVolume({ p, story, days, cast, size, labs: most }: Stage) {
  const at = days.on(story.begins, 560)
  const regions = regionsAt(await readRegions(p.node.database.db), dayOf(at).toString())
  const plan = planVolume(story, regions, days, size)
  const labs = await bringLabs(p, cast, story, regions, at, most)
  const officers = await bringOfficers(p, cast, story, plan, at)
  const firms = await bringFirms(p, story, plan, officers, at)
  const v: Volume = { p, story, days, firms, labs, waiting: [] }
  const lives: Beginning[] = plan.claims.map((claim) => ({ at: claim.at, life: lifeOf(v, claim) }))
  return { v, lives }
}

type Entry = { at: Temporal.Instant; no: number; life: Life }
const SAVE_EVERY = 20

/** Goes on with whichever life is next, until the story's end; a refusal ends a life, as it ends many an application. */
async function inOrder(
  { days, signal, p }: Stage,
  beginnings: readonly Beginning[],
  tell: (at: Temporal.Instant, finished: number) => Promise<void>,
): Promise<void> {
  const { log } = p.node
  const queue = beginnings.map(({ at, life }, no): Entry => ({ at, life, no }))
  const before = (a: Entry, b: Entry) => Temporal.Instant.compare(a.at, b.at) || a.no - b.no
  queue.sort((a, b) => before(b, a))
  let finished = 0
  for (let turn = 0; ; turn++) {
    const entry = queue.pop()
    if (!entry || Temporal.Instant.compare(entry.at, days.end) > 0) break
    signal.throwIfAborted()
    const next = await goOn(entry, log)
    if (next) insert(queue, { ...entry, at: next }, before)
    else finished++
    if (turn % SAVE_EVERY === 0) await tell(entry.at, finished)
  }
  await tell(days.end, beginnings.length)
}

async function goOn({ life, at }: Entry, log: DemoNode['log']): Promise<Temporal.Instant | null> {
  const next = await unlessRefused(log, at, () => life.next())
  return !next || next.done ? null : next.value
}

/** The queue is sorted with the next entry last. */
function insert(queue: Entry[], entry: Entry, before: (a: Entry, b: Entry) => number): void {
  let [low, high] = [0, queue.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(queue[middle] as Entry, entry) > 0) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, entry)
}
