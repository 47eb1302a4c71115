import nodemailer from 'nodemailer'
import type { Database, Reader, Tx } from '#core/db.ts'
import { enqueue, type JobCtx, registerJob } from '#core/jobs.ts'
import { pageOf } from '#core/page.ts'
import type { Clock } from '#core/time.ts'
import * as store from './mail.store.ts'

export type Mail = { to: string; subject: string; text: string }
type Transport = { send: (mail: Mail & { id: string }) => Promise<void> }

/** Jobs know their node only by its database. */
const transports = new WeakMap<Database['db'], Transport>()

/** Puts a mail into the outbox, in the transaction of its cause; a job sends it where the node has an SMTP server. */
export async function queueMail(tx: Tx, now: Temporal.Instant, { to, subject, text }: Mail): Promise<void> {
  const oneLine = subject.replace(/[\r\n]+/g, ' ').slice(0, 300)
  const id = await store.insertMail(tx, { toAddress: to, subject: oneLine, body: text, at: now })
  await enqueue(tx, 'notices.send_mail', { id })
}

/** The same for senders outside any transaction, such as sign-in. */
export function mailSender(database: Database, clock: Clock): (mail: Mail) => Promise<void> {
  return (mail) => database.db.transaction().execute((tx) => queueMail(tx, clock.now(), mail))
}

/** Tells the node where its mail leaves; without this call mail stays in the outbox page. */
export function useSmtp(database: Database, smtpUrl: string, from: string): void {
  const smtp = nodemailer.createTransport(smtpUrl)
  transports.set(database.db, {
    send: async ({ id, to, subject, text }) => {
      await smtp.sendMail({ from, to, subject, text, messageId: `<${id}@xiechuang>` })
    },
  })
}

/** Sends one mail; a second run finds it sent. A crash between sending and noting sends it again under the same Message-ID. */
async function sendMail({ database, now }: JobCtx, data: Record<string, unknown>): Promise<void> {
  const transport = transports.get(database.db)
  if (!transport) return
  const failed = await database.db.transaction().execute(async (tx) => {
    const mail = await store.lockUnsent(tx, String(data.id))
    if (!mail) return null
    try {
      await transport.send({ id: mail.id, to: mail.toAddress, subject: mail.subject, text: mail.body })
      await store.noteAttempt(tx, mail.id, { sentAt: now, error: null })
      return null
    } catch (error) {
      await store.noteAttempt(tx, mail.id, { sentAt: null, error: (error as Error).message.slice(0, 500) })
      return error as Error
    }
  })
  if (failed) throw failed
}

registerJob('notices.send_mail', sendMail, { retries: 8 })

export async function outboxPage(
  db: Reader,
  { cursor, limit, unsent }: { cursor?: string | undefined; limit: number; unsent?: boolean | undefined },
) {
  const found = await store.listMail(db, { after: cursor, limit, unsent })
  return pageOf(
    found.map(({ toAddress, ...mail }) => ({ ...mail, to: toAddress })),
    limit,
  )
}
