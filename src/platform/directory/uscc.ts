import type { Text } from '#core/text.ts'

/**
 * Unified social credit codes (统一社会信用代码, GB 32100-2015): [1] registering authority [2] type [3–8] region of first
 * registration [9–17] organisation code (GB 11714, with a check character of its own) [18] check character, any of 31. Browser-safe.
 */
export type UsccFault = 'length' | 'alphabet' | 'leading' | 'region' | 'organisation_check' | 'check'
export type UsccKind =
  | 'government'
  | 'public_institution'
  | 'social_group'
  | 'private_non_enterprise'
  | 'foundation'
  | 'enterprise'
  | 'self_employed'
  | 'cooperative'
  | 'other'
export type Uscc = { code: string; kind: UsccKind; regionCode: string; organisationCode: string }
export type UsccReading = { ok: true; uscc: Uscc } | { ok: false; code: string; fault: UsccFault; text: Text }

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

const KINDS: Record<string, UsccKind> = {
  11: 'government',
  12: 'public_institution',
  51: 'social_group',
  52: 'private_non_enterprise',
  53: 'foundation',
  91: 'enterprise',
  92: 'self_employed',
  93: 'cooperative',
}

export const usccKindNames = {
  government: { zh: '机关', en: 'government body' },
  public_institution: { zh: '事业单位', en: 'public institution' },
  social_group: { zh: '社会团体', en: 'social group' },
  private_non_enterprise: { zh: '民办非企业单位', en: 'private non-enterprise unit' },
  foundation: { zh: '基金会', en: 'foundation' },
  enterprise: { zh: '企业', en: 'enterprise' },
  self_employed: { zh: '个体工商户', en: 'self-employed business' },
  cooperative: { zh: '农民专业合作社', en: "farmers' cooperative" },
  other: { zh: '其他组织', en: 'other organisation' },
} as const satisfies Record<UsccKind, Text>

export const usccFaultTexts = {
  length: {
    zh: '统一社会信用代码应为18位，请检查是否多写或漏写。',
    en: 'A credit code has 18 characters; check for one too many or missing.',
  },
  alphabet: {
    zh: '统一社会信用代码只用数字和大写字母，不用 I、O、S、V、Z，请对照证照检查。',
    en: 'A credit code has digits and capitals only, without I, O, S, V and Z; compare it with the licence.',
  },
  leading: {
    zh: '前两位不是登记管理部门和机构类别的代码，请检查。',
    en: 'The first two characters name no registering authority and type.',
  },
  region: {
    zh: '第3至8位应为6位行政区划代码，请检查。',
    en: 'Characters 3 to 8 should be a region code of six digits.',
  },
  organisation_check: {
    zh: '第9至17位（组织机构代码）校验不符，其中可能有写错的字符。',
    en: 'Characters 9 to 17 (the organisation code) fail their check; one of them may be mistyped.',
  },
  check: {
    zh: '末位校验不符，代码中可能有写错或颠倒的字符。',
    en: 'The last character fails the check; a character may be mistyped or two swapped.',
  },
} as const satisfies Record<UsccFault, Text>

/** Trimmed, inner blanks and hyphens dropped, full-width made half-width, upper case. */
export function normaliseUscc(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000-]/g, '')
    .toUpperCase()
}

/** Reads a code as people type it; says what is wrong in the order a reader would check. */
export function readUscc(text: string): UsccReading {
  const code = normaliseUscc(text.slice(0, 200))
  const fault = faultOf(code)
  if (fault) return { ok: false, code, fault, text: usccFaultTexts[fault] }
  const kind = KINDS[code.slice(0, 2)] ?? 'other'
  return { ok: true, uscc: { code, kind, regionCode: code.slice(2, 8), organisationCode: code.slice(8, 17) } }
}

export const isUscc = (text: string): boolean => readUscc(text).ok

/** What is wrong with a normalised code, or null. */
function faultOf(code: string): UsccFault | null {
  if (code.length !== 18) return 'length'
  if (![...code].every((char) => ALPHABET.includes(char))) return 'alphabet'
  if (!/^[1-9ANY]/.test(code)) return 'leading'
  if (!/^\d{6}$/.test(code.slice(2, 8))) return 'region'
  if (organisationCheck(code.slice(8, 16)) !== code[16]) return 'organisation_check'
  return usccCheck(code.slice(0, 17)) === code[17] ? null : 'check'
}

/** GB 32100: the 18th character for the first 17. */
function usccCheck(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(first17[at] ?? ''), 0)
  return ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}

/** GB 11714: the check character of an organisation code; X stands for 10. */
function organisationCheck(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * Number.parseInt(first8[at] ?? '', 36),
    0,
  )
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}

/**
 * A code for demonstrations that passes both checks: organisation code `MA000…`, numbered by `seed` from 0 to 999,999.
 * RangeError beyond. `lead` is the pair of authority and type, `91` (enterprise) unless told.
 */
export function makeUscc(regionCode: string, seed: number, lead = '91'): string {
  if (!/^\d{6}$/.test(regionCode) || !/^[1-9ANY][1-9]$/.test(lead))
    throw new RangeError('makeUscc: region or lead malformed')
  if (!Number.isInteger(seed) || seed < 0 || seed > 999_999)
    throw new RangeError('makeUscc: seed out of range')
  const first8 = `MA${String(seed).padStart(6, '0')}`
  const first17 = `${lead}${regionCode}${first8}${organisationCheck(first8)}`
  return `${first17}${usccCheck(first17)}`
}
