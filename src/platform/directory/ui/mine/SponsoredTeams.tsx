import { Suspense, useState } from 'react'
import type { ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater, useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import {
  Box,
  Button,
  Card,
  Dialog,
  Field,
  Form,
  Moment,
  Row,
  Skeleton,
  Stack,
  StateTag,
  TextArea,
  toast,
  useForm,
} from '#web/kit/index.ts'
import { directory } from '../../contract.ts'
import { FactTable } from './FactTable.tsx'
import { TeamPeople } from './TeamPeople.tsx'

const said = {
  title: { zh: '请本载体推荐的团队', en: 'Teams that ask to be sponsored' },
  lead: {
    zh: '推荐即由本载体对团队负责；确认后团队可以申领创新券。不推荐的请写明理由，团队补充后可以再次请求。',
    en: 'By sponsoring you answer for the team, which can then claim vouchers. If you decline, say why; the team may complete it and ask again.',
  },
  waits: { zh: '待确认', en: 'waits for you' },
  since: { zh: '{at} 提出', en: 'asked on {at}' },
  turned: { zh: '未推荐', en: 'not sponsored' },
  why: { zh: '您的理由：{text}', en: 'Your reason: {text}' },
  sponsored: { zh: '已推荐', en: 'sponsored' },
  look: { zh: '查看团队', en: 'See the team' },
  accept: { zh: '确认推荐', en: 'Sponsor the team' },
  refuse: { zh: '不推荐', en: 'Do not sponsor' },
  remark: { zh: '推荐意见', en: 'Remark' },
  reason: { zh: '不推荐的理由', en: 'Why not' },
  read: { zh: '团队会看到。', en: 'The team reads it.' },
  facts: { zh: '团队档案', en: 'Facts of the team' },
  done: { zh: '已办理', en: 'Done' },
} as const satisfies Record<string, Text>

type Team = ReturnsOf<typeof directory.sponsored>['rows'][number]

/** An incubator answers for the teams that name it, having seen who they are. */
export function SponsoredTeams() {
  const t = useText()
  const rows = useAskedLater(directory.sponsored).data?.rows ?? []
  const [open, setOpen] = useState<string | null>(null)
  const shown = rows.find((row) => row.id === open)
  if (rows.length === 0) return null
  return (
    <Card title={t(said.title)}>
      <Stack gap="s">
        <p className="x-quiet">{t(said.lead)}</p>
        {rows.map((team) => (
          <Row key={team.id} between>
            <span>
              {team.name} <Standing team={team} />
            </span>
            <Button
              {...(team.waitsSince && { kind: 'primary' })}
              aria-label={`${t(said.look)} ${team.name}`}
              onClick={() => setOpen(team.id)}
            >
              {t(said.look)}
            </Button>
          </Row>
        ))}
      </Stack>
      {shown && <TeamDialog team={shown} onClose={() => setOpen(null)} />}
    </Card>
  )
}

function Standing({ team }: { team: Team }) {
  const t = useText()
  if (team.status === 'verified') return <StateTag tone="good">{t(said.sponsored)}</StateTag>
  if (!team.waitsSince) return <StateTag tone="plain">{t(said.turned)}</StateTag>
  const [before, after] = t(said.since).split('{at}')
  return (
    <>
      <StateTag tone="wait">{t(said.waits)}</StateTag>{' '}
      <span className="x-quiet">
        {before}
        <Moment at={team.waitsSince} dayOnly />
        {after}
      </span>
    </>
  )
}

function TeamDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const t = useText()
  const [accept, setAccept] = useState<boolean | null>(null)
  return (
    <Dialog open side title={team.name} onClose={onClose}>
      <Stack>
        <p>
          {t(team.regionName)} <Standing team={team} />
        </p>
        {team.status !== 'verified' && team.remark && <Box>{t(said.why, { text: team.remark })}</Box>}
        <Suspense fallback={<Skeleton />}>
          <TeamPeople id={team.id} />
          <Card title={t(said.facts)}>
            <FactTable id={team.id} kind="team" declares={false} />
          </Card>
        </Suspense>
        {team.status === 'unverified' && accept === null && (
          <Row>
            <Button kind="primary" onClick={() => setAccept(true)}>
              {t(said.accept)}
            </Button>
            {team.waitsSince && <Button onClick={() => setAccept(false)}>{t(said.refuse)}</Button>}
          </Row>
        )}
        {accept !== null && (
          <Verdict id={team.id} accept={accept} onBack={() => setAccept(null)} onDone={onClose} />
        )}
      </Stack>
    </Dialog>
  )
}

type VerdictProps = { id: string; accept: boolean; onBack: () => void; onDone: () => void }

function Verdict({ id, accept, onBack, onDone }: VerdictProps) {
  const t = useText()
  const form = useForm({ remark: '' })
  const decide = useCommand(directory.sponsor, {
    done: () => {
      toast(said.done)
      onDone()
    },
  })
  return (
    <Form
      form={form}
      refusal={decide.refusal}
      onSubmit={({ remark }) => decide.run({ params: { id }, body: { accept, remark } })}
    >
      <Field name="remark" label={accept ? said.remark : said.reason} hint={t(said.read)} required>
        <TextArea {...form.bind('remark')} rows={3} maxLength={1000} />
      </Field>
      <Row>
        <Button kind={accept ? 'primary' : 'alarm'} type="submit" busy={decide.pending}>
          {t(accept ? said.accept : said.refuse)}
        </Button>
        <Button onClick={onBack}>{t(words.cancel)}</Button>
      </Row>
    </Form>
  )
}
