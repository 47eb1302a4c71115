// Browser-safe.
import type { Text } from '#core/text.ts'
import { HONOURS, type Honour } from './words.ts'

type Waiting = { queuePlace: number | null; priority: readonly Honour[]; firstAhead: number | null }

export const honoursText = (honours: readonly Honour[]): Text => ({
  zh: honours.map((one) => HONOURS[one].zh).join('、'),
  en: honours.map((one) => HONOURS[one].en).join(', '),
})

/** The place of a claim in the queue and why it is that one; null when it does not wait. */
export function queueText({ queuePlace, priority, firstAhead }: Waiting): Text | null {
  if (queuePlace === null) return null
  const place = { zh: `排队第 ${queuePlace} 位`, en: `number ${queuePlace} of the queue` }
  if (priority.length > 0) {
    const { zh, en } = honoursText(priority)
    return {
      zh: `${place.zh}，属优先支持名单（${zh}），先于其他申领`,
      en: `${place.en}: first by the list of honours (${en})`,
    }
  }
  if (!firstAhead) return place
  return {
    zh: `${place.zh}，前面有 ${firstAhead} 件属优先支持名单`,
    en: `${place.en}; ${firstAhead} before it go first by the list of honours`,
  }
}

/** Why a claim that waits is not served, by the standing of its firm. */
export const ON_HOLD = {
  disputed: {
    zh: '代码争议裁定前不发券，排队位置保留',
    en: 'The code is in dispute: the place is kept, and the voucher is issued once it is decided.',
  },
  closed: {
    zh: '单位已注销，不再发券，将退出排队',
    en: 'The organisation is closed: no voucher is issued, and the claim leaves the queue.',
  },
  unverified: {
    zh: '证照重新核实前不发券，排队位置保留',
    en: 'The licence has to be accepted anew: the place is kept, and the voucher is issued after that.',
  },
} as const satisfies Record<string, Text>
export type OnHold = keyof typeof ON_HOLD

type Standing = Waiting & { onHold: OnHold | null; refusedBecause: Text | null }

/** How it is with a claim that waits or waited: its place and what keeps it there, or why it was refused. */
export function waitText(claim: Standing): Text | null {
  const place = queueText(claim)
  if (!place) return claim.refusedBecause
  const hold = claim.onHold && ON_HOLD[claim.onHold]
  return hold ? { zh: `${place.zh}；${hold.zh}`, en: `${place.en}. ${hold.en}` } : place
}
