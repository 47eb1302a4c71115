import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !zombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

// In a container whose first process reaps nothing, an ended server stays in the table for good.
function zombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && / Z /.test(readFileSync(stat, 'utf8').replace(/^.*\)/, ''))
}

/** Process ids are used again: is this one a PostgreSQL? Asked of the program's own name; its arguments may say anything. */
export function isPostgres(pid: number): boolean {
  const cmdline = `/proc/${pid}/cmdline`
  try {
    const program = existsSync(cmdline)
      ? readFileSync(cmdline, 'utf8').split('\0')[0]
      : spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
    return /(^|[\\/])postgres(\.exe)?$/.test(program ?? '')
  } catch {
    return false
  }
}

/**
 * Reads postmaster.pid: line 1 is the process, line 2 its cluster, line 4 its port (absent in its first moments). A file that came
 * along when the folder was copied tells of another cluster's server.
 */
export function runningPostmaster(cluster: string): { pid: number; port: number } | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (!(pid > 0) || !alive(pid) || !isPostgres(pid)) return undefined
  if (lines[1] && existsSync(lines[1]) && realpathSync(lines[1]) !== realpathSync(cluster)) return undefined
  return { pid, port: Number(lines[3]) || 0 }
}

/**
 * A pid file that names a process which lives but is no PostgreSQL would make the server refuse to start. The file is not
 * deleted: by its other lines a new server sees whether processes of a killed one still write to its files, and then
 * refuses. Our own number in it, that of the new server's parent, is taken for nobody's.
 */
export function disownPid(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const [, ...lines] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [process.pid, ...lines].join('\n'))
}

/** Fast shutdown; after 20 s an immediate one, from which PostgreSQL recovers by its log. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    if (!alive(pid) || !isPostgres(pid)) return
    process.kill(pid, signal)
    for (let waited = 0; waited < seconds * 1000; waited += 20) {
      if (!alive(pid)) return
      await wait(20)
    }
  }
  throw new Error(`PostgreSQL (${pid}) could not be stopped`)
}

/** Only one process at a time may start a server on one data folder. A dead holder's lock is taken over. */
export async function startLock(folder: string): Promise<AsyncDisposable> {
  for (let waited = 0; ; waited += 50) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'pid'), String(process.pid))
      return { [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (abandoned(folder)) rmSync(folder, { recursive: true, force: true })
    else if (waited > 120_000) throw new Error(`another start holds ${folder} for over two minutes`)
    else await wait(50)
  }
}

function abandoned(folder: string): boolean {
  const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  try {
    const holder = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    return (holder > 0 && !alive(holder)) || age > 100_000
  } catch {
    return age > 5000 // killed between making the folder and writing its name into it
  }
}
