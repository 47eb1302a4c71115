import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import type { Text } from '#core/text.ts'
import { call } from '#web/api.ts'
import { type Agreement, type Rulebook, vouchers } from '../../browser.ts'

export type Books = {
  /** Every published version, newest first within a scheme. */
  books: readonly Rulebook[]
  agreements: readonly Agreement[]
  /** The node's day. */
  today: string
}

const MINUTES = 5 * 60_000

/** The published rulebooks, read once and kept; the same documents the officer's review is judged by. */
export function useRulebooks(): Books {
  return useSuspenseQuery({ queryKey: ['rulebooks', 'read'], queryFn: readBooks, staleTime: MINUTES }).data
}

/** What a rulebook looks like is fetched beside the rulebooks themselves, so that no page has to carry it. */
async function readBooks({ signal }: { signal: AbortSignal }): Promise<Books> {
  const [{ Agreement, Rulebook }, answer] = await Promise.all([
    import('../../rulebook.ts'),
    call(vouchers.rulebooks, {}, { signal }),
  ])
  return {
    books: answer.rows.map((row) => Rulebook.parse(row.document)),
    agreements: answer.agreements.map((document) => Agreement.parse(document)),
    today: answer.today,
  }
}

export type RegionRow = {
  code: string
  name: Text
  level: 'province' | 'city' | 'county' | null
  path: string[]
}
export type Regions = {
  rows: readonly RegionRow[]
  /** `河北省 廊坊市 安次区`; the code itself while the list is on its way or does not know it. */
  nameOf: (code: string) => Text
  shortOf: (code: string) => Text
}

/** Regions as they are today; names come later than the page if need be. */
export function useRegions(): Regions {
  const { data } = useQuery({
    queryKey: ['regions'],
    queryFn: readRegions,
    staleTime: MINUTES,
    select: named,
  })
  return data ?? nothing
}

/** The directory's contract is large and only the names of regions are wanted here, so it comes after the page. */
async function readRegions({ signal }: { signal: AbortSignal }): Promise<{ rows: RegionRow[] }> {
  const { directory } = await import('#platform/directory/browser.ts')
  return call(directory.regions, {}, { signal })
}

const nothing: Regions = { rows: [], nameOf: (code) => bare(code), shortOf: (code) => bare(code) }
const bare = (code: string): Text => ({ zh: code, en: code })

function named({ rows }: { rows: RegionRow[] }): Regions {
  const known = new Map(rows.map((row) => [row.code, row]))
  return {
    rows,
    shortOf: (code) => known.get(code)?.name ?? bare(code),
    nameOf: (code) => {
      const names = (known.get(code)?.path ?? []).flatMap((one) => known.get(one)?.name ?? [])
      if (names.length === 0) return bare(code)
      return {
        zh: names.map((name) => name.zh).join(''),
        en: names
          .map((name) => name.en)
          .reverse()
          .join(', '),
      }
    },
  }
}

/** A region as people read it, with the code that decides: 天津市滨海新区（120116）. */
function nameAndCode(code: string, regions: Regions, language: 'zh' | 'en'): string {
  const name = regions.nameOf(code)[language]
  if (name === code) return code
  return language === 'zh' ? `${name}（${code}）` : `${name} (${code})`
}

/** Region codes in a text get their names. Only for texts about regions: six digits elsewhere may be a number. */
export function withNames(text: Text, regions: Regions): Text {
  const put = (language: 'zh' | 'en') =>
    text[language].replace(/\d{6}(?:[、,]\s?\d{6})*/g, (codes) => {
      const last = codes.slice(-6)
      return codes.length > 6 && isPath(codes)
        ? nameAndCode(last, regions, language)
        : listed(codes, regions, language)
    })
  return { zh: put('zh'), en: put('en') }
}

/** Codes of which each lies in the one before: a region with its ancestors, not a choice of regions. */
const isPath = (codes: string): boolean => {
  const all = codes.match(/\d{6}/g) ?? []
  return all.every((code, at) => at === 0 || inside(code, all[at - 1] ?? ''))
}
const inside = (code: string, above: string) => code.startsWith(above.replace(/(00)+$/, ''))

const listed = (codes: string, regions: Regions, language: 'zh' | 'en') =>
  codes.replace(/\d{6}/g, (code) => nameAndCode(code, regions, language))
