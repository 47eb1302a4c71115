import { useState } from 'react'
import type { z } from 'zod'
import type { Text } from '#core/text.ts'
import { Attachment } from '#platform/files/browser.tsx'
import { useAsked } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import { Button, Moment, StateTag, Table } from '#web/kit/index.ts'
import { directory, type FactKey, factNames } from '../../browser.ts'
import { FactDialog } from './FactDialog.tsx'
import { factText, keysFor } from './factWords.ts'
import { usePlaces } from './regions.ts'

export type FactRow = z.output<typeof directory.profile.returns>['rows'][number]

const said = {
  caption: { zh: '档案事项', en: 'Facts of the organisation' },
  what: { zh: '事项', en: 'Fact' },
  value: { zh: '内容', en: 'Value' },
  source: { zh: '来源与日期', en: 'Source and date' },
  none: { zh: '未填写', en: 'not given' },
  year: { zh: '{year} 年度', en: 'year {year}' },
  waits: { zh: '新申报，待核实：', en: 'Newly declared, to be checked: ' },
  rejected: { zh: '申报未予核实：', en: 'Declared, not confirmed: ' },
  withdrawn: { zh: '名单部门已撤回：', en: 'Taken back by who keeps the list: ' },
  withdrawnWhy: { zh: '撤回理由：{text}', en: 'Why: {text}' },
  give: { zh: '填写', en: 'Give' },
  change: { zh: '更正', en: 'Change' },
  by: { zh: '{who} 填报', en: 'given by {who}' },
  proof: { zh: '证明', en: 'evidence' },
  remark: { zh: '审核意见：{text}', en: 'Officer: {text}' },
  expired: { zh: '已过有效期，不再计入', en: 'expired, counts no more' },
  act: { zh: '办理', en: 'Action' },
} as const satisfies Record<string, Text>

const tones = { declared: 'wait', evidenced: 'info', confirmed: 'good' } as const

/** Every fact with how sure it is and where it came from; what waits stands under what is in force. */
export function FactTable({ id, kind, declares }: { id: string; kind: string; declares: boolean }) {
  const t = useText()
  const { rows } = useAsked(directory.profile, { params: { id }, query: { history: 'false' } })
  const [editing, setEditing] = useState<FactKey | null>(null)
  const known = keysFor(kind)
  const others = rows.map((row) => row.key).filter((key) => !known.includes(key))
  const keys = [...new Set([...known, ...others])]
  const close = () => setEditing(null)
  return (
    <>
      <Table
        caption={said.caption}
        hideCaption
        rows={keys.map((key) => ({ key, facts: rows.filter((row) => row.key === key) }))}
        rowKey={(row) => row.key}
        columns={[
          { key: 'what', head: said.what, width: '13em', cell: (row) => t(factNames[row.key]) },
          { key: 'value', head: said.value, cell: ({ facts }) => <Values facts={facts} /> },
          { key: 'source', head: said.source, width: '16em', cell: ({ facts }) => <Sources facts={facts} /> },
          ...(declares
            ? [
                {
                  key: 'act',
                  head: said.act,
                  width: '6em',
                  cell: ({ key, facts }: { key: FactKey; facts: readonly FactRow[] }) => (
                    <Button
                      small
                      aria-label={`${t(facts.length ? said.change : said.give)} ${t(factNames[key])}`}
                      onClick={() => setEditing(key)}
                    >
                      {t(facts.length ? said.change : said.give)}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {editing && (
        <FactDialog id={id} factKey={editing} now={rows.find((row) => row.key === editing)} onClose={close} />
      )}
    </>
  )
}

const shownFirst = (facts: readonly FactRow[]) =>
  [...facts].sort((a, b) => (b.year ?? 0) - (a.year ?? 0)).slice(0, 4)

function Values({ facts }: { facts: readonly FactRow[] }) {
  const t = useText()
  if (facts.length === 0) return <span className="x-quiet">{t(said.none)}</span>
  return (
    <>
      {shownFirst(facts).map((fact) => (
        <div key={fact.id}>
          <FactLine fact={fact} />
        </div>
      ))}
    </>
  )
}

/** One fact: value, year, how sure, and what an officer said. */
export function FactLine({ fact }: { fact: FactRow }) {
  const t = useText()
  const { nameOf } = usePlaces()
  const { state } = fact
  return (
    <>
      {state === 'pending' && fact.standing !== 'confirmed' && (
        <span className="x-quiet">{t(said.waits)}</span>
      )}
      {state === 'withdrawn' && <span className="x-error">{t(said.withdrawn)}</span>}
      {state === 'rejected' && <span className="x-error">{t(said.rejected)}</span>}
      {t(factText(fact.key, fact.value, nameOf))}{' '}
      {fact.year !== null && <span className="x-quiet">{t(said.year, { year: fact.year })} </span>}
      {fact.expired && <StateTag tone="alarm">{t(said.expired)}</StateTag>}
      {state !== 'rejected' && state !== 'withdrawn' && !fact.expired && (
        <StateTag tone={tones[fact.standing]}>{t(fact.standingLabel)}</StateTag>
      )}
      {fact.reason && (
        <span className="x-quiet x-block x-note">
          {t(state === 'withdrawn' ? said.withdrawnWhy : said.remark, { text: fact.reason })}
        </span>
      )}
    </>
  )
}

function Sources({ facts }: { facts: readonly FactRow[] }) {
  const t = useText()
  return (
    <>
      {shownFirst(facts).map((fact) => (
        <div key={fact.id} className="x-quiet">
          {fact.source || (fact.declaredBy && t(said.by, { who: fact.declaredBy }))}{' '}
          <Moment at={fact.decidedAt ?? fact.declaredAt} dayOnly />{' '}
          {fact.fileId && <Attachment id={fact.fileId}>{said.proof}</Attachment>}
        </div>
      ))}
    </>
  )
}
