import { testDatabase, withDatabase } from '#test/database.ts'
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { migrate, readMigrations } from './migrate.ts'

const database = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'xiechuang-migrations-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)

let url = ''
let count = 0
beforeEach(async () => {
  const name = `test_${process.pid}_empty_${++count}`
  await database.pool.query(`create database ${name}`)
  url = withDatabase(database.url, name)
  rmSync(folder, { recursive: true })
  cpSync(
    join(import.meta.dirname, '..', '..', 'db', 'migrations', '0001_core.sql'),
    join(folder, '0001_core.sql'),
  )
  write('0002_stone.sql', 'create table stone (id int constraint stone_pkey primary key)')
})
after(async () => {
  for (let each = 1; each <= count; each++) {
    await database.pool.query(`drop database test_${process.pid}_empty_${each} with (force)`)
  }
  await database.dispose()
})

test('files are applied once, in order, and a late one may fill a gap', async () => {
  write('0004_late.sql', 'create table late (id int)')
  assert.deepEqual(await migrate(url, { folder }), ['0001_core.sql', '0002_stone.sql', '0004_late.sql'])
  assert.deepEqual(await migrate(url, { folder }), [])
  write('0003_gap.sql', 'create table gap (id int)')
  assert.deepEqual(await migrate(url, { folder }), ['0003_gap.sql'])
})

test('racing migrators share the work and none fails', async () => {
  const done = await Promise.all(Array.from({ length: 4 }, () => migrate(url, { folder })))
  assert.deepEqual(done.flat().sort(), ['0001_core.sql', '0002_stone.sql'])
})

test('a changed applied file stops the start', async () => {
  await migrate(url, { folder })
  write('0002_stone.sql', 'create table stone (id bigint)')
  await assert.rejects(migrate(url, { folder }), /0002_stone\.sql was changed after it was applied/)
})

test('a database made by a newer release is refused', async () => {
  await migrate(url, { folder })
  rmSync(join(folder, '0002_stone.sql'))
  await assert.rejects(migrate(url, { folder }), /newer release: it has migration 0002_stone\.sql/)
})

test('a failing file leaves nothing behind and says where', async () => {
  write('0003_bad.sql', 'create table half (id int);\n\nselect nonsense;')
  await assert.rejects(
    migrate(url, { folder }),
    /0003_bad\.sql near line 3: column "nonsense" does not exist/,
  )
  write('0003_bad.sql', 'create table half (id int)')
  assert.deepEqual(await migrate(url, { folder }), ['0003_bad.sql'])
})

test('a misnamed file and a number given twice are refused', () => {
  write('5_short.sql', '')
  assert.throws(() => readMigrations(folder), /must look like 0001_words\.sql/)
  rmSync(join(folder, '5_short.sql'))
  write('0002_twin.sql', '')
  assert.throws(() => readMigrations(folder), /number 2 is given twice/)
})
