import assert from 'node:assert/strict'
import { existsSync, readdirSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { circle, drawnEdges, forbiddenImports, moduleEdges } from './tidy/edges.ts'
import {
  bannedWords,
  emptyNames,
  longFiles,
  longFunctions,
  tableWrites,
  unwantedForms,
} from './tidy/shape.ts'
import { readSources, root } from './tidy/sources.ts'

const sources = readSources()
const none = (found: string[]) => assert.ok(found.length === 0, `\n${found.join('\n')}`)
const files = (patterns: string[]) =>
  globSync(patterns, { cwd: root, exclude: ['node_modules/**', 'dist/**', '.data/**'] }).sort()
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('imports follow core ← platform ← business, enter modules by the door, and keep servers out of browsers', () => {
  none(forbiddenImports(sources))
})

test('the modules have no circle', () => {
  assert.equal(circle(moduleEdges(sources)), undefined)
})

test('every edge between modules is drawn in ARCHITECTURE.md', (t) => {
  const drawn = existsSync(join(root, 'ARCHITECTURE.md')) ? drawnEdges(read('ARCHITECTURE.md')) : undefined
  if (!drawn) return t.skip('no ```edges block yet')
  const real = moduleEdges(sources)
  const missing = [...real].flatMap(([from, tos]) =>
    [...tos]
      .filter((to) => !drawn.get(from)?.has(to))
      .map((to) => `${from} imports ${to}, which is not drawn`),
  )
  const stale = [...drawn].flatMap(([from, tos]) =>
    [...tos].filter((to) => !real.get(from)?.has(to)).map((to) => `${from} → ${to} is drawn but not used`),
  )
  none([...missing, ...stale])
})

test('files and functions are short', (t) => {
  const lengths = sources.map(({ lines }) => lines).sort((a, b) => a - b)
  const quantile = (part: number) => lengths[Math.floor((lengths.length - 1) * part)]
  t.diagnostic(`${lengths.length} files, median ${quantile(0.5)} lines, p90 ${quantile(0.9)}`)
  none([...longFiles(sources), ...sources.flatMap(longFunctions)])
})

test('no default export, no class but errors, no enum, no decorator', () => {
  none(sources.flatMap(unwantedForms))
})

test('names say what a thing does', () => {
  none(sources.flatMap(emptyNames))
})

test('nothing is put off in a comment', () => {
  const paths = files([
    '{src,bin,test,bench,db,communities}/**/*.{ts,tsx,mjs,sql,css,json}',
    '*.md',
    'docs/**/*.md',
  ])
  none(paths.flatMap((path) => bannedWords(path, read(path))))
})

test('a table is written in the store.ts of one module', () => {
  const writes = sources.filter(({ isTest }) => !isTest).flatMap(tableWrites)
  const outside = writes
    .filter(({ inStore }) => !inStore)
    .map(({ table, place }) => `${place} writes ${table} outside a store.ts`)
  const owners = Map.groupBy(writes, ({ table }) => table)
  const shared = [...owners].flatMap(([table, found]) => {
    const modules = [...new Set(found.map(({ module }) => module))]
    return modules.length > 1
      ? [`${table} is written by ${modules.join(' and ')}: ${found.map(({ place }) => place).join(', ')}`]
      : []
  })
  none([...outside, ...shared])
})

test('each module says what it is', () => {
  const modules = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(platform|business)[\\/][^\\/.]+$/.test(path),
  )
  assert.ok(modules.length > 15)
  none(modules.filter((path) => !existsSync(join(root, 'src', path, 'README.md'))))
})

test('links in the documents lead somewhere', () => {
  const broken = files(['**/*.md']).flatMap((path) => {
    const prose = read(path).replace(/```[\s\S]*?```|`[^`\n]*`/g, '')
    return [...prose.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)]
      .map(([, link]) => link!.replace(/#.*$/, ''))
      .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(root, link.startsWith('/') ? '' : dirname(path), decodeURI(link))))
      .map((link) => `${path} → ${link}`)
  })
  none(broken)
})
