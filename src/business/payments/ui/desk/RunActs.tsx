import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { addressOf, useCommand, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, Card, ErrorBox, FileLink, Link, Money, Row, Stack, toast } from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import type { RunOne } from './RunPage.tsx'

const said = {
  title: { zh: '现在可以办理', en: 'What you can do now' },
  approve: { zh: '复核通过', en: 'Approve' },
  approveWhat: {
    zh: '请逐行核对收款单位、账户和金额。复核时会再次比对账户，批准后有变更的行停止支付。',
    en: 'Check payee, account and amount of every row. Accounts are compared once more; a row whose account changed is stopped.',
  },
  approved: { zh: '已复核', en: 'Approved' },
  own: {
    zh: '本单由您经办，须由另一人复核（经办与复核不得为同一人，代理他人岗位时也一样）。',
    en: 'You prepared this run, so somebody else must approve it: the two are never the same person, not even when standing in.',
  },
  waits: { zh: '等待复核人复核。', en: 'Waits for an approver.' },
  send: { zh: '发出并生成拨付文件', en: 'Send and make the payment file' },
  sendWhat: {
    zh: '发出后各行固定，生成拨付文件交财务（国库支付）。发出前账户再有变更的行会停止支付。',
    en: 'Sending fixes the rows and makes the file for the finance office. A row whose account changed meanwhile is stopped.',
  },
  sent: { zh: '已发出，请下载拨付文件', en: 'Sent; download the payment file' },
  file: { zh: '下载拨付文件（xlsx）', en: 'Download the payment file (xlsx)' },
  fileWhat: {
    zh: '回单可直接填在该文件的支付结果各列，再导入。',
    en: 'The bank’s answer can be filled into the last columns of the same file and imported.',
  },
  confirm: { zh: '导入银行回单', en: 'Import the confirmation' },
  cancel: { zh: '取消拨付单', en: 'Cancel the run' },
  cancelWhat: {
    zh: '各笔回到“待拨付”，核对后可重新编制。',
    en: 'Its rows are due again and can be prepared anew.',
  },
  cancelled: { zh: '拨付单已取消', en: 'The run is cancelled' },
  stopped: {
    zh: '有 {count} 行停止支付，原因见明细；其余 ',
    en: '{count} rows were stopped, see the rows for why. The rest: ',
  },
  looking: { zh: '目前没有需要您办理的内容。', en: 'There is nothing for you to do now.' },
} as const satisfies Record<string, Text>

/** The acts of preparer and approver; what the four eyes forbid is explained instead of hidden. */
export function RunActs({ run }: { run: RunOne }) {
  const t = useText()
  const [cancelling, setCancelling] = useState(false)
  const { status, abilities } = run
  const files = abilities.includes('run.file')
  const cancels = files && (status === 'prepared' || status === 'approved')
  const sent = status === 'sent' || status === 'closed'
  return (
    <div className="no-print">
      <Card title={t(said.title)} tone="soft">
        <Stack gap="s">
          {status === 'prepared' && <Approve run={run} />}
          {status === 'approved' && files && <Send run={run} />}
          {sent && files && (
            <Row>
              <FileLink href={addressOf(payments.runFile, { params: { id: run.id } })} download="" as="plain">
                {t(said.file)}
              </FileLink>
              {status === 'sent' && abilities.includes('run.confirm') && (
                <Link to="/desk/payments" search={{ part: 'imports' }} as="primary">
                  {t(said.confirm)}
                </Link>
              )}
            </Row>
          )}
          {sent && files && <p className="x-quiet x-note">{t(said.fileWhat)}</p>}
          {cancels && (
            <Row>
              <Button onClick={() => setCancelling(true)}>{t(said.cancel)}</Button>
            </Row>
          )}
          {((!files && status !== 'prepared') || status === 'cancelled') && (
            <p className="x-quiet">{t(said.looking)}</p>
          )}
        </Stack>
        {cancelling && <Cancel run={run} onClose={() => setCancelling(false)} />}
      </Card>
    </div>
  )
}

function Approve({ run }: { run: RunOne }) {
  const t = useText()
  const approver = useMay()('run.approve')
  const command = useCommand(payments.approveRun, { done: () => toast(said.approved) })
  if (!run.abilities.includes('run.approve'))
    return <Box tone={approver ? 'wait' : 'info'}>{t(approver ? said.own : said.waits)}</Box>
  return (
    <>
      <p>{t(said.approveWhat)}</p>
      <ErrorBox error={command.refusal} />
      <Row>
        <Button
          kind="primary"
          busy={command.pending}
          onClick={() => command.run({ params: { id: run.id }, body: {} })}
        >
          {t(said.approve)}
        </Button>
      </Row>
    </>
  )
}

function Send({ run }: { run: RunOne }) {
  const t = useText()
  const command = useCommand(payments.sendRun, { done: () => toast(said.sent) })
  const going = run.list.filter((row) => row.status === 'prepared')
  const stopped = run.list.length - going.length
  return (
    <>
      {stopped > 0 && (
        <Box tone="wait">
          {t(said.stopped, { count: stopped })}
          <Money fen={going.reduce((sum, row) => sum + row.amountFen, 0n)} />
        </Box>
      )}
      <p>{t(said.sendWhat)}</p>
      <ErrorBox error={command.refusal} />
      <Row>
        <Button
          kind="primary"
          busy={command.pending}
          onClick={() => command.run({ params: { id: run.id }, body: {} })}
        >
          {t(said.send)}
        </Button>
      </Row>
    </>
  )
}

function Cancel({ run, onClose }: { run: RunOne; onClose: () => void }) {
  const t = useText()
  const command = useCommand(payments.cancelRun, {
    done: () => {
      toast(said.cancelled)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={said.cancel}
      verb={said.cancel}
      alarm
      pending={command.pending}
      refusal={command.refusal}
      onSubmit={(reason) => command.run({ params: { id: run.id }, body: { reason } })}
      onClose={onClose}
    >
      <p>{t(said.cancelWhat)}</p>
    </ReasonDialog>
  )
}
