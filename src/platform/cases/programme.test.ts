import { programmeFiles } from '#test/cases.ts'
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { programmePage } from './diagram.ts'
import { registerOutcome } from './index.ts'
import { readProgrammes } from './load.ts'

registerOutcome('voucher.issue', async () => {})
registerOutcome('voucher.redeem', async () => {})

const files = programmeFiles()
const claim = () => JSON.parse(files.find((file) => file.path === 'voucher-claim.json')?.text ?? '')
const problemsOf = (document: unknown, known = {}) =>
  readProgrammes([{ path: 'p', text: JSON.stringify(document) }], known).problems

test('the programmes of the pack have nothing wrong', () => {
  assert.deepEqual(readProgrammes(files).problems, [])
})

test('everything that is wrong is told at once, with its place', () => {
  const broken = claim()
  broken.title.en = ''
  broken.outcome = 'voucher.burn'
  broken.form.sections[0].fields[0].from.fact = 'shoe_size'
  delete broken.form.sections[1].fields[2].hint
  broken.stages[1].role = 'wizard'
  delete broken.stages[2].level
  broken.stages[2].mayPass = false
  broken.stages[2].mayRefuse = false
  broken.stages[2].appeal = null
  broken.stages.push({ ...claim().stages[2], id: 'lonely' })
  broken.withdraw.until = 'nowhere'
  const problems = problemsOf(broken, { facts: new Set(['staff']) }).join('\n')
  for (const expected of [
    /voucher-claim\.title: no text in en/,
    /outcome: no module registered voucher\.burn/,
    /form\.staff\.from: unknown fact shoe_size/,
    /form\.purpose: does not say why we ask/,
    /stages\.county_review\.role: unknown role wizard/,
    /stages\.city_review: a deadline without an owner/,
    /stages\.city_review: can't be left/,
    /stages\.lonely: unreachable/,
    /outcome: unreachable/,
    /withdraw\.until: no stage nowhere/,
  ])
    assert.match(problems, expected)
})

test('a circle, a missing stage and a batch without a notice are found', () => {
  const circle = claim()
  circle.stages[2].next = 'county_review'
  assert.match(problemsOf(circle).join('\n'), /county_review: goes round in a circle/)
  const missing = claim()
  missing.stages[1].next = 'elsewhere'
  assert.match(problemsOf(missing).join('\n'), /county_review\.next: no stage elsewhere/)
  const batch = claim()
  batch.stages[2] = {
    kind: 'batch',
    id: 'b',
    title: { zh: '批次', en: 'batch' },
    role: 'reviewer',
    level: 'city',
    next: 'outcome',
  }
  batch.stages[1].next = 'b'
  batch.withdraw = null
  assert.match(problemsOf(batch).join('\n'), /stages\.b: a batch can be left only by a public notice/)
})

test('a field that the schema does not know is refused by name', () => {
  assert.match(problemsOf({ ...claim(), colour: 'red' }).join('\n'), /colour/)
  assert.match(readProgrammes([{ path: 'x.json', text: '{' }]).problems.join('\n'), /x\.json: not JSON/)
})

test('the diagrams under docs/programmes are those of the programmes', () => {
  const folder = join(import.meta.dirname, '../../../docs/programmes')
  const all = readProgrammes(files).programmes
  for (const { programme } of all) {
    const newer = all.some(
      ({ programme: { id, version } }) => id === programme.id && version > programme.version,
    )
    const path = join(folder, `${programme.id}${newer ? `.v${programme.version}` : ''}.md`)
    const page = programmePage(programme)
    if (process.env.UPDATE_GOLDENS) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, page)
    }
    assert.equal(
      readFileSync(path, 'utf8'),
      page,
      `run this test with UPDATE_GOLDENS=1 to print ${path} anew`,
    )
  }
})
