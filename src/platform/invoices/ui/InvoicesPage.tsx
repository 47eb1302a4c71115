import { useState } from 'react'
import { z } from 'zod'
import type { Text } from '#core/text.ts'
import { useFilters, useList, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Field,
  Link,
  ListOf,
  Money,
  More,
  PageHead,
  Stack,
  StateTag,
  TextInput,
} from '#web/kit/index.ts'
import { invoices } from '../contract.ts'
import { ConflictCard } from './ConflictCard.tsx'
import { InvoiceDialog } from './InvoiceDialog.tsx'

const said = {
  title: { zh: '发票', en: 'Invoices' },
  lead: {
    zh: '登记一次，各项目共用。兑付申请占用发票行，申请未获批准或撤回即释放。',
    en: 'Registered once for all programmes. A request occupies its lines; refusal or withdrawal frees them.',
  },
  add: { zh: '登记发票', en: 'Register an invoice' },
  find: { zh: '按号码查找', en: 'Find by number' },
  none: {
    zh: '没有登记过的发票。申请兑付时登记。',
    en: 'No invoices registered. They are when a redemption is asked for.',
  },
  number: { zh: '号码', en: 'Number' },
  red: { zh: '红字', en: 'red letter' },
  other: { zh: '销售方 / 购买方', en: 'Seller / buyer' },
  issued: { zh: '开票日期', en: 'Issued' },
  total: { zh: '价税合计', en: 'Total' },
  left: { zh: '未占用', en: 'Left' },
  yuan: { zh: '元', en: 'CNY' },
  conflict: { zh: '版本冲突，待裁定', en: 'two versions, to be decided' },
} as const satisfies Record<string, Text>

const Filters = z.object({
  number: z
    .string()
    .regex(/^\d{0,20}$/)
    .optional(),
})

/** What this organisation says differently of registered invoices, and what came of it. */
function Claimed() {
  const list = useList(invoices.conflicts, { query: {} })
  return (
    <>
      {list.rows.map((one) => (
        <ConflictCard key={one.id} one={one} />
      ))}
      {list.rows.length > 0 && <More {...list} />}
    </>
  )
}

export function InvoicesPage() {
  const t = useText()
  const may = useMay()
  const me = useMe()
  const [{ number }, set] = useFilters(Filters)
  const [adding, setAdding] = useState(false)
  const seat = me?.seats.find((one) => one.membershipId === me.actingAs)
  return (
    <Stack>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={
          may('invoice.register') && (
            <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
              {t(said.add)}
            </Button>
          )
        }
      />
      <ListOf
        endpoint={invoices.list}
        input={{ query: { number } }}
        caption={said.title}
        rowKey={(row) => row.id}
        none={said.none}
        columns={[
          {
            key: 'number',
            head: said.number,
            cell: (row) => (
              <>
                <Link to="/invoices/$id" params={{ id: row.id }}>
                  {row.code} {row.number}
                </Link>{' '}
                {row.kind === 'red' && <StateTag tone="alarm">{t(said.red)}</StateTag>}
                {row.inConflict && <StateTag tone="wait">{t(said.conflict)}</StateTag>}
              </>
            ),
          },
          {
            key: 'other',
            head: said.other,
            cell: (row) => (
              <>
                {row.sellerName}
                <span className="x-quiet x-block">{row.buyerName}</span>
              </>
            ),
          },
          { key: 'issued', head: said.issued, cell: (row) => row.issuedOn },
          {
            key: 'total',
            head: said.total,
            unit: said.yuan,
            right: true,
            cell: (row) => <Money fen={row.totalFen} bare />,
          },
          {
            key: 'left',
            head: said.left,
            unit: said.yuan,
            right: true,
            cell: (row) => <Money fen={row.leftFen} bare />,
          },
        ]}
      >
        <Field label={said.find}>
          <TextInput
            type="search"
            width="middle"
            inputMode="numeric"
            value={number ?? ''}
            onChange={(next) => set({ number: next.replace(/\D/g, '').slice(0, 20) || undefined })}
          />
        </Field>
      </ListOf>
      {may('invoice.conflict') && <Claimed />}
      {adding && (
        <InvoiceDialog
          start={{ buyerName: seat?.organisation.name ?? '' }}
          onClose={() => setAdding(false)}
        />
      )}
    </Stack>
  )
}
