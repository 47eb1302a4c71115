import type { Actor } from '#core/actor.ts'
import type { Reader, Tx } from '#core/db.ts'
import { pageOf, placeCursor, placeOf } from '#core/page.ts'
import { coreRefusals } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { queueMail } from './mail.ts'
import * as store from './inbox.store.ts'

export type Recipient = { userId: string } | { organisationId: string; role?: string }
export type Told = { to: Recipient; text: { title: Text; body: Text }; subject: { kind: string; id: string } }

/** Who is meant, with an address to write to. */
export type AddressBook = (
  db: Reader,
  to: Recipient,
  now: Temporal.Instant,
) => Promise<{ userId: string; email: string }[]>
let addressBook: AddressBook | null = null

/** The module that knows people says where they can be written to; without one there are messages but no mail. */
export function useAddressBook(book: AddressBook): void {
  addressBook = book
}

/** Tells people something, in the transaction of its cause: a message in the inbox, and a mail to each of them. */
export async function tell(
  tx: Tx,
  { now, url = '' }: { now: Temporal.Instant; url?: string },
  { to, text, subject }: Told,
): Promise<string> {
  const id = await store.insertMessage(tx, {
    userId: 'userId' in to ? to.userId : null,
    organisationId: 'organisationId' in to ? to.organisationId : null,
    role: 'organisationId' in to ? (to.role ?? null) : null,
    subjectKind: subject.kind,
    subjectId: subject.id,
    titleZh: text.title.zh,
    titleEn: text.title.en,
    bodyZh: text.body.zh,
    bodyEn: text.body.en,
    at: now,
  })
  const people = new Map((await addressBook?.(tx, to, now))?.map(({ userId, email }) => [userId, email]))
  const body = [text.body.zh, '', text.body.en, ...(url ? ['', `${url.replace(/\/$/, '')}/inbox`] : [])].join(
    '\n',
  )
  for (const email of people.values()) {
    await queueMail(tx, now, { to: email, subject: `${text.title.zh} · ${text.title.en}`, text: body })
  }
  return id
}

type PageOf = { cursor?: string | undefined; limit: number; unread?: boolean | undefined }

export async function inboxPage(db: Reader, actor: Actor, { cursor, limit, unread }: PageOf) {
  const found = await store.listMessages(db, actor, { unread, after: placeOf(cursor), limit })
  const page = pageOf(found, limit, (row) => placeCursor(row.at, row.id))
  const rows = page.rows.map(
    ({ subjectKind, subjectId, titleZh, titleEn, bodyZh, bodyEn, id, at, readAt }) => ({
      id,
      subject: { kind: subjectKind, id: subjectId },
      title: { zh: titleZh, en: titleEn },
      body: { zh: bodyZh, en: bodyEn },
      at,
      readAt,
    }),
  )
  return {
    rows,
    next: page.next,
    unread: await store.countUnread(db, actor),
  }
}

/** @throws Refusal not_found for somebody else's message */
export async function readMessage(
  tx: Tx,
  { actor, now }: { actor: Actor; now: Temporal.Instant },
  id: string,
) {
  if (!actor.userId || !(await store.findMessage(tx, actor, id))) return coreRefusals.refuse('not_found')
  await store.markRead(tx, id, actor.userId, now)
  return { unread: await store.countUnread(tx, actor) }
}
