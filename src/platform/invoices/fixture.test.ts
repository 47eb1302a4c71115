// What the tests of invoices share: a market with a firm, its rival, a laboratory and two authorities.
import { after, before } from 'node:test'
import { sql } from 'kysely'
import { type Actor, type Role, thePublic } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { command } from '#core/contract.ts'
import { createHttp } from '#core/http.ts'
import { uuidv7 } from '#core/id.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { Refusal } from '#core/refusal.ts'
import { fixedClock } from '#core/time.ts'
import { z } from 'zod'
import { makeUscc } from '#platform/directory/uscc.ts'
import { filesModule } from '#platform/files/index.ts'
import { type TestDatabase, testDatabase } from '#test/database.ts'
import { invoicesModule, onReversed, present, type Reversal } from './index.ts'

export const clock = fixedClock('2026-11-23T09:00:00+08:00')
export const now = clock.now()
export let database: TestDatabase
export let http: ReturnType<typeof createHttp>

const HEBEI = ['130000', '131000', '131002']
export const codes = { firm: makeUscc('131002', 1), lab: makeUscc('120104', 2), rival: makeUscc('131002', 3) }
export type Who = Actor & { fileId: string }
export let firm: Who, lab: Who, rival: Who, officer: Who, binhai: Who
export const reversals: Reversal[] = []
onReversed(async (_tx, _ctx, reversal) => void reversals.push(reversal))

async function organisation(
  name: string,
  kind: string,
  path: string[],
  role: Role,
  uscc: string | null,
): Promise<Who> {
  const [id, userId, fileId] = [uuidv7(), uuidv7(), uuidv7()]
  const code = path.at(-1) as string
  const level = kind === 'authority' ? 'city' : null
  const db = database.db
  await sql`insert into auth."user" (id, name, email) values (${userId}, ${name}, ${`${userId}@example.cn`})`.execute(
    db,
  )
  await sql`insert into organisation (id, kind, uscc, name, region_code, region_path, level, created_at)
    values (${id}, ${kind}, ${uscc}, ${name}, ${code}, ${path}, ${level}, ${now})`.execute(db)
  const sha = fileId.replaceAll('-', '').repeat(2)
  await sql`insert into file_blob (sha256, size, media_type, stored_at) values (${sha}, 9, 'application/pdf', ${now})`.execute(
    db,
  )
  await sql`insert into file (id, sha256, name, purpose, owner_organisation, uploaded_by, at)
    values (${fileId}, ${sha}, 'a.pdf', 'invoice', ${id}, ${userId}, ${now})`.execute(db)
  const roles = new Set(['public', 'user', role])
  return {
    ...thePublic,
    kind: 'user',
    userId,
    organisationId: id,
    regionCode: code,
    label: name,
    roles,
    fileId,
  }
}

before(async () => {
  database = await testDatabase()
  http = createHttp({
    database,
    modules: [filesModule, invoicesModule],
    actorOf: async () => thePublic,
    clock,
    place: { dataDir: '', url: '', demo: false },
    log: createLog('silent'),
    measures: createMeasures(),
  })
  firm = await organisation('廊坊示例精密机械', 'enterprise', HEBEI, 'applicant_clerk', codes.firm)
  rival = await organisation('廊坊示例对手', 'enterprise', HEBEI, 'applicant_clerk', codes.rival)
  lab = await organisation('天津示例大学', 'institute', ['120000', '120104'], 'provider_clerk', codes.lab)
  officer = await organisation('廊坊市示例局', 'authority', HEBEI.slice(0, 2), 'reviewer', null)
  binhai = await organisation('滨海示例局', 'authority', ['120000', '120116'], 'reviewer', null)
})
after(() => database.dispose())

type Answer = { id: string; status: string; conflictId: string }
export const call = async <T = Answer>(who: Actor, name: string, raw: object) =>
  (await http.dispatch(`invoices.${name}`, { actor: who, now }, raw)) as T
export const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

let counter = 0
export const nextNumber = () => String(26_000_000_000_000_000_000n + BigInt(++counter))
export const invoice = (who: Who, change: object = {}) => ({
  number: nextNumber(),
  sellerCode: codes.lab,
  sellerName: '天津示例大学',
  buyerCode: codes.firm,
  buyerName: '廊坊示例精密机械（集团）',
  issuedOn: '2026-11-20',
  totalFen: '300000',
  lines: [
    { what: '*研发服务*检测', amountFen: '200000' },
    { what: '*研发服务*分析', amountFen: '100000' },
  ],
  fileId: who.fileId,
  ...change,
})

const endpoint = command({
  path: '',
  summary: { zh: 't', en: 't' },
  returns: z.undefined(),
  allow: 'invoice.register',
})
/** What a business module does: present or free, through the door. */
export const through = (who: Actor, work: (ctx: CommandCtx) => Promise<unknown>) =>
  http.door.run({
    name: 'test.business',
    endpoint,
    actor: who,
    now,
    input: null,
    handle: async (ctx) => {
      ctx.authorise({ organisationId: who.organisationId })
      await work(ctx)
      ctx.event({ subject: { kind: 'request', id: uuidv7() } })
    },
  })
export const request = () => ({ kind: 'request', id: uuidv7() })
export const ask = (
  who: Actor,
  subject: { kind: string; id: string },
  lines: [string, number, bigint][],
  to: Actor = officer,
) =>
  through(who, ({ tx, ...ctx }) =>
    present(tx, ctx, {
      subject,
      authorityId: to.organisationId as string,
      lines: lines.map(([invoiceId, lineNo, amountFen]) => ({ invoiceId, lineNo, amountFen })),
    }),
  )

type Page = {
  buyerName: string
  replaced: { by: string; reason: string } | null
  lines: { lineNo: number; presentedFen: string; reversedFen: string; leftFen: string; amountFen: string }[]
  presentations: { by: null | { subject: { id: string } } }[]
  versions: unknown[]
  inConflict: boolean
}
export const page = (who: Actor, id: string) => call<Page>(who, 'get', { params: { id } })
