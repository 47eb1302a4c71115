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
