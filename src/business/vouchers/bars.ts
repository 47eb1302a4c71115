import type { Tx } from '#core/db.ts'
import type { QueryCtx } from '#core/query.ts'
import { dayOf } from '#core/time.ts'
import { organisationOf } from '#platform/directory/index.ts'
import type { IssueCtx } from './issue.ts'
import type { Rulebook } from './rulebook.ts'
import {
  barsAhead,
  barsInForce,
  barsOfFirm,
  endBars,
  insertBar,
  lockBars,
  moveBar,
  type NewBar,
} from './vouchers.store.ts'

/** The bars in force of the organisation that asks. */
export async function ownBars({ db, actor, now, authorise }: QueryCtx) {
  const { organisationId } = actor
  authorise({ organisationId })
  const bars = organisationId ? await barsInForce(db, organisationId, dayOf(now)) : []
  const rows = []
  for (const { authorityId, ...bar } of bars)
    rows.push({ ...bar, authorityName: (await organisationOf(db, authorityId)).name })
  return { rows }
}

type Barring = Omit<NewBar, 'fromDay' | 'toDay' | 'assumed'> & {
  today: Temporal.PlainDate
  penalties: Rulebook['penalties']
  /** Decisions about the same falsehood: it bars once. */
  sameFalsehood: readonly string[]
}
/** `anew`: by this decision, and not by an earlier one about the same falsehood. */
export type Barred = { fromDay: Temporal.PlainDate; toDay: Temporal.PlainDate; anew: boolean }

/**
 * Bars a firm from claiming for the term of the rulebook. While an earlier bar of the authority runs, the rulebook says whether
 * the new term runs beside it or follows it. A further decision about the same falsehood bars no longer.
 */
export async function barFirm(
  { tx }: Pick<IssueCtx, 'tx'>,
  { today, penalties, sameFalsehood, ...bar }: Barring,
): Promise<Barred> {
  await lockBars(tx, bar.organisationId)
  const ahead = await barsAhead(tx, bar.organisationId, today)
  const own = ahead.filter(({ authorityId }) => authorityId === bar.authorityId)
  const same = own.find(({ decisionId }) => sameFalsehood.includes(decisionId))
  if (same) return { fromDay: same.fromDay, toDay: same.toDay, anew: false }
  const last = penalties.repeatedBar.value === 'added' ? own.at(-1)?.toDay : undefined
  const fromDay = last ?? today
  const toDay = fromDay.add({ years: penalties.falseRedemptionBanYears.value })
  const assumed = penalties.falseRedemptionBanYears.standing === 'assumed'
  await insertBar(tx, { ...bar, fromDay, toDay, assumed })
  return { fromDay, toDay, anew: true }
}

type Lifting = Pick<NewBar, 'organisationId' | 'authorityId' | 'reason'> & {
  /** Of the falsehood that did not stand. */
  decisionIds: readonly string[]
  now: Temporal.Instant
  /** The day on which a decision was made: a later bar that was to follow the lifted one begins then. */
  decidedOn: (decisionId: string) => Promise<Temporal.PlainDate | null>
}

/** Lifts the bar of a falsehood that was overturned; whether there was one. */
export async function liftBar(
  tx: Tx,
  { organisationId, authorityId, now, ...of }: Lifting,
): Promise<boolean> {
  await lockBars(tx, organisationId)
  if (!(await endBars(tx, of.decisionIds, of.reason, now))) return false
  // Those that are over, too: a bar that followed one of them keeps its days.
  const left = (await barsOfFirm(tx, organisationId)).filter((bar) => bar.authorityId === authorityId)
  let before: Temporal.PlainDate | null = null
  for (const { id, decisionId, fromDay, toDay } of left) {
    const decided = await of.decidedOn(decisionId)
    const earliest: Temporal.PlainDate | null = decided && before ? later(decided, before) : decided
    before = toDay
    if (!earliest || Temporal.PlainDate.compare(earliest, fromDay) >= 0) continue
    before = earliest.add({ years: fromDay.until(toDay, { largestUnit: 'years' }).years })
    await moveBar(tx, id, { fromDay: earliest, toDay: before })
  }
  return true
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? b : a)
