import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Hono } from 'hono'
import { guard } from '#core/guard.ts'
import { createAuth } from '#platform/identity/index.ts'
import { assertClear, knock } from './knock.ts'
import { makeStage, type Stage } from './stage.ts'

let stage: Stage
before(async () => {
  stage = await makeStage()
})
after(() => stage.node.dispose())

test('answers with personal data are kept by nobody, framed by nobody, and taken as nothing else', async () => {
  for (const path of [
    '/api/me',
    '/api/vouchers',
    '/api/notices',
    '/api/health',
    '/api/nowhere',
    '/api/auth/get-session',
  ]) {
    const { headers } = await knock(stage.node, stage.callers.clerk ?? null, { path })
    assert.match(headers.get('cache-control') ?? '', /no-store/, path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.equal(headers.get('x-frame-options'), 'DENY', path)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
    assert.equal(headers.get('access-control-allow-origin'), null, path)
  }
})

test('a node under https asks to be reached by https alone', async () => {
  const app = new Hono().use(guard('https://xc.example')).get('/api/x', (c) => c.text('x'))
  const { headers } = await app.request('https://xc.example/api/x')
  assert.match(headers.get('strict-transport-security') ?? '', /max-age=\d{7,}/)
})

test('unknown addresses and methods are told as such', async () => {
  const clerk = stage.callers.clerk ?? null
  const gone = await knock(stage.node, clerk, { path: '/api/nowhere' })
  assertClear(gone, 'unknown address')
  assert.equal(gone.status, 404)
  const outside = await knock(stage.node, clerk, { path: '/nowhere.php' })
  assert.equal(outside.status, 404)
  for (const method of ['DELETE', 'PATCH', 'PUT']) {
    const wrong = await knock(stage.node, clerk, { method, path: `/api/vouchers/${stage.ours.voucherId}` })
    assertClear(wrong, method)
    assert.equal(wrong.status, 405)
    assert.equal(wrong.headers.get('allow'), 'GET, HEAD, OPTIONS')
  }
  const head = await knock(stage.node, clerk, { method: 'HEAD', path: '/api/vouchers' })
  assert.deepEqual([head.status, head.text], [200, ''])
  const options = await knock(stage.node, clerk, { method: 'OPTIONS', path: '/api/vouchers' })
  assert.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, HEAD, OPTIONS'])
})

test('who is not signed in is told to sign in (401); who may not is told so (403); what is hidden is not found (404)', async () => {
  const status = async (who: string, path: string) => {
    const heard = await knock(stage.node, stage.callers[who] ?? null, { path })
    assertClear(heard, `${who} ${path}`)
    return heard.status
  }
  assert.equal(await status('anonymous', '/api/vouchers'), 401)
  assert.equal(await status('provider', '/api/voucher-claims'), 403)
  assert.equal(await status('clerk', `/api/vouchers/${stage.theirs.voucherId}`), 404)
  const { headers } = await knock(stage.node, null, { path: '/api/vouchers' })
  assert.ok(headers.get('www-authenticate'))
})

test('another site’s page can do nothing in the name of who is signed in', async () => {
  const give = (headers: Record<string, string>) =>
    knock(stage.node, stage.callers.clerk ?? null, {
      method: 'POST',
      path: '/api/inbox/00000000-0000-4000-8000-000000000000/read',
      headers,
    })
  const code = async (headers: Record<string, string>) =>
    ((await give(headers)).json as { code: string }).code
  for (const origin of [
    'https://evil.example',
    'null',
    'http://localhost:8080',
    'http://localhost.evil.example:3000',
    'file://',
  ])
    assert.equal(await code({ origin }), 'other_site', origin)
  assert.notEqual(await code({ origin: 'http://localhost:3000' }), 'other_site')
  const { cookie } = stage.callers.clerk ?? {}
  const bare = async (headers: Record<string, string>) => {
    const request = new Request('http://localhost:3000/api/me/acting', {
      method: 'PUT',
      headers: { cookie: cookie ?? '', ...headers },
      body: '{}',
    })
    return (await (await stage.node.app.request(request)).json()) as { code: string }
  }
  assert.equal((await bare({ 'sec-fetch-site': 'cross-site' })).code, 'other_site')
  assert.equal((await bare({ 'sec-fetch-site': 'same-site' })).code, 'other_site')
  assert.equal((await bare({})).code, 'invalid_input', 'a program without a browser is heard')
})

test('a strange name that points at this machine reaches nothing', async () => {
  const answer = await stage.node.app.request('http://rebound.example:3000/api/me')
  assert.equal(answer.status, 403)
  assert.equal(((await answer.json()) as { code: string }).code, 'host_unknown')
  for (const name of ['127.0.0.1', '[::1]', 'xc.localhost'])
    assert.equal((await stage.node.app.request(`http://${name}:3000/api/me`)).status, 200, name)
})

const signIn = { email: 'nobody@example.test', password: 'wrong horse' }
const JSON_TYPE = { 'content-type': 'application/json' }

test('sign-in is limited by address; the last hop before a proxy of this machine counts, not what a client claims', async () => {
  const knocks = async (forwarded: (i: number) => string) => {
    const statuses: number[] = []
    for (let i = 0; i < 25; i++) {
      const headers = { 'x-forwarded-for': forwarded(i) }
      const heard = await knock(stage.node, null, {
        ...{ method: 'POST', path: '/api/auth/sign-in/email', body: JSON.stringify(signIn), headers },
      })
      statuses.push(heard.status)
      if (heard.status === 429) {
        assertClear(heard, 'too many')
        assert.ok(heard.headers.get('retry-after'))
      }
    }
    return statuses
  }
  const claimed = await knocks((i) => `10.0.0.${i}, 203.0.113.9`)
  assert.equal(claimed[0], 401)
  assert.ok(claimed.includes(429), 'a made-up first hop does not help')
  const others = await knock(stage.node, null, {
    ...{ method: 'POST', path: '/api/auth/sign-in/email', body: JSON.stringify(signIn) },
    headers: { 'x-forwarded-for': '203.0.113.10' },
  })
  assert.equal(others.status, 401, 'another address is not shut out')
})

test('the session cookie is for this site alone, out of reach of scripts, and under https for https only', async () => {
  const { database, clock } = stage.node
  for (const url of ['http://localhost:3000', 'https://xc.example']) {
    const auth = createAuth({
      ...{ database, clock, url, secret: 'a secret that only tests may know, 32+', demo: false },
      ...{ sendMail: async () => undefined, rateLimit: false },
    })
    const email = `cookie-${url.length}@example.test`
    await auth.signUp({ name: '某人', email, password: 'correct horse' })
    const answer = await auth.handle(
      new Request(`${url}/api/auth/sign-in/email`, {
        ...{ method: 'POST', headers: { ...JSON_TYPE, origin: url } },
        body: JSON.stringify({ email, password: 'correct horse' }),
      }),
    )
    const cookie = answer.headers.getSetCookie().find((each) => each.includes('session_token')) ?? ''
    assert.match(cookie, /HttpOnly/i)
    assert.match(cookie, /SameSite=Lax/i)
    assert.match(cookie, /Path=\//i)
    if (url.startsWith('https')) assert.match(cookie, /^__Secure-.*Secure/i)
    const planted = `${url.startsWith('https') ? '' : '__Secure-'}xc.session_token=${cookie.split(/[=;]/)[1]}`
    assert.equal((await auth.actorOf(new Headers({ cookie: cookie.split(';')[0] ?? '' }))).kind, 'user')
    assert.equal((await auth.actorOf(new Headers({ cookie: planted }))).kind, 'public')
  }
})
