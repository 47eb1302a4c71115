import { sql } from 'kysely'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ask,
  binhai,
  call,
  codes,
  database,
  firm,
  invoice,
  lab,
  nextNumber,
  officer,
  page,
  refusedAs,
  request,
  reversals,
  rival,
  through,
  type Who,
} from './fixture.test.ts'
import type { Actor } from '#core/actor.ts'
import { free, presentedBy } from './index.ts'

test('the same facts are one invoice, whoever registers them', async () => {
  const body = invoice(firm)
  const first = await call(firm, 'register', { body })
  assert.equal(first.status, 'registered')
  const again = await call(lab, 'register', {
    body: {
      ...body,
      buyerName: '廊坊示例精密机械 (集团)',
      sellerCode: codes.lab.toLowerCase(),
      fileId: lab.fileId,
    },
  })
  assert.deepEqual([again.id, again.status], [first.id, 'known'])
  for (const who of [firm, lab, officer]) assert.equal((await page(who, first.id)).lines.length, 2)
  await assert.rejects(page(rival, first.id), refusedAs('not_found'))
  await assert.rejects(page(binhai, first.id), refusedAs('not_found'))
  const seen = async (who: Actor) =>
    (await call<{ rows: { id: string }[] }>(who, 'list', { query: {} })).rows.map((row) => row.id)
  assert.ok((await seen(lab)).includes(first.id))
  assert.deepEqual(await seen(rival), [])
})

test('faults are told in both languages; only who is named registers', async () => {
  const wrong = (change: object) => call(firm, 'register', { body: invoice(firm, change) })
  await assert.rejects(wrong({ number: '12345678' }), refusedAs('invoice_number_form'))
  await assert.rejects(wrong({ code: '1300201130' }), refusedAs('invoice_number_form'))
  await assert.rejects(wrong({ sellerCode: `${codes.lab.slice(0, 17)}A` }), refusedAs('invoice_party_code'))
  await assert.rejects(wrong({ totalFen: '300001' }), refusedAs('invoice_sum_differs'))
  await assert.rejects(wrong({ issuedOn: '2026-11-24' }), refusedAs('invoice_future'))
  await assert.rejects(call(rival, 'register', { body: invoice(rival) }), refusedAs('invoice_not_yours'))
  await assert.rejects(wrong({ fileId: rival.fileId }), refusedAs('file_gone'))
  const paper = await wrong({ code: '1300201130', number: '12345678' })
  assert.equal(paper.status, 'registered')
})

test('a line is occupied once, over programmes and regions; refusal frees it', async () => {
  const { id } = await call(firm, 'register', { body: invoice(firm) })
  const [mine, other] = [request(), request()]
  await ask(firm, mine, [[id, 1, 150_000n]])
  await assert.rejects(ask(firm, other, [[id, 1, 50_001n]], binhai), refusedAs('invoice_line_exhausted'))
  await ask(firm, other, [[id, 1, 50_000n]], binhai)
  await assert.rejects(ask(rival, request(), [[id, 2, 1n]]), refusedAs('invoice_not_found'))
  await assert.rejects(ask(firm, mine, [[id, 1, 1n]]), refusedAs('invoice_line_exhausted'))
  const seen = await page(binhai, id)
  assert.deepEqual(
    seen.presentations.map(({ by }) => by?.subject.id ?? null),
    [null, other.id],
    'an authority knows its own requests; that the rest is used, but not by whom',
  )
  await through(firm, ({ tx, ...ctx }) => free(tx, ctx, mine, '退回'))
  await through(firm, ({ tx, ...ctx }) => free(tx, ctx, mine, '退回'))
  const lines = (await page(firm, id)).lines
  assert.deepEqual([lines[0]?.presentedFen, lines[0]?.leftFen], ['50000', '150000'])
  await ask(firm, mine, [[id, 1, 150_000n]])
  assert.equal((await presentedBy(database.db, mine)).length, 1)
})

test('another version waits for an officer, and until then nothing new is presented', async () => {
  const body = invoice(firm)
  const { id } = await call(firm, 'register', { body })
  const live = request()
  await ask(firm, live, [[id, 1, 120_000n]])
  const lines = [{ what: '*研发服务*检测', amountFen: '130000' }]
  const theirs = { ...body, totalFen: '130000', lines, fileId: lab.fileId }
  const conflict = await call(lab, 'register', { body: theirs })
  assert.deepEqual([conflict.id, conflict.status], [id, 'conflict'])
  const signed = (subjectId: string) =>
    database.db
      .selectFrom('event')
      .select(['actorLabel', 'actorUser', 'actorOrganisation'])
      .where('subjectId', '=', subjectId)
      .where(sql<boolean>`changes->>'conflict' = ${conflict.conflictId}`)
      .execute()
  const another = { actorLabel: '持有该发票的另一单位', actorUser: null, actorOrganisation: null }
  assert.deepEqual([await signed(id), await signed(live.id)], [[another], [another]], 'who relies on it')
  assert.equal(
    (await signed(conflict.conflictId))[0]?.actorOrganisation,
    lab.organisationId,
    'the record knows',
  )
  assert.equal((await call(lab, 'register', { body: theirs })).conflictId, conflict.conflictId)
  await assert.rejects(ask(firm, request(), [[id, 2, 1n]]), refusedAs('invoice_in_conflict'))
  type Row = { id: string; differences: { field: string }[]; registered: unknown; abilities: string[] }
  const waiting = (await call<{ rows: Row[] }>(officer, 'conflicts', { query: { status: 'open' } })).rows
  const row = waiting.find((one) => one.id === conflict.conflictId)
  assert.deepEqual(
    row?.differences.map(({ field }) => field),
    ['totalFen', 'amountFen', 'what', 'amountFen'],
  )
  const own = (await call<{ rows: Row[] }>(lab, 'conflicts', { query: {} })).rows
  assert.deepEqual([own[0]?.registered, own[0]?.abilities], [null, []])
  const params = { id: conflict.conflictId }
  const decision = { params, body: { outcome: 'corrected', reason: '以销售方版本为准' } }
  await assert.rejects(call(binhai, 'decide', decision), refusedAs('not_found'))
  assert.equal((await call(officer, 'decide', decision)).status, 'corrected')
  await assert.rejects(call(officer, 'decide', decision), refusedAs('invoice_conflict_decided'))
  const after = await page(lab, id)
  assert.deepEqual([after.lines.length, after.lines[0]?.amountFen, after.versions.length], [1, '130000', 2])
  await assert.rejects(call(firm, 'register', { body }), refusedAs('invoice_version_rejected'))
  await ask(firm, request(), [[id, 1, 10_000n]])
})

test('a correction that leaves less than is presented is refused; keeping is possible and final', async () => {
  const body = invoice(firm)
  const { id } = await call(firm, 'register', { body })
  await ask(firm, request(), [[id, 1, 200_000n]])
  const theirs = { ...body, totalFen: '1', lines: [{ what: '检测', amountFen: '1' }], fileId: lab.fileId }
  const { conflictId } = await call(lab, 'register', { body: theirs })
  const decide = (outcome: string) =>
    call(officer, 'decide', { params: { id: conflictId }, body: { outcome, reason: '按票面核实' } })
  await assert.rejects(decide('corrected'), refusedAs('invoice_line_in_use'))
  assert.equal((await decide('kept')).status, 'kept')
  await assert.rejects(call(lab, 'register', { body: theirs }), refusedAs('invoice_version_rejected'))
  await ask(firm, request(), [[id, 2, 100_000n]])
})

test('a red-letter invoice takes back, and tells of what was presented', async () => {
  const body = invoice(firm)
  const { id } = await call(firm, 'register', { body })
  const [first, second] = [request(), request()]
  await ask(firm, first, [[id, 1, 120_000n]])
  await ask(firm, second, [[id, 1, 60_000n]])
  const blue = { number: body.number }
  const red = (amountFen: string, who: Who, number = nextNumber(), blueLineNo = 1) =>
    call(who, 'registerRed', {
      body: {
        number,
        blue,
        issuedOn: '2026-11-22',
        totalFen: amountFen,
        lines: [{ blueLineNo, amountFen }],
        fileId: who.fileId,
      },
    })
  await assert.rejects(red('200001', lab), refusedAs('invoice_reversed_beyond'))
  await assert.rejects(red('1', lab, nextNumber(), 9), refusedAs('invoice_blue_line_unknown'))
  await assert.rejects(red('1', rival), refusedAs('not_found'))
  const known = nextNumber()
  const one = await red('100000', lab, known)
  assert.equal((await red('100000', officer, known)).status, 'known')
  assert.equal(reversals.length, 1, 'told once')
  assert.deepEqual(
    reversals[0]?.taken.map(({ subject, takenBackFen }) => [subject.id, takenBackFen]),
    [
      [first.id, 20_000n],
      [second.id, 60_000n],
    ],
  )
  const line = (await page(firm, id)).lines[0]
  assert.deepEqual([line?.presentedFen, line?.reversedFen, line?.leftFen], ['180000', '100000', '0'])
  await assert.rejects(ask(firm, request(), [[id, 1, 1n]]), refusedAs('invoice_line_exhausted'))
  await assert.rejects(ask(lab, request(), [[one.id, 1, 1n]]), refusedAs('invoice_red_not_presented'))
  await red('100000', lab, nextNumber(), 2)
  assert.equal(reversals.length, 1, 'line 2 was not presented')
})
