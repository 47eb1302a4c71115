import { useEffect } from 'react'
import type { Text } from '#core/text.ts'
import type { Evidence } from '#business/vouchers/browser.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import { Field, Stack, StateTag } from '#web/kit/index.ts'
import { elsewhere, type Requesting } from './requesting.ts'

const said = {
  why: { zh: '按适用办法，本服务兑付需要下列材料：', en: 'For this service the rulebook asks for:' },
  fromOrder: { zh: '取自订单', en: 'taken from the order' },
  fromInvoices: { zh: '取自所选发票', en: 'taken from the invoices chosen' },
  fromPayments: { zh: '取自付款凭证', en: 'taken from the proofs of payment' },
  evaluated: { zh: '委托方已在订单页面评价', en: 'the buyer evaluated on the order’s page' },
  notEvaluated: {
    zh: '请委托方先在订单页面评价服务',
    en: 'the buyer has to evaluate the service on the order’s page first',
  },
  missing: { zh: '尚缺', en: 'still missing' },
  have: { zh: '已备', en: 'there' },
} as const satisfies Record<string, Text>

const good: Partial<Record<Evidence, Text>> = {
  accredited_report: {
    zh: '首页资质标识和编号清晰可读。',
    en: 'The accreditation mark and its number on the first page are legible.',
  },
  contract_registration: { zh: '登记编号清晰可读。', en: 'The registration number is legible.' },
}

type Needed = readonly { kind: Evidence; label: Text; fromOrder: boolean; there: boolean }[]
type Have = { lines: boolean; payments: boolean }

/** The documents the rulebook asks for: those that are there already, and those to be sent. */
export function EvidenceFields({
  needed,
  files,
  have,
  onChange,
}: {
  needed: Needed
  files: Requesting['files']
  have: Have
  onChange: (files: Requesting['files']) => void
}) {
  const t = useText()
  const own = needed.filter(({ kind, fromOrder }) => !fromOrder && !elsewhere.includes(kind))
  const given = needed.filter((one) => !own.includes(one))
  return (
    <Stack>
      <p className="x-quiet">{t(said.why)}</p>
      <ul className="x-plain-list">
        {given.map(({ kind, label, ...row }) => (
          <li key={kind}>
            <Given kind={kind} row={row} have={have} /> {t(label)}
          </li>
        ))}
      </ul>
      {own.map(({ kind, label }) => (
        <Document
          key={kind}
          kind={kind}
          label={label}
          onChange={(ids) => onChange({ ...files, [kind]: ids })}
        />
      ))}
    </Stack>
  )
}

type Row = Pick<Needed[number], 'fromOrder' | 'there'>

function Given({ kind, row, have }: { kind: Evidence; row: Row; have: Have }) {
  const t = useText()
  const ofPayment = kind === 'full_payment' || kind === 'own_share_payment'
  const own = row.fromOrder && row.there
  const there = kind === 'invoice' ? have.lines : ofPayment ? have.payments : own
  const whence = ofPayment ? said.fromPayments : kind === 'invoice' ? said.fromInvoices : byOrder(kind, own)
  return (
    <>
      <StateTag tone={there ? 'good' : 'wait'}>{t(there ? said.have : said.missing)}</StateTag>{' '}
      <span className="x-quiet">{t(whence)}</span>
    </>
  )
}

const byOrder = (kind: Evidence, there: boolean) =>
  kind !== 'service_evaluation' ? said.fromOrder : there ? said.evaluated : said.notEvaluated

function Document({
  kind,
  label,
  onChange,
}: {
  kind: Evidence
  label: Text
  onChange: (ids: string[]) => void
}) {
  const uploads = useUploads(kind)
  const ids = uploads.ids.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: tells the form what arrived
  useEffect(() => onChange(uploads.ids), [ids])
  return (
    <Field name={`files.${kind}`} label={label}>
      <Uploader uploads={uploads} {...(good[kind] ? { good: good[kind] } : {})} />
    </Field>
  )
}
