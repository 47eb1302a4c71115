import { useEffect, useRef } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { useMe } from '#web/api.ts'
import { Empty, Link, More, type Selection, StateTag } from '#web/kit/index.ts'
import { statusNames } from '../../state.ts'
import { NameNow, RowClock } from '../case/CaseHead.tsx'
import { type Row, statusTones } from '../words.ts'
import type { Filters } from './filters.ts'

const said = {
  label: { zh: '办件', en: 'Cases' },
  select: { zh: '选择 {number}', en: 'Select {number}' },
  mine: { zh: '我接办', en: 'taken by me' },
  taken: { zh: '已有人接办', en: 'taken' },
  empty: { zh: '没有符合条件的办件。', en: 'No case fits.' },
  nothing: { zh: '没有等您处理的办件。', en: 'No case waits for you.' },
  nothingHint: {
    zh: '要看已办和他人在办的，请切换到“本区域全部”。',
    en: 'What is done, or with others, is under “All of my region”.',
  },
  emptyHint: {
    zh: '可放宽筛选，或切换到“本区域全部”。',
    en: 'Loosen the filters, or look at all of your region.',
  },
} as const satisfies Record<string, Text>

const isNarrowed = ({ programme, stage, status, overdue, q }: Filters): boolean =>
  [programme, stage, status, overdue, q].some(Boolean)

type Listed = { rows: readonly Row[]; hasMore: boolean; loadingMore: boolean; more: () => void }

/** The queue, due first. What is out of sight is not drawn, and the next page is asked for at the end of the list. */
export function QueueList({
  list,
  filters,
  selection,
}: {
  list: Listed
  filters: Filters
  selection: Selection
}) {
  const t = useText()
  const box = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const row = filters.case && box.current?.querySelector(`[data-case="${filters.case}"]`)
    if (row) row.scrollIntoView({ block: 'nearest' })
  }, [filters.case])
  if (list.rows.length === 0) {
    const done = filters.view === 'desk' && !isNarrowed(filters)
    return (
      <Empty title={t(done ? said.nothing : said.empty)}>
        <p>{t(done ? said.nothingHint : said.emptyHint)}</p>
      </Empty>
    )
  }
  const nearEnd = (at: HTMLElement) => at.scrollHeight - at.scrollTop - at.clientHeight < 400
  return (
    <>
      <ul
        ref={box}
        className="c-queue"
        aria-label={t(said.label)}
        onScroll={(event) => {
          if (nearEnd(event.currentTarget) && list.hasMore && !list.loadingMore) list.more()
        }}
      >
        {list.rows.map((row) => (
          <QueueRow key={row.id} row={row} filters={filters} selection={selection} />
        ))}
      </ul>
      <More {...list} />
    </>
  )
}

function QueueRow({ row, filters, selection }: { row: Row; filters: Filters; selection: Selection }) {
  const t = useText()
  const me = useMe()
  const toggle = () => {
    const next = new Set(selection.selected)
    if (!next.delete(row.id)) next.add(row.id)
    selection.onChange(next)
  }
  const current = filters.case === row.id
  return (
    <li data-case={row.id} className={current ? 'c-current' : ''}>
      <label className="x-pick-box x-pick">
        <input
          type="checkbox"
          aria-label={t(said.select, { number: row.number })}
          checked={selection.selected.has(row.id)}
          onChange={toggle}
        />
      </label>
      <div className="c-queue-row" aria-current={current || undefined}>
        <div className="c-queue-top">
          <Link to="/desk" search={{ ...filters, case: row.id }}>
            {row.applicant}
          </Link>
          <RowClock row={row} />
        </div>
        <div className="c-queue-low x-quiet">
          <span>{row.number}</span>
          <NameNow row={row} />
          <span>{t(row.stageTitle)}</span>
          {row.status !== 'open' && (
            <StateTag tone={statusTones[row.status]}>{t(statusNames[row.status])}</StateTag>
          )}
          {row.assignee && <span>{t(row.assignee === me?.user?.id ? said.mine : said.taken)}</span>}
        </div>
      </div>
    </li>
  )
}
