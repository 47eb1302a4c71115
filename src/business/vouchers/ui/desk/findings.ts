import type { ReturnsOf } from '#core/contract.ts'
import type { Finding } from '#web/kit/index.ts'
import type { vouchers } from '../../contract.ts'
import { named } from '../public/SelfCheckResult.tsx'
import type { Regions } from '../public/useRulebooks.ts'

export type Check = ReturnsOf<typeof vouchers.claim>['check']

/** A finding of the rule engine as the list of findings shows it. */
export function asFinding(one: Check['findings'][number], regions: Regions): Finding {
  const changes = (one.smallestChange ?? []).map(({ fact, says }) => named(fact, says, regions))
  const shown = named(one.fact, one.shown, regions)
  return {
    id: `${one.group ?? ''}${one.alternative ?? ''}${one.criterion}`,
    says: one.says,
    state: one.outcome,
    found: { zh: `${one.label.zh}：${shown.zh}`, en: `${one.label.en}: ${shown.en}` },
    change:
      changes.length === 0
        ? null
        : {
            zh: changes.map((says) => says.zh).join('；'),
            en: changes.map((says) => says.en).join('; '),
          },
    unconfirmed: one.unconfirmed,
    clause: one.clause,
    source: one.source,
    standing: one.assumed ? 'assumed' : 'sourced',
    note: one.note,
  }
}
