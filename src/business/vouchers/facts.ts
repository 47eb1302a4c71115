// Browser-safe.
import { z } from 'zod'
import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { HONOURS } from './words.ts'

export type FactKind = 'count' | 'fen' | 'bp' | 'day' | 'bool' | 'code' | 'path' | 'set'
/** `effort`: how hard a firm finds it to change the fact, 1 (a paper) to 5 (another firm); picks the cheapest alternative. */
type FactSpec = { kind: FactKind; effort: number; label: Text; codes?: Record<string, Text> }

const LEVELS: Record<string, Text> = {
  none: { zh: '无', en: 'none' },
  county: { zh: '县级', en: 'county level' },
  city: { zh: '市级', en: 'city level' },
  province: { zh: '省级', en: 'provincial level' },
  national: { zh: '国家级', en: 'national level' },
}

/** Everything a rulebook may ask of an applicant. `path` is the codes of a region and its ancestors; names never decide. */
export const FACTS = {
  staff: { kind: 'count', effort: 4, label: { zh: '从业人员（人）', en: 'staff' } },
  revenueFen: { kind: 'fen', effort: 4, label: { zh: '营业收入', en: 'operating revenue' } },
  priorYearSalesFen: { kind: 'fen', effort: 4, label: { zh: '上年度销售收入', en: "last year's sales" } },
  priorYearRdFen: { kind: 'fen', effort: 3, label: { zh: '上年度研发投入', en: "last year's R&D spend" } },
  rdRatioBp: { kind: 'bp', effort: 3, label: { zh: '研发投入占销售收入', en: 'R&D spend over sales' } },
  ipClass1: {
    kind: 'count',
    effort: 3,
    label: { zh: 'Ⅰ类知识产权（项）', en: 'Class I intellectual property' },
  },
  smeProvincialValidTo: {
    kind: 'day',
    effort: 2,
    label: { zh: '省科技型中小企业认定有效期至', en: 'provincial SME recognition valid to' },
  },
  smeNationalValidTo: {
    kind: 'day',
    effort: 2,
    label: { zh: '国家科技型中小企业评价有效期至', en: 'national SME evaluation valid to' },
  },
  hnteValidTo: { kind: 'day', effort: 3, label: { zh: '高新技术企业有效期至', en: 'HNTE valid to' } },
  smallOrMicro: { kind: 'bool', effort: 4, label: { zh: '属于小微企业', en: 'small or micro enterprise' } },
  legalPerson: { kind: 'bool', effort: 2, label: { zh: '具有独立法人资格', en: 'independent legal person' } },
  registeredRegion: { kind: 'path', effort: 5, label: { zh: '注册地', en: 'registered region' } },
  taxRegion: { kind: 'path', effort: 5, label: { zh: '纳税地', en: 'tax region' } },
  goodRecord: { kind: 'bool', effort: 3, label: { zh: '信用记录良好', en: 'good credit record' } },
  sameWorkFunded: {
    kind: 'bool',
    effort: 3,
    label: { zh: '同一工作已获其他财政支持', en: 'the same work has other public money' },
  },
  teamCoreMembers: {
    kind: 'count',
    effort: 2,
    label: { zh: '团队核心成员（人）', en: 'core members of the team' },
  },
  sponsored: { kind: 'bool', effort: 2, label: { zh: '有孵化载体推荐', en: 'sponsored by an incubator' } },
  sponsorLevel: {
    kind: 'code',
    effort: 3,
    label: { zh: '孵化载体级别', en: 'level of the sponsoring incubator' },
    codes: LEVELS,
  },
  sponsorRegion: {
    kind: 'path',
    effort: 4,
    label: { zh: '孵化载体所在地', en: 'region of the sponsoring incubator' },
  },
  honours: { kind: 'set', effort: 3, label: { zh: '荣誉与资质', en: 'honours' }, codes: HONOURS },
} as const satisfies Record<string, FactSpec>
export type FactId = keyof typeof FACTS

/** A fact as the wire and JSON carry it: fen as digits, counts and basis points as whole numbers. */
export const FactValue = z.union([
  z.boolean(),
  z.int(),
  z.string().max(100),
  z.array(z.string().max(40)).max(20),
])
export type FactValue = z.infer<typeof FactValue>

/** `entered` in a self-check; `declared` by the firm; `evidenced` by a file; `confirmed`: an officer or a register stands for it. */
export const FactEntry = z.object({
  value: FactValue,
  standing: z.enum(['entered', 'declared', 'evidenced', 'confirmed']),
})
export type FactEntry = z.infer<typeof FactEntry>
export const FactEntries = z
  .partialRecord(z.enum(Object.keys(FACTS) as [FactId, ...FactId[]]), FactEntry)
  .superRefine((entries, context) => {
    for (const [id, entry] of Object.entries(entries))
      if (entry && !fits(factSpec(id as FactId).kind, entry.value))
        context.addIssue({ code: 'custom', path: [id, 'value'], message: `does not fit ${id}` })
  })
export type Facts = Partial<Record<FactId, FactEntry>>

export function factSpec(id: FactId): FactSpec {
  return FACTS[id]
}

const isDay = (text: unknown) => z.iso.date().safeParse(text).success
const FITS: Record<FactKind, (value: FactValue) => boolean> = {
  count: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  bp: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0,
  fen: (value) => typeof value === 'string' && /^\d{1,15}$/.test(value),
  day: isDay,
  bool: (value) => typeof value === 'boolean',
  code: (value) => typeof value === 'string',
  path: (value) => Array.isArray(value) && value.every((code) => /^\d{6}$/.test(code)),
  set: Array.isArray,
}

/** True when a value has the form of its kind of fact. */
export function fits(kind: FactKind, value: FactValue): boolean {
  return FITS[kind](value)
}

/** Facts as a person entered them, without standing: `{ staff: 120, revenueFen: '800000000' }`. */
export function enteredFacts(values: Partial<Record<FactId, FactValue>>): Facts {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, standing: 'entered' }]))
}

/** Basis points of part over whole, rounded down; null when the whole is zero. */
export function ratioBpOf(part: bigint, whole: bigint): bigint | null {
  return whole > 0n ? (part * 10_000n) / whole : null
}

const percent = (bp: bigint) => `${bp / 100n}.${String(bp % 100n).padStart(2, '0')}`.replace(/\.?0+$/, '')

/** A fact's value in words. Region codes stay codes: the screen puts the name of the day beside them. */
export function factText(id: FactId, value: FactValue | null): Text {
  const { kind, codes } = factSpec(id)
  if (value === null) return { zh: '未填写', en: 'not given' }
  if (Array.isArray(value)) {
    const of = (language: keyof Text) => value.map((code) => codes?.[code]?.[language] ?? code)
    return value.length ? { zh: of('zh').join('、'), en: of('en').join(', ') } : { zh: '无', en: 'none' }
  }
  if (kind === 'fen') {
    const fen = BigInt(value)
    return { zh: formatFen(fen, { unit: '万元' }), en: formatFen(fen, { locale: 'en' }) }
  }
  if (kind === 'bp') return { zh: `${percent(BigInt(value))}%`, en: `${percent(BigInt(value))}%` }
  if (kind === 'bool') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  return codes?.[String(value)] ?? { zh: String(value), en: String(value) }
}
