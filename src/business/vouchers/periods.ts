// Browser-safe.
import { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { addDays, addYears, within, yearOf } from './days.ts'
import { type Citation, cite } from './parameter.ts'
import { ruleRefusals } from './rule-refusals.ts'
import type { HardDate, Rulebook } from './rulebook.ts'

/** A period whose last day belongs to it. `by`: what ended it, the days or the hard date; the earlier wins (S08). */
export type Period = {
  from: string
  lastDay: string
  by: 'days' | 'hard_date'
  says: Text
  clause: string | null
  assumed: boolean
}

function hardDay(hard: HardDate | null, issuedOn: string): string | null {
  if (hard === null) return null
  if ('date' in hard) return hard.date
  const yearStart = addYears(`${issuedOn.slice(0, 4)}-01-01`, hard.yearsLater)
  const leapDay = hard.monthDay === '02-29'
  return leapDay ? addDays(`${yearStart.slice(0, 4)}-03-01`, -1) : `${yearStart.slice(0, 4)}-${hard.monthDay}`
}

function earlier(
  from: string,
  byDays: string,
  days: Citation,
  hard: { day: string | null; rule: Citation },
): Period {
  const wins = hard.day !== null && hard.day < byDays
  const rule = wins ? hard.rule : days
  const lastDay = wins && hard.day ? hard.day : byDays
  const other = wins ? `（按天数可到${byDays}）` : hard.day ? `（截止日${hard.day}）` : ''
  const otherEn = wins ? ` (by days it would be ${byDays})` : hard.day ? ` (hard date ${hard.day})` : ''
  return {
    from,
    lastDay,
    by: wins ? 'hard_date' : 'days',
    says: {
      zh: `最后一日${lastDay}${other}，先到者为准`,
      en: `last day ${lastDay}${otherEn}; the earlier holds`,
    },
    clause: rule.clause,
    assumed: days.standing === 'assumed' || (hard.day !== null && hard.rule.standing === 'assumed'),
  }
}

/**
 * When a voucher issued on a day can be used. The day of issue is not counted: 365 days from 2026-03-01 end on 2027-03-01.
 * Refused when the scheme's hard date is already past.
 */
export function usePeriod(book: Rulebook, issuedOn: string): Period | Refusal {
  const { days, hardDate } = book.usePeriod
  const day = hardDay(hardDate.value, issuedOn)
  if (day !== null && day < issuedOn)
    return ruleRefusals.make('claim_period_closed', { date: day, clause: cite(hardDate) })
  return earlier(issuedOn, addDays(issuedOn, days.value), days, { day, rule: hardDate })
}

/**
 * When a voucher can be redeemed. Counted from acceptance of the service, from issue or from the last day of use, as the
 * rulebook says; before acceptance is known, from the last day of use, so the answer can only become earlier.
 */
export function redeemPeriod(
  book: Rulebook,
  of: { issuedOn: string; lastUseDay: string; acceptedOn?: string | null },
): Period {
  const { days, counted, hardDate } = book.redeemPeriod
  const start =
    counted.value === 'from_issue'
      ? of.issuedOn
      : counted.value === 'from_acceptance'
        ? (of.acceptedOn ?? of.lastUseDay)
        : of.lastUseDay
  const day = hardDay(hardDate.value, of.issuedOn)
  return earlier(start, addDays(start, days.value), days, { day, rule: hardDate })
}

export type WindowState =
  | { state: 'always' }
  | { state: 'open' | 'later' | 'over'; id: string; opens: string; closes: string | null }
  | { state: 'none' }

/** The redemption window of a voucher claimed on a day. Where no windows are set, requests are taken all year. */
export function redemptionWindow(book: Rulebook, claimedOn: string, day: string): WindowState {
  const windows = book.redemptionWindows.value
  if (windows.length === 0) return { state: 'always' }
  const own = windows.filter((window) => within(claimedOn, window.claimedFrom, window.claimedTo))
  const open = own.find((window) => within(day, window.opens, window.closes))
  const later = own.filter((window) => window.opens > day).sort((a, b) => (a.opens < b.opens ? -1 : 1))[0]
  const best = open ?? later ?? own.at(-1)
  if (!best) return { state: 'none' }
  const { id, opens, closes } = best
  return { state: open ? 'open' : later ? 'later' : 'over', id, opens, closes }
}

/** The year of a budget that a voucher is charged to: the year it was issued. */
export function issueYear(issuedOn: string): number {
  return yearOf(issuedOn)
}

/** Whether the days of a voucher issued on a day rest on an assumption. */
export function periodsAssumed(book: Rulebook, issuedOn: string): { use: boolean; redeem: boolean } {
  const use = usePeriod(book, issuedOn)
  if (use instanceof Refusal) return { use: false, redeem: false }
  return { use: use.assumed, redeem: redeemPeriod(book, { issuedOn, lastUseDay: use.lastDay }).assumed }
}
