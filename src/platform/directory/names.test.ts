import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)

test('a name that shows otherwise than it is, is refused in both languages, and by the database', async () => {
  const founder = await database.db.transaction().execute((tx) => makeUser(tx, '周隐'))
  const cookie = await w.auth.cookieFor(founder.userId)
  let seed = 300_000
  const register = async (name: string) => {
    const answer = await w.app.request('/api/organisations', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', cookie },
      body: JSON.stringify({
        kind: 'enterprise',
        name,
        uscc: makeUscc('131002', ++seed),
        regionCode: '131002',
      }),
    })
    type Told = {
      issues?: { path: string; text: { zh: string; en: string } }[]
      organisation?: { id: string }
    }
    return { status: answer.status, ...((await answer.json()) as Told) }
  }
  for (const sign of ['\u202e', '\u2066', '\u200b', '\u200f', '\ufeff', '\u00ad', '\n']) {
    const { status, issues = [] } = await register(`示例${sign}有限公司`)
    assert.equal(status, 422, `U+${sign.codePointAt(0)?.toString(16)}`)
    assert.equal(issues[0]?.path, 'body.name')
    assert.match(issues[0]?.text.zh ?? '', /看不见的控制符/)
    assert.match(issues[0]?.text.en ?? '', /cannot be seen/)
  }
  assert.deepEqual((await register('长'.repeat(101))).issues?.[0]?.text, {
    zh: '最多100个字符，请缩短后再提交。',
    en: 'At most 100 characters; shorten it and send again.',
  })
  const made = await register('示例👩\u200d🔬实验有限公司')
  assert.equal(made.status, 200)
  const hidden = sql`update organisation set name = ${'示例\u202e有限公司'} where id = ${made.organisation?.id}`
  await assert.rejects(hidden.execute(database.db), { constraint: 'organisation_name_seen' })
})
