import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Actor, thePublic } from '#core/actor.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import type { JobNode } from '#core/jobs.ts'
import { runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { movableClock } from '#core/time.ts'
import { writeTable } from '#platform/tables/index.ts'
import { testDatabase, type TestDatabase } from '#test/database.ts'
import { attachFiles, createFilesModule, registerFileSubject } from './index.ts'
import { cleanName } from './rules.ts'

const LIMIT = 200_000
const clock = movableClock('2026-11-23T09:00:00+08:00')
let database: TestDatabase
let dataDir: string
let node: JobNode
let app: ReturnType<typeof createHttp>['app']
const people = new Map<string, Actor>()

async function person(name: string, organisationId: string): Promise<Actor> {
  const userId = uuidv7()
  await sql`insert into auth."user" (id, name, email) values (${userId}, ${name}, ${`${userId}@example.cn`})`.execute(
    database.db,
  )
  const actor: Actor = {
    ...thePublic,
    kind: 'user',
    userId,
    organisationId,
    label: name,
    roles: new Set(['public', 'user', name]),
  }
  people.set(name, actor)
  return actor
}

before(async () => {
  database = await testDatabase()
  dataDir = await mkdtemp(join(tmpdir(), 'xiechuang-files-'))
  const place = { dataDir, url: '', demo: false }
  const http = createHttp({
    database,
    modules: [createFilesModule({ limitBytes: LIMIT })],
    actorOf: async (headers) => people.get(headers.get('x-test') ?? '') ?? thePublic,
    clock,
    place,
    log: createLog('silent'),
    measures: createMeasures(),
  })
  app = http.app
  node = { database, place, door: http.door, clock, log: createLog('silent') }
  await person('clerk', uuidv7())
  await person('rival', uuidv7())
  await person('reviewer', uuidv7())
})
after(async () => {
  await database.dispose()
  await rm(dataDir, { recursive: true, force: true })
})
registerFileSubject('test_case', async (_db, actor) => actor.roles.has('reviewer'))

const pdf = (text = '') => Buffer.from(`%PDF-1.7\n${text}\n%%EOF`)
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

type Answer = { status: number; body: any }
async function send(
  who: string,
  name: string,
  bytes: Uint8Array,
  fields: Record<string, string> = {},
): Promise<Answer> {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.set(key, value)
  form.set('file', new File([bytes as never], name))
  const response = await app.request('/api/files', { method: 'POST', body: form, headers: { 'x-test': who } })
  return { status: response.status, body: await response.json() }
}

async function onDisk(): Promise<string[]> {
  const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

const get = (who: string, id: string) => app.request(`/api/files/${id}`, { headers: { 'x-test': who } })
const attach = (who: string, id: string, subjectId: string) =>
  database.db.transaction().execute((tx) =>
    attachFiles(tx, { actor: people.get(who)!, now: clock.now() }, [id], {
      kind: 'test_case',
      id: subjectId,
    }),
  )
const refused = ({ status, body }: Answer, code: string) => {
  assert.equal(body.code, code, JSON.stringify(body))
  assert.ok(status >= 400 && status < 500)
  assert.match(body.text.zh, /\p{Script=Han}/u)
  assert.doesNotMatch(body.text.zh + body.text.en, /\{\w+\}/)
}

test('a contract is uploaded and comes back byte for byte, as an attachment nothing runs', async () => {
  const bytes = pdf('服务合同')
  const { status, body } = await send('clerk', '服务合同（盖章）.PDF', bytes, { purpose: 'contract' })
  assert.equal(status, 200)
  assert.deepEqual(
    {
      name: body.name,
      size: body.size,
      mediaType: body.mediaType,
      purpose: body.purpose,
      usedBefore: body.usedBefore,
    },
    {
      name: '服务合同（盖章）.pdf',
      size: bytes.length,
      mediaType: 'application/pdf',
      purpose: 'contract',
      usedBefore: { uses: [], elsewhere: 0 },
    },
  )
  const answer = await get('clerk', body.id)
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes)
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.match(
    answer.headers.get('content-disposition') ?? '',
    /^attachment; filename="file\.pdf"; filename\*=UTF-8''%E6%9C%8D/,
  )
  assert.equal((await get('rival', body.id)).status, 404)
  assert.equal((await get('nobody', body.id)).status, 404)
})

test('bare bytes may be sent with their name in the address', async () => {
  const sendBytes = (name: string, body: Buffer, headers = {}) =>
    app.request(`/api/files?name=${encodeURIComponent(name)}&purpose=photo`, {
      method: 'POST',
      body: body as never,
      headers: { 'x-test': 'clerk', 'content-type': 'image/png', ...headers },
    })
  const answer = await sendBytes('照片.png', png)
  assert.equal(answer.status, 200)
  assert.equal(((await answer.json()) as { mediaType: string }).mediaType, 'image/png')
  const short = await sendBytes('照片.png', png.subarray(0, 40), { 'content-length': String(png.length) })
  assert.equal(((await short.json()) as { code: string }).code, 'file_cut_off')
})

test('who may see the subject may read its files, and the look is noted', async () => {
  const { body } = await send('clerk', 'a.pdf', pdf('looked at'))
  const subject = uuidv7()
  assert.equal((await get('reviewer', body.id)).status, 404)
  await attach('clerk', body.id, subject)
  assert.equal((await get('reviewer', body.id)).status, 200)
  assert.equal((await get('rival', body.id)).status, 404)
  const looks = await database.db
    .selectFrom('accessLog')
    .select(['actorLabel', 'outcome'])
    .where('subjectId', '=', body.id)
    .execute()
  assert.deepEqual(looks, [{ actorLabel: 'reviewer', outcome: 'seen' }])
  const of = await app.request(`/api/files/of/test_case/${subject}`, { headers: { 'x-test': 'reviewer' } })
  assert.equal(((await of.json()) as { files: unknown[] }).files.length, 1)
  assert.equal(
    (await app.request(`/api/files/of/test_case/${subject}`, { headers: { 'x-test': 'rival' } })).status,
    404,
  )
})

test('the same bytes in another case warn the uploader and the reviewer; the reviewer sees where', async () => {
  const bytes = pdf('one invoice, two cases')
  const first = await send('clerk', '发票.pdf', bytes)
  const [one, two] = [uuidv7(), uuidv7()]
  await attach('clerk', first.body.id, one)
  const second = await send('rival', '另一个名字.pdf', bytes)
  assert.deepEqual(second.body.usedBefore, { uses: [], elsewhere: 1 })
  await attach('rival', second.body.id, two)
  const answer = await app.request(`/api/files/of/test_case/${two}`, { headers: { 'x-test': 'reviewer' } })
  const { files } = (await answer.json()) as {
    files: { usedBefore: { uses: { subject: { id: string } }[] } }[]
  }
  assert.deepEqual(
    files[0]?.usedBefore.uses.map((use) => use.subject.id),
    [one],
  )
  assert.equal(
    (await onDisk()).filter((name) => name === first.body.sha256).length,
    1,
    'the bytes are kept once',
  )
})

test('only one’s own file can be attached', async () => {
  const { body } = await send('clerk', 'mine.pdf', pdf('mine'))
  await assert.rejects(attach('rival', body.id, uuidv7()), { code: 'file_gone' })
  await assert.rejects(attach('clerk', uuidv7(), uuidv7()), { code: 'file_gone' })
})

test('what is no allowed file is refused in words and leaves nothing behind', async () => {
  const before = (await onDisk()).length
  refused(await send('clerk', 'a.exe', Buffer.from('MZ')), 'file_type_not_allowed')
  refused(await send('clerk', '合同.pdf.exe', pdf()), 'file_type_not_allowed')
  refused(await send('clerk', 'a.pdf', Buffer.from('MZ\0\0 program')), 'file_type_differs')
  refused(await send('clerk', 'a.png', pdf()), 'file_type_differs')
  refused(
    await send('clerk', 'page.pdf', Buffer.from('<html><script>alert(1)</script>')),
    'file_type_differs',
  )
  refused(await send('clerk', 'a.pdf', Buffer.alloc(0)), 'file_empty')
  refused(await send('clerk', 'noextension', pdf()), 'file_name_bad')
  refused(await send('clerk', '.pdf', pdf()), 'file_name_bad')
  refused(await send('clerk', 'a.pdf', Buffer.concat([pdf(), Buffer.alloc(LIMIT)])), 'file_too_large')
  refused(await send('clerk', 'a.docx', Buffer.from('504b0304ffff', 'hex')), 'file_type_differs')
  const book = await writeTable({
    sheets: [{ name: 'a', columns: [{ key: 'a', title: 'a' }], rows: [{ a: '1' }] }],
  })
  assert.equal((await send('clerk', 'table.xlsx', book)).status, 200)
  refused(await send('clerk', 'table.docx', book), 'file_type_differs')
  const empty = await app.request('/api/files', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data' },
    body: 'x',
  })
  assert.equal(empty.status, 422)
  const none = await app.request('/api/files', { method: 'POST', body: new FormData() })
  assert.ok([422].includes(none.status))
  assert.equal((await onDisk()).length, before + 1)
})

test('hostile names become harmless ones', async () => {
  const names: [string, string][] = [
    ['../../etc/passwd.pdf', 'passwd.pdf'],
    ['C:\\Windows\\system32\\con.pdf', '_con.pdf'],
    ['a\u202Efdp.pdf', 'afdp.pdf'],
    ['zero\u200Bwidth\u0000\u001b[31m.pdf', 'zerowidth[31m.pdf'],
    ['"quoted"; filename="x".pdf', '_quoted_; filename=_x_.pdf'],
    ['  . .hidden.pdf', 'hidden.pdf'],
    [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(83)}.pdf`],
  ]
  for (const [raw, clean] of names) assert.equal(cleanName(raw), clean)
  const { body } = await send('clerk', '../../..\u202E/boot.pdf', pdf('hostile'))
  assert.equal(body.name, 'boot.pdf')
  assert.ok(!existsSync(join(dataDir, '..', 'boot.pdf')))
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (raw) => {
    const clean = cleanName(raw)
    assert.doesNotMatch(clean, /[/\\\p{Cc}\p{Cf}<>:"|?*]/u)
    assert.ok(Buffer.byteLength(clean) <= 255 && clean.isWellFormed())
    assert.equal(cleanName(clean), clean)
  })
  fc.assert(property, { numRuns: 2_000 })
})

test('an upload that breaks off leaves nothing behind', async () => {
  const names = async () => (await onDisk()).sort()
  const before = await names()
  const server = serve({ fetch: app.fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const socket = connectTcp(port, '127.0.0.1')
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n`
  socket.write(
    `POST /api/files HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 100000\r\n\r\n${head}${'x'.repeat(20_000)}`,
  )
  for (let i = 0; i < 1000 && (await names()).length === before.length; i++) await sleep(20)
  assert.equal((await names()).length, before.length + 1, 'the upload is under way')
  socket.destroy()
  for (let i = 0; i < 1000 && (await names()).length > before.length; i++) await sleep(20)
  assert.deepEqual(await names(), before)
  const unfinished = `${head}never closed`
  const answer = await fetch(`http://127.0.0.1:${port}/api/files`, {
    method: 'POST',
    body: unfinished,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  assert.equal(((await answer.json()) as { code: string }).code, 'file_cut_off')
  assert.deepEqual(await names(), before)
  server.close()
})

test('a visitor may send a few files a day, and gets no more', async () => {
  for (let i = 0; i < 20; i++) assert.equal((await send('', `${i}.pdf`, pdf(String(i)))).status, 200)
  refused(await send('', '21.pdf', pdf('21')), 'file_too_many')
  clock.advance({ hours: 25 })
  assert.equal((await send('', '22.pdf', pdf('22'))).status, 200)
})

test('a repeated upload with one key is one file', async () => {
  const once = async () => {
    const headers = { 'x-test': 'clerk', 'idempotency-key': 'k1', 'content-type': 'application/pdf' }
    const answer = await app.request('/api/files?name=k.pdf', {
      method: 'POST',
      body: pdf('k') as never,
      headers,
    })
    return { id: ((await answer.json()) as { id: string }).id, hit: answer.headers.get('idempotency-hit') }
  }
  const first = await once()
  assert.deepEqual(await once(), { id: first.id, hit: 'true' })
})

test('the sweep takes what nobody attached, and nothing else', async () => {
  const kept = await send('clerk', 'kept.pdf', pdf('kept'))
  await attach('clerk', kept.body.id, uuidv7())
  const twin = await send('clerk', 'twin.pdf', pdf('kept'))
  const lost = await send('clerk', 'lost.pdf', pdf('lost'))
  clock.advance({ hours: 47 })
  await runJob(node, 'files.sweep')
  assert.equal((await get('clerk', lost.body.id)).status, 200)
  clock.advance({ hours: 2 })
  const fresh = await send('clerk', 'fresh.pdf', pdf('fresh'))
  await runJob(node, 'files.sweep')
  assert.equal((await get('clerk', lost.body.id)).status, 404)
  assert.equal((await get('clerk', twin.body.id)).status, 404)
  assert.equal((await get('clerk', fresh.body.id)).status, 200)
  const back = await get('clerk', kept.body.id)
  assert.deepEqual(Buffer.from(await back.arrayBuffer()), pdf('kept'))
  assert.ok(!(await onDisk()).includes(lost.body.sha256))
  const old = new Date(Date.now() - 2 * 3_600_000)
  const { writeFile, mkdir } = await import('node:fs/promises')
  const stray = join(dataDir, 'files', 'ab', 'ab'.repeat(32))
  await mkdir(join(stray, '..'), { recursive: true })
  for (const path of [stray, join(dataDir, 'files', 'incoming', 'half')]) {
    await writeFile(path, 'x')
    await utimes(path, old, old)
  }
  await runJob(node, 'files.sweep')
  assert.ok(!existsSync(stray) && !existsSync(join(dataDir, 'files', 'incoming', 'half')))
  assert.equal(
    (await readFile(join(dataDir, 'files', kept.body.sha256.slice(0, 2), kept.body.sha256))).toString(),
    pdf('kept').toString(),
  )
})
