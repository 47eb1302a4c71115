import type { Text } from '#core/text.ts'
import { useText } from '../i18n/text.ts'
import { ClauseRef, type Cited, StateTag } from './Tag.tsx'
import { Money } from './Money.tsx'
import { Table } from './Table.tsx'

export type Finding = Cited & {
  id: string
  says: Text | string
  state: 'pass' | 'fail' | 'unknown'
  /** What was found, worded. */
  found?: Text | string | null
  /** The smallest change that would pass, worded. */
  change?: Text | string | null
  /** The fact is only declared, not yet confirmed: it does not decide. */
  unconfirmed?: boolean
}

const said = {
  pass: { zh: '符合', en: 'met' },
  fail: { zh: '不符合', en: 'not met' },
  unknown: { zh: '尚缺信息', en: 'not known yet' },
  found: { zh: '现状：', en: 'Now: ' },
  change: { zh: '最少需要：', en: 'Smallest change: ' },
  unconfirmed: { zh: '申报值，待核实', en: 'declared, not confirmed' },
} as const satisfies Record<string, Text>

const tones = { pass: 'good', fail: 'alarm', unknown: 'wait' } as const

/** What the rule engine found, criterion by criterion; the same list for the applicant and the officer. */
export function FindingsList({ label, findings }: { label: Text | string; findings: readonly Finding[] }) {
  const t = useText()
  return (
    <ul className="x-findings" aria-label={t(label)}>
      {findings.map((one) => (
        <li key={one.id} data-state={one.state}>
          <StateTag
            tone={tones[one.state]}
            icon={one.state === 'fail' ? 'cross' : one.state === 'pass' ? 'check' : 'question'}
          >
            {t(said[one.state])}
          </StateTag>
          <div>
            <div>
              {t(one.says)} <ClauseRef cited={one} />
            </div>
            {one.found && (
              <div className="x-quiet">
                {t(said.found)}
                {t(one.found)} {one.unconfirmed && <StateTag tone="wait">{t(said.unconfirmed)}</StateTag>}
              </div>
            )}
            {one.change && one.state !== 'pass' && (
              <div>
                <strong>{t(said.change)}</strong>
                {t(one.change)}
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

export type DerivationStep = Cited & {
  key: string
  what: Text | string
  /** How it is computed, worded: `合同金额 × 50%`. */
  how?: Text | string | null
  /** The amount after this step; or a worded value. */
  amountFen?: bigint | null
  value?: Text | string | null
  /** The step that decided the result. */
  decides?: boolean
}

/** How an amount came about, step by step, each with its clause; the last row is the result. */
export function DerivationTable({
  caption,
  steps,
  resultFen,
}: {
  caption: Text | string
  steps: readonly DerivationStep[]
  resultFen?: bigint
}) {
  const t = useText()
  const told = steps.some((step) => step.how)
  return (
    <Table
      caption={caption}
      rows={steps}
      rowKey={(step) => step.key}
      columns={[
        {
          key: 'what',
          head: { zh: '步骤', en: 'Step' },
          cell: (step) => (
            <>
              {t(step.what)}{' '}
              {step.decides && <StateTag tone="info">{t({ zh: '由此项决定', en: 'decides' })}</StateTag>}
            </>
          ),
        },
        ...(told
          ? [
              {
                key: 'how',
                head: { zh: '算法', en: 'How' },
                cell: (step: DerivationStep) => (step.how ? t(step.how) : ''),
              },
            ]
          : []),
        {
          key: 'amount',
          head: { zh: '金额', en: 'Amount' },
          unit: { zh: '元', en: 'CNY' },
          right: true,
          cell: (step) =>
            step.amountFen != null ? <Money fen={step.amountFen} bare /> : step.value ? t(step.value) : '',
        },
        {
          key: 'clause',
          head: { zh: '依据', en: 'Clause' },
          cell: (step) => <ClauseRef cited={step} bare />,
        },
      ]}
      foot={
        resultFen !== undefined && (
          <tr>
            <th scope="row">{t({ zh: '结果', en: 'Result' })}</th>
            {told && <td />}
            <td className="x-right">
              <strong>
                <Money fen={resultFen} bare />
              </strong>
            </td>
            <td />
          </tr>
        )
      }
    />
  )
}
