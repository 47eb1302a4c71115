import { useState } from 'react'
import type { Text } from '#core/text.ts'
import { useAsked, useAskedLater, useMay } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Card, Empty, Moment, PageHead, Skeleton, Split, StateTag, Table } from '#web/kit/index.ts'
import { calendar } from '../contract.ts'
import { LoadYear } from './LoadYear.tsx'
import './calendar.css'

const said = {
  title: { zh: '工作日历', en: 'Working-day calendar' },
  lead: {
    zh: '期限按已载入的年度放假安排计算。未载入的年度，期限只是暂定，不会自动失效。',
    en: 'Deadlines count by the loaded holidays. Beyond them a deadline is provisional and nothing lapses by it.',
  },
  load: { zh: '载入年度安排', en: 'Load a year' },
  years: { zh: '已载入的年度', en: 'Years loaded' },
  year: { zh: '年度', en: 'Year' },
  source: { zh: '依据', en: 'Source' },
  pack: { zh: '社区资料包', en: 'community pack' },
  administrator: { zh: '管理员', en: 'administrator' },
  amended: { zh: '已修订', en: 'amended' },
  days: { zh: '{year} 年放假与调休', en: 'Holidays and make-up days of {year}' },
  day: { zh: '日期', en: 'Day' },
  kind: { zh: '类型', en: 'Kind' },
  name: { zh: '名称', en: 'Name' },
  holiday: { zh: '放假', en: 'holiday' },
  makeup_workday: { zh: '调休上班', en: 'make-up workday' },
  choose: { zh: '选择一个年度查看。', en: 'Choose a year.' },
} as const satisfies Record<string, Text>

/** The years whose notice is loaded, and loading the next one. */
export function CalendarPage() {
  const t = useText()
  const may = useMay()
  const { years } = useAsked(calendar.years)
  const newest = [...years].sort((a, b) => b.year - a.year)
  const [shown, setShown] = useState(newest[0]?.year ?? null)
  const [loading, setLoading] = useState(false)
  return (
    <>
      <PageHead
        title={said.title}
        lead={t(said.lead)}
        actions={
          may('calendar.load') && (
            <Button kind="primary" icon="plus" onClick={() => setLoading(true)}>
              {t(said.load)}
            </Button>
          )
        }
      />
      <Split
        narrow="right"
        left={
          <Card title={t(said.years)}>
            <Table
              caption={said.years}
              hideCaption
              rows={newest}
              rowKey={(row) => row.id}
              current={newest.find((row) => row.year === shown)?.id ?? null}
              columns={[
                {
                  key: 'year',
                  head: said.year,
                  cell: (row) => (
                    <Button kind="quiet" small onClick={() => setShown(row.year)}>
                      {row.year}
                    </Button>
                  ),
                },
                {
                  key: 'source',
                  head: said.source,
                  cell: (row) => (
                    <>
                      <span className="cal-source">{row.source}</span>
                      <div className="x-quiet">
                        {t(said[row.loadedBy])} <Moment at={row.loadedAt} dayOnly />{' '}
                        {row.status === 'amended' && <StateTag tone="info">{t(said.amended)}</StateTag>}
                      </div>
                    </>
                  ),
                },
              ]}
            />
          </Card>
        }
        right={shown === null ? <Empty title={t(said.choose)} /> : <Year year={shown} />}
      />
      {loading && (
        <LoadYear
          years={new Set(years.map((row) => row.year))}
          onLoaded={setShown}
          onClose={() => setLoading(false)}
        />
      )}
    </>
  )
}

function Year({ year }: { year: number }) {
  const t = useText()
  const { data } = useAskedLater(calendar.year, { params: { year } })
  if (!data) return <Skeleton lines={8} />
  return (
    <Card title={t(said.days, { year })}>
      <Table
        caption={t(said.days, { year })}
        hideCaption
        rows={data.days}
        rowKey={(row) => row.day}
        columns={[
          { key: 'day', head: said.day, cell: (row) => row.day },
          { key: 'name', head: said.name, cell: (row) => t({ zh: row.nameZh, en: row.nameEn }) },
          { key: 'kind', head: said.kind, cell: (row) => t(said[row.kind]) },
        ]}
      />
    </Card>
  )
}
