import { formatFen } from '#core/money.ts'
import type { Text } from '#core/text.ts'
import { type FactKey, factKeys, factSchemas } from '../../browser.ts'
import { maskNumber } from '../../profile.ts'

export const honourWords: Record<string, Text> = {
  hnte: { zh: '高新技术企业', en: 'high-tech enterprise' },
  contest_winner: { zh: '创新创业大赛获奖企业', en: 'innovation contest winner' },
  talent_firm: { zh: '高层次人才企业', en: 'firm of a listed talent' },
  international_base: { zh: '国际科技合作基地', en: 'international S&T cooperation base' },
  craftsman_studio: { zh: '工匠创新工作室', en: 'craftsman studio' },
}
export const levelWords = {
  county: { zh: '县级', en: 'county level' },
  city: { zh: '市级', en: 'city level' },
  province: { zh: '省级', en: 'provincial level' },
  national: { zh: '国家级', en: 'national level' },
} as const satisfies Record<string, Text>

const said = {
  recognition: { zh: '{number}，有效期至 {validTo}', en: '{number}, valid to {validTo}' },
  account: { zh: '{name} · {bank} · {number}', en: '{name} · {bank} · {number}' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
} as const satisfies Record<string, Text>

/** Whoever the server shows the whole number to, a screen needs only its end. */
const masked = (account: Record<string, string>) => ({ ...account, number: maskNumber(account.number ?? '') })

const blanks = (text: Text, values: Record<string, string>): Text => {
  const put = (template: string) => template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  return { zh: put(text.zh), en: put(text.en) }
}

/** A fact's value as it came over the wire, in words. `place` names regions. */
export function factText(key: FactKey, value: unknown, place: (code: string) => Text | undefined): Text {
  const same = (text: string): Text => ({ zh: text, en: text })
  switch (key) {
    case 'revenueFen':
    case 'rdSpendFen':
      return { zh: formatFen(BigInt(String(value))), en: formatFen(BigInt(String(value)), { locale: 'en' }) }
    case 'smeProvincial':
    case 'smeNational':
    case 'hnte':
      return blanks(said.recognition, value as Record<string, string>)
    case 'bankAccount':
      return blanks(said.account, masked(value as Record<string, string>))
    case 'legalRepresentative':
      return same((value as { name: string }).name)
    case 'taxRegion':
      return place(String(value)) ?? same(String(value))
    case 'smallOrMicro':
    case 'goodRecord':
      return value ? said.yes : said.no
    case 'honours':
      return listed((value as string[]).map((code) => honourWords[code] ?? same(code)))
    case 'incubatorLevel':
      return levelWords[value as keyof typeof levelWords] ?? same(String(value))
    case 'registeredOn':
      return same(String(value))
    default:
      return same(Number(value).toLocaleString('en-US'))
  }
}

const listed = (texts: readonly Text[]): Text => ({
  zh: texts.map((one) => one.zh).join('、'),
  en: texts.map((one) => one.en).join(', '),
})

const ofFirms: readonly FactKey[] = [
  'staff',
  'stStaff',
  'revenueFen',
  'rdSpendFen',
  'smeProvincial',
  'smeNational',
  'hnte',
  'ipClassI',
  'ipClassII',
  'smallOrMicro',
  'honours',
  'legalRepresentative',
  'registeredOn',
  'taxRegion',
  'bankAccount',
]

/** The facts that matter for a kind of organisation, in the order in which they are asked. */
export function keysFor(kind: string): readonly FactKey[] {
  if (kind === 'team') return ['teamCoreMembers', 'honours', 'legalRepresentative', 'bankAccount']
  if (kind === 'incubator')
    return ['incubatorLevel', 'staff', 'legalRepresentative', 'registeredOn', 'bankAccount']
  if (kind === 'institute') return ['staff', 'stStaff', 'legalRepresentative', 'registeredOn', 'bankAccount']
  return kind === 'enterprise' ? ofFirms : factKeys.filter((key) => key in factSchemas)
}
