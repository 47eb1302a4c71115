import { readMigrations } from '#core/migrate.ts'
import { dumpSchema } from '#core/schema.ts'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from './database.ts'

const database = await testDatabase()
after(database.dispose)
const { sql, types } = await dumpSchema(database.pool)

const folder = join(import.meta.dirname, '..', 'db')

for (const [file, printed] of [
  ['schema.sql', sql],
  ['types.ts', types],
] as const) {
  test(`db/${file} is what the migrations add up to`, () => {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n')
    const wanted = printed.split('\n')
    const first = wanted.findIndex((line, index) => line !== lines[index])
    if (first === -1 && lines.length === wanted.length) return
    const differs = `line ${first + 1} is\n  ${lines[first]}\nand should be\n  ${wanted[first]}`
    assert.fail(`db/${file} is out of date: run \`npm run schema\` and commit it (${differs})`)
  })
}

test('every foreign key has an index that begins with its columns', async () => {
  // A partial index serves as well when all it leaves out is null, which refers to nothing.
  const { rows } = await database.pool.query<{ missing: string }>(`
    select format('%s on %s', k.conname, k.conrelid::regclass) as missing
    from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not exists (
      select from pg_index i
      where i.indrelid = k.conrelid
        and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
        and (i.indpred is null or exists (
          select from pg_attribute a
          where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
            and pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname))))
    order by 1`)
  const missing = rows.map((row) => row.missing)
  assert.deepEqual(missing, [])
})

test('every constraint is named in its migration', async () => {
  const { rows } = await database.pool.query<{ name: string }>(`
    select distinct k.conname as name from pg_constraint k
    where k.connamespace = 'public'::regnamespace and k.conrelid <> 0 and k.contype in ('p', 'c', 'f', 'u', 'x')
      and k.conrelid <> 'schema_migration'::regclass
    order by 1`)
  const written = new Set(readMigrations().flatMap((migration) => migration.sql.match(/\w+/g) ?? []))
  const unnamed = rows.map((row) => row.name).filter((name) => !written.has(name))
  assert.deepEqual(unnamed, [], 'write `constraint NAME …`: PostgreSQL made these names up')
})
