import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { directory } from '#platform/directory/browser.ts'
import { actorOfUser } from '#platform/identity/index.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { makeFile, makeUser } from '#test/actors.ts'
import {
  admit,
  type BinhaiScene,
  binhaiNode,
  decided,
  file,
  noticed,
  readyOrder,
  requestBody,
  reviewed,
} from '#test/binhai.ts'
import { refusedWith } from '#test/payments.ts'
import { payments } from './contract.ts'

const nodes: BinhaiScene[] = []
after(async () => {
  for (const { node } of nodes) await node.dispose()
})

/** The laboratory's approved request for the firm's voucher: its money is due. */
async function due() {
  const scene = await binhaiNode()
  nodes.push(scene)
  await admit(scene)
  const { orderId } = await readyOrder(scene)
  const { id } = await file(scene, await requestBody(scene, orderId))
  await reviewed(scene, id)
  await decided(scene, await noticed(scene, id), id, scene.officers.director)
  return { scene, id }
}

let rivals = 0
/** Somebody disputes the firm's code. */
async function disputed({ node, firm }: BinhaiScene) {
  const { db } = node.database
  const rival = await db.transaction().execute((tx) => makeUser(tx, `异议人${++rivals}`))
  const licenceFileId = await makeFile(node.database, node.clock.now())
  const { uscc } = await db
    .selectFrom('organisation')
    .select('uscc')
    .where('id', '=', firm.id)
    .executeTakeFirstOrThrow()
  const body = {
    ...{ kind: 'enterprise' as const, name: firm.name, uscc: uscc ?? '', regionCode: '120116' },
    ...{ statement: '这是我公司的代码', licenceFileId },
  }
  const actor = await actorOfUser(db, rival.userId, node.clock.now())
  return (await node.call(directory.register, { body }, { actor })).disputeId as string
}
const settle = async ({ node, as, officers }: BinhaiScene, id: string) =>
  node.call(
    directory.decideDispute,
    { params: { id }, body: { outcome: 'kept', reason: '证照一致' } },
    await as(officers.reviewer),
  )

const prepare = async ({ node, as, officers }: BinhaiScene, id: string) =>
  node.call(
    payments.prepareRun,
    { body: { redemptionIds: [id], acceptChanged: [] } },
    await as(officers.preparer),
  )
const approve = async ({ node, as, officers }: BinhaiScene, id: string) =>
  node.call(payments.approveRun, { params: { id }, body: {} }, await as(officers.approver))
const send = async ({ node, as, officers }: BinhaiScene, id: string) =>
  node.call(payments.sendRun, { params: { id }, body: {} }, await as(officers.preparer))

test('通兑: while the code of the voucher’s holder is in dispute its provider is not paid; decided, it is', async () => {
  const { scene, id } = await due()
  const { node, as, officers, lab } = scene
  const seen = async () => {
    const list = await node.call(payments.paymentsDue, { query: {} }, await as(officers.preparer))
    const told = await node.call(redemptions.get, { params: { id } }, await as(lab.clerk))
    return [list.rows[0]?.disputed, told.inside?.disputed]
  }
  assert.deepEqual(await seen(), [null, null])
  const dispute = await disputed(scene)
  assert.deepEqual(await seen(), ['holder', 'holder'], 'both sides see why it waits')
  await assert.rejects(prepare(scene, id), (error: { code?: string; text?: { zh: string } }) => {
    assert.equal(error.code, 'payment_held_holder')
    return /持券单位滨海示例海洋装备有限公司代码存在争议/.test(error.text?.zh ?? '')
  })
  await settle(scene, dispute)
  const run = await prepare(scene, id)
  const again = await disputed(scene)
  await assert.rejects(approve(scene, run.id), refusedWith('run_all_stopped'))
  const raw = node.database.db.updateTable('paymentRow').set({ status: 'sent' }).where('runId', '=', run.id)
  await assert.rejects(
    raw.execute(),
    (error: { constraint?: string }) => error.constraint === 'payment_row_standing',
    'the database refuses it, too',
  )
  await settle(scene, again)
  await approve(scene, run.id)
  await send(scene, run.id)
})

test('disputed at the moment the money is sent: sent before the dispute, or not at all', async () => {
  const { scene, id } = await due()
  const { node, as, officers } = scene
  const lastEvent = async (subjectId: string) => {
    const found = node.database.db.selectFrom('event').select('id').where('subjectId', '=', subjectId)
    return (await found.orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  }
  for (let tried = 0; tried < 5; tried++) {
    const run = await prepare(scene, id)
    await approve(scene, run.id)
    const [dispute, sent] = await Promise.all([
      disputed(scene),
      send(scene, run.id).then(
        () => null,
        (error: { code?: string }) => error.code,
      ),
    ])
    if (sent === null) {
      assert.ok((await lastEvent(run.id)) < (await lastEvent(dispute)))
      return
    }
    assert.equal(sent, 'run_all_stopped')
    await settle(scene, dispute)
    const params = { id: run.id }
    const body = { reason: '争议期间未发出' }
    await node.call(payments.cancelRun, { params, body }, await as(officers.preparer))
  }
})
