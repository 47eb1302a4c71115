import type { Text } from '#core/text.ts'
import type { Tone } from '#web/kit/index.ts'

export const statusWords = {
  open: { zh: '公示中', en: 'open' },
  closed: { zh: '公示结束', en: 'closed' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
} as const satisfies Record<string, Text>

export const rowWords = {
  listed: { zh: '无异议', en: 'no objection' },
  held: { zh: '有异议，核查中', en: 'objected to, being checked' },
  cleared: { zh: '异议不成立', en: 'objection rejected' },
  removed: { zh: '异议成立，已移除', en: 'objection upheld, removed' },
} as const satisfies Record<string, Text>

export const rowTones = {
  listed: 'plain',
  held: 'wait',
  cleared: 'good',
  removed: 'alarm',
} as const satisfies Record<string, Tone>

export const objectionWords = {
  open: { zh: '已受理，办理中', en: 'taken up, being decided' },
  lead: { zh: '已作为线索，核查中', en: 'kept as a lead, being checked' },
  upheld: { zh: '异议成立', en: 'upheld' },
  rejected: { zh: '异议不成立', en: 'rejected' },
} as const satisfies Record<string, Text>

export const objectionTones = {
  open: 'wait',
  lead: 'wait',
  upheld: 'good',
  rejected: 'plain',
} as const satisfies Record<string, Tone>
