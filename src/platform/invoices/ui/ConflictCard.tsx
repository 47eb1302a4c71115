import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Card, Facts, Link, Moment, Row, Stack, StateTag, Table } from '#web/kit/index.ts'
import type { invoices } from '../contract.ts'
import { CONFLICT_STATUS } from '../rules.ts'
import { DecideConflict } from './DecideConflict.tsx'

const said = {
  title: { zh: '发票 {number}', en: 'Invoice {number}' },
  claimed: { zh: '提出另一版本的单位', en: 'Who claims another version' },
  at: { zh: '提出时间', en: 'Made at' },
  files: { zh: '票面文件', en: 'The papers' },
  registeredFile: { zh: '原登记的文件', en: 'of the registered version' },
  claimedFile: { zh: '另一版本的文件', en: 'of the other version' },
  differences: { zh: '两个版本的不同之处', en: 'Where the two differ' },
  field: { zh: '栏目', en: 'Field' },
  line: { zh: '第 {line} 行 {field}', en: 'line {line}: {field}' },
  registered: { zh: '原登记', en: 'Registered' },
  other: { zh: '另一版本', en: 'The other version' },
  none: { zh: '（无）', en: '(none)' },
  decided: { zh: '裁定', en: 'Decided' },
  decide: { zh: '裁定', en: 'Decide' },
  waits: {
    zh: '您填写的版本与已登记的不同，正由购买方所在地的科技主管部门核对票面裁定；裁定前该发票不能用于新的申请，在办的兑付暂停。',
    en: 'Your version differs from the registered one. The authority of the buyer’s region compares the papers and decides; until then the invoice carries no new request, and running ones wait.',
  },
} as const satisfies Record<string, Text>

const fields: Record<string, Text> = {
  sellerCode: { zh: '销售方代码', en: 'code of the seller' },
  sellerName: { zh: '销售方', en: 'seller' },
  buyerCode: { zh: '购买方代码', en: 'code of the buyer' },
  buyerName: { zh: '购买方', en: 'buyer' },
  issuedOn: { zh: '开票日期', en: 'issued on' },
  totalFen: { zh: '价税合计（元）', en: 'total (CNY)' },
  what: { zh: '名称', en: 'what' },
  amountFen: { zh: '含税金额（元）', en: 'amount (CNY)' },
  blueLineNo: { zh: '冲减的原发票行', en: 'line taken back' },
}
const tones = { open: 'wait', kept: 'plain', corrected: 'good' } as const

export type ConflictOne = ReturnsOf<typeof invoices.conflicts>['rows'][number]

/** Two versions of one invoice: side by side for officers, the own one and its outcome for who claims it. */
export function ConflictCard({ one }: { one: ConflictOne }) {
  const t = useText()
  const [deciding, setDeciding] = useState(false)
  const number = `${one.claimed.code} ${one.claimed.number}`.trim()
  const shown = (field: string, value: string) =>
    value === '' ? t(said.none) : field.endsWith('Fen') ? formatFen(BigInt(value), { bare: true }) : value
  return (
    <Card
      title={
        // Who only claims a version holds no invoice yet.
        one.registered !== null || one.status === 'corrected' ? (
          <Link to="/invoices/$id" params={{ id: one.invoiceId }}>
            {t(said.title, { number })}
          </Link>
        ) : (
          t(said.title, { number })
        )
      }
      actions={<StateTag tone={tones[one.status]}>{t(CONFLICT_STATUS[one.status])}</StateTag>}
    >
      <Stack gap="s">
        {one.registered === null && one.status === 'open' && <Box tone="wait">{t(said.waits)}</Box>}
        <Facts
          facts={[
            { label: said.claimed, value: one.claimedBy.name },
            { label: said.at, value: <Moment at={one.at} /> },
            {
              label: said.files,
              value: (
                <>
                  {one.registeredFileId && (
                    <Attachment id={one.registeredFileId}>{said.registeredFile}</Attachment>
                  )}{' '}
                  <Attachment id={one.fileId}>{said.claimedFile}</Attachment>
                </>
              ),
            },
            one.decidedAt !== null && {
              label: said.decided,
              value: (
                <>
                  {t(CONFLICT_STATUS[one.status])} <Moment at={one.decidedAt} /> {one.decidedBy}
                </>
              ),
              note: one.reason,
            },
          ]}
        />
        {one.differences.length > 0 && (
          <Table
            caption={said.differences}
            rows={one.differences}
            rowKey={(row) => `${row.field} ${row.lineNo}`}
            columns={[
              {
                key: 'field',
                head: said.field,
                cell: ({ field, lineNo }) => {
                  const name = t(fields[field] ?? { zh: field, en: field })
                  return lineNo === null ? name : t(said.line, { line: lineNo, field: name })
                },
              },
              { key: 'a', head: said.registered, cell: (row) => shown(row.field, row.registered) },
              { key: 'b', head: said.other, cell: (row) => shown(row.field, row.claimed) },
            ]}
          />
        )}
        {one.abilities.includes('invoice.decide') && (
          <Row>
            <Button onClick={() => setDeciding(true)}>{t(said.decide)}</Button>
          </Row>
        )}
      </Stack>
      {deciding && <DecideConflict one={one} onClose={() => setDeciding(false)} />}
    </Card>
  )
}
