import type { Text } from '#core/text.ts'
import { type ApplicantKind, FACTS, type FactId, type FactValue, type Rulebook } from '../../browser.ts'

/** Browser-safe. What a self-check asks, and how its answers travel in the address after `#`, where no server sees them. */

/** Facts that are computed: asked for by their parts. */
const PARTS: Partial<Record<FactId, readonly FactId[]>> = {
  rdRatioBp: ['priorYearSalesFen', 'priorYearRdFen'],
}

/** What the rulebooks ask of this kind of applicant, in the order of the fact table; nothing else is asked. */
export function questionsOf(books: readonly Rulebook[], applicant: ApplicantKind): FactId[] {
  const asked = new Set<FactId>()
  for (const book of books)
    for (const item of book.requirements) {
      if (item.for && !item.for.includes(applicant)) continue
      for (const rule of 'rule' in item ? [item.rule] : item.anyOf.flat())
        for (const fact of PARTS[rule.fact] ?? [rule.fact]) asked.add(fact)
    }
  return (Object.keys(FACTS) as FactId[]).filter((fact) => asked.has(fact))
}

export const help: Partial<Record<FactId, Text>> = {
  staff: { zh: '上年末在册人数。', en: 'On the payroll at the end of last year.' },
  revenueFen: {
    zh: '上一会计年度利润表中的营业收入。',
    en: 'From the income statement of the last financial year.',
  },
  priorYearSalesFen: {
    zh: '与研发投入相除得到研发占比。',
    en: 'R&D spend divided by it gives the R&D ratio.',
  },
  priorYearRdFen: { zh: '研发费用辅助账的合计数。', en: 'The total of the R&D expense ledger.' },
  ipClass1: {
    zh: '发明专利、植物新品种、集成电路布图设计等。',
    en: 'Invention patents, plant varieties, circuit layouts and the like.',
  },
  smeProvincialValidTo: { zh: '认定证书上的有效期末日。', en: 'The last day on the certificate.' },
  smeNationalValidTo: { zh: '入库编号的有效期末日。', en: 'The last day of the listing.' },
  hnteValidTo: { zh: '高新技术企业证书的有效期末日。', en: 'The last day on the certificate.' },
  smallOrMicro: { zh: '按《中小企业划型标准规定》。', en: 'By the national standard of firm sizes.' },
  registeredRegion: { zh: '营业执照上的住所。', en: 'The address on the business licence.' },
  taxRegion: { zh: '主管税务机关所在地。', en: 'Where the tax office in charge is.' },
  goodRecord: {
    zh: '未列入严重失信名单，且不在申领禁止期内。',
    en: 'Not on the list of serious breaches, and not barred from claiming.',
  },
  sameWorkFunded: {
    zh: '同一项工作不重复支持。',
    en: 'The same work is not paid twice.',
  },
  sponsored: { zh: '团队由孵化器、众创空间推荐。', en: 'An incubator vouches for the team.' },
}

export const units: Partial<Record<FactId, Text>> = {
  staff: { zh: '人', en: 'persons' },
  teamCoreMembers: { zh: '人', en: 'persons' },
  ipClass1: { zh: '项', en: 'items' },
}

/** What is typed, as the page holds it. */
export type Entered = {
  applicant: ApplicantKind
  /** '' is the node's own day. */
  day: string
  facts: Partial<Record<FactId, FactValue>>
  service: string
  cross: boolean
  contractFen: bigint | null
}

export const blank: Entered = {
  applicant: 'enterprise',
  day: '',
  facts: {},
  service: '',
  cross: true,
  contractFen: null,
}

/** `#who=team&staff=120&registeredRegion=130000.131000`; empty when nothing is entered. */
export function toHash(of: Entered): string {
  const parts = new URLSearchParams()
  if (of.applicant !== 'enterprise') parts.set('who', of.applicant)
  if (of.day) parts.set('day', of.day)
  for (const id of Object.keys(FACTS) as FactId[]) {
    const value = of.facts[id]
    if (value === undefined) continue
    parts.set(id, Array.isArray(value) ? value.join('.') : String(value))
  }
  if (of.service) parts.set('service', of.service)
  if (!of.cross) parts.set('cross', 'false')
  if (of.contractFen !== null) parts.set('contract', of.contractFen.toString())
  return parts.toString()
}

/** What a link holds; whatever is no fact of ours or does not fit is dropped. */
export function fromHash(hash: string): Entered {
  const parts = new URLSearchParams(hash.replace(/^#/, ''))
  const facts: Partial<Record<FactId, FactValue>> = {}
  for (const id of Object.keys(FACTS) as FactId[]) {
    const value = readValue(id, parts.get(id))
    if (value !== null) facts[id] = value
  }
  const contract = parts.get('contract') ?? ''
  return {
    applicant: parts.get('who') === 'team' ? 'team' : 'enterprise',
    day: dayIn(parts.get('day')) ?? '',
    facts,
    service: parts.get('service') ?? '',
    cross: parts.get('cross') !== 'false',
    contractFen: /^[1-9]\d{0,14}$/.test(contract) ? BigInt(contract) : null,
  }
}

const dayIn = (text: string | null): string | null =>
  text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null

function readValue(id: FactId, text: string | null): FactValue | null {
  if (text === null) return null
  const { kind } = FACTS[id]
  if (kind === 'count' || kind === 'bp') return /^\d{1,15}$/.test(text) ? Number(text) : null
  if (kind === 'fen') return /^\d{1,15}$/.test(text) ? text : null
  if (kind === 'day') return dayIn(text)
  if (kind === 'bool') return text === 'true' ? true : text === 'false' ? false : null
  if (kind === 'code') return /^\w{1,40}$/.test(text) ? text : null
  const codes = text.split('.').filter(Boolean).slice(0, 20)
  const fitting = kind === 'path' ? /^\d{6}$/ : /^\w{1,40}$/
  return codes.every((code) => fitting.test(code)) ? codes : null
}
