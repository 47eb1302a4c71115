import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { makeUscc } from './uscc.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)
const { call } = w

let seed = 200_000
async function register(name: string): Promise<string> {
  const uscc = makeUscc('131002', ++seed)
  const { userId } = await database.db.transaction().execute((tx) => makeUser(tx, '创办人'))
  const body = { kind: 'enterprise' as const, name, uscc, regionCode: '131002' }
  await call(directory.register, { body }, { actor: await w.actorOf(userId) })
  return uscc
}

test('a list is searched by part of a name or code, and what a person typed is never a pattern', async () => {
  const all = [
    '百分百%纯净_水有限公司',
    'ＡＢＣ（廊坊）检测中心',
    "O'Neil\\Söhne 实验室",
    '𠮷野精密机械厂',
    '哈哈哈哈食品厂',
  ]
  const codes: string[] = []
  for (const name of all) codes.push(await register(name))
  const find = async (q: string) => {
    const { rows } = await call(directory.list, { query: { q } }, { actor: w.county.reviewer })
    return rows.map((row) => row.name).filter((name) => all.includes(name))
  }
  const [percent, abc, neil, yoshi, haha] = all
  const asked: [string, (string | undefined)[]][] = [
    ['%', [percent]],
    ['_水', [percent]],
    ['%_', []],
    ['abc(廊', [abc]],
    ['ｂｃ（', [abc]],
    ['检', [abc]],
    ["o'neil\\s", [neil]],
    ['实验室 söhne', [neil]],
    ['𠮷', [yoshi]],
    ['野精密', [yoshi]],
    ['哈哈哈', [haha]],
    ['哈哈哈哈哈', []],
    ['厂', [haha, yoshi]],
    ['精密 食品', []],
    [codes[1]?.toLowerCase().slice(0, 12) ?? '', [...all].reverse()],
    [codes[1]?.slice(9) ?? '', [abc]],
  ]
  for (const [q, expected] of asked) assert.deepEqual(await find(q), expected, q)
})

test('a record keeps its words: they follow a new name, and nothing else can be put in their place', async () => {
  const { id } = w.firm
  await database.pool.query("update organisation set words = search_words('别的') where id = $1", [id])
  const { rows } = await database.pool.query(
    `select words = search_words(name, uscc) as own from organisation where id = $1`,
    [id],
  )
  assert.deepEqual(rows, [{ own: true }])
})
