import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { HistoryCard } from '#platform/audit/browser.tsx'
import { useAsked, useCommand, useMay, useParams } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  AssumedMark,
  Box,
  Button,
  Card,
  Dialog,
  Facts,
  Field,
  Form,
  Link,
  Money,
  PageHead,
  Row,
  Stack,
  StateTag,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { SERVICE_KINDS, VOUCHER_STATUS, vouchers } from '../../browser.ts'
import { voucherTones } from './VouchersPage.tsx'

const said = {
  title: { zh: '科技创新券 {number}', en: 'Voucher {number}' },
  up: { zh: '我的券', en: 'My vouchers' },
  use: { zh: '用券下单', en: 'Order with it' },
  money: { zh: '资金流向', en: 'Where the money is' },
  face: { zh: '券面金额（发放时预留）', en: 'Face value, set aside at issue' },
  reserved: { zh: '尚预留', en: 'still set aside' },
  redeemed: { zh: '已兑付', en: 'redeemed' },
  returned: { zh: '已退回预算', en: 'given back to the budget' },
  service: { zh: '服务类型', en: 'Kind of service' },
  by: { zh: '发放部门', en: 'Issued by' },
  holder: { zh: '持券单位', en: 'Holder' },
  rulebook: { zh: '适用办法', en: 'Rulebook' },
  claim: { zh: '来自申领', en: 'From claim' },
  decision: { zh: '发放决定书', en: 'Decision' },
  periods: { zh: '期限', en: 'Periods' },
  valid: { zh: '使用期', en: 'To be used' },
  validWhy: { zh: '合同须在此期间签订。', en: 'The contract must be signed within it.' },
  redeem: { zh: '最迟申请兑付', en: 'Ask for redemption by' },
  redeemWhy: {
    zh: '订单验收后按办法重新计算，可能提前；以兑付申请页所示为准。',
    en: 'Counted anew once an order is accepted and may become earlier; the redemption page tells.',
  },
  to: { zh: '{from} 至 {to}', en: '{from} to {to}' },
  back: { zh: '退回未用的券', en: 'Give it back' },
  backWhy: {
    zh: '余额 {left} 元退回{year}年度预算，券不能再用，不能恢复。有订单或兑付申请在办的，须先办结或撤回。',
    en: 'CNY {left} goes back to the budget of {year}; the voucher can’t be used or restored afterwards. Orders and requests under way must end first.',
  },
  reason: { zh: '原因', en: 'Reason' },
  done: { zh: '券已退回', en: 'The voucher was given back' },
  orders: { zh: '查看订单', en: 'Orders' },
} as const satisfies Record<string, Text>

const YUAN = 100n

export function VoucherPage() {
  const t = useText()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const one = useAsked(vouchers.get, { params: { id } })
  const holds = useMay()
  const [giving, setGiving] = useState(false)
  const may = (ability: string) => one.abilities.includes(ability) && one.status === 'active'
  return (
    <Stack>
      <PageHead
        title={{
          zh: said.title.zh.replace('{number}', one.number),
          en: said.title.en.replace('{number}', one.number),
        }}
        {...(holds('claim.file') ? { up: { to: '/vouchers', label: said.up } } : {})}
        tags={<StateTag tone={voucherTones[one.status]}>{t(VOUCHER_STATUS[one.status])}</StateTag>}
        actions={
          <Row>
            {may('order.propose') && (
              <Link to="/orders/new" search={{ voucher: id }} as="primary">
                {t(said.use)}
              </Link>
            )}
            {may('order.propose') && <Link to="/orders">{t(said.orders)}</Link>}
            {may('voucher.giveBack') && <Button onClick={() => setGiving(true)}>{t(said.back)}</Button>}
          </Row>
        }
      />
      <Facts
        columns={3}
        facts={[
          { label: said.service, value: t(SERVICE_KINDS[one.serviceKind]) },
          { label: said.holder, value: one.organisationName },
          { label: said.by, value: one.authorityName },
          { label: said.rulebook, value: t(one.rulebookTitle) },
          {
            label: said.claim,
            value: (
              <>
                <Link to="/cases/$id" params={{ id: one.claimId }}>
                  {one.claimNumber}
                </Link>{' '}
                <Link to="/decisions/$kind/$id" params={{ kind: 'issue', id: one.claimId }}>
                  {t(said.decision)}
                </Link>
              </>
            ),
          },
        ]}
      />
      <Flow one={one} />
      <Card title={t(said.periods)}>
        <Facts
          facts={[
            {
              label: said.valid,
              value: (
                <>
                  {t(said.to, { from: one.validFrom, to: one.useBy })} {one.assumed.use && <AssumedMark />}
                </>
              ),
              note: t(said.validWhy),
            },
            {
              label: said.redeem,
              value: (
                <>
                  {one.redeemBy} {one.assumed.redeem && <AssumedMark />}
                </>
              ),
              note: t(said.redeemWhy),
            },
          ]}
        />
      </Card>
      <HistoryCard kind="voucher" id={id} />
      {giving && <GiveBack one={one} onClose={() => setGiving(false)} />}
    </Stack>
  )
}

type One = ReturnType<typeof useAsked<typeof vouchers.get>>

/** What was set aside and what became of it; the parts sum to the face value. */
function Flow({ one }: { one: One }) {
  const t = useText()
  const { faceFen, remainingFen, redeemedFen, returnedFen } = one
  const parts = [
    { key: 'redeemed', label: said.redeemed, fen: redeemedFen },
    { key: 'reserved', label: said.reserved, fen: remainingFen },
    { key: 'returned', label: said.returned, fen: returnedFen },
  ]
  return (
    <Card title={t(said.money)}>
      <Stack gap="s">
        <p>
          {t(said.face)}{' '}
          <strong>
            <Money fen={faceFen} />
          </strong>
        </p>
        <Facts columns={3} facts={parts.map(({ label, fen }) => ({ label, value: <Money fen={fen} /> }))} />
      </Stack>
    </Card>
  )
}

function GiveBack({ one, onClose }: { one: One; onClose: () => void }) {
  const t = useText()
  const form = useForm({ reason: '' })
  const give = useCommand(vouchers.giveBack, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const left = (one.remainingFen / YUAN).toLocaleString('en-US')
  return (
    <Dialog open title={t(said.back)} onClose={onClose}>
      <Form
        form={form}
        refusal={give.refusal}
        onSubmit={({ reason }) => give.run({ params: { id: one.id }, body: { reason } })}
      >
        <Box tone="alarm">{t(said.backWhy, { left, year: one.year })}</Box>
        <Field name="reason" label={said.reason} required>
          <TextInput {...form.bind('reason')} maxLength={500} />
        </Field>
        <Button kind="alarm" type="submit" busy={give.pending}>
          {t(said.back)}
        </Button>
      </Form>
    </Dialog>
  )
}
