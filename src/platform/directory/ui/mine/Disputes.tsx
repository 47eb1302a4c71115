import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater, useCommand, useMay, useMe } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Card, ErrorBox, Link, Moment, Stack, StateTag, toast } from '#web/kit/index.ts'
import { directory } from '../../contract.ts'

const said = {
  title: { zh: '代码争议', en: 'Disputes about the code' },
  line: {
    zh: '{claimant}以“{name}”名义对 {code} 提出争议',
    en: '{claimant} disputes {code} in the name of {name}',
  },
  open: { zh: '待县（区）裁定', en: 'waiting for the county' },
  kept: { zh: '维持原登记', en: 'kept as registered' },
  transferred: { zh: '归提出方', en: 'given to the claimant' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  withdraw: { zh: '撤回争议', en: 'Withdraw the dispute' },
  waitsHolder: {
    zh: '裁定前本单位涉及资金的事项暂停，能办和不能办的见上方说明。对方撤回或裁定维持后自动恢复。',
    en: 'Until it is decided nothing that moves money goes on; see above what can be done. It goes on by itself once the dispute is withdrawn or decided for you.',
  },
  waitsClaimant: {
    zh: '您提交的证照和说明已送县（区）科技局。裁定前双方都不能用该代码办理涉及资金的事项；结果会发到您的消息和邮箱。登记有误的，请撤回。',
    en: 'Your papers are with the county bureau. Until it decides neither side can do what moves money under the code; you will get a message and an email. If it was a mistake, withdraw it.',
  },
  nextKept: {
    zh: '代码维持由原登记单位持有。您确属该单位的，请其负责人邀请您加入；填错代码的，请以正确的代码另行登记；有新的证据的，可再次登记并附上。',
    en: 'The holder keeps the code. If you belong to it, ask its owner for an invitation; if the code was mistyped, register with the right one; with new evidence, register again and attach it.',
  },
  nextTransferred: {
    zh: '该单位已由您接管。请核对单位信息，重新填报收款账户，并邀请同事。',
    en: 'The organisation is yours now. Check its facts, give the account for payments anew, and invite your colleagues.',
  },
  join: { zh: '登记单位', en: 'Register an organisation' },
  why: { zh: '裁定理由：{text}', en: 'Reason: {text}' },
  done: { zh: '争议已撤回', en: 'The dispute is withdrawn' },
} as const satisfies Record<string, Text>
const tones = { open: 'wait', kept: 'plain', transferred: 'good', withdrawn: 'plain' } as const

type Row = ReturnsOf<typeof directory.disputes>['rows'][number]

/** What this side can do now. */
function Next({ row: { status, organisation, mine } }: { row: Row }) {
  const t = useText()
  const me = useMe()
  const holds = me?.seats.some((seat) => seat.organisation.id === organisation.id) ?? false
  if (status === 'open') return <p>{t(mine ? said.waitsClaimant : said.waitsHolder)}</p>
  if (!mine || status === 'withdrawn') return null
  if (status === 'transferred') return <p>{t(said.nextTransferred)}</p>
  return (
    <p>
      {t(said.nextKept)} {!holds && <Link to="/organisation/join">{t(said.join)}</Link>}
    </p>
  )
}

/** One's own disputes, and those against the organisation one acts for; of the latter, with `openOnly`, what is open. */
export function Disputes({ openOnly = false }: { openOnly?: boolean }) {
  const t = useText()
  const may = useMay()
  const asked = useAskedLater(directory.disputes, {}, may('dispute.read'))
  const withdraw = useCommand(directory.withdrawDispute, { done: () => toast(said.done) })
  const me = useMe()
  const own = me?.seats.find((one) => one.membershipId === me.actingAs)?.organisation.id
  const rows = (asked.data?.rows ?? []).filter(
    (row) => row.mine || (row.organisation.id === own && (!openOnly || row.status === 'open')),
  )
  if (rows.length === 0) return null
  return (
    <Card title={t(said.title)}>
      <Stack gap="s">
        <ErrorBox error={withdraw.refusal} />
        {rows.map((row) => (
          <div key={row.id}>
            <StateTag tone={tones[row.status]}>{t(said[row.status])}</StateTag>{' '}
            {t(said.line, {
              claimant: row.claimant,
              name: row.claimedName,
              code: row.organisation.uscc ?? row.organisation.name,
            })}{' '}
            <span className="x-quiet">
              <Moment at={row.openedAt} />
            </span>
            {row.reason && <p>{t(said.why, { text: row.reason })}</p>}
            <Next row={row} />
            {row.abilities.includes('dispute.withdraw') && row.status === 'open' && (
              <div>
                <Button
                  busy={withdraw.pending}
                  onClick={() => withdraw.run({ params: { id: row.id }, body: {} })}
                >
                  {t(said.withdraw)}
                </Button>
              </div>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  )
}
