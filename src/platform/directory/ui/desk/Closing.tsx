import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  DateInput,
  Dialog,
  Field,
  Form,
  TextArea,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { Buttons } from './ChangeParts.tsx'
import type { Full } from './desk-words.ts'

const said = {
  close: { zh: '登记注销', en: 'Record a closing' },
  on: { zh: '注销日', en: 'Closed on' },
  onHint: {
    zh: '登记机关准予注销之日，不晚于今天',
    en: 'The day of the register’s approval, today at the latest',
  },
  evidence: { zh: '依据', en: 'Evidence' },
  evidenceHint: {
    zh: '如“准予注销登记通知书”及其文号',
    en: 'Such as the register’s notice of closing and its number',
  },
  tells: {
    zh: '登记后，该单位不能再申领、下单和兑付，不再向其拨付；排队等候的申领退出。已发的券仍按期失效；订单的对方可以不付费用取消。单位、订单的对方和经办其在办件的部门会收到通知。',
    en: 'It can then no longer claim, order or redeem, and nothing is paid to it; claims that wait for money leave the queue. Vouchers lapse on their own days; the other side of an order may cancel without a fee. The organisation, the other sides of its orders and the desks of its open cases are told.',
  },
  closed: { zh: '注销已登记', en: 'The closing is on record' },
  isClosed: { zh: '该单位已于 {on} 注销，依据：{evidence}。', en: 'Closed on {on}, by {evidence}. ' },
  takeBack: { zh: '撤回注销登记', en: 'Take the closing back' },
  why: { zh: '撤回理由', en: 'Why it is taken back' },
  whyHint: { zh: '写入记录，单位能看到', en: 'Goes into the record; the organisation reads it' },
  backTells: {
    zh: '单位恢复到注销登记之前的状态，并收到通知。这段时间里退出排队的申领、已取消的订单不恢复，需重新申领和下单。',
    en: 'The organisation stands as it stood before, and is told. Claims that left the queue meanwhile and orders that were cancelled do not come back; they are made anew.',
  },
  back: { zh: '注销登记已撤回', en: 'The closing is taken back' },
} as const satisfies Record<string, Text>

type Dialogue = { found: Full; onClose: () => void }

/** The officer records what the register decided: the organisation is struck off. */
export function CloseDialog({ found, onClose }: Dialogue) {
  const t = useText()
  const form = useForm({ on: '', evidence: '' })
  const done = () => {
    toast(said.closed)
    onClose()
  }
  const command = useCommand(directory.close, { done })
  return (
    <Dialog open title={t(said.close)} onClose={onClose}>
      <Form
        form={form}
        onSubmit={(body) => command.run({ params: { id: found.id }, body })}
        refusal={command.refusal}
      >
        <p>
          <strong>{found.name}</strong>
        </p>
        <Field name="on" label={said.on} hint={t(said.onHint)} required>
          <DateInput {...form.bind('on')} />
        </Field>
        <Field name="evidence" label={said.evidence} hint={t(said.evidenceHint)} required>
          <TextInput {...form.bind('evidence')} maxLength={200} />
        </Field>
        <Box tone="alarm">{t(said.tells)}</Box>
        <Buttons verb={said.close} busy={command.pending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}

/** When and by what it was closed; the authority that recorded it takes it back. */
export function ClosedBox({ found }: { found: Full }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const { closing } = found
  if (!closing) return null
  const { on, evidence } = closing
  return (
    <Box tone="wait">
      {t(said.isClosed, { on, evidence })}{' '}
      {closing.correctable && (
        <Button small onClick={() => setOpen(true)}>
          {t(said.takeBack)}
        </Button>
      )}
      {open && <TakeBack closingId={closing.id} onClose={() => setOpen(false)} />}
    </Box>
  )
}

function TakeBack({ closingId, onClose }: { closingId: string; onClose: () => void }) {
  const t = useText()
  const form = useForm({ reason: '' })
  const done = () => {
    toast(said.back)
    onClose()
  }
  const command = useCommand(directory.takeClosingBack, { done })
  return (
    <Dialog open title={t(said.takeBack)} onClose={onClose}>
      <Form
        form={form}
        onSubmit={(body) => command.run({ params: { id: closingId }, body })}
        refusal={command.refusal}
      >
        <Field name="reason" label={said.why} hint={t(said.whyHint)} required>
          <TextArea {...form.bind('reason')} rows={2} maxLength={1000} />
        </Field>
        <Box tone="info">{t(said.backTells)}</Box>
        <Buttons verb={said.takeBack} busy={command.pending} onClose={onClose} />
      </Form>
    </Dialog>
  )
}
