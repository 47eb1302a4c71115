// The node of the write-door bench: many firms, signed in; prints its address and cookies, ends when its input does.
import { fitFirm, HEBEI } from '#test/community.ts'
import { sql } from 'kysely'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '#core/log.ts'
import { fixedClock } from '#core/time.ts'
import { createNode } from '../src/node.ts'

const FIRMS = 600
const dataDir = mkdtempSync(join(tmpdir(), 'xiechuang-bench-'))
const config = {
  port: 0,
  url: 'http://localhost:3000',
  publicUrl: false,
  dataDir,
  community: 'jingjinji',
  databaseUrl: null,
  smtpUrl: null,
  demo: false,
}
// Sessions live by the machine's clock, so the bench does too.
const clock = fixedClock(Temporal.Now.instant())
const node = await createNode(config, { clock, log: createLog('warn'), background: false, poolSize: 32 })
const cookies: string[] = []
for (let i = 0; i < FIRMS; i++) {
  const firm = await node.database.db
    .transaction()
    .execute((tx) => fitFirm(tx, `示例企业${i}号`, clock.now()))
  cookies.push(await node.auth.cookieFor(firm.clerk.userId))
}
await sql`create table bench_row (id bigint generated always as identity primary key, at timestamptz not null, what text)`.execute(
  node.database.db,
)
node.app.post('/bench/row', async (c) => {
  await sql`insert into bench_row (at, what) values (clock_timestamp(), ${HEBEI})`.execute(node.database.db)
  return c.json({})
})
await node.database.pool.query('analyze')
const url = await node.listen(0)
process.stdout.write(`${JSON.stringify({ url, cookies })}\n`)
process.stdin.resume()
process.stdin.on('end', async () => {
  await node.dispose()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(0)
})
