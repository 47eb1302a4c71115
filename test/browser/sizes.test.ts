import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { buildWeb } from '../../bin/build.ts'
import type { PageSpec } from '#web/kit/pages.ts'
import { nodes, readSources } from '../tidy/sources.ts'
import { allPages, PAGES } from './pages.ts'

const LIMITS = { public: 200_000, desk: 350_000 }

type Chunk = { file: string; src?: string; imports?: string[]; css?: string[]; isEntry?: boolean }
const folder = await buildWeb()
const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'),
)
const packed = (file: string) => statSync(join(folder, `${file}.gz`)).size

/** Every file that a chunk needs before it runs. */
function filesOf(key: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[key]
  if (!chunk || seen.has(key)) return new Set()
  seen.add(key)
  return new Set([
    chunk.file,
    ...(chunk.css ?? []),
    ...(chunk.imports ?? []).flatMap((next) => [...filesOf(next, seen)]),
  ])
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? ''

/** The first load of a page: the index, what stands around every page, and the page with all it needs. */
function firstLoad(...keys: string[]): number {
  const files = new Set([...filesOf(entry), ...keys.flatMap((key) => [...filesOf(key)])])
  return ['index.html', 'first.js', ...files].reduce((sum, file) => sum + packed(file), 0)
}

/** The chunk of a file; one that other chunks share bears only the file's name. */
function chunkOf(file: string): string {
  const key = file.replace('src/web/', '').replace(/^src\//, '../')
  const shared = `_${basename(file, '.tsx')}-`
  return manifest[key] ? key : (Object.keys(manifest).find((name) => name.startsWith(shared)) ?? key)
}

/** Pages by the file that shows them, read from the `page({ … })` calls. */
function pages(): { path: string; area: PageSpec['area']; file: string }[] {
  return readSources()
    .filter(({ path }) => PAGES.test(path))
    .flatMap((source) =>
      [...nodes(source.ast)].flatMap((node) => {
        if (node.type !== 'CallExpression' || (node.callee as { name?: string }).name !== 'page') return []
        const text = source.text.slice(node.start, node.end)
        const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? ''
        const file = join(source.path, '..', found(/import\(\s*'(.+?)'/)).replaceAll('\\', '/')
        return [{ path: found(/path: '(.+?)'/), area: found(/area: '(\w+)'/) as PageSpec['area'], file }]
      }),
    )
}

test('public pages load under 200 KB packed, signed-in ones under 350 KB', (t) => {
  const heavy: string[] = []
  for (const { path, area, file } of pages()) {
    const key = chunkOf(file)
    assert.ok(manifest[key], `${path}: ${key} is no chunk of the build; is its pages.ts in web/router.tsx?`)
    const size = firstLoad(key)
    t.diagnostic(`${area} ${path}: ${(size / 1000).toFixed(0)} KB`)
    if (size > LIMITS[area]) heavy.push(`${path} loads ${size} bytes, more than ${LIMITS[area]}`)
  }
  assert.deepEqual(heavy, [])
})

test('no public page waits for antd', () => {
  const antd = Object.keys(manifest).filter((key) => key.includes('BigTableAntd'))
  const waiting = pages().filter(({ area, file }) => {
    const files = filesOf(file.replace('src/web/', '').replace(/^src\//, '../'))
    return area === 'public' && antd.some((key) => files.has(manifest[key]?.file ?? ''))
  })
  assert.deepEqual(waiting, [])
  for (const file of filesOf(entry)) {
    assert.doesNotMatch(readFileSync(join(folder, file), 'utf8'), /ant-table/, `${file} carries antd`)
  }
})

test('every page file is declared once and every door leads to a page', async () => {
  const all = await allPages()
  const paths = all.map(({ path }) => path)
  assert.deepEqual(
    paths.filter((path, at) => paths.indexOf(path) !== at),
    [],
    'two pages at one address',
  )
  const known = paths.map((path) => new RegExp(`^${path.replace(/\$\w+/g, '[^/]+')}$`))
  const dead = readSources()
    .filter(({ path }) => /^src\/(web\/|.*\/ui\/)/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bto(?:=|: )(?:\{)?["'`](\/[^"'`?#]*)["'`]/g)]
        .filter(([, to = '']) => !known.some((one) => one.test(to)))
        .map(([, to]) => `${path} links to ${to}`),
    )
  assert.deepEqual(dead, [], 'links that lead nowhere')
})
