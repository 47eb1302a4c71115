import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

export type Migration = { number: number; name: string; sql: string; sha256: string }

export const MIGRATIONS = join(import.meta.dirname, '..', '..', 'db', 'migrations')

/** The numbered files of a folder, in order. Throws on a name or a number that doesn't fit. */
export function readMigrations(folder: string = MIGRATIONS): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  const migrations = files.map((file) => {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1]
    if (!number) throw new Error(`migration ${file}: the name must look like 0001_words.sql`)
    const sql = readFileSync(join(folder, file), 'utf8')
    return { number: Number(number), name: file, sql, sha256: sha256(sql) }
  })
  for (const [index, { number, name }] of migrations.entries()) {
    if (migrations[index + 1]?.number === number)
      throw new Error(`migration number ${number} is given twice: ${name}`)
  }
  return migrations
}

/** Changes whenever any migration does; names test templates. */
export const migrationsHash = (folder?: string): string =>
  sha256(
    readMigrations(folder)
      .map((migration) => migration.sha256)
      .join(),
  ).slice(0, 12)

/**
 * Brings a database up to this release, forward only, each file in one transaction. Numbers belong to
 * modules, so one that fills a gap may come late. Returns the names applied.
 *
 * Refuses to start when an applied file has changed since, and when the database knows a migration that
 * this release doesn't (it was made by a newer one).
 */
export async function migrate(
  url: string,
  options: { folder?: string; log?: (line: string) => void } = {},
): Promise<string[]> {
  const migrations = readMigrations(options.folder)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await haveLedger(client)
    const applied = await readApplied(client)
    refuseStrangers(migrations, applied)
    const done: string[] = []
    for (const migration of migrations) {
      if (applied.has(migration.number)) continue
      if (!(await apply(client, migration))) continue
      options.log?.(`applied ${migration.name}`)
      done.push(migration.name)
    }
    refuseStrangers(migrations, await readApplied(client))
    return done
  } finally {
    await client.end()
  }
}

/** Two migrators may create it in the same moment: the loser's error says that it exists. */
async function haveLedger(client: pg.Client): Promise<void> {
  try {
    await client.query(`create table if not exists schema_migration (
      number int constraint schema_migration_pkey primary key,
      name text not null,
      sha256 text not null,
      at timestamptz not null default clock_timestamp()
    )`)
  } catch (error) {
    if (!['23505', '42P07', '42710'].includes(codeOf(error))) throw error
  }
}

/**
 * The number is inserted first: of two racing migrators one waits here for the other's commit and then
 * collides on the primary key, and simply goes on. False means that the other one applied it.
 */
async function apply(client: pg.Client, { number, name, sql, sha256 }: Migration): Promise<boolean> {
  await client.query('begin')
  try {
    await client.query('insert into schema_migration (number, name, sha256) values ($1, $2, $3)', [
      number,
      name,
      sha256,
    ])
  } catch (error) {
    await client.query('rollback')
    if (codeOf(error) === '23505') return false
    throw error
  }
  try {
    await client.query(sql)
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback')
    const at = Number((error as pg.DatabaseError).position)
    const line = at > 0 ? ` near line ${sql.slice(0, at).split('\n').length}` : ''
    throw new Error(`migration ${name}${line}: ${(error as Error).message}`, { cause: error })
  }
}

async function readApplied(client: pg.Client) {
  const { rows } = await client.query<{ number: number; name: string; sha256: string }>(
    'select number, name, sha256 from schema_migration order by number',
  )
  return new Map(rows.map((row) => [row.number, row]))
}

function refuseStrangers(migrations: Migration[], applied: Awaited<ReturnType<typeof readApplied>>): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  for (const [number, { name, sha256 }] of applied) {
    const file = known.get(number)
    if (!file) {
      throw new Error(
        `the database was made by a newer release: it has migration ${name}, which this one doesn't know`,
      )
    }
    if (file.sha256 !== sha256) {
      throw new Error(
        `migration ${file.name} was changed after it was applied; restore the file and add a new migration instead`,
      )
    }
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const codeOf = (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? '') : '')
