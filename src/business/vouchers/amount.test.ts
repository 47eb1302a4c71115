import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#core/refusal.ts'
import { type Formula, type RedemptionCase, redeemable, redeemableFen } from './amount.ts'
import { type ClaimCase, claimable } from './claim.ts'
import type { Rulebook } from './rulebook.ts'
import { parseRulebooks } from './versions.ts'

const load = (id: string) =>
  parseRulebooks([
    JSON.parse(
      readFileSync(new URL(`../../../communities/jingjinji/rulebooks/${id}.json`, import.meta.url), 'utf8'),
    ),
  ])[0] as Rulebook
const hebei = load('hebei-provincial-voucher.2026')
const shijiazhuang = load('shijiazhuang-voucher.2018')
const binhai = load('binhai-voucher.2024')
const yuan = (amount: number) => BigInt(Math.round(amount * 100))

/** Hebei's text, with other figures. */
function variant(change: {
  ratioBp?: number
  capYuan?: number
  reserved?: boolean
  parts?: boolean
  stepYuan?: number
}): Rulebook {
  const book = structuredClone(hebei)
  for (const service of book.services)
    service.ratios = service.ratios.filter((row) => row.cross === undefined)
  for (const service of book.services) for (const row of service.ratios) row.bp.value = change.ratioBp ?? 5000
  for (const limits of book.limits) limits.perYearFen.value = yuan(change.capYuan ?? 300_000)
  book.budget.reservedAtIssue.value = change.reserved ?? true
  book.usableInParts.value = change.parts ?? true
  book.claimStepFen.value = yuan(change.stepYuan ?? 1)
  return book
}

const vector8: Formula = {
  contractFen: yuan(200_000),
  invoicedFen: yuan(200_000),
  paidFen: yuan(120_000),
  excludedFen: 0n,
  ratioBp: 5000,
  faceLeftFen: yuan(80_000),
  capLeftFen: yuan(50_000),
  poolLeftFen: null,
  stepFen: 100n,
  mode: 'settle_enterprise',
}

test('vector 8: contract 200,000, paid 120,000, 50 %, face 80,000, cap left 50,000 ⇒ 50,000; pool left 30,000 ⇒ 30,000', () => {
  assert.deepEqual(redeemableFen(vector8), {
    eligibleFen: yuan(120_000),
    rawFen: yuan(60_000),
    approvedFen: yuan(50_000),
    limitedBy: 'year_cap',
  })
  const pool = redeemableFen({ ...vector8, poolLeftFen: yuan(30_000) })
  assert.deepEqual([pool.approvedFen, pool.limitedBy], [yuan(30_000), 'pool'])
  assert.equal(redeemableFen({ ...vector8, capLeftFen: null }).approvedFen, yuan(60_000))
})

const request: RedemptionCase = {
  service: 'testing',
  crossRegion: true,
  contractFen: yuan(200_000),
  invoicedFen: yuan(200_000),
  paidFen: yuan(120_000),
  voucher: { faceFen: yuan(80_000), usedFen: 0n },
  year: { takenFen: yuan(330_000), ownFen: yuan(80_000) },
  pool: { leftFen: 0n, ownFen: yuan(80_000) },
}
function approved(book: Rulebook, change: Partial<RedemptionCase> = {}) {
  const result = redeemable(book, { ...request, ...change })
  assert.ok(!(result instanceof Refusal), String(result))
  return result
}
const refusedCode = (result: unknown) =>
  result instanceof Refusal ? result.code : assert.fail('not refused')

test("the cap leaves out this voucher's own reservation: 300,000 − 330,000 + 80,000 = 50,000", () => {
  const result = approved(variant({}))
  assert.equal(result.capLeftFen, yuan(50_000))
  assert.equal(result.approvedFen, yuan(50_000))
  assert.equal(result.limitedBy, 'year_cap')
})

test('a cap filled exactly by vouchers already issued still pays each of them in full', () => {
  const year = { takenFen: yuan(300_000), ownFen: yuan(80_000) }
  assert.equal(approved(variant({}), { year, paidFen: yuan(200_000) }).approvedFen, yuan(80_000))
})

test('where the rulebook reserves at issue an empty pool shortens nothing; elsewhere it does', () => {
  const year = { takenFen: yuan(80_000), ownFen: yuan(80_000) }
  const pool = { leftFen: 0n, ownFen: 0n }
  assert.equal(approved(variant({}), { year, pool }).approvedFen, yuan(60_000))
  const short = approved(variant({ reserved: false }), { year, pool: { leftFen: yuan(30_000), ownFen: 0n } })
  assert.deepEqual([short.approvedFen, short.limitedBy], [yuan(30_000), 'pool'])
  const own = { leftFen: yuan(10_000), ownFen: yuan(80_000) }
  assert.equal(approved(variant({ reserved: false }), { year, pool: own }).approvedFen, yuan(60_000))
  assert.equal(
    refusedCode(redeemable(variant({ reserved: false }), { ...request, year, pool })),
    'redemption_nothing_left',
  )
})

test('a voucher used in parts: the face shrinks, the second request presents what is new of the contract', () => {
  const year = { takenFen: yuan(80_000), ownFen: yuan(80_000) }
  const first = approved(variant({}), { year, invoicedFen: yuan(60_000), paidFen: yuan(60_000) })
  assert.equal(first.approvedFen, yuan(30_000))
  const later = {
    presentedFen: yuan(60_000),
    invoicedFen: yuan(200_000),
    paidFen: yuan(200_000),
    voucher: { faceFen: yuan(80_000), usedFen: first.approvedFen },
    year: { takenFen: yuan(80_000), ownFen: yuan(50_000) },
  }
  const second = approved(variant({}), later)
  assert.deepEqual(
    [second.eligibleFen, second.approvedFen, second.limitedBy],
    [yuan(140_000), yuan(50_000), 'face'],
  )
  assert.equal(
    refusedCode(redeemable(variant({ parts: false }), { ...request, ...later })),
    'redemption_not_in_parts',
  )
})

test('excluded items come off after the smallest is taken; nothing left is a refusal that says by what', () => {
  const year = { takenFen: yuan(80_000), ownFen: yuan(80_000) }
  const excluded = [
    { what: { zh: '法定检测', en: 'statutory test' }, fen: yuan(20_000) },
    { what: { zh: '差旅', en: 'travel' }, fen: yuan(30_000.5) },
  ]
  const result = approved(variant({}), { year, excluded })
  assert.equal(result.eligibleFen, yuan(69_999.5))
  assert.equal(result.approvedFen, yuan(34_999))
  const all = [{ what: { zh: '设备', en: 'equipment' }, fen: yuan(500_000) }]
  assert.equal(
    refusedCode(redeemable(variant({}), { ...request, year, excluded: all })),
    'redemption_nothing_left',
  )
})

test('payouts round down to the yuan, never up', () => {
  const year = { takenFen: 0n, ownFen: 0n }
  const result = approved(variant({ ratioBp: 3333 }), {
    year,
    paidFen: yuan(100.99),
    invoicedFen: yuan(100.99),
  })
  assert.equal(result.rawFen, 3365n)
  assert.equal(result.approvedFen, yuan(33))
})

test('通兑: the enterprise has paid its share only, and the provider is paid', () => {
  const own = { crossRegion: false, year: { takenFen: 0n, ownFen: 0n } }
  const pool = { leftFen: yuan(1_000_000), ownFen: 0n }
  const paidHalf = approved(binhai, {
    ...own,
    pool,
    contractFen: yuan(100_000),
    invoicedFen: yuan(100_000),
    paidFen: yuan(50_000),
  })
  assert.deepEqual([paidHalf.approvedFen, paidHalf.payee], [yuan(50_000), 'provider'])
  const paidLess = approved(binhai, {
    ...own,
    pool,
    contractFen: yuan(100_000),
    invoicedFen: yuan(100_000),
    paidFen: yuan(20_000),
  })
  assert.equal(paidLess.approvedFen, yuan(20_000))
  assert.equal(approved(variant({})).payee, 'enterprise')
})

test('every step of the derivation carries its clause, and assumptions are marked', () => {
  const { steps, assumed } = approved(hebei, { year: { takenFen: yuan(80_000), ownFen: yuan(80_000) } })
  assert.deepEqual(
    steps.map((step) => step.id),
    ['eligible_cost', 'raw', 'face_left', 'cap_left', 'pool', 'approved'],
  )
  assert.equal(assumed, true)
  assert.equal(steps.find((step) => step.id === 'raw')?.assumed, true)
  assert.match(steps[1]?.says.zh ?? '', /60%＝72,000元/)
  assert.match(steps[1]?.says.en ?? '', /60% = CNY 72,000/)
})

test('a service or a border the rulebook does not know is refused', () => {
  assert.equal(
    refusedCode(redeemable(hebei, { ...request, service: 'method_training' })),
    'redemption_service_not_eligible',
  )
  assert.equal(refusedCode(redeemable(binhai, request)), 'redemption_cross_region_not_supported')
})

const money = fc.bigInt(0n, 10n ** 11n)
test('property: never above the cost, the face, the cap or the pool; whole yuan; more evidence never pays less', () => {
  const formula = fc.record({
    contractFen: money,
    invoicedFen: money,
    paidFen: money,
    excludedFen: money,
    ratioBp: fc.integer({ min: 0, max: 10_000 }),
    faceLeftFen: money,
    capLeftFen: fc.option(money),
    poolLeftFen: fc.option(money),
    stepFen: fc.constantFrom(100n, 500_000n),
    mode: fc.constantFrom('settle_enterprise' as const, 'settle_provider' as const),
  })
  fc.assert(
    fc.property(formula, fc.bigInt(0n, 10n ** 10n), (of, more) => {
      const { approvedFen, eligibleFen, rawFen } = redeemableFen(of)
      assert.ok(approvedFen >= 0n && approvedFen % of.stepFen === 0n)
      for (const bound of [rawFen, of.faceLeftFen, of.capLeftFen, of.poolLeftFen])
        if (bound !== null) assert.ok(approvedFen <= bound)
      assert.ok(eligibleFen <= of.contractFen && eligibleFen <= of.invoicedFen)
      assert.ok(rawFen * 10_000n <= eligibleFen * BigInt(of.ratioBp))
      if (of.mode === 'settle_enterprise') assert.ok(eligibleFen <= of.paidFen)
      else assert.ok(eligibleFen - rawFen <= of.paidFen + 1n, 'the own share was paid')
      if (of.mode === 'settle_enterprise')
        assert.ok(redeemableFen({ ...of, paidFen: of.paidFen + more }).approvedFen >= approvedFen)
      else if (approvedFen > 0n)
        assert.ok(
          of.paidFen + approvedFen <= of.contractFen,
          'the provider is paid no more than the contract',
        )
      assert.ok(redeemableFen({ ...of, excludedFen: of.excludedFen + more }).approvedFen <= approvedFen)
    }),
  )
})

const claim: ClaimCase = {
  applicant: 'enterprise',
  service: 'testing',
  crossRegion: false,
  contractFen: yuan(400_000),
  history: { takenFen: 0n, claimsThisYear: 0, claimsEver: 0 },
}
const granted = (book: Rulebook, change: Partial<ClaimCase> = {}) => {
  const result = claimable(book, { ...claim, ...change })
  return result instanceof Refusal ? result.code : result.maxFen
}

test('Shijiazhuang 2018: 5 万元 at first, several claims, 10 万元 a year (S06)', () => {
  assert.equal(granted(shijiazhuang), yuan(50_000))
  const second = { takenFen: yuan(50_000), claimsThisYear: 1, claimsEver: 1 }
  assert.equal(granted(shijiazhuang, { history: second }), yuan(50_000))
  const nextYear = { takenFen: 0n, claimsThisYear: 0, claimsEver: 2 }
  assert.equal(granted(shijiazhuang, { history: nextYear }), yuan(100_000))
  assert.equal(
    granted(shijiazhuang, { history: { ...second, takenFen: yuan(100_000) } }),
    'claim_year_cap_used',
  )
})

test('what is asked is granted or refused with what to ask for instead', () => {
  const ask = (book: Rulebook, amount: number) => claimable(book, { ...claim, requestedFen: yuan(amount) })
  const above = ask(shijiazhuang, 60_000)
  assert.ok(above instanceof Refusal)
  assert.match(
    above.text.zh,
    /目前可申领的50,000元，受“首次申领上限”限制（依据：报道：首次申领不超过5万元［S06］）/,
  )
  assert.equal(refusedCode(ask(hebei, 0)), 'claim_amount_not_positive')
  const fine = ask(shijiazhuang, 40_000)
  assert.ok(!(fine instanceof Refusal) && fine.amountFen === yuan(40_000) && fine.maxFen === yuan(50_000))
})

test('a claim in steps of 5,000 元 (Cangzhou, S09): the maximum and the answer are multiples', () => {
  const book = variant({ stepYuan: 5000 })
  assert.equal(granted(book, { contractFen: yuan(33_000) }), yuan(15_000))
  const odd = claimable(book, { ...claim, requestedFen: yuan(12_000) })
  assert.ok(odd instanceof Refusal && /请改为10,000元或15,000元/.test(odd.text.zh))
  assert.equal(granted(book, { contractFen: yuan(9_000) }), 'claim_nothing_left')
})

test('the number of claims, the kind of applicant and the service are checked', () => {
  const book = variant({})
  for (const limits of book.limits) limits.claimsPerYear.value = 5
  assert.equal(
    granted(book, { history: { takenFen: 0n, claimsThisYear: 5, claimsEver: 5 } }),
    'claim_count_used',
  )
  assert.equal(granted(binhai, { applicant: 'team' }), 'claim_applicant_not_admitted')
  assert.equal(granted(hebei, { service: 'equipment_purchase' }), 'claim_service_not_eligible')
})
