import { globSync } from 'node:fs'
import { prepareTemplate, TEST_SETTINGS } from '../test/database.ts'
import { startEmbedded } from '../src/core/postgres.ts'
import { root, runChild } from './child.ts'
import { temporaryFolder } from './folder.ts'

const everything = ['src/**/*.test.ts', 'test/**/*.test.ts']

/**
 * `npm test [-- file-or-pattern … --test-name-pattern=…]`: one PostgreSQL for the whole run, a migrated
 * template in it, then node's own runner. A bare word stands for every test file whose path contains it.
 */
export async function run(args: string[]): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith('-'))
  const wanted = args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.replace(/^\.\//, ''))
  const files = globSync(everything, { cwd: root }).sort()
  const chosen =
    wanted.length === 0 ? files : files.filter((file) => wanted.some((word) => file.includes(word)))
  if (chosen.length === 0) {
    console.error(`no test file matches ${wanted.join(' ')}`)
    return 2
  }
  await using server = await startEmbedded({
    dataDir: temporaryFolder('test'),
    settings: TEST_SETTINGS,
    temporary: true,
    log: (line) => process.env.XIECHUANG_TEST_PG_LOG && console.error(line),
  })
  await prepareTemplate(server.url)
  const runner = ['--test', '--test-reporter=spec', '--test-concurrency=3', '--test-timeout=300000']
  const { code } = await runChild(process.execPath, [...runner, ...flags, ...chosen], {
    env: { XIECHUANG_TEST_PG: server.url },
  })
  return code
}
