import type { Text } from '#core/text.ts'
import { MODES } from '#business/vouchers/browser.ts'
import { Derivation } from '#business/vouchers/browser.tsx'
import { Attachment } from '#platform/files/browser.tsx'
import { type useAsked, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { Card, ClauseRef, Facts, Link, Money, Stack, StateTag, Table, type Tone } from '#web/kit/index.ts'
import type { redemptions } from '../../contract.ts'
import { citedBy } from '../cited.ts'

const said = {
  order: { zh: '订单', en: 'Order' },
  voucher: { zh: '券', en: 'Voucher' },
  provider: { zh: '服务机构', en: 'Provider' },
  applicant: { zh: '委托单位', en: 'Buyer' },
  payee: { zh: '收款单位', en: 'Payee' },
  account: { zh: '收款账户', en: 'Account' },
  noAccount: {
    zh: '没有已核实的账户，请在单位信息中填报',
    en: 'no confirmed account; give it in the profile',
  },
  mode: { zh: '兑付方式', en: 'Who redeems' },
  last: { zh: '最迟申请日', en: 'Last day to ask' },
  reckoning: { zh: '核算', en: 'The reckoning' },
  steps: { zh: '按适用办法逐步计算', en: 'Step by step, by the rulebook' },
  nth: { zh: '第 {n} 次核算，{by}', en: 'Reckoning {n}, by {by}' },
  off: { zh: '扣除“{what}” ', en: 'taken off “{what}” ' },
  firm: { zh: '（单位自行扣除）', en: ' (by the firm)' },
  reviewer: { zh: '（审核核减）', en: ' (by the reviewer)' },
  evidence: { zh: '证明材料', en: 'Evidence' },
  needed: { zh: '必需', en: 'needed' },
  there: { zh: '已备', en: 'there' },
  missing: { zh: '尚缺', en: 'missing' },
  invoices: { zh: '发票', en: 'Invoices' },
  number: { zh: '号码', en: 'Number' },
  line: { zh: '行', en: 'Line' },
  presented: { zh: '本次金额', en: 'Presented' },
  of: { zh: '该行金额', en: 'Of the line' },
  yuan: { zh: '元', en: 'CNY' },
  freed: { zh: '已释放', en: 'freed' },
  payments: { zh: '付款', en: 'Payments' },
  receipt: { zh: '凭证', en: 'receipt' },
  findings: { zh: '核对情况', en: 'What was checked' },
  pass: { zh: '相符', en: 'fits' },
  fail: { zh: '不符', en: 'does not fit' },
  warn: { zh: '注意', en: 'take note' },
  look: { zh: '待人工核对', en: 'for a person to see' },
} as const satisfies Record<string, Text>

export type RequestOne = ReturnType<typeof useAsked<typeof redemptions.get>>
type Inside = NonNullable<RequestOne['inside']>

/** What a request rests on: reckoning, evidence, invoices, payments, and what the rules find. */
export function RequestBody({ one }: { one: RequestOne }) {
  const t = useText()
  const may = useMay()
  const { inside } = one
  return (
    <Stack>
      <Facts
        columns={3}
        facts={[
          {
            label: said.order,
            value: (
              <Link to="/orders/$id" params={{ id: one.orderId }}>
                {one.orderNumber}
              </Link>
            ),
          },
          {
            label: said.voucher,
            value:
              inside && may('voucher.read') ? (
                <Link to="/vouchers/$id" params={{ id: one.voucherId }}>
                  {one.voucherNumber}
                </Link>
              ) : (
                one.voucherNumber
              ),
          },
          { label: said.applicant, value: one.organisationName },
          { label: said.provider, value: one.providerName },
          inside && {
            label: said.payee,
            value: inside.payee.name,
            note: inside.payee.account ?? t(said.noAccount),
          },
          inside?.mode ? { label: said.mode, value: t(MODES[inside.mode]) } : null,
          inside && { label: said.last, value: inside.lastDay },
        ]}
      />
      {inside && <Reckonings inside={inside} />}
      {inside && <Papers one={one} inside={inside} />}
      {inside && inside.findings.length > 0 && <Findings inside={inside} />}
    </Stack>
  )
}

/** The newest reckoning first; earlier ones show what was taken off and by whom. */
function Reckonings({ inside }: { inside: Inside }) {
  const t = useText()
  return (
    <Card title={t(said.reckoning)}>
      <Stack>
        {inside.reckonings.map((one, at) => (
          <div key={one.no}>
            {inside.reckonings.length > 1 && (
              <p className="x-quiet">{t(said.nth, { n: one.no, by: one.by })}</p>
            )}
            {one.excluded.map((item) => (
              <p key={`${item.what}${item.reason}`}>
                {t(said.off, { what: item.what })}
                <Money fen={item.amountFen} />
                {t(words.about, { name: said[item.by], text: item.reason })}
              </p>
            ))}
            {at === 0 ? (
              <Derivation caption={said.steps} steps={one.steps} resultFen={one.amountFen} />
            ) : (
              <Money fen={one.amountFen} />
            )}
          </div>
        ))}
      </Stack>
    </Card>
  )
}

/** Who asked registered the invoices; the other party sees what is on them here, and their own page is not for it. */
function useOpensInvoices({ organisationId, providerId }: RequestOne, { payee }: Inside): boolean {
  const me = useMe()
  const own = me?.seats.find((seat) => seat.membershipId === me.actingAs)?.organisation.id
  return own === payee.id || (own !== organisationId && own !== providerId)
}

function Papers({ one, inside }: { one: RequestOne; inside: Inside }) {
  const t = useText()
  const opens = useOpensInvoices(one, inside)
  const lines = inside.invoices.flatMap((invoice) => invoice.lines.map((line) => ({ invoice, line })))
  return (
    <>
      <Card title={t(said.evidence)}>
        <Facts
          facts={inside.evidence.map(({ label, needed, files }) => ({
            label,
            value:
              files.length > 0
                ? files.map((file) => (
                    <div key={file.id}>
                      <Attachment id={file.id}>{file.name}</Attachment>
                    </div>
                  ))
                : needed && <StateTag tone="alarm">{t(said.missing)}</StateTag>,
          }))}
        />
      </Card>
      <Table
        caption={said.invoices}
        rows={lines}
        rowKey={({ invoice, line }) => `${invoice.id}${line.lineNo}`}
        columns={[
          {
            key: 'number',
            head: said.number,
            cell: ({ invoice }) =>
              opens ? (
                <Link to="/invoices/$id" params={{ id: invoice.id }}>
                  {invoice.number}
                </Link>
              ) : (
                invoice.number
              ),
          },
          {
            key: 'line',
            head: said.line,
            cell: ({ line }) => (
              <>
                {line.lineNo}. {line.what}{' '}
                {!line.occupied && <StateTag tone="plain">{t(said.freed)}</StateTag>}
              </>
            ),
          },
          {
            key: 'presented',
            head: said.presented,
            unit: said.yuan,
            right: true,
            cell: ({ line }) => <Money fen={line.presentedFen} bare />,
          },
          {
            key: 'of',
            head: said.of,
            unit: said.yuan,
            right: true,
            cell: ({ line }) => <Money fen={line.lineFen} bare />,
          },
        ]}
      />
      <Card title={t(said.payments)}>
        <ul>
          {inside.payments.map((payment) => (
            <li key={payment.fileId}>
              {payment.paidOn} <Money fen={payment.amountFen} />{' '}
              <Attachment id={payment.fileId}>{said.receipt}</Attachment>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

const tones: Record<Inside['findings'][number]['outcome'], Tone> = {
  pass: 'good',
  fail: 'alarm',
  warn: 'wait',
  look: 'info',
}

function Findings({ inside }: { inside: Inside }) {
  const t = useText()
  return (
    <Card title={t(said.findings)}>
      <ul className="x-findings">
        {inside.findings.map((finding) => (
          <li key={finding.id}>
            <StateTag tone={tones[finding.outcome]}>{t(said[finding.outcome])}</StateTag>
            <div>
              {t(finding.says)} {finding.clause && <ClauseRef cited={citedBy(finding.clause)} />}
              {finding.detail && <div className="x-quiet">{t(finding.detail)}</div>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
