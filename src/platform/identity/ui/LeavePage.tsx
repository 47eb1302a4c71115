import { useState } from 'react'
import { roleNames } from '#core/actor.ts'
import type { Text } from '#core/text.ts'
import { useAsked, useCommand, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Button,
  DateInput,
  Dialog,
  Empty,
  ErrorBox,
  Field,
  Form,
  PageHead,
  Row,
  Select,
  StateTag,
  Table,
  TextInput,
  type Tone,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { identity } from '../contract.ts'

const said = {
  title: { zh: '离岗委托', en: 'Delegation during leave' },
  lead: {
    zh: '离岗期间把某一岗位委托给同部门的同事。记录中写明由谁代谁办理；不得转委托，也不得复核自己经办的事项。',
    en: 'Lend a role to a colleague while away. The records say who acted instead of whom; what is lent is not lent on.',
  },
  add: { zh: '设立委托', en: 'Delegate a role' },
  none: { zh: '没有委托。', en: 'No delegations.' },
  role: { zh: '岗位', en: 'Role' },
  giver: { zh: '委托人', en: 'Away' },
  delegate: { zh: '代理人', en: 'Stands in' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  reason: { zh: '原因', en: 'Reason' },
  state: { zh: '状态', en: 'State' },
  act: { zh: '办理', en: 'Action' },
  end: { zh: '提前结束', en: 'End now' },
  endOf: { zh: '提前结束{name}代理的{role}', en: 'End now: {name} as {role}' },
  done: { zh: '委托已设立', en: 'The role is delegated' },
  ended: { zh: '委托已结束', en: 'The delegation has ended' },
  coming: { zh: '未开始', en: 'to come' },
  running: { zh: '进行中', en: 'running' },
  over: { zh: '已到期', en: 'over' },
  wasEnded: { zh: '已提前结束', en: 'ended early' },
} as const satisfies Record<string, Text>

const tones: Record<string, Tone> = { coming: 'info', running: 'good', over: 'plain', ended: 'plain' }

/** Roles lent to colleagues, those of others too for a director. */
export function LeavePage() {
  const t = useText()
  const me = useMe()
  const directs = useMay()('invitation.create')
  const [adding, setAdding] = useState(false)
  const { rows } = useAsked(identity.delegations)
  const end = useCommand(identity.endDelegation, { done: () => toast(said.ended) })
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            {t(said.add)}
          </Button>
        }
      />
      <ErrorBox error={end.refusal} />
      <Table
        caption={said.title}
        hideCaption
        rows={rows}
        rowKey={(row) => row.id}
        empty={<Empty title={t(said.none)} />}
        columns={[
          { key: 'role', head: said.role, cell: (row) => t(roleNames[row.role]) },
          { key: 'giver', head: said.giver, cell: (row) => row.giver.name },
          { key: 'delegate', head: said.delegate, cell: (row) => row.delegate.name },
          { key: 'from', head: said.from, cell: (row) => row.from },
          { key: 'to', head: said.to, cell: (row) => row.to },
          { key: 'reason', head: said.reason, cell: (row) => row.reason },
          {
            key: 'state',
            head: said.state,
            cell: (row) => (
              <StateTag tone={tones[row.state] ?? 'plain'}>
                {t(row.state === 'ended' ? said.wasEnded : said[row.state])}
              </StateTag>
            ),
          },
          {
            key: 'act',
            head: said.act,
            cell: (row) =>
              (row.state === 'running' || row.state === 'coming') &&
              (directs || row.giver.id === me?.user?.id) && (
                <Button
                  small
                  kind="quiet"
                  aria-label={t(said.endOf, { name: row.delegate.name, role: t(roleNames[row.role]) })}
                  busy={end.pending}
                  onClick={() => void end.run({ params: { id: row.id }, body: {} })}
                >
                  {t(said.end)}
                </Button>
              ),
          },
        ]}
      />
      {adding && <Delegate onClose={() => setAdding(false)} />}
    </>
  )
}

function Delegate({ onClose }: { onClose: () => void }) {
  const t = useText()
  const me = useMe()
  const directs = useMay()('invitation.create')
  const { rows } = useAsked(identity.members, { query: {} })
  const lendable = rows.filter((row) => directs || row.userId === me?.user?.id)
  const [only, more] = lendable
  const form = useForm({
    membershipId: more ? '' : (only?.id ?? ''),
    delegateId: '',
    from: '',
    to: '',
    reason: '',
  })
  const command = useCommand(identity.delegate, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const lent = rows.find((row) => row.id === form.values.membershipId)
  const others = Map.groupBy(
    rows.filter((row) => row.userId !== lent?.userId),
    ({ userId }) => userId,
  )
  const called = (held: typeof rows) =>
    `${held[0]?.name} · ${held.map(({ role }) => t(roleNames[role])).join(t({ zh: '、', en: ', ' }))}`
  return (
    <Dialog open title={t(said.add)} onClose={onClose}>
      <Form form={form} onSubmit={(body) => command.run({ body })} refusal={command.refusal}>
        <Field name="membershipId" label={said.role} required>
          <Select
            {...form.bind('membershipId')}
            options={lendable.map((row) => ({ value: row.id, label: called([row]) }))}
          />
        </Field>
        <Field name="delegateId" label={said.delegate} required>
          <Select
            {...form.bind('delegateId')}
            options={[...others].map(([value, held]) => ({ value, label: called(held) }))}
          />
        </Field>
        <Field name="from" label={said.from} required>
          <DateInput {...form.bind('from')} />
        </Field>
        <Field name="to" label={said.to} required>
          <DateInput {...form.bind('to')} />
        </Field>
        <Field name="reason" label={said.reason} required>
          <TextInput {...form.bind('reason')} maxLength={200} />
        </Field>
        <Row>
          <Button kind="primary" type="submit" busy={command.pending}>
            {t(said.add)}
          </Button>
          <Button onClick={onClose}>{t(words.cancel)}</Button>
        </Row>
      </Form>
    </Dialog>
  )
}
