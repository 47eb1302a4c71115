import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { loadCommunity } from '../../modules.ts'
import { type TestNode, testNode } from '#test/node.ts'
import { Programme } from '#platform/cases/programme.ts'
import { parseRulebooks } from '#business/vouchers/browser.ts'
import { contradictions } from './agreement.ts'
import { readPack } from './index.ts'

const COMMUNITIES = path.join(import.meta.dirname, '..', '..', '..', 'communities')

/** What the start refuses of a pack, by what it says. */
describe('a pack whose programmes contradict their rulebooks', () => {
  let node: TestNode
  let root: string
  before(async () => {
    node = await testNode()
  })
  after(() => node.dispose())

  /** Loads a changed copy of the pack by the way of a start. */
  async function start(edit: () => void) {
    root = mkdtempSync(path.join(tmpdir(), 'xiechuang-pack-'))
    try {
      cpSync(path.join(COMMUNITIES, 'jingjinji'), path.join(root, 'jingjinji'), { recursive: true })
      edit()
      await loadCommunity(readPack('jingjinji', root), node)
      return ''
    } catch (error) {
      return (error as Error).message
    } finally {
      rmSync(root, { recursive: true })
    }
  }
  const versions = () =>
    node.database.db.selectFrom('programmeVersion').select('programmeId').where('version', '=', 9).execute()

  /** Writes a copy of a document of the pack, changed at some places. */
  function copied(file: string, as: string, changes: Record<string, unknown>) {
    const at = (name: string) => path.join(root, 'jingjinji', `${name}.json`)
    const document = JSON.parse(readFileSync(at(file), 'utf8'))
    for (const [place, value] of Object.entries(changes)) {
      const keys = place.split('.')
      const last = keys.pop() as string
      keys.reduce((inner, key) => inner[key], document)[last] = value
    }
    writeFileSync(at(as), JSON.stringify(document))
  }
  /** A later version of a Hebei programme, from a day on. */
  const later = (file: string, changes: Record<string, unknown> = {}) =>
    copied(`programmes/${file}`, `programmes/${file}.9`, {
      version: 9,
      effectiveFrom: '2026-06-01',
      ...changes,
    })

  test('is refused with every difference, both figures, and nothing of it stays', async () => {
    const told = await start(() => {
      later('voucher-claim', {
        'stages.1.appeal.workingDays': 15,
        'stages.1.level': 'city',
        'stages.2.workingDays': 12,
        'stages.2.supplement': { clock: 'pause', workingDays: 8, maxRounds: 1 },
      })
      later('voucher-redemption.2', { 'stages.3.workingDays': 5 })
    })
    const claim = (rest: string) => `voucher-claim@9: stages.${rest}`
    const book = 'of hebei-provincial-voucher.2026 says'
    assert.deepEqual(told.split('\n'), [
      'programmes and rulebooks contradict each other:',
      claim(`county_review.appeal.workingDays is 15, but appealWorkingDays ${book} 10`),
      claim(`county_review.level is city, but review.claim.claim-county.level ${book} county`),
      claim(`city_review.workingDays is 12, but review.claim.claim-city.workingDays ${book} 10`),
      claim(`city_review.supplement.clock is pause, but review.claim.claim-city.supplement ${book} reset`),
      claim(
        `city_review.supplement.workingDays is 8, but review.claim.claim-city.supplementWorkingDays ${book} 5`,
      ),
      `voucher-redemption@9: stages.public_notice.workingDays is 5, but publicNotice.workingDays ${book} 7`,
    ])
    assert.deepEqual(await versions(), [])
  })

  test('is refused without a rulebook of its time, or with the rulebook of another authority', async () => {
    const unknown = await start(() => later('voucher-claim', { 'rulebook.version': '2099' }))
    assert.match(unknown, /voucher-claim@9: no version of hebei-provincial-voucher is in force while it is/)
    const other = await start(() => later('voucher-claim', { authority: '131000' }))
    assert.match(other, /voucher-claim@9: authority is 131000, but authority of .*2026 says 130000/)
    assert.deepEqual(await versions(), [])
  })

  test('is refused when it would issue vouchers for which nothing is reserved', async () => {
    const id = 'cangzhou-voucher'
    const told = await start(() => {
      copied('rulebooks/hebei-provincial-voucher.2026', `rulebooks/${id}.2026`, {
        id: `${id}.2026`,
        scheme: id,
        'budget.reservedAtIssue.value': false,
      })
      later('voucher-claim', { id: 'cangzhou-voucher-claim', rulebook: { id, version: null } })
    })
    assert.match(told, /cangzhou-voucher-claim@9: cangzhou-voucher\.2026 reserves nothing at issue/)
    assert.match(told, /budget\.reservedAtIssue/)
    assert.deepEqual(await versions(), [])
  })

  test('a version that agrees is loaded', async () => {
    assert.equal(await start(() => later('voucher-claim')), '')
    assert.deepEqual(await versions(), [{ programmeId: 'voucher-claim' }])
  })
})

test('a programme is measured by the versions in force while it takes applications, and by no other', () => {
  const { rulebooks, programmes } = readPack('jingjinji')
  const books = parseRulebooks(rulebooks)
  const read = programmes.map(({ text }) => Programme.parse(JSON.parse(text)))
  assert.deepEqual(contradictions(read, books), [])
  const appeal = (version: string) =>
    books.map((book) =>
      book.id === `hebei-provincial-voucher.${version}`
        ? { ...book, appealWorkingDays: { ...book.appealWorkingDays, value: 20 } }
        : book,
    )
  const told = (version: string) => [
    ...new Set(contradictions(read, appeal(version)).map((problem) => problem.split(':')[0])),
  ]
  assert.deepEqual(told('2020'), [], 'it was over before the programmes began')
  assert.deepEqual(told('2025'), ['voucher-claim@1', 'voucher-redemption@1'])
  assert.deepEqual(told('2026'), ['voucher-claim@1', 'voucher-redemption@2'])
})
