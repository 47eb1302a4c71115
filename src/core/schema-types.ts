import type { Catalogue, Column } from './schema.ts'

const HEAD = `// Printed by \`npm run schema\` from the migrated database; compared by test/schema.test.ts.
import type { ColumnType } from 'kysely'

/** May be left out of an insert. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Written by the database alone. */
type Always<T> = ColumnType<T, never, never>
/** Read parsed, written as text: pass \`json(value)\`. */
type Jsonb = ColumnType<unknown, string, string>
type JsonbOrNull = ColumnType<unknown, string | null, string | null>
`

const BASE: Record<string, string> = {
  bigint: 'bigint',
  integer: 'number',
  smallint: 'number',
  'double precision': 'number',
  real: 'number',
  boolean: 'boolean',
  'timestamp with time zone': 'Temporal.Instant',
  date: 'Temporal.PlainDate',
  bytea: 'Buffer',
}

export function typesOf(catalogue: Catalogue): string {
  const names = catalogue.relations.map(({ name }) => name)
  const interfaces = catalogue.relations.map(({ name, definition }) => {
    const columns = catalogue.columns.filter((column) => column.relation === name)
    const lines = columns.map(
      (column) => `  ${camel(column.name)}: ${typeOf(catalogue, column, definition !== null)}`,
    )
    return `export interface ${pascal(name)} {\n${lines.join('\n')}\n}\n`
  })
  const tables = names.map((name) => `  ${camel(name)}: ${pascal(name)}`)
  return [HEAD, ...interfaces, `export interface Tables {\n${tables.join('\n')}\n}\n`].join('\n')
}

function typeOf(catalogue: Catalogue, column: Column, inView: boolean): string {
  const { type, notNull, generated, fallback } = column
  const isArray = type.endsWith('[]')
  const scalar = type.replace(/\[\]$/, '').replace(/\(.*\)/, '')
  if (scalar === 'jsonb' || scalar === 'json') {
    if (inView) return 'unknown'
    return fallback === null
      ? notNull
        ? 'Jsonb'
        : 'JsonbOrNull'
      : notNull
        ? 'Generated<Jsonb>'
        : 'Generated<JsonbOrNull>'
  }
  const base = (scalar === 'text' && literals(catalogue, column, isArray)) || BASE[scalar] || 'string'
  const value = isArray ? (base.includes('|') ? `(${base})[]` : `${base}[]`) : base
  const full = (inView ? !column.sure : !notNull) ? `${value} | null` : value
  if (inView) return full
  if (generated === 'a' || generated === 's' || generated === 'v') return `Always<${full}>`
  return generated === 'd' || fallback !== null ? `Generated<${full}>` : full
}

/** `check (state in ('a', 'b'))`, as PostgreSQL writes it back: `((state = ANY (ARRAY['a'::text, …])))`. */
function literals(
  { constraints }: Catalogue,
  { relation, name }: Column,
  isArray: boolean,
): string | undefined {
  const shape = isArray
    ? new RegExp(`^CHECK \\(\\(${name} <@ ARRAY\\[(.*)\\]\\)\\)$`)
    : new RegExp(`^CHECK \\(\\(${name} = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$`)
  const single = new RegExp(`^CHECK \\(\\(${name} = ('[^']*'::text)\\)\\)$`)
  for (const { relation: table, kind, definition } of constraints) {
    if (table !== relation || kind !== 'c') continue
    const list = (shape.exec(definition) ?? (isArray ? null : single.exec(definition)))?.[1]
    const words = list?.match(/'([^']*)'(?=::text)/g)
    if (words && words.join() === list?.replaceAll('::text', '').replaceAll(', ', ','))
      return words.join(' | ')
  }
}

/** Kysely's plugin turns names both ways; one that doesn't come back the same would be lost silently. */
function camel(name: string): string {
  const turned = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const back = turned.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (back !== name)
    throw new Error(`the name ${name} does not survive camelCase (a digit after an underscore?); rename it`)
  return turned
}

const pascal = (name: string) => `${name[0]!.toUpperCase()}${camel(name).slice(1)}Row`
