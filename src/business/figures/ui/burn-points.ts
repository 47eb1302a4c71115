/** Browser-safe. */

type Month = { month: string; leftFen: bigint; paidFen: bigint }
export type BurnPoint = { day: string; leftFen: bigint; paidFen: bigint }

/**
 * A burn-down by the ends of months: from the whole budget on the first day, through months in which nothing happened, to
 * the day of the figures. Paid amounts are summed up.
 */
export function burnPoints(months: readonly Month[], budgetFen: bigint, today: string): BurnPoint[] {
  const [first] = months
  if (!first) return []
  const happened = new Map(months.map((month) => [month.month, month]))
  let leftFen = budgetFen
  let paidFen = 0n
  const points: BurnPoint[] = [{ day: `${first.month}-01`, leftFen, paidFen }]
  for (let month = first.month; month <= today.slice(0, 7); month = after(month)) {
    const of = happened.get(month)
    leftFen = of?.leftFen ?? leftFen
    paidFen += of?.paidFen ?? 0n
    const end = lastDay(month)
    points.push({ day: end < today ? end : today, leftFen, paidFen })
  }
  return points
}

const parts = (month: string): [year: number, month: number] => [
  Number(month.slice(0, 4)),
  Number(month.slice(5, 7)),
]

function after(month: string): string {
  const [year, at] = parts(month)
  return at === 12 ? `${year + 1}-01` : `${year}-${String(at + 1).padStart(2, '0')}`
}

function lastDay(month: string): string {
  const [year, at] = parts(month)
  return `${month}-${new Date(Date.UTC(year, at, 0)).getUTCDate()}`
}
