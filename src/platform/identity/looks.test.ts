import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { thePublic } from '#core/actor.ts'
import { Refusal } from '#core/refusal.ts'
import { makeWorld } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { identity } from './contract.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

test('who looked at us is told, to us', async () => {
  const { directory } = await import('#platform/directory/browser.ts')
  await w.call(directory.profile, { params: { id: w.firm.id } }, { actor: w.county.reviewer })
  const seen = await w.call(identity.looks, {}, { actor: w.firm.owner })
  assert.ok(seen.rows.some((row) => row.who.includes('reviewer') && row.subject?.id === w.firm.id))
  assert.equal((await w.call(identity.looks, {}, { actor: w.rival.owner })).rows.length, 0)
  await database.db
    .insertInto('event')
    .values({
      ...{ at: w.clock.now(), actorLabel: 'x', command: 'x', changes: {}, actorOrganisation: w.rival.id },
      ...{ subjectKind: 'organisation', subjectId: w.firm.id },
    } as never)
    .execute()
  await w.call(directory.profile, { params: { id: w.firm.id } }, { actor: w.firm.owner })
  const own = await database.db
    .selectFrom('accessLog')
    .select('id')
    .where('actorOrganisation', '=', w.firm.id)
    .where('outcome', '=', 'seen')
    .execute()
  assert.equal(own.length, 0, 'a home page that reads its own profile writes nothing down')
  const theirs = await w.call(identity.looks, {}, { actor: w.rival.owner })
  assert.ok(theirs.rows.length > 0)
  assert.ok(
    !theirs.rows.some((row) => row.who.includes('owner')),
    'who looks at himself is no news to others',
  )
  await assert.rejects(w.call(identity.looks, {}, { actor: thePublic }), refused('sign_in_required'))
})
