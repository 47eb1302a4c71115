import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, toast } from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import { yuan } from '../rules.ts'
import { BankSlipForm, type Slip } from './BankSlipForm.tsx'
import { BankSlips } from './BankSlips.tsx'
import type { RecoveryOne } from './RecoveryPage.tsx'

const said = {
  title: { zh: '退还记录', en: 'What was paid again' },
  came: { zh: '已退还 {paid} 元，应退还 {due} 元', en: 'CNY {paid} of {due} paid again' },
  none: { zh: '还没有退还。', en: 'Nothing was paid again yet.' },
  book: { zh: '登记退还', en: 'Book what was paid again' },
  what: {
    zh: '财务部门向单位付款后，按银行回单填写。款项已从可用资金中划出。',
    en: 'As the bank’s slip says, once it is paid. The money is set aside already.',
  },
  amount: { zh: '退还金额', en: 'Amount' },
  day: { zh: '付款日期', en: 'Paid on' },
  done: { zh: '已登记', en: 'Booked' },
} as const satisfies Record<string, Text>

/** What came back before the finding was overturned, and what of it was paid again. */
export function Refunds({ one }: { one: RecoveryOne }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const paid = t(said.came, { paid: yuan(one.refundedFen), due: yuan(one.refundFen) })
  const due = one.refundedFen < one.refundFen
  return (
    <BankSlips
      title={said.title}
      came={paid}
      doneFen={one.refundedFen}
      wholeFen={one.refundFen}
      day={said.day}
      none={said.none}
      slips={one.refunds.map((row) => ({ ...row, day: row.paidOn }))}
      dialogs={open && <BookRefund one={one} onClose={() => setOpen(false)} />}
    >
      {due && one.abilities.includes('recovery.book') && (
        <Button kind="primary" onClick={() => setOpen(true)}>
          {t(said.book)}
        </Button>
      )}
    </BankSlips>
  )
}

function BookRefund({ one, onClose }: { one: RecoveryOne; onClose: () => void }) {
  const done = () => {
    toast(said.done)
    onClose()
  }
  const { run, pending, refusal } = useCommand(payments.bookRefund, { done })
  const send = ({ on: paidOn, ...slip }: Slip) => run({ params: { id: one.id }, body: { ...slip, paidOn } })
  const leftFen = one.refundFen - one.refundedFen
  const words = { ...said, title: said.book }
  return (
    <BankSlipForm said={words} day="paidOn" busy={pending} onSend={send} {...{ leftFen, refusal, onClose }} />
  )
}
