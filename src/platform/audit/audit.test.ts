import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, thePublic } from '#core/actor.ts'
import { noteAccess } from '#core/command.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { fixedClock } from '#core/time.ts'
import { testDatabase } from '#test/database.ts'
import { module } from '#core/module.ts'
import { audit } from './contract.ts'
import { auditModule, registerTimeline, tells, timeline } from './index.ts'

const database = await testDatabase()
after(() => database.dispose())
const now = Temporal.Instant.from('2026-11-23T09:00:00+08:00')
const office = uuidv7()
const as = (role: string, organisationId = office): Actor => ({
  ...thePublic,
  organisationId,
  kind: 'user',
  userId: uuidv7(),
  label: role,
  roles: new Set(['public', 'user', role]),
})
const { app } = createHttp({
  database,
  modules: [auditModule([module({ name: 'audit', contract: audit, handlers: {} as never })])],
  actorOf: async (headers) => as(headers.get('x-test') ?? '', headers.get('x-office') ?? office),
  clock: fixedClock(now),
  place: { dataDir: '', url: '', demo: false },
  log: createLog('silent'),
  measures: createMeasures(),
})

const id = uuidv7()
registerTimeline('test_thing', {
  kind: { zh: '示例', en: 'thing' },
  sees: async (_db, actor) =>
    actor.roles.has('auditor') || actor.roles.has('reviewer')
      ? { name: '示例一号', at: '/things/1', looks: actor.roles.has('auditor') }
      : null,
  tells: { i: tells.text('次序', 'Order'), leftFen: tells.yuan('余额', 'Left') },
  reasons: { unused: { zh: '到期未用', en: 'not used in time' } },
})

type Page = {
  rows: { what: string; by: string; command: string; changes: unknown; why: unknown }[]
  next: string | null
  subject: unknown
}
const read = async (role: string, query = '') => {
  const answer = await app.request(`/api/timeline/test_thing/${id}${query}`, { headers: { 'x-test': role } })
  return { status: answer.status, body: (await answer.json()) as Page }
}

test('a subject’s history shows what was done, and to auditors who looked; to others it isn’t there', async () => {
  for (let i = 0; i < 5; i++) {
    await database.db
      .insertInto('event')
      .values({
        at: now.add({ minutes: i }),
        actorLabel: `经办${i}`,
        command: `thing.step${i}`,
        subjectKind: 'test_thing',
        subjectId: id,
        changes: JSON.stringify({
          i,
          leftFen: '123450',
          secret: '6222',
          reason: i === 4 ? 'unused' : '补充材料',
        }),
      })
      .execute()
  }
  const subject = { kind: 'test_thing', id }
  await noteAccess(database, as('clerk'), {
    what: 'thing.get',
    now: now.add({ minutes: 2 }),
    outcome: 'seen',
    subject,
  })
  await noteAccess(database, as('rival'), {
    what: 'thing.get',
    now: now.add({ minutes: 9 }),
    outcome: 'refused',
    subject,
  })

  assert.equal((await read('clerk')).status, 404)
  const done = await read('reviewer', '?looks=true')
  assert.deepEqual(
    done.body.rows.map((row) => row.command),
    ['thing.step4', 'thing.step3', 'thing.step2', 'thing.step1', 'thing.step0'],
  )
  assert.deepEqual(done.body.rows[0], {
    key: done.body.rows[0] && (done.body.rows[0] as { key?: string }).key,
    at: '2026-11-23T01:04:00Z',
    what: 'done',
    by: '经办4',
    command: 'thing.step4',
    sentence: { zh: '系统按期办理', en: 'done by the node on time' },
    why: { zh: '到期未用', en: 'not used in time' },
    changes: [
      { label: { zh: '次序', en: 'Order' }, value: { zh: '4', en: '4' } },
      { label: { zh: '余额', en: 'Left' }, value: { zh: '1,234.50 元', en: 'CNY 1,234.50' } },
    ],
  })
  assert.deepEqual(done.body.rows[1]?.why, { zh: '补充材料', en: '补充材料' })
  assert.deepEqual(done.body.subject, {
    kind: { zh: '示例', en: 'thing' },
    name: '示例一号',
    at: '/things/1',
    looks: false,
  })
  const all = await read('auditor', '?looks=true')
  assert.deepEqual(
    all.body.rows.map((row) => `${row.what} ${row.by}`),
    ['refused rival', 'done 经办4', 'done 经办3', 'seen clerk', 'done 经办2', 'done 经办1', 'done 经办0'],
  )
})

test('pages join without gap or repeat, whatever the size', async () => {
  const whole = (await timeline(database.db, 'test_thing', id, { looks: true })).rows.map((row) => row.key)
  for (const limit of [1, 2, 3]) {
    const keys: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await timeline(database.db, 'test_thing', id, { limit, cursor, looks: true })
      keys.push(...page.rows.map((row) => row.key))
      if (!page.next) break
      cursor = page.next
    }
    assert.deepEqual(keys, whole)
  }
  assert.equal((await read('auditor', '?cursor=%27;drop')).status, 422)
  const undeclared = await app.request(`/api/timeline/secret/${id}`, { headers: { 'x-test': 'auditor' } })
  assert.equal(undeclared.status, 404)
})

test('an auditor reads what people of his own office were refused, and nobody else does', async () => {
  type Refused = { rows: { by: string; sentence: { zh: string }; outside: boolean }[]; next: string | null }
  const refused = async (role: string, query = '', headers = {}) => {
    const answer = await app.request(`/api/refused-attempts${query}`, {
      headers: { 'x-test': role, ...headers },
    })
    return { status: answer.status, body: (await answer.json()) as Refused }
  }
  assert.equal((await refused('reviewer')).status, 403)
  assert.equal((await read('clerk')).status, 404)
  await noteAccess(database, as('reviewer'), {
    what: 'audit.timeline',
    now: now.subtract({ hours: 24 * 8 }),
    outcome: 'refused',
    detail: { code: 'not_allowed' },
  })
  const { rows } = (await refused('auditor')).body
  assert.deepEqual(
    rows.slice(0, 3).map(({ by, sentence, outside }) => [by, sentence.zh, outside]),
    [
      ['reviewer', '查看办理过程', false],
      ['clerk', '查看办理过程', true],
      ['reviewer', '查看本单位人员被拒绝的操作', false],
    ],
  )
  const [week] = (await refused('auditor', '?days=7')).body.rows
  assert.equal(week?.by, 'clerk', 'what lies longer back is not asked for')
  const first = (await refused('auditor', '?limit=1')).body
  const second = (await refused('auditor', `?limit=1&cursor=${first.next}`)).body
  assert.deepEqual([...first.rows, ...second.rows], rows.slice(0, 2))
  assert.deepEqual((await refused('auditor', '', { 'x-office': uuidv7() })).body.rows, [])
})
