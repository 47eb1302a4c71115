import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor } from '#core/actor.ts'
import { Refusal } from '#core/refusal.ts'
import { identity, type MemberRole } from '#platform/identity/browser.ts'
import { makeUser, makeWorld, type Person } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { directory } from './contract.ts'
import { foundOrganisation } from './index.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)
const { call } = w
const administrator = w.operator.administrator

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const somebody = (name: string) => database.db.transaction().execute((tx) => makeUser(tx, name))

/** As the pack founds it: verified, and without people. */
const found = (name: string, regionCode: string) =>
  database.db.transaction().execute(async (tx) => {
    const founding = { kind: 'authority', name, regionCode, level: 'county', status: 'verified' } as const
    return (await foundOrganisation(tx, founding, w.clock.now())) as string
  })

const invite = (id: string, email: string, role: MemberRole, actor: Actor | Person = administrator) =>
  call(directory.inviteIntoAuthority, { params: { id }, body: { email, role } }, { actor })
const revoke = (id: string, actor: Actor | Person = administrator) =>
  call(directory.revokeFromAuthority, { params: { id }, body: {} }, { actor })
const listed = async (q: string, actor: Actor | Person = administrator) =>
  (await call(directory.authorities, { query: { q } }, { actor })).rows

const unled = async (q: string) => {
  const { rows } = await call(
    directory.authorities,
    { query: { q, unled: 'true' } },
    { actor: administrator },
  )
  return rows.map((row) => row.id)
}

/** The token of the newest letter to that address. */
async function accept(user: { userId: string; email: string }) {
  const { rows } = await database.pool.query(
    `select data->>'token' as token from pgboss.job
     where name = 'identity.invitation_mail' and data->>'email' = $1 order by created_on desc limit 1`,
    [user.email],
  )
  const actor = await w.actorOf(user.userId)
  await call(identity.acceptInvitation, { body: { token: rows[0].token } }, { actor })
  return w.actorOf(user.userId)
}

test('an administrator brings in the first people of an authority until it has a director', async () => {
  const id = await found('广阳区科学技术局（示例）', '131003')
  const [reviewer, director] = [await somebody('审核人'), await somebody('负责人')]
  const sent = await invite(id, reviewer.email, 'reviewer')
  await assert.rejects(invite(id, reviewer.email, 'reviewer'), refused('already_invited'))
  await assert.rejects(invite(id, reviewer.email, 'administrator'), refused('role_not_of_kind'))
  const [row] = await listed('广阳')
  assert.equal(row?.people, 0)
  assert.deepEqual(
    row?.invitations.map(({ email, role, state }) => ({ email, role, state })),
    [{ email: reviewer.email, role: 'reviewer', state: 'open' }],
  )
  assert.deepEqual(row?.abilities, ['authority.invite'])
  assert.deepEqual(await unled('广阳'), [id])

  assert.equal((await revoke(sent.id)).state, 'revoked')
  await assert.rejects(revoke(sent.id), refused('invitation_unusable'))
  await invite(id, reviewer.email, 'reviewer')
  await accept(reviewer)
  await assert.rejects(invite(id, reviewer.email, 'reviewer'), refused('already_member'))
  const left = await invite(id, 'finance@example.test', 'finance')
  await invite(id, director.email, 'director')
  assert.deepEqual(await unled('广阳'), [id], 'a reviewer directs nobody')
  const directing = await accept(director)
  assert.deepEqual(await unled('广阳'), [])

  await assert.rejects(invite(id, 'late@example.test', 'auditor'), refused('authority_has_director'))
  await assert.rejects(revoke(left.id), refused('authority_has_director'))
  const [after] = await listed('131003')
  assert.equal(after?.people, 2)
  assert.deepEqual(after?.abilities, [])
  const body = { email: 'late@example.test', role: 'auditor' as const }
  await call(identity.invite, { body }, { actor: directing })
  await call(identity.revokeInvitation, { params: { id: left.id }, body: {} }, { actor: directing })
})

test('what was done is on record with the region it concerns', async () => {
  const id = await found('霸州市科学技术局（示例）', '131081')
  const sent = await invite(id, 'first@example.test', 'director')
  const { rows } = await database.pool.query(
    `select region_path, changes from event where subject_kind = 'organisation' and subject_id = $1`,
    [id],
  )
  assert.deepEqual(rows[0].region_path, ['130000', '131000', '131081'])
  assert.deepEqual(rows[0].changes.invited, { invitationId: sent.id, role: 'director' })
})

test('nobody else does it, and only authorities are met', async () => {
  const id = await found('香河县科学技术局（示例）', '131024')
  for (const actor of [w.province.director, w.firm.owner]) {
    await assert.rejects(invite(id, 'x@example.test', 'director', actor), refused('not_allowed'))
    await assert.rejects(listed('香河', actor), refused('not_allowed'))
  }
  await assert.rejects(invite(w.firm.id, 'x@example.test', 'director'), refused('not_found'))
  await assert.rejects(revoke(id), refused('not_found'))
})

test('authorities are found by name, region or code and paged by region', async () => {
  const all = await call(directory.authorities, { query: { limit: 3 } }, { actor: administrator })
  assert.equal(all.rows[0]?.regionCode, '130000')
  const next = await call(
    directory.authorities,
    { query: { limit: 200, cursor: all.next ?? '' } },
    { actor: administrator },
  )
  const codes = [...all.rows, ...next.rows].map((row) => row.regionCode)
  assert.deepEqual(codes, [...new Set(codes)].sort())
  assert.ok((await listed('廊坊市')).every((row) => row.regionCode.startsWith('1310')))
  assert.equal((await listed('没有这样的地方')).length, 0)
  assert.equal((await listed('%')).length, 0)
})
