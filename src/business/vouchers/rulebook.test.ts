import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { addDays, addYears, dayNumber } from './days.ts'
import { cite } from './parameter.ts'
import { ruleRefusals } from './rule-refusals.ts'
import { Rulebook } from './rulebook.ts'
import {
  agreementFor,
  checkRulebooks,
  parseAgreement,
  parseRulebooks,
  ratioFor,
  rulebookFor,
} from './versions.ts'

const pack = new URL('../../../communities/jingjinji/', import.meta.url)
const read = (folder: string) =>
  readdirSync(new URL(folder, pack)).map(
    (name) => JSON.parse(readFileSync(new URL(folder + name, pack), 'utf8')) as Record<string, unknown>,
  )
const documents = read('rulebooks/')
const books = parseRulebooks(documents)
const [agreement] = read('agreements/').map(parseAgreement)
const hebei = (day: string) => rulebookFor(books, '130000', 'hebei-provincial-voucher', day)?.version

test('the day of the claim picks the version, the last day included', () => {
  assert.equal(hebei('2019-12-31'), '2016')
  assert.equal(hebei('2020-01-01'), '2020')
  assert.equal(hebei('2024-01-01'), '2024')
  assert.equal(hebei('2025-09-10'), '2024')
  assert.equal(hebei('2025-09-11'), '2025')
  assert.equal(hebei('2026-11-23'), '2026')
  assert.equal(hebei('2015-12-31'), undefined)
  assert.equal(rulebookFor(books, '130100', 'hebei-provincial-voucher', '2026-11-23'), null)
})

test('Binhai changed sides: the provider redeems under 2022 and 2024, the enterprise under 2025', () => {
  const side = (day: string) => rulebookFor(books, '120116', 'binhai-voucher', day)?.settlement.intra.value
  assert.equal(side('2024-02-27'), 'settle_provider')
  assert.equal(side('2024-02-28'), 'settle_provider')
  assert.equal(side('2025-09-30'), 'settle_enterprise')
})

test('Beijing pays its providers at home, and the enterprise across the border', () => {
  const book = rulebookFor(books, '110000', 'beijing-voucher', '2026-11-23')
  assert.equal(book?.settlement.intra.value, 'settle_provider')
  assert.equal(book?.settlement.cross.value, 'settle_enterprise')
})

test('the most specific ratio decides', () => {
  const book = rulebookFor(books, '130000', 'hebei-provincial-voucher', '2026-11-23') as Rulebook
  assert.equal(ratioFor(book, { service: 'testing', crossRegion: false })?.value, 5000)
  assert.equal(ratioFor(book, { service: 'testing', crossRegion: true })?.value, 6000)
  assert.equal(ratioFor(book, { service: 'method_training', crossRegion: false }), null)
  const binhai = rulebookFor(books, '120116', 'binhai-voucher', '2024-06-01') as Rulebook
  assert.equal(ratioFor(binhai, { service: 'testing', firmClass: 'hnte', crossRegion: false })?.value, 6000)
})

test('two versions of one scheme on one day are refused, and an open end overlaps everything after it', () => {
  const [a] = books.filter((book) => book.version === '2024' && book.authority === '130000')
  const [b] = books.filter((book) => book.version === '2025' && book.authority === '130000')
  assert.ok(a && b)
  assert.deepEqual(checkRulebooks(books), [])
  assert.equal(checkRulebooks([a, { ...b, effectiveFrom: '2025-09-10' }]).length, 1)
  assert.equal(checkRulebooks([{ ...a, effectiveTo: null }, b]).length, 1)
  assert.equal(checkRulebooks([a, a]).length, 1)
  assert.deepEqual(
    checkRulebooks([
      { ...a, effectiveTo: null },
      { ...b, authority: '130100' },
    ]),
    [],
  )
})

test('a rule without its source or its reason is refused, with the path', () => {
  const broken = (change: (json: any) => void) => {
    const json = structuredClone(documents[0])
    change(json)
    return () => parseRulebooks([json])
  }
  assert.throws(
    broken((json) => delete json.form.note),
    /form.*says why/,
  )
  assert.throws(
    broken((json) => Object.assign(json.form, { standing: 'sourced' })),
    /source and clause/,
  )
  assert.throws(
    broken((json) => Object.assign(json.form, { source: 'S99' })),
    /unknown document S99/,
  )
  assert.throws(
    broken((json) => Object.assign(json.requirements[0].rule, { is: 'atLeast' })),
    /cannot compare/,
  )
  assert.throws(
    broken((json) => json.services.push(json.services[0])),
    /twice/,
  )
  assert.throws(
    broken((json) => Object.assign(json.capYear, { value: 'redemption_year' })),
    /capYear/,
  )
  assert.throws(
    broken((json) => Object.assign(json.budget.whenShort, { value: 'lottery' })),
    /budget\.whenShort/,
    'a setting that does nothing is none',
  )
  const listed = (json: { priority: object }, value: string[]) => Object.assign(json.priority, { value })
  assert.throws(
    broken((json) => listed(json, ['golden_firm'])),
    /priority\.value/,
  )
  assert.throws(
    broken((json) => {
      listed(json, ['hnte'])
      json.budget.whenShort.value = 'stop'
    }),
    /priority orders a queue, and there is none/,
  )
  assert.throws(
    broken((json) => Object.assign(json.services[0].ratios[0], { firmClass: 'hnte' })),
    /unknown firm class hnte/,
  )
  assert.throws(
    broken((json) => Object.assign(json, { colour: 'red' })),
    /colour/,
  )
  assert.throws(
    broken((json) => Object.assign(json, { effectiveTo: '2000-01-01' })),
    /ends before it begins/,
  )
})

test('what was not found in any source is marked as assumed (domain §16)', () => {
  for (const book of books) {
    for (const service of book.services)
      for (const row of service.ratios) {
        assert.match(cite(row.bp).zh, /假定/, `${book.id} ${service.kind}`)
        assert.match(cite(row.bp).en, /assumed/, `${book.id} ${service.kind}`)
      }
    assert.equal(book.publicNotice.workingDays.standing, 'assumed')
    if (book.scheme === 'hebei-provincial-voucher')
      for (const limits of book.limits) assert.equal(limits.perYearFen.standing, 'assumed')
  }
  const [sjz] = books.filter((book) => book.scheme === 'shijiazhuang-voucher')
  assert.equal(sjz?.limits[0]?.firstClaimFen.value, 5_000_000n)
  assert.match(cite(sjz?.limits[0]?.firstClaimFen ?? assert.fail()).zh, /首次申领不超过5万元［S06］/)
})

test('the agreement: 427 + 238 + 88 = 753, five services, in force since July 2018', () => {
  assert.equal(agreement?.openLabs.total.value, 753)
  assert.equal(agreement?.services.value.length, 5)
  assert.equal(agreementFor(agreement ? [agreement] : [], '130000', '120000', '2018-06-30'), null)
  assert.equal(
    agreementFor(agreement ? [agreement] : [], '130000', '120000', '2019-01-01')?.id,
    agreement?.id,
  )
  assert.equal(agreementFor(agreement ? [agreement] : [], '130000', '310000', '2019-01-01'), null)
  const wrong = read('agreements/')[0] as any
  wrong.openLabs.total.value = 754
  assert.throws(() => parseAgreement(wrong), /do not add up/)
})

test('a rulebook survives the wire', () => {
  for (const book of books) assert.deepEqual(Rulebook.decode(Rulebook.encode(book)), book)
})

test('days are counted as the calendar counts them', () => {
  assert.equal(addDays('2024-02-28', 1), '2024-02-29')
  assert.equal(addDays('2025-12-31', 1), '2026-01-01')
  assert.equal(addYears('2024-02-29', 1), '2025-02-28')
  assert.throws(() => dayNumber('2025-02-29'), RangeError)
  for (let at = 0; at < 80_000; at += 37)
    assert.equal(
      addDays('1900-01-01', at),
      Temporal.PlainDate.from('1900-01-01').add({ days: at }).toString(),
    )
})

test('a refusal by an assumed rule says so in each language alone', () => {
  const clause = cite({ clause: null, source: null, standing: 'assumed' })
  const { text } = ruleRefusals.make('order_provider_not_admitted', { clause })
  assert.match(text.zh, /（依据：假定）/)
  assert.match(text.en, /\(assumed\)/)
  assert.doesNotMatch(text.en, /\p{Script=Han}/u)
})
