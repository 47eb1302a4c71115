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
    for (const told of await messagesOf(tx, event)) await tell(tx, { now: event.at }, stoppedOnce(told))
  }
}

/** What people wrote often ends in a full stop of its own; the sentence it stands in has one already. */
function stoppedOnce({ text, ...told }: Told): Told {
  const once = (words: string) => words.replace(/([。！？.!?])[。.](?![.\d])/g, '$1')
  return { ...told, text: { title: text.title, body: { zh: once(text.body.zh), en: once(text.body.en) } } }
}
