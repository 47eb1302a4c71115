import { dayOf } from '#core/time.ts'
import { directory } from '#platform/directory/browser.ts'
import { insertMembership } from '#platform/identity/index.ts'
import { makeUscc } from '#platform/directory/index.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { ANCI, type Cast } from './cast.ts'
import type { Days } from './days.ts'
import type { Buyer } from './steps.ts'
import type { Player, Who } from './player.ts'
import type { Story } from './story.ts'
import { SCHEME } from './steps.ts'

export type YearPlan = Story['volume']['years'][number]

/** The years from the story's beginning to its end; one that the pack does not plan is like the last planned. */
export function yearsOf(story: Story, end: Temporal.Instant): YearPlan[] {
  const [first, last] = [Number(story.begins.slice(0, 4)), dayOf(end).year]
  const { years } = story.volume
  const planned = (year: number) =>
    years.find((one) => one.year === year) ?? { ...(years.at(-1) as YearPlan), year }
  return Array.from({ length: last - first + 1 }, (_, at) => planned(first + at))
}

export const fenOf = (yuan: number) => BigInt(yuan) * 100n

/** Every year's budget with its first instalment; later ones follow in the course of the year. Ids by year. */
export async function openBudgets(
  p: Player,
  { desk }: Cast,
  days: Days,
  story: Story,
): Promise<Map<number, string>> {
  const ids = new Map<number, string>()
  for (const { year, allottedYuan, releases } of yearsOf(story, days.end)) {
    const at = days.on(`${year}-01-04`, 9 * 60 + 30)
    if (Temporal.Instant.compare(at, days.end) > 0) continue
    const by = desk.finance
    const { id } = await p.call(
      `budget/${year}`,
      vouchers.openBudget,
      { body: { scheme: SCHEME, year } },
      by,
      at,
    )
    const allotted = {
      amountFen: fenOf(allottedYuan),
      from: 'appropriation' as const,
      reason: `${year}年度省级科技创新券资金下达`,
    }
    await p.call(
      `budget/${year}/allot`,
      vouchers.allot,
      { params: { id }, body: allotted },
      by,
      at.add({ minutes: 5 }),
    )
    const released = {
      amountFen: (fenOf(allottedYuan) * BigInt(releases[0] as number)) / 100n,
      reason: '第一批额度',
    }
    await p.call(
      `budget/${year}/release/1`,
      vouchers.release,
      { params: { id }, body: released },
      by,
      at.add({ minutes: 9 }),
    )
    ids.set(year, id)
  }
  return ids
}

/** Both laboratories stand in the list of mutually recognised open labs, each side's in its own department's part. */
export async function admitLabs(
  p: Player,
  { desk, lab, beijingLab }: Cast,
  { providers }: Story,
  at: Temporal.Instant,
): Promise<void> {
  for (const [one, by] of [
    [lab, desk.tianjin],
    [beijingLab, desk.beijing],
  ] as const) {
    const { name, host, regionCode } = one
    const row = {
      ...{ name, hostUscc: host.uscc, hostName: host.name, regionCode },
      ...{ providerClass: 'recognised_open_lab', from: providers.from },
    }
    const body = { list: 'jingjinji-voucher-agreement', batch: providers.batch, rows: [row] }
    await p.call(`lab/${one.id}`, directory.importProviders, { body }, by, at)
  }
}

/**
 * Step 1: the firm signs up with its credit code, the county accepts its licence, the profile is declared with evidence and
 * confirmed, a colleague joins.
 */
export async function heroSignsUp(p: Player, cast: Cast, days: Days): Promise<Buyer & { owner: Who }> {
  const { owner, clerk, name, code } = cast.hero
  const uscc = makeUscc(ANCI, code)
  const at = days.ago(330, '09:12')
  const body = { kind: 'enterprise' as const, name, uscc, regionCode: ANCI }
  const { organisation } = await p.call('hero/register', directory.register, { body }, owner, at)
  const id = organisation?.id as string
  const asOwner = { userId: owner.userId, organisationId: id }
  await p.system('hero/clerk', at.add({ minutes: 30 }), async ({ tx, event, now }) => {
    await insertMembership(tx, {
      userId: clerk.userId,
      organisationId: id,
      role: 'applicant_clerk',
      from: now,
      invitedBy: owner.userId,
    })
    event({ subject: { kind: 'organisation', id }, changes: { joined: clerk.name } })
  })
  const licence = await p.file('hero/licence', asOwner, at.add({ minutes: 8 }), {
    ...{ name: '营业执照.pdf', title: '营业执照（示例）' },
    lines: [`名称：${name}`, `统一社会信用代码：${uscc}`, '住所：河北省廊坊市安次区示例路1号'],
  })
  await p.call(
    'hero/licence/give',
    directory.licence,
    { params: { id }, body: { fileId: licence } },
    asOwner,
    at.add({ minutes: 9 }),
  )
  const verdict = { accept: true, remark: '证照清晰，代码与名称一致。' }
  await p.call(
    'hero/verify',
    directory.verify,
    { params: { id }, body: verdict },
    cast.desk.county,
    days.ago(328, '15:20'),
  )
  await declareProfile(p, cast, days, asOwner, name)
  return { id, name, uscc, clerk: { userId: clerk.userId, organisationId: id }, owner: asOwner }
}

async function declareProfile(p: Player, cast: Cast, days: Days, owner: Who, name: string): Promise<void> {
  const id = owner.organisationId
  const first = dayOf(days.ago(330)).year - 1
  const account = { name, bank: '示例银行廊坊支行', number: '6228000000000001' }
  const recognition = { number: '冀科企（示例）2025-0001', validTo: `${first + 4}-12-31` }
  const yearly = [first, first + 1].flatMap((year) => [
    { key: 'staff' as const, year, value: 86 },
    { key: 'revenueFen' as const, year, value: '4200000000' },
    { key: 'rdSpendFen' as const, year, value: '210000000' },
  ])
  const facts = [
    ...yearly,
    ...([
      { key: 'ipClassI', value: 2 },
      { key: 'smeProvincial', value: recognition },
      { key: 'bankAccount', value: account },
    ] as const),
  ]
  const fileId = await p.file('hero/profile', owner, days.ago(327, '10:00'), {
    ...{ name: '年度报表与认定证书.pdf', title: '年度报表与认定证书（示例）' },
    lines: ['从业人员：86人', '营业收入：4,200万元', '研发投入：210万元', '科技型中小企业认定：有效'],
  })
  for (const [no, fact] of facts.entries()) {
    const at = days.ago(327, '10:10').add({ minutes: no })
    const said = await p.call(
      `hero/fact/${no}`,
      directory.declare,
      { params: { id }, body: { ...fact, fileId, source: '单位申报（示例）' } },
      owner,
      at,
    )
    const body = { confirm: true, reason: '与证明材料一致。' }
    await p.call(
      `hero/fact/${no}/confirm`,
      directory.decideFact,
      { params: { id: said.id }, body },
      cast.desk.county,
      days.ago(325, '14:00').add({ minutes: no }),
    )
  }
}
