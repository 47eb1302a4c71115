import type { Reader } from '#core/db.ts'
import type { FeedEvent } from '#core/jobs.ts'
import { type FactKey, factNames } from '#platform/directory/browser.ts'
import type { Told } from '#platform/notices/index.ts'
import { admissionKept, ofAdmission, ofReview, type Reviewed } from './admissions.ts'
import { type Closed, ofClosing, type Reopened } from './closings.ts'
import { correctedName, correctedPlace, type Corrected, newName, newPlace, type NewPlace } from './places.ts'
import { type Listed, ofList, takenBack } from './registers.ts'
import type { Say } from './texts.ts'

type Changes = {
  accepted?: boolean
  remark?: string
  registered?: { kind: string }
  sponsorAsked?: object
  fact?: { key: FactKey; confirmed?: boolean; reason?: string }
  factListed?: Listed
  factTakenBack?: Listed & { again: boolean; reason: string }
  renamed?: { from: string; to: string; since: string }
  moved?: NewPlace
  nameCorrected?: Corrected
  placeCorrected?: NewPlace & Corrected & { left?: string }
  admission?: { list: string; withdrawnFrom?: string; reason: string; effect: string }
  admissionReview?: Reviewed
  closed?: Closed
  reopened?: Reopened
  admissionKept?: { by: string; reason: string }
}

/** What an officer or an incubator decided of an organisation, and that a team asks to be sponsored. */
export async function ofOrganisation(db: Reader, event: FeedEvent): Promise<Told[]> {
  const changes = event.changes as Changes
  const { accepted, remark = '', registered, sponsorAsked, fact, admission, renamed } = changes
  const { moved, nameCorrected, placeCorrected } = changes
  const id = event.subjectId
  const tell = (organisationId: string, text: Say): Told => ({
    ...{ to: { organisationId }, text, subject: { kind: 'organisation', id } },
  })
  if (admission?.withdrawnFrom) return ofAdmission(db, id, admission)
  if (changes.admissionReview) return ofReview(db, id, changes.admissionReview)
  const { closed, reopened } = changes
  const ended = closed ? { closed } : reopened && { reopened }
  if (ended) return ofClosing(db, { id, name: await nameOf(db, id), now: event.at }, ended)
  if (changes.admissionKept) return [tell(id, admissionKept(changes.admissionKept))]
  if (fact?.confirmed === false) return [tell(id, notConfirmed(fact.key, fact.reason ?? ''))]
  if (changes.factListed) return [tell(id, ofList(changes.factListed))]
  if (changes.factTakenBack) return [tell(id, takenBack(changes.factTakenBack))]
  if (renamed) return [tell(id, newName(renamed))]
  if (nameCorrected) return [tell(id, correctedName(nameCorrected))]
  const [place, words] = placeCorrected
    ? [placeCorrected, correctedPlace(placeCorrected)]
    : [moved, moved && newPlace(moved)]
  if (place && words) {
    const there = await authoritiesOf(db, [place.from, place.to, placeCorrected?.left ?? place.from])
    const text = words.toAuthority(await nameOf(db, id))
    const subject = { kind: 'organisation_moved', id }
    const toldThere = (organisationId: string): Told => ({ to: { organisationId }, text, subject })
    return [tell(id, words.toFirm), ...there.map(toldThere)]
  }
  const asks = sponsorAsked !== undefined || registered?.kind === 'team'
  if (accepted === undefined && !asks) return []
  const one = await db
    .selectFrom('organisation')
    .select(['kind', 'name', 'sponsorId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (asks) return one.sponsorId ? [tell(one.sponsorId, askedToSponsor(one.name))] : []
  const judged = one.kind === 'team' ? ofTeam : ofFirm
  return [tell(id, judged[accepted ? 'accepted' : 'turned'](remark))]
}

/** The bureaus of the counties, where there are any. */
async function authoritiesOf(db: Reader, regions: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('organisationCard')
    .select('id')
    .where('kind', '=', 'authority')
    .where('status', '!=', 'closed')
    .where('regionCode', 'in', [...regions])
    .execute()
  return rows.flatMap(({ id }) => id ?? [])
}

async function nameOf(db: Reader, id: string): Promise<string> {
  const row = await db
    .selectFrom('organisationCard')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.name ?? ''
}

const notConfirmed = (key: FactKey, reason: string): Say => ({
  title: { zh: `${factNames[key].zh}未予核实`, en: `Not confirmed: ${factNames[key].en}` },
  body: {
    zh: `理由：${reason}。请在“单位信息”更正内容或附上证明，再次申报；此前已核实的内容继续有效。`,
    en: `Reason: ${reason}. Correct it or add evidence under “My organisation” and declare it again; what was confirmed before stays in force.`,
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
