import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '#core/log.ts'
import { type Community, makeCommunity } from '#test/community.ts'
import { testNode } from '#test/node.ts'
import { knock } from './knock.ts'
import type { Caller } from './stage.ts'

const lines: string[] = []
const log = createLog('info', { write: (line) => void lines.push(line) })
const node = await testNode({ log, readLimitMs: 500 })
after(node.dispose)

let community: Community
let clerk: Caller
before(async () => {
  community = await makeCommunity(node)
  const { userId } = community.firm.owner
  clerk = { name: 'owner', who: community.firm.owner, cookie: await node.auth.cookieFor(userId) }
})

/** Nobody can look into the table while the work is done: as slow as a statement can be. */
async function whileLocked(table: string, work: () => Promise<void>): Promise<void> {
  const client = await node.database.pool.connect()
  try {
    await client.query(`begin; lock table ${table} in access exclusive mode`)
    await work()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

test('a read that takes too long is stopped with a sentence in both languages and a line in the log', async () => {
  const read = (language: string) =>
    knock(node, clerk, { path: '/api/orders?q=000000', headers: { 'accept-language': language } })
  await whileLocked('service_order', async () => {
    const [zh, en] = await Promise.all([read('zh'), read('en')])
    for (const answer of [zh, en]) {
      assert.equal(answer.status, 503, answer.text)
      assert.equal(answer.headers.get('retry-after'), '30')
      assert.equal((answer.json as { code: string }).code, 'too_slow')
    }
    assert.match((zh.json as { title: string }).title, /超过0\.5秒.*筛选/)
    assert.match((en.json as { title: string }).title, /over 0\.5 seconds.*filters/)
  })
  assert.equal(lines.filter((line) => line.includes('read stopped at its limit of time')).length, 2)
  assert.ok(!lines.some((line) => line.includes('"defect"')))
  assert.equal((await read('zh')).status, 200)
})

test('what is written and what is taken away as a file has no such limit', async () => {
  const filed = knock.bind(null, node, clerk, {
    method: 'POST',
    path: `/api/organisations/${community.firm.id}/facts`,
    body: JSON.stringify({ key: 'staff', value: 35, year: 2025 }),
  })
  const exported = knock.bind(null, node, clerk, { path: '/api/orders.xlsx' })
  let answers: ReturnType<typeof knock>[] = []
  await whileLocked('fact, service_order', async () => {
    answers = [filed(), exported()]
    await sleep(1_000)
  })
  for (const answer of await Promise.all(answers)) assert.equal(answer.status, 200, answer.text)
})
