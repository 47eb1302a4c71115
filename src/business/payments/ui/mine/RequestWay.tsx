import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { DISPUTED, type redemptions } from '#business/redemptions/browser.ts'
import { cases, statusNames } from '#platform/cases/browser.ts'
import { type useAsked, useAskedLater, useCommand, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Card,
  DeadlineChip,
  Dialog,
  Field,
  Form,
  Link,
  Money,
  Stack,
  type Step,
  Steps,
  TextArea,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { RECOVERY_STATUS, ROW_STATUS } from '../../rules.ts'
import { AppealDecisions } from '../AppealDecisions.tsx'
import { ProposalBox } from '../ProposalBox.tsx'
import { whyOf } from '../words.ts'
import { VolunteerDialog } from './VolunteerDialog.tsx'

const said = {
  way: { zh: '办理进度', en: 'Where it stands' },
  case: { zh: '办件与全部经过', en: 'The case and all that happened' },
  notice: { zh: '查看公示', en: 'The public notice' },
  supplement: { zh: '需要补正：{reason}', en: 'A supplement is asked for: {reason}' },
  supply: { zh: '去补正', en: 'Supply it' },
  refused: { zh: '不予批准的理由：{reason}', en: 'Why it was refused: {reason}' },
  appeal: { zh: '不同意的，可在 {day} 前申请复核', en: 'If you disagree, appeal by {day}' },
  again: {
    zh: '发票行和券的余额已释放：兑付截止前，可针对理由改正后重新申请。',
    en: 'Its invoice lines and the voucher are free again: until the voucher’s last day to redeem you may put right what the reason says and ask anew.',
  },
  either: {
    zh: '不复核的，发票行和券的余额已释放：兑付截止前，可针对理由改正后重新申请。',
    en: 'Or, without an appeal: its invoice lines and the voucher are free again, and until the voucher’s last day to redeem you may put right what the reason says and ask anew.',
  },
  anew: { zh: '重新申请', en: 'Ask anew' },
  decision: { zh: '查看和打印决定书', en: 'Read and print the decision' },
  withdraw: { zh: '撤回申请', en: 'Withdraw the request' },
  withdrawWhy: {
    zh: '撤回后发票行即释放，券余额恢复可用；需要时可重新申请。',
    en: 'Its invoice lines are freed and the voucher keeps its balance; you can ask again.',
  },
  reason: { zh: '原因', en: 'Reason' },
  withdrawn: { zh: '申请已撤回', en: 'The request is withdrawn' },
  payment: { zh: '拨付', en: 'Payment' },
  account: { zh: '至账户 {account}', en: 'to account {account}' },
  recovery: { zh: '追回', en: 'Recovery' },
  due: { zh: '，限 {day} 前退回', en: ', to be returned by {day}' },
  giveBack: { zh: '主动退回款项', en: 'Return money of our own will' },
} as const satisfies Record<string, Text>

type One = ReturnType<typeof useAsked<typeof redemptions.get>>

/** The stages of its case, then payment and recovery; for the applicant also what he can do. */
export function RequestWay({ one }: { one: One }) {
  const t = useText()
  const may = useMay()
  const file = useAskedLater(
    cases.get,
    { params: { id: one.id } },
    may('case.read') && one.inside !== null,
  ).data
  const [withdrawing, setWithdrawing] = useState(false)
  const withdrawable = file?.available.some(({ action, allowed }) => action === 'withdraw' && allowed)
  const { state, deadline } = file ?? {}
  return (
    <Stack>
      {file && state && (
        <Card title={t(said.way)}>
          <Stack gap="s">
            <Steps label={said.way} steps={stepsOf(file)} />
            <p>
              {t(statusNames[state.status])}{' '}
              {deadline && (
                <DeadlineChip
                  dueOn={deadline.due}
                  left={deadline.daysLeft}
                  provisional={deadline.provisional}
                  state={state.status === 'supplement' && deadline.of === 'stage' ? 'paused' : 'running'}
                />
              )}
            </p>
            {state.status === 'supplement' && (
              <Box tone="wait">
                {t(said.supplement, { reason: state.supplement?.reason ?? '' })}{' '}
                <Link to="/cases/$id" params={{ id: one.id }}>
                  {t(said.supply)}
                </Link>
              </Box>
            )}
            {state.status === 'refused' && <Refused one={one} file={file} />}
            {(state.status === 'approved' || state.status === 'revoked') && may('decision.read') && (
              <Link to="/decisions/$kind/$id" params={{ kind: 'redemption', id: one.id }}>
                {t(said.decision)}
              </Link>
            )}
            {state.status === 'approved' && one.inside?.disputed && (
              <Box tone="wait">{t(DISPUTED[one.inside.disputed])}</Box>
            )}
            <AppealDecisions id={one.id} decisions={state.decisions} />
            {state.noticeId && (
              <Link to="/notices/$id" params={{ id: state.noticeId }}>
                {t(said.notice)}
              </Link>
            )}
            <Link to="/cases/$id" params={{ id: one.id }}>
              {t(said.case)}
            </Link>
            {withdrawable && <Button onClick={() => setWithdrawing(true)}>{t(said.withdraw)}</Button>}
          </Stack>
        </Card>
      )}
      {one.inside && may('recovery.read') && <ProposalBox caseId={one.id} />}
      {one.inside && may('payment.read') && <MoneyBack one={one} />}
      {withdrawing && <Withdraw id={one.id} seen={state?.seq} onClose={() => setWithdrawing(false)} />}
    </Stack>
  )
}

type File = ReturnType<typeof useAsked<typeof cases.get>>

/** Why it was refused, the document that says so, until when it can be appealed, and what else is open: to ask again. */
function Refused({ one, file }: { one: One; file: File }) {
  const t = useText()
  const may = useMay()
  const { id, orderId } = one
  const { state, deadline } = file
  const reason = state.decisions.at(-1)?.reason
  const appealable = file.available.some(({ action, allowed }) => action === 'appeal' && allowed)
  return (
    <Box tone="alarm">
      {reason && <p>{t(said.refused, { reason })}</p>}
      {appealable && (
        <p>
          <Link to="/cases/$id" params={{ id }}>
            {t(said.appeal, { day: deadline?.due ?? '' })}
          </Link>
        </p>
      )}
      {may('redemption.file') && (
        <p>
          {t(appealable ? said.either : said.again)}{' '}
          <Link to="/redemptions/new" search={{ order: orderId }}>
            {t(said.anew)}
          </Link>
        </p>
      )}
      {may('decision.read') && (
        <Link to="/decisions/$kind/$id" params={{ kind: 'refusal', id }}>
          {t(said.decision)}
        </Link>
      )}
    </Box>
  )
}

function stepsOf({ programme, state }: File): Step[] {
  const at = programme.stages.findIndex((stage) => stage.id === state.stage)
  const over = ['refused', 'withdrawn', 'lapsed', 'revoked'].includes(state.status)
  return programme.stages.map(({ id, title }, index) => ({
    key: id,
    label: title,
    state:
      state.status === 'approved' || index < at ? 'done' : index > at ? 'next' : over ? 'stopped' : 'now',
  }))
}

/** What was paid for the request and what has to go back. */
function MoneyBack({ one }: { one: One }) {
  const t = useText()
  const may = useMay()
  const [giving, setGiving] = useState(false)
  const paid = useAskedLater(payments.payments, { query: { limit: 100 } }).data?.rows ?? []
  const rows = paid.filter((row) => row.redemptionId === one.id)
  const query = { redemptionId: one.id }
  const back = useAskedLater(payments.recoveries, { query }, may('recovery.read')).data?.rows ?? []
  const wasPaid = rows.some((row) => row.status === 'paid')
  if (rows.length === 0 && back.length === 0) return null
  return (
    <Card title={t(said.payment)}>
      <Stack gap="s">
        {rows.map((row) => (
          <div key={row.id}>
            {t(ROW_STATUS[row.status])} <Money fen={row.amountFen} /> {row.paidOn}
            <span className="x-quiet x-block">{t(said.account, { account: row.account })}</span>
            {row.reason && <blockquote>{t(whyOf({ ...row, reason: row.reason }))}</blockquote>}
          </div>
        ))}
        {back.map((row) => (
          <Box key={row.id} tone={row.status === 'open' ? 'alarm' : 'info'}>
            {t(said.recovery)} {row.number} <Money fen={row.demandedFen} /> {t(RECOVERY_STATUS[row.status])}
            {row.dueOn && row.status === 'open' && t(said.due, { day: row.dueOn })}
            <div>{row.reason}</div>
          </Box>
        ))}
        {wasPaid && may('recovery.volunteer') && (
          <Button onClick={() => setGiving(true)}>{t(said.giveBack)}</Button>
        )}
      </Stack>
      {giving && <VolunteerDialog redemptionId={one.id} onClose={() => setGiving(false)} />}
    </Card>
  )
}

function Withdraw({ id, seen, onClose }: { id: string; seen: number | undefined; onClose: () => void }) {
  const t = useText()
  const form = useForm({ reason: '' })
  const act = useCommand(cases.act, {
    done: () => {
      toast(said.withdrawn)
      onClose()
    },
  })
  const submit = ({ reason }: { reason: string }) =>
    act.run({ params: { id, action: 'withdraw' }, body: { reason, ...(seen === undefined ? {} : { seen }) } })
  return (
    <Dialog open title={t(said.withdraw)} onClose={onClose}>
      <Form form={form} onSubmit={submit} refusal={act.refusal}>
        <p>{t(said.withdrawWhy)}</p>
        <Field name="reason" label={said.reason} required>
          <TextArea {...form.bind('reason')} rows={3} maxLength={2000} />
        </Field>
        <div>
          <Button kind="alarm" type="submit" busy={act.pending}>
            {t(said.withdraw)}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
