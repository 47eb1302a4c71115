import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '#test/database.ts'
import { forgetRemembered, remembered } from './remembered.ts'

const [one, other] = [await testDatabase(), await testDatabase()]
after(() => Promise.all([one.dispose(), other.dispose()]))

test('read once by a database and its transactions, apart from other databases', async () => {
  let reads = 0
  const read = async () => ++reads
  assert.equal(await remembered(one.db, 'a', read), 1)
  assert.equal(await one.db.transaction().execute((tx) => remembered(tx, 'a', read)), 1)
  assert.equal(await remembered(one.db, 'b', read), 2)
  assert.equal(await remembered(other.db, 'a', read), 3)
})

test('what could not be read is not remembered', async () => {
  await assert.rejects(remembered(one.db, 'c', () => Promise.reject(new Error('gone'))))
  assert.equal(await remembered(one.db, 'c', async () => 'there'), 'there')
})

test('a publication is seen at once, before and after its commit, and its undoing too', async () => {
  let value = 'old'
  const read = async () => value
  assert.equal(await remembered(one.db, 'd', read), 'old')
  forgetRemembered()
  value = 'new'
  assert.equal(await remembered(one.db, 'd', read), 'new')
  value = 'old'
  assert.equal(await remembered(one.db, 'd', read), 'old')
})
