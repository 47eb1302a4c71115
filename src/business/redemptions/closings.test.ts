import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { constraintOf } from '#core/db.ts'
import { authorityAt, requireGoodStanding } from '#platform/directory/index.ts'
import { directory } from '#platform/directory/browser.ts'
import { orders } from '#platform/orders/browser.ts'
import { inbox } from '#platform/notices/browser.ts'
import { allApproved, newFirm, passed, prepare, refusedWith } from '#test/payments.ts'
import { makeFile, makeUser } from '#test/actors.ts'
import { admitLab, ANCI, claimBody, type Community, person, type Who } from '#test/community.ts'
import { told } from '#test/jobs.ts'
import { orderBody, redemptionNode, type Scene, voucherOf } from '#test/redemptions.ts'
import { vouchers } from '#business/vouchers/browser.ts'

/** The register strikes an organisation off (注销): what becomes of its orders, its money and its place in the library. */
describe('an organisation that is closed', () => {
  let scene: Scene
  let tianjin: Who
  before(async () => {
    scene = await redemptionNode()
    tianjin = await scene.node.database.db.transaction().execute(async (tx) => {
      const { id } = await authorityAt(tx, '120000')
      return person(tx, id, '天津审核人', ['reviewer'], scene.node.clock.now())
    })
  })
  after(() => scene.node.dispose())

  type Firm = Community['firm']
  const body = { on: '2026-03-02', evidence: '准予注销登记通知书〔2026〕7号' }
  const close = async (id: string, more: object = {}, who = scene.county.reviewer) =>
    scene.node.call(directory.close, { params: { id }, body: { ...body, ...more } }, await scene.as(who))
  const closingOf = async (id: string, who = scene.county.reviewer) =>
    (await scene.node.call(directory.get, { params: { id } }, await scene.as(who))).closing
  const takeBack = async (id: string, who = scene.county.reviewer) =>
    scene.node.call(
      directory.takeClosingBack,
      { params: { id }, body: { reason: '登记的是同名企业' } },
      await scene.as(who),
    )
  const propose = async (firm: Firm, voucherId: string, dates: object = {}) => {
    const order = (await orderBody(scene, firm, voucherId, dates)) as never
    return scene.node.call(orders.propose, { body: order }, await scene.as(firm.clerk))
  }

  const message = async (who: Who, title: RegExp) => (await told(scene.node, await scene.as(who), title))[0]

  test('by an officer of its place alone, by a day that was, and never twice', async () => {
    const firm = await newFirm(scene)
    await assert.rejects(close(firm.id, {}, firm.owner), refusedWith('not_allowed'))
    await assert.rejects(close(firm.id, { on: '2026-03-03' }), refusedWith('closing_day'))
    await assert.rejects(close(scene.county.id), refusedWith('closing_of_authority'))
    const closed = await Promise.allSettled([close(firm.id), close(firm.id)])
    assert.deepEqual(closed.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(close(firm.id), refusedWith('organisation_closed'))
    const told = await closingOf(firm.id)
    assert.deepEqual([told?.on, told?.evidence, told?.correctable], ['2026-03-02', body.evidence, true])
    assert.equal((await closingOf(firm.id, firm.owner))?.correctable, false)
    const claim = { body: claimBody }
    await assert.rejects(
      scene.node.call(vouchers.fileClaim, claim, await scene.as(firm.clerk)),
      refusedWith('not_allowed'),
      'nobody acts in it any more',
    )
  })

  test('whoever recorded it by mistake takes it back, once; it stands as it stood, and was told both', async () => {
    const firm = await newFirm(scene)
    await close(firm.id)
    const id = (await closingOf(firm.id))?.id as string
    await assert.rejects(takeBack(id, scene.city.reviewer), refusedWith('not_found'))
    const back = await Promise.allSettled([takeBack(id), takeBack(id)])
    assert.deepEqual(back.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(takeBack(id), refusedWith('closing_taken_back'))
    assert.equal(await closingOf(firm.id), null)
    await told(scene.node, await scene.as(firm.owner), /^注销登记已撤回$/)
    const { rows } = await scene.node.call(inbox.list, { query: {} }, await scene.as(firm.owner))
    assert.ok(rows.some(({ title }) => /示例第\d+机械有限公司已登记注销$/.test(title.zh)))
    const claim = { body: claimBody }
    await scene.node.call(vouchers.fileClaim, claim, await scene.as(firm.clerk))
  })

  test('the desk of its open case is told, and a disputed code is decided first', async () => {
    const firm = await newFirm(scene)
    await scene.node.call(vouchers.fileClaim, { body: claimBody }, await scene.as(firm.clerk))
    const { db } = scene.node.database
    const { uscc } = await db
      .selectFrom('organisation')
      .select('uscc')
      .where('id', '=', firm.id)
      .executeTakeFirstOrThrow()
    const rival = await db.transaction().execute((tx) => makeUser(tx, '异议人'))
    const registration = {
      ...{ kind: 'enterprise' as const, name: firm.name, uscc: uscc ?? '', regionCode: ANCI },
      statement: '这是我公司的代码',
      licenceFileId: await makeFile(scene.node.database, scene.node.clock.now()),
    }
    const rivals = await scene.as({ userId: rival.userId, organisationId: '' })
    const { disputeId } = await scene.node.call(directory.register, { body: registration }, rivals)
    await assert.rejects(close(firm.id), refusedWith('closing_disputed'))
    const decision = { outcome: 'kept' as const, reason: '证照一致' }
    const input = { params: { id: disputeId as string }, body: decision }
    await scene.node.call(directory.decideDispute, input, await scene.as(scene.county.reviewer))
    await close(firm.id)
    const again = scene.node.call(directory.register, { body: registration }, rivals)
    await assert.rejects(again, refusedWith('code_of_closed'))
    const desk = await message(scene.county.reviewer, /^冀申.* 的单位已注销$/)
    assert.match(desk?.body.zh ?? '', /已于 2026-03-02 注销，依据：准予注销/)
  })

  test('its order is not confirmed, and the other side leaves it without a fee', async () => {
    const firm = await newFirm(scene)
    const [waits, runs] = [
      await voucherOf(scene, firm, { amountFen: 3_000_000n }),
      await voucherOf(scene, firm, { amountFen: 4_000_000n }),
    ]
    const proposed = await propose(firm, waits)
    const confirmed = await propose(firm, runs)
    const lab = await scene.as(scene.lab.clerk)
    await scene.node.call(orders.confirm, { params: { id: confirmed.id }, body: {} }, lab)
    await close(firm.id)
    const left = await message(scene.lab.clerk, new RegExp(`^订单 ${confirmed.number} 的对方已注销$`))
    assert.match(left?.body.zh ?? '', /不能再验收和兑付/)
    const confirm = scene.node.call(orders.confirm, { params: { id: proposed.id }, body: {} }, lab)
    await assert.rejects(confirm, refusedWith('order_party_closed'))
    const page = await scene.node.call(orders.get, { params: { id: confirmed.id } }, lab)
    assert.equal(page.closed, 'buyer')
    const offered = page.actions.find(({ action }) => action === 'cancel')
    assert.deepEqual([offered?.reason, offered?.feeFen], [null, 0n])
    const leave = { params: { id: confirmed.id }, body: { reason: '委托方已注销', feeFen: 0n } }
    await scene.node.call(orders.cancel, leave, lab)
    await assert.rejects(propose(firm, runs), refusedWith('not_allowed'))
  })

  test('confirmed or closed, whichever comes first: no order is confirmed afterwards', async () => {
    const lab = await scene.as(scene.lab.clerk)
    for (let tried = 0; tried < 8; tried++) {
      const firm = await newFirm(scene)
      const { id } = await propose(firm, await voucherOf(scene, firm))
      const confirm = () => scene.node.call(orders.confirm, { params: { id }, body: {} }, lab)
      const both = tried % 2 ? [close(firm.id), confirm()] : [confirm(), close(firm.id)]
      await Promise.allSettled(both)
      const events = await scene.node.database.db
        .selectFrom('event')
        .select(['command'])
        .where('subjectId', 'in', [id, firm.id])
        .where('command', 'in', ['orders.confirm', 'directory.close'])
        .orderBy('id')
        .execute()
      assert.notDeepEqual(
        events.map(({ command }) => command),
        ['directory.close', 'orders.confirm'],
      )
    }
    const firm = await newFirm(scene)
    const { id } = await propose(firm, await voucherOf(scene, firm))
    await close(firm.id)
    const { db } = scene.node.database
    const behind = db.updateTable('serviceOrder').set({ status: 'confirmed' }).where('id', '=', id).execute()
    await assert.rejects(behind, (error) => constraintOf(error) === 'service_order_of_closed')
  })

  test('nothing is paid to it, and its status and its closing never say different things', async () => {
    const one = await passed(scene)
    await allApproved(scene, [one.id])
    await close(one.firm.id)
    await assert.rejects(prepare(scene, [one.id]), refusedWith('organisation_closed'))
    const { db } = scene.node.database
    const opened = db
      .updateTable('organisation')
      .set({ status: 'verified' })
      .where('id', '=', one.firm.id)
      .execute()
    await assert.rejects(opened, (error) => constraintOf(error) === 'organisation_closed_by_closing')
    const other = await newFirm(scene)
    const closed = db
      .updateTable('organisation')
      .set({ status: 'closed' })
      .where('id', '=', other.id)
      .execute()
    await assert.rejects(closed, (error) => constraintOf(error) === 'organisation_closed_by_closing')
    const gone = db.deleteFrom('organisationClosing').where('organisationId', '=', one.firm.id).execute()
    await assert.rejects(gone, (error) => constraintOf(error) === 'organisation_closing_kept')
  })

  test('a laboratory that is closed leaves the public list, and no order is made with it', async () => {
    const firm = await newFirm(scene)
    const voucherId = await voucherOf(scene, firm)
    const day = scene.node.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
    const dates = { contractSignedOn: day.toString(), deliverBy: day.add({ days: 30 }).toString() }
    const listed = async (all: boolean) =>
      (await scene.node.call(directory.providers, { query: { all: String(all) } as never }, {})).rows
    assert.equal((await listed(false)).length, 1)
    await close(scene.lab.id, {}, tianjin)
    assert.deepEqual([(await listed(false)).length, (await listed(true))[0]?.state], [0, 'closed'])
    await assert.rejects(propose(firm, voucherId, dates), refusedWith('order_party_closed'))
    await takeBack((await closingOf(scene.lab.id, tianjin))?.id as string, tianjin)
    await close(scene.university.id, {}, tianjin)
    assert.equal((await listed(true))[0]?.state, 'closed', 'with its house')
    await assert.rejects(propose(firm, voucherId, dates), refusedWith('order_party_closed'))
    const { db } = scene.node.database
    await assert.rejects(requireGoodStanding(db, scene.lab.id), refusedWith('organisation_closed'))
    const again = (await admitLab(scene, '2027-01-01')) as { rows: { outcome: string; problems: unknown }[] }
    assert.equal(again.rows[0]?.outcome, 'refused')
    assert.match(JSON.stringify(again.rows[0]?.problems), /该单位已注销/)
    await takeBack((await closingOf(scene.university.id, tianjin))?.id as string, tianjin)
    const { number } = await propose(firm, voucherId, dates)
    await close(scene.university.id, {}, tianjin)
    const left = await message(firm.clerk, new RegExp(`^订单 ${number} 的对方已注销$`))
    assert.match(left?.body.zh ?? '', /已交付的成果仍可验收/)
  })
})
