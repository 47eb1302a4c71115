import { directory } from '#platform/directory/browser.ts'
import { notices } from '#platform/notices/browser.ts'
import { makeUscc } from '#platform/directory/index.ts'
import { ANCI } from './cast.ts'
import {
  buyerOf,
  issued,
  ordered,
  requested,
  reviewersOf,
  type Scene,
  served,
  testing,
  testOf,
  wholeWay,
} from './hero-parts.ts'
import { codes } from './people.ts'
import { afterNotice, decideBatch, openBatch, prepareRun, publishBatch } from './settling.ts'
import { act, deliverOrder, fileClaim, proposeOrder } from './steps.ts'

/** What waits today, desk by desk. */
type Firm = Scene['cast']['firms'][number]
const firmsOf = (scene: Scene) => scene.cast.firms.slice(2) as [Firm, Firm, Firm, Firm, Firm, Firm]

/** County and city: claims to review, a licence, a changed fact, two people for one code. */
export async function reviewDesks(scene: Scene): Promise<void> {
  const { p, days, cast, hero } = scene
  const { desk, lab, beijingLab } = cast
  const [a, b, c] = firmsOf(scene)
  await fileClaim(
    p,
    'desk/county',
    a.clerk,
    days.ago(2, '10:15'),
    testOf(scene, 'desk/county', buyerOf(a), lab, 8),
  )
  const cityClaim = await fileClaim(
    p,
    'desk/city',
    b.clerk,
    days.ago(7, '10:15'),
    testOf(scene, 'desk/city', buyerOf(b), lab, 14),
  )
  await act(p, 'desk/city/county', desk.county, days.ago(5, '10:00'), cityClaim, 'pass', {
    reason: '符合条件。',
  })
  const supplement = await fileClaim(
    p,
    'desk/supplement',
    hero.clerk,
    days.ago(6, '09:10'),
    testOf(scene, 'desk/supplement', hero, beijingLab, 6),
  )
  const missing = { reason: '请上传拟签合同，并说明样品来源。', fields: ['contract', 'purpose'] }
  await act(
    p,
    'desk/supplement/ask',
    desk.county,
    days.ago(3, '11:00'),
    supplement,
    'request_supplement',
    missing,
  )
  const refused = await fileClaim(
    p,
    'desk/appeal',
    c.clerk,
    days.ago(20, '09:10'),
    testOf(scene, 'desk/appeal', buyerOf(c), lab, 9),
  )
  const why = { reason: '所述检测为出厂批次检验，不属于创新活动。可在10个工作日内申请复核。' }
  await act(p, 'desk/appeal/refuse', desk.county, days.ago(16, '15:00'), refused, 'refuse', why)
  const appeal = { reason: '检测对象是新产品样机，不是批量产品，附研发任务书说明。' }
  await act(p, 'desk/appeal/file', c.clerk, days.ago(5, '09:00'), refused, 'appeal', appeal)
  const value = String(2_650_000_000 + 17_000_000)
  const fact = {
    key: 'revenueFen' as const,
    year: Number(days.end.toString().slice(0, 4)) - 1,
    value,
    source: '审计报告（示例）',
  }
  await p.call(
    'desk/fact',
    directory.declare,
    { params: { id: a.id }, body: fact },
    a.owner,
    days.ago(1, '14:00'),
  )
  await newcomers(scene)
}

async function newcomers({ p, days, cast }: Scene): Promise<void> {
  const { newcomer, rival } = cast
  const code = makeUscc(ANCI, codes.cast + 50)
  const body = {
    kind: 'enterprise' as const,
    name: '廊坊示例新设机器人有限公司',
    uscc: code,
    regionCode: ANCI,
  }
  const { organisation } = await p.call(
    'desk/newcomer',
    directory.register,
    { body },
    newcomer,
    days.ago(2, '09:00'),
  )
  const id = organisation?.id as string
  const asOwner = { userId: newcomer.userId, organisationId: id }
  const fileId = await p.file('desk/newcomer/licence', asOwner, days.ago(2, '09:05'), {
    ...{
      name: '营业执照.pdf',
      title: '营业执照（示例）',
      lines: [`名称：${body.name}`, `统一社会信用代码：${code}`],
    },
  })
  await p.call(
    'desk/newcomer/give',
    directory.licence,
    { params: { id }, body: { fileId } },
    asOwner,
    days.ago(2, '09:06'),
  )
  // Two people say that one code is theirs; nothing that moves money can be done for it until the county decides.
  const disputed = {
    kind: 'enterprise' as const,
    name: '廊坊示例增材制造有限公司',
    uscc: makeUscc(ANCI, codes.cast + 51),
    regionCode: ANCI,
  }
  await p.call('desk/disputed', directory.register, { body: disputed }, newcomer, days.ago(3, '09:00'))
  const statement = '本人是该公司的委托代理人，原登记人已离职，请核实。'
  const claim = { ...disputed, statement }
  await p.call('desk/rival', directory.register, { body: claim }, rival, days.ago(3, '13:30'))
}

/** A test whose result was accepted and asked for, up to its passed request. */
const passed = (scene: Scene, key: string, firm: Firm, wan: number, to: number, lab = scene.cast.lab) =>
  wholeWay(scene, key, testOf(scene, key, buyerOf(firm), lab, wan), reviewersOf(scene, firm), to)

/** Preparer and approver: two decided requests to pay, one in a run that waits for its second pair of eyes. */
export async function payingDesks(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { desk, beijingLab } = cast
  const [a, b, c] = firmsOf(scene)
  const toPay = [await passed(scene, 'pay/a', a, 7, 52), await passed(scene, 'pay/b', b, 6, 52)]
  const prepared = await passed(scene, 'pay/c', c, 11, 52, beijingLab)
  const batch = await openBatch(p, 'b2', desk.province, days.ago(48), [...toPay, prepared])
  const notice = await publishBatch(p, 'b2/publish', desk.province, days.ago(47), batch)
  const at = await afterNotice(p, days, 'b2', notice)
  const approve = [...toPay, prepared].map((redemptionId) => ({ redemptionId, decision: 'approve' as const }))
  await decideBatch(p, 'b2/decide', desk.director, at, batch, approve)
  await prepareRun(p, 'b2/run', desk.preparer, days.ago(2, '15:00'), [prepared])
}

/** Director: a batch whose notice is over. */
export async function decidingDesk(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const [, , , d, e] = firmsOf(scene)
  const rows = [await passed(scene, 'decide/d', d, 9, 30), await passed(scene, 'decide/e', e, 5, 30)]
  const batch = await openBatch(p, 'b3', cast.desk.province, days.ago(26), rows)
  const notice = await publishBatch(p, 'b3/publish', cast.desk.province, days.ago(24), batch)
  await afterNotice(p, days, 'b3', notice)
}

/** Province: an open notice with an objection by name, two requests for the next batch. City: one under review. */
export async function noticeDesks(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { desk, lab, beijingLab } = cast
  const [a, b, c, , , f] = firmsOf(scene)
  await passed(scene, 'batch/b', b, 4, 4)
  await passed(scene, 'batch/c', c, 5, 3, beijingLab)
  const reviewing = testOf(scene, 'desk/review', buyerOf(f), lab, 7)
  const voucherId = await issued(scene, 'desk/review', reviewing, reviewersOf(scene, f), 36)
  const orderId = await ordered(scene, 'desk/review', reviewing, voucherId, 30)
  await served(scene, 'desk/review', reviewing, orderId, 12)
  await requested(scene, 'desk/review', reviewing, orderId, 5)
  const rows = [await passed(scene, 'notice/f', f, 8, 10), await passed(scene, 'notice/a', a, 6, 9)]
  const batch = await openBatch(p, 'b4', desk.province, days.ago(6), rows)
  const { noticeId } = await publishBatch(p, 'b4/publish', desk.province, days.ago(4, '09:00'), batch)
  const body = {
    ...{ kind: 'real_name' as const, name: '陈示例', contact: '示例邮箱 chen@demo.example' },
    statement: '据了解该项检测在申领之前已经完成，请核查委托时间。',
  }
  const params = { id: noticeId, row: 2 }
  await p.call('b4/objection', notices.object, { params, body }, null, days.ago(1, '11:20'))
}

/** The laboratories' desks, the buyer's, and Shijiazhuang's. */
export async function orderDesks(scene: Scene): Promise<void> {
  const { p, days, cast, hero } = scene
  const { lab, beijingLab, shijiazhuang } = cast
  const [, , , d] = firmsOf(scene)
  const delivered = testing(hero, lab, 5, '表面硬度与金相分析')
  const first = await issued(scene, 'hero/c', delivered, reviewersOf(scene, {}), 70)
  const orderId = await ordered(scene, 'hero/c', delivered, first, 60)
  await deliverOrder(p, 'hero/c/deliver', days.ago(2, '16:20'), delivered, orderId)
  const running = testing(buyerOf(shijiazhuang), lab, 9, '生物样品显微分析')
  const second = await issued(scene, 'sjz', running, reviewersOf(scene, shijiazhuang), 40)
  await ordered(scene, 'sjz', running, second, 30)
  const asked = testOf(scene, 'beijing', buyerOf(d), beijingLab, 7)
  const third = await issued(scene, 'beijing', asked, reviewersOf(scene, d), 30)
  await proposeOrder(p, 'beijing/order', days.ago(1, '10:10'), asked, third)
}

/** Founders without a credit code, sponsored by an incubator; a second team still waits for its word. */
export async function teams(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { incubator, founder, secondFounder, desk } = cast
  const register = async (key: string, by: { userId: string }, name: string, at: Temporal.Instant) => {
    const body = { kind: 'team' as const, name, regionCode: ANCI, sponsorId: incubator.id }
    const who = { userId: by.userId, organisationId: '' }
    const { organisation } = await p.call(key, directory.register, { body }, who, at)
    return { userId: by.userId, organisationId: organisation?.id as string }
  }
  const team = await register('team', founder, '廊坊示例创客团队', days.ago(90, '10:00'))
  const id = team.organisationId
  await introduce(scene, 'team/people', team, days.ago(89, '10:00'))
  const verdict = { accept: true, remark: '在孵团队，核心成员稳定，同意推荐。' }
  await p.call(
    'team/sponsor',
    directory.sponsor,
    { params: { id }, body: verdict },
    incubator.clerk,
    days.ago(88, '10:00'),
  )
  const said = await p.call(
    'team/members',
    directory.declare,
    { params: { id }, body: { key: 'teamCoreMembers', value: 4 } },
    team,
    days.ago(87),
  )
  const confirmed = { confirm: true, reason: '与孵化协议所列成员一致。' }
  await p.call(
    'team/members/confirm',
    directory.decideFact,
    { params: { id: said.id }, body: confirmed },
    desk.county,
    days.ago(85),
  )
  const buyer = { id, name: '廊坊示例创客团队', uscc: null, clerk: team }
  await issued(
    scene,
    'team/claim',
    { ...testing(buyer, cast.lab, 8, '样机结构强度测试') },
    reviewersOf(scene, {}),
    80,
  )
  const second = await register('team/second', secondFounder, '廊坊示例无人机团队', days.ago(2, '11:00'))
  await introduce(scene, 'team/second/people', second, days.ago(2, '11:20'))
}

const MEMBERS = [
  ['龚立行（示例）', '技术负责人'],
  ['邬文静（示例）', '结构设计'],
  ['柴一鸣（示例）', '控制软件'],
  ['祁晓岚（示例）', '市场与合规'],
] as const

/** Names the people of a team, by whom its incubator knows it. */
async function introduce(
  { p }: Scene,
  key: string,
  team: { userId: string; organisationId: string },
  at: Temporal.Instant,
): Promise<void> {
  for (const [nth, [name, post]] of MEMBERS.entries()) {
    const paper = { paperKind: 'other', paperNumber: `DEMO-${nth + 1}001` } as const
    const body = { name, post, ...paper, core: true, from: '2026-01-01' }
    await p.call(
      `${key}/${nth}`,
      directory.addPerson,
      { params: { id: team.organisationId }, body },
      team,
      at,
    )
  }
}
