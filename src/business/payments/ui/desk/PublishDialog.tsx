import { useToday } from '#business/vouchers/browser.tsx'
import { calendar } from '#platform/calendar/browser.ts'
import type { Text } from '#core/text.ts'
import { useAskedLater, useCommand } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { words as shared } from '#web/i18n/words.ts'
import {
  AssumedMark,
  Box,
  Button,
  Dialog,
  ErrorBox,
  Facts,
  Folded,
  Money,
  Row,
  Stack,
  toast,
} from '#web/kit/index.ts'
import { payments } from '../../contract.ts'
import { sumFen } from '../../rules.ts'
import type { BatchOne } from './BatchPage.tsx'
import '../money.css'

const said = {
  title: { zh: '发布公示', en: 'Open the public notice' },
  frozen: {
    zh: '发布后名单即固定，任何人可以查看；发现有误只能撤回公示、解散批次重来。',
    en: 'From then on the list is frozen and everybody can see it; a mistake means taking the notice back.',
  },
  rows: { zh: '公示名单', en: 'The list' },
  count: { zh: '{count} 件', en: '{count} requests' },
  days: { zh: '公示期', en: 'How long' },
  working: { zh: '{days} 个工作日', en: '{days} working days' },
  strictest: { zh: '按名单中要求最长的一件', en: 'what the strictest row asks for' },
  closes: { zh: '公示截止', en: 'Closes on' },
  counting: { zh: '正在推算……', en: 'Counting…' },
  provisional: {
    zh: '暂定：次年工作日历尚未公布，公布后以重新推算的日期为准，此前公示不会自动结束。',
    en: 'Provisional: next year’s working days are not out yet. The day is counted anew when they are, and nothing closes before.',
  },
  each: { zh: '逐日推算', en: 'Day by day' },
  day: { zh: '第 {at} 日', en: 'day {at}' },
  off: { zh: '不计', en: 'not counted' },
  done: { zh: '公示已发布', en: 'The notice is open' },
} as const satisfies Record<string, Text>

/** Before the click: how many rows, until when, counted day by day; nothing is frozen before. */
export function PublishDialog({ batch, onClose }: { batch: BatchOne; onClose: () => void }) {
  const t = useText()
  const command = useCommand(payments.publishBatch, {
    done: () => {
      toast(said.done)
      onClose()
    },
  })
  const listed = batch.list.filter((row) => row.status === 'listed')
  const days = Math.max(...listed.map((row) => row.noticeDays))
  return (
    <Dialog open title={t(said.title)} onClose={onClose}>
      <Stack>
        <p>{t(said.frozen)}</p>
        <Facts
          facts={[
            {
              label: said.rows,
              value: t(said.count, { count: listed.length }),
              note: <Money fen={sumFen(listed)} />,
            },
            {
              label: said.days,
              value: (
                <>
                  {t(said.working, { days })} {batch.noticeAssumed && <AssumedMark />}
                </>
              ),
              note: t(said.strictest),
            },
          ]}
        />
        <Closing days={days} />
        <ErrorBox error={command.refusal} />
        <Row>
          <Button
            kind="primary"
            busy={command.pending}
            onClick={() => command.run({ params: { id: batch.id }, body: {} })}
          >
            {t(said.title)}
          </Button>
          <Button onClick={onClose}>{t(shared.cancel)}</Button>
        </Row>
      </Stack>
    </Dialog>
  )
}

function Closing({ days }: { days: number }) {
  const t = useText()
  const today = useToday()
  const query = { from: today ?? '', days }
  const { data } = useAskedLater(calendar.workingDays, { query }, today !== undefined)
  if (!data) return <p className="x-quiet">{t(said.counting)}</p>
  const counted = data.days.map((day, at) => ({
    ...day,
    no: data.days.slice(0, at + 1).filter((one) => one.counts).length,
  }))
  return (
    <Stack gap="s">
      <p>
        {t(said.closes)} <strong className="x-time">{data.due}</strong>
        {data.provisional && t(shared.aside, { text: shared.provisional })}
      </p>
      {data.provisional && <Box tone="wait">{t(said.provisional)}</Box>}
      <Folded title={t(said.each)}>
        <ol className="p-days">
          {counted.map((one) => (
            <li key={one.day} className={one.counts ? '' : 'x-quiet'}>
              <span className="x-time">{one.day}</span>{' '}
              {one.counts ? t(said.day, { at: one.no }) : t(said.off)} · {t(one.why)}
            </li>
          ))}
        </ol>
      </Folded>
    </Stack>
  )
}
