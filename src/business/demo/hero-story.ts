import { notices } from '#platform/notices/browser.ts'
import { directory } from '#platform/directory/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { payments } from '#business/payments/browser.ts'
import {
  buyerOf,
  ordered,
  requested,
  reviewersOf,
  type Scene,
  served,
  testing,
  testOf,
  wholeWay,
  WAN,
} from './hero-parts.ts'
import {
  announceBatch,
  afterNotice,
  approveAndSend,
  confirmRun,
  decideBatch,
  openBatch,
  prepareRun,
  publishBatch,
} from './settling.ts'
import { act, deliverOrder, fileClaim, proposeOrder, voucherOf, type Work } from './steps.ts'

/** Steps 3 to 5: claimed with a supplement, issued, ordered, sent back once, delivered, paid, asked for, reviewed. */
async function heroFirst(scene: Scene): Promise<string> {
  const { p, days, cast, hero } = scene
  const work: Work = { ...testing(hero, cast.lab, 20), title: '主轴轴承失效分析' }
  const by = reviewersOf(scene, {})
  const claim = await fileClaim(p, 'hero/a/claim', hero.clerk, days.ago(250, '09:20'), work)
  await act(p, 'hero/a/take', by.county, days.ago(249, '09:05'), claim, 'take')
  const missing = { reason: '请补充拟签合同或意向书，写明检测项目和样品数量。', fields: ['contract'] }
  await act(p, 'hero/a/supplement', by.county, days.ago(248, '10:40'), claim, 'request_supplement', missing)
  const intent = await p.file('hero/a/intent', hero.clerk, days.ago(245, '11:00'), {
    ...{ name: '技术服务意向书.pdf', title: '技术服务意向书（示例）' },
    lines: [
      `委托方：${hero.name}`,
      `服务方：${cast.lab.host.name}`,
      '样品：主轴轴承8件',
      '项目：扫描电镜、能谱、硬度',
    ],
  })
  await act(p, 'hero/a/supply', hero.clerk, days.ago(245, '11:05'), claim, 'supply', {
    form: { contract: [intent] },
  })
  await act(p, 'hero/a/county', by.county, days.ago(243, '16:00'), claim, 'pass', {
    reason: '补正材料齐全，符合条件。',
  })
  await act(p, 'hero/a/city', by.city, days.ago(240, '10:30'), claim, 'pass', { reason: '同意发放。' })
  const voucherId = await voucherOf(p, hero.clerk, days.ago(240, '10:40'), claim)
  const orderId = await ordered(scene, 'hero/a', work, voucherId as string, 232)
  await deliverOrder(p, 'hero/a/deliver/1', days.ago(205, '15:00'), work, orderId)
  const back = { reason: '报告缺少能谱分析的原始谱图，请补充后重新交付。' }
  await p.call(
    'hero/a/back',
    orders.sendBack,
    { params: { id: orderId }, body: back },
    hero.clerk,
    days.ago(203, '09:40'),
  )
  await served(scene, 'hero/a', work, orderId, 197)
  const id = await requested(scene, 'hero/a', work, orderId, 193)
  await act(p, 'hero/a/review', by.city, days.ago(188, '14:30'), id, 'pass', {
    reason: '合同、发票、付款和成果相符。',
  })
  return id
}

/** Step 6: a batch with an objection by name, a payment that came back and was paid again. Then step 8. */
export async function heroSettles(scene: Scene): Promise<void> {
  const { p, days, cast } = scene
  const { desk, firms, shijiazhuang } = cast
  const [second, third] = firms as [Cast2, Cast2]
  const own = await heroFirst(scene)
  const other = await wholeWay(
    scene,
    'h2',
    testOf(scene, 'h2', buyerOf(second), cast.lab, 12),
    reviewersOf(scene, second),
    190,
  )
  const false_ = await wholeWay(
    scene,
    'h3',
    testOf(scene, 'h3', buyerOf(third), cast.beijingLab, 15),
    reviewersOf(scene, third),
    189,
  )
  const far = await wholeWay(
    scene,
    'h4',
    testOf(scene, 'h4', buyerOf(shijiazhuang), cast.lab, 10),
    reviewersOf(scene, shijiazhuang),
    187,
  )
  const rows = [own, other, false_, far]
  const batch = await openBatch(p, 'b1', desk.province, days.ago(183, '09:30'), rows)
  const notice = await publishBatch(p, 'b1/publish', desk.province, days.ago(182, '09:00'), batch)
  await objected(scene, 'b1/objection', notice.noticeId, 180, 178)
  const decisionAt = await afterNotice(p, days, 'b1', notice)
  const approve = rows.map((redemptionId) => ({ redemptionId, decision: 'approve' as const }))
  await decideBatch(p, 'b1/decide', desk.director, decisionAt, batch, approve)
  await announceBatch(p, 'b1/announce', desk.director, decisionAt.add({ minutes: 20 }), batch)
  await paidTwice(scene, rows, far, decisionAt)
  await recovered(scene, false_)
}
type Cast2 = Scene['cast']['firms'][number]

async function objected(
  { p, days, cast }: Scene,
  key: string,
  noticeId: string,
  on: number,
  decidedOn: number | null,
): Promise<void> {
  const body = {
    ...{ kind: 'real_name' as const, name: '金示例', contact: '示例电话 010-0000-0000' },
    statement: '该单位与服务机构的合同签订日期与公开的检测日期似不一致，请核查。',
  }
  await p.call(key, notices.object, { params: { id: noticeId, row: 2 }, body }, null, days.ago(on, '16:10'))
  if (decidedOn === null) return
  const { director } = cast.desk
  const at = days.ago(decidedOn, '10:00')
  const { rows } = await p.ask(notices.objections, { query: { noticeId } }, director, at)
  const decision = {
    decision: 'rejected' as const,
    reason: '经核查原始合同与检测记录，日期一致，异议不成立。',
  }
  await p.call(
    `${key}/decide`,
    notices.decide,
    { params: { id: rows[0]?.id as string }, body: decision },
    director,
    at,
  )
}

/** The bank sends one row back; the firm gives another account, the county confirms it, and the row is paid again. */
async function paidTwice(
  { p, days, cast }: Scene,
  rows: string[],
  far: string,
  decidedAt: Temporal.Instant,
): Promise<void> {
  const { desk, shijiazhuang } = cast
  const on = (workingDays: number, minute: number) => days.later(decidedAt, workingDays, minute)
  const run = await prepareRun(p, 'b1/run', desk.preparer, on(2, 600), rows)
  await approveAndSend(p, 'b1/run', desk, [on(3, 620), on(3, 700)], run.id)
  await confirmRun(p, 'b1/run', desk.preparer, on(6, 640), run.id, (id) =>
    id === far ? '账号与户名不符，银行退回' : null,
  )
  const value = { name: shijiazhuang.name, bank: '示例银行石家庄裕华支行', number: '6228000000009999' }
  const said = await p.call(
    ...([
      'b1/account',
      directory.declare,
      { params: { id: shijiazhuang.id }, body: { key: 'bankAccount', value } },
    ] as const),
    ...([shijiazhuang.owner, on(8, 580)] as const),
  )
  const confirmed = { confirm: true, reason: '开户许可证已核对。' }
  await p.call(
    'b1/account/confirm',
    directory.decideFact,
    { params: { id: said.id }, body: confirmed },
    desk.shijiazhuangCounty,
    on(9, 600),
  )
  const again = await prepareRun(p, 'b1/again', desk.preparer, on(12, 600), [far], [far])
  await approveAndSend(p, 'b1/again', desk, [on(13, 600), on(13, 660)], again.id)
  await confirmRun(p, 'b1/again', desk.preparer, on(15, 600), again.id, () => null)
}

/** Step 8: found false after it was paid; half of it has come back, the rest waits at the finance officer's desk. */
async function recovered({ p, days, cast }: Scene, redemptionId: string): Promise<void> {
  const { director, finance } = cast.desk
  const body = {
    ...{ cause: 'falsehood' as const, amountFen: 6n * WAN, workingDays: 60 },
    reason: '实地核查发现检测报告所列样品并非该单位产品，服务未真实发生。',
    clause: '管理办法：弄虚作假的追回资金并取消申领资格',
  }
  const { id } = await p.call(
    'recovery',
    payments.recover,
    { params: { id: redemptionId }, body },
    director,
    days.ago(60, '10:00'),
  )
  const back = {
    amountFen: 3n * WAN,
    bankReference: '示例流水退回0001',
    receivedOn: days.ago(32).toString().slice(0, 10),
  }
  await p.call(
    'recovery/return',
    payments.bookReturn,
    { params: { id }, body: back },
    finance,
    days.ago(31, '15:00'),
  )
}

/** A refusal in plain words, the appeal, and the second look by somebody else. The firm's live voucher. */
export async function heroAppeals({ p, days, cast, hero }: Scene): Promise<string> {
  const { desk, lab } = cast
  const work: Work = {
    ...testing(hero, lab, 30),
    service: 'commissioned_development',
    title: '主轴动态平衡控制软件开发',
  }
  const claim = await fileClaim(p, 'hero/b/claim', hero.clerk, days.ago(118, '10:00'), work)
  await act(p, 'hero/b/county', desk.county, days.ago(116, '11:00'), claim, 'pass', { reason: '符合条件。' })
  const why = {
    reason: '申请所述内容接近成熟软件采购，未说明研发内容。您可在收到通知后10个工作日内申请复核。',
  }
  await act(p, 'hero/b/refuse', desk.city, days.ago(112, '15:00'), claim, 'refuse', why)
  const appeal = { reason: '项目需要针对本厂主轴建立动态模型并开发控制算法，不是采购成品，附技术方案说明。' }
  await act(p, 'hero/b/appeal', hero.owner, days.ago(108, '09:30'), claim, 'appeal', appeal)
  const overturn = { reason: '技术方案含有实质研发内容，撤销原决定，由市级另行指定人员审核。' }
  await act(p, 'hero/b/overturn', desk.director, days.ago(100, '10:00'), claim, 'overturn', overturn)
  await act(p, 'hero/b/again', desk.secondCity, days.ago(95, '14:00'), claim, 'pass', {
    reason: '同意发放。',
  })
  const voucherId = (await voucherOf(p, hero.clerk, days.ago(95, '14:10'), claim)) as string
  await proposeOrder(p, 'hero/b/order', days.ago(1, '09:30'), work, voucherId)
  return voucherId
}
