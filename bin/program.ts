import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepareTemplate } from '../test/database.ts'
import { startEmbedded } from '../src/core/postgres.ts'
import { root, runChild } from './child.ts'
import { temporaryFolder } from './folder.ts'

/**
 * Runs `folder/NAME.ts` with a fresh PostgreSQL in XIECHUANG_TEST_PG. A program that runs servers of its
 * own says so with the line `// own server` at its top. With no name, the programs are listed.
 */
export async function runProgram(
  folder: string,
  args: string[],
  settings: Record<string, string>,
): Promise<number> {
  const [name = '', ...rest] = args
  const file = join(root, folder, `${name}.ts`)
  if (name === '' || !existsSync(file)) {
    const known = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []
    console.error(
      `${folder}: ${known
        .filter((entry) => entry.endsWith('.ts'))
        .map((entry) => entry.slice(0, -3))
        .join(', ')}`,
    )
    return 2
  }
  if (process.env.DATABASE_URL || ownsServer(file))
    return (await runChild(process.execPath, [file, ...rest])).code
  await using server = await startEmbedded({
    dataDir: temporaryFolder(name),
    settings,
    temporary: true,
    log: () => {},
  })
  await prepareTemplate(server.url)
  return (await runChild(process.execPath, [file, ...rest], { env: { XIECHUANG_TEST_PG: server.url } })).code
}

const ownsServer = (file: string) => readFileSync(file, 'utf8').slice(0, 400).includes('// own server')
