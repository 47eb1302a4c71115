import { createHash } from 'node:crypto'
import { connect, type Database } from '#core/db.ts'
import { migrate, migrationsHash } from '#core/migrate.ts'
import { type Embedded, startEmbedded } from '#core/postgres.ts'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A test's server may forget everything on a power cut; that is what makes it quick. */
export const TEST_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '300',
}

export type TestDatabase = Database & { url: string }

let shared: Promise<Embedded> | undefined
let count = 0
let open = 0

/**
 * A database of its own, with every migration applied, cloned in some 30 ms. Under `npm test` it lies on
 * the run's server; a file run alone (`node --test file`) shares one server under the temporary folder.
 * `after(database.dispose)` drops it; a process that forgets to is tidied up after.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.XIECHUANG_TEST_PG ?? (await ownServer()).url
  open++
  const name = `test_${process.pid}_${++count}`
  const leave = async () => void (--open === 0 && (await leaveServer()))
  await clone(serverUrl, name).catch(async (error) => {
    await leave()
    throw error
  })
  const url = withDatabase(serverUrl, name)
  const database = connect(url, { allowExitOnIdle: true })
  let disposing: Promise<void> | undefined
  const finish = async () => {
    await database.dispose()
    await asAdmin(serverUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`))
    await leave()
  }
  const dispose = () => {
    disposing ??= finish()
    return disposing
  }
  process.once('beforeExit', dispose)
  return { ...database, url, dispose, [Symbol.asyncDispose]: dispose }
}

/** Another checkout on the same server may tidy the template away before it is cloned: then it is made again. */
async function clone(serverUrl: string, name: string, tries = 3): Promise<void> {
  const template = await prepareTemplate(serverUrl)
  try {
    await asAdmin(serverUrl, (admin) =>
      admin.query(`create database ${name} template ${template} strategy file_copy`),
    )
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000' || tries === 1) throw error
    await clone(serverUrl, name, tries - 1)
  }
}

/**
 * Makes the template of the migrations as they are now, unless it stands already; returns its name.
 * Built under another name first, so that a broken-off one is never cloned.
 */
export function prepareTemplate(serverUrl: string): Promise<string> {
  const hash = migrationsHash()
  const name = `template_${hash}`
  return asAdmin(serverUrl, async (admin) => {
    await admin.query('select pg_advisory_lock(1)')
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
    if (rowCount) return name
    await dropLeftovers(admin)
    await admin.query(`create database building_${hash}`)
    await migrate(withDatabase(serverUrl, `building_${hash}`))
    await admin.query(`alter database building_${hash} rename to ${name}`)
    return name
  })
}

async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database d where datname ~ '^(template_[0-9a-f]|building_|test_)'
      and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
  )
  for (const { datname } of rows) {
    const owner = Number(/^test_(\d+)_/.exec(datname)?.[1])
    if (owner && alive(owner)) continue
    await admin.query(`drop database if exists ${datname}`)
  }
}

function ownServer(): Promise<Embedded> {
  // One for each checkout: another one's migrations may be others, and it tidies away templates that are not its own.
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const dataDir = join(tmpdir(), `xiechuang-test-server-${userInfo().username}-${checkout}`)
  const log = (line: string) => void (process.env.XIECHUANG_TEST_PG_LOG && console.error(line))
  shared ??= startEmbedded({ dataDir, settings: TEST_SETTINGS, shared: true, log })
  return shared
}

async function leaveServer(): Promise<void> {
  const server = await shared
  shared = undefined
  await server?.dispose()
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
