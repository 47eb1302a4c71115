import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Context, MiddlewareHandler } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Scripts only from here and never inline; styles may be inline, because components set them. */
const securityHeaders = {
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
}

const FILE = /^\/(?:assets\/)?[\w-]+(?:\.[\w-]+)+$/

type Asset = {
  body: Uint8Array<ArrayBuffer>
  packed: Partial<Record<'br' | 'gzip', Uint8Array<ArrayBuffer>>>
}

/**
 * Serves the built pages of `folder` (see bin/build.ts) and its index for every address that is neither `/api/…` nor a
 * file, so that a page's own address opens it. A build never changes, so its files are read once and kept. What
 * bears a hash in its name is cached for a year, the rest asked anew.
 */
export function serveWeb(folder: string): MiddlewareHandler {
  const kept = new Map<string, Promise<Asset | null>>()
  const find = (path: string): Promise<Asset | null> => {
    const known = kept.get(path)
    if (known) return known
    const reading = readAsset(folder, path)
    // Only what exists is kept, or a visitor could fill the memory with names.
    void reading.then(
      (asset) => asset && kept.set(path, reading),
      () => undefined,
    )
    return reading
  }
  return async (c, next) => {
    const path = c.req.path
    if (path === '/api' || path.startsWith('/api/') || !['GET', 'HEAD'].includes(c.req.method)) return next()
    const isFile = FILE.test(path)
    if (isFile) {
      const asset = await find(path)
      return asset ? send(c, asset, path) : c.text('not found', 404, securityHeaders)
    }
    const index = await find('/index.html')
    return index ? send(c, index, '/index.html') : next()
  }
}

async function readAsset(folder: string, path: string): Promise<Asset | null> {
  const file = join(folder, path)
  if (!existsSync(file) || !types[extname(file)]) return null
  const packed: Asset['packed'] = {}
  if (existsSync(`${file}.br`)) packed.br = bytes(await readFile(`${file}.br`))
  if (existsSync(`${file}.gz`)) packed.gzip = bytes(await readFile(`${file}.gz`))
  return { body: bytes(await readFile(file)), packed }
}

const bytes = (buffer: Buffer) => new Uint8Array(buffer)

function send(c: Context, asset: Asset, path: string): Response {
  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding = (['br', 'gzip'] as const).find(
    (name) => asset.packed[name] && new RegExp(`\\b${name}\\b`).test(accepted),
  )
  const hashed = path.startsWith('/assets/')
  const body = encoding ? asset.packed[encoding] : asset.body
  return new Response(c.req.method === 'HEAD' ? null : (body ?? asset.body), {
    headers: {
      ...securityHeaders,
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  })
}
