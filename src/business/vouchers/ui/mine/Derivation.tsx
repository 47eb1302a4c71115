import type { Text } from '#core/text.ts'
import { DerivationTable } from '#web/kit/index.ts'
import type { Step } from '../../browser.ts'

/** How an amount came about under the rulebook, step by step with its clauses. */
export function Derivation({
  caption,
  steps,
  resultFen,
}: {
  caption: Text
  steps: readonly Step[]
  resultFen?: bigint | null
}) {
  return (
    <DerivationTable
      caption={caption}
      {...(resultFen == null ? {} : { resultFen })}
      steps={steps.map((step) => ({
        key: step.id,
        what: step.says,
        amountFen: step.amountFen,
        clause: step.clause,
        source: step.source,
        standing: step.assumed ? 'assumed' : 'sourced',
        note: step.note,
      }))}
    />
  )
}
