import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { sql } from 'kysely'
import { type Actor, thePublic } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import type { JobNode } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { movableClock } from '#core/time.ts'
import { loadCalendar } from '#platform/calendar/index.ts'
import { filesModule } from '#platform/files/index.ts'
import {
  inboxModule,
  type NoticeCtx,
  noticesModule,
  onNoticeRow,
  openNotice,
} from '#platform/notices/index.ts'
import { testDatabase, type TestDatabase } from './database.ts'

/** A department that publishes notices, on a database of its own: shared by the tests of public notices. */

export const clock = movableClock('2026-09-28T09:00:00+08:00')
const dataDir = mkdtempSync(join(tmpdir(), 'xiechuang-notices-'))
export const authority = { id: uuidv7(), name: '河北省科学技术厅' }
export let database: TestDatabase
export let app: ReturnType<typeof createHttp>['app']
export let node: JobNode
const people = new Map<string, Actor>()

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

export const actor = (name: string): Actor => people.get(name) ?? thePublic
export const change = <T>(work: (tx: Tx, ctx: NoticeCtx) => Promise<T>) =>
  database.db.transaction().execute((tx) => work(tx, { actor: actor('director'), now: clock.now() }))

before(async () => {
  database = await testDatabase()
  for (const year of [2025, 2026])
    await load(
      JSON.parse(
        readFileSync(join(import.meta.dirname, `../communities/jingjinji/calendars/${year}.json`), 'utf8'),
      ),
    )
  await person('director', 'director', authority.id)
  await person('reviewer', 'reviewer', authority.id)
  await person('stranger', 'director', uuidv7())
  await person('firm', 'applicant_owner', uuidv7())
  const place = { dataDir, url: 'https://node.example', demo: false }
  const log = createLog('silent')
  const actorOf = async (headers: Headers) => actor(headers.get('x-test') ?? '')
  const http = createHttp({
    database,
    modules: [filesModule, noticesModule, inboxModule],
    actorOf,
    clock,
    place,
    log,
    measures: createMeasures(),
  })
  app = http.app
  node = { database, door: http.door, clock, place, log }
})
after(async () => {
  await database.dispose()
  rmSync(dataDir, { recursive: true, force: true })
})

export const load = (file: unknown) =>
  database.db.transaction().execute((tx) => loadCalendar(tx, file, { now: clock.now(), by: 'pack' }))

export const told: string[] = []
onNoticeRow('test_batch', async (_tx, changed) => {
  const which = 'row' in changed ? `${changed.row.rowNo}` : changed.rows.map((row) => row.status[0]).join('')
  told.push(`${changed.kind} ${which} (${changed.notice.status})`)
})

export type Json = Record<string, any>
export async function call(
  who: string,
  method: string,
  path: string,
  body?: Json,
): Promise<Json & { httpStatus: number }> {
  const init = {
    method,
    headers: { 'x-test': who, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  }
  const answer = await app.request(`/api${path}`, init)
  return { ...((await answer.json()) as Json), httpStatus: answer.status }
}

export async function evidence(who: string): Promise<string> {
  const body = Buffer.from(`%PDF-1.7 ${Math.random()}`)
  const answer = await app.request('/api/files?name=e.pdf', {
    method: 'POST',
    body: body as never,
    headers: { 'x-test': who, 'content-type': 'application/pdf' },
  })
  return ((await answer.json()) as { id: string }).id
}

export const publish = (rows = 3, workingDays = 5) =>
  change((tx, ctx) =>
    openNotice(tx, ctx, {
      title: { zh: '2026年第一批创新券拟兑付名单', en: 'First redemptions of 2026' },
      basis: { zh: '冀科区〔2020〕1号 第十二条', en: 'Jikequ [2020] 1, article 12' },
      authority,
      regionPath: ['130000'],
      subject: { kind: 'test_batch', id: uuidv7() },
      workingDays,
      rows: Array.from({ length: rows }, (_, i) => ({
        subjectId: uuidv7(),
        organisationName: `廊坊市第${i + 1}精密机械有限公司`,
        display: { 券号: `冀券-2026-00000${i + 1}`, 联系: '电话13812345678' },
        amountFen: 1_000_000n + BigInt(i),
      })),
    }),
  )
export const byName = {
  kind: 'real_name',
  name: '张三',
  contact: '13800001111',
  statement: '该单位与服务机构有隶属关系。',
}
export const objections = (id: string, row: number) => `/notices/${id}/rows/${row}/objections`
export const waiting = async (id: string) =>
  (await call('director', 'GET', `/objections?noticeId=${id}&waiting=true`)).rows as Json[]
export const decide = (who: string, id: string, decision: string) =>
  call(who, 'POST', `/objections/${id}/decision`, { decision, reason: '经核实，材料属实。' })
