import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Refusal } from '#core/refusal.ts'
import { makeUser, makeWorld, type Person } from '#test/actors.ts'
import { testDatabase } from '#test/database.ts'
import { identity } from './contract.ts'
import { secretOf } from './secret.ts'
import { offerDemoAccount } from './store.ts'
import { runJob } from '#core/jobs.ts'
import { INVITATION_MAIL } from './mail.ts'

const database = await testDatabase()
after(database.dispose)
const w = await makeWorld(database)

const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code
const post = (
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  base = 'http://localhost:3000',
) =>
  w.app.request(`${base}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base, ...headers },
    body: JSON.stringify(body),
  })
const cookieIn = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
const ask = async (cookie: string, headers: Record<string, string> = {}) =>
  (await w.app.request('http://localhost:3000/api/me', { headers: { cookie, ...headers } })).json()
const tokenIn = (text: string) => /invitations\/([\w-]+)/.exec(text)?.[1] as string

/** The letter leaves by a job; its data is read from the queue as a worker would. */
async function deliver(): Promise<string> {
  const { rows } = await database.pool.query(
    `select data from pgboss.job where name = $1 order by created_on desc limit 1`,
    [INVITATION_MAIL],
  )
  await runJob(
    { database, door: w.door, place: w.place, clock: w.clock, log: w.log },
    INVITATION_MAIL,
    rows[0].data,
  )
  return tokenIn(w.mails.at(-1)?.text ?? '')
}

test('what is wrong with a new account is told beside its field', async () => {
  const refusedAt = async (change: object) => {
    const user = { name: '王芳', email: 'new@example.test', password: 'correct horse', ...change }
    const answer = await post('/api/auth/sign-up/email', user)
    const { code, issues } = (await answer.json()) as { code: string; issues: { path: string }[] }
    return [code, issues?.map(({ path }) => path)]
  }
  assert.deepEqual(await refusedAt({ email: 'no address' }), ['invalid_email', ['body.email']])
  assert.deepEqual(await refusedAt({ password: 'short' }), ['password_too_short', ['body.password']])
})

test('a person signs up, is known by the cookie, and signs out at once', async () => {
  const user = { name: '王芳', email: 'Wang.Fang@Example.test', password: 'correct horse' }
  const signed = await post('/api/auth/sign-up/email', user)
  assert.equal(signed.status, 200)
  const cookie = cookieIn(signed)
  const me = await ask(cookie)
  assert.equal(me.user.email, 'wang.fang@example.test')
  assert.equal(me.actingAs, null)
  assert.ok(me.abilities.includes('organisation.register'))
  assert.ok(!me.abilities.includes('organisation.verify'))
  await post('/api/auth/sign-out', {}, { cookie })
  assert.equal((await ask(cookie)).user, null)
  const wrong = await post('/api/auth/sign-in/email', { email: user.email, password: 'wrong password' })
  assert.equal(wrong.status, 401)
  const again = await post('/api/auth/sign-in/email', { email: user.email, password: user.password })
  assert.equal((await ask(cookieIn(again))).user.name, '王芳')
})

test('any loopback name works; a strange page, and a page on somebody’s own machine at a public node, do not', async () => {
  for (const base of [
    'http://127.0.0.1:3000',
    'http://[::1]:8080',
    'http://xc.localhost:3000',
    'http://localhost:9999',
  ]) {
    const answer = await post(
      '/api/auth/sign-in/email',
      { email: 'wang.fang@example.test', password: 'correct horse' },
      {},
      base,
    )
    assert.equal(answer.status, 200, base)
  }
  const body = { email: 'wang.fang@example.test', password: 'correct horse' }
  const strange = { origin: 'https://evil.example', cookie: 'xc.session_token=x' }
  assert.equal((await post('/api/auth/sign-in/email', body, strange)).status, 403)
  const local = await post(
    '/api/auth/sign-in/email',
    body,
    { origin: 'http://localhost:5000', cookie: 'a=b' },
    'https://xc.example',
  )
  assert.equal(local.status, 403)
})

test('a forged or foreign cookie is nobody', async () => {
  const cookie = await w.auth.cookieFor(w.firm.owner.userId)
  assert.equal((await ask(cookie)).user.id, w.firm.owner.userId)
  const forged = cookie.replace(/%3D|.$/g, 'A')
  for (const bad of [
    forged,
    'xc.session_token=',
    'xc.session_token=a.b',
    'xc.session_token=%',
    'xc.session_token=%E0%A4%A',
  ]) {
    assert.equal((await ask(bad)).user, null, bad)
  }
})

test('an invited colleague joins by the letter, once, and only with the invited address', async () => {
  const { firm, call } = w
  const mate = await database.db.transaction().execute((tx) => makeUser(tx, '李明'))
  const stranger = await database.db.transaction().execute((tx) => makeUser(tx, '赵六'))
  const actor = async (userId: string) => w.actorOf(userId)
  const wrongRole = call(
    identity.invite,
    { body: { email: mate.email, role: 'reviewer' } },
    { actor: firm.owner },
  )
  await assert.rejects(wrongRole, refused('role_not_of_kind'))
  await assert.rejects(
    call(identity.invite, { body: { email: mate.email, role: 'applicant_clerk' } }, { actor: firm.clerk }),
    refused('not_allowed'),
  )
  const sent = await call(
    identity.invite,
    { body: { email: mate.email, role: 'applicant_clerk' } },
    { actor: firm.owner },
  )
  const twice = call(
    identity.invite,
    { body: { email: mate.email, role: 'applicant_clerk' } },
    { actor: firm.owner },
  )
  await assert.rejects(twice, refused('already_invited'))
  const token = await deliver()
  assert.equal((await call(identity.offer, { params: { token } })).organisation, firm.name)
  const foreign = call(
    identity.acceptInvitation,
    { body: { token } },
    { actor: await actor(stranger.userId) },
  )
  await assert.rejects(foreign, refused('invitation_other_address'))
  const joined = await call(
    identity.acceptInvitation,
    { body: { token } },
    { actor: await actor(mate.userId) },
  )
  assert.equal(joined.organisationId, firm.id)
  assert.deepEqual([...(await actor(mate.userId)).roles], ['public', 'user', 'applicant_clerk'])
  await assert.rejects(
    call(identity.acceptInvitation, { body: { token } }, { actor: await actor(mate.userId) }),
    refused('invitation_unusable'),
  )
  await assert.rejects(
    call(identity.revokeInvitation, { params: { id: sent.id }, body: {} }, { actor: firm.owner }),
    refused('invitation_unusable'),
  )
  const seen = await call(identity.members, {}, { actor: firm.clerk })
  assert.ok(seen.rows.some((row) => row.userId === mate.userId))
  assert.ok(seen.rows.every((row) => !row.email.includes('authority')))
})

test('a withdrawn or old invitation opens nothing', async () => {
  const mate = await database.db.transaction().execute((tx) => makeUser(tx, '孙七'))
  const invite = () =>
    w.call(
      identity.invite,
      { body: { email: mate.email, role: 'applicant_clerk' } },
      { actor: w.rival.owner },
    )
  const first = await invite()
  const token = await deliver()
  await w.call(identity.revokeInvitation, { params: { id: first.id }, body: {} }, { actor: w.rival.owner })
  const actor = await w.actorOf(mate.userId)
  await assert.rejects(
    w.call(identity.acceptInvitation, { body: { token } }, { actor }),
    refused('invitation_unusable'),
  )
  await assert.rejects(
    w.call(identity.revokeInvitation, { params: { id: first.id }, body: {} }, { actor: w.firm.owner }),
    refused('not_found'),
  )
  await invite()
  const late = await deliver()
  const before = w.clock.now()
  w.clock.advance({ days: 15 })
  await assert.rejects(
    w.call(identity.acceptInvitation, { body: { token: late } }, { actor }),
    refused('invitation_unusable'),
  )
  w.clock.set(before)
})

test('the person chooses where to act; a place that is not his is refused, and an ended one ends at once', async () => {
  const cookie = await w.auth.cookieFor(w.rival.clerk.userId)
  const { membershipId: second } = await database.db.transaction().execute(async (tx) => {
    const { insertMembership } = await import('./store.ts')
    const membershipId = await insertMembership(tx, {
      userId: w.rival.clerk.userId,
      organisationId: w.firm.id,
      role: 'applicant_clerk',
      from: w.clock.now().add({ seconds: 1 }),
    })
    return { membershipId }
  })
  w.clock.advance({ seconds: 2 })
  assert.equal((await ask(cookie)).seats.length, 2)
  const inFirm = await ask(cookie, { 'x-acting-as': second })
  assert.equal(inFirm.actingAs, second)
  const foreign = await w.app.request('http://localhost:3000/api/me', {
    headers: { cookie, 'x-acting-as': w.firm.owner.membershipId },
  })
  assert.equal(foreign.status, 403)
  assert.equal((await foreign.json()).code, 'acting_ended')
  const actor = await w.actorOf(w.rival.clerk.userId)
  await w.call(identity.choose, { body: { membershipId: second } }, { actor })
  assert.equal((await ask(cookie)).actingAs, second)
  await w.call(
    identity.endMembership,
    { params: { id: second }, body: { reason: '离职' } },
    { actor: w.firm.owner },
  )
  w.clock.advance({ seconds: 1 })
  const gone = await w.app.request('http://localhost:3000/api/me', {
    headers: { cookie, 'x-acting-as': second },
  })
  assert.equal(gone.status, 403)
  assert.equal((await ask(cookie)).seats.length, 1)
})

test('two last owners who leave in the same moment: one stays', async () => {
  for (let round = 0; round < 20; round++) {
    const { a, b } = await twoOwners()
    const leave = (p: Person) =>
      w.call(
        identity.endMembership,
        { params: { id: p.membershipId }, body: { reason: '退出' } },
        { actor: p },
      )
    const outcomes = await Promise.allSettled([leave(a), leave(b)])
    assert.equal(outcomes.filter((o) => o.status === 'fulfilled').length, 1)
    const no = outcomes.find((o) => o.status === 'rejected')
    assert.ok(
      no?.status === 'rejected' && refused('last_manager')(no.reason),
      String(no?.status === 'rejected' && no.reason),
    )
  }
})

async function twoOwners() {
  const { makeOrganisation } = await import('#test/actors.ts')
  const { makeUscc } = await import('#platform/directory/index.ts')
  const now = w.clock.now()
  const made = await database.db.transaction().execute((tx) =>
    makeOrganisation(
      { tx, database, now },
      {
        kind: 'enterprise',
        name: '双人公司',
        regionCode: '131002',
        uscc: makeUscc('131002', 500_000 + Math.floor(Math.random() * 400_000)),
      },
      { a: 'applicant_owner', b: 'applicant_owner' },
    ),
  )
  return made.people()
}

test('during leave a colleague acts instead, shown as such, for those days only; nothing is lent on', async () => {
  const { province, call, clock } = w
  const lend = (
    membershipId: string,
    delegateId: string,
    actor: Person,
    days: [string, string] = ['2026-03-02', '2026-03-06'],
  ) =>
    call(
      identity.delegate,
      { body: { membershipId, delegateId, from: days[0], to: days[1], reason: '出差' } },
      { actor },
    )
  const { approver, preparer, reviewer, director } = province
  await assert.rejects(
    lend(approver.membershipId, w.city.approver.userId, approver),
    refused('delegate_not_colleague'),
  )
  await assert.rejects(lend(approver.membershipId, reviewer.userId, preparer), refused('not_found'))
  await assert.rejects(
    lend(w.firm.owner.membershipId, w.firm.clerk.userId, w.firm.owner),
    refused('delegation_authority_only'),
  )
  await assert.rejects(
    lend(approver.membershipId, preparer.userId, approver, ['2026-03-06', '2026-03-02']),
    refused('delegation_days_wrong'),
  )
  const made = await lend(approver.membershipId, preparer.userId, approver)
  assert.equal(made.state, 'running')
  const standIn = await w.actorOf(preparer.userId)
  assert.ok(standIn.roles.has('approver') && standIn.roles.has('preparer'))
  assert.equal(standIn.insteadOf, `${province.name} approver`)
  await assert.rejects(lend(preparer.membershipId, reviewer.userId, preparer), refused('delegation_chained'))
  await assert.rejects(lend(reviewer.membershipId, approver.userId, reviewer), refused('delegation_chained'))
  await assert.rejects(lend(approver.membershipId, reviewer.userId, director), refused('delegation_overlaps'))
  const before = clock.now()
  clock.set('2026-03-07T00:00:00+08:00')
  assert.ok(!(await w.actorOf(preparer.userId)).roles.has('approver'))
  clock.set('2026-03-06T23:59:00+08:00')
  assert.ok((await w.actorOf(preparer.userId)).roles.has('approver'))
  clock.set(before)
  const ended = await call(identity.endDelegation, { params: { id: made.id }, body: {} }, { actor: director })
  assert.equal(ended.state, 'ended')
  assert.ok(!(await w.actorOf(preparer.userId)).roles.has('approver'))
})

test('one-click sign-in opens demo accounts only', async () => {
  await database.db.transaction().execute((tx) =>
    offerDemoAccount(tx, {
      account: 'firm',
      userId: w.firm.owner.userId,
      label: { zh: '企业', en: 'firm' },
      place: 1,
    }),
  )
  assert.deepEqual(
    (await w.call(identity.demoAccounts, {})).rows.map((row) => row.account),
    ['firm'],
  )
  const answer = await post('/api/auth/demo/sign-in', { account: 'firm' })
  assert.equal((await ask(cookieIn(answer))).user.id, w.firm.owner.userId)
  assert.equal((await post('/api/auth/demo/sign-in', { account: 'nobody' })).status, 404)
})

test('the secret is made once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xc-secret-'))
  const first = secretOf(folder)
  assert.equal(secretOf(folder), first)
  assert.ok(first.length >= 40)
  rmSync(folder, { recursive: true })
})

test('a thousand signed-in requests are known in a moment', async (t) => {
  const cookie = await w.auth.cookieFor(w.province.director.userId)
  const headers = new Headers({ cookie })
  await w.auth.actorOf(headers)
  const start = performance.now()
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 50 }, () => w.auth.actorOf(headers)))
  const seconds = (performance.now() - start) / 1000
  t.diagnostic(`${Math.round(1000 / seconds)} actors a second`)
  assert.ok(seconds < 5)
})

test('whoever prepared a thing may not approve it, in nobody’s place', async () => {
  const { ownWork } = await import('./rules.ts')
  assert.equal(ownWork('a', 'a')?.code, 'own_work')
  assert.equal(ownWork('a', 'b'), null)
})

test('guessing passwords is slowed down, for each address by itself', async () => {
  const { createAuth } = await import('./auth.ts')
  const auth = createAuth({
    database,
    secret: 'a secret that only tests may know, 32+',
    url: 'http://localhost:3000',
    clock: w.clock,
    demo: false,
    sendMail: async () => {},
  })
  const guess = async (address: string) => {
    const request = new Request('http://localhost:3000/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xiechuang-client': address },
      body: JSON.stringify({ email: 'nobody@example.test', password: 'guess guess' }),
    })
    return (await auth.handle(request)).status
  }
  const statuses: number[] = []
  for (let i = 0; i < 22; i++) statuses.push(await guess('192.0.2.1'))
  assert.equal(statuses[0], 401)
  assert.equal(statuses.at(-1), 429)
  assert.equal(await guess('192.0.2.2'), 401)
})
