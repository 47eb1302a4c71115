import { useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useList, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Card,
  type Column,
  Link,
  ListOf,
  Money,
  More,
  PageHead,
  Stack,
  StateTag,
  type Tone,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { CAUSES, RECOVERY_STATUS, ROW_STATUS, yuan } from '../../rules.ts'
import { VolunteerDialog } from './VolunteerDialog.tsx'
import { whyOf } from '../words.ts'

const said = {
  title: { zh: '我的拨付', en: 'My payments' },
  lead: {
    zh: '批准的兑付由部门分批拨付到已核实的收款账户。',
    en: 'Approved redemptions are paid in runs to the confirmed bank account.',
  },
  titleAll: { zh: '拨付记录', en: 'Payments made' },
  noneAll: { zh: '本部门还没有拨付记录。', en: 'Your authority has made no payments yet.' },
  firm: { zh: '单位', en: 'Organisation' },
  none: {
    zh: '还没有拨付记录。兑付获批后由主管部门拨付。',
    en: 'No payments yet. The authority pays once a redemption is approved.',
  },
  redemption: { zh: '兑付申请', en: 'Redemption' },
  amount: { zh: '金额', en: 'Amount' },
  yuan: { zh: '元', en: 'CNY' },
  by: { zh: '拨付部门', en: 'Paid by' },
  account: { zh: '收款账户', en: 'Account' },
  status: { zh: '状态', en: 'Status' },
  recoveries: { zh: '需退回的款项', en: 'Money to return' },
  rest: {
    zh: '应退 {demanded} 元，已退 {returned} 元',
    en: 'CNY {demanded} demanded, CNY {returned} returned',
  },
  due: { zh: '限 {day} 前退回', en: 'to be returned by {day}' },
  late: { zh: '已逾期', en: 'overdue' },
  clause: { zh: '依据：', en: 'Clause: ' },
  giveBack: { zh: '主动退回', en: 'Return it' },
} as const satisfies Record<string, Text>

const tones: Record<keyof typeof ROW_STATUS, Tone> = {
  prepared: 'info',
  stopped: 'alarm',
  sent: 'info',
  paid: 'good',
  unpaid: 'alarm',
  cancelled: 'plain',
}

type Payment = ReturnsOf<typeof payments.payments>['rows'][number]

/** For those who pay many. */
const firm: Column<Payment> = {
  key: 'firm',
  head: said.firm,
  cell: (row) => row.organisationName,
}

/** What came, and what has to go back. */
export function PaymentsPage() {
  const t = useText()
  const may = useMay()
  const [giving, setGiving] = useState<string | null>(null)
  const inside = may('batch.read')
  const title = inside ? said.titleAll : said.title
  return (
    <Stack>
      <PageHead title={title} lead={t(said.lead)} />
      {may('recovery.read') && <Recoveries />}
      <ListOf
        endpoint={payments.payments}
        caption={title}
        rowKey={(row) => row.id}
        none={inside ? said.noneAll : said.none}
        columns={[
          {
            key: 'redemption',
            head: said.redemption,
            cell: (row) => (
              <Link to="/redemptions/$id" params={{ id: row.redemptionId }}>
                {row.redemptionNumber}
              </Link>
            ),
          },
          ...(inside ? [firm] : []),
          {
            key: 'amount',
            head: said.amount,
            unit: said.yuan,
            right: true,
            cell: (row) => <Money fen={row.amountFen} bare />,
          },
          { key: 'by', head: said.by, cell: (row) => row.authorityName },
          { key: 'account', head: said.account, cell: (row) => row.account },
          {
            key: 'status',
            head: said.status,
            cell: (row) => (
              <>
                <StateTag tone={tones[row.status]}>{t(ROW_STATUS[row.status])}</StateTag> {row.paidOn}
                {row.reason && (
                  <span className="x-quiet x-block">{t(whyOf({ ...row, reason: row.reason }))}</span>
                )}
                {row.status === 'paid' && may('recovery.volunteer') && (
                  <Button small kind="quiet" onClick={() => setGiving(row.redemptionId)}>
                    {t(said.giveBack)}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {giving && <VolunteerDialog redemptionId={giving} onClose={() => setGiving(null)} />}
    </Stack>
  )
}

function Recoveries() {
  const t = useText()
  const list = useList(payments.recoveries, { query: {} })
  if (list.rows.length === 0) return null
  return (
    <Card title={t(said.recoveries)}>
      <Stack gap="s">
        {list.rows.map((row) => (
          <Box key={row.id} tone={row.status === 'open' ? 'alarm' : 'info'}>
            <p>
              <Link to="/recoveries/$id" params={{ id: row.id }}>
                {row.number}
              </Link>{' '}
              {t(CAUSES[row.cause])}{' '}
              <StateTag tone={row.status === 'open' ? 'alarm' : 'plain'}>
                {t(RECOVERY_STATUS[row.status])}
              </StateTag>
              {row.overdue && <StateTag tone="alarm">{t(said.late)}</StateTag>}
            </p>
            <p>
              {t(said.rest, { demanded: yuan(row.demandedFen), returned: yuan(row.returnedFen) })}{' '}
              {row.dueOn && row.status === 'open' && t(said.due, { day: row.dueOn })}
            </p>
            <p className="x-quiet">
              {row.reason} {t(said.clause)}
              {row.clause}
            </p>
          </Box>
        ))}
      </Stack>
      <More {...list} />
    </Card>
  )
}
