import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { identity, type MemberRole } from '#platform/identity/browser.ts'
import { useAsked, useCommand, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Box,
  Button,
  Card,
  Dialog,
  Field,
  Form,
  Moment,
  PageHead,
  Select,
  Stack,
  Table,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { Invitations } from './Invitations.tsx'
import { roleWords } from './roleWords.ts'

const said = {
  title: { zh: '人员与邀请', en: 'People and invitations' },
  lead: {
    zh: '每个人用自己的账号办理，记录中写明是谁办的。离职或换岗的，请及时结束其岗位。',
    en: 'Everybody acts under an account of their own, and the records say who did what. End the role of whoever leaves.',
  },
  people: { zh: '人员与岗位', en: 'People and roles' },
  name: { zh: '姓名', en: 'Name' },
  role: { zh: '岗位', en: 'Role' },
  from: { zh: '起', en: 'Since' },
  act: { zh: '办理', en: 'Action' },
  end: { zh: '结束岗位', en: 'End the role' },
  endOf: { zh: '结束{name}的岗位', en: 'End the role of {name}' },
  reason: { zh: '原因', en: 'Reason' },
  ended: { zh: '岗位已结束', en: 'The role has ended' },
  invite: { zh: '邀请同事', en: 'Invite a colleague' },
  email: { zh: '邮箱', en: 'Email' },
  emailWhy: {
    zh: '邀请链接发到该邮箱，14 天内有效；须用同一邮箱的账号接受。',
    en: 'The link goes there and holds for 14 days; it must be accepted from an account with this address.',
  },
  send: { zh: '发出邀请', en: 'Send the invitation' },
  sent: { zh: '邀请已发出', en: 'The invitation is sent' },
  up: { zh: '单位信息', en: 'My organisation' },
} as const satisfies Record<string, Text>

type Ending = { id: string; name: string }

export function PeoplePage() {
  const t = useText()
  const may = useMay()
  const { rows, roles } = useAsked(identity.members, { query: {} })
  const [ending, setEnding] = useState<Ending | null>(null)
  const me = useMe()
  const manages = may('invitation.create')
  return (
    <Stack>
      <PageHead title={said.title} lead={t(said.lead)} up={{ to: '/organisation', label: said.up }} />
      <Table
        caption={said.people}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            head: said.name,
            cell: (row) => (
              <>
                {row.name} <span className="x-quiet x-block">{row.email}</span>
              </>
            ),
          },
          { key: 'role', head: said.role, cell: (row) => t(roleWords[row.role]) },
          { key: 'from', head: said.from, cell: (row) => <Moment at={row.from} dayOnly /> },
          {
            key: 'act',
            head: said.act,
            cell: (row) =>
              (manages || row.userId === me?.user?.id) && (
                <Button
                  small
                  aria-label={`${t(said.end)} ${row.name} ${t(roleWords[row.role])}`}
                  onClick={() => setEnding({ id: row.id, name: row.name })}
                >
                  {t(said.end)}
                </Button>
              ),
          },
        ]}
      />
      {may('invitation.create') && <Invite roles={roles} />}
      {may('invitation.read') && <Invitations />}
      {ending && <EndDialog ending={ending} onClose={() => setEnding(null)} />}
    </Stack>
  )
}

function EndDialog({ ending, onClose }: { ending: Ending; onClose: () => void }) {
  const t = useText()
  const form = useForm({ reason: '' })
  const end = useCommand(identity.endMembership, {
    done: () => {
      toast(said.ended)
      onClose()
    },
  })
  return (
    <Dialog open title={t(said.endOf, { name: ending.name })} onClose={onClose}>
      <Form
        form={form}
        refusal={end.refusal}
        onSubmit={({ reason }) => end.run({ params: { id: ending.id }, body: { reason } })}
      >
        <Field name="reason" label={said.reason} required>
          <TextInput {...form.bind('reason')} maxLength={200} />
        </Field>
        <Button kind="alarm" type="submit" busy={end.pending}>
          {t(said.end)}
        </Button>
      </Form>
    </Dialog>
  )
}

function Invite({ roles }: { roles: readonly MemberRole[] }) {
  const t = useText()
  const form = useForm<{ email: string; role: MemberRole | '' }>({ email: '', role: '' })
  const invite = useCommand(identity.invite, {
    done: () => {
      toast(said.sent)
      form.setAll({ email: '', role: '' })
    },
  })
  const submit = ({ email, role }: { email: string; role: MemberRole | '' }) =>
    role && invite.run({ body: { email: email.trim().toLowerCase(), role } })
  return (
    <Card title={t(said.invite)}>
      {invite.answer && !form.changed && <Box tone="good">{t(said.sent)}</Box>}
      <Form form={form} onSubmit={submit} refusal={invite.refusal} label={t(said.invite)}>
        <Field name="email" label={said.email} hint={t(said.emailWhy)} required>
          <TextInput {...form.bind('email')} type="email" autoComplete="off" />
        </Field>
        <Field name="role" label={said.role} required>
          <Select
            {...form.bind('role')}
            options={roles.map((value) => ({ value, label: roleWords[value] }))}
          />
        </Field>
        <div>
          <Button kind="primary" type="submit" busy={invite.pending}>
            {t(said.send)}
          </Button>
        </div>
      </Form>
    </Card>
  )
}
