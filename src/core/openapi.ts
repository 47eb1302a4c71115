import { z } from 'zod'
import { type Endpoint, Problem } from './contract.ts'
import type { Module, ToldRoute } from './module.ts'
import { tableAddress } from './page.ts'
import { allRefusals } from './refusal.ts'
import type { Text } from './text.ts'

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

/** OpenAPI 3.1, printed from the contracts of the mounted modules. */
export function openApi(modules: readonly Module[], url: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const mod of modules) {
    for (const route of mod.raw?.told ?? [])
      paths[route.path] = {
        ...paths[route.path],
        [route.method.toLowerCase()]: rawOperation(mod.name, route),
      }
    for (const [key, endpoint] of Object.entries(mod.contract)) {
      const path = `/api${endpoint.path}`
      const told = operation(mod.name, key, endpoint)
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: told }
      if (mod.lists?.[key]) paths[`/api${tableAddress(endpoint.path)}`] = { get: asTable(told) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '协创 Xiechuang',
      version: '0.1.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    paths,
    components: { schemas: { Problem: z.toJSONSchema(Problem) } },
  }
}

/** The same question, answered with a spreadsheet of all its rows. */
function asTable(list: ReturnType<typeof operation>): object {
  const ok = { description: 'OK', content: { [XLSX]: binary } }
  return {
    ...list,
    operationId: `${list.operationId}.xlsx`,
    summary: `${list.summary} (xlsx)`,
    responses: { ...list.responses, 200: ok },
  }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const problem = {
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const FILE = 'application/octet-stream'
const binary = { schema: { type: 'string', format: 'binary' } }
const inBoth = ({ zh, en }: Text) => `${zh} · ${en}`

function operation(module: string, key: string, endpoint: Endpoint) {
  const content = endpoint.raw
    ? { [FILE]: binary }
    : { 'application/json': { schema: schemaOf(endpoint.returns) } }
  return {
    ...head(module, key, endpoint),
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(endpoint.kind === 'command' ? [KEY] : []),
    ],
    ...(endpoint.body ? { requestBody: bodyOf({ 'application/json': endpoint.body }) } : {}),
    responses: responses(content, endpoint.refuses),
  }
}

const KEY = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }

/** A route mounted by hand: an upload, sign-in, what the node tells of itself. */
function rawOperation(module: string, route: ToldRoute) {
  const { query, bodies, returns, answers = 'application/json', refuses = [] } = route
  const content = returns ? { [answers]: { schema: schemaOf(returns) } } : { [answers]: {} }
  return {
    ...head(module, route.name, route),
    parameters: [...parameters(query, 'query'), ...(route.path === '/api/files' ? [KEY] : [])],
    ...(bodies ? { requestBody: bodyOf(bodies) } : {}),
    responses: responses(content, refuses),
  }
}

const head = (module: string, key: string, { summary, allow }: { summary: Text; allow: string }) => ({
  operationId: `${module}.${key}`,
  tags: [module],
  summary: inBoth(summary),
  'x-permission': allow,
})

const bodyOf = (bodies: Record<string, z.ZodType>) => ({
  required: true,
  content: Object.fromEntries(
    Object.entries(bodies).map(([type, schema]) => [type, { schema: schemaOf(schema) }]),
  ),
})

const responses = (content: object, refuses: readonly string[]) => ({
  200: { description: 'OK', content },
  422: { description: inBoth({ zh: '填写有误', en: 'Invalid input' }), ...problem },
  default: { description: refusalList(refuses), ...problem },
})

/** One line for each code, with its sentence in both languages. */
function refusalList(codes: readonly string[]): string {
  const known = allRefusals()
  const told = codes.map((code) => `- \`${code}\`: ${inBoth(known.get(code) ?? { zh: '', en: '' })}`)
  return told.length > 0 ? told.join('\n') : inBoth({ zh: '被拒绝或未成功', en: 'Refused or failed' })
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (!schema) return []
  const shape = schemaOf(schema) as { properties?: Record<string, object>; required?: string[] }
  return Object.entries(shape.properties ?? {}).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || (shape.required ?? []).includes(name),
    schema: inner,
  }))
}
