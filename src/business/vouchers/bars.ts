import type { QueryCtx } from '#core/query.ts'
import { dayOf } from '#core/time.ts'
import { organisationOf } from '#platform/directory/index.ts'
import type { IssueCtx } from './issue.ts'
import type { Rulebook } from './rulebook.ts'
import { barsAhead, barsInForce, insertBar, lockBars, type NewBar } from './vouchers.store.ts'

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

type Barring = Omit<NewBar, 'fromDay' | 'toDay'> & {
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
  await insertBar(tx, { ...bar, fromDay, toDay })
  return { fromDay, toDay, anew: true }
}
