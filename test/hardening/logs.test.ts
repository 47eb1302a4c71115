import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { createLog } from '#core/log.ts'
import { makeCommunity, openBudget, pass } from '#test/community.ts'
import { testNode } from '#test/node.ts'
import { knock } from './knock.ts'

test('no password, cookie, token, account or identity number reaches a log', async (t) => {
  const lines: string[] = []
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    t.mock.method(console, method, (...words: unknown[]) => void lines.push(inspect(words)))
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  await using node = await testNode({ log: createLog('trace', stream) })
  const community = await makeCommunity(node)
  await openBudget(community, 100_000_000n)
  const { firm } = community
  const caller = { name: 'owner', who: firm.owner, cookie: await node.auth.cookieFor(firm.owner.userId) }
  const post = (path: string, body: unknown, as: typeof caller | null = caller) =>
    knock(node, as, { method: 'POST', path: `/api${path}`, body: JSON.stringify(body) })
  const account = { email: 'secretive@example.test', password: 'Correct-Horse-77', name: '某人' }
  const secrets = [account.password, account.email, '6222999988887777', '110101199003077571', caller.cookie]
  const signedUp = await post('/auth/sign-up/email', account, null)
  assert.equal(signedUp.status, 200, signedUp.text)
  secrets.push((signedUp.json as { token: string }).token)
  for (const password of [account.password, 'Wrong-Horse-78'])
    await post('/auth/sign-in/email', { ...account, password }, null)
  secrets.push('Wrong-Horse-78')
  await post('/auth/request-password-reset', { email: account.email }, null)
  await post('/auth/sign-up/email', { ...account, name: 'a\u0000b' }, null)
  await post(`/organisations/${firm.id}/facts`, {
    key: 'bankAccount',
    value: { name: '某', bank: '示例银行', number: '6222999988887777' },
  })
  await post(`/organisations/${firm.id}/people`, {
    ...{ name: '某', paperKind: 'id_card', paperNumber: '110101199003077571', post: '工程师', core: true },
    from: '2026-01-05',
  })
  const claim = {
    ...{ scheme: 'hebei-provincial-voucher', service: 'testing', crossRegion: true },
    ...{ purpose: '主轴轴承寿命不稳定，需做扫描电镜分析', contractFen: '20000000', amountFen: '8000000' },
  }
  const filed = await post('/voucher-claims', claim)
  assert.equal(filed.status, 200, filed.text)
  await pass(community, (filed.json as { caseId: string }).caseId, community.county.reviewer)
  // A defect is logged, with the row that PostgreSQL quotes left out.
  const told = Object.assign(new Error('broke'), { detail: `Key (email)=(${account.email}) exists` })
  node.log.error({ error: told, password: account.password, user: { token: 'Token-5150' } }, 'defect')
  secrets.push('Token-5150')
  const written = lines.join('')
  assert.match(written, /"defect"/)
  for (const secret of secrets) assert.ok(!written.includes(secret), `the log holds ${secret}`)
})
