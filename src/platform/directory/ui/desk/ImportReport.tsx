import type { ReactNode } from 'react'
import type { Text } from '#core/text.ts'
import type { ApiRefusal } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Dialog, RefusalLine, StateTag, Table, type Tone } from '#web/kit/index.ts'

const said = {
  row: { zh: '行', en: 'Row' },
  result: { zh: '结果', en: 'Result' },
} as const satisfies Record<string, Text>

type Line<O extends string> = {
  row: number
  name: string | null
  outcome: O
  problems: readonly { path: string; text: Text }[]
  remarks?: readonly Text[]
}

/** How a list calls its columns and what may become of a row; what has the lowest `rank` has to be looked at first. */
export type Outcomes<O extends string> = {
  name: Text
  heads: Record<string, Text>
  of: Record<O, { text: Text; tone: Tone; rank: number }>
}

type Props<O extends string> = {
  title: Text
  caption: string
  rows: readonly Line<O>[]
  outcomes: Outcomes<O>
  refusal?: ApiRefusal | null
  foot: ReactNode
  onClose: () => void
}

/** What became of each row of an import, or would become of it. */
export function ImportReport<O extends string>({ outcomes, refusal, rows, ...rest }: Props<O>) {
  const t = useText()
  const { title, caption, foot, onClose } = rest
  // Within its rank a row with a remark stands before those without.
  const order = ({ outcome, remarks = [] }: Line<O>) =>
    outcomes.of[outcome].rank - (remarks.length > 0 ? 0.5 : 0)
  return (
    <Dialog open side title={t(title)} onClose={onClose} foot={foot}>
      {refusal && <RefusalLine refusal={refusal} />}
      <Table
        caption={caption}
        rows={[...rows].sort((a, b) => order(a) - order(b))}
        rowKey={(row) => String(row.row)}
        columns={[
          { key: 'row', head: said.row, width: '4em', cell: (row) => row.row },
          { key: 'name', head: outcomes.name, width: '11em', cell: (row) => row.name ?? '—' },
          { key: 'result', head: said.result, cell: (row) => <Result line={row} outcomes={outcomes} /> },
        ]}
      />
    </Dialog>
  )
}

function Result<O extends string>({ line, outcomes }: { line: Line<O>; outcomes: Outcomes<O> }) {
  const t = useText()
  const { text, tone } = outcomes.of[line.outcome]
  const headOf = (path: string) => {
    const head = outcomes.heads[path.split('.').at(-1) ?? '']
    return head ? `${t(head)}${t({ zh: '：', en: ': ' })}` : ''
  }
  return (
    <>
      <StateTag tone={tone}>{t(text)}</StateTag>
      {line.problems.map((problem) => (
        <div key={`${problem.path}${problem.text.zh}`}>
          {headOf(problem.path)}
          {t(problem.text)}
        </div>
      ))}
      {(line.remarks ?? []).map((remark) => (
        <div key={remark.zh}>{t(remark)}</div>
      ))}
    </>
  )
}
