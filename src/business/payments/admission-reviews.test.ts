import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { constraintOf } from '#core/db.ts'
import { uuidv7 } from '#core/id.ts'
import { directory } from '#platform/directory/browser.ts'
import { openAdmissionReviews } from '#platform/directory/index.ts'
import { payments } from '#business/payments/browser.ts'
import { told } from '#test/jobs.ts'
import { paid, recoverBody, refusedWith, today } from '#test/payments.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import { both, codeOf, tries } from '#test/races/tries.ts'

let scene: Scene
before(async () => {
  scene = await redemptionNode()
})
after(() => scene.node.dispose())

type Who = Scene['firm']['owner']
const reviews = async (who: Who, open?: 'true' | 'false') =>
  (await scene.node.call(directory.admissionReviews, { query: open ? { open } : {} }, await scene.as(who)))
    .rows
const falsehood = async (amountFen: bigint, of?: string) => {
  const id = of ?? (await paid(scene)).id
  const input = { params: { id }, body: recoverBody(amountFen) }
  return {
    redemptionId: id,
    ...(await scene.node.call(payments.recover, input, await scene.as(scene.province.director))),
  }
}
const keep = async (id: string, reason = '已更换授权签字人，复查三份报告均属实') =>
  scene.node.call(
    directory.keepProvider,
    { params: { id }, body: { reason } },
    await scene.as(scene.province.director),
  )
const withdraw = async (id: string) => {
  const body = {
    from: today(scene),
    reason: '伪造报告',
    effect: 'finish_running',
  }
  const director = await scene.as(scene.province.director)
  return scene.node.call(directory.withdrawProvider, { params: { id }, body: body as never }, director)
}

test('a falsehood opens one review with whoever admitted the provider; kept with a reason, both are told', async () => {
  const { redemptionId, number } = await falsehood(3_000_000n)
  await falsehood(1_000_000n, redemptionId)
  const { director, reviewer } = scene.province
  const [one, ...more] = await reviews(director, 'true')
  assert.equal(more.length, 0, 'the rest of the same falsehood opens no second one')
  assert.deepEqual(
    [one?.cause.number, one?.cause.reason, one?.expected, one?.abilities],
    [number, '经核查不实', 'reviewed', ['provider.withdraw']],
  )
  assert.equal(one?.list.zh, '京津冀科技创新券合作协议')
  assert.deepEqual((await reviews(reviewer))[0]?.abilities, [])
  assert.deepEqual(await reviews(scene.city.director), [])
  const [task] = await told(scene.node, await scene.as(director), /^复核服务机构精密检测开放实验室/)
  assert.match(task?.body.zh ?? '', /应当复核其入库资格.*保留或移出/)
  const lab = await scene.as(scene.lab.clerk)
  await told(scene.node, lab, /入库资格正在复核/)
  const reviewId = one?.id as string
  const asReviewer = await scene.as(reviewer)
  const input = { params: { id: reviewId }, body: { reason: '保留' } }
  await assert.rejects(scene.node.call(directory.keepProvider, input, asReviewer), refusedWith('not_allowed'))
  const elsewhere = await scene.as(scene.city.director)
  await assert.rejects(scene.node.call(directory.keepProvider, input, elsewhere), refusedWith('not_found'))
  const done = await keep(reviewId)
  assert.deepEqual([done.outcome, done.reason], ['kept', '已更换授权签字人，复查三份报告均属实'])
  assert.equal((await told(scene.node, lab, /入库资格经复核予以保留/)).length > 0, true)
  await assert.rejects(keep(reviewId), refusedWith('review_ended'))
  assert.deepEqual(await reviews(director, 'true'), [])
})

test('to withdraw the admission ends its reviews; the database keeps what was ended', async () => {
  await falsehood(2_000_000n)
  const [open] = await reviews(scene.province.director, 'true')
  await withdraw(open?.admissionId as string)
  const [ended] = await reviews(scene.province.director, 'false')
  assert.deepEqual([ended?.id, ended?.outcome, ended?.reason], [open?.id, 'withdrawn', '伪造报告'])
  await assert.rejects(keep(open?.id as string), refusedWith('review_ended'))
  for (const change of [
    sql`update admission_review set outcome = 'kept' where id = ${open?.id}`,
    sql`update admission_review set outcome = null, ended_at = null, ended_by = null, reason = null`,
    sql`delete from admission_review`,
  ])
    await assert.rejects(
      change.execute(scene.node.database.db),
      (error) => constraintOf(error) === 'admission_review_kept',
    )
})

/** The laboratory stands in one more list of the province, admitted as it was to the first. */
const admitToAnother = (list: string) =>
  scene.node.database.pool.query(
    `insert into provider_admission (organisation_id, authority_id, list, batch, class, services, admitted_from)
      select organisation_id, authority_id, $1, batch, class, services, admitted_from
        from provider_admission where organisation_id = $2 order by id limit 1`,
    [list, scene.lab.id],
  )

test(`two directors end one review at once, ${tries(10)} times: one does, the other is told; so with a withdrawal`, async () => {
  for (let i = 0; i < tries(10); i++) {
    await admitToAnother(`race-${i}`)
    const { now } = scene.node.clock
    await scene.node.database.db.transaction().execute((tx) =>
      openAdmissionReviews(
        { tx, now: now(), event: () => {} },
        {
          providerId: scene.lab.id,
          cause: { kind: 'recovery', id: uuidv7(), number: `冀追-${i}`, reason: '竞速' },
          expected: 'reviewed',
        },
      ),
    )
    const [one] = await reviews(scene.province.director, 'true')
    const { id, admissionId } = one as NonNullable<typeof one>
    const [first, second] = await both<unknown>(
      () => keep(id),
      () => (i % 2 ? withdraw(admissionId) : keep(id, '另一位负责人')),
    )
    const codes = [codeOf(first as never), codeOf(second as never)]
    if (i % 2 === 0) assert.deepEqual(codes.toSorted(), ['done', 'review_ended'])
    else assert.ok(['done,done', 'review_ended,done'].includes(codes.join()), codes.join())
    const [ended] = (await reviews(scene.province.director, 'false')).filter((row) => row.id === id)
    const kept = codes[0] === 'done' || i % 2 === 0
    assert.equal(ended?.outcome, kept ? 'kept' : 'withdrawn')
    if (i % 2 === 0) await withdraw(admissionId)
  }
})
