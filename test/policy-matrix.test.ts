import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Role, roleNames } from '#core/actor.ts'
import type { Module } from '#core/module.ts'
import { allPermissions, type Policy, scopes } from '#core/policy.ts'
import { testNode } from './node.ts'

const GOLDEN = join(import.meta.dirname, 'policy-matrix.md')

const node = await testNode()
after(node.dispose)

type Door = { path: string; method: string; name: string; allow: string }

const endpointsOf = (mod: Module): Door[] => [
  ...Object.entries(mod.contract).map(([key, { method, path, allow }]) => ({
    ...{ method, path: `/api${path}`, allow },
    name: `${mod.name}.${key}`,
  })),
  ...(mod.raw?.paths ?? []).map((raw) => ({ ...raw, name: `${mod.name} (raw)` })),
]

const by =
  <T>(keyOf: (item: T) => string) =>
  (a: T, b: T) =>
    keyOf(a) < keyOf(b) ? -1 : 1
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

function matrix(permissions: Policy, doors: readonly Door[]): string {
  const used = new Set(Object.values(permissions).flatMap((grants) => grants.map((grant) => grant.role)))
  const roles = (Object.keys(roleNames) as Role[]).filter((role) => used.has(role))
  const rows = Object.entries(permissions)
    .sort(by(([name]) => name))
    .map(([name, grants]) => [
      `\`${name}\``,
      ...roles.map((role) =>
        grants
          .filter((grant) => grant.role === role)
          .map((grant) => grant.scope)
          .sort()
          .join(', '),
      ),
    ])
  const paths = [...doors].sort(by((door) => `${door.path} ${door.method}`))
  return `${[
    '# Who may do what',
    '',
    'Printed from the policies and contracts by `test/policy-matrix.test.ts`; `UPDATE_GOLDENS=1` rewrites it. A cell names the',
    `scopes of a role: ${Object.keys(scopes).join(', ')}. Empty: never.`,
    '',
    table(['permission', ...roles], rows),
    '',
    '## Endpoints',
    '',
    table(
      ['method', 'path', 'permission', 'endpoint'],
      paths.map((door) => [door.method, `\`${door.path}\``, `\`${door.allow}\``, door.name]),
    ),
  ].join('\n')}\n`
}

test('every endpoint asks for a declared permission, and who holds which is as committed', () => {
  const permissions = Object.fromEntries([...allPermissions()].filter(([name]) => !name.startsWith('test.')))
  const doors = node.modules.flatMap(endpointsOf)
  const undeclared = doors.filter((door) => !permissions[door.allow])
  assert.deepEqual(undeclared, [], 'these endpoints ask for a permission that no policy declares')
  const text = matrix(permissions, doors)
  if (process.env.UPDATE_GOLDENS) writeFileSync(GOLDEN, text)
  assert.equal(
    text,
    readFileSync(GOLDEN, 'utf8'),
    'the policy changed: look at the difference, then UPDATE_GOLDENS=1',
  )
})

test('every route that answers is in the matrix', () => {
  const known = new Set(
    node.modules.flatMap(endpointsOf).map((door) => `${door.method} ${pattern(door.path)}`),
  )
  const strange = node.app.routes
    .filter((route) => route.path.startsWith('/api/') && route.path !== '/api/*')
    .filter((route) => route.handler.length < 2) // whoever takes `next` only looks at what passes
    .filter((route) => !known.has(`${route.method} ${pattern(route.path)}`))
    .map((route) => `${route.method} ${route.path}`)
  assert.deepEqual(strange, [])
})

const pattern = (path: string) => path.replace(/\{(\w+)\}/g, ':$1').replace(/\*+$/, '*')
