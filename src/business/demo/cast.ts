import type { CommandCtx } from '#core/command.ts'
import { dayOf, startOfDay } from '#core/time.ts'
import { authorityAt, recordFact } from '#platform/directory/index.ts'
import { type MemberRole, offerDemoAccount } from '#platform/identity/index.ts'
import {
  codes,
  makeOfficer,
  makeOrganisation,
  makePerson,
  type Organisation,
  recordAccount,
  recordFirm,
} from './people.ts'
import type { Who } from './player.ts'
import type { Story } from './story.ts'

export const HEBEI = '130000'
export const LANGFANG = '131000'
export const ANCI = '131002'
export const SHIJIAZHUANG = '130100'
export const YUHUA = '130108'
export const NANKAI = '120104'
export const HAIDIAN = '110108'
export const BINHAI = '120116'
export const CHANGAN = '130102'

type Person = Who & { name: string }
export type Firm = Organisation & { owner: Person; clerk: Person }
export type Lab = Organisation & { host: Organisation; clerk: Person }

/** Everybody whom the told story names; what follows is theirs to do. */
export type Cast = {
  /** The firm of the story; it registers by itself, so only its people are here at first. */
  hero: { owner: Person; clerk: Person; name: string; code: number }
  firms: Firm[]
  shijiazhuang: Firm
  /** Stands in the list of those who go first in the queue. */
  honoured: Firm
  founder: Person
  secondFounder: Person
  newcomer: Person
  rival: Person
  incubator: Organisation & { clerk: Person }
  lab: Lab
  beijingLab: Lab
  /** Tianjin Binhai, where the provider redeemed until 2025. */
  binhaiFirm: Firm
  binhaiLab: Lab
  /** Of Beijing, where the laboratory redeems today; of Shijiazhuang, which gives small firms small vouchers. */
  beijingFirm: Firm
  smallFirm: Firm
  cityLab: Lab
  desk: Record<Seat, Person>
  administrator: Person
}
const SEATS = {
  county: {
    region: ANCI,
    role: 'reviewer',
    zh: '廊坊市安次区审核人',
    en: 'County reviewer, Anci (Langfang)',
  },
  city: { region: LANGFANG, role: 'reviewer', zh: '廊坊市审核人', en: 'City reviewer, Langfang' },
  province: { region: HEBEI, role: 'reviewer', zh: '河北省科技厅审核人', en: 'Province reviewer, Hebei' },
  director: { region: HEBEI, role: 'director', zh: '河北省科技厅负责人', en: 'Director, Hebei' },
  deputy: {
    region: HEBEI,
    role: 'director',
    zh: '河北省科技厅分管负责人（复核）',
    en: 'Deputy director, Hebei',
  },
  finance: { region: HEBEI, role: 'finance', zh: '河北省科技厅资金管理人', en: 'Finance officer, Hebei' },
  preparer: { region: HEBEI, role: 'preparer', zh: '河北省拨付经办人', en: 'Payment preparer, Hebei' },
  approver: { region: HEBEI, role: 'approver', zh: '河北省拨付复核人', en: 'Payment approver, Hebei' },
  auditor: { region: HEBEI, role: 'auditor', zh: '河北省审计人', en: 'Auditor, Hebei' },
  secondCity: { region: LANGFANG, role: 'reviewer', zh: '', en: '' },
  shijiazhuangCounty: { region: YUHUA, role: 'reviewer', zh: '', en: '' },
  shijiazhuangCity: {
    region: SHIJIAZHUANG,
    role: 'reviewer',
    zh: '石家庄市审核人',
    en: 'City reviewer, Shijiazhuang',
  },
  shijiazhuangDirector: {
    region: SHIJIAZHUANG,
    role: 'director',
    zh: '石家庄市科技局负责人',
    en: 'Director, Shijiazhuang',
  },
  shijiazhuangDeputy: {
    region: SHIJIAZHUANG,
    role: 'director',
    zh: '石家庄市科技局分管负责人（复核）',
    en: 'Deputy director, Shijiazhuang',
  },
  shijiazhuangFinance: { region: SHIJIAZHUANG, role: 'finance', zh: '', en: '' },
  beijing: { region: '110000', role: 'director', zh: '北京市负责人', en: 'Director, Beijing' },
  beijingDeputy: {
    region: '110000',
    role: 'director',
    zh: '北京市分管负责人（复核）',
    en: 'Deputy director, Beijing',
  },
  beijingReviewer: { region: '110000', role: 'reviewer', zh: '北京市审核人', en: 'Reviewer, Beijing' },
  beijingFinance: { region: '110000', role: 'finance', zh: '', en: '' },
  tianjin: { region: '120000', role: 'director', zh: '', en: '' },
  binhai: { region: BINHAI, role: 'reviewer', zh: '天津滨海新区审核人', en: 'District reviewer, Binhai' },
  binhaiSecond: { region: BINHAI, role: 'reviewer', zh: '', en: '' },
  binhaiDirector: { region: BINHAI, role: 'director', zh: '天津滨海新区负责人', en: 'Director, Binhai' },
  binhaiDeputy: {
    region: BINHAI,
    role: 'director',
    zh: '天津滨海新区分管负责人（复核）',
    en: 'Deputy director, Binhai',
  },
  binhaiFinance: {
    region: BINHAI,
    role: 'finance',
    zh: '天津滨海新区资金管理人',
    en: 'Finance officer, Binhai',
  },
  binhaiPreparer: { region: BINHAI, role: 'preparer', zh: '', en: '' },
  binhaiApprover: { region: BINHAI, role: 'approver', zh: '', en: '' },
} as const satisfies Record<string, { region: string; role: MemberRole; zh: string; en: string }>
export type Seat = keyof typeof SEATS

const CHAIN_FIRMS = [
  ['廊坊示例轴承制造有限公司', ANCI],
  ['廊坊示例新材料有限公司', ANCI],
  ['廊坊示例环保设备有限公司', ANCI],
  ['廊坊示例电子科技有限公司', ANCI],
  ['廊坊示例医疗器械有限公司', ANCI],
  ['廊坊示例智能装备有限公司', ANCI],
  ['廊坊示例管道装备有限公司', ANCI],
  ['廊坊示例食品科技有限公司', ANCI],
] as const

/** All of them at once, in one commit, with an account to sign in by for each kind of user. */
export async function seedCast(ctx: CommandCtx, story: Story): Promise<Cast> {
  const at = startOfDay(dayOf(ctx.now))
  const { tx } = ctx
  const person = (key: string, organisationId: string | null, ...roles: MemberRole[]) =>
    makePerson(tx, story, { key, organisationId, roles, at })
  const desk = {} as Cast['desk']
  for (const [key, { region, role }] of Object.entries(SEATS))
    desk[key as Seat] = await makeOfficer(tx, story, { key, region, roles: [role], at })
  const firms: Firm[] = []
  for (const [no, [name, region]] of CHAIN_FIRMS.entries())
    firms.push(await seedFirm(ctx, story, { key: `firm-${no + 2}`, name, region, no }))
  const shijiazhuang = await seedFirm(ctx, story, {
    key: 'shijiazhuang-firm',
    name: '石家庄示例生物科技有限公司',
    region: YUHUA,
    no: 20,
  })
  const { operator, incubator } = await seedHouses(ctx)
  const cast: Cast = {
    hero: {
      owner: await person('firm-owner', null),
      clerk: await person('firm-clerk', null),
      name: '廊坊示例精密机械有限公司',
      code: codes.cast,
    },
    ...{ firms, shijiazhuang, desk },
    honoured: await seedHonoured(ctx, story),
    founder: await person('team-founder', null),
    secondFounder: await person('second-founder', null),
    newcomer: await person('newcomer', null),
    rival: await person('rival', null),
    incubator: { ...incubator, clerk: await person('incubator', incubator.id, 'incubator_clerk') },
    lab: await seedLab(ctx, story, {
      key: 'lab-clerk',
      host: '津海示例大学',
      lab: '精密检测开放实验室（示例）',
      region: NANKAI,
      no: 40,
    }),
    beijingLab: await seedLab(ctx, story, {
      key: 'beijing-lab',
      host: '京华示例大学',
      lab: '材料分析开放实验室（示例）',
      region: HAIDIAN,
      no: 41,
    }),
    binhaiFirm: await seedHighTech(ctx, story),
    ...(await seedCities(ctx, story)),
    binhaiLab: await seedLab(ctx, story, {
      key: 'binhai-lab',
      host: '渤海示例理工大学',
      lab: '海洋装备检测中心（示例）',
      region: BINHAI,
      no: 42,
    }),
    administrator: await person('administrator', operator.id, 'administrator'),
  }
  await recordAccount(tx, cast.binhaiLab.host, '6229000000000042', at, cast.binhaiLab.id)
  await recordAccount(tx, cast.beijingLab.host, '6229000000000041', at, cast.beijingLab.id)
  await offerAccounts(ctx, cast)
  const { id } = await authorityAt(tx, HEBEI)
  ctx.event({ subject: { kind: 'organisation', id }, changes: { demo: 'cast' } })
  return cast
}

/** Who runs the node, and who answers for teams. */
async function seedHouses({ tx, now }: CommandCtx) {
  const at = startOfDay(dayOf(now))
  const operator = await makeOrganisation(
    tx,
    { kind: 'operator', name: '协创平台运营中心（示例）', regionCode: HEBEI, code: null },
    at,
  )
  const incubator = await makeOrganisation(
    tx,
    { kind: 'incubator', name: '廊坊示例科技企业孵化器', regionCode: ANCI, code: codes.cast + 30 },
    at,
  )
  return { operator, incubator }
}

type NewFirm = { key: string; name: string; region: string; no: number; revenueYuan?: number }

async function seedFirm(
  ctx: CommandCtx,
  story: Story,
  { key, name, region, no, revenueYuan = 18_000_000 + no * 2_500_000 }: NewFirm,
): Promise<Firm> {
  const { tx, now: at } = ctx
  const firm = await makeOrganisation(
    tx,
    { kind: 'enterprise', name, regionCode: region, code: codes.cast + 1 + no },
    at,
  )
  const first = Number(story.begins.slice(0, 4)) - 1
  const facts = { staff: 45 + no * 7, revenueYuan, rdShareBp: 420, ipClassI: 2 }
  await recordFirm(
    tx,
    firm,
    { ...facts, account: `62280000000${String(1000 + no)}` },
    [first, first + 1, first + 2],
    at,
  )
  const person = (suffix: string, role: MemberRole) =>
    makePerson(tx, story, {
      key: suffix ? `${key}-${suffix}` : key,
      organisationId: firm.id,
      roles: [role],
      at,
    })
  return {
    ...firm,
    owner: await person('', 'applicant_owner'),
    clerk: await person('clerk', 'applicant_clerk'),
  }
}

/** A firm of Binhai with a certificate: the district's rules have a class of their own for it. */
async function seedHighTech(ctx: CommandCtx, story: Story): Promise<Firm> {
  const { tx, now } = ctx
  const name = '滨海示例海洋装备有限公司'
  const firm = await seedFirm(ctx, story, { key: 'binhai-firm', name, region: BINHAI, no: 21 })
  const value = { number: 'GR202312009999', validTo: '2026-12-05' }
  await recordFact(tx, { organisationId: firm.id, key: 'hnte', value, source: '认定公告（示例）' }, now)
  return firm
}

/** A firm that won the contest: when money is short, its claims go first. */
async function seedHonoured(ctx: CommandCtx, story: Story): Promise<Firm> {
  const { tx, now } = ctx
  const name = '廊坊示例精密模具有限公司'
  const firm = await seedFirm(ctx, story, { key: 'honoured-firm', name, region: ANCI, no: 24 })
  const honours = { key: 'honours' as const, value: ['contest_winner'], source: '大赛获奖公告（示例）' }
  await recordFact(tx, { organisationId: firm.id, ...honours }, now)
  return firm
}

async function seedCities(ctx: CommandCtx, story: Story) {
  const { tx, now } = ctx
  const beijingFirm = await seedFirm(ctx, story, {
    ...{ key: 'beijing-firm', name: '北京示例微电子有限公司', region: HAIDIAN, no: 22 },
  })
  const micro = { key: 'smallOrMicro' as const, value: true, source: '小微企业名录（示例）' }
  await recordFact(tx, { organisationId: beijingFirm.id, ...micro }, now)
  return {
    beijingFirm,
    smallFirm: await seedFirm(ctx, story, {
      ...{
        key: 'small-firm',
        name: '石家庄示例微纳材料有限公司',
        region: YUHUA,
        no: 23,
        revenueYuan: 12_000_000,
      },
    }),
    cityLab: await seedLab(ctx, story, {
      ...{ key: 'city-lab', host: '冀中示例大学', lab: '材料检测中心（示例）', region: CHANGAN, no: 43 },
    }),
  }
}

type NewLab = { key: string; host: string; lab: string; region: string; no: number }

async function seedLab(
  { tx, now: at }: CommandCtx,
  story: Story,
  { key, host: hostName, lab: name, region, no }: NewLab,
): Promise<Lab> {
  const common = { kind: 'institute' as const, regionCode: region }
  const host = await makeOrganisation(
    tx,
    { ...common, name: hostName, code: codes.cast + no, lead: '12' },
    at,
  )
  const lab = await makeOrganisation(tx, { ...common, name, hostId: host.id, code: null }, at)
  await makePerson(tx, story, { key: `${key}-owner`, organisationId: lab.id, roles: ['provider_owner'], at })
  return {
    ...lab,
    host,
    clerk: await makePerson(tx, story, { key, organisationId: lab.id, roles: ['provider_clerk'], at }),
  }
}

async function offerAccounts({ tx }: CommandCtx, cast: Cast): Promise<void> {
  const { hero, founder, incubator, lab, beijingLab, shijiazhuang, administrator, desk } = cast
  const { beijingFirm, smallFirm, binhaiFirm, binhaiLab, honoured } = cast
  const offered: [string, Person, string, string][] = [
    ['firm-owner', hero.owner, `企业负责人 · ${hero.name}`, 'Firm owner, Langfang machinery'],
    ['firm-clerk', hero.clerk, `企业经办人 · ${hero.name}`, 'Firm clerk, Langfang machinery'],
    ['team-founder', founder, '创业团队负责人 · 廊坊示例创客团队', 'Founder of a team without a company'],
    ['incubator', incubator.clerk, `孵化载体经办人 · ${incubator.name}`, 'Incubator, sponsor of teams'],
    ['lab-clerk', lab.clerk, `实验室经办人 · ${lab.host.name}`, 'Laboratory clerk, Tianjin university'],
    ...(Object.entries(SEATS) as [Seat, (typeof SEATS)[Seat]][])
      .filter(([, seat]) => seat.zh !== '')
      .map(([key, { zh, en }]): [string, Person, string, string] => [key, desk[key], zh, en]),
    ['administrator', administrator, '平台管理员', 'Administrator of the node'],
    [
      'beijing-lab',
      beijingLab.clerk,
      `实验室经办人 · ${beijingLab.host.name}`,
      'Laboratory clerk, Beijing university',
    ],
    [
      'shijiazhuang-firm',
      shijiazhuang.owner,
      `企业负责人 · ${shijiazhuang.name}`,
      'Firm owner, Shijiazhuang biotech',
    ],
    ['honoured-firm', honoured.owner, `企业负责人 · ${honoured.name}`, 'Firm owner, Langfang moulds'],
    [
      'beijing-firm',
      beijingFirm.owner,
      `企业负责人 · ${beijingFirm.name}`,
      'Firm owner, Beijing microelectronics',
    ],
    ['small-firm', smallFirm.owner, `企业负责人 · ${smallFirm.name}`, 'Firm owner, Shijiazhuang materials'],
    [
      'binhai-firm',
      binhaiFirm.owner,
      `企业负责人 · ${binhaiFirm.name}`,
      'Firm owner, Binhai marine equipment',
    ],
    [
      'binhai-lab',
      binhaiLab.clerk,
      `实验室经办人 · ${binhaiLab.host.name}`,
      'Laboratory clerk, Binhai university',
    ],
  ]
  for (const [place, [account, { userId }, zh, en]] of offered.entries())
    await offerDemoAccount(tx, { account, userId, label: { zh, en }, place })
}
