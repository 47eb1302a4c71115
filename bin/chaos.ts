import { runProgram } from './program.ts'

/** `npm run chaos -- NAME …`: breaks things on purpose, on a server with the settings of a real node. */
export const run = (args: string[]): Promise<number> => runProgram('test/chaos', args, {})
