import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertClear, type Knock, knock } from './knock.ts'
import { everyDoor, makeStage, type Stage } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await makeStage()
})
after(() => stage.node.dispose())

const chunked = (piece: string, times: number) => {
  let left = times
  const bytes = new TextEncoder().encode(piece)
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(bytes)
      else controller.close()
    },
  })
}

const deep = (open: string, close: string, depth: number, inside = '1') =>
  `${open.repeat(depth)}${inside}${close.repeat(depth)}`

/** Bodies that no form of ours sends. */
const bodies: Record<string, () => Knock['body']> = {
  empty: () => '',
  word: () => 'hello',
  half: () => '{"scheme": "hebei',
  'no json': () => '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  null: () => 'null',
  number: () => '1e999',
  list: () => '[]',
  'byte order mark': () => '\ufeff{}',
  'not utf-8': () => new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
  'half a surrogate pair': () => '{"reason":"\\ud800"}',
  'a null': () => '{"reason":"a\\u0000b","purpose":"\\u0000"}',
  proto: () => '{"__proto__":{"role":"administrator"},"constructor":{"prototype":{"x":1}}}',
  'twice the same key': () => '{"amountFen":"1","amountFen":"99999999"}',
  'deep lists': () => deep('[', ']', 100_000),
  'deep objects': () => deep('{"a":', '}', 100_000),
  'deep in a field': () => `{"form":${deep('[', ']', 5_000)},"rows":${deep('[', ']', 5_000)},"reason":"x"}`,
  'deep and cut': () => '['.repeat(900_000),
  'too large': () => `{"reason":"${'x'.repeat(1_100_000)}"}`,
  'too large, without a length': () => chunked('x'.repeat(65_536), 200),
  'many keys': () => `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  'many rows': () => `{"list":"abc","batch":"第一批","rows":[${'{},'.repeat(100_000)}{}]}`,
}

test('bodies that are broken, huge or deep are told apart from defects', { timeout: 300_000 }, async () => {
  const doors = everyDoor(stage).filter(({ endpoint }) => endpoint.body)
  const names = Object.keys(bodies)
  const id = stage.ours.id
  for (const [i, { name, endpoint }] of doors.entries()) {
    // Every endpoint reads bodies by the same code; each body meets some of them.
    for (const what of names.filter((_, n) => (n + i) % 7 === 0)) {
      const path = `/api${endpoint.path.replace(/\{\w+\}/g, id)}`
      const sent: Knock = { method: endpoint.method, path, body: bodies[what]?.() as string }
      const caller = stage.callers[['clerk', 'director', 'finance'][i % 3] as string] ?? null
      assertClear(await knock(stage.node, caller, sent), `${what} to ${name}`)
    }
  }
  assert.equal(({} as { role?: string }).role, undefined, 'no prototype was touched')
})

const headers: Record<string, string>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'x'.repeat(4_000) },
  { 'content-length': '-1' },
  { 'content-length': 'NaN' },
  { 'idempotency-key': 'x'.repeat(5_000) },
  { 'idempotency-key': '\u00ff\u00fe' },
  { 'idempotency-key': "'; drop table event; --" },
  { 'x-acting-as': 'x'.repeat(5_000) },
  { 'x-acting-as': "' or 1=1" },
  { 'accept-language': ',,;;q=;*;zz-ZZ,'.repeat(200) },
  { accept: 'text/html' },
  { cookie: 'xc.session_token=; xc.session_token=a.b; ;;=;' },
  { cookie: `xc.session_token=${'%'.repeat(2_000)}` },
  { cookie: 'xc.session_token=%ff%fe.%00' },
  { cookie: `xc.session_token=${encodeURIComponent(`${'x'.repeat(3_000)}.AAAA`)}` },
  { cookie: 'xc_acting=%27; __proto__=1' },
  { authorization: 'Bearer ../../' },
  { 'x-forwarded-for': `${'1.1.1.1, '.repeat(500)}\u00ff` },
  { range: 'bytes=-1,5-1' },
]

test('headers that no browser of ours sends', { timeout: 120_000 }, async () => {
  const clerk = stage.callers.clerk ?? null
  for (const header of headers) {
    const what = JSON.stringify(header).slice(0, 80)
    for (const path of ['/api/me', '/api/vouchers'])
      assertClear(await knock(stage.node, clerk, { path, headers: header }), `${what} ${path}`)
    const claim: Knock = { method: 'POST', path: '/api/voucher-claims', body: '{}', headers: header }
    assertClear(await knock(stage.node, clerk, claim), `${what} claims`)
    const signIn: Knock = {
      ...claim,
      path: '/api/auth/sign-in/email',
      body: '{"email":"a@b.cn","password":"x"}',
    }
    assertClear(await knock(stage.node, clerk, signIn), `${what} sign-in`)
    const upload: Knock = { ...claim, path: '/api/files?name=a.pdf&purpose=x', body: '%PDF-1.7' }
    assertClear(await knock(stage.node, clerk, upload), `${what} upload`)
  }
})

const pages = [
  ...['limit=0', 'limit=-1', 'limit=1e9', 'limit=NaN', 'limit=', 'limit=1&limit=2', 'limit=٣', 'limit[]=1'],
  ...[
    'cursor=',
    `cursor=${'x'.repeat(200)}`,
    `cursor=${'9'.repeat(5_000)}`,
    'cursor=%00',
    'cursor=a&cursor=b',
  ],
  ...[
    'cursor=2026-13-45T99:99:99.999Z~e0000000000000000001',
    'cursor=fHw',
    'cursor=0001-01-01%7C',
    'cursor=-1',
  ],
  ...[
    'cursor=99999999999999999999',
    'status=%27',
    '__proto__[x]=1',
    'q=%25%5C_',
    'q=%F0%9F%98%80',
    'unknown=1',
  ],
]

test('pages that are asked for in a wrong way', { timeout: 120_000 }, async () => {
  const lists = everyDoor(stage).filter(({ endpoint }) => endpoint.kind === 'query' && endpoint.query)
  for (const { name, endpoint } of lists) {
    const path = `/api${endpoint.path.replace(/\{\w+\}/g, stage.ours.id)}`
    const some = pages.filter((_, n) => (n + name.length) % 3 === 0)
    for (const [i, search] of some.entries()) {
      const caller = stage.callers[['clerk', 'county', 'director'][i % 3] as string] ?? null
      assertClear(
        await knock(stage.node, caller, { path: `${path}?${search}` }),
        `${name}?${search.slice(0, 60)}`,
      )
    }
  }
})

test('sign-in refuses in words too', async () => {
  const post = (path: string, body: string) =>
    knock(stage.node, null, { method: 'POST', path: `/api/auth/${path}`, body })
  for (const [path, body] of [
    ['sign-in/email', '{'],
    ['sign-in/email', deep('[', ']', 20_000)],
    ['sign-in/email', '{"email":{"$gt":""},"password":{"$gt":""}}'],
    ['sign-in/email', '{"email":"a\\u0000@b.cn","password":"\\ud800"}'],
    ['sign-in/email', `{"email":"a@b.cn","password":"${'x'.repeat(100_000)}"}`],
    ['sign-up/email', '{"name":"","email":"x","password":"short"}'],
    ['sign-up/email', '{"name":"a\\u0000b","email":"nul@example.test","password":"correct horse"}'],
    ['sign-up/email', '{"name":"\\ud800","email":"half@example.test","password":"correct horse"}'],
    [
      'sign-up/email',
      '{"name":"x","email":"role@example.test","password":"correct horse","role":"administrator","id":"1"}',
    ],
    ['reset-password', '{"newPassword":"correct horse","token":"x"}'],
    ['nowhere', '{}'],
  ] as const)
    assertClear(await post(path, body), `${path} ${body.slice(0, 60)}`)
})
