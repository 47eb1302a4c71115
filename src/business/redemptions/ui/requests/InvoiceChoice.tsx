import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Text } from '#core/text.ts'
import { directory } from '#platform/directory/browser.ts'
import { invoices } from '#platform/invoices/browser.ts'
import { InvoiceDialog } from '#platform/invoices/browser.tsx'
import { useAsked, useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Checkbox, Empty, Field, Money, MoneyInput, Row, Stack, StateTag } from '#web/kit/index.ts'
import type { OrderOne } from '../orders/OrderPage.tsx'
import { lineKey, type Requesting } from './requesting.ts'

const said = {
  none: { zh: '还没有可用的发票。', en: 'No invoice to use yet.' },
  add: { zh: '登记发票', en: 'Register an invoice' },
  one: { zh: '{number} · {seller} · {day}', en: '{number} · {seller} · {day}' },
  left: { zh: '未占用 ', en: 'left ' },
  of: { zh: '，共 ', en: ' of ' },
  line: { zh: '第 {n} 行 {what}：本次兑付', en: 'Line {n}, {what}: present' },
  taken: { zh: '已占用或冲红 ', en: 'presented or taken back ' },
  conflict: { zh: '版本冲突，待裁定', en: 'two versions, to be decided' },
  more: { zh: '超过未占用金额', en: 'more than is left' },
} as const satisfies Record<string, Text>

type Lines = Requesting['lines']

/** The organisation's invoices with what is left of each line; a chosen line starts with all that is left. */
export function InvoiceChoice({
  order,
  lines,
  onChange,
}: {
  order: OrderOne
  lines: Lines
  onChange: (lines: Lines) => void
}) {
  const t = useText()
  const [adding, setAdding] = useState(false)
  const [fresh, setFresh] = useState<string | null>(null)
  const { rows } = useAsked(invoices.list, { query: { limit: 100 } })
  const parties = useParties(order)
  const usable = rows.filter((row) => row.kind === 'blue' && (row.leftFen > 0n || row.inConflict))
  return (
    <Stack>
      {usable.length === 0 && <Empty title={t(said.none)} />}
      {usable.map((row) => (
        <InvoiceLines key={row.id} row={row} start={row.id === fresh} lines={lines} onChange={onChange} />
      ))}
      <div>
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t(said.add)}
        </Button>
      </div>
      {adding &&
        createPortal(
          <InvoiceDialog
            start={parties}
            onClose={() => setAdding(false)}
            onRegistered={({ id, status }) => status !== 'conflict' && setFresh(id)}
          />,
          document.body, // a form may not lie in another
        )}
    </Stack>
  )
}

/** Seller and buyer as the order knows them; a laboratory without a code invoices under its host's. */
function useParties(order: OrderOne) {
  const provider = useAskedLater(directory.get, { params: { id: order.provider.id } }).data
  const hostId = provider?.host?.id ?? ''
  const host = useAskedLater(directory.get, { params: { id: hostId } }, !!hostId && !provider?.uscc).data
  const buyer = useAskedLater(directory.get, { params: { id: order.buyer.id } }).data
  const seller = provider?.uscc ? provider : host
  return {
    sellerCode: seller?.uscc ?? '',
    sellerName: seller?.name ?? order.provider.name,
    buyerCode: buyer?.uscc ?? '',
    buyerName: order.buyer.name,
  }
}

type Listed = ReturnType<typeof useAsked<typeof invoices.list>>['rows'][number]

function InvoiceLines({
  row,
  start,
  lines,
  onChange,
}: {
  row: Listed
  start: boolean
  lines: Lines
  onChange: (lines: Lines) => void
}) {
  const t = useText()
  const [open, setOpen] = useState(start)
  useEffect(() => {
    if (start) setOpen(true)
  }, [start])
  const one = useAskedLater(invoices.get, { params: { id: row.id } }, open).data
  const own = Object.keys(lines).filter((key) => key.startsWith(`${row.id}:`))
  // biome-ignore lint/correctness/useExhaustiveDependencies: fills in once, when the invoice is chosen and known
  useEffect(() => {
    if (!open || !one || own.length > 0) return
    const left = one.lines.filter((line) => line.leftFen > 0n)
    onChange({
      ...lines,
      ...Object.fromEntries(left.map((line) => [lineKey(row.id, line.lineNo), line.leftFen])),
    })
  }, [open, one])
  const toggle = (next: boolean) => {
    setOpen(next)
    if (!next) onChange(Object.fromEntries(Object.entries(lines).filter(([key]) => !own.includes(key))))
  }
  const number = `${row.code} ${row.number}`.trim()
  return (
    <div className="x-card x-card-soft">
      <Stack gap="s">
        <Row between>
          <Checkbox
            value={open}
            disabled={row.inConflict}
            onChange={toggle}
            label={t(said.one, { number, seller: row.sellerName, day: row.issuedOn })}
          />
          <span className="x-quiet">
            {row.inConflict && <StateTag tone="alarm">{t(said.conflict)}</StateTag>}
            {t(said.left)}
            <Money fen={row.leftFen} />
            {t(said.of)}
            <Money fen={row.totalFen} />
          </span>
        </Row>
        {open &&
          one?.lines.map((line) => {
            const key = lineKey(row.id, line.lineNo)
            const typed = lines[key] ?? null
            const taken = line.presentedFen + line.reversedFen
            return (
              <Field
                key={key}
                label={t(said.line, { n: line.lineNo, what: line.what })}
                error={typed !== null && typed > line.leftFen ? t(said.more) : null}
                source={
                  <>
                    {t(said.left)}
                    <Money fen={line.leftFen} />
                    {taken > 0n && (
                      <>
                        {t({ zh: '，', en: ', ' })}
                        {t(said.taken)}
                        <Money fen={taken} />
                      </>
                    )}
                  </>
                }
              >
                <MoneyInput value={typed} onChange={(next) => onChange({ ...lines, [key]: next })} />
              </Field>
            )
          })}
      </Stack>
    </div>
  )
}
