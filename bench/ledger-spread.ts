// Transfers a second over 1,000 accounts. Each is a hold and its posting, under idempotency keys, into an account with a
// ceiling (a firm's cap), with an event row. One by one: each client commits one at a time. In a lane: each client waits for one
// at a time, those that wait share a commit. Batched: each client hands over many at a time, in the same lane. Floor: one durable insert per transaction.
import { json } from '#core/db.ts'
import { uuidv7 } from '#core/id.ts'
import { lanes } from '#core/lanes.ts'
import { auditLedger, groupsOf as wire, move, openAccount, type Step } from '#platform/ledger/index.ts'
import { inTurns, type Line, measure, report } from './report.ts'
import { benchDatabase } from './server.ts'

const CLIENTS = 16
const ACCOUNTS = 1000
const BATCH = Number(process.argv[3] ?? 64)
/** Transfers that share a commit, at most. */
const WIDTH = Number(process.argv[4] ?? 256)
const seconds = Number(process.argv[2] ?? 3)
const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const actor = { kind: 'user', userId: '01a2077e-63e6-70f9-a159-d01e0dc13945' } as const

await using database = await benchDatabase(CLIENTS)
const { db, pool } = database

const openings: Step[] = []
await db.transaction().execute(async (tx) => {
  await openAccount(tx, now, { path: 'treasury/source', floorFen: null })
  for (let i = 0; i < ACCOUNTS / 2; i++) {
    await openAccount(tx, now, { path: `budget/${i}` })
    await openAccount(tx, now, { path: `cap/${i}`, ceilingFen: 10n ** 12n })
    openings.push({
      kind: 'transfer',
      key: `open:${i}`,
      code: 'open',
      from: 'treasury/source',
      to: `budget/${i}`,
      amountFen: 10n ** 11n,
    })
  }
  await move(tx, { actor, now }, openings)
})
await pool.query(
  'create table floor_row (id bigint generated always as identity primary key, body text not null)',
)
await pool.query('analyze')

const any = () => Math.floor((Math.random() * ACCOUNTS) / 2)
const command = (key: string): Step[] => {
  const amountFen = BigInt(1 + Math.floor(Math.random() * 1000))
  const subject = { kind: 'voucher', id: uuidv7() }
  const parties = { from: `budget/${any()}`, to: `cap/${any()}` }
  return [
    { kind: 'hold', key: `${key}:hold`, code: 'voucher.claim', ...parties, amountFen, subject },
    { kind: 'post', key: `${key}:post`, code: 'voucher.redeem', holdKey: `${key}:hold` },
  ]
}

// One statement, one commit: the transfers and, for each, its event.
const run = async (groups: readonly Step[][]) => {
  const body = wire(groups.map((steps) => ({ actor, steps })))
  const { rows } = await pool.query<{ done: bigint }>({
    name: 'run',
    text: `with moved as materialized (
        select id, key, hold, amount_fen, remaining_fen from ledger_run($1, $2) where kind = 'post'
      ), events as (
        insert into event (at, actor_label, command, subject_kind, subject_id, changes)
        select $2, 'bench', 'bench.move', 'transfer', id, to_jsonb(moved) from moved returning 1
      )
      select count(*) as done from events`,
    values: [body, now],
  })
  return Number(rows[0]?.done)
}

/** As the write door does it: what waits in the lane shares a commit; one call is under way at a time, so nobody waits for locks. */
const laneOf = (width: number) =>
  lanes<readonly Step[][], number>(async (orders) => {
    await run(orders.flat())
    return orders.map((groups) => ({ ok: true, value: groups.length }) as const)
  }, width)
const [narrow, wide] = [laneOf(CLIENTS), laneOf(Math.ceil(WIDTH / BATCH))]

let round = 0 // keys must differ from turn to turn
const [floor, single, shared, batched] = (await inTurns(5, [
  () =>
    measure(`floor: one insert per commit`, { clients: CLIENTS, seconds }, async () => {
      await pool.query({
        name: 'floor',
        text: 'insert into floor_row (body) values ($1)',
        values: ['one durable row'],
      })
      return 1
    }),
  () => {
    round++
    return measure('ledger: one by one', { clients: CLIENTS, seconds }, (client, turn) =>
      run([command(`s:${round}:${client}:${turn}`)]),
    )
  },
  () =>
    measure('ledger: one at a time, in a lane', { clients: CLIENTS, seconds }, (client, turn) =>
      narrow.join('spread', [command(`l:${round}:${client}:${turn}`)]),
    ),
  () =>
    measure(`ledger: ${BATCH} at a time, in a lane`, { clients: CLIENTS, seconds }, (client, turn) =>
      wide.join(
        'spread',
        Array.from({ length: BATCH }, (_, i) => command(`b:${round}:${client}:${turn}:${i}`)),
      ),
    ),
])) as [Line, Line, Line, Line]

const found = await auditLedger(db)
const count = async (what: string) =>
  (await pool.query<{ n: bigint }>(`select count(*) as n from ${what}`)).rows[0]?.n
const events = await count('event')
const transfers = await count('ledger_transfer where hold_id is not null')
if (found.length > 0 || events !== transfers)
  throw new Error(`the books do not agree: ${json({ found, events, transfers })}`)

report('ledger-spread', [floor, single, shared, batched], {
  ours: batched.perSecond,
  peer: floor.perSecond,
  unit: 'transfers/s',
  note: `of the floor: one by one ${(single.perSecond / floor.perSecond).toFixed(3)}, in a lane ${(shared.perSecond / floor.perSecond).toFixed(3)}; audited: ${transfers} transfers, nothing amiss`,
})
