-- Rulebooks, budgets, claims and vouchers. Money stands in the ledger; these rows say whose it is and why.

create table rulebook_version (
  -- scheme.version, such as hebei.2026
  id text constraint rulebook_version_pkey primary key,
  scheme text not null,
  authority_region text not null,
  document jsonb not null,
  sha256 text not null,
  effective_from date not null,
  -- The last day it is in force.
  effective_to date,
  published_at timestamptz not null,
  published_by text not null,
  constraint rulebook_version_period check (effective_to is null or effective_to >= effective_from),
  -- One text of a scheme is in force on any day.
  constraint rulebook_version_overlap exclude using gist (
    scheme with =, daterange(effective_from, effective_to, '[]') with &&)
);
create trigger rulebook_version_append_only before update or delete on rulebook_version
  for each row execute function refuse_change();

create table agreement (
  id text constraint agreement_pkey primary key,
  document jsonb not null,
  sha256 text not null,
  effective_from date not null
);
create trigger agreement_append_only before update or delete on agreement
  for each row execute function refuse_change();

create table budget (
  id uuid default uuidv7() constraint budget_pkey primary key,
  authority_id uuid not null constraint budget_authority references organisation (id),
  scheme text not null,
  year int not null constraint budget_year check (year between 2000 and 2100),
  region_path text[] not null,
  status text not null default 'open' constraint budget_status check (status in ('open', 'frozen', 'closed')),
  created_at timestamptz not null,
  constraint budget_once unique (authority_id, scheme, year)
);

create table budget_step (
  id uuid default uuidv7() constraint budget_step_pkey primary key,
  budget_id uuid not null constraint budget_step_budget references budget (id),
  kind text not null constraint budget_step_kind check (kind in ('allot', 'carry_in', 'release', 'freeze', 'unfreeze', 'close')),
  amount_fen bigint constraint budget_step_amount check (amount_fen > 0),
  reason text not null,
  actor_label text not null,
  at timestamptz not null,
  constraint budget_step_has_amount check (kind = 'close' or (kind in ('allot', 'carry_in', 'release')) = (amount_fen is not null))
);
create index budget_step_budget_id on budget_step (budget_id, id);
create trigger budget_step_append_only before update or delete on budget_step
  for each row execute function refuse_change();

-- What a firm has claimed under one scheme in one claim year; the cap is the one of the rulebook in force.
create table firm_year (
  organisation_id uuid not null constraint firm_year_organisation references organisation (id),
  scheme text not null,
  year int not null,
  cap_fen bigint not null constraint firm_year_cap_positive check (cap_fen > 0),
  claimed_fen bigint not null default 0 constraint firm_year_claimed check (claimed_fen >= 0),
  constraint firm_year_pkey primary key (organisation_id, scheme, year),
  constraint firm_year_cap check (claimed_fen <= cap_fen)
);

create table claim (
  case_id uuid constraint claim_pkey primary key constraint claim_case references case_file (id),
  organisation_id uuid not null constraint claim_organisation references organisation (id),
  authority_id uuid not null constraint claim_authority references organisation (id),
  region_path text[] not null,
  rulebook_id text not null constraint claim_rulebook references rulebook_version (id),
  scheme text not null,
  year int not null,
  service_kind text not null,
  cross_region boolean not null,
  purpose text not null,
  contract_fen bigint not null constraint claim_contract check (contract_fen > 0),
  amount_fen bigint not null constraint claim_amount check (amount_fen > 0),
  -- Accepted but not yet funded: the place in the queue is the order of acceptance.
  accepted_at timestamptz,
  queue_no bigint generated always as identity,
  status text not null constraint claim_status
    check (status in ('in_review', 'queued', 'issued', 'refused', 'withdrawn', 'lapsed'))
);
create index claim_organisation_id on claim (organisation_id, year);
create index claim_authority_id on claim (authority_id);
create index claim_rulebook_id on claim (rulebook_id);
create index claim_queue on claim (authority_id, scheme, accepted_at, queue_no) where status = 'queued';

create table voucher (
  id uuid default uuidv7() constraint voucher_pkey primary key,
  number text not null constraint voucher_number unique,
  claim_id uuid not null constraint voucher_claim references claim (case_id),
  organisation_id uuid not null constraint voucher_organisation references organisation (id),
  authority_id uuid not null constraint voucher_authority references organisation (id),
  budget_id uuid not null constraint voucher_budget references budget (id),
  region_path text[] not null,
  rulebook_id text not null constraint voucher_rulebook references rulebook_version (id),
  scheme text not null,
  service_kind text not null,
  year int not null,
  face_fen bigint not null constraint voucher_face check (face_fen > 0),
  -- Kept in step with the ledger hold: what is neither redeemed nor returned.
  remaining_fen bigint not null,
  hold_id uuid not null constraint voucher_hold unique,
  valid_from date not null,
  use_by date not null,
  redeem_by date not null,
  status text not null default 'active' constraint voucher_status
    check (status in ('active', 'used', 'lapsed', 'returned', 'revoked')),
  ended_at timestamptz,
  constraint voucher_one_per_claim unique (claim_id),
  constraint voucher_remaining check (remaining_fen between 0 and face_fen),
  constraint voucher_ended check ((status = 'active') = (ended_at is null)),
  constraint voucher_ended_empty check (status = 'active' or remaining_fen = 0),
  constraint voucher_period check (valid_from <= use_by and use_by <= redeem_by)
);
create index voucher_organisation_id on voucher (organisation_id, year);
create index voucher_budget_id on voucher (budget_id, status);
create index voucher_authority_id on voucher (authority_id);
create index voucher_rulebook_id on voucher (rulebook_id);
create index voucher_redeem_by on voucher (redeem_by) where status = 'active';

-- A firm barred from a scheme by a decision, with its term.
create table bar (
  id uuid default uuidv7() constraint bar_pkey primary key,
  organisation_id uuid not null constraint bar_organisation references organisation (id),
  authority_id uuid not null constraint bar_authority references organisation (id),
  from_day date not null,
  to_day date not null,
  reason text not null,
  clause text not null,
  decision_id uuid not null,
  lifted_at timestamptz,
  lifted_reason text,
  constraint bar_period check (from_day < to_day),
  constraint bar_lifted check ((lifted_at is null) = (lifted_reason is null)),
  constraint bar_decision unique (decision_id, organisation_id)
);
create index bar_organisation_id on bar (organisation_id, to_day);
create index bar_authority_id on bar (authority_id);
