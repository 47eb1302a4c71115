import type { Text } from '#core/text.ts'
import type { Cited } from '#web/kit/index.ts'

const ASSUMED = /(?:（假定）|^假定)$/

/** The server words a clause with its standing; on a page an assumption gets its mark. */
export const citedBy = ({ zh }: Text): Cited =>
  ASSUMED.test(zh) ? { clause: zh.replace(ASSUMED, ''), standing: 'assumed' } : { clause: zh }
