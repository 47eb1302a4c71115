import { useEffect, useRef, useState } from 'react'
import type { Text } from '#core/text.ts'
import { useText } from '#web/i18n/text.ts'
import { useAskedLater, useMe } from '#web/api.ts'
import { Button, Checkbox, Row, Select, TextInput } from '#web/kit/index.ts'
import { cases } from '../../contract.ts'
import { statuses, statusNames } from '../../state.ts'
import { useKeys } from '../useKeys.ts'
import { type Filters, views } from './filters.ts'

const said = {
  view: { zh: '范围', en: 'Show' },
  q: { zh: '编号或单位名称', en: 'Number or applicant' },
  programme: { zh: '事项', en: 'Programme' },
  stage: { zh: '环节', en: 'Stage' },
  status: { zh: '状态', en: 'Status' },
  overdue: { zh: '只看超期', en: 'Overdue only' },
  any: { zh: '全部', en: 'All' },
  clear: { zh: '清除筛选', en: 'Clear filters' },
} as const satisfies Record<string, Text>

type Change = (change: Partial<Filters>) => void

export function FilterBar({ filters, set }: { filters: Filters; set: Change }) {
  const t = useText()
  const { programmes, stages } = useChoices(filters.programme)
  const narrowed = filters.programme || filters.stage || filters.status || filters.overdue || filters.q
  const none = { programme: undefined, stage: undefined, status: undefined, overdue: undefined, q: undefined }
  return (
    <div className="c-filters">
      <fieldset className="c-views" aria-label={t(said.view)}>
        {(Object.keys(views) as Filters['view'][]).map((view) => (
          <button key={view} type="button" aria-pressed={filters.view === view} onClick={() => set({ view })}>
            {t(views[view])}
          </button>
        ))}
      </fieldset>
      <Search filters={filters} set={set} />
      <Row>
        <Select
          label={t(said.programme)}
          value={filters.programme ?? ''}
          none={labelled(said.programme)}
          options={programmes}
          onChange={(value) => set({ programme: value || undefined, stage: undefined })}
        />
        <Select
          label={t(said.stage)}
          value={filters.stage ?? ''}
          none={labelled(said.stage)}
          options={stages}
          onChange={(value) => set({ stage: value || undefined })}
        />
        <Select
          label={t(said.status)}
          value={filters.status ?? ''}
          none={labelled(said.status)}
          options={statuses.slice(1).map((value) => ({ value, label: statusNames[value] }))}
          onChange={(value) => set({ status: value || undefined })}
        />
        <Checkbox
          value={filters.overdue === 'true'}
          label={said.overdue}
          onChange={(on) => set({ overdue: on ? 'true' : undefined })}
        />
        {narrowed && (
          <Button kind="quiet" small onClick={() => set(none)}>
            {t(said.clear)}
          </Button>
        )}
      </Row>
    </div>
  )
}

const labelled = (label: Text): Text => ({
  zh: `${label.zh}：${said.any.zh}`,
  en: `${label.en}: ${said.any.en}`,
})

function useChoices(chosen: string | undefined) {
  const me = useMe()
  const own = me?.seats.find((seat) => seat.membershipId === me.actingAs)?.organisation.regionCode
  const all = useAskedLater(cases.programmes, {}).data?.programmes ?? []
  const found = all.filter(({ regions }) => !own || regions.some((region) => meet(region, own)))
  const inside = found.filter(({ id }) => !chosen || id === chosen)
  const stages = new Map(
    inside.flatMap((programme) =>
      programme.stages
        .filter(({ kind }) => kind !== 'intake')
        .map((stage) => [stage.id, stage.title] as const),
    ),
  )
  return {
    programmes: found.map(({ id, title }) => ({ value: id, label: title })),
    stages: [...stages].map(([value, label]) => ({ value, label })),
  }
}

/** Does one region lie in the other, by their codes? Cases of any other programme are not this officer's. */
function meet(one: string, other: string): boolean {
  const [a, b] = [one, other].map((code) => code.replace(/(00)+$/, ''))
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a))
}

/** Asks the server a moment after the last key. */
function Search({ filters, set }: { filters: Filters; set: Change }) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState(filters.q ?? '')
  const send = useRef(set)
  send.current = set
  useEffect(() => setTyped(filters.q ?? ''), [filters.q])
  useEffect(() => {
    if (typed === (filters.q ?? '')) return
    const timer = setTimeout(() => send.current({ q: typed || undefined }), 300)
    return () => clearTimeout(timer)
  }, [typed, filters.q])
  useKeys({ '/': () => box.current?.querySelector('input')?.focus() })
  return (
    <div ref={box} className="c-search">
      <TextInput
        type="search"
        label={t(said.q)}
        placeholder={t(said.q)}
        value={typed}
        maxLength={100}
        onChange={setTyped}
      />
    </div>
  )
}
