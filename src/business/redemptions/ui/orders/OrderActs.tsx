import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { Uploader, useUploads } from '#platform/files/browser.tsx'
import { ORDER_ACTION, orders } from '#platform/orders/browser.ts'
import { useCommand } from '#web/api.ts'
import { capital, useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Card,
  Dialog,
  ErrorBox,
  Field,
  Folded,
  Form,
  Link,
  Money,
  Stack,
  TextArea,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { checked } from '../checked.ts'
import { usePayee, useRequestOf } from '../requests/useRequestOf.ts'
import { Evaluate } from './Evaluate.tsx'
import type { OrderOne } from './OrderPage.tsx'

const said = {
  title: { zh: '现在可以办理', en: 'What you can do now' },
  nothing: { zh: '目前轮到对方办理。', en: 'It is the other side’s turn.' },
  ended: { zh: '订单已办结。', en: 'The order has ended.' },
  redeem: { zh: '申请兑付', en: 'Ask for redemption' },
  other: {
    zh: '兑付由{payee}申请，贵单位不用办理。',
    en: '{payee} asks for redemption; there is nothing for you to do.',
  },
  request: { zh: '查看兑付申请', en: 'See the request for redemption' },
  providerClosed: {
    zh: '服务机构已注销。您可以撤回或取消订单，不收费用；所用的券随即可用于其他订单。',
    en: 'The provider is closed. You may withdraw or cancel the order without a fee; a voucher is then free for another order.',
  },
  buyerClosed: {
    zh: '委托方已注销，不能再验收和兑付。您可以谢绝或取消订单，不收费用。',
    en: 'The buyer is closed and can accept and redeem nothing any more. You may decline or cancel the order without a fee.',
  },
  why: { zh: '暂不能办理的事项', en: 'What can’t be done now' },
  done: { zh: '已办理', en: 'Done' },
  reason: { zh: '原因', en: 'Reason' },
  reasonWhy: { zh: '对方会看到。', en: 'The other side reads it.' },
  report: { zh: '成果报告', en: 'Report of the result' },
  good: {
    zh: '检测报告须带资质标识和编号；开发类附验收材料。',
    en: 'A test report carries its accreditation mark and number; development comes with acceptance papers.',
  },
  note: { zh: '说明', en: 'Note' },
  fee: { zh: '按约定，现在取消应付费用 ', en: 'By the terms, cancelling now costs ' },
  free: { zh: '现在取消不收费用。', en: 'Cancelling now costs nothing. ' },
  forGood: { zh: '取消后不能恢复。', en: 'It can’t be undone.' },
} as const satisfies Record<string, Text>

type Act = OrderOne['actions'][number]
const withReason = ['decline', 'return', 'cancel'] as const
const isAlarm = (action: Act['action']) => action === 'decline' || action === 'cancel'
const ENDED = ['declined', 'accepted', 'cancelled', 'voided']

/** The acts of this side: those that can be done as buttons, the rest with their reason. */
export function OrderActs({ one }: { one: OrderOne }) {
  const t = useText()
  const [open, setOpen] = useState<Act | null>(null)
  const now = one.actions.filter((act) => act.reason === null)
  const later = one.actions.filter((act) => act.reason !== null)
  const redeems = one.status === 'accepted' && one.funding !== null && one.side !== null
  const request = useRequestOf(one)
  const payee = usePayee(one, redeems && !request)
  if (one.side === null) return null
  return (
    <div className="no-print">
      <Card title={t(said.title)}>
        <Stack gap="s">
          {one.closed && one.closed !== one.side && !ENDED.includes(one.status) && (
            <Box tone="wait">{t(one.closed === 'buyer' ? said.buyerClosed : said.providerClosed)}</Box>
          )}
          {now.length === 0 && !redeems && <p>{t(ENDED.includes(one.status) ? said.ended : said.nothing)}</p>}
          {now.map((act) => (
            <ActButton key={act.action} act={act} one={one} onOpen={() => setOpen(act)} />
          ))}
          {redeems && request && (
            <Link to="/redemptions/$id" params={{ id: request.id }} as="primary">
              {t(said.request)}
            </Link>
          )}
          {redeems && payee && !payee.mine && <p>{t(said.other, { payee: payee.name })}</p>}
          {redeems && !request && payee?.mine && (
            <Link to="/redemptions/new" search={{ order: one.id }} as="primary">
              {t(said.redeem)}
            </Link>
          )}
          {later.length > 0 && !ENDED.includes(one.status) && (
            <Folded title={t(said.why)}>
              <ul>
                {later.map((act) => (
                  <li key={act.action}>{act.reason && t(act.reason.text)}</li>
                ))}
              </ul>
            </Folded>
          )}
        </Stack>
        {open && <ActDialog act={open} one={one} onClose={() => setOpen(null)} />}
      </Card>
    </div>
  )
}

/** What needs no word is done at once; the rest asks in a dialog. */
function ActButton({ act, one, onOpen }: { act: Act; one: OrderOne; onOpen: () => void }) {
  const t = useText()
  const { action } = act
  const confirm = useCommand(orders.confirm, { done: () => toast(said.done) })
  const accept = useCommand(orders.accept, { done: () => toast(said.done) })
  const direct = action === 'confirm' ? confirm : action === 'accept' ? accept : null
  const seen = one.steps.at(-1)?.stepNo
  const run = () => direct?.run({ params: { id: one.id }, body: seen === undefined ? {} : { seen } })
  return (
    <>
      <ErrorBox error={direct?.refusal} />
      <Button
        kind={isAlarm(action) || action === 'return' || action === 'evaluate' ? 'plain' : 'primary'}
        busy={direct?.pending ?? false}
        onClick={direct ? run : onOpen}
      >
        {capital(t(ORDER_ACTION[action]))}
      </Button>
    </>
  )
}

function ActDialog({ act, one, onClose }: { act: Act; one: OrderOne; onClose: () => void }) {
  const t = useText()
  const { action, feeFen } = act
  return (
    <Dialog open title={capital(t(ORDER_ACTION[action]))} onClose={onClose}>
      {action === 'cancel' && (
        <Box tone="alarm">
          {feeFen ? (
            <>
              {t(said.fee)}
              <strong>
                <Money fen={feeFen} />
              </strong>
              {t({ zh: '。', en: '. ' })}
            </>
          ) : (
            t(said.free)
          )}
          {t(said.forGood)}
        </Box>
      )}
      {withReason.some((name) => name === action) && <Reasoned act={act} one={one} onClose={onClose} />}
      {action === 'deliver' && <Deliver one={one} onClose={onClose} />}
      {action === 'evaluate' && <Evaluate one={one} onClose={onClose} />}
    </Dialog>
  )
}

const seenOf = (one: OrderOne) => {
  const seen = one.steps.at(-1)?.stepNo
  return seen === undefined ? {} : { seen }
}

function Reasoned({ act, one, onClose }: { act: Act; one: OrderOne; onClose: () => void }) {
  const t = useText()
  const form = useForm({ reason: '' })
  const done = () => {
    toast(said.done)
    onClose()
  }
  const decline = useCommand(orders.decline, { done })
  const sendBack = useCommand(orders.sendBack, { done })
  const cancel = useCommand(orders.cancel, { done })
  const params = { id: one.id }
  const submit = ({ reason }: { reason: string }) => {
    const body = { ...seenOf(one), reason }
    if (act.action === 'decline') return decline.run({ params, body })
    if (act.action === 'return') return sendBack.run({ params, body })
    return cancel.run({ params, body: { ...body, feeFen: act.feeFen ?? 0n } })
  }
  const command = act.action === 'decline' ? decline : act.action === 'return' ? sendBack : cancel
  return (
    <Form form={form} onSubmit={submit} refusal={command.refusal}>
      <Field name="reason" label={said.reason} hint={t(said.reasonWhy)} required>
        <TextArea {...form.bind('reason')} maxLength={1000} />
      </Field>
      <div>
        <Button kind={isAlarm(act.action) ? 'alarm' : 'primary'} type="submit" busy={command.pending}>
          {capital(t(ORDER_ACTION[act.action]))}
        </Button>
      </div>
    </Form>
  )
}

function Deliver({ one, onClose }: { one: OrderOne; onClose: () => void }) {
  const t = useText()
  const form = useForm({ note: '' })
  const report = useUploads('result', false)
  const deliver = useCommand(orders.deliver, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const submit = ({ note }: { note: string }) =>
    deliver.run({ params: { id: one.id }, body: { ...seenOf(one), fileId: report.ids[0] ?? '', note } })
  return (
    <Form form={checked(form, { fileId: report.ids })} onSubmit={submit} refusal={deliver.refusal}>
      <Field name="fileId" label={said.report} required>
        <Uploader uploads={report} multiple={false} good={said.good} />
      </Field>
      <Field name="note" label={said.note}>
        <TextArea {...form.bind('note')} maxLength={1000} />
      </Field>
      <div>
        <Button kind="primary" type="submit" busy={deliver.pending || report.busy}>
          {capital(t(ORDER_ACTION.deliver))}
        </Button>
      </div>
    </Form>
  )
}
