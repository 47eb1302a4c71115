import type { Text } from '#core/text.ts'

/** A legal day in Shanghai, YYYY-MM-DD. */
export type Day = string
export type RegionLevel = 'province' | 'city' | 'county'
/**
 * `province_administered` 省直管县级市; `development_zone` a code of the statistics office for a zone, which is no unit of
 * GB/T 2260; `new_area` 雄安新区.
 */
export type RegionKind = 'unit' | 'province_administered' | 'development_zone' | 'new_area'
export type Region = {
  code: string
  validFrom: Day
  /** First day no longer valid; null while it is. */
  validTo: Day | null
  name: Text
  level: RegionLevel
  /** Parent by code. */
  parentCode: string | null
  kind: RegionKind
  /** Who administers it, where that is not the parent by code (定州, 辛集, the counties of 雄安). */
  reportsTo: string | null
  succeededBy: readonly string[]
  source: string
}

const isValid = (region: Region, day: Day) =>
  region.validFrom <= day && (region.validTo === null || day < region.validTo)

/** The region that the code meant on that day; null when it meant none (or was abolished before the list begins). */
export function regionAt(regions: readonly Region[], code: string, day: Day): Region | null {
  return regions.find((region) => region.code === code && isValid(region, day)) ?? null
}

/** Every region of that day, by code. */
export function regionsAt(regions: readonly Region[], day: Day): Region[] {
  return regions.filter((region) => isValid(region, day))
}

/**
 * What the region of a code on the day of signing is on a later day: itself, renamed, or its successors (several where
 * it was divided: 邢台县 → 信都区, 襄都区). Empty when the code meant nothing on the first day.
 */
export function successorsOf(regions: readonly Region[], code: string, signedOn: Day, today: Day): Region[] {
  const found = new Map<string, Region>()
  const follow = (next: string, day: Day) => {
    const region = regionAt(regions, next, day)
    if (!region) return
    const end = region.validTo
    if (end === null || today < end) found.set(region.code, region)
    else for (const successor of region.succeededBy) follow(successor, end)
  }
  follow(code, signedOn)
  return [...found.values()]
}

/**
 * The codes of a region and of those that administer it, from the province down: 涿州 → 130000, 130600, 130681. With
 * `by: 'code'` the parents by GB/T 2260 instead, as statistics count: they differ for 定州, 辛集 and 雄安. Empty when the
 * code meant nothing on that day.
 */
export function pathOf(
  regions: readonly Region[],
  code: string,
  day: Day,
  options: { by?: 'administration' | 'code' } = {},
): string[] {
  const path: string[] = []
  for (let next: string | null = code; next !== null && !path.includes(next); ) {
    const region = regionAt(regions, next, day)
    if (!region) break
    path.unshift(region.code)
    next = options.by === 'code' ? region.parentCode : (region.reportsTo ?? region.parentCode)
  }
  return path
}

/** `河北省石家庄市新华区`, or `Xinhua District, Shijiazhuang, Hebei`; empty when the code meant nothing on that day. */
export function fullNameOf(regions: readonly Region[], code: string, day: Day): Text {
  const names = pathOf(regions, code, day).flatMap((each) => regionAt(regions, each, day)?.name ?? [])
  return {
    zh: names.map(({ zh }) => zh).join(''),
    en: names
      .map(({ en }) => en)
      .reverse()
      .join(', '),
  }
}

export type NameReading =
  | { kind: 'unique'; region: Region }
  | { kind: 'ambiguous'; regions: Region[] }
  /** `former`: it was a name on other days. */
  | { kind: 'unknown'; former: Region[] }

/**
 * Which region a written name means on a day, for imports only: records keep codes. Whole names are compared, alone or
 * after the names above them (`石家庄市新华区`, `沧州新华区`); the suffix may be missing (`海淀`). Never guesses: 新华区 alone is
 * ambiguous (石家庄, 沧州), 河北区 is Tianjin's, and 河北 is the province because that is its short name in law.
 */
export function resolveName(regions: readonly Region[], text: string, day: Day): NameReading {
  const wanted = plain(text)
  const named = namesOn(regions, day)
  const province = named.provinces.get(wanted)
  if (province) return { kind: 'unique', region: province }
  const matches = named.whole.get(wanted) ?? named.short.get(wanted) ?? []
  if (matches.length > 1) return { kind: 'ambiguous', regions: matches }
  if (matches[0]) return { kind: 'unique', region: matches[0] }
  const former = regions.filter(
    (region) => !isValid(region, day) && formerly(regions, region).includes(wanted),
  )
  return { kind: 'unknown', former }
}

type Named = { provinces: Map<string, Region>; whole: Map<string, Region[]>; short: Map<string, Region[]> }
/** The names of the day asked for last, for each list: an import asks for thousands on one day. */
const lastNamed = new WeakMap<readonly Region[], { day: Day; named: Named }>()

function namesOn(regions: readonly Region[], day: Day): Named {
  const last = lastNamed.get(regions)
  if (last?.day === day) return last.named
  const named: Named = { provinces: new Map(), whole: new Map(), short: new Map() }
  const note = (map: Map<string, Region[]>, region: Region, names: string[]) => {
    for (const name of new Set(names)) map.set(name, [...(map.get(name) ?? []), region])
  }
  for (const region of regionsAt(regions, day)) {
    if (region.level === 'province') named.provinces.set(stemOf(region), region)
    note(named.whole, region, namesOf(regions, region, day, false))
    note(named.short, region, namesOf(regions, region, day, true))
  }
  lastNamed.set(regions, { day, named })
  return named
}

const formerly = (regions: readonly Region[], region: Region) =>
  namesOf(regions, region, region.validFrom, true)

/** What the region may be called on a day: alone and behind the names above it. */
function namesOf(regions: readonly Region[], region: Region, day: Day, short: boolean): string[] {
  const own = short ? [plain(region.name.zh), stemOf(region)] : [plain(region.name.zh), plain(region.name.en)]
  const prefixes = (['administration', 'code'] as const).flatMap((by) => prefixesOf(regions, region, day, by))
  return own.filter(Boolean).flatMap((name) => [name, ...prefixes.map((prefix) => prefix + name)])
}

function prefixesOf(
  regions: readonly Region[],
  region: Region,
  day: Day,
  by: 'administration' | 'code',
): string[] {
  const above = pathOf(regions, region.code, day, { by }).slice(0, -1)
  let prefixes = ['']
  for (const code of above) {
    const each = regionAt(regions, code, day)
    const spelled = each ? [plain(each.name.zh), stemOf(each)] : []
    prefixes = prefixes.flatMap((prefix) => [prefix, ...spelled.map((name) => prefix + name)])
  }
  return prefixes.filter(Boolean)
}

/** Blanks dropped, lower case; the 市辖区 that some tables write between a municipality and its district dropped too. */
function plain(text: string): string {
  return text.slice(0, 100).replace(/\s+/g, '').replace('市辖区', '').toLowerCase()
}

const SUFFIXES = /(?:(?:满族蒙古族|满族|回族)自治县|新区|矿区|省|市|区|县)$/

/** The name without its suffix; empty where too little is left (沧县, 新区). */
function stemOf(region: Region): string {
  if (region.kind === 'development_zone' || region.kind === 'new_area') return ''
  const stem = region.name.zh.replace(SUFFIXES, '')
  return stem.length >= 2 ? stem : ''
}

/** The reader’s own province before the others, where it is known; otherwise, and within one, by code. */
export const nearestFirst =
  (own: string | null) =>
  (one: string, other: string): number =>
    Number(isOfProvince(other, own)) - Number(isOfProvince(one, own)) || one.localeCompare(other)

const isOfProvince = (code: string, own: string | null) =>
  own !== null && code.slice(0, 2) === own.slice(0, 2)
