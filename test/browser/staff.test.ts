import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { cases } from '#platform/cases/browser.ts'
import { fileClaim, type Office, officersAtWork } from './officers.ts'
import { type Stage, stageOf } from './people.ts'

let office: Office
let stage: Stage
before(async () => {
  office = await officersAtWork()
  stage = stageOf(office)
})
after(async () => office?.dispose())

/** The link in the newest letter to this address. */
async function linkFor(email: string): Promise<string> {
  const { rows } = await sql<{ token: string }>`select data->>'token' as token from pgboss.job
    where data->>'email' = ${email} order by created_on desc limit 1`.execute(office.node.database.db)
  return `/invitations/${rows[0]?.token}`
}

test('a colleague is invited, the invitation withdrawn or run out, accepted by its own address; the last owner stays', async () => {
  const { as, sees, signUp } = stage
  const { firm } = office
  const invited = await signUp('李同事', 'colleague@example.test')
  const stranger = await signUp('王路人', 'stranger@example.test')
  const invite = async (page: Parameters<Parameters<Stage['as']>[1]>[0]['page'], email: string) => {
    await page.getByLabel('邮箱').fill(email)
    await page.getByLabel('岗位', { exact: true }).selectOption('applicant_clerk')
    await page.getByRole('button', { name: '发出邀请' }).click()
    await page
      .getByRole('row', { name: new RegExp(email) })
      .getByText('待接受')
      .waitFor()
  }
  await as(firm.owner, async (open) => {
    const { page, go } = open
    await go('/organisation/people')
    const roles = page.getByLabel('岗位', { exact: true }).locator('option')
    assert.deepEqual((await roles.allInnerTexts()).slice(-2), ['申请单位负责人', '申请单位经办人'])
    assert.equal(await roles.filter({ hasText: '服务机构' }).count(), 0)
    await invite(page, 'stranger@example.test')
    await page.getByRole('button', { name: '撤回 stranger@example.test' }).click()
    await page.getByText('已撤回', { exact: true }).waitFor()
    await invite(page, 'colleague@example.test')
    await page.getByLabel('邮箱').fill('colleague@example.test')
    await page.getByLabel('岗位', { exact: true }).selectOption('applicant_clerk')
    await page.getByRole('button', { name: '发出邀请' }).click()
    await page.getByRole('alert').getByText('请先撤回原邀请').waitFor()
    await sees(open, 'invitations')
  })
  const [withdrawn, open] = [await linkFor('stranger@example.test'), await linkFor('colleague@example.test')]
  await as(stranger, async (window) => {
    await window.go(withdrawn)
    await window.page.getByText('邀请已过期、已撤回或已被使用').waitFor()
    window.errors.splice(0) // the error page writes the refusal into the console
    await window.go(open)
    await window.page.getByText('与邀请的邮箱不同').waitFor()
    assert.equal(await window.page.getByRole('button', { name: '接受邀请' }).count(), 0)
    await sees(window, 'wrong-address')
  })
  await as(
    invited,
    async (window) => {
      await window.go(open)
      await sees(window, 'accept-360-en')
      await window.page.getByRole('button', { name: 'Accept' }).click()
      await window.page.waitForURL('**/organisation')
      await window.go('/organisation/people')
      assert.equal(
        await window.page.getByRole('button', { name: /^End the role/ }).count(),
        1,
        'only his own',
      )
    },
    { width: 360, language: 'en' },
  )
  await as(firm.owner, async (window) => {
    const { page, go } = window
    await go('/organisation/people')
    await page.getByRole('button', { name: '结束岗位 李同事 申请单位经办人' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('原因').fill('已离职')
    await dialog.getByRole('button', { name: '结束岗位' }).click()
    await page.getByRole('button', { name: '结束岗位 李同事 申请单位经办人' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /结束岗位 .*负责人 申请单位负责人/ }).click()
    await dialog.getByLabel('原因').fill('我也走')
    await dialog.getByRole('button', { name: '结束岗位' }).click()
    await dialog.getByText('请先邀请另一位负责人并待其接受').waitFor()
    await page.keyboard.press('Escape')
    await invite(page, 'late@example.test')
  })
  const late = await linkFor('late@example.test')
  office.node.clock.set('2026-03-17T09:00:00+08:00')
  await as(firm.owner, async (window) => {
    await window.go('/organisation/people')
    await window.page.getByText('已过期', { exact: true }).waitFor()
    await window.go(late)
    await window.page.getByText('请联系邀请您的单位重新发出邀请').waitFor()
    window.errors.splice(0)
  })
})

test('a role is lent during leave: the stand-in acts instead of, the record says so, and it ends early or by itself', async () => {
  const { as, sees, isTold } = stage
  const { county } = office
  const { caseId } = await fileClaim(office, '代理示例有限公司')
  const lend = async (from: string, to: string) =>
    as(county.reviewer, async (open) => {
      const { page, go } = open
      await go('/organisation/leave')
      await page.getByRole('button', { name: '设立委托' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('岗位', { exact: true }).selectOption({ index: 1 })
      await dialog.getByLabel('代理人').selectOption(county.auditor.userId)
      await dialog.getByLabel('起', { exact: true }).fill(to)
      await dialog.getByLabel('止', { exact: true }).fill(from)
      await dialog.getByLabel('原因').fill('公休')
      await dialog.getByRole('button', { name: '设立委托' }).click()
      if (from !== to) await dialog.getByText('委托的起止日期有误').waitFor()
      await dialog.getByLabel('起', { exact: true }).fill(from)
      await dialog.getByLabel('止', { exact: true }).fill(to)
      if (from !== to) await dialog.getByRole('button', { name: '设立委托' }).click()
      await page.getByText('进行中', { exact: true }).first().waitFor()
      await sees(open, 'leave')
    })
  await lend('2026-03-17', '2026-03-20')
  assert.match(await isTold(county.auditor, /代.*行使审核人岗位$/), /不得复核自己经办的事项/)
  await as(county.auditor, async (open) => {
    const { page, go } = open
    await go(`/cases/${caseId}`)
    await page.getByRole('button', { name: /auditor/ }).click()
    await page.getByText(/代.*reviewer履职/).waitFor()
    await page.keyboard.press('Escape')
    await go('/organisation/leave')
    assert.equal(
      await page.getByRole('button', { name: /^提前结束/ }).count(),
      0,
      'whoever stands in ends nothing',
    )
  })
  await office.node.call(
    cases.act,
    { params: { id: caseId, action: 'take' }, body: {} },
    await office.as(county.auditor),
  )
  await as(
    county.reviewer,
    async (open) => {
      const { page, go } = open
      await go(`/cases/${caseId}`)
      await page
        .getByText(/auditor.*（代.*reviewer）/)
        .first()
        .waitFor()
      await go('/organisation/leave')
      await page.getByRole('button', { name: /^提前结束/ }).click()
      await page.getByText('已提前结束', { exact: true }).waitFor()
      await sees(open, 'leave-ended-360')
    },
    { width: 360 },
  )
  assert.match(await isTold(county.auditor, /已提前结束$/), /由委托人继续办理/)
  await assert.rejects(
    office.node.call(
      cases.act,
      { params: { id: caseId, action: 'pass' }, body: { reason: '材料齐全' } },
      await office.as(county.auditor),
    ),
  )
  await lend('2026-03-17', '2026-03-18')
  office.node.clock.set('2026-03-19T09:00:00+08:00')
  await as(
    county.reviewer,
    async (open) => {
      await open.go('/organisation/leave')
      await open.page.getByText('over', { exact: true }).waitFor()
      await open.page.getByText('ended early', { exact: true }).waitFor()
    },
    { language: 'en' },
  )
})

test('the firm reads who looked at it', async () => {
  const { as, sees } = stage
  const { firm, county } = office
  await as(county.reviewer, async ({ go }) => go(`/desk/organisations/${firm.id}`))
  await as(
    firm.owner,
    async (open) => {
      await open.go('/organisation/looks')
      await open.page
        .getByText(/reviewer/)
        .first()
        .waitFor()
      await open.page.getByText('单位档案').first().waitFor()
      await sees(open, 'looks-360')
    },
    { width: 360 },
  )
})
