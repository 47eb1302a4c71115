import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allPages } from '#test/browser/pages.ts'
import { doorsOf, firstDoor } from './pages.ts'

test('the desk opens at one’s main work, whatever other doors one has', async () => {
  const pages = await allPages()
  const opens = (...abilities: string[]) => firstDoor(doorsOf(pages, 'desk', abilities))?.path
  assert.equal(opens('organisation.list', 'case.bulk', 'batch.read'), '/desk', 'a reviewer')
  assert.equal(opens('case.bulk', 'budget.manage', 'run.read'), '/desk/budgets', 'who holds the money')
  assert.equal(opens('run.read', 'run.file', 'organisation.list'), '/desk/payments', 'who pays')
  assert.equal(opens('case.bulk', 'run.read'), '/desk', 'who only reads payments decides cases')
  assert.equal(opens('organisation.list', 'authority.list', 'calendar.load'), '/admin/authorities')
  assert.equal(opens('claim.file', 'order.cancel'), '/mine', 'a firm')
  assert.equal(opens(), '/inbox', 'who has nothing else')
})
