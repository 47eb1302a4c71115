import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { uuidv7 } from '#core/id.ts'
import { dayOf, startOfDay } from '#core/time.ts'
import { payments } from '#business/payments/browser.ts'
import { vouchers } from '#business/vouchers/browser.ts'
import { barFirm, liftBar, rulebookById } from '#business/vouchers/index.ts'
import { claimBody, SCHEME } from '#test/community.ts'
import { redemptionNode, type Scene } from '#test/redemptions.ts'
import { newFirm, paid, recoverBody, refusedWith, sound, today } from '#test/payments.ts'

/** What a return or a falsehood means for the firm afterwards: its yearly cap, and how long it is barred. */
describe('after the money came back', () => {
  let scene: Scene
  before(async () => {
    scene = await redemptionNode()
  })
  after(() => scene.node.dispose())
  const recover = async (id: string, body: object) =>
    scene.node.call(
      payments.recover,
      { params: { id }, body: body as never },
      await scene.as(scene.province.director),
    )
  const volunteer = async (one: Awaited<ReturnType<typeof paid>>, amountFen: bigint) =>
    scene.node.call(
      payments.returnVoluntarily,
      { params: { id: one.id }, body: { amountFen, reason: '项目终止' } },
      await scene.as(one.firm.owner),
    )
  let slips = 0
  const book = async (id: string, amountFen: bigint, receivedOn = today(scene)) =>
    scene.node.call(
      payments.bookReturn,
      { params: { id }, body: { amountFen, bankReference: `CAP-${++slips}`, receivedOn } },
      await scene.as(scene.province.finance),
    )
  const claimed = async (organisationId: string) => {
    const years = scene.node.database.db.selectFrom('firmYear').select('claimedFen')
    const of = years.where('organisationId', '=', organisationId).where('scheme', '=', SCHEME)
    return (await of.executeTakeFirstOrThrow()).claimedFen
  }
  const barsOf = (organisationId: string) =>
    scene.node.database.db
      .selectFrom('bar')
      .select(['fromDay', 'toDay'])
      .where('organisationId', '=', organisationId)
      .orderBy('id')
      .execute()

  test('returned in full of its own will within the year, the cap is given back; in part it is not', async () => {
    const one = await paid(scene)
    const before = await claimed(one.firm.id)
    const part = await volunteer(one, 3_000_000n)
    assert.equal((await book(part.id, 3_000_000n)).capGivenBack, false)
    assert.equal(await claimed(one.firm.id), before)
    const rest = await volunteer(one, 5_000_000n)
    // Two clerks book the last two slips at the same moment: given back once, with the last of it.
    const booked = await Promise.all([book(rest.id, 2_000_000n), book(rest.id, 3_000_000n)])
    assert.deepEqual(booked.map(({ capGivenBack }) => capGivenBack).sort(), [false, true])
    assert.equal(await claimed(one.firm.id), before - 8_000_000n)
    const owner = await scene.as(one.firm.owner)
    const shown = await scene.node.call(payments.recovery, { params: { id: rest.id } }, owner)
    assert.equal(shown.capGivenBack?.amountFen, 8_000_000n)
    await sound(scene)
  })

  test('a falsehood gives no cap back, nor does one that was returned next to something honest', async () => {
    const one = await paid(scene)
    const before = await claimed(one.firm.id)
    const part = await volunteer(one, 3_000_000n)
    await book(part.id, 3_000_000n)
    const made = await recover(one.id, recoverBody(5_000_000n))
    const last = await book(made.id, 5_000_000n)
    assert.deepEqual([last.status, last.capGivenBack], ['returned', false])
    assert.equal(await claimed(one.firm.id), before)
  })

  test('one falsehood bars once; another one counts from its own decision, and the later end stands', async () => {
    const firm = await newFirm(scene)
    const first = await paid(scene, firm)
    const other = await paid(scene, firm)
    const made = await recover(first.id, recoverBody(3_000_000n))
    scene.node.clock.advance({ hours: 24 * 30 })
    const rest = await recover(first.id, recoverBody(5_000_000n))
    assert.equal(String(rest.barredUntil), String(made.barredUntil))
    assert.equal((await barsOf(firm.id)).length, 1)
    const again = await recover(other.id, recoverBody(8_000_000n))
    assert.equal(String(again.barredUntil), String(dayOf(scene.node.clock.now()).add({ years: 3 })))
    const claim = scene.node.call(vouchers.fileClaim, { body: claimBody }, await scene.as(firm.clerk))
    await assert.rejects(claim, (error: Error) => error.message.includes(String(again.barredUntil)))
  })

  test('two falsehoods decided at the same moment: side by side, or one after the other, as the rulebook says', async () => {
    const { db } = scene.node.database
    const day = dayOf(scene.node.clock.now())
    const book = await rulebookById(db, `${SCHEME}.2026`)
    const bar = (organisationId: string, repeated: 'later_end' | 'added') =>
      db.transaction().execute((tx) =>
        barFirm(
          { tx },
          {
            ...{ organisationId, authorityId: scene.province.id, reason: '虚假', clause: '第二十条' },
            ...{ decisionId: uuidv7(), today: day, sameFalsehood: [] },
            penalties: { ...book.penalties, repeatedBar: { ...book.penalties.repeatedBar, value: repeated } },
          },
        ),
      )
    const beside = await newFirm(scene)
    await Promise.all([1, 2, 3].map(() => bar(beside.id, 'later_end')))
    assert.equal(new Set((await barsOf(beside.id)).map(({ toDay }) => String(toDay))).size, 1)
    const after = await newFirm(scene)
    await Promise.all([1, 2, 3].map(() => bar(after.id, 'added')))
    const chain = (await barsOf(after.id))
      .map(({ fromDay, toDay }) => [String(fromDay), String(toDay)])
      .sort()
    assert.deepEqual(
      chain.slice(1).map(([from]) => from),
      chain.slice(0, -1).map(([, to]) => to),
    )
    const end = String(day.add({ years: 9 }))
    const claim = scene.node.call(vouchers.fileClaim, { body: claimBody }, await scene.as(after.clerk))
    await assert.rejects(claim, (error: Error) => error.message.includes(end))
    await assert.rejects(claim, refusedWith('organisation_barred'))
  })

  test('a bar that followed one that is over keeps its days when a later one is lifted', async () => {
    const { db } = scene.node.database
    const book = await rulebookById(db, `${SCHEME}.2026`)
    const repeatedBar = { ...book.penalties.repeatedBar, value: 'added' as const }
    const { id: organisationId } = await newFirm(scene)
    const authorityId = scene.province.id
    const first = dayOf(scene.node.clock.now())
    const days = [first, first.add({ months: 1 }), first.add({ years: 4 })]
    const decided = new Map(days.map((day) => [uuidv7(), day]))
    for (const [decisionId, today] of decided)
      await db.transaction().execute((tx) =>
        barFirm(
          { tx },
          {
            ...{ organisationId, authorityId, reason: '虚假', clause: '第二十条', decisionId, today },
            ...{ sameFalsehood: [], penalties: { ...book.penalties, repeatedBar } },
          },
        ),
      )
    const before = await barsOf(organisationId)
    await db.transaction().execute((tx) =>
      liftBar(tx, {
        ...{ organisationId, authorityId, reason: '复议撤销', decisionIds: [...decided.keys()].slice(2) },
        now: startOfDay(days[2] as Temporal.PlainDate),
        decidedOn: async (id) => decided.get(id) ?? null,
      }),
    )
    const spans = (bars: typeof before) => bars.map(({ fromDay, toDay }) => `${fromDay} ${toDay}`).sort()
    assert.deepEqual(spans(await barsOf(organisationId)), spans(before))
  })
})
