import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Who } from '../community.ts'
import { acceptLicence, attach, completeProfile, FIRM_CODE, holds, seatOf } from './applicant.ts'
import type { OpenPage } from './browser.ts'
import type { Office } from './officers.ts'

/** What the plays need of the test: who, where, and how to look. */
export type Stage = {
  office: Office
  owner: Who
  as: (who: Who, at: (open: OpenPage) => Promise<void>) => Promise<void>
  sees: (open: OpenPage, name: string) => Promise<void>
}

/** Registers the firm, in four steps; its owner learns that the county has to accept the licence. */
export async function joins({ office, owner, as, sees }: Stage): Promise<void> {
  await as(owner, async (open) => {
    const { page, go } = open
    await go('/')
    await page.getByText('还没有加入单位').waitFor()
    await page.getByRole('link', { name: '登记单位' }).click()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('alert').getByText('有 1 处需要修改').waitFor()
    await page.getByLabel('企业', { exact: true }).check()
    const code = page.getByRole('textbox', { name: '统一社会信用代码' })
    await code.fill(`${FIRM_CODE.slice(0, 9)}O${FIRM_CODE.slice(10)}`)
    await page.getByText('不用 I、O、S、V、Z').waitFor()
    await code.fill(`${FIRM_CODE.slice(0, 17)}${FIRM_CODE.endsWith('1') ? '2' : '1'}`)
    await page.getByText('末位校验不符').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('link', { name: /末位校验不符/ }).waitFor()
    await sees(open, 'join-fault')
    await code.fill(FIRM_CODE.toLowerCase())
    await page.getByText('两位校验码均相符').waitFor()
    await page.getByText('首次登记于河北省廊坊市安次区').waitFor()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByLabel('单位全称').fill('廊坊立新精密机械有限公司')
    const county = page.getByRole('combobox', { name: '注册地所在县（区）' })
    await holds(county, '河北省廊坊市安次区')
    await county.fill('新华区')
    await page.getByRole('option', { name: /石家庄市新华区/ }).waitFor()
    await page.getByRole('option', { name: /沧州市新华区/ }).waitFor()
    await sees(open, 'join-county')
    await county.fill('河北区')
    await page.getByRole('option', { name: /天津市河北区/ }).waitFor()
    await county.fill('安次')
    await page.getByRole('option', { name: /廊坊市安次区/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '下一步' }).click()
    await attach(page, '证照扫描件', '营业执照')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('提交后由所在县（区）科技局核验').waitFor()
    await sees(open, 'join-check')
    await page.getByRole('button', { name: '提交登记' }).click()
    await page.getByRole('heading', { name: '已登记，等待核验' }).waitFor()
    await sees(open, 'join-done')
    await page.getByRole('link', { name: '填写单位信息' }).click()
    await page.getByText('等待河北省廊坊市安次区科技局核对证照').waitFor()
  })
  const seat = await seatOf(office, owner.userId)
  assert.equal(seat?.organisation.status, 'unverified')
  owner.organisationId = seat?.organisation.id ?? ''
}

/** Somebody else registers the same code: told as a dispute, and withdrawn. */
export async function disputes({ office, as, sees }: Stage): Promise<void> {
  const userId = await office.node.auth.signUp({
    name: '冒名者',
    email: 'rival@example.test',
    password: 'correct horse battery',
  })
  await as({ userId, organisationId: '' }, async (open) => {
    const { page, go } = open
    await go('/organisation/join')
    await page.getByLabel('企业', { exact: true }).check()
    await page.getByRole('textbox', { name: '统一社会信用代码' }).fill(FIRM_CODE)
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByLabel('单位全称').fill('廊坊立新精密机械有限公司')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('代码可能已被他人登记？').click()
    await page.getByLabel('情况说明').fill('我单位持有原件')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '提交登记' }).click()
    await page.getByRole('heading', { name: '该代码已有人登记，已开启争议' }).waitFor()
    await sees(open, 'join-dispute')
    await page.getByRole('link', { name: '查看争议' }).click()
    await page.getByRole('button', { name: '撤回争议' }).click()
    await page.getByText('已撤回', { exact: true }).waitFor()
    await sees(open, 'dispute')
  })
}

/** Facts with and without evidence, confirmed by the county; a colleague is invited and joins. */
export async function givesFacts({ office, owner, as, sees }: Stage): Promise<void> {
  await as(owner, async (open) => {
    const { page, go } = open
    await go('/')
    await page.getByRole('link', { name: '填写单位信息' }).click()
    await page.getByRole('button', { name: '填写 职工总数（人）' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('职工总数（人）').fill('86')
    await dialog.getByLabel('会计年度').selectOption('2025')
    await attach(dialog, '证明材料', '社保清单')
    await sees(open, 'fact-dialog')
    await dialog.getByRole('button', { name: '提交' }).click()
    await page.getByText('已附证明，待核实').waitFor()
    await page.getByRole('button', { name: '填写 收款账户' }).click()
    await dialog.getByLabel('户名').fill('廊坊立新精密机械有限公司')
    await dialog.getByLabel('开户行').fill('示例银行廊坊支行')
    await dialog.getByLabel('账号').fill('6222 0000 0000 7788')
    await dialog.getByRole('button', { name: '提交' }).click()
    await page.getByText('自行申报').waitFor()
    await acceptLicence(office, owner.organisationId)
    await completeProfile(office, owner)
    await go('/organisation')
    assert.equal(await page.getByText('已核实（附证明）', { exact: true }).count(), 1)
    assert.equal(await page.getByText('已核实（自行申报）', { exact: true }).count(), 6)
    await page.getByText('**** **** 7788').waitFor()
    await page.getByText('已核验', { exact: true }).waitFor()
    await sees(open, 'organisation')
    await page.getByRole('tab', { name: '变更历史' }).click()
    await page.getByRole('list', { name: '档案变更历史' }).waitFor()
    await sees(open, 'organisation-history')
    await go('/organisation/people')
    await page.getByLabel('邮箱').fill('clerk@example.test')
    await page.getByLabel('岗位', { exact: true }).selectOption('applicant_clerk')
    await page.getByRole('button', { name: '发出邀请' }).click()
    await page.getByText('待接受').waitFor()
    await sees(open, 'people')
  })
  await acceptsInvitation({ office, owner, as, sees })
}

/** The link of the mail, opened by somebody who signed up with the address it went to. */
async function acceptsInvitation({ office, as, sees }: Stage): Promise<void> {
  const { node } = office
  const userId = await node.auth.signUp({
    name: '李敏',
    email: 'clerk@example.test',
    password: 'correct horse battery',
  })
  const mails = await sql<{
    token: string
  }>`select data->>'token' as token from pgboss.job where data->>'email' = 'clerk@example.test'`.execute(
    node.database.db,
  )
  await as({ userId, organisationId: '' }, async (open) => {
    const { page, go } = open
    await go(`/invitations/${mails.rows[0]?.token}`)
    await page.getByText('廊坊立新精密机械有限公司邀请您担任申请单位经办人').waitFor()
    await sees(open, 'invitation')
    await page.getByRole('button', { name: '接受邀请' }).click()
    await page.getByRole('heading', { name: '廊坊立新精密机械有限公司' }).waitFor()
  })
}
