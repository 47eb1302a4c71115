import { z } from 'zod'
import type { CallInput } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import type { cases } from '../../contract.ts'
import { statuses } from '../../state.ts'

/** What the queue is filtered by and which case is open, as the URL keeps it. */
export const Filters = z.object({
  view: z.enum(['desk', 'mine', 'all']).default('desk'),
  programme: z.string().max(80).optional(),
  stage: z.string().max(80).optional(),
  status: z.enum(statuses).optional(),
  overdue: z.enum(['true']).optional(),
  q: z.string().max(100).optional(),
  case: z.uuid().optional(),
})
export type Filters = z.output<typeof Filters>

export const views: Record<Filters['view'], Text> = {
  desk: { zh: '等我处理', en: 'Waiting for me' },
  mine: { zh: '我接办的', en: 'Taken by me' },
  all: { zh: '本区域全部', en: 'All of my region' },
}

/** The query of the list; `limit` is left to who asks. */
export function queryOf({
  view,
  programme,
  stage,
  status,
  overdue,
  q,
}: Filters): NonNullable<CallInput<typeof cases.list>['query']> {
  return {
    ...(view === 'desk' ? { desk: 'true' } : {}),
    ...(view === 'mine' ? { mine: 'true' } : {}),
    ...(programme ? { programme } : {}),
    ...(stage ? { stage } : {}),
    ...(status ? { status } : {}),
    ...(overdue ? { overdue } : {}),
    ...(q?.trim() ? { q: q.trim() } : {}),
  }
}
