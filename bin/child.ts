import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/**
 * Runs one program with our own Node's environment, passes signals on and returns its exit code.
 * `quiet` collects the output instead of showing it.
 */
export async function runChild(
  file: string,
  args: string[],
  options: { env?: Record<string, string>; quiet?: boolean } = {},
) {
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  let output = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    output += chunk
  })
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (exit, signal) => resolve(exit ?? 128 + constants.signals[signal!]))
    })
    return { code, output }
  } finally {
    for (const signal of signals) process.off(signal, pass)
  }
}
