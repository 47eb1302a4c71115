import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Database } from '#core/db.ts'
import { startEmbedded } from '#core/postgres.ts'
import { prepareTemplate, testDatabase, withDatabase } from '#test/database.ts'

/**
 * A migrated database on a durable server with a node's settings: the one `npm run bench` started, or a temporary one
 * when the file is run alone.
 */
export async function benchDatabase(connections: number): Promise<Database & { url: string }> {
  const server = process.env.XIECHUANG_TEST_PG
    ? undefined
    : await startEmbedded({
        dataDir: mkdtempSync(join(tmpdir(), 'xiechuang-bench-')),
        temporary: true,
        log: () => {},
      })
  if (server) {
    await prepareTemplate(server.url)
    process.env.XIECHUANG_TEST_PG = withDatabase(server.url, 'postgres')
  }
  const own = await testDatabase()
  const wide = connect(own.url, { max: connections })
  const dispose = async () => {
    await wide.dispose()
    await own.dispose()
    await server?.dispose()
  }
  return { ...wide, url: own.url, dispose, [Symbol.asyncDispose]: dispose }
}
