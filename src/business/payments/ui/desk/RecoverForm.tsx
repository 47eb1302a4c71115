import type { Text } from '#core/text.ts'
import { redemptions } from '#business/redemptions/browser.ts'
import { useAsked, useCommand, useNavigate } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Choice,
  Facts,
  Field,
  Form,
  Link,
  Money,
  MoneyInput,
  NumberInput,
  Stack,
  TextArea,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { type Cause, CAUSES, netPaidFen } from '../../rules.ts'
import { words } from '../words.ts'
import { Consequences } from './Consequences.tsx'

const said = {
  approved: { zh: '核定兑付', en: 'Approved' },
  left: { zh: '可追回', en: 'Can be recovered' },
  before: { zh: '已有 {count} 项追回', en: '{count} recoveries before' },
  notPaid: {
    zh: '本笔尚未拨付：只能整笔停止支付，不能部分追回。',
    en: 'Nothing was paid yet: it can only be stopped as a whole.',
  },
  onItsWay: {
    zh: '款项已发往银行，回单导入之前不能作出决定。',
    en: 'The money is on its way to the bank; decide once its answer is imported.',
  },
  nothing: {
    zh: '没有可追回的金额：未批准，或已全部追回。',
    en: 'Nothing can be recovered: not approved, or all of it is demanded already.',
  },
  cause: { zh: '事由', en: 'Cause' },
  falsehood: {
    zh: '材料、合同、发票或成果虚假。批准一并撤销，并有下列后果。',
    en: 'False papers, contract, invoice or result. The approval is revoked, with the consequences below.',
  },
  red_invoice: {
    zh: '发票被红字冲减，多领的部分退回。',
    en: 'The invoice was taken back in part or whole; what was received too much returns.',
  },
  overpaid: { zh: '核算或拨付有误，多付的部分退回。', en: 'Reckoned or paid too much by mistake.' },
  amount: { zh: '追回金额', en: 'Amount to recover' },
  clause: { zh: '依据条款', en: 'Clause' },
  clauseHint: { zh: '例如“管理办法第二十条”。', en: 'The rule and article it rests on.' },
  reason: { zh: '查明的事实和理由', en: 'What was found, and why' },
  reasonHint: { zh: '写入决定书，收款单位会看到。', en: 'Printed in the decision; the payee reads it.' },
  days: { zh: '退款期限', en: 'Time to return it' },
  working: { zh: '个工作日', en: 'working days' },
  submit: { zh: '作出追回决定', en: 'Decide the recovery' },
  stop: { zh: '撤销批准，停止支付', en: 'Revoke and stop the payment' },
  done: { zh: '追回决定已作出', en: 'The recovery is decided' },
} as const satisfies Record<string, Text>

type Decided = Exclude<Cause, 'voluntary'>
type Values = {
  cause: Decided | ''
  amountFen: bigint | null
  clause: string
  reason: string
  workingDays: number | null
}
/** Working days to return the money in, unless the director says otherwise. */
const DAYS = 20
const causes: readonly Decided[] = ['falsehood', 'red_invoice', 'overpaid']

/** Where the money of a redemption is, and how much of it can still be demanded. */
function useMoneyOf(id: string) {
  const one = useAsked(redemptions.get, { params: { id } })
  const { rows } = useAsked(payments.payments, { query: { redemptionId: id } })
  const before = useAsked(payments.recoveries, { query: { redemptionId: id } }).rows
  const paid = rows.find((row) => row.status === 'paid')
  const sent = rows.some((row) => row.status === 'sent')
  const waits = one.status === 'approved' && !paid
  const left = paid ? netPaidFen(paid.amountFen, before) : waits ? (one.approvedFen ?? 0n) : 0n
  return { one, before, paid: paid !== undefined, sent, left }
}

export function RecoverForm({ id, proposalId }: { id: string; proposalId: string | undefined }) {
  const t = useText()
  const { one, before, paid, sent, left } = useMoneyOf(id)
  return (
    <Stack>
      <Facts
        columns={3}
        facts={[
          {
            label: words.redemption,
            value: (
              <Link to="/cases/$id" params={{ id }}>
                {one.number}
              </Link>
            ),
          },
          { label: words.payee, value: one.inside?.payee.name ?? one.organisationName },
          { label: words.provider, value: one.providerName },
          { label: said.approved, value: <Money fen={one.approvedFen} /> },
          {
            label: said.left,
            value: <Money fen={left} />,
            note: before.length > 0 && t(said.before, { count: before.length }),
          },
        ]}
      />
      {sent && <Box tone="wait">{t(said.onItsWay)}</Box>}
      {!sent && left === 0n && <Box tone="wait">{t(said.nothing)}</Box>}
      {!sent && left > 0n && <Deciding one={one} paid={paid} left={left} proposalId={proposalId} />}
    </Stack>
  )
}

type One = ReturnType<typeof useMoneyOf>['one']
type DecidingProps = { one: One; paid: boolean; left: bigint; proposalId: string | undefined }

function Deciding({ one, paid, left, proposalId }: DecidingProps) {
  const t = useText()
  const navigate = useNavigate()
  const form = useForm<Values>({
    cause: proposalId ? 'red_invoice' : '',
    amountFen: left,
    clause: '',
    reason: '',
    workingDays: DAYS,
  })
  const command = useCommand(payments.recover, {
    done: (made) => {
      toast(said.done)
      void navigate({ to: '/desk/recoveries/$id', params: { id: made.id } })
    },
  })
  const { cause } = form.values
  const submit = ({ amountFen, clause, reason, workingDays }: Values) =>
    cause &&
    command.run({
      params: { id: one.id },
      body: {
        ...{ cause, clause: clause.trim(), reason: reason.trim() },
        amountFen: paid ? (amountFen ?? 0n) : left,
        workingDays: workingDays ?? DAYS,
        ...(proposalId ? { proposalId } : {}),
      },
    })
  return (
    <Form form={form} onSubmit={submit} refusal={command.refusal}>
      {!paid && <Box tone="wait">{t(said.notPaid)}</Box>}
      <Field name="cause" label={said.cause} required group>
        <Choice
          {...form.bind('cause')}
          options={causes
            .filter((value) => paid || value !== 'overpaid')
            .map((value) => ({ value, label: CAUSES[value], hint: said[value] }))}
        />
      </Field>
      {paid && (
        <Field name="amountFen" label={said.amount} required>
          <MoneyInput {...form.bind('amountFen')} />
        </Field>
      )}
      <Field name="clause" label={said.clause} hint={t(said.clauseHint)} required>
        <TextInput {...form.bind('clause')} maxLength={300} />
      </Field>
      <Field name="reason" label={said.reason} hint={t(said.reasonHint)} required>
        <TextArea {...form.bind('reason')} maxLength={2000} />
      </Field>
      {paid && (
        <Field name="workingDays" label={said.days} required>
          <NumberInput {...form.bind('workingDays')} unit={t(said.working)} />
        </Field>
      )}
      {cause && (
        <Consequences
          one={one}
          cause={cause}
          amountFen={paid ? form.values.amountFen : left}
          workingDays={paid ? form.values.workingDays : null}
        />
      )}
      <div>
        <Button kind="alarm" type="submit" busy={command.pending}>
          {t(paid ? said.submit : said.stop)}
        </Button>
      </div>
    </Form>
  )
}
