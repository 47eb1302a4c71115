import { buildWeb } from './build.ts'

/** Starts the node and keeps it up; `main` owns its own signals and shutdown. */
export async function run(): Promise<number> {
  const { main } = await import('../src/main.ts')
  return main({ web: buildWeb })
}
