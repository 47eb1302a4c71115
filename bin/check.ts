import { join } from 'node:path'
import { root, runChild } from './child.ts'

const tool = (name: string) => join(root, 'node_modules', '.bin', name)

/** `npm run check`: formatting and lint, types, and the house rules, side by side, under a minute. */
export async function run(): Promise<number> {
  const began = performance.now()
  const tidy = ['--test', '--test-reporter=spec', 'test/tidy.test.ts']
  const checks = await Promise.all([
    one('biome', tool('biome'), ['check', '--max-diagnostics=100', '.']),
    one('tsc', tool('tsc'), ['--noEmit', '--pretty', 'false']),
    one('tidy', process.execPath, tidy),
  ])
  for (const { name, code, output } of checks) {
    console.log(`── ${name}: ${code === 0 ? 'ok' : 'failed'}`)
    if (code !== 0 || name === 'tidy') console.log(output.trim())
  }
  console.log(`checked in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  return checks.some(({ code }) => code !== 0) ? 1 : 0
}

const one = async (name: string, file: string, args: string[]) => ({
  name,
  ...(await runChild(file, args, { quiet: true })),
})
