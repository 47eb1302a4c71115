import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import type { Told } from '#platform/notices/index.ts'
import type { Say } from './texts.ts'

type Changes = { opened?: string; outcome?: 'kept' | 'transferred'; withdrawn?: boolean; former?: string[] }
type Found = { claimedName: string; name: string; uscc: string | null; reason: string | null }

/** Both sides of a dispute about a code hear of its steps; who loses hears what is left to do. */
export async function ofDispute(db: Reader, { subjectId, changes }: FeedEvent): Promise<Told[]> {
  const { opened, outcome, withdrawn, former = [] } = changes as Changes
  const found = await db
    .selectFrom('organisationDispute as d')
    .innerJoin('organisation as o', 'o.id', 'd.organisationId')
    .select(['d.claimantId', 'd.organisationId', 'd.claimedName', 'd.reason', 'o.name', 'o.uscc'])
    .where('d.id', '=', subjectId)
    .executeTakeFirst()
  if (!found) return []
  const subject = { kind: 'dispute', id: subjectId }
  const holder = (text: Say): Told => ({ to: { organisationId: found.organisationId }, text, subject })
  const person = (userId: string, text: Say): Told => ({ to: { userId }, text, subject })
  if (opened !== undefined) return [holder(says.opened(found))]
  if (withdrawn) return [holder(says.withdrawn(found))]
  if (outcome === 'kept') return [holder(says.kept(found)), person(found.claimantId, says.lost(found))]
  if (outcome !== 'transferred') return []
  return [
    person(found.claimantId, says.won(found)),
    ...former.map((userId) => person(userId, says.ended(found))),
  ]
}

const says = {
  opened: ({ uscc, claimedName }) => ({
    title: { zh: '本单位的信用代码有人提出争议', en: 'Somebody disputes your credit code' },
    body: {
      zh: `有人以“${claimedName}”名义称 ${uscc} 归其所有。裁定前不能办理涉及资金的事项，其他可以照常。请备好证照原件，配合县（区）科技局核实；进展见“单位信息”。`,
      en: `Somebody claims ${uscc} in the name of ${claimedName}. Until it is decided nothing that moves money can be done; all else goes on. Have your licence ready for the county bureau; follow it under “My organisation”.`,
    },
  }),
  withdrawn: ({ uscc }) => ({
    title: { zh: '对本单位信用代码的争议已撤回', en: 'The dispute about your code was withdrawn' },
    body: {
      zh: `对 ${uscc} 的争议已由提出方撤回，单位恢复此前的状态，无需办理。`,
      en: `The claimant withdrew the dispute about ${uscc}. You are as before; nothing is left to do.`,
    },
  }),
  kept: ({ uscc, reason }) => ({
    title: { zh: '代码争议裁定：维持本单位的登记', en: 'The dispute is decided for you' },
    body: {
      zh: `${uscc} 维持由本单位持有，恢复此前的状态。理由：${reason ?? ''}。`,
      en: `${uscc} stays yours and you are as before. Reason: ${reason ?? ''}.`,
    },
  }),
  lost: ({ uscc, name, reason }) => ({
    title: {
      zh: `代码争议裁定：${uscc} 维持原登记`,
      en: `The dispute about ${uscc} is decided: the holder keeps it`,
    },
    body: {
      zh: `理由：${reason ?? ''}。您确属“${name}”的，请其负责人邀请您加入；填错代码的，请以正确的代码另行登记；有新的证据的，可再次登记并附上。`,
      en: `Reason: ${reason ?? ''}. If you belong to ${name}, ask its owner for an invitation; if the code was mistyped, register with the right one; with new evidence, register again and attach it.`,
    },
  }),
  won: ({ uscc, name, reason }) => ({
    title: { zh: `代码争议裁定：${uscc} 归您`, en: `The dispute about ${uscc} is decided for you` },
    body: {
      zh: `“${name}”由您接管，您是负责人。理由：${reason ?? ''}。请核对单位信息，重新填报收款账户，并邀请同事。`,
      en: `You take over ${name} as its owner. Reason: ${reason ?? ''}. Check its facts, give the account for payments anew, and invite your colleagues.`,
    },
  }),
  ended: ({ uscc, name, reason }) => ({
    title: { zh: `代码争议裁定：您在“${name}”的岗位已结束`, en: `Your role in ${name} has ended` },
    body: {
      zh: `${uscc} 经裁定归他人所有。理由：${reason ?? ''}。填错代码的，请以本单位的代码另行登记；确属该单位的，请新的负责人邀请您；不服裁定的，请持证照原件联系县（区）科技局。`,
      en: `${uscc} was decided to belong to somebody else. Reason: ${reason ?? ''}. If you had mistyped the code, register with your own; if you belong to the organisation, ask its new owner for an invitation; if you disagree, take your licence to the county bureau.`,
    },
  }),
} satisfies Record<string, (found: Found) => Say>
