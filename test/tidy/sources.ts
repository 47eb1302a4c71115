import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

export const root = join(import.meta.dirname, '..', '..')

export type Node = { type: string; start: number; end: number; [key: string]: unknown }
export type Import = { path: string; line: number }
export type Source = {
  /** From the root, with forward slashes. */
  path: string
  text: string
  lines: number
  ast: Node
  imports: Import[]
  isTest: boolean
  /** `platform/ledger`, `business/vouchers`, `core`, `web`, or '' outside src and for main.ts, node.ts. */
  module: string
}

/** Files a program prints are nobody's style. */
const GENERATED = new Set(['db/types.ts'])

export function readSources(): Source[] {
  const files = globSync(['{src,bin,test,bench,db}/**/*.{ts,tsx,mjs}', '*.config.ts'], { cwd: root })
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.d.ts') && !GENERATED.has(file))
    .sort()
    .map(readSource)
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const parsed = parseSync(path, text)
  const fatal = parsed.errors.find((error) => error.severity === 'Error')
  if (fatal) throw new Error(`${path}: ${fatal.message}`)
  const ast = parsed.program as unknown as Node
  const { staticImports, staticExports } = parsed.module
  const requests = [
    ...staticImports.map((found) => found.moduleRequest),
    ...staticExports.flatMap((found) => found.entries.map((entry) => entry.moduleRequest)),
  ].filter((request) => request !== null)
  const imports = requests.map(({ value, start }) => ({
    path: target(path, value),
    line: lineOf(text, start),
  }))
  for (const node of nodes(ast)) {
    const from = node.type === 'ImportExpression' ? (node.source as Node) : undefined
    if (typeof from?.value === 'string')
      imports.push({ path: target(path, from.value), line: lineOf(text, node.start) })
  }
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    ast,
    imports,
    isTest: !path.startsWith('src/') || /\.test\.tsx?$/.test(path),
    module: moduleOf(path),
  }
}

/** `#core/db.ts` and `../core/db.ts` → `src/core/db.ts`; a package stays as it is, without its subpath. */
function target(from: string, request: string): string {
  const alias = /^#(core|platform|business|web|test|db)\/(.*)$/.exec(request)
  if (alias) return `${['test', 'db'].includes(alias[1]!) ? '' : 'src/'}${alias[1]}/${alias[2]}`
  if (request.startsWith('.')) {
    return relative(root, resolve(root, dirname(from), request.replace(/\?.*$/, ''))).replaceAll('\\', '/')
  }
  return `package:${
    request.startsWith('node:')
      ? request
      : request
          .split('/')
          .slice(0, request[0] === '@' ? 2 : 1)
          .join('/')
  }`
}

export function moduleOf(path: string): string {
  const [, tier, rest] = /^src\/(core|platform|business|web)\/(.*)$/.exec(path) ?? []
  if (!tier || !rest) return ''
  return tier === 'core' || tier === 'web' ? tier : `${tier}/${rest.split('/')[0]}`
}

export function* nodes(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && 'type' in child) yield* nodes(child as Node)
    }
  }
}

export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
