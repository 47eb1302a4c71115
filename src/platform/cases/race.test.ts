import { Refusal } from '#core/refusal.ts'
import { caseNode, officer } from '#test/cases.ts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { registerOutcome } from './index.ts'

registerOutcome('voucher.issue', async () => {})
registerOutcome('voucher.redeem', async () => {})

const node = await caseNode()
after(() => node.dispose())

const TRIES = 1_000
const AT_ONCE = 4
const rivals = [officer('county'), officer('county')] as const

async function race(): Promise<void> {
  const { caseFile } = await node.open()
  const settled = await Promise.allSettled([
    node.act(rivals[0], caseFile.id, 'pass'),
    node.act(rivals[1], caseFile.id, 'refuse', { reason: '不符合条件' }),
  ])
  const lost = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  assert.equal(lost.length, 1)
  assert.ok(lost[0] instanceof Refusal && lost[0].status === 409, String(lost[0]))
}

test(`two officers decide one case at the same moment, ${TRIES} times: one wins, the other reads a 409`, async () => {
  for (let done = 0; done < TRIES; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, race))
  const { rows } = await node.database.pool.query(
    `select count(*)::int as cases, sum(seq)::int as actions, count(distinct number)::int as numbers from case_file`,
  )
  assert.deepEqual(rows[0], { cases: TRIES, actions: 2 * TRIES, numbers: TRIES })
})
