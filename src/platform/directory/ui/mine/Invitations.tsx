import type { Text } from '#core/text.ts'
import { identity } from '#platform/identity/browser.ts'
import { useAsked, useCommand, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Box, Button, ErrorBox, Moment, StateTag, Table, toast } from '#web/kit/index.ts'
import { roleWords } from './roleWords.ts'

const said = {
  kept: {
    zh: '本平台没有设置邮件服务器，邀请没有寄出。请向平台管理员索取邀请链接，转交被邀请人。',
    en: 'This platform sends no mail, so the invitation has not left. Ask its administrator for the link and hand it on.',
  },
  caption: { zh: '发出的邀请', en: 'Invitations sent' },
  email: { zh: '邮箱', en: 'Email' },
  role: { zh: '岗位', en: 'Role' },
  state: { zh: '状态', en: 'State' },
  until: { zh: '有效期至', en: 'Valid until' },
  act: { zh: '办理', en: 'Action' },
  open: { zh: '待接受', en: 'open' },
  accepted: { zh: '已接受', en: 'accepted' },
  revoked: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已过期', en: 'expired' },
  revoke: { zh: '撤回', en: 'Withdraw' },
  done: { zh: '邀请已撤回', en: 'The invitation is withdrawn' },
} as const satisfies Record<string, Text>
const tones = { open: 'wait', accepted: 'good', revoked: 'plain', expired: 'plain' } as const

/** What was sent to colleagues and what became of it. */
export function Invitations() {
  const t = useText()
  const may = useMay()
  const { rows, mailed } = useAsked(identity.invitations)
  const revoke = useCommand(identity.revokeInvitation, { done: () => toast(said.done) })
  if (rows.length === 0) return null
  return (
    <>
      <ErrorBox error={revoke.refusal} />
      {!mailed && rows.some(({ state }) => state === 'open') && <Box tone="wait">{t(said.kept)}</Box>}
      <Table
        caption={said.caption}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'email', head: said.email, cell: (row) => row.email },
          { key: 'role', head: said.role, cell: (row) => t(roleWords[row.role]) },
          {
            key: 'state',
            head: said.state,
            cell: (row) => <StateTag tone={tones[row.state]}>{t(said[row.state])}</StateTag>,
          },
          { key: 'until', head: said.until, cell: (row) => <Moment at={row.expiresAt} /> },
          {
            key: 'act',
            head: said.act,
            cell: (row) =>
              row.state === 'open' &&
              may('invitation.revoke') && (
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
