import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { ClauseRef, DerivationTable, Money } from '#web/kit/index.ts'
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

/** The same in a slim column: a line for each step, its amount at the right. */
export function DerivationList({ caption, steps }: { caption: Text; steps: readonly Step[] }) {
  const t = useText()
  return (
    <ol className="x-plain-list" aria-label={t(caption)}>
      {steps.map(({ id, says, amountFen, clause, source, assumed, note }) => (
        <li key={id}>
          {t(says)}
          <div className="x-row x-between">
            <ClauseRef cited={{ clause, source, standing: assumed ? 'assumed' : 'sourced', note }} bare />
            <strong>
              <Money fen={amountFen} />
            </strong>
          </div>
        </li>
      ))}
    </ol>
  )
}
