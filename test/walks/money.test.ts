import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { Refusal } from '#core/refusal.ts'
import { approved, passed, sound } from '../payments.ts'
import { redemptionNode, type Scene } from '../redemptions.ts'
import { type Move, moves } from './moves.ts'

/**
 * Whole lives of claims, requests, batches and payments, in no order at all: whoever does whatever, the money and the
 * states of things agree after every move. A refusal is an answer; anything else that goes wrong is a defect.
 */
let scene: Scene
/** Walks at least; `WALK_ROUNDS=200` for a long night. They go on until every move was done. */
const LEAST = Number(process.env.WALK_ROUNDS ?? 2)
/** A world may run into a corner: its year is over, its firms are barred. After so many rounds the walks go on in another one. */
const ROUNDS_OF_A_WORLD = 8
before(begin)
after(() => scene.node.dispose())

async function begin(): Promise<void> {
  scene = await redemptionNode()
  // Something to begin with at every stage of the way.
  await approved(scene, 6)
  for (let at = 0; at < 3; at++) await passed(scene)
}

/** What must be empty (a refusal stands until an appeal overturns it), each a sentence about money and states. */
const wrongs = {
  'a budget has less than nothing, or less than its vouchers reserve': sql`
    select a.path from ledger_account a where a.path like 'budget/%/available'
      and a.balance_fen < (select coalesce(sum(h.remaining_fen), 0) from ledger_hold h
        where h.from_account = a.id and h.state = 'open')`,
  'the parts of a budget are not the whole that was allotted': sql`
    select b.id from budget b where (select coalesce(sum(a.balance_fen), 0) from ledger_account a
      where a.path like 'budget/' || b.id || '/%') <> 0 and not exists (select from ledger_account a
      where a.path like 'carryover/%' and a.balance_fen <> 0)`,
  'a voucher and its reservation disagree': sql`
    select v.number, v.status, v.remaining_fen, h.state as hold, h.remaining_fen as held from voucher v
    join ledger_hold h on h.id = v.hold_id
    where v.remaining_fen <> case when h.state = 'open' then h.remaining_fen else 0 end`,
  'a voucher spent more or less than its requests were approved': sql`
    select v.number from voucher v where v.status = 'active' and v.face_fen - v.remaining_fen <> (
      select coalesce(sum(t.amount_fen), 0) from ledger_transfer t where t.hold_id = v.hold_id)`,
  'an issued claim without its voucher, or a voucher without an issued claim': sql`
    select c.case_id from claim c left join voucher v on v.claim_id = c.case_id
    where (c.status = 'issued') <> (v.id is not null)`,
  'a claim and its case tell different ends': sql`
    select f.number, f.status, c.status as claim from claim c join case_file f on f.id = c.case_id
    where (f.status = 'refused' and c.status <> 'refused') or (f.status = 'withdrawn' and c.status <> 'withdrawn')
      or (f.status = 'approved' and c.status not in ('issued', 'queued', 'lapsed', 'refused', 'withdrawn'))
      or (f.status in ('open', 'supplement') and c.status <> 'in_review')
      or (f.status = 'appealed' and c.status <> 'refused')`,
  'a request and its case tell different ends': sql`
    select f.number, f.status, r.status as request from redemption r join case_file f on f.id = r.case_id
    where (f.status = 'withdrawn') <> (r.status = 'withdrawn') or (f.status = 'approved') <> (r.status = 'approved')`,
  'what is counted of a firm’s year is not what its vouchers took of it, or is above its cap': sql`
    select y.organisation_id, y.year, y.claimed_fen, y.cap_fen, taken.fen from firm_year y
    cross join lateral (select coalesce((select sum(v.face_fen - h.released_fen) from voucher v
        join ledger_hold h on h.id = v.hold_id
        where (v.organisation_id, v.scheme, v.year) = (y.organisation_id, y.scheme, y.year)), 0)
      - coalesce((select sum(r.amount_fen) from firm_year_return r
        where (r.organisation_id, r.scheme, r.year) = (y.organisation_id, y.scheme, y.year)), 0) as fen) taken
    where y.claimed_fen <> taken.fen or y.claimed_fen > y.cap_fen`,
  'what the steps of a budget say is not what its accounts hold': sql`
    select b.id from budget b where (select coalesce(sum(case when kind = 'allot' then amount_fen else -amount_fen end), 0)
        from budget_step where budget_id = b.id and kind in ('allot', 'cut'))
      <> -(select balance_fen from ledger_account where path = 'budget/' || b.id || '/appropriation')`,
  'more paid for a request than was approved': sql`
    select r.number from redemption r join payment_row p on p.redemption_id = r.case_id and p.status = 'paid'
    group by r.case_id, r.number, r.approved_fen having sum(p.amount_fen) > coalesce(r.approved_fen, 0)`,
}

async function agreed(said: string): Promise<void> {
  for (const [what, query] of Object.entries(wrongs)) {
    const { rows } = await query.execute(scene.node.database.db)
    assert.deepEqual(rows, [], `after ${said}: ${what}`)
  }
  await sound(scene)
}

const steps = fc.array(
  fc.record({ move: fc.nat(1_000_000), pick: fc.nat(1_000_000), fromAll: fc.boolean() }),
  {
    ...{ minLength: 40, maxLength: 60 },
  },
)

test('random walks from the claim to the payment and back: money and states agree after every move', async (t) => {
  const done = new Map<string, number>()
  const names = Object.keys(moves)
  const property = fc.asyncProperty(steps, async (walk) => {
    for (const { move, pick, fromAll } of walk) {
      // What was done least is tried most; what moves nothing onward, less.
      const rare = names.toSorted((a, b) => (done.get(a) ?? 0) - (done.get(b) ?? 0)).slice(0, 6)
      const name = (fromAll ? names : rare)[move % (fromAll ? names : rare).length] as string
      const took = await (moves[name] as Move)(scene, pick).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error
        return false
      })
      if (took) done.set(name, (done.get(name) ?? 0) + 1)
      if (took) await agreed(name)
    }
  })
  const neverDone = () => names.filter((name) => !done.has(name))
  for (let round = 0; round < Math.max(60, LEAST) && (round < LEAST || neverDone().length > 0); round++) {
    if (round > 0 && round % ROUNDS_OF_A_WORLD === 0) {
      await scene.node.dispose()
      await begin()
    }
    await fc.assert(property, { numRuns: 1, endOnFailure: true })
  }
  t.diagnostic(JSON.stringify(Object.fromEntries(done)))
  assert.deepEqual(neverDone(), [], 'never done')
})
