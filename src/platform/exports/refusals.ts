import { refusals } from '#core/refusal.ts'

export const exportRefusals = refusals({
  export_too_many: {
    kind: 'invalid',
    zh: '符合条件的超过{limit}行，一次不能全部导出。请先用状态、关键词等筛选缩小范围，再分次导出。',
    en: 'More than {limit} rows fit, too many for one file. Narrow the list by its filters and export it in parts.',
  },
})
