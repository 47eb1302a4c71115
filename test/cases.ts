import { type Actor, type Level, type Role, thePublic, theSystem } from '#core/actor.ts'
import type { CommandCtx } from '#core/command.ts'
import { command } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { createHttp, type Raw } from '#core/http.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import { allow, policy } from '#core/policy.ts'
import { movableClock } from '#core/time.ts'
import { loadCalendar } from '#platform/calendar/index.ts'
import type { cases } from '#platform/cases/browser.ts'
import {
  act,
  casesModule,
  type Form,
  loadProgrammes,
  openCase,
  readProgrammes,
} from '#platform/cases/index.ts'
import { sql } from 'kysely'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { testDatabase } from './database.ts'

const community = join(import.meta.dirname, '../communities/jingjinji')
export const COUNTY = ['130000', '131000', '131002']

policy({ 'test.case': [allow('public', 'any'), allow('system', 'any')] })
const endpoint = command({
  path: '',
  summary: { zh: '测试', en: 'test' },
  returns: z.any(),
  allow: 'test.case',
})

export function programmeFiles() {
  const folder = join(community, 'programmes')
  return readdirSync(folder)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

let people = 0
/** The document of one programme. */
export const programmeText = (id: string): string =>
  programmeFiles().find((file) => file.path === `${id}.json`)?.text ?? ''

/** Somebody of an authority; `county` lies in Langfang, in the path of `COUNTY`. */
export function officer(level: Level, roles: Role[] = ['reviewer'], regionCode?: string): Actor {
  const region = { county: '131002', city: '131000', province: '130000' }[level]
  return {
    ...thePublic,
    kind: 'user',
    userId: crypto.randomUUID(),
    organisationId: crypto.randomUUID(),
    organisationKind: 'authority',
    regionCode: regionCode ?? region,
    level,
    roles: new Set(['public', 'user', ...roles]),
    label: `${level} ${roles.join(' ')} ${++people}`,
  }
}

export const claimForm: Form = {
  service: 'testing',
  cross_region: true,
  purpose: '主轴轴承寿命不稳定，需做扫描电镜分析',
  contract_amount: '20000000',
  amount: '5000000',
}
const file = [crypto.randomUUID()]
export const redemptionForm: Form = {
  voucher: '冀券-2026-000001',
  order: '订-2026-000001',
  amount: '5000000',
  contract: file,
  invoice: file,
  full_payment: file,
  result_report: file,
}
export const forms: Record<string, Form> = {
  'voucher-claim': claimForm,
  'voucher-redemption': redemptionForm,
  ...Object.fromEntries(
    ['binhai-voucher', 'shijiazhuang-voucher', 'beijing-voucher'].flatMap((scheme) => [
      [`${scheme}-claim`, claimForm],
      [`${scheme}-redemption`, redemptionForm],
    ]),
  ),
}

async function furnish(tx: Tx, firm: string, now: Temporal.Instant): Promise<void> {
  for (const year of [2025, 2026]) {
    const text = readFileSync(join(community, 'calendars', `${year}.json`), 'utf8')
    await loadCalendar(tx, JSON.parse(text), { now: now, by: 'pack' })
  }
  await loadProgrammes(tx, readProgrammes(programmeFiles()), { now: now, by: 'pack' })
  await sql`insert into organisation (id, kind, uscc, name, region_code, region_path, created_at)
      values (${firm}, 'enterprise', '91131002MA00000000', '廊坊测试精密机械有限公司', '131002', ${COUNTY}, ${now})`.execute(
    tx,
  )
}

/** A node with calendars to 2026, the pack's programmes and one firm. Outcomes must be registered before. */
export async function caseNode(at = '2026-03-02T09:00:00+08:00') {
  const database = await testDatabase()
  const { db } = database
  const clock = movableClock(at)
  const place = { dataDir: '', url: database.url, demo: false }
  const parts = { database, clock, place, log: createLog('silent'), measures: createMeasures() }
  const http = createHttp({ ...parts, modules: [casesModule], actorOf: async () => thePublic })
  const firm = crypto.randomUUID()
  await db.transaction().execute((tx) => furnish(tx, firm, clock.now()))
  const clerk: Actor = {
    ...officer('county', ['applicant_clerk']),
    organisationId: firm,
    organisationKind: 'enterprise',
    level: null,
    regionCode: '131002',
  }
  /** Something a business module would do, through the write door. */
  const through = async <T>(actor: Actor, handle: (ctx: CommandCtx) => Promise<T>): Promise<T> => {
    let result: T | undefined
    await http.door.run({
      name: 'test.case',
      endpoint,
      actor,
      now: clock.now(),
      input: null,
      handle: async (ctx) => {
        result = await handle(ctx)
      },
    })
    return result as T
  }
  return {
    ...parts,
    ...http,
    db,
    firm,
    clerk,
    through,
    dispose: database.dispose,
    open: (programmeId = 'voucher-claim', form = forms[programmeId] ?? {}, regionPath = COUNTY) =>
      through(clerk, ({ tx, ...ctx }) =>
        openCase(tx, ctx, {
          programmeId,
          organisationId: firm,
          applicant: '廊坊测试精密机械有限公司',
          regionPath,
          form,
          facts: { staff: { value: 86, standing: 'confirmed', source: '社保登记' } },
          amountFen: 5_000_000n,
        }),
      ),
    act: (actor: Actor, caseId: string, action: Parameters<typeof act>[2]['action'], more: object = {}) =>
      through(actor, ({ tx, ...ctx }) => act(tx, ctx, { caseId, action, ...more })),
    /** Calls an endpoint of the contract as its client would. */
    call: <K extends keyof typeof cases>(actor: Actor, name: K, raw: Raw = {}) =>
      http.dispatch(`cases.${name}`, { actor, now: clock.now() }, raw) as Promise<
        z.input<(typeof cases)[K]['returns']>
      >,
  }
}

export type CaseNode = Awaited<ReturnType<typeof caseNode>>
export { theSystem }
