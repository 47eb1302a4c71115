import type pg from 'pg'
import { typesOf } from './schema-types.ts'

export type Column = {
  relation: string
  name: string
  type: string
  notNull: boolean
  generated: string
  fallback: string | null
  sure: boolean
}
export type Relation = {
  name: string
  kind: 'r' | 'v' | 'm' | 'p'
  definition: string | null
  comment: string | null
}
export type Constraint = { relation: string; name: string; definition: string; kind: string }
type Named = { relation: string; definition: string }

export type Catalogue = {
  relations: Relation[]
  columns: Column[]
  constraints: Constraint[]
  indexes: Named[]
  triggers: Named[]
  functions: { definition: string }[]
  types: { definition: string }[]
  sequences: { definition: string }[]
  extensions: { definition: string }[]
}

/**
 * What the database became, printed from pg_catalog in a fixed order: `sql` to read in a review, `types`
 * for Kysely. Only the schema public, and nothing that an extension brought or the migrator keeps.
 */
export async function dumpSchema(pool: pg.Pool): Promise<{ sql: string; types: string }> {
  const catalogue = await readCatalogue(pool)
  return { sql: sqlOf(catalogue), types: typesOf(catalogue) }
}

const ours = (alias: string, catalog: string) => `${alias}.oid not in (
  select objid from pg_depend where classid = '${catalog}'::regclass and deptype = 'e')`
const relationFilter = `c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migration' and ${ours('c', 'pg_class')}`

const QUERIES: Record<keyof Catalogue, string> = {
  extensions: `select format('create extension %I;', extname) as definition from pg_extension
    where extname <> 'plpgsql' order by extname`,
  types: `select case t.typtype
      when 'e' then format('create type %I as enum (%s);', typname,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      else format('create domain %I as %s%s;', typname, format_type(typbasetype, typtypmod),
        (select string_agg(format(' constraint %I %s', conname, pg_get_constraintdef(oid)), '' order by conname)
          from pg_constraint where contypid = t.oid)) end as definition
    from pg_type t where typnamespace = 'public'::regnamespace and typtype in ('e', 'd') and ${ours('t', 'pg_type')}
    order by typname`,
  sequences: `select format('create sequence %I;', c.relname) as definition from pg_class c
    where c.relkind = 'S' and ${relationFilter}
      and not exists (select from pg_depend where objid = c.oid and deptype in ('a', 'i')) order by c.relname`,
  relations: `select c.relname as name, c.relkind as kind, obj_description(c.oid, 'pg_class') as comment,
      case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end as definition
    from pg_class c where c.relkind in ('r', 'p', 'v', 'm') and ${relationFilter} order by c.relname`,
  columns: `select c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull as "notNull", a.attidentity::text || a.attgenerated::text as generated,
      pg_get_expr(d.adbin, d.adrelid) as fallback,
      -- A view's column is taken as never null when it says so in its comment, or when the view has no outer
      -- join and reads a not-null column of the same name and type.
      coalesce(col_description(c.oid, a.attnum) = 'never null', false) or (c.relkind in ('v', 'm')
        and pg_get_viewdef(c.oid) !~ '(LEFT|RIGHT|FULL) JOIN' and exists (
          select from pg_rewrite r
            join pg_depend p on p.classid = 'pg_rewrite'::regclass and p.objid = r.oid and p.refclassid = 'pg_class'::regclass
            join pg_attribute b on b.attrelid = p.refobjid and b.attnum = p.refobjsubid
          where r.ev_class = c.oid and p.refobjid <> c.oid and b.attname = a.attname
            and b.atttypid = a.atttypid and b.attnotnull)) as sure
    from pg_attribute a join pg_class c on c.oid = a.attrelid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'v', 'm') and ${relationFilter} and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`,
  constraints: `select c.relname as relation, k.conname as name, k.contype as kind, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where ${relationFilter} and k.contype in ('p', 'u', 'f', 'c', 'x') order by c.relname, position(k.contype::text in 'puxfc'), k.conname`,
  indexes: `select c.relname as relation, pg_get_indexdef(i.indexrelid) || ';' as definition
    from pg_index i join pg_class c on c.oid = i.indrelid
    where ${relationFilter} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    order by c.relname, i.indexrelid::regclass::text`,
  triggers: `select c.relname as relation, pg_get_triggerdef(t.oid, true) || ';' as definition
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and ${relationFilter} order by c.relname, t.tgname`,
  functions: `select pg_get_functiondef(p.oid) as definition from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p') and ${ours('p', 'pg_proc')}
    order by p.proname, pg_get_function_identity_arguments(p.oid)`,
}

async function readCatalogue(pool: pg.Pool): Promise<Catalogue> {
  const client = await pool.connect()
  try {
    // Names are written with their schema unless it is on this path, so the path must not vary.
    await client.query('set search_path = public')
    const found: Partial<Record<keyof Catalogue, unknown>> = {}
    for (const key of Object.keys(QUERIES) as (keyof Catalogue)[])
      found[key] = (await client.query(QUERIES[key])).rows
    return found as Catalogue
  } finally {
    client.release(true)
  }
}

function sqlOf(catalogue: Catalogue): string {
  const { relations, extensions, types, sequences, functions } = catalogue
  const list = (rows: { definition: string }[]) =>
    rows.length === 0 ? [] : [rows.map((row) => row.definition).join('\n')]
  return `${[
    '-- What the migrations add up to. Printed by `npm run schema`; compared by test/schema.test.ts.',
    ...list(extensions),
    ...list(types),
    ...list(sequences),
    ...relations.map((relation) => relationSql(catalogue, relation)),
    ...functions.map(({ definition }) => `${definition.trim()};`),
  ].join('\n\n')}\n`
}

function relationSql(catalogue: Catalogue, { name, kind, definition, comment }: Relation): string {
  const of = <T extends { relation: string }>(rows: T[]) => rows.filter((row) => row.relation === name)
  const after = [...of(catalogue.indexes), ...of(catalogue.triggers)].map((row) =>
    row.definition.replaceAll(' public.', ' '),
  )
  const told =
    comment === null
      ? []
      : [`comment on ${kind === 'v' ? 'view' : 'table'} ${name} is '${comment.replaceAll("'", "''")}';`]
  if (definition !== null) {
    const columns = of(catalogue.columns).map((column) => `--   ${column.name} ${column.type}`)
    const head = `create ${kind === 'm' ? 'materialized ' : ''}view ${name} as`
    return [head, definition.trimEnd(), ...columns, ...after, ...told].join('\n')
  }
  const lines = [
    ...of(catalogue.columns).map(columnSql),
    ...of(catalogue.constraints).map(
      (constraint) => `constraint ${constraint.name} ${constraint.definition}`,
    ),
  ]
  return [
    `create table ${name} (`,
    lines.map((line) => `  ${line}`).join(',\n'),
    ');',
    ...after,
    ...told,
  ].join('\n')
}

function columnSql({ name, type, notNull, generated, fallback }: Column): string {
  const words = [name, type]
  if (generated === 'a' || generated === 'd')
    words.push(`generated ${generated === 'a' ? 'always' : 'by default'} as identity`)
  else if (generated === 's' || generated === 'v')
    words.push(`generated always as (${fallback}) ${generated === 's' ? 'stored' : 'virtual'}`)
  else if (fallback !== null) words.push(`default ${fallback}`)
  if (notNull) words.push('not null')
  return words.join(' ')
}
