import { roleNames } from '#core/actor.ts'
import { useText } from '#web/i18n/text.ts'
import { DeadlineChip, Money, Row, StateTag, Tag } from '#web/kit/index.ts'
import { deskOf } from '../../available.ts'
import { emptyState } from '../../fold.ts'
import { stageOf } from '../../programme.ts'
import { type CaseState, statusNames } from '../../state.ts'
import { type Detail, levelNames, type Row as CaseRow, said, statusTones } from '../words.ts'

/** Status, stage and clock of a case, as a row of tags. */
export function CaseTags({ row }: { row: CaseRow }) {
  const t = useText()
  return (
    <Row gap="s">
      <StateTag tone={statusTones[row.status]}>{t(statusNames[row.status])}</StateTag>
      <Tag>{t(row.stageTitle)}</Tag>
      <NameNow row={row} />
      <RowClock row={row} />
      {row.amountFen !== null && <Money fen={row.amountFen} />}
    </Row>
  )
}

export function RowClock({ row }: { row: CaseRow }) {
  return (
    <DeadlineChip
      dueOn={row.dueOn}
      left={row.daysLeft}
      provisional={row.provisional}
      state={row.status === 'held' ? 'paused' : 'running'}
    />
  )
}

/** What the applicant is called today, where the case was filed under another name. */
export function NameNow({ row }: { row: Pick<CaseRow, 'nameNow'> }) {
  const t = useText()
  return row.nameNow && <span className="x-quiet">{t(said.nameNow, { name: row.nameNow })}</span>
}

/** Whose turn it is, in words. */
export function WhoseTurn({ detail }: { detail: Detail }) {
  const t = useText()
  const { state, programme } = detail
  const desk = deskOf(programme, stateOf(detail), detail.regionPath)
  if (state.status === 'supplement') return <>{t(said.waitsApplicant)}</>
  if (state.status === 'refused' && state.wait && state.dueOn)
    return <>{t(said.waitsAppeal, { day: state.dueOn })}</>
  if (state.status === 'held') return <>{t(said.waitsObjection)}</>
  const { kind } = stageOf(programme, state.stage)
  if (state.status === 'open' && kind === 'batch') return <>{t(said.waitsBatch)}</>
  if (state.status === 'open' && kind === 'public_notice') return <>{t(said.waitsNotice)}</>
  if (state.status !== 'open' && state.status !== 'appealed') return <>{t(said.over)}</>
  const role = desk.role && desk.role in roleNames ? t(roleNames[desk.role as keyof typeof roleNames]) : ''
  const decidedBefore = detail.available.some(({ reason }) => reason === 'case_decided_before')
  const level = desk.level ? t(levelNames[desk.level] ?? desk.level) : ''
  return (
    <>
      {t(said.waitsFor, { who: t({ zh: '{level}{role}', en: '{level} {role}' }, { level, role }) })}
      {' · '}
      {state.assignee
        ? t(said.taken, { who: state.assignee.label })
        : t(detail.vacant ? said.vacant : detail.aside ? said.aside : said.untaken)}
      {state.escalated && ` · ${t(said.escalated)}`}
      {decidedBefore && ` · ${t(said.mine)}`}
    </>
  )
}

/** The state as the rules know it; who stepped aside is not told to everyone and decides nothing here. */
const stateOf = ({ state, programme, form }: Detail): CaseState => ({
  ...emptyState(programme),
  ...state,
  form,
})
