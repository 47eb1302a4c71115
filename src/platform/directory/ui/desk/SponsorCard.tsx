import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { Card, Facts, Moment } from '#web/kit/index.ts'
import type { Full } from './desk-words.ts'

const said = {
  title: { zh: '孵化载体的推荐', en: 'The incubator’s word' },
  why: {
    zh: '创业团队没有证照，由其孵化载体确认推荐，主管部门不必核对。',
    en: 'A founders’ team has no licence; its incubator answers for it and no officer has to verify it.',
  },
  state: { zh: '现状', en: 'Standing' },
  waits: { zh: '等待确认推荐', en: 'waits for the incubator' },
  turned: { zh: '未获推荐，等待团队补充', en: 'not sponsored; the team’s turn' },
  sponsored: { zh: '已推荐', en: 'sponsored' },
  since: { zh: '提出时间', en: 'Asked' },
  remark: { zh: '孵化载体的意见', en: 'What the incubator said' },
} as const satisfies Record<string, Text>

/** A team as its county sees it: the incubator decides, the county reads. */
export function SponsorCard({ found }: { found: Full }) {
  const t = useText()
  const { waitsSince = null, remark = null } = found.licence ?? {}
  const state = found.status === 'verified' ? 'sponsored' : waitsSince ? 'waits' : 'turned'
  return (
    <Card title={t(said.title)}>
      <p className="x-quiet">{t(said.why)}</p>
      <Facts
        facts={[
          { label: said.state, value: t(said[state]) },
          waitsSince !== null && { label: said.since, value: <Moment at={waitsSince} /> },
          !!remark && { label: said.remark, value: remark },
        ]}
      />
    </Card>
  )
}
