import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLog, type Log } from '#core/log.ts'
import { type MovableClock, movableClock } from '#core/time.ts'
import { createNode, type Node } from '../src/node.ts'
import { testDatabase } from './database.ts'

export type TestNode = Node & { clock: MovableClock }

/** A whole node on a database of its own, with a clock that the test moves; jobs run only when the test runs them. */
export async function testNode(
  options: {
    at?: string
    demo?: boolean
    background?: boolean
    poolSize?: number
    readLimitMs?: number
    log?: Log
    url?: string
  } = {},
): Promise<TestNode> {
  const { at = '2026-03-02T09:00:00+08:00', demo = false, background = false, poolSize = 10 } = options
  const database = await testDatabase()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'xiechuang-node-'))
  const clock = movableClock(at)
  const config = {
    port: 0,
    url: options.url ?? 'http://localhost:3000',
    publicUrl: false,
    dataDir,
    community: 'jingjinji',
    databaseUrl: database.url,
    smtpUrl: null,
    demo,
  }
  const node = await createNode(config, {
    clock,
    log: options.log ?? createLog('silent'),
    background,
    poolSize,
    ...(options.readLimitMs && { readLimitMs: options.readLimitMs }),
  })
  const stop = node.dispose
  const dispose = async () => {
    await stop()
    await database.dispose()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return Object.assign(node, { clock, dispose, [Symbol.asyncDispose]: dispose })
}
