import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

export const folderOf = (dataDir: string): string => join(dataDir, 'files')

export const pathOf = (dataDir: string, sha256: string): string =>
  join(folderOf(dataDir), sha256.slice(0, 2), sha256)

/** Moves received bytes to their place, or drops them when they are there already. The caller holds `lockBytes`. */
export async function place(dataDir: string, from: string, sha256: string): Promise<void> {
  const target = pathOf(dataDir, sha256)
  if (existsSync(target)) return rm(from, { force: true })
  await mkdir(join(target, '..'), { recursive: true })
  await rename(from, target)
}

export const removeBytes = (dataDir: string, sha256: string): Promise<void> =>
  rm(pathOf(dataDir, sha256), { force: true })

/** Half-received files older than so many milliseconds go; these are the machine's own leavings, so its clock counts. */
export async function sweepIncoming(dataDir: string, olderThanMs: number): Promise<number> {
  const folder = join(folderOf(dataDir), 'incoming')
  let swept = 0
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    if (!(await isOlder(join(folder, name), olderThanMs))) continue
    await rm(join(folder, name), { force: true })
    swept++
  }
  return swept
}

/** Hashes that lie on disk and are older than so many milliseconds, one folder at a time. */
export async function* storedHashes(dataDir: string, olderThanMs: number): AsyncGenerator<string[]> {
  const root = folderOf(dataDir)
  for (const prefix of await readdir(root).catch(() => [] as string[])) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue
    const hashes: string[] = []
    for (const name of await readdir(join(root, prefix))) {
      if (/^[0-9a-f]{64}$/.test(name) && (await isOlder(join(root, prefix, name), olderThanMs)))
        hashes.push(name)
    }
    if (hashes.length > 0) yield hashes
  }
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return !!found && Date.now() - found.mtimeMs > ms
}
