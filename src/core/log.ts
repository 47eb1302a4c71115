import pino from 'pino'

export type Log = pino.Logger

/** Names whose values never reach a log. */
const secrets = ['password', 'token', 'secret', 'cookie', 'authorization', 'idNumber', 'accountNumber']

/** @param to where the lines go; standard output unless told */
export function createLog(
  level: string = process.env.LOG_LEVEL ?? 'info',
  to: pino.DestinationStream = pino.destination(1),
): Log {
  const options = {
    level,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[…]' },
    serializers: { error: withoutValues },
  }
  return pino(options, to)
}

/** PostgreSQL quotes the row that broke a rule in `detail`; the rule's name is enough to find the defect. */
function withoutValues(error: Error): object {
  const {
    detail: _,
    where: __,
    parameters: ___,
    ...told
  } = pino.stdSerializers.err(error) as Record<string, unknown>
  return told
}
