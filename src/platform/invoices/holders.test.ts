import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '#core/actor.ts'
import {
  call,
  codes,
  firm,
  http,
  invoice,
  lab,
  now,
  officer,
  page,
  refusedAs,
  rival,
} from './fixture.test.ts'

const fileOf = (who: Actor, id: string) => http.dispatch('files.get', { actor: who, now }, { params: { id } })
const filesOf = async (who: Actor, id: string) => {
  const raw = { params: { kind: 'invoice', id } }
  const { files } = (await http.dispatch('files.of', { actor: who, now }, raw)) as { files: { id: string }[] }
  return files.map((file) => file.id).sort()
}
/** There are no bytes behind the files of these tests: whoever may read one comes as far as the disk. */
const isReadable = { code: 'ENOENT' }

test('after a correction each holder reads his own file and not the other one’s, nor who registered', async () => {
  const body = invoice(rival, { buyerCode: codes.rival, buyerName: '廊坊示例对手' })
  const { id } = await call(rival, 'register', { body })
  const theirs = { ...body, buyerCode: codes.firm, buyerName: '廊坊示例精密机械', fileId: firm.fileId }
  const { conflictId } = await call(firm, 'register', { body: theirs })
  await assert.rejects(fileOf(rival, firm.fileId), refusedAs('not_found'))
  const decision = { params: { id: conflictId }, body: { outcome: 'corrected', reason: '发票查验一致' } }
  await call(officer, 'decide', decision)

  await assert.rejects(fileOf(rival, firm.fileId), refusedAs('not_found'))
  await assert.rejects(fileOf(firm, rival.fileId), refusedAs('not_found'))
  for (const own of [firm, rival]) await assert.rejects(fileOf(own, own.fileId), isReadable)
  for (const file of [firm.fileId, rival.fileId]) await assert.rejects(fileOf(officer, file), isReadable)
  assert.deepEqual(await filesOf(rival, id), [rival.fileId])
  assert.deepEqual(await filesOf(firm, id), [firm.fileId])
  assert.deepEqual(await filesOf(officer, id), [firm.fileId, rival.fileId].sort())
  type Seen = { fileId: string; versions: { by: string | null }[] }
  const seen = async (who: Actor) => {
    const { fileId, versions } = (await page(who, id)) as unknown as Seen
    const { rows } = await call<{ rows: { id: string; fileId: string }[] }>(who, 'list', { query: {} })
    assert.equal(rows.find((row) => row.id === id)?.fileId, fileId)
    return [fileId, versions.map(({ by }) => by)]
  }
  assert.deepEqual(await seen(firm), [firm.fileId, [null, '廊坊市示例局']])
  assert.deepEqual(await seen(rival), [rival.fileId, ['廊坊示例对手']])
  assert.deepEqual(await seen(officer), [firm.fileId, ['廊坊示例对手', '廊坊市示例局']])
})

test('a holder whom a correction left out reads his own version and the decision, not the facts of the other one', async () => {
  const body = invoice(rival, { buyerCode: codes.rival, buyerName: '廊坊示例对手' })
  const { id, number } = { ...(await call(rival, 'register', { body })), number: body.number }
  const lines = [{ what: '对手不该知道的服务', amountFen: '20000000' }]
  const true_ = { ...body, buyerCode: codes.firm, buyerName: '廊坊示例精密机械', fileId: firm.fileId, lines }
  const { conflictId } = await call(firm, 'register', { body: { ...true_, totalFen: '20000000' } })
  await call(officer, 'decide', {
    params: { id: conflictId },
    body: { outcome: 'corrected', reason: '以税务查验结果为准' },
  })
  const mine = await page(rival, id)
  assert.equal(mine.buyerName, '廊坊示例对手')
  assert.equal(mine.replaced?.reason, '以税务查验结果为准')
  assert.ok(!JSON.stringify(mine).includes('精密机械') && !JSON.stringify(mine).includes('不该知道'))
  const { rows } = await call<{ rows: object[] }>(rival, 'list', { query: { number } })
  assert.equal(rows.length, 1)
  assert.match(JSON.stringify(rows), /廊坊示例对手/)
  assert.ok(!JSON.stringify(rows).includes('精密机械'))
  for (const who of [firm, officer]) {
    const theirs = await page(who, id)
    assert.deepEqual([theirs.buyerName, theirs.replaced], ['廊坊示例精密机械', null])
  }
  const red = { blue: { code: '', number }, code: '', number: `26${'9'.repeat(18)}`, issuedOn: body.issuedOn }
  const reverses = {
    ...red,
    totalFen: '100',
    lines: [{ blueLineNo: 1, amountFen: '100' }],
    fileId: rival.fileId,
  }
  await assert.rejects(call(rival, 'registerRed', { body: reverses }), refusedAs('not_found'))
})

test('two holders of one version keep their files to themselves, too', async () => {
  const body = invoice(firm)
  const { id } = await call(firm, 'register', { body })
  await call(lab, 'register', { body: { ...body, fileId: lab.fileId } })
  await assert.rejects(fileOf(lab, firm.fileId), refusedAs('not_found'))
  assert.deepEqual(await filesOf(lab, id), [lab.fileId])
})
