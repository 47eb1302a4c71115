import type { Cited } from '#web/kit/index.ts'

const ASSUMED = /（假定 assumed）$/

/** The server words a clause with its standing; on a page an assumption gets its mark. */
export const citedBy = (clause: string): Cited =>
  ASSUMED.test(clause) ? { clause: clause.replace(ASSUMED, ''), standing: 'assumed' } : { clause }
