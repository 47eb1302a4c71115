import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type Actor, thePublic } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import { type JobNode, runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { fixedClock } from '#core/time.ts'
import { testDatabase, type TestDatabase } from '#test/database.ts'
import { inboxModule, tell, useAddressBook, useSmtp } from './index.ts'

const clock = fixedClock('2026-11-23T09:00:00+08:00')
const authority = { id: uuidv7() }
let database: TestDatabase
let app: ReturnType<typeof createHttp>['app']
let node: JobNode
const people = new Map<string, Actor>()
const actor = (name: string): Actor => people.get(name) ?? thePublic
const change = <T>(work: (tx: Tx) => Promise<T>) => database.db.transaction().execute(work)

async function person(name: string, role: string, organisationId: string): Promise<void> {
  const userId = uuidv7()
  await sql`insert into auth."user" (id, name, email) values (${userId}, ${name}, ${`${name}@example.cn`})`.execute(
    database.db,
  )
  people.set(name, {
    ...thePublic,
    kind: 'user',
    userId,
    organisationId,
    label: name,
    roles: new Set(['public', 'user', role]),
  })
}

before(async () => {
  database = await testDatabase()
  await person('director', 'director', authority.id)
  await person('reviewer', 'reviewer', authority.id)
  await person('stranger', 'director', uuidv7())
  await person('firm', 'applicant_owner', uuidv7())
  const place = { dataDir: '', url: 'https://node.example', demo: false }
  const log = createLog('silent')
  const actorOf = async (headers: Headers) => actor(headers.get('x-test') ?? '')
  const http = createHttp({
    database,
    modules: [inboxModule],
    actorOf,
    clock,
    place,
    log,
    measures: createMeasures(),
  })
  app = http.app
  node = { database, door: http.door, clock, place, log }
})
after(() => database.dispose())

type Json = Record<string, any>
async function call(who: string, method: string, path: string): Promise<Json & { httpStatus: number }> {
  const answer = await app.request(`/api${path}`, { method, headers: { 'x-test': who } })
  return { ...((await answer.json()) as Json), httpStatus: answer.status }
}

/** Takes any mail and remembers what came over the wire. */
async function mailServer() {
  const received: string[] = []
  const server = createServer((socket) => {
    let data = false
    socket.write('220 test\r\n')
    socket.on('error', () => {})
    socket.on('data', (piece) => {
      const text = piece.toString()
      received.push(text)
      if (data) {
        if (!text.includes('\r\n.\r\n')) return
        data = false
      } else if (/^DATA/i.test(text)) {
        data = true
        return void socket.write('354 go\r\n')
      } else if (/^QUIT/i.test(text)) return void socket.end('221 bye\r\n')
      socket.write('250 ok\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { received, port: (server.address() as { port: number }).port, close: () => server.close() }
}

test('messages reach a person, an organisation or a role; each reads for himself', async () => {
  const send = (to: Parameters<typeof tell>[2]['to'], zh: string, now = clock.now()) =>
    change((tx) =>
      tell(
        tx,
        { now },
        {
          to,
          text: { title: { zh, en: zh }, body: { zh, en: zh } },
          subject: { kind: 'test', id: uuidv7() },
        },
      ),
    )
  await send({ organisationId: authority.id }, '致全体')
  const forDirector = await send({ organisationId: authority.id, role: 'director' }, '致负责人')
  await send({ userId: actor('reviewer').userId! }, '致本人')
  const titles = async (who: string) =>
    (await call(who, 'GET', '/inbox')).rows.map((row: Json) => row.title.zh)
  assert.deepEqual(await titles('director'), ['致负责人', '致全体'])
  assert.deepEqual(await titles('reviewer'), ['致本人', '致全体'])
  assert.deepEqual(await titles('stranger'), [])
  assert.equal((await call('', 'GET', '/inbox')).httpStatus, 401)
  assert.equal((await call('reviewer', 'POST', `/inbox/${forDirector}/read`)).httpStatus, 404)
  assert.equal((await call('director', 'POST', `/inbox/${forDirector}/read`)).unread, 1)
  assert.equal((await call('director', 'POST', `/inbox/${forDirector}/read`)).unread, 1)
  assert.equal((await call('reviewer', 'GET', '/inbox/unread')).unread, 2)
  assert.deepEqual(
    (await call('director', 'GET', '/inbox?unread=true')).rows.map((row: Json) => row.title.zh),
    ['致全体'],
  )

  await send({ userId: actor('reviewer').userId! }, '补记前一日', clock.now().subtract({ hours: 24 }))
  await send({ userId: actor('reviewer').userId! }, '同一刻')
  const inOrder = ['同一刻', '致本人', '致全体', '补记前一日']
  assert.deepEqual(await titles('reviewer'), inOrder, 'by the moment shown, however late it was told')
  const paged: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page: Json = await call(
      'reviewer',
      'GET',
      `/inbox?limit=1${next && `&cursor=${encodeURIComponent(next)}`}`,
    )
    paged.push(...page.rows.map((row: Json) => row.title.zh))
    next = page.next
  }
  assert.deepEqual(paged, inOrder, 'page by page nothing twice, nothing left out')
  assert.equal((await call('reviewer', 'GET', `/inbox?cursor=${forDirector}`)).httpStatus, 422)
})

test('a message becomes mail; without a server it stays in the outbox, with one it is sent once', async () => {
  useAddressBook(async () => [{ userId: uuidv7(), email: 'firm@example.cn' }])
  const write = () =>
    change((tx) =>
      tell(
        tx,
        { now: clock.now(), url: 'https://node.example/' },
        {
          to: { userId: actor('firm').userId! },
          text: {
            title: { zh: '补正\r\nBcc: x@y', en: 'Supplement' },
            body: { zh: '请补正材料', en: 'Please supplement' },
          },
          subject: { kind: 'test', id: uuidv7() },
        },
      ),
    )
  await write()
  const stored = await database.db.selectFrom('mail').selectAll().execute()
  assert.equal(stored.length, 1)
  assert.doesNotMatch(stored[0]?.subject ?? '', /[\r\n]/)
  const id = stored[0]?.id
  await runJob(node, 'notices.send_mail', { id })
  assert.equal(
    (await call('firm', 'GET', '/outbox')).httpStatus,
    404,
    'no demo: only the administrator reads the outbox',
  )
  await person('administrator', 'administrator', uuidv7())
  const unsent = async () =>
    (await call('administrator', 'GET', '/outbox?unsent=true')).rows as { id: string }[]
  assert.ok((await unsent()).some((mail) => mail.id === id))

  const { received, port, close } = await mailServer()
  useSmtp(database, `smtp://127.0.0.1:${port}?ignoreTLS=true`, 'xiechuang@node.example')
  await runJob(node, 'notices.send_mail', { id })
  const sent = await database.db
    .selectFrom('mail')
    .selectAll()
    .where('id', '=', id!)
    .executeTakeFirstOrThrow()
  assert.ok(sent.sentAt)
  assert.ok(!(await unsent()).some((mail) => mail.id === id))
  const wire = received.join('')
  assert.match(wire, /RCPT TO:<firm@example.cn>/)
  assert.doesNotMatch(wire, /^Bcc:/im)
  const count = received.length
  await runJob(node, 'notices.send_mail', { id })
  assert.equal(received.length, count, 'a second run sends nothing')
  close()
  await write()
  const waitingMail = await database.db
    .selectFrom('mail')
    .selectAll()
    .where('sentAt', 'is', null)
    .executeTakeFirstOrThrow()
  await assert.rejects(runJob(node, 'notices.send_mail', { id: waitingMail.id }))
  const failed = await database.db
    .selectFrom('mail')
    .selectAll()
    .where('id', '=', waitingMail.id)
    .executeTakeFirstOrThrow()
  assert.equal(failed.attempts, 1)
  assert.match(failed.error ?? '', /ECONNREFUSED/)
})
