import type { Database } from '#core/db.ts'
import type { Clock } from '#core/time.ts'
import { PLAY } from './names.ts'
import { findPlay } from './store.ts'

/**
 * The clock of the node's own jobs. While the story is played it tells the story's time, so that deadlines of 2024 are
 * judged in 2024; before and after, and on a node without the demo, the real one.
 */
export type StoryClock = Clock & {
  set: (at: Temporal.Instant | null) => void
}

export async function storyClock(database: Database, clock: Clock, on: boolean): Promise<StoryClock> {
  const play = on ? await findPlay(database.db, PLAY) : undefined
  let at: Temporal.Instant | null = play && !play.finishedAt ? play.storyAt : null
  return {
    now: () => at ?? clock.now(),
    set: (to) => {
      at = to
    },
  }
}
