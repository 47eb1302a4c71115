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
    zh: '尚未退回的 {left} 元不再追回；已退回的不受影响。不能恢复。',
    en: 'CNY {left} that has not come back is no longer demanded; what returned stays. It can’t be undone.',
  },
  done: { zh: '已撤销', en: 'Waived' },
} as const satisfies Record<string, Text>

export function Waive({ one, verb, onClose }: { one: RecoveryOne; verb: Text; onClose: () => void }) {
  const t = useText()
  const command = useCommand(payments.waiveRecovery, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
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
      <Box tone="alarm">{t(said.what, { left: yuan(one.demandedFen - one.returnedFen) })}</Box>
    </ReasonDialog>
  )
}
