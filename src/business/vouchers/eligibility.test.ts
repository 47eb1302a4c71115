import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { SelfCheckWire } from './check-wire.ts'
import { selfCheck } from './eligibility.ts'
import { enteredFacts, FACTS, FactEntries, type FactId, type Facts, type FactValue } from './facts.ts'
import type { Rulebook } from './rulebook.ts'
import { applyChanges, type Change } from './smallest-change.ts'
import { parseRulebooks } from './versions.ts'

const load = (id: string) =>
  parseRulebooks([
    JSON.parse(
      readFileSync(new URL(`../../../communities/jingjinji/rulebooks/${id}.json`, import.meta.url), 'utf8'),
    ),
  ])[0] as Rulebook
const hebei2024 = load('hebei-provincial-voucher.2024')
const hebei2026 = load('hebei-provincial-voucher.2026')
const shijiazhuang = load('shijiazhuang-voucher.2018')
const beijing = load('beijing-voucher.2014')
const binhai = load('binhai-voucher.2025')
const day = '2026-11-23'
const langfang = ['130000', '131000', '131002']

const good: Partial<Record<FactId, FactValue>> = {
  staff: 86,
  revenueFen: '4200000000',
  priorYearSalesFen: '4000000000',
  priorYearRdFen: '120000000',
  ipClass1: 2,
  smeProvincialValidTo: '2027-06-30',
  registeredRegion: langfang,
  goodRecord: true,
}
const check = (values: Partial<Record<FactId, FactValue>>, book = hebei2026, on = day) =>
  selfCheck(book, enteredFacts(values), on)
const short = (changes: Change[] | null) => changes?.map((change) => [change.fact, change.from, change.to])

test('the Langfang firm passes, and every finding names its clause', () => {
  const result = check(good)
  assert.equal(result.outcome, 'pass')
  assert.deepEqual(result.smallestChange, [])
  assert.equal(result.findings.find((one) => one.criterion === 'rd-ratio')?.clause, '问题3第2项')
  assert.equal(result.findings.find((one) => one.criterion === 'registered-in-hebei')?.assumed, true)
  assert.equal(result.assumed, true)
})

test('1,000 staff or 4 亿元: either is enough, the bounds are included, and the nearer one is proposed', () => {
  assert.equal(check({ ...good, staff: 1000, revenueFen: '90000000000' }).passes, true)
  assert.equal(check({ ...good, staff: 5000, revenueFen: '40000000000' }).passes, true)
  const large = check({ ...good, staff: 1050, revenueFen: '90000000000' })
  assert.equal(large.outcome, 'fail')
  assert.deepEqual(short(large.smallestChange), [['staff', 1050, 1000]])
  const rich = check({ ...good, staff: 9000, revenueFen: '40100000000' })
  assert.deepEqual(short(rich.smallestChange), [['revenueFen', '40100000000', '40000000000']])
  const met = check({ ...good, staff: 5000 }).findings.find((one) => one.criterion === 'size-staff')
  assert.deepEqual([met?.outcome, met?.decides], ['fail', false])
})

test('the R&D ratio is exact to the fen, and the change is the money that is missing', () => {
  const sales = '1000000001'
  assert.equal(check({ ...good, priorYearSalesFen: sales, priorYearRdFen: '20000001' }).passes, true)
  const below = check({ ...good, priorYearSalesFen: sales, priorYearRdFen: '20000000' })
  assert.deepEqual(short(below.smallestChange), [['priorYearRdFen', '20000000', '20000001']])
  assert.match(below.smallestChange?.[0]?.says.zh ?? '', /增加0\.01 元/)
  const none = check({ ...good, priorYearSalesFen: '0' })
  assert.equal(none.outcome, 'unknown')
})

test('all failures are told at once, unknown facts are listed and neither pass nor fail', () => {
  const result = check({ staff: 5000, revenueFen: '90000000000', ipClass1: 0, goodRecord: true })
  assert.equal(result.outcome, 'fail')
  const of = (outcome: string) =>
    result.findings.filter((one) => one.outcome === outcome).map((one) => one.fact)
  assert.deepEqual(of('fail'), ['staff', 'revenueFen', 'ipClass1'])
  assert.deepEqual(of('unknown'), ['rdRatioBp', 'registeredRegion'])
  assert.equal(selfCheck(hebei2026, {}, day).outcome, 'unknown')
})

test('recognition counts on its last day, not on the next; the national evaluation does not stand in', () => {
  const on = (to: string, at: string) => check({ ...good, smeProvincialValidTo: to }, hebei2024, at)
  assert.equal(on('2024-06-30', '2024-06-30').passes, true)
  assert.equal(on('2024-06-30', '2024-07-01').outcome, 'fail')
  assert.deepEqual(short(on('2024-06-30', '2024-07-01').smallestChange), [
    ['smeProvincialValidTo', '2024-06-30', '2024-07-01'],
  ])
  const { smeProvincialValidTo: _, ...rest } = good
  assert.equal(
    check({ ...rest, smeNationalValidTo: '2027-12-31' }, hebei2024, '2024-06-30').outcome,
    'unknown',
  )
})

test('regions match by code: Tianjin has a 河北区, which is not Hebei', () => {
  const there = check({ ...good, registeredRegion: ['120000', '120105'] })
  assert.deepEqual(short(there.smallestChange), [['registeredRegion', ['120000', '120105'], ['130000']]])
  assert.equal(check({ registeredRegion: ['120000', '120105'], goodRecord: true }, binhai).outcome, 'fail')
  assert.equal(check({ registeredRegion: ['120000', '120116'], goodRecord: true }, binhai).outcome, 'pass')
})

test('only confirmed facts decide for the officer; what is declared and good only needs confirming', () => {
  const declared: Facts = Object.fromEntries(
    Object.entries(enteredFacts(good)).map(([id, entry]) => [id, { ...entry, standing: 'declared' }]),
  )
  const officer = selfCheck(hebei2026, declared, day, { decide: 'confirmedOnly' })
  assert.equal(officer.outcome, 'unknown')
  assert.ok(officer.findings.every((one) => one.unconfirmed))
  assert.ok(officer.smallestChange?.every((change) => change.kind === 'confirm'))
  const confirmed = applyChanges(declared, officer.smallestChange ?? [])
  assert.equal(selfCheck(hebei2026, confirmed, day, { decide: 'confirmedOnly' }).outcome, 'pass')
  const wrong = { ...declared, ipClass1: { value: 0, standing: 'confirmed' as const } }
  assert.equal(selfCheck(hebei2026, wrong, day, { decide: 'confirmedOnly' }).outcome, 'fail')
})

test('a team is asked what teams are asked; where teams are not admitted nothing can be changed', () => {
  const team = {
    sponsored: true,
    sponsorRegion: ['130000', '131000'],
    teamCoreMembers: 2,
    legalPerson: false,
  }
  const result = selfCheck(hebei2026, enteredFacts({ ...team, goodRecord: true }), day, { applicant: 'team' })
  assert.deepEqual(short(result.smallestChange), [['teamCoreMembers', 2, 3]])
  const refused = selfCheck(binhai, enteredFacts(team), day, { applicant: 'team' })
  assert.deepEqual([refused.outcome, refused.smallestChange, refused.blocked.length], ['fail', null, 1])
})

test('a version does not answer for a day on which it is not in force, unless cases are replayed', () => {
  assert.equal(check(good, hebei2024, day).blocked.length, 1)
  assert.equal(selfCheck(hebei2024, enteredFacts(good), day, { anyDate: true }).passes, true)
})

test('a check travels whole: JSON and back is the same', () => {
  const result = check({ ...good, staff: 5000, revenueFen: '90000000000' })
  assert.deepEqual(SelfCheckWire.parse(JSON.parse(JSON.stringify(result))), result)
})

test('facts of the wrong form are refused at the edge', () => {
  assert.equal(FactEntries.safeParse({ staff: { value: -1, standing: 'entered' } }).success, false)
  assert.equal(FactEntries.safeParse({ revenueFen: { value: 12, standing: 'entered' } }).success, false)
  assert.equal(
    FactEntries.safeParse({ hnteValidTo: { value: '2025-02-30', standing: 'entered' } }).success,
    false,
  )
  assert.equal(FactEntries.safeParse({ staff: { value: 3, standing: 'entered' } }).success, true)
})

const fen = fc.bigInt(0n, 10n ** 12n).map(String)
const path = fc.constantFrom(langfang, ['130000', '130100'], ['120000', '120105'], ['110000', '110108'], [])
const values: Record<FactId, fc.Arbitrary<FactValue>> = {
  staff: fc.nat(3000),
  revenueFen: fen,
  priorYearSalesFen: fen,
  priorYearRdFen: fen,
  rdRatioBp: fc.nat(2000),
  ipClass1: fc.nat(3),
  smeProvincialValidTo: fc.constantFrom('2020-01-01', '2026-11-22', '2026-11-23', '2028-01-01'),
  smeNationalValidTo: fc.constant('2027-01-01'),
  hnteValidTo: fc.constant('2027-01-01'),
  smallOrMicro: fc.boolean(),
  legalPerson: fc.boolean(),
  registeredRegion: path,
  taxRegion: path,
  goodRecord: fc.boolean(),
  sameWorkFunded: fc.boolean(),
  teamCoreMembers: fc.nat(6),
  sponsored: fc.boolean(),
  sponsorLevel: fc.constantFrom('none', 'city', 'national'),
  sponsorRegion: path,
  honours: fc.subarray(['hnte', 'talent_firm']),
}
const someFacts: fc.Arbitrary<Facts> = fc
  .record(
    Object.fromEntries(
      Object.keys(FACTS).map((id) => [
        id,
        fc.record({
          value: values[id as FactId],
          standing: fc.constantFrom('declared' as const, 'confirmed' as const),
        }),
      ]),
    ),
    { requiredKeys: [] },
  )
  .map((facts) => facts as Facts)
const cases = fc.record({
  book: fc.constantFrom(hebei2024, hebei2026, shijiazhuang, beijing, binhai),
  facts: someFacts,
  applicant: fc.constantFrom('enterprise' as const, 'team' as const),
  decide: fc.constantFrom('entered' as const, 'confirmedOnly' as const),
})
const admitted = (book: Rulebook, applicant: string) => book.applicants.some((one) => one.kind === applicant)

test('property: the smallest change makes it pass, each part of it is needed, and no number moves one step too far', () => {
  fc.assert(
    fc.property(cases, ({ book, facts, applicant, decide }) => {
      fc.pre(admitted(book, applicant))
      const options = { applicant, decide, anyDate: true }
      const before = selfCheck(book, facts, day, options)
      const changes = before.smallestChange
      assert.ok(changes, 'something can always be changed in these rulebooks')
      assert.equal(before.passes, changes.length === 0)
      const passesAfter = (some: Change[]) => selfCheck(book, applyChanges(facts, some), day, options).passes
      assert.ok(passesAfter(changes))
      for (const [at, change] of changes.entries()) {
        assert.ok(!passesAfter(changes.filter((_, index) => index !== at)), `${change.fact} was not needed`)
        if (change.kind !== 'set' || change.from === null || Array.isArray(change.to)) continue
        if (typeof change.to === 'boolean' || /-/.test(String(change.to))) continue
        const back = BigInt(String(change.to)) > BigInt(String(change.from)) ? -1n : 1n
        const nearer = BigInt(String(change.to)) + back
        const to = typeof change.to === 'string' ? String(nearer) : Number(nearer)
        assert.ok(!passesAfter(changes.with(at, { ...change, to })), `${change.fact} moved too far`)
      }
    }),
    { numRuns: 1500 },
  )
})

test('property: what a finding proposes makes that criterion pass', () => {
  fc.assert(
    fc.property(cases, ({ book, facts, applicant, decide }) => {
      const findings = selfCheck(book, facts, day, { applicant, decide, anyDate: true }).findings
      for (const finding of findings) {
        if (finding.outcome !== 'fail' || !finding.smallestChange) continue
        const fixed = selfCheck(book, applyChanges(facts, finding.smallestChange), day, {
          applicant,
          decide,
          anyDate: true,
        })
        assert.equal(fixed.findings.find((one) => one.criterion === finding.criterion)?.outcome, 'pass')
      }
    }),
    { numRuns: 500 },
  )
})
