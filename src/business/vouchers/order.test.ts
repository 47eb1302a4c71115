import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { compareRulebooks } from './compare.ts'
import { enteredFacts } from './facts.ts'
import { type Admission, afterWithdrawal, type OrderCase, orderAllowed } from './order.ts'
import { redeemPeriod, redemptionWindow, usePeriod } from './periods.ts'
import { relatedParty, type Tie } from './related.ts'
import { type PastCase, replay } from './replay.ts'
import type { Rulebook } from './rulebook.ts'
import { parseAgreement, parseRulebooks } from './versions.ts'

const json = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../communities/jingjinji/${path}.json`, import.meta.url), 'utf8'))
const load = (id: string) => parseRulebooks([json(`rulebooks/${id}`)])[0] as Rulebook
const hebei = load('hebei-provincial-voucher.2026')
const hebei2024 = load('hebei-provincial-voucher.2024')
const binhai = load('binhai-voucher.2024')
const agreement = parseAgreement(json('agreements/jingjinji-voucher-agreement'))

const openLab: Admission = {
  list: agreement.id,
  providerClass: 'recognised_open_lab',
  scope: ['testing', 'cooperative_rd'],
  from: '2018-08-01',
  lastDay: null,
}
const order: OrderCase = {
  applicantPath: ['130000', '131000', '131002'],
  provider: { path: ['120000', '120104'], admissions: [openLab] },
  service: 'testing',
  contains: [],
  contractOn: '2026-04-10',
  voucher: { claimedOn: '2026-03-01', issuedOn: '2026-03-20', lastUseDay: '2027-03-20' },
  ties: [],
  today: '2026-05-01',
}
const codes = (change: Partial<OrderCase>, book = hebei, by: typeof agreement | null = agreement) =>
  orderAllowed(book, by, { ...order, ...change }).map((reason) => reason.code)
const withAdmission = (change: Partial<Admission>) => ({
  provider: { path: ['120000', '120104'], admissions: [{ ...openLab, ...change }] },
})

test('a Langfang firm may order a test from a recognised open lab of Tianjin', () => {
  assert.deepEqual(codes({}), [])
})

test('the service must be listed at home and in the agreement: recognition joins providers, not rulebooks', () => {
  assert.deepEqual(codes({ service: 'rd_design', ...withAdmission({ scope: null }) }), [
    'order_service_not_eligible',
  ])
  assert.deepEqual(codes({ service: 'pilot_production', ...withAdmission({ scope: null }) }), [
    'order_service_not_cross_region',
  ])
})

test('statutory tests are refused everywhere, other exclusions by the rulebook', () => {
  assert.deepEqual(codes({ contains: ['statutory_test'] }), ['order_statutory_test'])
  assert.deepEqual(codes({ contains: ['general_training', 'goods_purchase'] }), [
    'order_content_excluded',
    'order_content_excluded',
  ])
  assert.deepEqual(
    codes(
      {
        contains: ['general_training'],
        contractOn: '2024-05-01',
        voucher: { claimedOn: '2024-03-01', issuedOn: '2024-03-02', lastUseDay: '2025-03-02' },
      },
      hebei2024,
    ),
    [],
  )
})

test('the contract is dated inside the voucher: both ends count, the day before issue does not', () => {
  assert.deepEqual(codes({ contractOn: '2026-03-19' }), ['order_before_voucher'])
  assert.deepEqual(codes({ contractOn: '2026-03-20' }), [])
  assert.deepEqual(codes({ contractOn: '2027-03-20', today: '2027-03-21' }), [])
  assert.deepEqual(codes({ contractOn: '2027-03-21', today: '2027-03-21' }), ['order_after_voucher'])
})

test('admission is looked up on the day of the contract', () => {
  assert.deepEqual(codes(withAdmission({ from: '2026-04-11' })), ['order_before_admission'])
  assert.deepEqual(codes(withAdmission({ from: '2026-04-10' })), [])
  assert.deepEqual(codes(withAdmission({ lastDay: '2026-04-09' })), ['order_admission_ended'])
  assert.deepEqual(codes(withAdmission({ lastDay: '2026-04-10' })), [])
  assert.deepEqual(codes(withAdmission({ scope: ['cooperative_rd'] })), ['order_provider_outside_scope'])
  assert.deepEqual(codes(withAdmission({ list: 'hebei-provincial-voucher' })), [
    'order_provider_not_recognised',
  ])
})

test('at home the provider needs the scheme list; an instrument manager serves instruments only (S05)', () => {
  const home = (providerClass: string) => ({
    provider: {
      path: ['130000', '130100'],
      admissions: [{ ...openLab, list: hebei.scheme, providerClass, scope: null }],
    },
  })
  assert.deepEqual(codes(home('backbone_university')), [])
  assert.deepEqual(codes({ ...home('instrument_manager'), service: 'cooperative_rd' }), [
    'order_provider_outside_scope',
  ])
  assert.deepEqual(codes(home('unknown_class')), ['order_provider_not_admitted'])
  assert.deepEqual(codes({ provider: { path: ['130000', '130100'], admissions: [openLab] } }), [
    'order_provider_not_admitted',
  ])
})

test('across the border: a scheme without it, a region outside the agreement, a day before it', () => {
  assert.deepEqual(codes({}, binhai), ['order_cross_region_not_supported'])
  assert.deepEqual(codes({ provider: { path: ['310000'], admissions: [openLab] } }), ['order_no_agreement'])
  assert.deepEqual(codes({}, hebei, null), ['order_no_agreement'])
})

test('every reason is told at once, each a sentence with its clause', () => {
  const reasons = orderAllowed(hebei, agreement, {
    ...order,
    service: 'method_training',
    contains: ['statutory_test'],
    contractOn: '2026-01-01',
    ties: [
      { kind: 'co_built', from: '2020-01-01', lastDay: null, detail: { zh: '共建实验室', en: 'joint lab' } },
    ],
    ...withAdmission({ from: '2026-04-11' }),
  })
  assert.deepEqual(
    reasons.map((reason) => reason.code),
    [
      'order_service_not_eligible',
      'order_statutory_test',
      'order_before_voucher',
      'order_service_not_cross_region',
      'order_before_admission',
      'related_party',
    ],
  )
  for (const reason of reasons) {
    assert.match(reason.text.zh, /依据：/)
    assert.doesNotMatch(reason.text.zh + reason.text.en, /\{\w+\}/)
  }
})

const tie = (kind: Tie['kind'], from = '2020-01-01', lastDay: string | null = null): Tie => ({
  kind,
  from,
  lastDay,
  detail: { zh: '精密制造联合实验室', en: 'joint laboratory for precision machining' },
})

test('隶属, 共建 and 产权纽带 bar the voucher; a jointly built laboratory is named in the reason', () => {
  const period = { from: '2024-05-01', to: '2024-06-01' }
  for (const kind of ['subordination', 'co_built', 'ownership', 'common_controller', 'incubatee'] as const)
    assert.equal(relatedParty(hebei2024, [tie(kind)], period).length, 1)
  const [reason] = relatedParty(hebei2024, [tie('co_built')], period)
  assert.match(
    reason?.text.zh ?? '',
    /共建关系（含共建实验室）：精密制造联合实验室.*无隶属、共建、产权纽带.*［S05］/,
  )
})

test('a tie counts on its days: over before the contract it is past, arising before redemption it bars', () => {
  const period = { from: '2026-04-10', to: '2026-06-01' }
  assert.equal(relatedParty(hebei, [tie('ownership', '2020-01-01', '2026-04-09')], period).length, 0)
  assert.equal(relatedParty(hebei, [tie('ownership', '2020-01-01', '2026-04-10')], period).length, 1)
  assert.equal(relatedParty(hebei, [tie('ownership', '2026-06-01')], period).length, 1)
  assert.equal(relatedParty(hebei, [tie('ownership', '2026-06-02')], period).length, 0)
})

test('a scheme that bans subordination alone (Cangzhou city, S09) lets a co-built lab through', () => {
  const book = { ...hebei, bannedTies: hebei.bannedTies.filter((ban) => ban.tie === 'subordination') }
  const period = { from: '2026-04-10', to: '2026-06-01' }
  assert.deepEqual(relatedParty(book, [tie('co_built')], period), [])
  assert.equal(relatedParty(book, [tie('subordination')], period).length, 1)
})

test('use ends by days or by the hard date, whichever is first; the day of issue is not counted', () => {
  const period = usePeriod(hebei, '2026-03-01')
  assert.ok(!(period instanceof Refusal))
  assert.deepEqual(
    [period.from, period.lastDay, period.by, period.assumed],
    ['2026-03-01', '2027-03-01', 'days', true],
  )
  const hard = structuredClone(hebei)
  hard.usePeriod.hardDate.value = { monthDay: '11-30', yearsLater: 0 }
  const cut = usePeriod(hard, '2026-03-01')
  assert.ok(!(cut instanceof Refusal) && cut.lastDay === '2026-11-30' && cut.by === 'hard_date')
  const late = usePeriod(hard, '2026-12-01')
  assert.ok(late instanceof Refusal && late.code === 'claim_period_closed')
})

test('redemption is counted from acceptance, before that from the last day of use; the earlier end holds', () => {
  const of = { issuedOn: '2026-03-01', lastUseDay: '2027-03-01' }
  assert.equal(redeemPeriod(hebei, { ...of, acceptedOn: '2026-06-01' }).lastDay, '2026-08-30')
  assert.equal(redeemPeriod(hebei, of).lastDay, '2027-05-30')
  assert.equal(redeemPeriod(hebei, { ...of, acceptedOn: '2028-06-01' }).lastDay, '2028-06-30')
})

test('Binhai: vouchers claimed 2024-02-28 to 12-31 go to the 2024 window (S11); Hebei takes requests all year', () => {
  assert.deepEqual(redemptionWindow(binhai, '2024-02-28', '2024-11-30'), {
    state: 'later',
    id: '2024',
    opens: '2024-12-01',
    closes: '2025-01-31',
  })
  assert.equal(redemptionWindow(binhai, '2024-12-31', '2025-01-31').state, 'open')
  assert.equal(redemptionWindow(binhai, '2024-12-31', '2025-02-01').state, 'over')
  assert.equal(redemptionWindow(binhai, '2024-02-27', '2025-01-01').state, 'none')
  assert.equal(redemptionWindow(hebei, '2026-03-01', '2026-05-01').state, 'always')
})

test('withdrawn mid-order: the effect is the rulebook’s', () => {
  assert.equal(
    afterWithdrawal(hebei, { contractOn: '2026-04-10', withdrawnOn: '2026-05-01' }).effect,
    'finishes',
  )
  assert.equal(
    afterWithdrawal(hebei, { contractOn: '2026-05-01', withdrawnOn: '2026-05-01' }).effect,
    'stops',
  )
  assert.equal(
    afterWithdrawal(binhai, { contractOn: '2024-04-10', withdrawnOn: '2024-05-01' }).effect,
    'stops',
  )
})

const facts = enteredFacts({
  staff: 86,
  revenueFen: '4200000000',
  rdRatioBp: 300,
  ipClass1: 1,
  smeProvincialValidTo: '2027-06-30',
  registeredRegion: ['130000', '131000'],
  goodRecord: true,
})
const past = (id: string, firm: string, day: string, change: Partial<PastCase> = {}): PastCase => ({
  id,
  firm,
  day,
  applicant: 'enterprise',
  facts,
  service: 'testing',
  crossRegion: true,
  contractFen: 20_000_000n,
  invoicedFen: 20_000_000n,
  paidFen: 20_000_000n,
  ...change,
})

test('what changes between two versions is listed by path, marked where assumed', () => {
  const changes = compareRulebooks(hebei2024, hebei)
  const paths = changes.map((change) => change.path)
  assert.ok(paths.includes('services.testing.ratios.any/cross.bp'))
  assert.ok(paths.includes('requirements.sme-provincial.rule'))
  assert.ok(paths.some((path) => path.startsWith('requirements.size.anyOf')))
  const ratio = changes.find((change) => change.path === 'services.testing.ratios.any/cross.bp')
  assert.deepEqual([ratio?.before, ratio?.after, ratio?.assumedAfter], [null, '6000', true])
  assert.deepEqual(compareRulebooks(hebei, hebei), [])
})

test('replayed under 2026, cross-region cases gain, those without the new conditions lose, and the cost is told', () => {
  const cases = [
    past('a', 'f1', '2024-03-01'),
    past('b', 'f2', '2024-03-02', { facts: { ...facts, ipClass1: { value: 0, standing: 'entered' } } }),
    past('c', 'f3', '2024-03-03', { crossRegion: false }),
    past('d', 'f4', '2024-03-04', {
      facts: { ...facts, smeProvincialValidTo: { value: '2024-01-01', standing: 'entered' } },
    }),
  ]
  const result = replay(hebei2024, hebei, cases)
  assert.deepEqual(
    result.rows.map((row) => [row.id, row.before.payFen, row.after.payFen, row.effect]),
    [
      ['a', 10_000_000n, 12_000_000n, 'gains'],
      ['b', 10_000_000n, 0n, 'loses'],
      ['c', 10_000_000n, 10_000_000n, 'same'],
      ['d', 0n, 12_000_000n, 'gains'],
    ],
  )
  assert.deepEqual(
    [result.gains, result.loses, result.same, result.newlyEligible, result.noLongerEligible],
    [2, 1, 1, 1, 1],
  )
  assert.equal(result.costFen, 4_000_000n)
})

test('a replay keeps each firm’s yearly cap and each year’s money', () => {
  const cases = ['a', 'b', 'c', 'd'].map((id, at) => past(id, 'f1', `2024-03-0${at + 1}`))
  const capped = replay(hebei2024, hebei, cases)
  assert.deepEqual(
    capped.rows.map((row) => row.after.payFen),
    [12_000_000n, 12_000_000n, 6_000_000n, 0n],
  )
  const firms = cases.map((one) => ({ ...one, firm: one.id }))
  const short = replay(hebei2024, hebei, firms, { before: 40_000_000n, after: 40_000_000n })
  assert.deepEqual([short.before.short, short.after.short], [0, 1])
  const nothing = replay(hebei, hebei, cases)
  assert.deepEqual([nothing.gains, nothing.loses, nothing.costFen], [0, 0, 0n])
})
