import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineOf, type Node, nodes, readSources, type Source } from '../tidy/sources.ts'

const screens = readSources().filter(
  ({ path }) => /^src\/(web\/|.*\/ui\/)/.test(path) && !path.endsWith('.test.ts'),
)
const at = ({ path, text }: Source, node: Node) => `${path}:${lineOf(text, node.start)}`
const hanzi = /\p{Script=Han}/u
/** Attributes whose text people see or hear. */
const spoken = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'caption', 'hint', 'lead'])
/** Signs and units that are the same in both languages. */
const same = /^[\s\d\p{P}\p{S}B≤—·]*$/u

const literal = (node: unknown) => (node as { value?: unknown } | undefined)?.value

test('what people read on a screen exists in both languages', () => {
  const bare = screens.flatMap((source) =>
    [...nodes(source.ast)].flatMap((node) => {
      if (node.type === 'JSXText' && !same.test(String(node.value)))
        return [`${at(source, node)} ${String(node.value).trim()}`]
      if (node.type !== 'JSXAttribute') return []
      const name = (node.name as { name?: string }).name ?? ''
      const value = literal(node.value)
      return spoken.has(name) && typeof value === 'string' && !same.test(value)
        ? [`${at(source, node)} ${name}="${value}"`]
        : []
    }),
  )
  assert.deepEqual(bare, [], 'texts outside { zh, en }')
})

test('every text has both languages, English without Chinese characters', () => {
  const wrong = screens.flatMap((source) =>
    [...nodes(source.ast)].flatMap((node) => {
      if (node.type !== 'ObjectExpression') return []
      const entries = new Map(
        (node.properties as Node[]).map((property) => [
          (property.key as { name?: string } | undefined)?.name ?? '',
          property.value as Node | undefined,
        ]),
      )
      const [zh, en] = [entries.get('zh'), entries.get('en')]
      if (!zh && !en) return []
      if (!zh || !en) return [`${at(source, node)} has one language only`]
      const english = literal(en)
      if (typeof english === 'string' && (english.trim() === '' || hanzi.test(english)))
        return [`${at(source, node)} ${english}`]
      return literal(zh) === '' ? [`${at(source, node)} has no Chinese`] : []
    }),
  )
  assert.deepEqual(wrong, [])
})

/** Punctuation of one language only; where a text is put together it comes from `words.aside` and `words.about`. */
const wide = /[（）：；，。、]/

test('no Chinese punctuation stands between words of either language', () => {
  const wrong = screens.flatMap((source) => {
    if (!source.path.endsWith('.tsx')) return []
    const all = [...nodes(source.ast)]
    const chinese = all.filter(
      (node) =>
        (node.type === 'Property' || node.type === 'ObjectProperty') &&
        (node.key as { name?: string } | undefined)?.name === 'zh',
    )
    return all.flatMap((node) => {
      const text = node.type === 'JSXText' ? String(node.value) : quasi(node)
      if (!wide.test(text) || hanzi.test(text)) return []
      const said = chinese.some((one) => one.start <= node.start && node.end <= one.end)
      return said ? [] : [`${at(source, node)} ${text.trim()}`]
    })
  })
  assert.deepEqual(wrong, [])
})

const quasi = (node: Node): string =>
  node.type === 'TemplateElement' ? ((node.value as { raw?: string } | undefined)?.raw ?? '') : ''
