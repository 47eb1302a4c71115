import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { toast } from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import { BankSlipForm, type Slip } from './BankSlipForm.tsx'
import type { RecoveryOne } from './RecoveryPage.tsx'

const said = {
  title: { zh: '登记到账', en: 'Book money that came' },
  what: {
    zh: '按银行回单填写。到账款项回到当年预算；该年度已结转的，进入结转账户。',
    en: 'As the bank’s slip says. The money goes back to the budget of its year, or to carry-over once that is closed.',
  },
  amount: { zh: '到账金额', en: 'Amount' },
  day: { zh: '到账日期', en: 'Received on' },
  done: { zh: '已登记', en: 'Booked' },
} as const satisfies Record<string, Text>

export function BookReturn({ one, onClose }: { one: RecoveryOne; onClose: () => void }) {
  const done = () => {
    toast(said.done)
    onClose()
  }
  const { run, pending, refusal } = useCommand(payments.bookReturn, { done })
  const send = ({ on: receivedOn, ...slip }: Slip) =>
    run({ params: { id: one.id }, body: { ...slip, receivedOn } })
  const leftFen = one.demandedFen - one.returnedFen
  return (
    <BankSlipForm day="receivedOn" busy={pending} onSend={send} {...{ said, leftFen, refusal, onClose }} />
  )
}
