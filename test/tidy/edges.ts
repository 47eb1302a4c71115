import { readFileSync } from 'node:fs'
import { type Import, moduleOf, type Source } from './sources.ts'

const TIERS = ['core', 'platform', 'business'] as const
/** Core files that name no server thing; a test of theirs is that this very list passes the rules below. */
const CORE_FOR_BROWSERS = [
  'actor',
  'contract',
  'money',
  'refusal',
  'id',
  'i18n',
  'text',
  'wire',
  'page',
  'words',
].map((name) => `src/core/${name}.ts`)
const PACKAGES_FOR_BROWSERS =
  /^package:(zod|react|react-dom|antd|@ant-design\/.*|@tanstack\/.*|echarts|@fullcalendar\/.*|dayjs)$/
const ROUTERS = ['src/web/main.tsx', 'src/web/router.tsx']

const tierOf = (path: string) => /^src\/(\w+)\//.exec(path)?.[1] ?? ''
const isStyle = (path: string) => /\.(css|svg|json|png|woff2)$/.test(path)

export function isForBrowsers(path: string): boolean {
  if (path.startsWith('src/web/') || CORE_FOR_BROWSERS.includes(path)) return true
  if (/^src\/(platform|business)\/[^/]+\/(contract\.ts|rules\.ts|browser\.tsx?|ui\/.*)$/.test(path))
    return true
  return /^src\/(platform|business)\/.*\.ts$/.test(path) && saysSo(path)
}

const said = new Map<string, boolean>()

/** A pure file of a module that says "Browser-safe" in its first lines is held to it. */
function saysSo(path: string): boolean {
  const known = said.get(path)
  if (known !== undefined) return known
  const answer = /Browser-safe/i.test(readFileSync(path, 'utf8').slice(0, 1200))
  said.set(path, answer)
  return answer
}

/** Every import that the house forbids, with the reason. Tests and what lies outside src may import at will. */
export function forbiddenImports(sources: Source[]): string[] {
  return sources
    .filter((source) => !source.isTest)
    .flatMap((source) =>
      source.imports.flatMap((wanted) => {
        const reason = refuse(source, wanted)
        return reason
          ? [`${source.path}:${wanted.line} imports ${wanted.path.replace('package:', '')}: ${reason}`]
          : []
      }),
    )
}

function refuse(source: Source, { path }: Import): string | undefined {
  if (path.startsWith('test/')) return 'the product does not import its tests'
  return refuseForBrowsers(source, path) ?? refuseTier(source, path) ?? refuseEntrance(source, path)
}

function refuseForBrowsers(source: Source, path: string): string | undefined {
  if (!isForBrowsers(source.path)) return
  if (path.startsWith('package:')) {
    return PACKAGES_FOR_BROWSERS.test(path)
      ? undefined
      : 'a browser-safe file uses React and its libraries, and zod'
  }
  if (!isStyle(path) && !isForBrowsers(path)) {
    return 'a browser-safe file (contract.ts, rules.ts, browser.ts, ui/, web/) imports only browser-safe files'
  }
}

function refuseTier(source: Source, path: string): string | undefined {
  const [from, to] = [tierOf(source.path), tierOf(path)]
  if (from === 'web' || from === '' || to === '') return // web is judged by the browser rules, main.ts by entrances
  if (to === 'web') {
    const open = /^src\/web\/(kit\/|i18n\/|api\.tsx?$)/.test(path) && source.path.includes('/ui/')
    return open
      ? undefined
      : 'of the web shell a module uses only kit/, i18n/ and api.ts, and only from its ui/'
  }
  if (TIERS.indexOf(to as 'core') > TIERS.indexOf(from as 'core'))
    return `${from} stands below ${to} and may not know it`
}

function refuseEntrance(source: Source, path: string): string | undefined {
  const to = moduleOf(path)
  if (to === source.module || !to.includes('/')) return
  if (/\/ui\//.test(path) && source.module === 'web') {
    return ROUTERS.includes(source.path)
      ? undefined
      : "only web/main.tsx and web/router.tsx import a module's ui/"
  }
  if (isForBrowsers(source.path)) {
    return /\/browser\.tsx?$/.test(path) ? undefined : `a screen or contract enters ${to} by its browser.ts`
  }
  if (!path.endsWith(`${to}/index.ts`) && !path.endsWith(`${to}/browser.ts`))
    return `the server enters ${to} by its index.ts, or by browser.ts for contracts and pure rules`
}

/** Module → the modules it imports (core and web left out), by bare name. */
export function moduleEdges(sources: Source[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>()
  for (const source of sources) {
    if (source.isTest || !source.module.includes('/')) continue
    const from = bare(source.module)
    for (const { path } of source.imports) {
      const to = moduleOf(path)
      if (!to.includes('/') || to === source.module) continue
      edges.set(from, (edges.get(from) ?? new Set()).add(bare(to)))
    }
  }
  return edges
}

const bare = (module: string) => module.split('/')[1]!

/** The first circle found, as `a → b → a`. */
export function circle(edges: Map<string, Set<string>>): string | undefined {
  const done = new Set<string>()
  const walk = (name: string, path: string[]): string | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name].join(' → ')
    if (done.has(name)) return
    for (const next of edges.get(name) ?? []) {
      const found = walk(next, [...path, name])
      if (found) return found
    }
    done.add(name)
  }
  for (const name of edges.keys()) {
    const found = walk(name, [])
    if (found) return found
  }
}

/** The drawing in ARCHITECTURE.md: a fenced block named `edges`, lines such as `vouchers: ledger cases`. */
export function drawnEdges(markdown: string): Map<string, Set<string>> | undefined {
  const block = /^```edges\n([\s\S]*?)^```/m.exec(markdown)?.[1]
  if (block === undefined) return undefined
  const lines = block.split('\n').filter((line) => line.includes(':'))
  return new Map(
    lines.map((line) => {
      const [from = '', to = ''] = line.split(':')
      return [from.trim(), new Set(to.split(/[\s,]+/).filter(Boolean))]
    }),
  )
}
