import { z } from 'zod'
import { ById, query } from '#core/contract.ts'

export const exports = {
  progress: query({
    path: '/exports/{id}',
    summary: { zh: '导出进度', en: 'How far an export is' },
    params: ById,
    returns: z.object({ rows: z.number().int() }),
    allow: 'export.progress',
  }),
}
