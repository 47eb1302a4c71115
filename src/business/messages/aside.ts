import { type Role, roleNames } from '#core/actor.ts'
import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import { asideOfCase, hasKin } from '#platform/cases/index.ts'
import type { Told } from '#platform/notices/index.ts'

/** After these nobody may be left who may act. */
const LEAVES = ['recuse', 'appeal', 'overturn', 'reopen']

/** So, too, where the case comes to a desk that reviews twice (no city between it and the province), or whose people are the applicant's. */
const leaves = async (db: Reader, action: string, { subjectId, regionPath }: FeedEvent): Promise<boolean> => {
  if (LEAVES.includes(action)) return true
  if (action === 'pass' && regionPath.length === 2) return true
  return (action === 'submit' || action === 'pass') && hasKin(db, subjectId)
}

/** A case that everybody who holds the role must leave to another person: the director there finds one. */
export async function ofAside(db: Reader, event: FeedEvent): Promise<Told[]> {
  const { subjectId: caseId, changes, at: now } = event
  const action = String(changes.action ?? '')
  const aside = (await leaves(db, action, event)) ? await asideOfCase(db, caseId, now) : null
  if (!aside) return []
  const { office, number } = aside
  const role = roleNames[aside.role as Role] ?? { zh: aside.role, en: aside.role }
  const text = {
    title: { zh: `${number} 无人可办`, en: `Nobody may act on ${number}` },
    body: {
      zh: `${office.name}的${role.zh}均须回避本件，或此前已对本件作出决定。请在“人员与邀请”中邀请另一位同事担任${role.zh}；办理期限照常计算，确需延长的，由负责人在办件页面说明理由延期。`,
      en: `Everybody who is ${role.en} at ${office.name} must leave the case to another person, or has decided it before. Invite a colleague under “People”; the deadline runs on, and a director may extend it with reasons on the page of the case.`,
    },
  }
  return [
    { to: { organisationId: office.id, role: 'director' }, text, subject: { kind: 'case', id: caseId } },
  ]
}
