import { join } from 'node:path'
import { root, runChild } from './child.ts'

/** `npm run dev`: the start command, begun again whenever the server's sources change. */
export async function run(args: string[]): Promise<number> {
  const watched = ['src', 'db', 'communities'].map((folder) => `--watch-path=${join(root, folder)}`)
  const start = [...watched, '--watch-preserve-output', join(root, 'bin', 'xiechuang.ts'), 'start', ...args]
  return (await runChild(process.execPath, start)).code
}
