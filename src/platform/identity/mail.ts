import type { Database } from '#core/db.ts'
import { registerJob } from '#core/jobs.ts'
import { roleNames } from '#core/actor.ts'
import type { MemberRole } from './rules.ts'

export type Mail = { to: string; subject: string; text: string }
export type SendMail = (mail: Mail) => Promise<void>

export const INVITATION_MAIL = 'identity.invitation_mail'

export function passwordMail(user: { email: string; name: string }, link: string): Mail {
  return {
    to: user.email,
    subject: '协创：重设密码 · Xiechuang: reset your password',
    text: [
      `${user.name}，您好：`,
      `请在一小时内打开下面的链接重设密码。如非本人操作，请忽略此信。`,
      link,
      '',
      `Hello ${user.name}, open the link above within an hour to set a new password. If you did not ask for it, ignore this mail.`,
    ].join('\n'),
  }
}

export type Offer = { email: string; organisation: string; role: MemberRole; token: string; by: string }

export function invitationMail(offer: Offer, url: string): Mail {
  const link = `${url.replace(/\/$/, '')}/invitations/${offer.token}`
  const { zh, en } = roleNames[offer.role]
  return {
    to: offer.email,
    subject: `协创：${offer.organisation}邀请您加入 · Xiechuang: an invitation`,
    text: [
      `${offer.by}邀请您以“${zh}”身份加入${offer.organisation}。请在14天内打开链接接受：`,
      link,
      '',
      `${offer.by} invites you to join ${offer.organisation} as ${en}. Open the link within 14 days.`,
    ].join('\n'),
  }
}

/** Jobs know their node only by its database. */
const posts = new WeakMap<Database['db'], { sendMail: SendMail; url: string }>()

export function usePost(database: Database, sendMail: SendMail, url: string): void {
  posts.set(database.db, { sendMail, url })
}

registerJob(INVITATION_MAIL, async ({ database }, data) => {
  const post = posts.get(database.db)
  if (!post) throw new Error('this node sends no mail yet')
  await post.sendMail(invitationMail(data as Offer, post.url))
})
