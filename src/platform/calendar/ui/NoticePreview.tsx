import type { Text } from '#core/text.ts'
import { useAskedLater } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { StateTag, Table } from '#web/kit/index.ts'
import { type CalendarFile, calendar } from '../contract.ts'
import { daysOfFile, type NamedDay, weekdayOf } from '../rules.ts'
import type { Line } from './notice-prose.ts'

const said = {
  caption: { zh: '将载入的日期', en: 'The days to be loaded' },
  count: {
    zh: '{holidays} 个放假日（其中 {weekdays} 个本应上班）、{workdays} 个调休上班日。',
    en: '{holidays} days off ({weekdays} of them weekdays) and {workdays} make-up workdays.',
  },
  day: { zh: '日期', en: 'Day' },
  weekday: { zh: '星期', en: 'Weekday' },
  kind: { zh: '类型', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  holiday: { zh: '放假', en: 'day off' },
  makeup_workday: { zh: '调休上班', en: 'make-up workday' },
  change: { zh: '与已载入的相比', en: 'Against what is loaded' },
  added: { zh: '新增', en: 'added' },
  dropped: { zh: '取消', en: 'dropped' },
  turned: { zh: '变更', en: 'changed' },
  same: { zh: '不变', en: 'same' },
  passed: { zh: '{count} 句不含放假日期，未采用', en: '{count} sentences hold no day and are left out' },
  line: { zh: '第 {line} 行：{text}', en: 'Line {line}: {text}' },
} as const satisfies Record<string, Text>

const weekdays: readonly Text[] = [
  { zh: '周日', en: 'Sun' },
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
]

type Draft = Pick<CalendarFile, 'year' | 'holidays' | 'makeupWorkdays'>
type Change = 'added' | 'dropped' | 'turned' | 'same'
type PreviewedDay = NamedDay & { change: Change | null }

/** Day by day what a notice says before it is loaded, and what that changes when its year is there already. */
export function NoticePreview({
  draft,
  amends,
  passed,
}: {
  draft: Draft
  amends: boolean
  passed: readonly Line[]
}) {
  const t = useText()
  const { data } = useAskedLater(calendar.year, { params: { year: draft.year } }, amends)
  const days = daysOfFile(draft)
  const off = days.filter(({ kind }) => kind === 'holiday')
  const loaded = data?.days.map(({ nameZh: zh, nameEn: en, ...day }) => ({ ...day, zh, en }))
  return (
    <>
      <p>
        {t(said.count, {
          holidays: off.length,
          weekdays: off.filter(({ day }) => ![0, 6].includes(weekdayOf(day))).length,
          workdays: days.length - off.length,
        })}
      </p>
      <Table
        caption={said.caption}
        hideCaption
        rows={compared(days, loaded)}
        rowKey={({ day }) => day}
        columns={[
          { key: 'day', head: said.day, cell: ({ day }) => day },
          { key: 'weekday', head: said.weekday, cell: ({ day }) => t(weekdays[weekdayOf(day)] ?? '') },
          { key: 'kind', head: said.kind, cell: ({ kind }) => <KindTag kind={kind} /> },
          { key: 'name', head: said.name, cell: ({ zh, en }) => t({ zh, en }) },
          ...(loaded
            ? [
                {
                  key: 'change',
                  head: said.change,
                  cell: ({ change }: PreviewedDay) => change && t(said[change]),
                },
              ]
            : []),
        ]}
      />
      {passed.length > 0 && (
        <details>
          <summary>{t(said.passed, { count: passed.length })}</summary>
          <ul className="x-quiet">
            {passed.map(({ line, text }) => (
              <li key={`${line} ${text}`}>{t(said.line, { line, text })}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function KindTag({ kind }: { kind: NamedDay['kind'] }) {
  const t = useText()
  return <StateTag tone={kind === 'holiday' ? 'good' : 'wait'}>{t(said[kind])}</StateTag>
}

/** The days of the notice, with what each changes; days that it drops stand where they stood. */
function compared(days: readonly NamedDay[], loaded: readonly NamedDay[] | undefined): PreviewedDay[] {
  if (!loaded) return days.map((day) => ({ ...day, change: null }))
  const before = new Map(loaded.map((day) => [day.day, day]))
  const named = new Set(days.map(({ day }) => day))
  const changeOf = (day: NamedDay): Change => {
    const was = before.get(day.day)
    if (!was) return 'added'
    return was.kind === day.kind && was.zh === day.zh ? 'same' : 'turned'
  }
  const dropped = loaded.filter(({ day }) => !named.has(day))
  return [
    ...days.map((day) => ({ ...day, change: changeOf(day) })),
    ...dropped.map((day) => ({ ...day, change: 'dropped' as const })),
  ].sort((a, b) => (a.day < b.day ? -1 : 1))
}
