import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import { type Role, roleNames } from '#core/actor.ts'
import { userNames } from '#platform/identity/index.ts'
import type { Told } from '#platform/notices/index.ts'
import type { Say } from './texts.ts'

/** Who is to stand in hears of it, and that it is over; so does who is away when somebody else arranged it. */
export async function ofDelegation(
  db: Reader,
  { subjectId, changes, actorUser }: FeedEvent,
): Promise<Told[]> {
  const row = await db
    .selectFrom('delegation')
    .innerJoin('membership', 'membership.id', 'delegation.membershipId')
    .selectAll('delegation')
    .select('membership.role')
    .where('delegation.id', '=', subjectId)
    .executeTakeFirst()
  if (!row) return []
  const names = await userNames(db, [row.giverId, row.delegateId])
  const of = {
    giver: names.get(row.giverId) ?? '',
    delegate: names.get(row.delegateId) ?? '',
    role: roleNames[row.role as Role],
    days: [row.validFrom.toString(), row.validTo.toString()] as const,
  }
  const text = changes.ended === true ? ended(of) : given(of)
  return [row.delegateId, row.giverId]
    .filter((userId) => userId !== actorUser)
    .map((userId) => ({ to: { userId }, text, subject: { kind: 'delegation', id: subjectId } }))
}

type Of = {
  giver: string
  delegate: string
  role: { zh: string; en: string }
  days: readonly [string, string]
}

const given = ({ giver, delegate, role, days: [from, to] }: Of): Say => ({
  title: {
    zh: `${from} 至 ${to}，${delegate}代${giver}行使${role.zh}岗位`,
    en: `${delegate} stands in for ${giver} as ${role.en}, ${from} to ${to}`,
  },
  body: {
    zh: '期间登录即可办理，记录中写明代谁办理；不得复核自己经办的事项，不得转委托。到期自动结束。',
    en: 'In these days signing in is enough, and the records say for whom. Nobody approves his own work or lends it on. It ends by itself.',
  },
})

const ended = ({ giver, delegate, role }: Of): Say => ({
  title: {
    zh: `${delegate}代${giver}行使${role.zh}岗位已提前结束`,
    en: `${delegate} no longer stands in for ${giver} as ${role.en}`,
  },
  body: {
    zh: '即时生效，待办事项由委托人继续办理。',
    en: 'At once; what is left to do is the giver’s again.',
  },
})
