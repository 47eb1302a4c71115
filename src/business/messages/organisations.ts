import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import type { Text } from '#core/text.ts'
import { type FactKey, factNames } from '#platform/directory/browser.ts'
import type { Told } from '#platform/notices/index.ts'
import { ofAdmission } from './admissions.ts'
import type { Say } from './texts.ts'

type Changes = {
  accepted?: boolean
  remark?: string
  registered?: { kind: string }
  sponsorAsked?: object
  fact?: { key: FactKey; confirmed?: boolean; reason?: string }
  renamed?: { from: string; to: string; since: string }
  moved?: { places: { from: Text; to: Text }; since: string }
  admission?: { list: string; withdrawnFrom?: string; reason: string; effect: string }
}

/** What an officer or an incubator decided of an organisation, and that a team asks to be sponsored. */
export async function ofOrganisation(db: Reader, event: FeedEvent): Promise<Told[]> {
  const changes = event.changes as Changes
  const { accepted, remark = '', registered, sponsorAsked, fact, admission, renamed, moved } = changes
  const id = event.subjectId
  const tell = (organisationId: string, text: Say): Told => ({
    ...{ to: { organisationId }, text, subject: { kind: 'organisation', id } },
  })
  if (admission?.withdrawnFrom) return ofAdmission(db, id, admission)
  if (fact?.confirmed === false) return [tell(id, notConfirmed(fact.key, fact.reason ?? ''))]
  if (renamed) return [tell(id, newName(renamed))]
  if (moved) return [tell(id, newPlace(moved))]
  const asks = sponsorAsked !== undefined || registered?.kind === 'team'
  if (accepted === undefined && !asks) return []
  const one = await db
    .selectFrom('organisation')
    .select(['kind', 'name', 'sponsorId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (asks) return one.sponsorId ? [tell(one.sponsorId, askedToSponsor(one.name))] : []
  const words = one.kind === 'team' ? ofTeam : ofFirm
  return [tell(id, words[accepted ? 'accepted' : 'turned'](remark))]
}

const notConfirmed = (key: FactKey, reason: string): Say => ({
  title: { zh: `${factNames[key].zh}未予核实`, en: `Not confirmed: ${factNames[key].en}` },
  body: {
    zh: `理由：${reason}。请在“单位信息”更正内容或附上证明，再次申报；此前已核实的内容继续有效。`,
    en: `Reason: ${reason}. Correct it or add evidence under “My organisation” and declare it again; what was confirmed before stays in force.`,
  },
})

const newName = ({ from, to, since }: NonNullable<Changes['renamed']>): Say => ({
  title: { zh: `本单位的名称已变更为“${to}”`, en: `The organisation is now called ${to}` },
  body: {
    zh: `自 ${since} 起，“${from}”更名为“${to}”。此前的券、订单和公示仍写当时的名称。有误的，请联系所在区县主管部门。`,
    en: `From ${since} on, ${from} is ${to}. Earlier vouchers, orders and notices keep the name of their day. If this is wrong, tell the bureau of your county.`,
  },
})

const newPlace = ({ places, since }: NonNullable<Changes['moved']>): Say => ({
  title: { zh: `本单位的所在地已变更为${places.to.zh}`, en: `The organisation is now in ${places.to.en}` },
  body: {
    zh: `自 ${since} 起，由${places.from.zh}迁至${places.to.zh}。已受理的事项由原受理部门办完，之后的申请由新所在地受理。有误的，请联系新所在地主管部门。`,
    en: `From ${since} on it has moved from ${places.from.en} to ${places.to.en}. Cases under way stay where they were filed; later ones go to the new place. If this is wrong, tell the bureau there.`,
  },
})

const askedToSponsor = (name: string): Say => ({
  title: { zh: `创业团队“${name}”请贵单位推荐`, en: `${name} asks you to sponsor it` },
  body: {
    zh: '请在“单位信息”查看团队成员和档案，确认推荐，或说明不推荐的理由。',
    en: 'Look at its people and facts under “My organisation”; sponsor it, or say why not.',
  },
})

const ofTeam: Record<'accepted' | 'turned', (remark: string) => Say> = {
  accepted: (remark) => ({
    title: { zh: '孵化载体已确认推荐', en: 'Your incubator sponsors the team' },
    body: {
      zh: `意见：${remark}。现在可以申领创新券。`,
      en: `Remark: ${remark}. You can claim vouchers now.`,
    },
  }),
  turned: (remark) => ({
    title: { zh: '孵化载体没有推荐', en: 'Your incubator did not sponsor the team' },
    body: {
      zh: `理由：${remark}。请在“单位信息”补充团队成员和档案后再次请其推荐，或改请其他孵化载体。`,
      en: `Reason: ${remark}. Complete the people and facts under “My organisation” and ask again, or ask another incubator.`,
    },
  }),
}

const ofFirm: Record<'accepted' | 'turned', (remark: string) => Say> = {
  accepted: (remark) => ({
    title: { zh: '证照已核验', en: 'The licence is verified' },
    body: {
      zh: `意见：${remark}。现在可以申领创新券、下单和兑付。`,
      en: `Remark: ${remark}. You can claim, order and redeem now.`,
    },
  }),
  turned: (remark) => ({
    title: { zh: '证照核对未通过', en: 'The licence was not accepted' },
    body: {
      zh: `理由：${remark}。请在“单位信息”重新提交证照，审核人会再次核对。`,
      en: `Reason: ${remark}. Send the licence again under “My organisation”; it will be compared again.`,
    },
  }),
}
