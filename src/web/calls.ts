import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { type CallInput, type Endpoint, pathTo, Problem, type ReturnsOf } from '#core/contract.ts'
import type { Text } from '#core/text.ts'
import { language } from './i18n/language.ts'

export type Issue = { path: string; text: Text }

/** The server said no, and why; `text` is a sentence that says what to do next. */
export class ApiRefusal extends Error {
  readonly code: string
  readonly status: number
  readonly text: Text
  readonly data: Record<string, unknown>
  readonly issues: readonly Issue[]
  /** What came back where it was no problem body of ours. */
  readonly answer: unknown

  constructor(problem: Pick<Problem, 'code' | 'status' | 'text' | 'data' | 'issues'> & { answer?: unknown }) {
    super(`${problem.code}: ${problem.text.en}`)
    this.name = 'ApiRefusal'
    this.code = problem.code
    this.status = problem.status
    this.text = problem.text
    this.data = problem.data ?? {}
    this.issues = problem.issues ?? []
    this.answer = problem.answer
  }

  get signInRequired(): boolean {
    return this.code === 'sign_in_required' || this.status === 401
  }
}

const lost = new ApiRefusal({
  code: 'connection_lost',
  status: 0,
  text: {
    zh: '网络不通，暂时没有送达。您填写的内容还在本页，请检查网络后再试一次；重复提交不会办理两次。',
    en: 'The network is down and nothing arrived yet. What you typed is still here; check the network and try again. Sending twice never does it twice.',
  },
})

const unreadable = (status: number, answer?: unknown) =>
  new ApiRefusal({
    answer,
    code: 'answer_unreadable',
    status,
    text: {
      zh: '服务器的答复无法读取。请刷新页面后再试；如仍不行，请稍后再来。',
      en: 'The answer of the server cannot be read. Reload the page and try again, or come back later.',
    },
  })

let acting: string | null = null

/** The place in which this tab acts, so that a choice made in another tab changes nothing here; null leaves it to the server. */
export function actAs(membershipId: string | null): void {
  acting = membershipId
}

const text = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(',') : String(value))

/** The address of an endpoint, for links to files and as the name of a cached answer. */
export function addressOf<E extends Endpoint>(endpoint: E, input?: CallInput<E>): string {
  const given = input as { params?: Record<string, unknown>; query?: Record<string, unknown> } | undefined
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(given?.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, text(value))
  }
  const asked = search.toString()
  return `/api${pathTo(endpoint, given?.params)}${asked ? `?${asked}` : ''}`
}

export type CallOptions = { key?: string; signal?: AbortSignal }

/**
 * Calls an endpoint of a contract; amounts go out as digits and come back as bigint.
 * @throws ApiRefusal for every no, unreachable servers included; ZodError when the body does not fit the contract
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input?: CallInput<E>,
  options: CallOptions = {},
): Promise<ReturnsOf<E>> {
  const given = (input as { body?: unknown } | undefined)?.body
  const body =
    endpoint.body && given !== undefined ? JSON.stringify(z.encode(endpoint.body, given as never)) : null
  const answer = await send(addressOf(endpoint, input), { method: endpoint.method, body, ...options })
  const parsed = endpoint.returns.safeParse(answer)
  if (parsed.success) return parsed.data as ReturnsOf<E>
  console.error(`${endpoint.method} ${endpoint.path} answered outside its contract`, parsed.error.issues)
  throw unreadable(200)
}

/** One request to the API outside the contracts (sign-in, uploads); answers the JSON body. @throws ApiRefusal */
export async function send(
  address: string,
  request: CallOptions & { method?: string; body?: string | FormData | Blob | null; type?: string } = {},
): Promise<unknown> {
  const headers = headersOf('application/json')
  if (request.key) headers.set('idempotency-key', request.key)
  if (request.type) headers.set('content-type', request.type)
  else if (typeof request.body === 'string') headers.set('content-type', 'application/json')
  const { method = 'GET', body = null, signal = null } = request
  const response = await fetchOr(address, { method, headers, body, signal })
  const answer: unknown = await response.json().catch((error: unknown) => {
    if (signal?.aborted) throw error
    return undefined
  })
  if (response.ok) return answer
  throw refusalOf(response.status, answer)
}

/** A file of the API, whole, with the name that the server gives it. @throws ApiRefusal */
export async function sendForFile(
  address: string,
  { progress, signal }: { progress: string; signal: AbortSignal },
): Promise<{ name: string; bytes: Blob }> {
  const headers = headersOf('*/*')
  headers.set('x-progress', progress)
  const response = await fetchOr(address, { headers, signal })
  if (!response.ok) throw refusalOf(response.status, await response.json().catch(() => undefined))
  const [, name = ''] =
    /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { name: decodeURIComponent(name), bytes: await response.blob() }
}

function headersOf(accept: string): Headers {
  const headers = new Headers({ accept, 'accept-language': language() })
  if (acting) headers.set('x-acting-as', acting)
  return headers
}

const fetchOr = (address: string, request: RequestInit): Promise<Response> =>
  fetch(address, request).catch((error: unknown) => {
    throw request.signal?.aborted ? error : lost
  })

function refusalOf(status: number, answer: unknown): ApiRefusal {
  const problem = Problem.safeParse(answer)
  return problem.success ? new ApiRefusal(problem.data) : unreadable(status, answer)
}

/** Options of TanStack Query for a query endpoint: `useQuery(asked(vouchers.get, { params: { id } }))`. */
export function asked<E extends Endpoint<'query'>>(endpoint: E, input?: CallInput<E>) {
  return queryOptions({
    queryKey: [endpoint.path, addressOf(endpoint, input)],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
  })
}
