import { AsyncLocalStorage } from 'node:async_hooks'
import { createHmac, randomBytes } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'

/** Lives as long as the process and is never written down: an address can't be found again from its hash. */
const salt = randomBytes(32)
const current = new AsyncLocalStorage<string>()

/** A stand-in for the address of somebody without an account; only good for counting what one address sends. */
export function visitorOf(c: Context): string {
  const socket = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
    ?.socket
  const direct = socket?.remoteAddress ?? 'unknown'
  const near = /^(::1|127\.|::ffff:127\.)/.test(direct)
  // Only a proxy on this machine is believed about where a request came from.
  const forwarded = near ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return createHmac('sha256', salt)
    .update(networkOf(forwarded || direct))
    .digest('hex')
    .slice(0, 32)
}

/** An IPv6 subscriber holds a /64. */
const networkOf = (address: string): string =>
  address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address

/** Lets handlers of a contract, which never see a request, ask who is visiting. */
export const rememberVisitor: MiddlewareHandler = (c, next) => current.run(visitorOf(c), next)

export const currentVisitor = (): string | null => current.getStore() ?? null
