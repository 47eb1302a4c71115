import { useQuery } from '@tanstack/react-query'
import type { Text } from '#core/text.ts'
import { asked } from '#web/api.ts'
import { useText } from '#web/i18n/text.ts'
import type { Found } from '#web/kit/index.ts'
import { directory } from '../../browser.ts'

type Row = {
  code: string
  name: Text
  level: 'province' | 'city' | 'county' | null
  kind: string
  path: string[]
}

export type Places = {
  known: boolean
  /** Counties and districts by a part of their name or their code. One name may stand for several: the path tells them apart. */
  find: (typed: string) => Promise<readonly Found<string>[]>
  /** As `find`, cities and provinces too. */
  findAny: (typed: string) => Promise<readonly Found<string>[]>
  /** `河北省廊坊市安次区`; undefined for a code that is no region of today. */
  nameOf: (code: string) => Text | undefined
}

const MINUTES = 5 * 60_000
const MOST = 12

/** The regions of today. */
export function usePlaces(): Places {
  const t = useText()
  const { data } = useQuery({ ...asked(directory.regions), staleTime: MINUTES })
  const rows: readonly Row[] = data?.rows ?? []
  const byCode = new Map(rows.map((row) => [row.code, row]))
  const nameOf = (code: string) => {
    const path = byCode.get(code)?.path ?? []
    const names = path.flatMap((one) => byCode.get(one)?.name ?? [])
    return names.length > 0 ? fullName(names) : undefined
  }
  const among = (some: readonly Row[]) => async (typed: string) => {
    const wanted = typed.toLowerCase()
    return some
      .filter((row) => matches(row, wanted))
      .sort((a, b) => rank(a, wanted) - rank(b, wanted))
      .slice(0, MOST)
      .map(({ code }) => ({ key: code, value: code, label: t(nameOf(code) ?? code), hint: code }))
  }
  const find = among(rows.filter(({ level }) => level === 'county'))
  return { known: data !== undefined, find, findAny: among(rows), nameOf }
}

const fullName = (names: readonly Text[]): Text => ({
  zh: names.map((name) => name.zh).join(''),
  en: names
    .map((name) => name.en)
    .reverse()
    .join(', '),
})

const matches = ({ code, name }: Row, wanted: string) =>
  code.startsWith(wanted) || name.zh.includes(wanted) || name.en.toLowerCase().includes(wanted)

/** Names that begin as typed come first. */
const rank = ({ name }: Row, wanted: string) =>
  name.zh.startsWith(wanted) || name.en.toLowerCase().startsWith(wanted) ? 0 : 1
