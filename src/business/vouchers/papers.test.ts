import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cases } from '#platform/cases/browser.ts'
import { claimBody, type Community, fitFirm, makeCommunity, openBudget, type Who } from '#test/community.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { refusedWith } from '#test/payments.ts'
import { vouchers } from './contract.ts'

let node: TestNode
let community: Community
before(async () => {
  node = await testNode()
  community = await makeCommunity(node)
  await openBudget(community, 100_000_000n)
})
after(() => node.dispose())

/** A file of these bytes, as its upload leaves it. */
async function upload(who: Who, bytes: string): Promise<string> {
  const { db } = node.database
  const sha256 = bytes.padStart(64, '0')
  const blob = { sha256, size: 10n, mediaType: 'application/pdf', storedAt: node.clock.now() }
  await db
    .insertInto('fileBlob')
    .values(blob)
    .onConflict((on) => on.doNothing())
    .execute()
  const owner = { ownerOrganisation: who.organisationId, uploadedBy: who.userId, visitor: null }
  const file = { sha256, name: '意向书.pdf', purpose: 'contract', at: node.clock.now(), ...owner }
  const { id } = await db.insertInto('file').values(file).returning('id').executeTakeFirstOrThrow()
  return id
}

const claim = async (who: Who, files?: Record<string, string[]>) =>
  node.call(
    vouchers.fileClaim,
    { body: { ...claimBody, ...(files ? { files } : {}) } },
    await community.as(who),
  )

const seen = async (id: string) =>
  (await node.call(vouchers.claim, { params: { id } }, await community.as(community.county.reviewer))).papers

test('a claim takes its contract along; the officer sees it, and is told when the same file comes again', async () => {
  const { firm, county, as } = community
  const { caseId } = await claim(firm.clerk, { contract: [await upload(firm.clerk, 'a1')] })
  assert.deepEqual(
    (await seen(caseId)).map(({ name, usedElsewhere }) => [name, usedElsewhere]),
    [['意向书.pdf', 0]],
  )
  const other = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, '廊坊示例同文件有限公司', node.clock.now()))
  const again = await claim(other.clerk, { contract: [await upload(other.clerk, 'a1')] })
  assert.deepEqual(
    (await seen(again.caseId)).map((paper) => paper.usedElsewhere),
    [1],
  )
  const act = async (who: Who, action: 'request_supplement' | 'supply', body: object) =>
    node.call(cases.act, { params: { id: again.caseId, action }, body }, await as(who))
  await act(county.reviewer, 'request_supplement', { reason: '请另附合同', fields: ['contract'] })
  await act(other.clerk, 'supply', { form: { contract: [await upload(other.clerk, 'b2')] } })
  assert.deepEqual((await seen(again.caseId)).map((paper) => paper.usedElsewhere).sort(), [0, 1])
})

test('another’s file, and a field that the form does not have, are refused', async () => {
  const { firm, lab } = community
  const strange = await upload(lab.clerk, 'c3')
  await assert.rejects(claim(firm.clerk, { contract: [strange] }), refusedWith('file_gone'))
  const own = await upload(firm.clerk, 'd4')
  await assert.rejects(claim(firm.clerk, { photo: [own] }), refusedWith('case_form_incomplete'))
})
