import { z } from 'zod'
import { type Endpoint, Problem } from './contract.ts'
import type { Module } from './module.ts'
import { tableAddress } from './page.ts'
import { allRefusals } from './refusal.ts'

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

/** OpenAPI 3.1, printed from the contracts of the mounted modules. */
export function openApi(modules: readonly Module[], url: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const mod of modules) {
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
  const sheet = { schema: { type: 'string', format: 'binary' } }
  const ok = { description: 'OK', content: { [XLSX]: sheet } }
  return {
    ...list,
    operationId: `${list.operationId}.xlsx`,
    summary: `${list.summary} (xlsx)`,
    responses: { ...list.responses, 200: ok },
  }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function operation(module: string, key: string, endpoint: Endpoint) {
  const problem = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: `${module}.${key}`,
    tags: [module],
    summary: `${endpoint.summary.zh} · ${endpoint.summary.en}`,
    'x-permission': endpoint.allow,
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(endpoint.kind === 'command'
        ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }]
        : []),
    ],
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body) } },
          },
        }
      : {}),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: schemaOf(endpoint.returns) } } },
      422: { description: 'Invalid input', ...problem },
      default: { description: refusalList(endpoint.refuses), ...problem },
    },
  }
}

function refusalList(codes: readonly string[]): string {
  const known = allRefusals()
  const told = codes.map((code) => `- \`${code}\`: ${known.get(code)?.en ?? ''}`)
  return told.length > 0 ? `Refusals:\n${told.join('\n')}` : 'Refused or failed'
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
