import assert from 'node:assert/strict'
import type { Node } from '../../src/node.ts'
import type { Caller } from './stage.ts'

export type Knock = {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Uint8Array | ReadableStream<Uint8Array>
}
export type Heard = { status: number; headers: Headers; text: string; json: unknown; ms: number }

const ORIGIN = 'http://localhost:3000'
/** Longest that any answer may take, doubled once where the machine is busy. */
const PATIENCE_MS = 2_000

/** One HTTP request through the node's own router, as a browser of the same origin sends it. */
export async function knock(node: Node, caller: Caller | null, knock: Knock): Promise<Heard> {
  const { method = 'GET', path, body } = knock
  const headers = new Headers()
  if (caller?.cookie) headers.set('cookie', caller.cookie)
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (method !== 'GET') headers.set('origin', ORIGIN)
  for (const [name, value] of Object.entries(knock.headers ?? {})) headers.set(name, value)
  const started = performance.now()
  const streamed = body instanceof ReadableStream ? { duplex: 'half' } : {}
  const request = new Request(`${ORIGIN}${path}`, { method, headers, body, ...streamed } as RequestInit)
  const response = await within(node.app.request(request), `${method} ${path}`)
  const text = await response.text()
  const ms = performance.now() - started
  return { status: response.status, headers: response.headers, text, json: parsed(text), ms }
}

async function within<T>(work: T | Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), 10 * PATIENCE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Words that only the inside of the server says. */
const INSIDE = [
  /\bat .+\.(ts|js|mjs):\d+/,
  /node_modules|\/src\/(core|platform|business)\//,
  /invalid input syntax|violates|duplicate key|syntax error at|does not exist|out of range for type/i,
  /\b(select|insert into|update) .{0,80}\b(from|values|set)\b/i,
  /ZodError|TypeError|RangeError|DatabaseError|ECONN/,
]

type Told = { code: string; status: number; detail: string; text: { zh: string; en: string } }

/** A clear answer: no defect, nothing of the inside told, and every no in words, in both languages (RFC 9457). */
export function assertClear(heard: Heard, what: string): void {
  const { status, text, headers, json } = heard
  assert.ok(status < 500, `${what} → ${status} ${text.slice(0, 300)}`)
  assert.ok(heard.ms < PATIENCE_MS * 2, `${what} took ${Math.round(heard.ms)} ms`)
  if (status < 400) return
  for (const word of INSIDE) assert.doesNotMatch(text, word, `${what} tells of the inside`)
  assert.match(headers.get('content-type') ?? '', /application\/problem\+json/, `${what} → ${status} ${text}`)
  const problem = json as Told
  assert.equal(problem.status, status, what)
  assert.ok(problem.text.zh && problem.text.en && problem.code, `${what}: ${text}`)
  assert.match(problem.text.zh, /\p{Script=Han}/u, `${what}: ${problem.text.zh}`)
  assert.match(problem.text.en, /[a-z]+ [a-z]+/i, `${what}: ${problem.text.en}`)
  assert.ok([problem.text.zh, problem.text.en].includes(problem.detail), what)
  assert.doesNotMatch(problem.detail, /\{\w+\}/, `${what} forgot a blank`)
}
