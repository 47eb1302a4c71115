import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { type MemberRole, rolesOfKind } from '#platform/identity/browser.ts'
import { useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Dialog,
  ErrorBox,
  Field,
  Form,
  Moment,
  Select,
  Stack,
  Table,
  TextInput,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../browser.ts'
import { roleWords } from '../mine/roleWords.ts'

export type Authority = ReturnsOf<typeof directory.authorities>['rows'][number]

const said = {
  title: { zh: '邀请{name}的人员', en: 'Invite people of {name}' },
  email: { zh: '邮箱', en: 'Email' },
  emailWhy: {
    zh: '邀请链接发到该邮箱，14 天内有效；须用同一邮箱的账号接受。',
    en: 'The link goes there and holds for 14 days; it must be accepted from an account with this address.',
  },
  role: { zh: '岗位', en: 'Role' },
  send: { zh: '发出邀请', en: 'Send the invitation' },
  sent: { zh: '邀请已发出', en: 'The invitation is sent' },
  open: { zh: '待接受的邀请', en: 'Open invitations' },
  until: { zh: '有效期至', en: 'Valid until' },
  act: { zh: '办理', en: 'Action' },
  revoke: { zh: '撤回', en: 'Withdraw' },
  revoked: { zh: '邀请已撤回', en: 'The invitation is withdrawn' },
} as const satisfies Record<string, Text>

type Wanted = { email: string; role: MemberRole | '' }
const first: Wanted = { email: '', role: 'director' }

/** Invites into one authority, and shows what was sent and not yet accepted. */
export function AuthorityDialog({ authority, onClose }: { authority: Authority; onClose: () => void }) {
  const t = useText()
  const form = useForm<Wanted>(first)
  const invite = useCommand(directory.inviteIntoAuthority, {
    done: () => {
      toast(said.sent)
      form.setAll(first)
    },
  })
  const submit = ({ email, role }: Wanted) =>
    role && invite.run({ params: { id: authority.id }, body: { email: email.trim().toLowerCase(), role } })
  return (
    <Dialog open side title={t(said.title, { name: authority.name })} onClose={onClose}>
      <Stack>
        <Form form={form} onSubmit={submit} refusal={invite.refusal}>
          <Field name="email" label={said.email} hint={t(said.emailWhy)} required>
            <TextInput {...form.bind('email')} type="email" autoComplete="off" />
          </Field>
          <Field name="role" label={said.role} required>
            <Select
              {...form.bind('role')}
              options={rolesOfKind.authority.map((value) => ({ value, label: roleWords[value] }))}
            />
          </Field>
          <Button kind="primary" type="submit" busy={invite.pending}>
            {t(said.send)}
          </Button>
        </Form>
        {authority.invitations.length > 0 && <Open rows={authority.invitations} />}
      </Stack>
    </Dialog>
  )
}

function Open({ rows }: { rows: Authority['invitations'] }) {
  const t = useText()
  const revoke = useCommand(directory.revokeFromAuthority, { done: () => toast(said.revoked) })
  return (
    <>
      <ErrorBox error={revoke.refusal} />
      <Table
        caption={said.open}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'email', head: said.email, cell: (row) => row.email },
          { key: 'role', head: said.role, cell: (row) => t(roleWords[row.role]) },
          { key: 'until', head: said.until, cell: (row) => <Moment at={row.expiresAt} dayOnly /> },
          {
            key: 'act',
            head: said.act,
            cell: (row) => (
              <Button
                small
                busy={revoke.pending}
                aria-label={`${t(said.revoke)} ${row.email}`}
                onClick={() => revoke.run({ params: { id: row.id }, body: {} })}
              >
                {t(said.revoke)}
              </Button>
            ),
          },
        ]}
      />
    </>
  )
}
