import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import { Box, Button, Dialog, Field, Form, Money, Row, Stack, TextArea, useForm } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { sumFen } from '../../rules.ts'
import { Results } from '../Results.tsx'
import type { BatchLine } from './BatchRows.tsx'

const said = {
  approve: { zh: '批准兑付', en: 'Approve' },
  decline: { zh: '不予批准', en: 'Decline' },
  approveWhat: {
    zh: '批准 {count} 件。批准后款项记为应付，由经办人编制拨付单；收款账户以此刻核实的为准。',
    en: 'Approves {count}. The money becomes payable, and the account confirmed at this moment is the one to be paid.',
  },
  declineWhat: {
    zh: '不予批准 {count} 件。申请单位会看到理由，并可申请复核；所占发票行随即释放。',
    en: 'Declines {count}. The applicants read the reason and may appeal; their invoice lines are free again.',
  },
  each: { zh: '逐件办理，互不影响。', en: 'Each is done by itself.' },
  reason: { zh: '理由', en: 'Reason' },
  reasonHint: { zh: '写入每一件；申请单位会看到。', en: 'Written into each; the applicants read it.' },
} as const satisfies Record<string, Text>

type Props = {
  batchId: string
  decision: 'approve' | 'decline'
  rows: readonly BatchLine[]
  onDone: () => void
  onClose: () => void
}

/** Decides what was chosen; every row gets its own answer. */
export function DecideDialog({ batchId, decision, rows, onDone, onClose }: Props) {
  const t = useText()
  const [names] = useState(() => new Map(rows.map((row) => [row.redemptionId, row.number])))
  const form = useForm({ reason: '' })
  const command = useCommand(payments.decideBatch, { done: onDone })
  const submit = ({ reason }: { reason: string }) => {
    const given = reason.trim() ? { reason: reason.trim() } : {}
    const decisions = rows.map(({ redemptionId }) => ({ redemptionId, decision, ...given }))
    return command.run({ params: { id: batchId }, body: { rows: decisions } })
  }
  return (
    <Dialog open title={t(said[decision])} onClose={onClose}>
      {command.answer ? (
        <Stack>
          <Results results={command.answer.results} nameOf={(id) => names.get(id) ?? id} />
          <Row>
            <Button kind="primary" onClick={onClose}>
              {t(shared.close)}
            </Button>
          </Row>
        </Stack>
      ) : (
        <Form form={form} onSubmit={submit} refusal={command.refusal}>
          <Box tone={decision === 'decline' ? 'alarm' : 'info'}>
            {t(decision === 'approve' ? said.approveWhat : said.declineWhat, { count: rows.length })}{' '}
            {t(said.each)} <Money fen={sumFen(rows)} />
          </Box>
          <Field
            name="reason"
            label={said.reason}
            hint={t(said.reasonHint)}
            required={decision === 'decline'}
          >
            <TextArea {...form.bind('reason')} rows={3} maxLength={2000} />
          </Field>
          <Row>
            <Button kind={decision === 'decline' ? 'alarm' : 'primary'} type="submit" busy={command.pending}>
              {t(said[decision])}
            </Button>
            <Button onClick={onClose}>{t(shared.cancel)}</Button>
          </Row>
        </Form>
      )}
    </Dialog>
  )
}
