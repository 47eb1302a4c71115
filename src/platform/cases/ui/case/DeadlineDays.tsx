import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { words } from '#web/i18n/words.ts'
import { AssumedMark, Folded, StateTag, Table } from '#web/kit/index.ts'
import type { Detail } from '../words.ts'

const clocks: Record<NonNullable<Detail['deadline']>['of'], Text> = {
  stage: { zh: '本环节办理期限', en: 'Time of this stage' },
  supplement: { zh: '补正期限', en: 'Time to supply' },
  notice: { zh: '公示期', en: 'Days of the notice' },
  appeal_window: { zh: '申请复核期限', en: 'Time to appeal' },
  appeal: { zh: '复核办理期限', en: 'Time to decide the appeal' },
}
const said = {
  title: {
    zh: '{clock}：{due}，已用 {used} 个工作日，剩余 {left} 个，逐日说明',
    en: '{clock}: {due}; {used} working days used, {left} left; day by day',
  },
  still: { zh: '暂停计时，到期日待定', en: 'stopped, the day is open' },
  caption: { zh: '逐日说明', en: 'Day by day' },
  day: { zh: '日期', en: 'Day' },
  counts: { zh: '是否计入', en: 'Counts' },
  why: { zh: '理由', en: 'Why' },
  provisional: {
    zh: '途经的年度尚未公布放假安排：到期日为暂定，不会自动失效或上报；安排载入后自动确定。',
    en: 'A year on the way has no announced holidays: the day is provisional, nothing lapses or is passed up by it, and it is settled once they are loaded.',
  },
} as const satisfies Record<string, Text>

/** The running deadline with every day on the way. `assumed`: its length is our figure, no text says it. */
export function DeadlineDays({
  deadline,
  assumed = false,
}: {
  deadline: Detail['deadline']
  assumed?: boolean
}) {
  const t = useText()
  if (!deadline) return null
  const { due, provisional, daysUsed: used, daysLeft: left } = deadline
  const title = t(said.title, { clock: t(clocks[deadline.of]), due: due ?? t(said.still), used, left })
  let count = 0
  const days = deadline.days.map((day) => ({ ...day, count: day.counts ? ++count : null }))
  return (
    <Folded
      title={
        <>
          {title} {provisional && <StateTag tone="wait">{t(words.provisional)}</StateTag>}{' '}
          {assumed && <AssumedMark />}
        </>
      }
    >
      {provisional && <p className="x-quiet">{t(said.provisional)}</p>}
      <Table
        caption={said.caption}
        hideCaption
        rows={days}
        rowKey={(day) => day.day}
        columns={[
          { key: 'day', head: said.day, cell: (day) => day.day },
          {
            key: 'counts',
            head: said.counts,
            cell: (day) =>
              day.count === null ? (
                <span className="x-quiet">—</span>
              ) : (
                t({ zh: '第 {count} 天', en: 'day {count}' }, { count: day.count })
              ),
          },
          { key: 'why', head: said.why, cell: (day) => t(day.why) },
        ]}
      />
    </Folded>
  )
}
