import type { Context, MiddlewareHandler } from 'hono'
import { coreRefusals } from './refusal.ts'

/** What every request to the API passes, whatever it asks for; no business words. */

export const isLoopback = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname.toLowerCase())

/** Answers are for whoever asked: nothing keeps, frames, sniffs or runs them. A handler's own header wins. */
const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/**
 * Refuses what another site's page sends in somebody's name, and what reached a node meant for this machine under a
 * strange name (a name that an attacker pointed at 127.0.0.1); puts the protective headers on every answer.
 * @param url where people reach the node
 */
export function guard(url: string): MiddlewareHandler {
  const home = URL.canParse(url) ? new URL(url) : new URL('http://localhost')
  const headers: [string, string][] = Object.entries(answerHeaders)
  if (home.protocol === 'https:') headers.push(['strict-transport-security', 'max-age=31536000'])
  return async (c, next) => {
    requireKnownHost(c, home)
    if (!['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) requireOwnPage(c, home)
    await next()
    for (const [name, value] of headers) if (!c.res.headers.has(name)) c.header(name, value)
  }
}

function requireKnownHost(c: Context, home: URL): void {
  if (!isLoopback(home.hostname)) return
  if (!isLoopback(new URL(c.req.url).hostname)) coreRefusals.refuse('host_unknown')
}

/** A browser names the page that sends; a program names none, and carries no cookie that it was not given. */
function requireOwnPage(c: Context, home: URL): void {
  const origin = c.req.header('origin')
  if (origin === undefined) {
    const site = c.req.header('sec-fetch-site') ?? 'none'
    if (site !== 'same-origin' && site !== 'none') coreRefusals.refuse('other_site')
    return
  }
  const from = URL.canParse(origin) ? new URL(origin) : null
  if (from?.origin === home.origin) return
  const here = from && isLoopback(from.hostname) && from.host === new URL(c.req.url).host
  if (!here) coreRefusals.refuse('other_site')
}

/** @throws Refusal key_malformed */
export function idempotencyKeyOf(c: Context): string | undefined {
  const key = c.req.header('idempotency-key')?.trim()
  if (!key) return undefined
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) coreRefusals.refuse('key_malformed')
  return key
}

/** The whole body, read no further than allowed. @throws Refusal body_too_large */
export async function bytesOf(request: Request, limit: number): Promise<Buffer> {
  const tooLarge = () => coreRefusals.refuse('body_too_large', { limit: `${Math.floor(limit / 1000)} KB` })
  if (Number(request.headers.get('content-length') ?? 0) > limit) tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > limit) tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
