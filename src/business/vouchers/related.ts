// Browser-safe.
import type { Refusal } from '#core/refusal.ts'
import type { Text } from '#core/text.ts'
import { cite } from './parameter.ts'
import { ruleRefusals } from './rule-refusals.ts'
import type { Rulebook } from './rulebook.ts'
import { TIES, type TieKind } from './words.ts'

/**
 * A relation between the applicant and the provider, its lab or its host unit, whichever way it points, from a day to a
 * last day, both included. `detail` names what it rests on, e.g. the jointly built laboratory.
 */
export type Tie = { kind: TieKind; from: string; lastDay: string | null; detail: Text }

/**
 * One refusal for each tie that the rulebook bans and that existed on any day of the period (contract to today); empty when
 * there is none. A jointly built laboratory is a `co_built` tie; shares held either way are an `ownership` tie.
 */
export function relatedParty(
  book: Rulebook,
  ties: readonly Tie[],
  period: { from: string; to: string },
): Refusal[] {
  const refused: Refusal[] = []
  for (const tie of ties) {
    const ban = book.bannedTies.find((item) => item.tie === tie.kind)
    if (!ban || tie.from > period.to || (tie.lastDay !== null && tie.lastDay < period.from)) continue
    refused.push(
      ruleRefusals.make('related_party', {
        tie: tie.kind,
        tieZh: TIES[tie.kind].zh,
        tieEn: TIES[tie.kind].en,
        detailZh: tie.detail.zh,
        detailEn: tie.detail.en,
        from: tie.from,
        clause: cite(ban),
      }),
    )
  }
  return refused
}
