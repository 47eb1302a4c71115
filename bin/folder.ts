import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder under the temporary one, passable (0711) so that PostgreSQL's own user can reach inside. */
export function temporaryFolder(purpose: string): string {
  const folder = join(tmpdir(), `xiechuang-${purpose}-${process.pid}-${Date.now().toString(36)}`)
  mkdirSync(folder, { mode: 0o711 })
  return folder
}
