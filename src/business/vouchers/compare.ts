// Browser-safe.
import type { Rulebook } from './rulebook.ts'

/** One parameter or rule that differs; null where one side has none. `path` names list items by their id, kind or class. */
export type Difference = {
  path: string
  before: string | null
  after: string | null
  assumedBefore: boolean
  assumedAfter: boolean
}
type Leaf = { text: string; assumed: boolean }

/** What changed between two rulebooks, parameter by parameter, in the order of the schema. */
export function compareRulebooks(before: Rulebook, after: Rulebook): Difference[] {
  const [old, now] = [leavesOf(before), leavesOf(after)]
  const paths = [...new Set([...old.keys(), ...now.keys()])]
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)]
    if (was?.text === is?.text) return []
    return [
      {
        path,
        before: was?.text ?? null,
        after: is?.text ?? null,
        assumedBefore: was?.assumed ?? false,
        assumedAfter: is?.assumed ?? false,
      },
    ]
  })
}

const IDENTITY = [
  'id',
  'scheme',
  'version',
  'effectiveFrom',
  'effectiveTo',
  'title',
  'summary',
  'documents',
  'dating',
]

function leavesOf(book: Rulebook): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  for (const [key, value] of Object.entries(book)) if (!IDENTITY.includes(key)) walk(value, key, leaves)
  return leaves
}

function walk(value: unknown, path: string, leaves: Map<string, Leaf>): void {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) walk(item, `${path}.${nameOf(item) ?? at}`, leaves)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if ('standing' in value) {
    const { clause: _c, source: _s, standing, note: _n, ...rest } = value as Record<string, unknown>
    const own = 'value' in rest && Object.keys(rest).length === 1 ? rest['value'] : withoutParts(rest)
    leaves.set(path, { text: textOf(own), assumed: standing === 'assumed' })
  }
  for (const [key, part] of Object.entries(value))
    if (typeof part === 'object') walk(part, `${path}.${key}`, leaves)
}

/** A rule's own words and numbers; its parameters are leaves of their own. */
function withoutParts(rest: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'ratios' && key !== 'evidence'))
}

function nameOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null
  const of = item as Record<string, unknown>
  const rule = of['rule'] as { id?: string } | undefined
  if ('bp' in of)
    return [
      of['firmClass'] ?? 'any',
      of['cross'] === undefined ? 'any' : of['cross'] ? 'cross' : 'intra',
    ].join('/')
  const name = rule?.id ?? of['id'] ?? of['kind'] ?? of['tie'] ?? of['applicant']
  if (typeof name !== 'string') return null
  return of['firmClass'] ? `${name}/${String(of['firmClass'])}` : name
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'string') return String(value)
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}
