/** Tries of one race: 1,000 under `npm run chaos -- races`, fewer in the suite, which runs all the others besides. */
export const tries = (inSuite: number): number => Number(process.env.RACE_TRIES ?? inSuite)

export const codeOf = (result: PromiseSettledResult<unknown>): string =>
  result.status === 'fulfilled'
    ? 'done'
    : String((result.reason as { code?: string } | undefined)?.code ?? result.reason)

export const both = <T>(a: () => Promise<T>, b: () => Promise<T>) => Promise.allSettled([a(), b()])
