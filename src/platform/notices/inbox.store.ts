import { sql } from 'kysely'
import type { Actor } from '#core/actor.ts'
import type { Reader, Tx } from '#core/db.ts'
import type { Place } from '#core/page.ts'

export type MessageRecord = {
  id: string
  subjectKind: string
  subjectId: string
  titleZh: string
  titleEn: string
  bodyZh: string
  bodyEn: string
  at: Temporal.Instant
  readAt: Temporal.Instant | null
}

export type NewMessage = Omit<MessageRecord, 'id' | 'readAt'> & {
  userId: string | null
  organisationId: string | null
  role: string | null
}

export async function insertMessage(tx: Tx, message: NewMessage): Promise<string> {
  const { id } = await tx.insertInto('message').values(message).returning('id').executeTakeFirstOrThrow()
  return id
}

/** A person's own messages, and those to the organisation he acts for, if for his role or for everyone. */
function messagesOf(db: Reader, actor: Actor) {
  return db
    .selectFrom('message as m')
    .leftJoin('messageRead as r', (join) =>
      join.onRef('r.messageId', '=', 'm.id').on('r.userId', '=', actor.userId),
    )
    .where((eb) =>
      eb.or([
        eb('m.userId', '=', actor.userId),
        eb.and([
          eb('m.organisationId', '=', actor.organisationId),
          eb.or([eb('m.role', 'is', null), eb('m.role', 'in', [...actor.roles])]),
        ]),
      ]),
    )
}

type Filter = { unread?: boolean | undefined; after?: Place | undefined; limit: number }

/** Newest first, by the moment that is shown; one row more than asked. */
export function listMessages(
  db: Reader,
  actor: Actor,
  { unread, after, limit }: Filter,
): Promise<MessageRecord[]> {
  let found = messagesOf(db, actor).selectAll('m').select('r.at as readAt')
  if (unread) found = found.where('r.at', 'is', null)
  if (after) found = found.where(sql<boolean>`(m.at, m.id) < (${after.at}::timestamptz, ${after.key}::uuid)`)
  return found
    .orderBy('m.at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(limit + 1)
    .execute() as Promise<MessageRecord[]>
}

/** Counted up to 1,000: beyond that nobody reads the figure. */
export async function countUnread(db: Reader, actor: Actor): Promise<number> {
  const unread = messagesOf(db, actor).where('r.at', 'is', null).select(sql<number>`1`.as('one')).limit(1_000)
  return (await unread.execute()).length
}

export async function findMessage(db: Reader, actor: Actor, id: string): Promise<{ id: string } | undefined> {
  return messagesOf(db, actor).select('m.id').where('m.id', '=', id).executeTakeFirst()
}

export async function markRead(
  tx: Tx,
  messageId: string,
  userId: string,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .insertInto('messageRead')
    .values({ messageId, userId, at })
    .onConflict((on) => on.constraint('message_read_pkey').doNothing())
    .execute()
}
