import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { Attachment } from '#platform/files/browser.tsx'
import { useAsked, useMay, useParams } from '#web/api.ts'
import { dayOf } from '#web/i18n/dates.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Card, Facts, Link, Money, PageHead, Stack, StateTag, Table } from '#web/kit/index.ts'
import { invoices } from '../contract.ts'
import { RedDialog } from './RedDialog.tsx'

const said = {
  title: { zh: '发票 {number}', en: 'Invoice {number}' },
  up: { zh: '发票', en: 'Invoices' },
  red: { zh: '红字发票', en: 'red letter' },
  conflict: {
    zh: '这张发票有两个不同的版本，由购买方所在地的科技主管部门裁定；裁定之前不能用于新的申请，在办的兑付暂停。',
    en: 'This invoice exists in two versions. The authority of the buyer’s region decides; until then it carries no new request, and running ones wait.',
  },
  replaced: {
    zh: '{by} {day} 裁定：该发票以另一版本为准，购销双方不含贵单位。理由：{reason}。以下是贵单位登记的版本，不能再用于申请。有异议的，请凭发票原件联系裁定部门。',
    en: '{by} decided on {day} that another version of this invoice is the true one, which does not name your organisation. Reason: {reason}. Below is the version that you registered; it carries no request any more. If you disagree, take the original to that authority.',
  },
  seller: { zh: '销售方', en: 'Seller' },
  buyer: { zh: '购买方', en: 'Buyer' },
  issued: { zh: '开票日期', en: 'Issued on' },
  total: { zh: '价税合计', en: 'Total, tax included' },
  file: { zh: '发票文件', en: 'The file' },
  reverses: { zh: '对应的蓝字发票', en: 'Takes back' },
  decide: { zh: '去裁定', en: 'Decide' },
  conflicts: { zh: '发票冲突', en: 'Invoices in two versions' },
  see: { zh: '查看', en: 'see it' },
  lines: { zh: '各行', en: 'Lines' },
  what: { zh: '名称', en: 'What' },
  amount: { zh: '含税金额', en: 'Amount' },
  presented: { zh: '已占用', en: 'Presented' },
  reversed: { zh: '已冲红', en: 'Taken back' },
  left: { zh: '未占用', en: 'Left' },
  yuan: { zh: '元', en: 'CNY' },
  uses: { zh: '占用情况', en: 'Where it is presented' },
  use: { zh: '第 {line} 行 {by}', en: 'line {line}: {by}' },
  other: { zh: '其他单位的申请', en: 'a request of another organisation' },
  reds: { zh: '红字发票', en: 'Red-letter invoices' },
  addRed: { zh: '登记红字发票', en: 'Register a red-letter invoice' },
} as const satisfies Record<string, Text>

export type InvoiceOne = ReturnType<typeof useAsked<typeof invoices.get>>

/** An invoice with what is left of each line and where the rest went. */
export function InvoicePage() {
  const t = useText()
  const may = useMay()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const one = useAsked(invoices.get, { params: { id } })
  const [adding, setAdding] = useState(false)
  const number = `${one.code} ${one.number}`.trim()
  const blue = one.kind === 'blue'
  const decides = may('invoice.decide')
  return (
    <Stack>
      <PageHead
        title={{
          zh: said.title.zh.replace('{number}', number),
          en: said.title.en.replace('{number}', number),
        }}
        up={
          decides
            ? { to: '/desk/invoice-conflicts', label: said.conflicts }
            : { to: '/invoices', label: said.up }
        }
        tags={!blue && <StateTag tone="alarm">{t(said.red)}</StateTag>}
        actions={
          blue &&
          !one.replaced &&
          may('invoice.reverse') && <Button onClick={() => setAdding(true)}>{t(said.addRed)}</Button>
        }
      />
      {one.replaced && (
        <Box tone="alarm">
          {t(said.replaced, {
            by: one.replaced.by,
            day: dayOf(one.replaced.at),
            reason: one.replaced.reason,
          })}
        </Box>
      )}
      {one.inConflict && (
        <Box tone="alarm">
          {t(said.conflict)} {decides && <Link to="/desk/invoice-conflicts">{t(said.decide)}</Link>}
        </Box>
      )}
      <Facts
        columns={3}
        facts={[
          { label: said.seller, value: one.sellerName, note: one.sellerCode },
          { label: said.buyer, value: one.buyerName, note: one.buyerCode },
          { label: said.issued, value: one.issuedOn },
          { label: said.total, value: <Money fen={one.totalFen} /> },
          { label: said.file, value: <Attachment id={one.fileId}>{said.file}</Attachment> },
          one.redOf !== null && {
            label: said.reverses,
            value: (
              <Link to="/invoices/$id" params={{ id: one.redOf }}>
                {t(said.see)}
              </Link>
            ),
          },
        ]}
      />
      <LineTable one={one} />
      <Uses one={one} />
      <HistoryCard kind="invoice" id={one.id} />
      {adding && <RedDialog blue={one} onClose={() => setAdding(false)} />}
    </Stack>
  )
}

function LineTable({ one }: { one: InvoiceOne }) {
  const amounts = ['amount', 'presented', 'reversed', 'left'] as const
  return (
    <Table
      caption={said.lines}
      rows={one.lines}
      rowKey={(line) => String(line.lineNo)}
      columns={[
        { key: 'what', head: said.what, cell: (line) => `${line.lineNo}. ${line.what}` },
        ...amounts.map((name) => ({
          key: name,
          head: said[name],
          unit: said.yuan,
          right: true,
          cell: (line: InvoiceOne['lines'][number]) => <Money fen={line[`${name}Fen`]} bare />,
        })),
      ]}
    />
  )
}

function Uses({ one }: { one: InvoiceOne }) {
  const t = useText()
  return (
    <>
      {one.presentations.length > 0 && (
        <Card title={t(said.uses)}>
          <ul>
            {one.presentations.map((use) => (
              <li key={`${use.lineNo} ${use.at}`}>
                {t(said.use, {
                  line: use.lineNo,
                  by: use.by ? `${use.by.organisation.name} → ${use.by.authority.name}` : t(said.other),
                })}{' '}
                <Money fen={use.amountFen} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {one.reds.length > 0 && (
        <Card title={t(said.reds)}>
          <ul>
            {one.reds.map((red) => (
              <li key={red.id}>
                <Link to="/invoices/$id" params={{ id: red.id }}>
                  {red.code} {red.number}
                </Link>{' '}
                {red.issuedOn} <Money fen={red.totalFen} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
