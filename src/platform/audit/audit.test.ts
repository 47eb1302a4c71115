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
import { auditModule, registerTimeline, timeline } from './index.ts'

const database = await testDatabase()
after(() => database.dispose())
const now = Temporal.Instant.from('2026-11-23T09:00:00+08:00')
const as = (role: string): Actor => ({
  ...thePublic,
  kind: 'user',
  userId: uuidv7(),
  label: role,
  roles: new Set(['public', 'user', role]),
})
const { app } = createHttp({
  database,
  modules: [auditModule],
  actorOf: async (headers) => as(headers.get('x-test') ?? ''),
  clock: fixedClock(now),
  place: { dataDir: '', url: '', demo: false },
  log: createLog('silent'),
  measures: createMeasures(),
})

const id = uuidv7()
registerTimeline('test_thing', async (_db, actor) =>
  actor.roles.has('auditor') ? 'looks' : actor.roles.has('reviewer') ? 'done' : 'none',
)

type Page = {
  rows: { what: string; by: string; command: string; changes: Record<string, unknown> }[]
  next: string | null
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
        changes: JSON.stringify({ i }),
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
    changes: { i: 4 },
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
