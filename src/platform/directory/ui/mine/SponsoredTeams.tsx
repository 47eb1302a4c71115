import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useAskedLater, useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import {
  Button,
  Card,
  Dialog,
  ErrorBox,
  Field,
  Row,
  Stack,
  StateTag,
  TextArea,
  toast,
} from '#web/kit/index.ts'
import { directory } from '../../contract.ts'

const said = {
  title: { zh: '请本载体推荐的团队', en: 'Teams that ask to be sponsored' },
  waits: { zh: '待确认', en: 'waits for you' },
  sponsored: { zh: '已推荐', en: 'sponsored' },
  accept: { zh: '确认推荐', en: 'Sponsor the team' },
  refuse: { zh: '不推荐', en: 'Do not sponsor' },
  remark: { zh: '意见', en: 'Remark' },
  why: { zh: '团队会看到。', en: 'The team reads it.' },
  done: { zh: '已办理', en: 'Done' },
} as const satisfies Record<string, Text>

type Judging = { id: string; name: string; accept: boolean }

/** An incubator answers for the teams that name it. */
export function SponsoredTeams() {
  const t = useText()
  const rows = useAskedLater(directory.sponsored).data?.rows ?? []
  const [judging, setJudging] = useState<Judging | null>(null)
  if (rows.length === 0) return null
  return (
    <Card title={t(said.title)}>
      <Stack gap="s">
        {rows.map(({ id, name, status }) => (
          <Row key={id} between>
            <span>
              {name}{' '}
              <StateTag tone={status === 'verified' ? 'good' : 'wait'}>
                {t(status === 'verified' ? said.sponsored : said.waits)}
              </StateTag>
            </span>
            {status === 'unverified' && (
              <Row>
                <Button kind="primary" onClick={() => setJudging({ id, name, accept: true })}>
                  {t(said.accept)}
                </Button>
                <Button onClick={() => setJudging({ id, name, accept: false })}>{t(said.refuse)}</Button>
              </Row>
            )}
          </Row>
        ))}
      </Stack>
      {judging && <Verdict judging={judging} onClose={() => setJudging(null)} />}
    </Card>
  )
}

function Verdict({ judging, onClose }: { judging: Judging; onClose: () => void }) {
  const t = useText()
  const [remark, setRemark] = useState('')
  const decide = useCommand(directory.sponsor, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const label = judging.accept ? said.accept : said.refuse
  const run = () => decide.run({ params: { id: judging.id }, body: { accept: judging.accept, remark } })
  return (
    <Dialog
      open
      title={`${t(label)} · ${judging.name}`}
      onClose={onClose}
      foot={
        <Button kind="primary" busy={decide.pending} onClick={run}>
          {t(label)}
        </Button>
      }
    >
      <ErrorBox error={decide.refusal} />
      <Field label={said.remark} hint={t(said.why)} required>
        <TextArea value={remark} onChange={setRemark} maxLength={1000} />
      </Field>
    </Dialog>
  )
}
