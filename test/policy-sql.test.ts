import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Actor, type Role, roleNames, thePublic } from '#core/actor.ts'
import '../src/modules.ts'
import {
  allow,
  allPermissions,
  may,
  policy,
  type ScopeName,
  scopes,
  type Subject,
  visible,
} from '#core/policy.ts'
import { testDatabase } from './database.ts'

const database = await testDatabase()
after(database.dispose)

const id = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`
const someId = fc.constantFrom(null, id(1), id(2), id(3))
const someRegion = fc.constantFrom('130000', '131000', '131002', '120000', '120104')
const columns = {
  organisationId: 's.organisationId',
  providerId: 's.providerId',
  regionPath: 's.regionPath',
  authorityId: 's.authorityId',
  userId: 's.userId',
} as const

const someActor: fc.Arbitrary<Actor> = fc.record({
  kind: fc.constantFrom('public' as const, 'user' as const, 'system' as const),
  userId: someId,
  organisationId: someId,
  organisationKind: fc.constant(null),
  regionCode: fc.option(someRegion),
  level: fc.constant(null),
  roles: fc.uniqueArray(fc.constantFrom(...Object.keys(roleNames))).map((roles) => new Set(roles)),
  label: fc.constant('某人'),
})
const someSubject: fc.Arbitrary<Required<Subject>> = fc.record({
  organisationId: someId,
  providerId: someId,
  regionPath: fc.option(fc.uniqueArray(someRegion, { maxLength: 3 })),
  authorityId: someId,
  userId: someId,
})
const someGrants = fc.array(
  fc
    .tuple(fc.constantFrom(...Object.keys(roleNames)), fc.constantFrom(...Object.keys(scopes)))
    .map(([role, scope]) => allow(role as Role, scope as ScopeName)),
  { maxLength: 4 },
)

/** Which of the subjects the condition finds, as PostgreSQL sees it; by their place in the list. */
async function found(condition: ReturnType<typeof visible>, subjects: readonly Required<Subject>[]) {
  const rows = subjects.map(
    (s, place) =>
      sql`(${place}::int, ${s.organisationId}::uuid, ${s.providerId}::uuid, ${
        s.regionPath && [...s.regionPath]
      }::text[], ${s.authorityId}::uuid, ${s.userId}::uuid)`,
  )
  const { rows: seen } = await sql<{ place: number }>`
    select place from (values ${sql.join(rows)})
      as s (place, organisation_id, provider_id, region_path, authority_id, user_id)
    where ${condition} order by place`.execute(database.db)
  return seen.map((row) => row.place)
}

const places = (subjects: readonly Subject[], holds: (subject: Subject) => boolean) =>
  subjects.flatMap((subject, place) => (holds(subject) ? [place] : []))

for (const [name, scope] of Object.entries(scopes)) {
  test(`scope ${name}: the predicate and its SQL find the same subjects`, async () => {
    const property = fc.asyncProperty(
      someActor,
      fc.array(someSubject, { minLength: 1, maxLength: 20 }),
      async (actor, subjects) =>
        assert.deepEqual(
          await found(scope.where(actor, columns), subjects),
          places(subjects, (subject) => scope.holds(actor, subject)),
        ),
    )
    await fc.assert(property, { numRuns: 100 })
  })
}

let made = 0
test('any permission: whom may() lets at a subject, visible() shows it, and nobody else', async () => {
  const property = fc.asyncProperty(
    someActor,
    someGrants,
    fc.array(someSubject, { minLength: 1, maxLength: 20 }),
    async (actor, grants, subjects) => {
      const permission = `test.policy_${++made}`
      policy({ [permission]: grants })
      assert.deepEqual(
        await found(visible(actor, permission, columns), subjects),
        places(subjects, (subject) => may(actor, permission, subject)),
      )
    },
  )
  await fc.assert(property, { numRuns: 300 })
})

test('every permission of the product: whom may() lets at a subject, visible() shows it, and nobody else', async () => {
  const permissions = [...allPermissions()].filter(([name]) => !name.startsWith('test.'))
  assert.ok(permissions.length > 100, `${permissions.length} permissions`)
  for (const [permission, grants] of permissions) {
    const roles = fc.subarray(grants.map(({ role }) => role)).map((held) => new Set<string>(held))
    const actor = fc.tuple(someActor, roles).map(([one, held]) => ({ ...one, roles: held }))
    const property = fc.asyncProperty(
      actor,
      fc.array(someSubject, { minLength: 10, maxLength: 40 }),
      async (who, subjects) =>
        assert.deepEqual(
          await found(visible(who, permission, columns), subjects),
          places(subjects, (subject) => may(who, permission, subject)),
          permission,
        ),
    )
    await fc.assert(property, { numRuns: 5 })
  }
})

test('a list that does not know a column shows nothing by it', async () => {
  const property = fc.asyncProperty(someActor, someSubject, async (actor, subject) => {
    for (const [name, scope] of Object.entries(scopes))
      if (name !== 'any') assert.deepEqual(await found(scope.where(actor, {}), [subject]), [])
  })
  await fc.assert(property, { numRuns: 50 })
})

test('a permission nobody declared is refused to everyone', async () => {
  const everyone = { ...thePublic, roles: new Set(Object.keys(roleNames)) }
  assert.equal(may(everyone, 'test.unheard_of', {}), false)
  assert.deepEqual(
    await found(visible(everyone, 'test.unheard_of', columns), [
      { organisationId: id(1), providerId: null, regionPath: null, authorityId: null, userId: null },
    ]),
    [],
  )
})
