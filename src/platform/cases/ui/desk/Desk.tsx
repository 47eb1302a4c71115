import { useEffect, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { useAskedLater, useFilters, useList, useMay } from '#web/api.ts'
import { Button, Empty, ErrorBox, ExportButton, Link, PageHead, Skeleton } from '#web/kit/index.ts'
import { cases } from '../../contract.ts'
import { CaseTags } from '../case/CaseHead.tsx'
import { CaseView } from '../case/CaseView.tsx'
import { useKeys } from '../useKeys.ts'
import type { Row } from '../words.ts'
import { BulkBar } from './BulkBar.tsx'
import { Extension } from './Extension.tsx'
import { FilterBar } from './FilterBar.tsx'
import { Filters, queryOf } from './filters.ts'
import { KeysHelp } from './KeysHelp.tsx'
import { QueueList } from './QueueList.tsx'
import '../desk.css'

const said = {
  title: { zh: '审核台', en: 'Review desk' },
  keys: { zh: '键盘操作', en: 'Keys' },
  choose: { zh: '请从左侧选择一件，或按 j 开始。', en: 'Choose a case at the left, or press j to begin.' },
  back: { zh: '返回列表', en: 'Back to the list' },
  full: { zh: '单独打开', en: 'Open by itself' },
} as const satisfies Record<string, Text>

/** List left, case right; the keyboard does everything. */
export function Desk() {
  const t = useText()
  const may = useMay()
  const [filters, set] = useFilters(Filters)
  const [help, setHelp] = useState(false)
  const [selected, setSelected] = useState(new Set<string>())
  const list = useList(cases.list, { query: { ...queryOf(filters), limit: 50 } })
  const open = (row: Row | undefined) => row && set({ case: row.id })
  const at = list.rows.findIndex((row) => row.id === filters.case)
  const toggle = (id: string) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  useKeys({
    j: () => (at + 1 < list.rows.length ? open(list.rows[at + 1]) : list.hasMore && list.more()),
    k: () => open(list.rows[Math.max(0, at - 1)]),
    m: () => filters.case && toggle(filters.case),
    '?': () => setHelp(true),
  })
  // On to the next one of the list as it stood: what was decided leaves the queue.
  const goOn = () => open(list.rows[at + 1] ?? list.rows[at - 1])
  return (
    <>
      <PageHead
        title={said.title}
        actions={
          <>
            {may('case.extend') && <Extension />}
            <ExportButton endpoint={cases.list} input={{ query: queryOf(filters) }} />
            <Button shortcut="?" onClick={() => setHelp(true)}>
              {t(said.keys)}
            </Button>
          </>
        }
      />
      <div className="c-desk" data-open={filters.case ? 'case' : 'list'}>
        <div className="c-desk-list">
          <FilterBar filters={filters} set={set} />
          <BulkBar
            rows={list.rows.filter((row) => selected.has(row.id))}
            onDone={() => setSelected(new Set())}
          />
          {list.loading ? (
            <Skeleton lines={8} />
          ) : (
            <QueueList list={list} filters={filters} selection={{ selected, onChange: setSelected }} />
          )}
        </div>
        <div className="c-desk-case">
          {filters.case ? (
            <Opened id={filters.case} filters={filters} onDecided={goOn} />
          ) : (
            <Empty title={t(said.choose)} />
          )}
        </div>
      </div>
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </>
  )
}

/** Acts after which the case stays before one's eyes. */
const stays = new Set(['take', 'release', 'correct'])

function Opened({ id, filters, onDecided }: { id: string; filters: Filters; onDecided: () => void }) {
  const t = useText()
  const { data: detail, error, refetch } = useAskedLater(cases.get, { params: { id } })
  // biome-ignore lint/correctness/useExhaustiveDependencies: every case is read from its top
  useEffect(() => {
    document.querySelector('.c-desk-case')?.scrollTo({ top: 0 })
  }, [id])
  if (error && !detail) return <ErrorBox error={error} retry={() => void refetch()} />
  if (!detail) return <Skeleton lines={10} />
  return (
    <article aria-label={`${detail.number} ${detail.applicant}`}>
      <p className="c-back no-print">
        <Link to="/desk" icon="back" search={{ ...filters, case: undefined }}>
          {t(said.back)}
        </Link>
      </p>
      <div className="c-case-head">
        <h2>
          {detail.applicant} <span className="x-quiet">{detail.number}</span>
        </h2>
        <Link to="/cases/$id" params={{ id }}>
          {t(said.full)}
        </Link>
      </div>
      <p className="x-quiet">{t(detail.title)}</p>
      <CaseTags row={detail} />
      <CaseView detail={detail} where="desk" onActed={({ action }) => !stays.has(action) && onDecided()} />
    </article>
  )
}
