import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { job, type Payer, sound } from '../payments.ts'

/** What must be empty (a refusal stands until an appeal overturns it), each a sentence about money and states. */
const wrongs = {
  'a budget has less than nothing, or less than its vouchers reserve': sql`
    select a.path from ledger_account a where a.path like 'budget/%/available'
      and a.balance_fen < (select coalesce(sum(h.remaining_fen), 0) from ledger_hold h
        where h.from_account = a.id and h.state = 'open')`,
  'the parts of the budgets and what was carried over are not the whole that was allotted': sql`
    select sum(balance_fen) from ledger_account where path like 'budget/%' or path like 'carryover/%'
    having sum(balance_fen) <> 0`,
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
  'a row of a batch and its request tell different things': sql`
    select r.number, r.status, b.status as row from redemption r
    left join batch_row b on b.redemption_id = r.case_id and b.status in ('listed', 'held', 'approved')
    where (r.status = 'in_batch') <> (coalesce(b.status, '') in ('listed', 'held'))
      or (b.status = 'approved' and r.status not in ('approved', 'revoked'))`,
  'a request stands in two batches': sql`
    select redemption_id from batch_row where status in ('listed', 'held', 'approved')
    group by redemption_id having count(*) > 1`,
  'a voucher was issued to a firm while it was closed': sql`
    select v.number from voucher v join ledger_hold h on h.id = v.hold_id
    join organisation_closing c on c.organisation_id = v.organisation_id
    where h.event_at > c.recorded_at and h.event_at < coalesce(c.withdrawn_at, 'infinity')`,
  'money is on its way to who was closed when it was sent': sql`
    select p.id from payment_row p join payment_run r on r.id = p.run_id
    join organisation_closing c on c.organisation_id = p.organisation_id
    where p.status in ('sent', 'paid') and r.sent_at > c.recorded_at and r.sent_at < coalesce(c.withdrawn_at, 'infinity')`,
  'more paid for a request than was approved': sql`
    select r.number from redemption r join payment_row p on p.redemption_id = r.case_id and p.status = 'paid'
    group by r.case_id, r.number, r.approved_fen having sum(p.amount_fen) > coalesce(r.approved_fen, 0)`,
}

/** Money and states agree, and the books with the sums of what they are about. */
export async function agreed(world: Payer, said: string): Promise<void> {
  // Lists follow cases that were decided on their own page by this job.
  await job(world, 'payments.follow')
  for (const [what, query] of Object.entries(wrongs)) {
    const { rows } = await query.execute(world.node.database.db)
    assert.deepEqual(rows, [], `after ${said}: ${what}`)
  }
  await sound(world)
}
