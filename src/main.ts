import { type Config, readEnv } from '#core/env.ts'
import { createLog } from '#core/log.ts'
import { demo } from '#business/demo/browser.ts'
import { startDemo } from '#business/demo/index.ts'
import { directory } from '#platform/directory/browser.ts'
import type { Text } from '#core/text.ts'
import { createNode, type Node } from './node.ts'
import { troubleOf } from './trouble.ts'

export type MainParts = {
  /** Answers the folder of the built pages. */
  web: (log: (line: string) => void) => Promise<string>
}

/** env → config → node → pages → listen; ends when the process is told to. Answers the exit code. */
export async function main(parts: MainParts): Promise<number> {
  let config: Config | null = null
  try {
    config = readEnv()
    return await serve(config, parts)
  } catch (error) {
    tell(troubleOf(error, config) ?? DEFECT, troubleOf(error, config) ? null : error)
    return 1
  }
}

async function serve(config: Config, { web }: MainParts): Promise<number> {
  const log = createLog()
  const started = performance.now()
  const folder = await web((line) => log.info(line))
  const node = await createNode(config, { log, web: folder })
  const url = await node.listen().catch((error: NodeJS.ErrnoException) => unlessTaken(error, config))
  if (url === null) {
    await node.dispose()
    return 1
  }
  say(`协创 Xiechuang  ${url}   (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  const play = config.demo ? startDemo(node) : null
  const told = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.on('SIGTERM', () => resolve()) // may come twice, from a supervisor and from the bootstrap
  })
  if (play) await Promise.race([play.seeded.then(() => sayAccounts(node)), told])
  else if ((await node.call(directory.setUpState, {})).needed)
    say('空白平台：首位访问者在首页完成初始设置。 An empty node: its first visitor is led through set-up.')
  await told
  log.info('stopping')
  await play?.dispose()
  await node.dispose()
  return 0
}

const DEFECT = {
  zh: '平台未能启动，原因如下。请把它告诉维护者。',
  en: 'The node did not start, for the reason below. Please tell the maintainers.',
}

function tell({ zh, en }: Text, error: unknown): void {
  process.stderr.write(`\n  ${zh}\n  ${en}\n\n`)
  if (error) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

const say = (line: string) => void process.stdout.write(`\n  ${line}\n`)

function unlessTaken(error: NodeJS.ErrnoException, { port }: Config): null {
  if (error.code !== 'EADDRINUSE') throw error
  const other = port === 3001 ? 3002 : 3001
  tell(
    {
      zh: `端口 ${port} 已被占用。请关闭占用它的程序，或用另一个端口启动：PORT=${other} npm start`,
      en: `Port ${port} is taken. Stop what uses it, or start on another: PORT=${other} npm start`,
    },
    null,
  )
  return null
}

async function sayAccounts(node: Node): Promise<void> {
  const { accounts } = await node.call(demo.state, {})
  say('演示账号（登录页上点一下即可） Demo accounts (one click on the sign-in page):')
  for (const { account, label } of accounts)
    process.stdout.write(`    ${account.padEnd(18)} ${label.zh}  ${label.en}\n`)
}
