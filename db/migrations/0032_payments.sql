-- Batches (批次) of passed redemptions, payment runs, what the bank answered, and recoveries (追回).

create table batch (
  id uuid default uuidv7() constraint batch_pkey primary key,
  number text not null constraint batch_number unique,
  authority_id uuid not null constraint batch_authority references organisation (id),
  scheme text not null,
  region_path text[] not null,
  status text not null default 'collecting' constraint batch_status
    check (status in ('collecting', 'on_notice', 'deciding', 'decided', 'dissolved')),
  notice_id uuid constraint batch_notice references public_notice (id),
  created_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  reason text,
  constraint batch_ended check ((status in ('decided', 'dissolved')) = (ended_at is not null) and (ended_at is null) = (ended_by is null)),
  constraint batch_has_notice check (status not in ('on_notice', 'deciding', 'decided') or notice_id is not null)
);
create index batch_authority_id on batch (authority_id, id);
create index batch_notice_id on batch (notice_id);

create table batch_row (
  batch_id uuid not null constraint batch_row_batch references batch (id),
  redemption_id uuid not null constraint batch_row_redemption references redemption (case_id),
  amount_fen bigint not null constraint batch_row_amount check (amount_fen > 0),
  -- Working days the notice must stand for this row: by its pinned rulebook and its programme, whichever asks for more.
  notice_days int not null constraint batch_row_notice_days check (notice_days between 1 and 120),
  status text not null default 'listed' constraint batch_row_status
    check (status in ('listed', 'held', 'approved', 'declined', 'removed')),
  reason text,
  decided_by uuid,
  decided_by_label text,
  decided_at timestamptz,
  constraint batch_row_pkey primary key (batch_id, redemption_id),
  constraint batch_row_why check (status not in ('declined', 'removed') or reason is not null),
  constraint batch_row_decided check ((status in ('approved', 'declined')) = (decided_at is not null))
);
create index batch_row_redemption_id on batch_row (redemption_id);
-- Two batches never take one redemption.
create unique index batch_row_live on batch_row (redemption_id) where status in ('listed', 'held', 'approved');

create table payment_run (
  id uuid default uuidv7() constraint payment_run_pkey primary key,
  number text not null constraint payment_run_number unique,
  authority_id uuid not null constraint payment_run_authority references organisation (id),
  region_path text[] not null,
  status text not null default 'prepared' constraint payment_run_status
    check (status in ('prepared', 'approved', 'sent', 'closed', 'cancelled')),
  -- As prepared; what was sent is the sum of the rows that were not stopped.
  total_fen bigint not null constraint payment_run_total check (total_fen > 0),
  prepared_by uuid not null constraint payment_run_prepared_by references auth."user" (id),
  prepared_by_label text not null,
  prepared_at timestamptz not null,
  approved_by uuid constraint payment_run_approved_by references auth."user" (id),
  approved_by_label text,
  approved_at timestamptz,
  sent_by_label text,
  sent_at timestamptz,
  ended_at timestamptz,
  reason text,
  reminded_at timestamptz,
  -- Whoever prepares a payment does not approve it, standing in for somebody included: it is the person that counts.
  constraint payment_run_four_eyes check (approved_by <> prepared_by),
  constraint payment_run_approved check (num_nulls(approved_by, approved_by_label, approved_at) in (0, 3)),
  constraint payment_run_sent_approved check (status not in ('approved', 'sent', 'closed') or approved_by is not null),
  constraint payment_run_sent check ((status in ('sent', 'closed')) = (sent_at is not null)),
  constraint payment_run_ended check ((status in ('closed', 'cancelled')) = (ended_at is not null)),
  constraint payment_run_cancelled check (status <> 'cancelled' or reason is not null)
);
create index payment_run_authority_id on payment_run (authority_id, id);
create index payment_run_prepared_by_id on payment_run (prepared_by);
create index payment_run_approved_by_id on payment_run (approved_by);
create index payment_run_waiting on payment_run (prepared_at) where status = 'prepared';

create table payment_row (
  id uuid default uuidv7() constraint payment_row_pkey primary key,
  run_id uuid not null constraint payment_row_run references payment_run (id),
  row_no int not null constraint payment_row_no_positive check (row_no >= 1),
  redemption_id uuid not null constraint payment_row_redemption references redemption (case_id),
  -- Who is paid: the firm (通用) or the provider (通兑).
  organisation_id uuid not null constraint payment_row_organisation references organisation (id),
  budget_id uuid not null constraint payment_row_budget references budget (id),
  amount_fen bigint not null constraint payment_row_amount check (amount_fen > 0),
  -- The account as it was confirmed when the row was prepared, and its digest; another one stops the row.
  payee jsonb not null,
  payee_digest text not null constraint payment_row_payee_digest check (payee_digest ~ '^[0-9a-f]{64}$'),
  status text not null default 'prepared' constraint payment_row_status
    check (status in ('prepared', 'stopped', 'sent', 'paid', 'unpaid', 'cancelled')),
  reason text,
  bank_reference text constraint payment_row_bank_reference unique,
  paid_on date,
  import_id uuid,
  at timestamptz not null,
  constraint payment_row_no unique (run_id, row_no),
  constraint payment_row_paid check ((status = 'paid') = (paid_on is not null) and (status = 'paid') = (bank_reference is not null)),
  constraint payment_row_why check (status not in ('stopped', 'unpaid') or reason is not null)
);
create index payment_row_redemption_id on payment_row (redemption_id);
create index payment_row_organisation_id on payment_row (organisation_id, id);
create index payment_row_budget_id on payment_row (budget_id, status);
-- A redemption is in at most one living payment, and is paid once.
create unique index payment_row_live on payment_row (redemption_id) where status in ('prepared', 'sent', 'paid');

-- What was prepared stays; a row goes prepared → sent → paid or unpaid, or is stopped or cancelled before it is sent.
create function payment_row_keeps() returns trigger language plpgsql as $$
begin
  if row(new.id, new.run_id, new.row_no, new.redemption_id, new.organisation_id, new.budget_id, new.amount_fen, new.payee, new.payee_digest)
     is distinct from row(old.id, old.run_id, old.row_no, old.redemption_id, old.organisation_id, old.budget_id, old.amount_fen, old.payee, old.payee_digest)
     or not (old.status = new.status
       or old.status = 'prepared' and new.status in ('sent', 'stopped', 'cancelled')
       or old.status = 'sent' and new.status in ('paid', 'unpaid'))
     or old.status in ('paid', 'unpaid') and new is distinct from old then
    raise exception 'a payment row keeps what was prepared' using errcode = '23514', constraint = 'payment_row_frozen';
  end if;
  return new;
end
$$;
create trigger payment_row_frozen before update on payment_row for each row execute function payment_row_keeps();
create trigger payment_row_kept before delete on payment_row for each row execute function refuse_change();

-- A confirmation of the bank as it was read: each line with what became of it.
create table payment_import (
  id uuid default uuidv7() constraint payment_import_pkey primary key,
  authority_id uuid not null constraint payment_import_authority references organisation (id),
  region_path text[] not null,
  file_id uuid constraint payment_import_file references file (id),
  name text not null,
  report jsonb not null,
  paid_fen bigint not null constraint payment_import_paid check (paid_fen >= 0),
  actor_label text not null,
  at timestamptz not null
);
create index payment_import_authority_id on payment_import (authority_id, id);
create index payment_import_file_id on payment_import (file_id);
create trigger payment_import_append_only before update or delete on payment_import
  for each row execute function refuse_change();
alter table payment_row add constraint payment_row_import foreign key (import_id) references payment_import (id);
create index payment_row_import_id on payment_row (import_id);

create table recovery (
  id uuid default uuidv7() constraint recovery_pkey primary key,
  number text not null constraint recovery_number unique,
  redemption_id uuid not null constraint recovery_redemption references redemption (case_id),
  -- Who was paid, or was to be paid.
  organisation_id uuid not null constraint recovery_organisation references organisation (id),
  authority_id uuid not null constraint recovery_authority references organisation (id),
  region_path text[] not null,
  cause text not null constraint recovery_cause check (cause in ('falsehood', 'red_invoice', 'overpaid', 'voluntary')),
  demanded_fen bigint not null constraint recovery_demanded check (demanded_fen > 0),
  returned_fen bigint not null default 0,
  reason text not null,
  clause text not null,
  due_days int not null default 0 constraint recovery_due_days check (due_days between 0 and 250),
  due_on date,
  due_provisional boolean not null default false,
  -- stopped: found before it was paid, so that nothing has to come back.
  status text not null default 'open' constraint recovery_status check (status in ('open', 'returned', 'waived', 'stopped')),
  decided_by text not null,
  decided_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  end_reason text,
  reminded_at timestamptz,
  constraint recovery_returned check (returned_fen between 0 and demanded_fen),
  constraint recovery_done check ((status = 'returned') = (returned_fen = demanded_fen)),
  constraint recovery_ended check ((status = 'open') = (ended_at is null)),
  constraint recovery_waived check (status <> 'waived' or end_reason is not null),
  constraint recovery_stopped check (status <> 'stopped' or returned_fen = 0)
);
create index recovery_redemption_id on recovery (redemption_id);
create index recovery_organisation_id on recovery (organisation_id, status);
create index recovery_authority_id on recovery (authority_id, status);
create index recovery_due on recovery (due_on) where status = 'open';

-- What is demanded back never exceeds what was paid; the paid row is locked, so that two decisions wait for each other.
create function recovery_counts() returns trigger language plpgsql as $$
declare
  paid bigint;
  demanded bigint;
begin
  if new.status = 'stopped' then return new; end if;
  select amount_fen into paid from payment_row where redemption_id = new.redemption_id and status = 'paid' for no key update;
  select coalesce(sum(case status when 'waived' then returned_fen else demanded_fen end), 0) into demanded
    from recovery where redemption_id = new.redemption_id and status <> 'stopped' and id <> new.id;
  if paid is null or demanded + (case new.status when 'waived' then new.returned_fen else new.demanded_fen end) > paid then
    raise exception 'more is demanded back than was paid' using errcode = '23514', constraint = 'recovery_within_paid';
  end if;
  return new;
end
$$;
create trigger recovery_counts before insert or update on recovery for each row execute function recovery_counts();

create table recovery_return (
  id uuid default uuidv7() constraint recovery_return_pkey primary key,
  recovery_id uuid not null constraint recovery_return_recovery references recovery (id),
  amount_fen bigint not null constraint recovery_return_amount check (amount_fen > 0),
  bank_reference text not null constraint recovery_return_reference unique,
  received_on date not null,
  actor_label text not null,
  at timestamptz not null
);
create index recovery_return_recovery_id on recovery_return (recovery_id);
create trigger recovery_return_append_only before update or delete on recovery_return
  for each row execute function refuse_change();

-- A red-letter invoice took back what a redemption presented: an officer decides what follows.
create table recovery_proposal (
  id uuid default uuidv7() constraint recovery_proposal_pkey primary key,
  redemption_id uuid not null constraint recovery_proposal_redemption references redemption (case_id),
  authority_id uuid not null constraint recovery_proposal_authority references organisation (id),
  cause text not null constraint recovery_proposal_cause check (cause in ('red_invoice')),
  source_id uuid not null,
  amount_fen bigint not null constraint recovery_proposal_amount check (amount_fen > 0),
  note text not null,
  at timestamptz not null,
  status text not null default 'open' constraint recovery_proposal_status check (status in ('open', 'followed', 'dismissed')),
  recovery_id uuid constraint recovery_proposal_recovery references recovery (id),
  decided_by text,
  decided_at timestamptz,
  reason text,
  constraint recovery_proposal_once unique (redemption_id, source_id),
  constraint recovery_proposal_decided check ((status = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint recovery_proposal_followed check ((status = 'followed') = (recovery_id is not null)),
  constraint recovery_proposal_dismissed check (status <> 'dismissed' or reason is not null)
);
create index recovery_proposal_authority_id on recovery_proposal (authority_id, status);
create index recovery_proposal_recovery_id on recovery_proposal (recovery_id);

-- What other modules may join on.
create view payment_card as
  select w.id, r.number as run_number, w.row_no, w.redemption_id, w.organisation_id, w.budget_id, r.authority_id, w.amount_fen,
    w.status, w.reason, w.bank_reference, w.paid_on, r.sent_at
  from payment_row w join payment_run r on r.id = w.run_id;
create view recovery_card as
  select id, number, redemption_id, organisation_id, authority_id, region_path, cause, demanded_fen, returned_fen, status,
    due_on, decided_at, ended_at
  from recovery;
