import { lineOf, type Node, nodes, type Source } from './sources.ts'

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
const LONGEST_FILE = 400
const LONGEST_FUNCTION = 70
/** Most of a component is markup, one attribute a line; see docs/decisions/0007. */
const LONGEST_COMPONENT = 100
// Plurals may be people: `lockManagers` locks the rows of managers.
const BANNED_NAME = /\w(Manager|Helpers?|Utils?|Service)$|^(manager|helper|util|service)s?$/
const BANNED_FILE = /(^|[-_.a-z])(manager|helper|util|service)s?\.\w+$/i
// Spelled apart, or this file would break its own rule.
const BANNED_WORD = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`)

const at = ({ path, text }: Source, node: Node) => `${path}:${lineOf(text, node.start)}`
const nameOf = (node: unknown): string => ((node as Node | null)?.name as string | undefined) ?? ''

export const longFiles = (sources: Source[]): string[] =>
  sources.filter(({ lines }) => lines > LONGEST_FILE).map(({ path, lines }) => `${path} has ${lines} lines`)

export function longFunctions(source: Source): string[] {
  const groups = new Set<Node>()
  const found: string[] = []
  for (const node of nodes(source.ast)) {
    // A group of tests is a list, not a function that somebody has to hold in mind.
    if (node.type === 'CallExpression' && /^(describe|suite)$/.test(nameOf(node.callee))) {
      for (const argument of node.arguments as Node[]) groups.add(argument)
    }
    if (!FUNCTIONS.includes(node.type) || groups.has(node)) continue
    const length = lineOf(source.text, node.end) - lineOf(source.text, node.start) + 1
    const longest = source.path.endsWith('.tsx') || source.isTest ? LONGEST_COMPONENT : LONGEST_FUNCTION
    if (length >= longest)
      found.push(`${at(source, node)} ${nameOf(node.id) || 'a function'} has ${length} lines`)
  }
  return found
}

/** Classes (errors apart), enums, decorators, default exports. */
export function unwantedForms(source: Source): string[] {
  const found: string[] = []
  for (const node of nodes(source.ast)) {
    if (node.type === 'TSEnumDeclaration') found.push(`${at(source, node)} an enum: use a union of strings`)
    if (node.type === 'Decorator') found.push(`${at(source, node)} a decorator`)
    if (node.type === 'ExportDefaultDeclaration' && !source.path.endsWith('.config.ts')) {
      found.push(`${at(source, node)} a default export: name it`)
    }
    if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') continue
    if (!/(Error|Refusal)$/.test(nameOf(node.superClass))) {
      found.push(`${at(source, node)} class ${nameOf(node.id)}: only errors are classes`)
    }
  }
  return found
}

/** Names that say nothing: what a thing manages, helps or serves should be its name. */
export function emptyNames(source: Source): string[] {
  const declared = [
    'FunctionDeclaration',
    'ClassDeclaration',
    'TSTypeAliasDeclaration',
    'TSInterfaceDeclaration',
  ]
  const found = BANNED_FILE.test(source.path) ? [`${source.path}: name the file after what it holds`] : []
  for (const node of nodes(source.ast)) {
    if (declared.includes(node.type) && BANNED_NAME.test(nameOf(node.id))) {
      found.push(`${at(source, node)} ${nameOf(node.id)}: name it after what it does`)
    }
  }
  return found
}

export function bannedWords(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const word = BANNED_WORD.exec(line)?.[0]
    return word ? [`${path}:${index + 1} says ${word}: do it now, or write it down elsewhere`] : []
  })
}

export type Write = { table: string; module: string; place: string; inStore: boolean }

/** Where tables are written: Kysely's calls, and statements inside template strings. */
export function tableWrites(source: Source): Write[] {
  const found: Write[] = []
  const add = (table: string, node: Node) =>
    found.push({
      table: table.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      module: source.module,
      place: at(source, node),
      inStore: /(^|[/.])store\.ts$/.test(source.path) || source.module === 'core',
    })
  for (const node of nodes(source.ast)) {
    const method = node.type === 'CallExpression' ? nameOf((node.callee as Node).property) : ''
    const first = (node.arguments as Node[] | undefined)?.[0]
    if (
      /^(insertInto|updateTable|deleteFrom|mergeInto|replaceInto)$/.test(method) &&
      typeof first?.value === 'string'
    ) {
      add(first.value.split(' ')[0]!, node)
    }
    if (node.type !== 'TemplateElement') continue
    const { raw } = node.value as { raw: string }
    for (const [, , inserted, updated] of raw.matchAll(
      /\b(insert into|delete from)\s+(\w+)|\bupdate\s+(\w+)\s+set\b/gi,
    )) {
      add((inserted ?? updated)!, node)
    }
  }
  return found
}
