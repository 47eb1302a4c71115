import type { Column, Finding, DerivationStep, TimelineEntry } from '#web/kit/index.ts'
import { Money } from '#web/kit/index.ts'

export type Line = { id: string; name: string; fen: bigint }
export const lines = (count: number): Line[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `r${at}`,
    name: `冀券-2026-${String(at).padStart(6, '0')}`,
    fen: BigInt(at) * 1_234_567n,
  }))

export const columns: (Column<Line> & { pixels: number })[] = [
  { key: 'name', head: { zh: '券号', en: 'Voucher' }, cell: (row) => row.name, pixels: 220 },
  {
    key: 'fen',
    head: { zh: '金额', en: 'Amount' },
    unit: { zh: '元', en: 'yuan' },
    right: true,
    cell: (row) => <Money fen={row.fen} bare />,
    pixels: 220,
  },
]

export const findings: Finding[] = [
  {
    id: 'a',
    says: { zh: '从业人员不超过500人', en: 'At most 500 staff' },
    state: 'pass',
    clause: '第六条',
    source: '冀科创〔2018〕',
    standing: 'sourced',
  },
  {
    id: 'b',
    says: { zh: '研发投入占比不低于3%', en: 'R&D of at least 3%' },
    state: 'fail',
    found: { zh: '2.1%', en: '2.1%' },
    change: { zh: '研发投入增加18万元', en: 'CNY 180,000 more R&D' },
    clause: '第六条',
    standing: 'assumed',
    unconfirmed: true,
  },
  { id: 'c', says: { zh: '信用良好', en: 'Good record' }, state: 'unknown' },
]

export const steps: DerivationStep[] = [
  { key: '1', what: { zh: '合同金额', en: 'Contract' }, amountFen: 20_000_000n, clause: '第八条' },
  {
    key: '2',
    what: { zh: '比例', en: 'Ratio' },
    how: '× 50%',
    amountFen: 10_000_000n,
    standing: 'assumed',
    decides: true,
  },
]

export const entries: TimelineEntry[] = [
  { key: '1', at: '2026-11-22T01:05:00Z', who: '李明', what: '提交申请', icon: 'file' },
  { key: '2', at: '2026-11-23T01:05:00Z', who: '王芳', what: '要求补正', why: '发票不清晰', tone: 'wait' },
  { key: '3', at: null, who: '市科技局', what: '审核', tone: 'alarm' },
]
