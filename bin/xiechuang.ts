// The command line: `node bin/bootstrap.mjs <command> …` ends here, on Node 26. One file per command.
const commands = {
  start: () => import('./start.ts'),
  dev: () => import('./dev.ts'),
  test: () => import('./test.ts'),
  check: () => import('./check.ts'),
  schema: () => import('./schema.ts'),
  bench: () => import('./bench.ts'),
  chaos: () => import('./chaos.ts'),
} satisfies Record<string, () => Promise<{ run: (args: string[]) => Promise<number> }>>

// When the bootstrap is killed outright nobody forwards signals any more, so its death counts as one.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()

const [name = 'start', ...args] = process.argv.slice(2)
if (!(name in commands)) {
  console.error(`unknown command "${name}"; known: ${Object.keys(commands).join(', ')}`)
  process.exit(2)
}
const { run } = await commands[name as keyof typeof commands]()
process.exitCode = await run(args)
