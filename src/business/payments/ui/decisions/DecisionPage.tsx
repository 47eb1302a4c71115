import { Derivation } from '#business/vouchers/browser.tsx'
import { z } from 'zod'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useAsked, useFilters, useParams } from '#web/api.ts'
import { capital, useText } from '#web/i18n/text.ts'
import { Button, Facts, Money, PageHead, Table } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { words } from '../words.ts'
import './decision.css'

const said = {
  print: { zh: '打印', en: 'Print' },
  back: { zh: '办件', en: 'The case' },
  caseNumber: { zh: '办件编号', en: 'Case' },
  applicant: { zh: '当事单位', en: 'Addressee' },
  code: { zh: '统一社会信用代码 {code}', en: 'credit code {code}' },
  subject: { zh: '事项', en: 'Subject' },
  result: { zh: '决定', en: 'Decision' },
  reasons: { zh: '理由', en: 'Reasons' },
  clauses: { zh: '依据', en: 'Rules it rests on' },
  amounts: { zh: '金额', en: 'Amounts' },
  item: { zh: '项目', en: 'Item' },
  derivation: { zh: '核算过程', en: 'How the amount came about' },
  consequences: { zh: '其他事项', en: 'What else follows' },
  appeal: { zh: '救济途径', en: 'How to contest it' },
  decidedBy: { zh: '决定人：{who}', en: 'Decided by {who}' },
  seal: { zh: '（印章）', en: '(seal)' },
  made: {
    zh: '本件由平台按办件记录生成，与办件记录具有相同内容。',
    en: 'Made by the platform from the record of the case, and says what that record says.',
  },
} as const satisfies Record<string, Text>

/** Of several appeals of one case, which. */
const Which = z.object({ no: z.coerce.number().int().min(1).max(99).optional() })

type Document = ReturnsOf<typeof payments.decision>
type Kind = Document['kind']

/** A decision as it is handed out: on A4, with derivation, clauses, who, when, and how to contest it. */
export function DecisionPage() {
  const t = useText()
  const { kind = 'redemption', id = '' } = useParams({ strict: false }) as { kind?: Kind; id?: string }
  const [{ no }] = useFilters(Which)
  const one = useAsked(payments.decision, { params: { kind, id }, query: { no } })
  const up =
    kind === 'recovery'
      ? { to: '/recoveries/$id', label: one.number, params: { id } }
      : { to: '/cases/$id', label: said.back, params: { id } }
  return (
    <>
      <div className="p-narrow p-screen">
        <PageHead
          title={`${t(one.title)} ${one.number}`}
          up={up}
          actions={
            <Button icon="print" kind="primary" onClick={() => window.print()}>
              {t(said.print)}
            </Button>
          }
        />
      </div>
      <article className="p-sheet">
        <header>
          <p>{one.authority}</p>
          <h2>{t(one.title)}</h2>
          <p>{one.number}</p>
        </header>
        <Facts
          columns={1}
          facts={[
            {
              label: said.applicant,
              value: one.applicant.name,
              note: one.applicant.code && t(said.code, { code: one.applicant.code }),
            },
            { label: said.caseNumber, value: one.caseNumber },
            { label: said.subject, value: t(one.subject) },
          ]}
        />
        <Sections one={one} />
        <footer className="p-sign">
          <p>
            {one.authority} {t(said.seal)}
          </p>
          <p>{t(said.decidedBy, { who: one.decidedBy })}</p>
          <p>{one.decidedOn}</p>
          <p className="x-quiet x-note">{t(said.made)}</p>
        </footer>
      </article>
    </>
  )
}

function Sections({ one }: { one: Document }) {
  const t = useText()
  return (
    <>
      <section>
        <h3>{t(said.result)}</h3>
        <p className="p-result">{t(one.result)}</p>
      </section>
      {one.reasons.length > 0 && (
        <section>
          <h3>{t(said.reasons)}</h3>
          {one.reasons.map((reason) => (
            <p key={reason.zh} className="p-said">
              {capital(t(reason))}
            </p>
          ))}
        </section>
      )}
      <Amounts one={one} />
      {one.clauses.length > 0 && (
        <section>
          <h3>{t(said.clauses)}</h3>
          <ol className="p-clauses">
            {one.clauses.map((clause) => (
              <li key={clause.zh}>{t(clause)}</li>
            ))}
          </ol>
        </section>
      )}
      {one.consequences.length > 0 && (
        <section>
          <h3>{t(said.consequences)}</h3>
          {one.consequences.map((text) => (
            <p key={text.zh}>{t(text)}</p>
          ))}
        </section>
      )}
      {one.appeal && (
        <section>
          <h3>{t(said.appeal)}</h3>
          <p>{t(one.appeal)}</p>
        </section>
      )}
    </>
  )
}

function Amounts({ one }: { one: Document }) {
  const t = useText()
  if (one.amounts.length === 0) return null
  return (
    <section>
      <h3>{t(said.amounts)}</h3>
      <Table
        caption={said.amounts}
        hideCaption
        rows={one.amounts}
        rowKey={(row) => row.label.zh}
        columns={[
          { key: 'item', head: said.item, cell: (row) => t(row.label) },
          {
            key: 'amount',
            head: words.amount,
            unit: words.yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
        ]}
      />
      {one.derivation.length > 0 && <Derivation caption={said.derivation} steps={one.derivation} />}
    </section>
  )
}
