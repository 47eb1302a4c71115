import type { Tx } from '#core/db.ts'
import { type FeedEvent, followEvents } from '#core/jobs.ts'
import { tell, type Told } from '#platform/notices/index.ts'
import { messagesOf } from './texts.ts'

const OLD_NEWS = Temporal.Duration.from({ hours: 7 * 24 })

/** What happened is told to whom it concerns, once. */
export function registerMessages(): void {
  followEvents('messages', tellAll)
}

async function tellAll(tx: Tx, events: readonly FeedEvent[], now: Temporal.Instant): Promise<void> {
  for (const event of events) {
    if (Temporal.Instant.compare(event.at.add(OLD_NEWS), now) < 0) continue
    for (const told of await messagesOf(tx, event)) await tell(tx, { now: event.at }, told satisfies Told)
  }
}
