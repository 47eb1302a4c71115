import { appealOf, type Programme, type Stage } from '#platform/cases/browser.ts'
import type { Rulebook } from '#business/vouchers/browser.ts'

/**
 * Where programmes and the rulebooks of their schemes contradict each other, one sentence each with both figures; empty when
 * the pack may be loaded. A case runs by its programme while the public reads the rulebook: what both state must be the same
 * in every version that is in force while the programme takes applications.
 */
export function contradictions(programmes: readonly Programme[], books: readonly Rulebook[]): string[] {
  return programmes.flatMap((programme) => {
    const { rulebook } = programme
    if (!rulebook) return []
    const name = `${programme.id}@${programme.version}`
    const scheme = books.filter((book) => book.scheme === rulebook.id)
    const together = rulebook.version
      ? scheme.filter((book) => book.version === rulebook.version)
      : scheme.filter((book) => meet(programme, programmes, book))
    if (together.length === 0) return [`${name}: no version of ${rulebook.id} is in force while it is`]
    return together.flatMap((book) => between(programme, book).map((problem) => `${name}: ${problem}`))
  })
}

/** A day on which the programme takes applications and the rulebook is in force. A programme ends where its next version begins. */
function meet(programme: Programme, all: readonly Programme[], book: Rulebook): boolean {
  const { id, effectiveFrom: from, effectiveTo: to } = programme
  const superseded = all.some(
    (other) => other.id === id && other.effectiveFrom > from && other.effectiveFrom <= book.effectiveFrom,
  )
  return (
    !superseded &&
    (to === null || book.effectiveFrom <= to) &&
    (book.effectiveTo === null || from <= book.effectiveTo)
  )
}

type Desk = Extract<Stage, { kind: 'review' }>
type Rule = Rulebook['review']['claim'][number]
type Figure = string | number
/** One figure as the programme has it and as the rulebook has it. */
type Pair = readonly [place: string, of: Figure, rule: string, says: Figure]

function between(programme: Programme, book: Rulebook): string[] {
  const pairs: Pair[] = [
    ['authority', programme.authority, 'authority', book.authority],
    ...appealPairs(programme, book),
    ...noticePairs(programme, book),
    ...reviewPairs(programme, book),
  ]
  const differences = pairs.flatMap(([place, of, rule, says]) =>
    of === says ? [] : [`${place} is ${of}, but ${rule} of ${book.id} says ${says}`],
  )
  return [...differences, ...unreserved(programme, book)]
}

/** A voucher is a hold on the budget from its issue; a text by which none is reserved can't be obeyed. */
function unreserved({ outcome }: Programme, { id, budget }: Rulebook): string[] {
  if (outcome !== 'voucher.issue' || budget.reservedAtIssue.value) return []
  return [
    `${id} reserves nothing at issue (budget.reservedAtIssue), but every voucher issued here holds its face on the budget`,
  ]
}

const appealPairs = (programme: Programme, book: Rulebook): Pair[] =>
  programme.stages.flatMap((stage): Pair[] => {
    const appeal = appealOf(stage)
    if (!appeal) return []
    const place = `stages.${stage.id}.appeal.workingDays`
    return [[place, appeal.workingDays, 'appealWorkingDays', book.appealWorkingDays.value]]
  })

const noticePairs = (programme: Programme, book: Rulebook): Pair[] =>
  programme.stages.flatMap((stage): Pair[] => {
    if (stage.kind !== 'public_notice') return []
    const { workingDays } = book.publicNotice
    return [
      [`stages.${stage.id}.workingDays`, stage.workingDays, 'publicNotice.workingDays', workingDays.value],
    ]
  })

const REVIEWS: Record<string, keyof Rulebook['review']> = {
  'voucher.issue': 'claim',
  'voucher.redeem': 'redemption',
}

/** The stages of review, the first with the first: their number, and of each its desk, its days and its supplement. */
function reviewPairs(programme: Programme, book: Rulebook): Pair[] {
  const what = REVIEWS[programme.outcome]
  if (!what) return []
  const stages = programme.stages.filter((stage) => stage.kind === 'review')
  const rules = book.review[what]
  return [
    ['the number of reviews', stages.length, `review.${what}`, rules.length],
    ...stages.flatMap((stage, at): Pair[] => {
      const rule = rules[at]
      if (!rule) return []
      const [place, of] = [`stages.${stage.id}`, `review.${what}.${rule.id}`]
      return [
        [`${place}.level`, stage.level ?? 'none', `${of}.level`, levelOf(rule.level)],
        [`${place}.workingDays`, stage.workingDays, `${of}.workingDays`, rule.workingDays],
        ...supplementPairs(place, stage.supplement, of, rule),
      ]
    }),
  ]
}

function supplementPairs(place: string, supplement: Desk['supplement'], of: string, rule: Rule): Pair[] {
  if (!supplement) return []
  const { clock, workingDays } = supplement
  return [
    [`${place}.supplement.clock`, clock, `${of}.supplement`, rule.supplement],
    [
      `${place}.supplement.workingDays`,
      workingDays,
      `${of}.supplementWorkingDays`,
      rule.supplementWorkingDays,
    ],
  ]
}

/** A district of a municipality has the desk of a county. */
const levelOf = (level: Rule['level']) => (level === 'district' ? 'county' : level)
