import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { makeUser, makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { identity } from './contract.ts'
import type { MemberRole } from './rules.ts'
import { insertMembership } from './store.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)
const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('an organisation offers and gives the roles of its kind; one that was admitted as a provider, those of a provider, too', async () => {
  const { firm, lab, call } = w
  const offered = async (actor: typeof firm.owner) =>
    (await call(identity.members, { query: {} }, { actor })).roles
  assert.deepEqual(await offered(firm.owner), ['applicant_owner', 'applicant_clerk'])
  assert.ok((await offered(lab.owner)).includes('provider_clerk'))
  const mate = await database.db.transaction().execute((tx) => makeUser(tx, '孙工'))
  const give = (role: MemberRole) =>
    database.db.transaction().execute((tx) =>
      insertMembership(tx, {
        ...{ userId: mate.userId, organisationId: firm.id },
        ...{ role, from: w.clock.now() },
      }),
    )
  for (const role of ['provider_clerk', 'director', 'incubator_clerk', 'administrator'] as const)
    await assert.rejects(give(role), refused('invitation_role_gone'), role)
  const body = { email: mate.email, role: 'provider_clerk' as const }
  await assert.rejects(call(identity.invite, { body }, { actor: firm.owner }), refused('role_needs_listing'))
  await database.pool.query(
    `insert into provider_admission (organisation_id, authority_id, list, batch, class, admitted_from, last_day)
     values ($1, $1, 'test-list', '2026', 'lab', '2026-01-01', '2026-01-31')`,
    [firm.id],
  )
  assert.deepEqual((await offered(firm.owner)).slice(2), ['provider_owner', 'provider_clerk'])
  const { id } = await call(identity.invite, { body }, { actor: firm.owner })
  await call(identity.revokeInvitation, { params: { id }, body: {} }, { actor: firm.owner })
  await give('provider_clerk')
  await assert.rejects(give('director'), refused('invitation_role_gone'))
})
