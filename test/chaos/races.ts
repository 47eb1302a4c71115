// `npm run chaos -- races [part of a path]`: every race of the product with two sessions on a durable server, each tried 1,000 times.
// The suite runs the same files; those whose tries are slow are tried less often there (`RACE_TRIES`).
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../bin/child.ts'

const files = globSync(['src/**/race*.test.ts', 'test/races/*.test.ts'], { cwd: root })
  .filter((file) => file.includes(process.argv[2] ?? ''))
  .sort()
const table: Record<string, object> = {}
let failed = 0
for (const file of files) {
  const began = performance.now()
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, ['--test', '--test-reporter=spec', join(root, file)], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, RACE_TRIES: process.env.RACE_TRIES ?? '1000' },
    })
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) failed++
  table[file] = { passed: code === 0, seconds: Math.round((performance.now() - began) / 1000) }
}
console.table(table)
process.exit(failed > 0 || files.length === 0 ? 1 : 0)
