// One budget pays for everybody. Ours: commands that name it as their lane share a commit, each with its own key, event and
// refusal; what they move is handed over and done by one call. Peer: the same command, one transaction at a time under the
// budget's row lock.
import { theSystem } from '#core/actor.ts'
import { createDoor } from '#core/command.ts'
import { command, PositiveFen } from '#core/contract.ts'
import { json } from '#core/db.ts'
import { uuidv7 } from '#core/id.ts'
import { allow, policy } from '#core/policy.ts'
import {
  auditLedger,
  balance,
  move,
  moveEach,
  moveLater,
  openAccount,
  type Step,
} from '#platform/ledger/index.ts'
import { z } from 'zod'
import { inTurns, type Line, measure, report } from './report.ts'
import { benchDatabase } from './server.ts'

const CLIENTS = 64
const PAYEES = 500
const seconds = Number(process.argv[2] ?? 3)
const now = Temporal.Instant.from('2026-03-02T01:00:00Z')
const booking = { actor: theSystem, now }

policy({ 'bench.pay': [allow('system', 'any')] })
const pay = command({
  path: '/bench/payments',
  allow: 'bench.pay',
  returns: z.object({ paidFen: PositiveFen }),
  summary: { zh: '支付', en: 'pay' },
})

await using database = await benchDatabase(20)
const { db } = database
await db.transaction().execute(async (tx) => {
  await openAccount(tx, now, { path: 'treasury/source', floorFen: null })
  await openAccount(tx, now, { path: 'budget/hot' })
  for (let i = 0; i < PAYEES; i++) await openAccount(tx, now, { path: `payable/${i}` })
  const allot = {
    kind: 'transfer',
    key: 'allot',
    code: 'allot',
    from: 'treasury/source',
    to: 'budget/hot',
  } as const
  await move(tx, booking, [{ ...allot, amountFen: 10n ** 14n }])
})
await database.pool.query('analyze')

const door = createDoor(database, { dataDir: '', url: '', demo: false })
const step = (key: string): Step => {
  const to = `payable/${Math.floor(Math.random() * PAYEES)}`
  return { kind: 'transfer', key, code: 'pay', from: 'budget/hot', to, amountFen: 100n }
}
const through = (name: string, prefix: string, lane: string | null): Promise<Line> =>
  measure(name, { clients: CLIENTS, seconds }, async (client, turn) => {
    const key = `${prefix}:${client}:${turn}`
    await door.run({
      name: 'bench.pay',
      endpoint: pay,
      actor: theSystem,
      now,
      key,
      input: { key },
      lane,
      handle: async (ctx) => {
        await moveLater(ctx.tx, ctx, [step(key)])
        ctx.event({ subject: { kind: 'payment', id: uuidv7() }, changes: { paidFen: 100n } })
        return { paidFen: 100n }
      },
    })
    return 1
  })

let round = 0 // keys must differ from turn to turn
const [peer, ours, bulk] = (await inTurns(5, [
  () => through('peer: one transaction at a time', `p${++round}`, null),
  () => through('ours: through the lane', `l${round}`, 'budget/hot'),
  () =>
    measure('for comparison: one call for 64 payments', { clients: 2, seconds }, (client, turn) =>
      db.transaction().execute(async (tx) => {
        const key = (i: number) => `m${round}:${client}:${turn}:${i}`
        const groups = Array.from({ length: 64 }, (_, i) => ({ actor: theSystem, steps: [step(key(i))] }))
        return (await moveEach(tx, now, groups)).length
      }),
    ),
])) as [Line, Line, Line]

const found = await auditLedger(db)
const { balanceFen, version } = await balance(db, 'budget/hot')
if (found.length > 0 || balanceFen !== 10n ** 14n - 100n * (version - 1n))
  throw new Error(json({ found, balanceFen, version }))
report('ledger-hot', [peer, ours, bulk], {
  ours: ours.perSecond,
  peer: peer.perSecond,
  unit: 'transfers/s',
  note: `audited: ${version - 1n} payments out of one budget, the total exact`,
})
