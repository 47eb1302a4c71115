import type { ReturnsOf } from '#core/contract.ts'
import type { Finding } from '#web/kit/index.ts'
import type { vouchers } from '../../contract.ts'

export type Check = ReturnsOf<typeof vouchers.claim>['check']

/** A finding of the rule engine as the list of findings shows it. */
export function asFinding(one: Check['findings'][number]): Finding {
  const changes = one.smallestChange ?? []
  return {
    id: `${one.group ?? ''}${one.alternative ?? ''}${one.criterion}`,
    says: one.says,
    state: one.outcome,
    found: { zh: `${one.label.zh}：${one.shown.zh}`, en: `${one.label.en}: ${one.shown.en}` },
    change:
      changes.length === 0
        ? null
        : {
            zh: changes.map(({ says }) => says.zh).join('；'),
            en: changes.map(({ says }) => says.en).join('; '),
          },
    unconfirmed: one.unconfirmed,
    clause: one.clause,
    source: one.source,
    standing: one.assumed ? 'assumed' : 'sourced',
    note: one.note,
  }
}
