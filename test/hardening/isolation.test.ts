import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type Heard, knock } from './knock.ts'
import { everyDoor, ID_CARD, makeStage, type Stage } from './stage.ts'

let stage: Stage
/** What a firm has, by id and by what identifies it. */
type Belongings = { about: { kind: string; id: string }[]; marks: string[]; account: string }
let ours: Belongings
let theirs: Belongings

before(async () => {
  stage = await makeStage()
  ours = await belongingsOf(stage.firm.id)
  theirs = await belongingsOf(stage.rival.id)
})
after(() => stage.node.dispose())

const KINDS: Record<string, string> = {
  case_file: 'case',
  voucher: 'voucher',
  service_order: 'service_order',
  invoice_holder: 'invoice',
}
const OWNED: Record<string, string> = {
  case_file: 'organisation_id',
  voucher: 'organisation_id',
  fact: 'organisation_id',
  person: 'organisation_id',
  membership: 'organisation_id',
  invitation: 'organisation_id',
  file: 'owner_organisation',
  service_order: 'buyer_id',
  invoice_holder: 'organisation_id',
}

async function belongingsOf(id: string): Promise<Belongings> {
  const db = stage.node.database.db
  const ids: string[] = [id]
  const about = [{ kind: 'organisation', id }]
  for (const [table, column] of Object.entries(OWNED)) {
    const { rows } = await sql<{ id: string }>`
      select ${sql.ref(table === 'invoice_holder' ? 'invoice_id' : 'id')} as id from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(
      db,
    )
    assert.ok(rows.length > 0, `the stage has a ${table}`)
    ids.push(...rows.map((row) => row.id))
    about.push(...rows.slice(0, 2).map((row) => ({ kind: KINDS[table] ?? 'redemption', id: row.id })))
  }
  const { rows } = await sql<{ name: string; uscc: string }>`
    select name, uscc from organisation where id = ${id}`.execute(db)
  const { rows: users } = await sql<{ email: string }>`
    select u.email from auth."user" u join membership m on m.user_id = u.id where m.organisation_id = ${id}`.execute(
    db,
  )
  const { rows: facts } = await sql<{ number: string }>`
    select value->>'number' as number from fact where organisation_id = ${id} and key = 'bankAccount'`.execute(
    db,
  )
  const account = facts[0]?.number ?? ''
  assert.match(account, /^6222\d{12}$/)
  const emails = users.map(({ email }) => email)
  return { about, account, marks: [...ids, ...emails, rows[0]?.name ?? '', rows[0]?.uscc ?? '', account] }
}

type Seen = { name: string; path: string; heard: Heard }

/** Every question that can be asked, about each of the ids where one is wanted. */
async function* ask(who: string, about: Belongings['about']): AsyncGenerator<Seen> {
  const caller = stage.callers[who] ?? null
  for (const { name, endpoint } of everyDoor(stage)) {
    if (endpoint.kind !== 'query') continue
    const wanted = endpoint.path.includes('{id}') ? about : [{ kind: '', id: '' }]
    for (const { kind, id } of wanted) {
      const search = endpoint.query && id === '' ? '?limit=200' : ''
      const path = `/api${endpoint.path
        .replace('{id}', id)
        .replace('{kind}', kind)
        .replace(/\{\w+\}/g, '1')}${search}`
      yield { name, path, heard: await knock(stage.node, caller, { path }) }
    }
  }
}

/** Anyone may read an organisation's public card. */
const PUBLIC_CARDS = ['directory.get']

async function assertBlind(who: string, to: Belongings): Promise<void> {
  let answered = 0
  for await (const { name, path, heard } of ask(who, to.about)) {
    if (heard.status === 200) answered++
    if (PUBLIC_CARDS.includes(name)) {
      assert.ok(!heard.text.includes(to.account), `${who} reads the account at ${path}`)
      continue
    }
    const told = heard.status === 200 ? to.marks : to.marks.filter((mark) => !path.includes(mark))
    const found = told.find((mark) => mark !== '' && heard.text.includes(mark))
    assert.equal(found, undefined, `${who} sees ${found} at ${path}: ${heard.text.slice(0, 400)}`)
  }
  assert.ok(answered > 0, `${who} is answered somewhere`)
}

test('no list and no address shows one firm what belongs to another', { timeout: 200_000 }, async () => {
  await assertBlind('clerk', theirs)
  await assertBlind('rival', ours)
})

test('no list and no address shows it to the public or to officers of another city', {
  timeout: 200_000,
}, async () => {
  await assertBlind('anonymous', theirs)
  await assertBlind('elsewhere', theirs)
})

test('each sees his own: the silence above is no empty house', async () => {
  const seen = async (who: string, path: string) =>
    (await knock(stage.node, stage.callers[who] ?? null, { path })).text
  for (const path of [
    '/api/voucher-claims',
    '/api/vouchers',
    '/api/orders',
    '/api/invoices',
    '/api/redemptions',
    '/api/cases',
  ]) {
    assert.ok((await seen('rival', path)).includes(stage.rival.name), path)
    const county = await seen('county', path)
    assert.ok(county.includes(stage.rival.name) && county.includes(stage.firm.name), path)
  }
})

const ACCOUNT = /6222\d{12}/
const EMAIL = /[\w.-]+@example\.test/
/** Who owns the account or pays to it. */
const MAY_READ_ACCOUNTS = ['owner', 'clerk', 'finance', 'preparer']

test('account and identity numbers are masked, and addresses kept, but for whom they concern', {
  timeout: 300_000,
}, async () => {
  for (const who of ['anonymous', 'clerk', 'provider', 'county', 'director', 'preparer']) {
    for await (const { name, path, heard } of ask(who, ours.about)) {
      const what = `${who} ${name} ${path}`
      assert.ok(!heard.text.includes(ID_CARD), `${what} shows an identity number`)
      if (!MAY_READ_ACCOUNTS.includes(who)) assert.doesNotMatch(heard.text, ACCOUNT, what)
      if (who === 'anonymous') assert.doesNotMatch(heard.text, EMAIL, what)
      const elsewhere = theirs.marks
        .filter((mark) => mark.includes('@'))
        .find((mark) => heard.text.includes(mark))
      assert.equal(elsewhere, undefined, `${what} shows an address of another organisation`)
    }
  }
})

test('what officers look at is told to whom it belongs; what is refused is noted', async () => {
  const get = (who: string, path: string) => knock(stage.node, stage.callers[who] ?? null, { path })
  const looked = [
    `/api/cases/${stage.ours.id}`,
    `/api/redemptions/${stage.ours.id}`,
    `/api/orders/${stage.ours.orderId}`,
    `/api/invoices/${stage.ours.invoiceId}`,
    `/api/vouchers/${stage.ours.voucherId}`,
    `/api/organisations/${stage.firm.id}/facts`,
    `/api/organisations/${stage.firm.id}/people`,
  ]
  const before = await noted('seen')
  for (const path of looked) assert.equal((await get('city', path)).status, 200, path)
  const { rows } = (await get('owner', '/api/access-log?limit=200')).json as {
    rows: { who: string; what: string; subject: { id: string } }[]
  }
  for (const what of [
    'cases.get',
    'redemptions.get',
    'orders.get',
    'invoices.get',
    'vouchers.get',
    'directory.profile',
    'directory.people',
  ])
    assert.ok(
      rows.some((row) => row.what === what && row.who.includes('市')),
      `${what} is told`,
    )
  assert.ok(!JSON.stringify(rows).includes(stage.rival.id))
  assert.ok((await noted('seen')) - before >= looked.length)
  const refused = await noted('refused')
  assert.equal((await get('clerk', `/api/vouchers/${stage.theirs.voucherId}`)).status, 404)
  assert.equal((await get('provider', '/api/voucher-claims')).status, 403)
  assert.equal((await noted('refused')) - refused, 2)
})

async function noted(outcome: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from access_log where outcome = ${outcome}`.execute(stage.node.database.db)
  return rows[0]?.n ?? 0
}
