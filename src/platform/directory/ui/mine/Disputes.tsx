import type { Text } from '#core/text.ts'
import { useAskedLater, useCommand, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Card, ErrorBox, Moment, Stack, StateTag, toast } from '#web/kit/index.ts'
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
  done: { zh: '争议已撤回', en: 'The dispute is withdrawn' },
} as const satisfies Record<string, Text>
const tones = { open: 'wait', kept: 'plain', transferred: 'good', withdrawn: 'plain' } as const

/** One's own disputes, and those against the organisation one acts for. */
export function Disputes({ openOnly = false }: { openOnly?: boolean }) {
  const t = useText()
  const may = useMay()
  const asked = useAskedLater(directory.disputes, {}, may('dispute.read'))
  const withdraw = useCommand(directory.withdrawDispute, { done: () => toast(said.done) })
  const rows = (asked.data?.rows ?? []).filter((row) => !openOnly || row.status === 'open')
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
            {row.reason && <blockquote>{row.reason}</blockquote>}
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
