/** The facts kept of an organisation: keys, shapes, names, masks. Browser-safe. */

import { z } from 'zod'
import { Day, Fen, Line, RegionCode } from '#core/contract.ts'
import type { Text } from '#core/text.ts'

const Count = z.number().int().min(0).max(100_000_000)
const Amount = Fen.refine((fen) => fen >= 0n && fen <= 10n ** 15n)
const Recognition = z.object({ number: Line(60), validTo: Day })

/** What is kept of a firm, each fact with its shape. `yearly` facts are told per accounting year. */
export const factSchemas = {
  staff: Count,
  stStaff: Count,
  revenueFen: Amount,
  rdSpendFen: Amount,
  smeProvincial: Recognition,
  smeNational: Recognition,
  hnte: Recognition,
  bankAccount: z.object({ name: Line(100), bank: Line(100), number: z.string().regex(/^\d{8,32}$/) }),
  legalRepresentative: z.object({ name: Line(60) }),
  taxRegion: RegionCode,
  registeredOn: Day,
  teamCoreMembers: Count,
  ipClassI: Count,
  ipClassII: Count,
  smallOrMicro: z.boolean(),
  goodRecord: z.boolean(),
  honours: z.array(z.string().regex(/^[a-z][a-z0-9_]{1,40}$/)).max(20),
  /** Of an incubator. */
  incubatorLevel: z.enum(['county', 'city', 'province', 'national']),
} as const
export type FactKey = keyof typeof factSchemas
export type FactValues = { [K in FactKey]: z.output<(typeof factSchemas)[K]> }

export const factKeys = Object.keys(factSchemas) as [FactKey, ...FactKey[]]

export const yearlyFacts: readonly FactKey[] = ['staff', 'stStaff', 'revenueFen', 'rdSpendFen']

/** Recognitions that come out of published lists, with a number and days. */
export const registerKeys = ['smeProvincial', 'smeNational', 'hnte'] as const satisfies readonly FactKey[]
export type RegisterKey = (typeof registerKeys)[number]

export const factNames: Record<FactKey, Text> = {
  staff: { zh: '职工总数（人）', en: 'Staff (persons)' },
  stStaff: { zh: '科技人员（人）', en: 'Science and technology staff (persons)' },
  revenueFen: { zh: '营业收入（元）', en: 'Revenue (CNY)' },
  rdSpendFen: { zh: '研发费用（元）', en: 'R&D spend (CNY)' },
  smeProvincial: { zh: '省级科技型中小企业', en: 'Provincial tech-based SME' },
  smeNational: { zh: '国家科技型中小企业入库', en: 'National tech-based SME entry' },
  hnte: { zh: '高新技术企业证书', en: 'High-tech firm certificate' },
  bankAccount: { zh: '收款账户', en: 'Bank account' },
  legalRepresentative: { zh: '法定代表人', en: 'Legal representative' },
  taxRegion: { zh: '纳税地', en: 'Region of tax' },
  registeredOn: { zh: '成立日期', en: 'Day of registration' },
  teamCoreMembers: { zh: '团队核心成员（人）', en: 'Core team members (persons)' },
  ipClassI: { zh: 'Ⅰ类知识产权（件）', en: 'Class I intellectual property (items)' },
  ipClassII: { zh: 'Ⅱ类知识产权（件）', en: 'Class II intellectual property (items)' },
  smallOrMicro: { zh: '属于小微企业', en: 'Small or micro enterprise' },
  goodRecord: { zh: '信用记录良好', en: 'Good credit record' },
  honours: { zh: '荣誉与资质', en: 'Honours' },
  incubatorLevel: { zh: '孵化载体级别', en: 'Level of the incubator' },
}

export const standings = ['declared', 'evidenced', 'confirmed'] as const
export type Standing = (typeof standings)[number]

export const standingNames: Record<Standing, Text> = {
  declared: { zh: '自行申报', en: 'declared' },
  evidenced: { zh: '已附证明，待核实', en: 'evidenced, to be checked' },
  confirmed: { zh: '已核实', en: 'confirmed' },
}

/** What a confirmed fact rests on: a register, a paper that an officer compared, or a word that an officer took. */
const grounds = {
  register: { zh: '来自登记', en: 'from a register' },
  evidence: { zh: '已核实（附证明）', en: 'confirmed by evidence' },
  word: { zh: '已核实（自行申报）', en: 'declared and confirmed' },
} as const satisfies Record<string, Text>

/** How well a fact is known and whence, in words; what nobody declared came from a register. */
export function standingText(fact: {
  standing: Standing
  declaredBy: string | null
  fileId: string | null
}): Text {
  if (fact.standing !== 'confirmed') return standingNames[fact.standing]
  if (fact.declaredBy === null) return grounds.register
  return fact.fileId ? grounds.evidence : grounds.word
}

/** 6222…… → `**** **** 1234`: all but the last four. */
export const maskNumber = (number: string): string => `**** **** ${number.slice(-4)}`

/** Paper numbers keep three characters before and two behind: `131****12`. Too short ones keep nothing. */
export const maskPaper = (number: string): string =>
  number.length < 8 ? '****' : `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`

/** GB 11643 check of an 18-character identity number (ISO 7064, MOD 11-2). */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false
  let sum = 0
  for (let i = 0; i < 17; i++) sum += Number(text[i]) * (2 ** (17 - i) % 11)
  return '10X98765432'[sum % 11] === text[17]
}
