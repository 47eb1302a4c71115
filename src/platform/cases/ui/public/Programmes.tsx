import type { Text } from '#core/text.ts'
import { useAsked } from '#web/api.ts'
import { Card, Empty, Grid, Link, PageHead, Stack, StateTag } from '#web/kit/index.ts'
import { useText } from '#web/i18n/text.ts'
import { cases } from '../../browser.ts'
import { totalDays, unserved } from './programme-words.ts'

const said = {
  title: { zh: '可以办的事项', en: 'What can be applied for' },
  lead: {
    zh: '每个事项写明谁能办、要准备什么、每一步由谁办、几个工作日。',
    en: 'Each says who may apply, what is needed, who handles each step and in how many working days.',
  },
  none: {
    zh: '今天没有受理的事项。各办法写明了受理时间。',
    en: 'Nothing is open today. The rulebooks say when claims are taken.',
  },
  days: {
    zh: '全程最多 {days} 个工作日（补正时间另计）',
    en: 'At most {days} working days, supplements apart',
  },
  until: { zh: '受理至 {day}', en: 'Taken until {day}' },
  always: { zh: '常年受理', en: 'Taken all year' },
} as const satisfies Record<string, Text>

export function Programmes() {
  const t = useText()
  const { programmes } = useAsked(cases.programmes)
  return (
    <>
      <PageHead title={said.title} lead={t(said.lead)} />
      {programmes.length === 0 && <Empty title={t(said.none)} />}
      <Grid min={320}>
        {programmes.map((programme) => (
          <Card
            key={programme.id}
            title={
              <Link to="/programmes/$id" params={{ id: programme.id }}>
                {t(programme.title)}
              </Link>
            }
          >
            <Stack gap="s">
              <p>{t(programme.summary)}</p>
              <div className="x-quiet">
                {t(said.days, { days: totalDays(programme) })} ·{' '}
                {programme.served && takenUntil(programme, t)}
                {!programme.served && <StateTag tone="wait">{t(unserved.tag)}</StateTag>}
              </div>
            </Stack>
          </Card>
        ))}
      </Grid>
    </>
  )
}

const takenUntil = ({ effectiveTo }: { effectiveTo: string | null }, t: ReturnType<typeof useText>) =>
  effectiveTo ? t(said.until, { day: effectiveTo }) : t(said.always)
