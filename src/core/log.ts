import pino from 'pino'

export type Log = pino.Logger

/** Names whose values never reach a log. */
const secrets = ['password', 'token', 'secret', 'cookie', 'authorization', 'idNumber', 'accountNumber']

export function createLog(level: string = process.env.LOG_LEVEL ?? 'info'): Log {
  return pino({
    level,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[…]' },
    serializers: { error: pino.stdSerializers.err },
  })
}
