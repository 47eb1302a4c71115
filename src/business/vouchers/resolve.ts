// Browser-safe.
import { type FactId, type Facts, type FactValue, ratioBpOf } from './facts.ts'

/** `entered`: what was typed decides. `confirmedOnly`: only facts that an officer or a register stands for. */
export type Decide = 'entered' | 'confirmedOnly'

export type Resolved =
  | { state: 'known' | 'unconfirmed'; value: FactValue; derived: boolean }
  | { state: 'missing' }

/** The value a fact has for a decision. The R&D ratio is computed from spend and sales when both are given. */
export function resolve(facts: Facts, fact: FactId, decide: Decide): Resolved {
  const stand = (...ids: FactId[]) =>
    decide !== 'confirmedOnly' || ids.every((id) => facts[id]?.standing === 'confirmed')
      ? 'known'
      : 'unconfirmed'
  const direct = facts[fact]
  if (fact === 'rdRatioBp') {
    const spend = facts.priorYearRdFen
    const sales = facts.priorYearSalesFen
    const ratio = spend && sales ? ratioBpOf(BigInt(String(spend.value)), BigInt(String(sales.value))) : null
    if (
      ratio !== null &&
      !(direct?.standing === 'confirmed' && stand('priorYearRdFen', 'priorYearSalesFen') === 'unconfirmed')
    )
      return { state: stand('priorYearRdFen', 'priorYearSalesFen'), value: Number(ratio), derived: true }
  }
  return direct ? { state: stand(fact), value: direct.value, derived: false } : { state: 'missing' }
}
