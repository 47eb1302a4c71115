import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { organisation, person, type Who } from '../community.ts'
import { makeUscc } from '#platform/directory/index.ts'
import { attach, lookUp, seatOf } from './applicant.ts'
import { type OpenPage, settled } from './browser.ts'
import { type Office, officersAtWork } from './officers.ts'
import { closedAndBack, confirmsThree, declares, type Stage, stageOf } from './people.ts'

let office: Office
let stage: Stage
before(async () => {
  office = await officersAtWork()
  stage = stageOf(office)
})
after(async () => office?.dispose())

const incubator = (name: string) =>
  office.node.database.db.transaction().execute(async (tx) => {
    const now = office.node.clock.now()
    const id = await organisation(tx, { kind: 'incubator', name, regionCode: '131002' }, now)
    return person(tx, id, `${name}经办人`, ['incubator_clerk'], now)
  })

async function registersTeam(founder: Who): Promise<void> {
  await stage.as(founder, async (open) => {
    const { page, go } = open
    await go('/organisation/join')
    await page.getByLabel('创业团队', { exact: false }).check()
    await lookUp(page, '推荐的孵化载体', '众创')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByLabel('单位全称').fill('慢波传感创客团队')
    await lookUp(page, '注册地所在县（区）', '安次')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('创业团队没有证照，不必上传').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('提交后由所选孵化载体确认推荐').waitFor()
    await page.getByRole('button', { name: '提交登记' }).click()
    await page.getByText('安次示例众创空间确认推荐').waitFor()
    await page.getByRole('link', { name: '填写单位信息' }).click()
    await page.getByText('等待孵化载体“安次示例众创空间”确认推荐').waitFor()
    await stage.sees(open, 'team-waits')
    await go('/')
    await page.getByText('孵化载体尚未确认推荐').waitFor()
  })
}

test('a team names its people and a sponsor; declined with a reason, it completes them, asks again and is sponsored', async () => {
  const { as, sees, signUp, isTold } = stage
  const [first, second] = [await incubator('安次示例众创空间'), await incubator('廊坊示例孵化器')]
  const founder = await signUp('陈创', 'team@example.test')
  await registersTeam(founder)
  assert.match(await isTold(first, /慢波传感创客团队”请贵单位推荐/), /团队成员和档案/)

  await as(
    first,
    async (open) => {
      const { page, go } = open
      await go('/organisation')
      await page.getByRole('button', { name: 'See the team 慢波传感创客团队' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Nobody is on record yet.').waitFor()
      await dialog.getByRole('button', { name: 'Do not sponsor' }).click()
      await dialog.getByRole('button', { name: 'Do not sponsor' }).click()
      await dialog.getByRole('alert').waitFor()
      await dialog.getByLabel('Why not').fill('未登记核心成员，无法判断团队情况')
      await sees(open, 'sponsor-declines-360-en')
      await dialog.getByRole('button', { name: 'Do not sponsor' }).click()
      await page.getByText('not sponsored').waitFor()
    },
    { width: 360, language: 'en' },
  )
  assert.match(await isTold(founder, /没有推荐/), /未登记核心成员.*改请其他孵化载体/)

  await as(
    founder,
    async (open) => {
      const { page, go } = open
      await go('/organisation')
      await page.getByText('未登记核心成员，无法判断团队情况').first().waitFor()
      await page.getByRole('button', { name: '添加成员' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('姓名').fill('陈创')
      await dialog.getByLabel('职务或分工').fill('算法负责人')
      await dialog.getByLabel('证件号码').fill('110101199003070012')
      await dialog.getByLabel('加入日期').fill('2026-01-05')
      await dialog.getByRole('button', { name: '添加成员' }).click()
      await dialog.getByText('居民身份证号码校验不符').waitFor()
      await dialog.getByLabel('证件号码').fill('110101199003070011')
      await dialog.getByRole('button', { name: '添加成员' }).click()
      await page.getByRole('cell', { name: '算法负责人' }).waitFor()
      await sees(open, 'team-people-360')
      await page.getByRole('button', { name: '再次请求推荐' }).click()
      assert.equal(await dialog.getByRole('combobox').inputValue(), '安次示例众创空间')
      await lookUp(page, '推荐的孵化载体', '示例孵化器')
      await dialog.getByRole('button', { name: '请求推荐' }).click()
      await page.getByText('等待孵化载体“廊坊示例孵化器”确认推荐').waitFor()
      assert.equal(
        await page.locator('.x-box').getByText('未登记核心成员').count(),
        0,
        'another incubator’s remark is gone',
      )
    },
    { width: 360 },
  )
  await as(office.county.reviewer, async (open) => {
    const { page, go } = open
    await go('/desk/organisations?status=unverified&kind=team')
    await page.getByText('待孵化载体推荐').first().waitFor()
    await page.getByRole('link', { name: '慢波传感创客团队' }).click()
    await page.getByText('创业团队没有证照，由其孵化载体确认推荐').waitFor()
    await page.getByRole('cell', { name: '算法负责人' }).waitFor()
    assert.equal(await page.getByRole('button', { name: '核实通过' }).count(), 0)
    await sees(open, 'team-county')
  })
  await as(first, async ({ page, go }) => {
    await go('/organisation')
    assert.equal(await page.getByText('慢波传感创客团队').count(), 0, 'the former incubator sees it no more')
  })
  await as(second, async (open) => {
    const { page, go } = open
    await go('/organisation')
    await page.getByRole('button', { name: '查看团队 慢波传感创客团队' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('cell', { name: '算法负责人' }).waitFor()
    await sees(open, 'sponsor-looks')
    await dialog.getByRole('button', { name: '确认推荐' }).click()
    await dialog.getByLabel('推荐意见').fill('已入驻，项目属实')
    await dialog.getByRole('button', { name: '确认推荐' }).click()
    await page.getByText('已推荐', { exact: true }).waitFor()
  })
  assert.match(await isTold(founder, /已确认推荐/), /现在可以申领/)
  await as(founder, async ({ page, go }) => {
    await go('/organisation')
    await page.getByText('已核验', { exact: true }).waitFor()
  })
})

/** Registers the code of the firm in the rival's name, with a paper. */
async function contest(rival: Who, code: string, statement: string) {
  await stage.as(rival, async (open) => {
    const { page, go } = open
    await go('/organisation/join')
    await page.getByLabel('企业', { exact: true }).check()
    await page.getByRole('textbox', { name: '统一社会信用代码' }).fill(code)
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByLabel('单位全称').fill('廊坊示例精密机械集团有限公司')
    await page.getByRole('button', { name: '下一步' }).click()
    await attach(page, '证照扫描件', '营业执照')
    await page.getByText('代码可能已被他人登记？').click()
    await page.getByLabel('情况说明').fill(statement)
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '提交登记' }).click()
    await page.getByRole('heading', { name: '该代码已有人登记，已开启争议' }).waitFor()
    await page.getByRole('link', { name: '查看争议' }).click()
    await page.getByText('裁定前双方都不能用该代码办理涉及资金的事项').waitFor()
  })
}

async function decide(outcome: '维持原登记' | '改归异议者', reason: string) {
  await stage.as(office.county.reviewer, async (open) => {
    const { page, go } = open
    await go('/desk/organisations?tab=disputes')
    await page.getByRole('button', { name: outcome }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: outcome }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('裁定理由').fill(reason)
    await stage.sees(open, `dispute-${outcome === '维持原登记' ? 'keep' : 'give'}`)
    await dialog.getByRole('button', { name: outcome }).click()
    await page.getByText(reason).waitFor()
  })
}

test('a rival under the same code opens a dispute; both sides read what they can do; the loser is told what is left', async () => {
  const { as, sees, signUp, isTold } = stage
  const { firm } = office
  const { uscc } = await office.node.database.db
    .selectFrom('organisation')
    .select('uscc')
    .where('id', '=', firm.id)
    .executeTakeFirstOrThrow()
  const rival = await signUp('赵争', 'rival@example.test')
  await contest(rival, uscc ?? '', '我单位为该代码的合法持有人')
  assert.match(await isTold(firm.clerk, /有人提出争议/), /备好证照原件/)
  await as(
    firm.clerk,
    async (open) => {
      const { page, go } = open
      await go('/inbox')
      await page.getByRole('link', { name: 'Open' }).first().click()
      await page.getByText('Until then you can’t submit a claim, order with a voucher').waitFor()
      await page.getByText('You may fill in facts, invite people, keep drafts').waitFor()
      await sees(open, 'disputed-360-en')
      await go('/mine')
      await page.getByText('The credit code is disputed').waitFor()
    },
    { width: 360, language: 'en' },
  )
  await as(firm.owner, async ({ page, go }) => {
    await go('/organisation')
    await page.getByText('提交或更换证照扫描件，供裁定时比对').click()
    await attach(page, '证照扫描件', '原登记执照')
    await page.getByRole('button', { name: '提交证照' }).click()
    await page.getByText('证照已提交').waitFor()
  })
  await as(office.county.reviewer, async ({ page, go }) => {
    await go(`/desk/organisations/${firm.id}`)
    await page.getByRole('link', { name: '原登记执照.pdf' }).waitFor()
    await page.getByRole('link', { name: '去裁定' }).click()
    await page.getByRole('heading', { name: /廊坊示例精密机械有限公司/ }).waitFor()
    await settled(page)
  })
  await decide('维持原登记', '营业执照原件由现持有单位出示，名称一致')
  assert.match(await isTold(firm.clerk, /维持本单位的登记/), /恢复此前的状态/)
  assert.match(await isTold(rival, /维持原登记$/), /请其负责人邀请您加入.*正确的代码另行登记/)
  await as(firm.clerk, async ({ page, go }) => {
    await go('/organisation')
    await page.getByText('已核验', { exact: true }).waitFor()
    assert.equal(await page.getByRole('heading', { name: '代码争议' }).count(), 0)
  })
  await as(rival, async (open) => {
    const { page, go } = open
    await go('/organisation')
    await page.getByText('裁定理由：营业执照原件由现持有单位出示').waitFor()
    await page.getByText('有新的证据的，可再次登记并附上').waitFor()
    await sees(open, 'dispute-lost')
  })

  await contest(rival, uscc ?? '', '补充：法院生效判决书')
  await decide('改归异议者', '生效判决认定代码归提出方')
  assert.match(await isTold(rival, /归您$/), /重新填报收款账户/)
  assert.match(await isTold(firm.clerk, /岗位已结束/), /另行登记.*新的负责人邀请/)
  await as(rival, async ({ page, go }) => {
    await go('/organisation')
    await page.getByRole('heading', { level: 1, name: '廊坊示例精密机械集团有限公司' }).waitFor()
    await page.getByText('该单位已由您接管').waitFor()
  })
  await as(firm.clerk, async (open) => {
    await open.go('/organisation')
    await open.page.getByText('您还没有加入单位').waitFor()
    await sees(open, 'dispute-ousted')
  })
})

async function renamedAndMoved(owner: Who, desk: string) {
  const { as, sees, isTold } = stage
  await as(office.county.reviewer, async (open) => {
    const { page, go } = open
    await go(desk)
    const dialog = page.getByRole('dialog')
    const record = async (verb: string, since: string) => {
      await dialog.getByLabel('生效日').fill(since)
      await dialog.getByRole('button', { name: verb }).click()
    }
    await page.getByRole('button', { name: '登记更名' }).click()
    await dialog.getByLabel('新名称').fill('廊坊示例更名后有限公司')
    await dialog.getByLabel('依据').fill('准予变更登记通知书第8号')
    await record('登记更名', '2026-03-22')
    await dialog.getByText('且不得晚于今天').first().waitFor()
    await sees(open, 'rename-refused')
    await record('登记更名', '2026-03-20')
    await page.getByRole('heading', { name: '廊坊示例更名后有限公司' }).waitFor()
    await page.getByRole('button', { name: '登记迁址' }).click()
    await dialog.getByLabel('依据').fill('迁入调档通知函')
    await dialog.getByRole('combobox').fill('广阳')
    await page.getByRole('option', { name: /广阳区/ }).click()
    await sees(open, 'move')
    await record('登记迁址', '2026-03-21')
    await page.getByRole('row', { name: /所在地 河北省廊坊市广阳区 更正 2026-03-21/ }).waitFor()
    await page.getByRole('button', { name: '登记更名' }).waitFor({ state: 'detached' })
    await page
      .getByRole('row', { name: /广阳区/ })
      .getByRole('button', { name: '更正' })
      .click()
    await dialog.getByLabel('更正理由').fill('选错了区')
    await sees(open, 'correct')
    await dialog.getByRole('button', { name: '更正' }).click()
    await page.getByRole('row', { name: /广阳区 已撤回 .*选错了区/ }).waitFor()
    await page.getByRole('button', { name: '登记更名' }).waitFor()
    await closedAndBack(open, sees)
  })
  assert.match(await isTold(owner, /注销登记已撤回/), /理由：误认同名企业/)
  assert.match(await isTold(owner, /迁址登记已更正/), /恢复为河北省廊坊市安次区。理由：选错了区/)
  assert.match(
    await isTold(owner, /名称已变更为“廊坊示例更名后有限公司”/),
    /此前的券、订单和公示仍写当时的名称/,
  )
  assert.match(await isTold(owner, /所在地已变更为河北省廊坊市广阳区/), /已受理的事项由原受理部门办完/)
}

test('a licence and a fact that were turned down are corrected and accepted; a recognition that ran out says so', async () => {
  const { as, sees, signUp, isTold } = stage
  const owner = await signUp('孙补', 'licence@example.test')
  await as(owner, async (open) => {
    const { page, go } = open
    await go('/organisation/join')
    await page.getByLabel('企业', { exact: true }).check()
    await page.getByRole('textbox', { name: '统一社会信用代码' }).fill(makeUscc('131002', 888_001))
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByLabel('单位全称').fill('廊坊补正示例有限公司')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '提交登记' }).click()
    await page.getByText('还没有上传证照，科技局尚不能核对').waitFor()
    await page.getByRole('link', { name: '去补传证照' }).click()
    await page.getByText('还没有上传证照，无法核验').waitFor()
    await attach(page, '证照扫描件', '模糊的执照')
    await page.getByRole('button', { name: '提交证照' }).click()
    await page.getByText('等待河北省廊坊市安次区科技局核对证照').waitFor()
    await page.getByRole('button', { name: '填写 省级科技型中小企业' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('证书或公告编号').fill('冀科企2025-0088')
    await dialog.getByLabel('有效期至').fill('2026-03-20')
    await dialog.getByRole('button', { name: '提交' }).click()
    await page.getByText('自行申报', { exact: true }).waitFor()
  })
  const { organisation } = (await seatOf(office, owner.userId)) ?? {}
  const desk = `/desk/organisations/${organisation?.id}`
  const decide = async (page: OpenPage['page'], button: string, field: RegExp, words: string) => {
    await page.getByRole('button', { name: button, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(field).fill(words)
    await dialog.getByRole('button', { name: button, exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await as(office.county.reviewer, async (open) => {
    const { page, go } = open
    await go(desk)
    await page.getByText('没有附证明').waitFor()
    await decide(page, '核实不通过', /不通过的原因/, '扫描件模糊，代码无法辨认')
    await decide(page, '不予核实', /理由/, '未附证书，公告中查无此编号')
    await sees(open, 'licence-refused')
  })
  assert.match(await isTold(owner, /证照核对未通过/), /扫描件模糊.*重新提交证照/)
  assert.match(await isTold(owner, /未予核实/), /未附证书.*再次申报/)
  await as(
    owner,
    async (open) => {
      const { page, go } = open
      await go('/organisation')
      await page.getByText('上次核对未通过：').waitFor()
      await page.getByText('申报未予核实：').waitFor()
      await sees(open, 'turned-down-360')
      await attach(page, '证照扫描件', '清晰的执照')
      await page.getByRole('button', { name: '提交证照' }).click()
      await page.getByText('等待河北省廊坊市安次区科技局核对证照').waitFor()
      assert.equal(await page.getByRole('button', { name: '提交证照' }).count(), 0)
      await page.getByRole('button', { name: '更正 省级科技型中小企业' }).click()
      const dialog = page.getByRole('dialog')
      assert.equal(await dialog.getByLabel('证书或公告编号').inputValue(), '冀科企2025-0088')
      await attach(dialog, '证明材料', '公告页')
      await dialog.getByRole('button', { name: '提交' }).click()
      await page.getByText('已附证明，待核实').waitFor()
      assert.equal(await page.getByText('申报未予核实：').count(), 0, 'the answered rejection is history')
    },
    { width: 360 },
  )
  await declares(office, owner, { key: 'ipClassI', value: 2 })
  await declares(office, owner, { key: 'ipClassII', value: 5 })
  await as(office.county.reviewer, async (open) => {
    const { page, go } = open
    await go(desk)
    await page.getByText('扫描件模糊，代码无法辨认').first().waitFor()
    await decide(page, '核实通过', /核实意见/, '与执照原件一致')
    await confirmsThree(open, () => declares(office, owner, { key: 'ipClassII', value: 6 }))
    await sees(open, 'confirmed-together')
  })
  assert.match(await isTold(owner, /证照已核验/), /申领创新券、下单和兑付/)
  office.node.clock.set('2026-03-21T09:00:00+08:00')
  await renamedAndMoved(owner, desk)
  await as(
    owner,
    async (open) => {
      const { page, go } = open
      await go('/organisation')
      await page.getByText('verified', { exact: true }).waitFor()
      await page.getByText('Former names').waitFor()
      await page.getByText(/Place corrected: Guangyang.* taken back; Anci.* again/).waitFor()
      await page
        .getByText(/Name: .* → 廊坊示例更名后有限公司, from 2026-03-20, by 准予变更登记通知书第8号/)
        .waitFor()
      await page.getByText(/Place: .*Anci.* → .*Guangyang.*, from 2026-03-21/).waitFor()
      await page.getByText('expired, counts no more').waitFor()
      await sees(open, 'expired-en')
    },
    { language: 'en' },
  )
})
