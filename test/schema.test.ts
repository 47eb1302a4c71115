import { dumpSchema } from '#core/schema.ts'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { testDatabase } from './database.ts'

const database = await testDatabase()
after(database.dispose)
const { sql, types } = await dumpSchema(database.pool)

for (const [file, printed] of [
  ['schema.sql', sql],
  ['types.ts', types],
] as const) {
  test(`db/${file} is what the migrations add up to`, () => {
    const committed = readFileSync(join(import.meta.dirname, '..', 'db', file), 'utf8')
    assert.equal(committed, printed, `db/${file} is out of date: run \`npm run schema\` and commit it`)
  })
}

test('every foreign key has an index that begins with its columns', async () => {
  const { rows } = await database.pool.query<{ missing: string }>(`
    select format('%s on %s', k.conname, k.conrelid::regclass) as missing
    from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not exists (
      select from pg_index i
      where i.indrelid = k.conrelid and i.indpred is null
        and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
    order by 1`)
  assert.deepEqual(
    rows.map((row) => row.missing),
    [],
  )
})

test('every constraint was named by hand', async () => {
  const { rows } = await database.pool.query<{ name: string }>(`
    select k.conname as name from pg_constraint k
    where k.connamespace = 'public'::regnamespace and k.conname ~ '_(check|fkey|key|excl)[0-9]*$'
      and k.conrelid <> 0 and k.contype in ('c', 'f', 'u', 'x') order by 1`)
  assert.deepEqual(
    rows.map((row) => row.name),
    [],
    'write `constraint NAME …`: PostgreSQL made these names up',
  )
})
