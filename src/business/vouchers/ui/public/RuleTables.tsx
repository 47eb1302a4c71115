import type { Text } from '#core/text.ts'
import { ClauseRef, Table } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { type Citation, type Rulebook, SERVICE_KINDS } from '../../browser.ts'
import { type RuleLine, ruleLines } from './rule-lines.ts'

const said = {
  what: { zh: '事项', en: 'About' },
  rule: { zh: '规定', en: 'Rule' },
  clause: { zh: '依据', en: 'Clause' },
  service: { zh: '服务类型', en: 'Service' },
  ratio: { zh: '按有效支出的比例', en: 'Ratio of the eligible cost' },
  evidence: { zh: '兑付要交的材料', en: 'Evidence for a redemption' },
} as const satisfies Record<string, Text>

/** Clause and source; of an assumption also why it was made. */
function Standing({ cited }: { cited: Citation }) {
  const t = useText()
  return (
    <>
      <ClauseRef cited={cited} bare />
      {cited.note && <span className="x-quiet x-note x-block">{t(cited.note)}</span>}
    </>
  )
}

export function RuleTable({ caption, lines }: { caption: Text; lines: readonly RuleLine[] }) {
  const t = useText()
  return (
    <Table
      caption={caption}
      hideCaption
      rows={lines}
      rowKey={(one) => one.key}
      columns={[
        { key: 'what', head: said.what, width: '26%', cell: (one) => t(one.what) },
        { key: 'rule', head: said.rule, cell: (one) => t(one.says) },
        { key: 'clause', head: said.clause, width: '32%', cell: (one) => <Standing cited={one.cited} /> },
      ]}
    />
  )
}

/** One row for each service: its clause, its ratios, and the evidence a redemption needs. */
export function ServiceTable({ book, caption }: { book: Rulebook; caption: Text }) {
  const t = useText()
  const lines = ruleLines(book)
  return (
    <Table
      caption={caption}
      hideCaption
      rows={book.services}
      rowKey={(service) => service.kind}
      columns={[
        {
          key: 'service',
          head: said.service,
          width: '26%',
          cell: (service) => (
            <>
              {t(SERVICE_KINDS[service.kind])}
              <span className="x-block x-note">
                <ClauseRef cited={service} bare />
              </span>
            </>
          ),
        },
        {
          key: 'ratio',
          head: said.ratio,
          width: '32%',
          cell: (service) =>
            lines
              .filter(({ key }) => key.startsWith(`services.${service.kind}.ratios.`))
              .map((one) => (
                <div key={one.key}>
                  {/* The line names its service first; here the row does. */}
                  {t(one.what).slice(t(SERVICE_KINDS[service.kind]).length)} {t(one.says)}{' '}
                  <ClauseRef cited={one.cited} bare />
                </div>
              )),
        },
        {
          key: 'evidence',
          head: said.evidence,
          cell: (service) =>
            lines
              .filter(({ key }) => key === `services.${service.kind}.evidence`)
              .map((one) => (
                <div key={one.key}>
                  {t(one.says)} <ClauseRef cited={one.cited} bare />
                </div>
              )),
        },
      ]}
    />
  )
}
