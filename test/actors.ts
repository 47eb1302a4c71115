import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '#core/actor.ts'
import { thePublic } from '#core/actor.ts'
import type { CallInput, Endpoint, ReturnsOf } from '#core/contract.ts'
import type { Database, Tx } from '#core/db.ts'
import { createHttp } from '#core/http.ts'
import { createLog } from '#core/log.ts'
import { createMeasures } from '#core/metrics.ts'
import type { Module } from '#core/module.ts'
import { type MovableClock, movableClock } from '#core/time.ts'
import {
  directoryModule,
  foundOrganisation,
  type Founding,
  loadRegions,
  makeUscc,
} from '#platform/directory/index.ts'
import {
  actorOfUser,
  createAuth,
  identityModule,
  insertMembership,
  insertUser,
  type Mail,
  type MemberRole,
} from '#platform/identity/index.ts'

/** Somebody with a real user and a real membership. `actor` is what his requests carry. */
export type Person = { userId: string; email: string; membershipId: string; actor: Actor }
export type Organised<R extends string> = { id: string; name: string } & Record<R, Person>

export const START = '2026-03-02T09:00:00+08:00'

const regionFile = () =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../communities/jingjinji/regions.json'), 'utf8'))

let count = 0

/** A user without a password; `auth.cookieFor(userId)` signs him in for requests over HTTP. */
export async function makeUser(
  tx: Tx,
  name: string,
): Promise<{ userId: string; email: string; name: string }> {
  const email = `user-${++count}@example.test`
  return { userId: await insertUser(tx, { name, email }), email, name }
}

/** A file that nobody has used yet, as an upload leaves it. */
export async function makeFile(
  database: Database,
  at: Temporal.Instant,
  name = '营业执照.pdf',
): Promise<string> {
  const sha256 = 'a'.repeat(63) + (++count % 10)
  const blob = { sha256, size: 9n, mediaType: 'application/pdf', storedAt: at }
  const made = await database.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('fileBlob')
      .values(blob)
      .onConflict((on) => on.doNothing())
      .execute()
    const file = { sha256, name, purpose: 'evidence', at, visitor: 'here' }
    return tx.insertInto('file').values(file).returning('id').executeTakeFirstOrThrow()
  })
  return made.id
}

type Making = { tx: Tx; database: Database; now: Temporal.Instant }

/** An organisation with one person for each role named; `staff` maps a handle to a role. */
export async function makeOrganisation<R extends string>(
  { tx, database, now }: Making,
  founding: Founding,
  staff: Record<R, MemberRole>,
): Promise<{ id: string; name: string; people: () => Promise<Record<R, Person>> }> {
  const id = await foundOrganisation(tx, { status: 'verified', ...founding }, now)
  if (!id) throw new Error(`${founding.name}: its code is taken`)
  const made: [R, Omit<Person, 'actor'>][] = []
  for (const [handle, role] of Object.entries(staff) as [R, MemberRole][]) {
    const user = await makeUser(tx, `${founding.name} ${handle}`)
    const membershipId = await insertMembership(tx, {
      userId: user.userId,
      organisationId: id,
      role,
      from: now,
    })
    made.push([handle, { userId: user.userId, email: user.email, membershipId }])
  }
  const people = async () => {
    const filled = await Promise.all(
      made.map(
        async ([handle, p]) =>
          [handle, { ...p, actor: await actorOfUser(database.db, p.userId, now) }] as const,
      ),
    )
    return Object.fromEntries(filled) as Record<R, Person>
  }
  return { id, name: founding.name, people }
}

const owners = { owner: 'applicant_owner', clerk: 'applicant_clerk' } as const
const authority = {
  reviewer: 'reviewer',
  director: 'director',
  finance: 'finance',
  preparer: 'preparer',
  approver: 'approver',
  auditor: 'auditor',
} as const

const uscc = (regionCode: string, lead?: string) => makeUscc(regionCode, ++count, lead)
const bureau = (name: string, regionCode: string, level: 'county' | 'city' | 'province'): Founding => ({
  ...{ kind: 'authority', name, regionCode, level },
})
const coded = (kind: Founding['kind'], name: string, regionCode: string, lead?: string): Founding => ({
  ...{ kind, name, regionCode },
  uscc: uscc(regionCode, lead),
})

/** The offices: county, city and province of the firm, and a city elsewhere. */
async function makeAuthorities(at: Making) {
  return {
    county: await makeOrganisation(at, bureau('安次区科技局（示例）', '131002', 'county'), authority),
    city: await makeOrganisation(at, bureau('廊坊市科技局（示例）', '131000', 'city'), authority),
    province: await makeOrganisation(at, bureau('河北省科技厅（示例）', '130000', 'province'), authority),
    elsewhere: await makeOrganisation(at, bureau('石家庄市科技局（示例）', '130100', 'city'), authority),
    operator: await makeOrganisation(
      at,
      { kind: 'operator', name: '平台运营单位', regionCode: '130000' },
      { administrator: 'administrator' },
    ),
  }
}

async function makeParties(at: Making) {
  const university = await makeOrganisation(at, coded('institute', '津海示例大学', '120104', '12'), {
    owner: 'provider_owner',
  })
  const incubator = await makeOrganisation(at, coded('incubator', '廊坊示例孵化器', '131002'), {
    clerk: 'incubator_clerk',
  })
  const lab = {
    kind: 'institute',
    name: '精密检测开放实验室',
    regionCode: '120104',
    hostId: university.id,
  } as const
  const team = { kind: 'team', name: '示例创业团队', regionCode: '131002', sponsorId: incubator.id } as const
  return {
    firm: await makeOrganisation(at, coded('enterprise', '廊坊示例精密机械有限公司', '131002'), owners),
    rival: await makeOrganisation(at, coded('enterprise', '石家庄示例新材料有限公司', '130104'), owners),
    university,
    lab: await makeOrganisation(at, lab, { owner: 'provider_owner', clerk: 'provider_clerk' }),
    incubator,
    team: await makeOrganisation(at, team, owners),
  }
}

type Peopled<T> = { id: string; name: string } & (T extends { people: () => Promise<infer P> } ? P : never)

/**
 * One of everybody the voucher story needs: a verified Langfang firm, the authorities of its county, city and province,
 * a laboratory of a Tianjin university, an incubator with a team, and the platform's administrator. Regions are loaded.
 */
export async function makeWorld(
  database: Database,
  options: { clock?: MovableClock; modules?: readonly Module[] } = {},
) {
  const clock = options.clock ?? movableClock(START)
  const now = clock.now()
  const made = await database.db.transaction().execute(async (tx) => {
    await loadRegions(tx, regionFile(), { now })
    const at = { tx, database, now }
    return { ...(await makeAuthorities(at)), ...(await makeParties(at)) }
  })
  const entries = Object.entries(made).map(
    async ([key, { id, name, people }]) => [key, { id, name, ...(await people()) }] as const,
  )
  const world = Object.fromEntries(await Promise.all(entries)) as {
    [K in keyof typeof made]: Peopled<(typeof made)[K]>
  }
  return { clock, ...world, ...makeCalls(database, { clock, modules: options.modules ?? [] }) }
}

export type World = Awaited<ReturnType<typeof makeWorld>>

/** The same checks and the same door as over HTTP, without a socket; `request` goes through the router and real sessions. */
export function makeCalls(
  database: Database,
  { clock, modules }: { clock: MovableClock; modules: readonly Module[] },
) {
  const mails: Mail[] = []
  const auth = createAuth({
    database,
    secret: 'a secret that only tests may know, 32+',
    url: 'http://localhost:3000',
    clock,
    demo: true,
    sendMail: async (mail) => void mails.push(mail),
    rateLimit: false,
  })
  const all = [identityModule(auth), directoryModule, ...modules]
  const place = { dataDir: '', url: 'http://localhost:3000', demo: true }
  const log = createLog()
  const http = createHttp({
    database,
    modules: all,
    actorOf: auth.actorOf,
    clock,
    place,
    log,
    measures: createMeasures(),
  })
  const names = new Map(
    all.flatMap((mod) => Object.entries(mod.contract).map(([key, e]) => [e, `${mod.name}.${key}`])),
  )
  const call = async <E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
    as: { actor?: Actor | Person; key?: string } = {},
  ): Promise<ReturnsOf<E>> => {
    const given = input as { body?: unknown }
    const body =
      endpoint.body && given.body !== undefined ? endpoint.body.encode(given.body as never) : undefined
    const who = as.actor ?? thePublic
    const actor = 'actor' in who ? who.actor : who
    const found = await http.dispatch(
      names.get(endpoint) ?? '',
      { actor, now: clock.now(), key: as.key },
      { query: {}, ...given, body },
    )
    return endpoint.returns.parse(found instanceof Response ? await found.json() : found) as never
  }
  return {
    auth,
    mails,
    app: http.app,
    door: http.door,
    place,
    log,
    call,
    actorOf: (userId: string) => actorOfUser(database.db, userId, clock.now()),
  }
}
