import { readEnv } from '#core/env.ts'
import { createLog } from '#core/log.ts'
import { createNode } from './node.ts'

/** env → config → node → listen; ends when the process is told to. */
export async function main(): Promise<void> {
  const config = readEnv()
  const log = createLog()
  const started = performance.now()
  const node = await createNode(config, { log })
  const url = await node.listen()
  process.stdout.write(
    `\n  协创 Xiechuang  ${url}   (${((performance.now() - started) / 1000).toFixed(1)} s)\n\n`,
  )
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  log.info('stopping')
  await node.dispose()
}
