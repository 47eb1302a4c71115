import type { Action } from './state.ts'

/** Browser-safe. */

/** Whoever is refused, delayed or overruled reads why. */
export const needReason: ReadonlySet<Action> = new Set<Action>([
  ...(['recuse', 'request_supplement', 'refuse', 'decline', 'appeal', 'uphold', 'overturn'] as const),
  ...(['hold', 'release_hold', 'extend', 'leave_batch', 'revoke', 'reinstate', 'reopen', 'correct'] as const),
])
