import { thePublic } from '#core/actor.ts'
import { serveWeb } from '#core/assets.ts'
import { uuidv7 } from '#core/id.ts'
import { makeUscc } from '#platform/directory/index.ts'
import { directory } from '#platform/directory/browser.ts'
import { announce, closeDueNotices, type NewNoticeRow, openNotice } from '#platform/notices/index.ts'
import { notices } from '#platform/notices/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { claimAndPass, type Community, fitFirm, makeCommunity, openBudget } from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { buildWeb } from '../../bin/build.ts'

export type PublicNode = {
  node: TestNode
  community: Community
  url: string
  budgetId: string
  openNoticeId: string
  closedNoticeId: string
  labId: string
}

const names = [
  '固安示例仪表有限公司',
  '永清示例装备有限公司',
  '香河示例家居智造有限公司',
  '大厂示例影像科技有限公司',
]

/** A whole node as a citizen finds it at the end of 2026: vouchers issued, notices open and ended, a library of providers. */
export async function publicNode(): Promise<PublicNode> {
  const node = await testNode({ at: '2026-02-02T09:00:00+08:00' })
  const community = await makeCommunity(node)
  const closedNoticeId = await publish(community, '2026年第一批科技创新券拟兑付名单', 5)
  const budgetId = await openBudget(community, 300_000_000n, 150_000_000n)
  await issue(community)
  node.clock.set('2026-05-06T09:00:00+08:00')
  await issue(community, 2)
  await endNotice(community, closedNoticeId)
  node.clock.set('2026-12-25T09:00:00+08:00')
  await publish(community, '京津冀互认开放实验室增补名单', 3)
  node.clock.set('2026-12-28T09:00:00+08:00')
  // The calendar of 2027 is not out yet: this one closes on a provisional day.
  const openNoticeId = await publish(community, '2026年第二批科技创新券拟兑付名单', 5)
  await object(node, openNoticeId)
  const labId = await admit(community)
  node.app.use(serveWeb(await buildWeb()))
  const url = await node.listen(0)
  return { node, community, url, budgetId, openNoticeId, closedNoticeId, labId }
}

async function issue(community: Community, from = 0) {
  const { node } = community
  for (const [at, name] of names.slice(from, from + 2).entries()) {
    const firm = await node.database.db.transaction().execute((tx) => fitFirm(tx, name, node.clock.now()))
    await claimAndPass(community, firm.clerk, { amountFen: 5_000_000n + BigInt(at) * 1_250_000n })
    if (from > 0) continue
    const as = await community.as(firm.owner)
    const [voucher] = (await node.call(vouchers.list, { query: {} }, as)).rows
    if (at === 1 && voucher)
      await node.call(
        vouchers.giveBack,
        { params: { id: voucher.id }, body: { reason: '项目取消，退回未用的券' } },
        as,
      )
  }
}

async function publish({ node, province }: Community, title: string, workingDays: number): Promise<string> {
  const row = (name: string, at: number): NewNoticeRow => ({
    subjectId: uuidv7(),
    organisationName: name,
    display: { 服务机构: '津海示例大学精密检测开放实验室', 服务类型: '测试检测' },
    amountFen: 4_000_000n + BigInt(at) * 555_000n,
  })
  const opened = await node.database.db.transaction().execute((tx) =>
    openNotice(
      tx,
      { actor: thePublic, now: node.clock.now() },
      {
        title: { zh: title, en: `Proposed list: ${workingDays} working days` },
        basis: {
          zh: '河北省科技创新券实施细则（试行）第十二条',
          en: 'Trial rules for Hebei innovation vouchers, article 12',
        },
        authority: { id: province.id, name: '河北省科学技术厅' },
        regionPath: ['130000'],
        subject: { kind: 'demonstration', id: uuidv7() },
        workingDays,
        rows: ['廊坊示例精密机械有限公司', ...names].map(row),
      },
    ),
  )
  return opened.id
}

async function endNotice({ node }: Community, id: string) {
  const ctx = { actor: thePublic, now: node.clock.now() }
  await node.database.db.transaction().execute(async (tx) => {
    await closeDueNotices(tx, ctx)
    await announce(tx, ctx, {
      noticeId: id,
      text: {
        zh: '公示期内未收到异议，名单所列5家单位的兑付申请予以核定，资金按程序拨付。',
        en: 'No objection was received; the redemptions of the 5 organisations listed are approved.',
      },
    })
  })
}

const object = (node: TestNode, id: string) =>
  node.call(
    notices.object,
    {
      params: { id, row: 3 },
      body: {
        kind: 'real_name',
        name: '王示例',
        contact: '0316-0000000',
        statement: '该单位与服务机构共建实验室。',
      },
    },
    { actor: thePublic },
  )

const library = [
  ['津海示例大学', '120104', 'double_first_class', '12'],
  ['燕北示例理工大学', '110108', 'central_university', '12'],
  ['冀中示例大学', '130102', 'backbone_university', '12'],
  ['河北示例材料研究院', '130102', 'public_institute', '12'],
  ['保定示例仪器共享中心', '130602', 'instrument_manager', '91'],
] as const

async function admit({ node, as, province }: Community): Promise<string> {
  const director = await as(province.director)
  const rows = library.map(([name, regionCode, providerClass, lead], at) => ({
    name,
    regionCode,
    providerClass,
    uscc: makeUscc(regionCode, 7000 + at, lead),
    from: '2025-01-01',
    ...(providerClass === 'instrument_manager' ? { scope: ['instrument_service'] } : {}),
  }))
  const lab = {
    ...rows[0],
    name: '精密检测开放实验室',
    uscc: undefined,
    hostUscc: rows[0]?.uscc,
    providerClass: 'recognised_open_lab',
  }
  const report = await node.call(
    directory.importProviders,
    { body: { list: 'hebei-provincial-voucher', batch: '第一批', rows } },
    director,
  )
  if (report.refused) throw new Error(JSON.stringify(report.rows))
  const joint = { list: 'jingjinji-voucher-agreement', batch: '首批目录', rows: [lab] }
  await node.call(directory.importProviders, { body: joint }, director)
  const found = await node.call(
    directory.providers,
    { query: { list: joint.list, limit: 10, all: 'false' } },
    director,
  )
  const [first] = found.rows
  if (!first) throw new Error('the lab was not admitted')
  const gone = await node.call(
    directory.providers,
    { query: { q: '保定', limit: 1, all: 'false' } },
    director,
  )
  if (gone.rows[0])
    await node.call(
      directory.withdrawProvider,
      {
        params: { id: gone.rows[0].id },
        body: { from: '2026-12-31', reason: '资质到期未续', effect: 'finish_running' },
      },
      director,
    )
  return first.organisation.id
}
