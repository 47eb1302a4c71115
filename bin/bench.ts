import { runProgram } from './program.ts'

/** `npm run bench -- NAME …`: measures on a server with the settings of a real node. */
export const run = (args: string[]): Promise<number> => runProgram('bench', args, {})
