import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, toast } from '#web/kit/index.ts'
import { payments } from '../contract.ts'
import { yuan } from '../rules.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import type { RecoveryOne } from './RecoveryPage.tsx'

const said = {
  what: {
    zh: '经行政复议、诉讼或者复查，弄虚作假不成立时使用。未退的 {owed} 元不再追回，已退的 {back} 元退还单位，批准恢复，申领和接单的限制解除；已作废的券余额不恢复，可以重新申领。不能恢复。',
    en: 'For a finding that review or a court did not let stand. CNY {owed} are no longer demanded, CNY {back} that came back are paid again, the approval stands again and the bar is lifted; what was left of a revoked voucher does not revive and can be claimed anew. It can’t be undone.',
  },
  stopped: {
    zh: '经行政复议、诉讼或者复查，弄虚作假不成立时使用。批准恢复，{amount} 元编入下一张拨付单支付，申领和接单的限制解除；已作废的券余额不恢复，可以重新申领。不能恢复。',
    en: 'For a finding that review or a court did not let stand. The approval stands again, CNY {amount} are paid by the next run, and the bar is lifted; what was left of a revoked voucher does not revive and can be claimed anew. It can’t be undone.',
  },
  done: { zh: '认定已撤销', en: 'The finding is overturned' },
} as const satisfies Record<string, Text>

export function Overturn({ one, verb, onClose }: { one: RecoveryOne; verb: Text; onClose: () => void }) {
  const t = useText()
  const command = useCommand(payments.overturnFalsehood, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const { demandedFen, returnedFen } = one
  const what =
    one.status === 'stopped'
      ? t(said.stopped, { amount: yuan(demandedFen) })
      : t(said.what, { owed: yuan(demandedFen - returnedFen), back: yuan(returnedFen) })
  return (
    <ReasonDialog
      title={verb}
      verb={verb}
      alarm
      pending={command.pending}
      refusal={command.refusal}
      onSubmit={(reason) => command.run({ params: { id: one.id }, body: { reason } })}
      onClose={onClose}
    >
      <Box tone="alarm">{what}</Box>
    </ReasonDialog>
  )
}
