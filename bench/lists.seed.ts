import type pg from 'pg'

const FIRMS = 2_000
/** Of every hundred rows, those that are issued, wait in the queue, and are in review. */
const SHARES = { issued: 75, queued: 80 }

/**
 * Multiplies one claim with its case, voucher and reservation into as many as told, spread over firms of all counties of the
 * province. Written past the doors and without triggers: a list is measured, not a story.
 */
export async function multiply(pool: pg.Pool, { caseId, rows }: { caseId: string; rows: number }) {
  const client = await pool.connect()
  try {
    await client.query("set session_replication_role = 'replica'")
    await client.query(firms)
    await client.query(plan, [rows])
    await client.query(casesOf, [caseId])
    await client.query(claimsOf, [caseId])
    await client.query(holdsOf, [caseId])
    await client.query(vouchersOf, [caseId])
    await client.query("set session_replication_role = 'origin'")
    await client.query('vacuum analyze')
  } finally {
    client.release()
  }
}

/** The row `one` again with other values; made once a row, not once a column. */
const copy = (table: string, changes: string) =>
  `lateral jsonb_populate_record(null::${table}, to_jsonb(one) || jsonb_build_object(${changes})) copied`

const firms = `
  create temp table county as
    select code, row_number() over (order by code) - 1 as at, array['130000', left(code, 4) || '00', code] as path
      from (select distinct code from region where level = 'county' and code like '13%') c;
  create temp table firm as
    select n, uuidv7() as id, '示例企业' || n || '号' as name, county.code, county.path
      from generate_series(0, ${FIRMS - 1}) n
      join county on county.at = n % (select count(*) from county);
  insert into organisation
    select copied.* from firm, (select * from organisation where kind = 'enterprise' limit 1) one, ${copy('organisation', "'id', firm.id, 'name', firm.name, 'words', search_words(firm.name), 'uscc', '91130000' || lpad(firm.n::text, 10, '0'), 'region_code', firm.code, 'region_path', firm.path")}`

const plan = `
  create temp table seed as
    select i as n, uuidv7() as case_id, uuidv7() as voucher_id, uuidv7() as hold_id,
           firm.id as firm_id, firm.name, firm.path,
           case when i % 100 < ${SHARES.issued} then 'issued' when i % 100 < ${SHARES.queued} then 'queued' else 'in_review' end as status,
           timestamptz '2025-01-01 09:00+08' + i * interval '5 minutes' as at
      from generate_series(1, $1::int) i join firm on firm.n = i % ${FIRMS}`

const casesOf = `
  insert into case_file
    select copied.* from seed, case_file one, ${copy(
      'case_file',
      `'id', seed.case_id, 'number', '测-' || lpad(seed.n::text, 6, '0'), 'organisation_id', seed.firm_id, 'applicant', seed.name,
       'words', search_words('测-' || lpad(seed.n::text, 6, '0'), seed.name),
       'region_path', seed.path, 'submitted_at', seed.at, 'changed_at', seed.at,
       'status', case when seed.status = 'in_review' then 'open' else 'approved' end,
       'stage', case when seed.status = 'in_review' then 'county_review' else one.stage end,
       'desk_role', case when seed.status = 'in_review' then 'reviewer' end,
       'desk_level', case when seed.status = 'in_review' then 'county' end,
       'clock_of', case when seed.status = 'in_review' then 'stage' end,
       'due_at', case when seed.status = 'in_review' then seed.at + interval '400 days' end`,
    )} where one.id = $1`

const claimsOf = `
  insert into claim (case_id, organisation_id, authority_id, region_path, rulebook_id, scheme, year, service_kind, cross_region,
                     purpose, contract_fen, amount_fen, accepted_at, status, firm_class)
    select seed.case_id, seed.firm_id, one.authority_id, seed.path, one.rulebook_id, one.scheme, one.year, one.service_kind,
           one.cross_region, one.purpose, one.contract_fen, one.amount_fen,
           case when seed.status <> 'in_review' then seed.at end, seed.status, one.firm_class
      from seed, claim one where one.case_id = $1`

const holdsOf = `
  insert into ledger_hold
    select copied.* from seed, voucher v join ledger_hold one on one.id = v.hold_id, ${copy('ledger_hold', "'id', seed.hold_id, 'subject_id', seed.voucher_id")}
     where v.claim_id = $1 and seed.status = 'issued'`

const vouchersOf = `
  insert into voucher
    select copied.* from seed, voucher one, ${copy(
      'voucher',
      `'id', seed.voucher_id, 'number', '测券-' || seed.n, 'words', search_words('测券-' || seed.n), 'claim_id', seed.case_id, 'organisation_id', seed.firm_id,
       'region_path', seed.path, 'hold_id', seed.hold_id`,
    )} where one.claim_id = $1 and seed.status = 'issued'`
