import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Actor, thePublic } from '#core/actor.ts'
import { allPermissions, mayAtAll } from '#core/policy.ts'
import { actorOfUser } from '#platform/identity/index.ts'
import { assertClear, knock } from './knock.ts'
import { everyDoor, makeStage, type Stage } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await makeStage()
})
after(() => stage.node.dispose())

test('every endpoint and every route mounted by hand names a permission that is declared', () => {
  const declared = allPermissions()
  for (const mod of stage.node.modules) {
    for (const [key, { allow }] of Object.entries(mod.contract))
      assert.ok((declared.get(allow) ?? []).length > 0, `${mod.name}.${key}: ${allow}`)
    for (const { path, allow } of mod.raw?.paths ?? []) assert.ok(declared.has(allow), `${path}: ${allow}`)
  }
})

test('without the role: 401 for who is not signed in, 403 for who is, before anything that was sent is looked at', async () => {
  let denied = 0
  for (const [name, caller] of Object.entries(stage.callers)) {
    const { database, clock } = stage.node
    const actor: Actor = caller.who
      ? await actorOfUser(database.db, caller.who.userId, clock.now())
      : thePublic
    for (const { name: door, endpoint } of everyDoor(stage)) {
      if (mayAtAll(actor, endpoint.allow)) continue
      const path = `/api${endpoint.path.replace(/\{\w+\}/g, 'no-such-id')}`
      const sent = { method: endpoint.method, path, ...(endpoint.body && { body: '{"wrong":true}' }) }
      const heard = await knock(stage.node, caller, sent)
      assertClear(heard, `${name} ${door}`)
      const { code } = heard.json as { code: string }
      const right = caller.who ? [403, 'not_allowed'] : [401, 'sign_in_required']
      assert.deepEqual([heard.status, code], right, `${name} ${door}`)
      denied++
    }
  }
  assert.ok(denied > 300, `${denied} doors were shut`)
})

test('the API is described for everyone, with the permission of each endpoint', async () => {
  const { json } = await knock(stage.node, null, { path: '/api/openapi.json' })
  const { paths } = json as { paths: Record<string, Record<string, { 'x-permission': string }>> }
  const operationsOf = (tables: boolean) =>
    Object.entries(paths).flatMap(([path, methods]) =>
      path.endsWith('.xlsx') === tables ? Object.values(methods) : [],
    )
  const byHand = stage.node.modules.flatMap(({ raw }) => raw?.told ?? [])
  assert.equal(operationsOf(false).length, everyDoor(stage).length + byHand.length)
  const told = [...operationsOf(false), ...operationsOf(true)]
  assert.ok(told.every((operation) => operation['x-permission']))
})

test('what is mounted by hand is described, too: each route is told, each told one is there', async () => {
  const told = stage.node.modules.flatMap(({ raw }) => raw?.told ?? [])
  const tables = /\.xlsx$/
  for (const { method, path } of stage.node.modules.flatMap(({ raw }) => raw?.paths ?? [])) {
    if (tables.test(path) || path.endsWith('*')) continue
    assert.ok(
      told.some((one) => one.method === method && one.path === path),
      `${method} ${path}`,
    )
  }
  for (const { method, path } of told) {
    const heard = await knock(stage.node, null, { method, path, ...(method === 'POST' && { body: '{}' }) })
    const { code } = (heard.json ?? {}) as { code?: string }
    assert.ok(code !== 'no_such_page' && heard.status !== 405, `${method} ${path}: ${heard.status} ${code}`)
  }
  const { json } = await knock(stage.node, null, { path: '/api/openapi.json' })
  const { paths } = json as { paths: Record<string, Record<string, Told>> }
  const upload = paths['/api/files']?.post as Told
  assert.deepEqual(Object.keys(upload.requestBody.content), [
    'multipart/form-data',
    'application/octet-stream',
  ])
  assert.match(upload.responses.default?.description ?? '', /`file_empty`: \p{Script=Han}.* · [A-Z]/u)
  const file = paths['/api/payment-runs/{id}/file']?.get as Told
  assert.deepEqual(Object.keys(file.responses[200]?.content ?? {}), ['application/octet-stream'])
})

type Told = {
  requestBody: { content: object }
  responses: Record<string, { description: string; content?: object }>
}
