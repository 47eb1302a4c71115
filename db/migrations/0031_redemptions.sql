-- Redemption requests (兑付申请): a voucher, an accepted order, invoice lines and payments, what the rules make of them, and what
-- was approved. The case of the same id holds the review; its actions and these rows move in one transaction.

create table redemption (
  case_id uuid constraint redemption_pkey primary key constraint redemption_case references case_file (id),
  number text not null constraint redemption_number unique,
  voucher_id uuid not null constraint redemption_voucher references voucher (id),
  order_id uuid not null constraint redemption_order references service_order (id),
  organisation_id uuid not null constraint redemption_organisation references organisation (id),
  provider_id uuid not null constraint redemption_provider references organisation (id),
  -- Who is paid: the firm in 通用 mode, the provider in 通兑 mode.
  payee_id uuid not null constraint redemption_payee references organisation (id)
    constraint redemption_payee_is_party check (payee_id in (organisation_id, provider_id)),
  authority_id uuid not null constraint redemption_authority references organisation (id),
  region_path text[] not null,
  contract_fen bigint not null constraint redemption_contract check (contract_fen > 0),
  invoiced_fen bigint not null constraint redemption_invoiced check (invoiced_fen > 0),
  paid_by_firm_fen bigint not null constraint redemption_paid_by_firm check (paid_by_firm_fen > 0),
  accepted_on date not null,
  -- The latest reckoning, of which the rows of redemption_reckoning are the history.
  reckoning_no int not null constraint redemption_reckoning_no check (reckoning_no >= 1),
  excluded_fen bigint not null constraint redemption_excluded check (excluded_fen >= 0),
  eligible_fen bigint not null constraint redemption_eligible check (eligible_fen > 0),
  amount_fen bigint not null constraint redemption_amount check (amount_fen > 0),
  status text not null constraint redemption_status check (status in
    ('in_review', 'passed', 'in_batch', 'approved', 'refused', 'withdrawn', 'lapsed', 'revoked')),
  -- What the review let pass: fixed with the last review, and what the decision approves.
  approved_fen bigint constraint redemption_approved check (approved_fen > 0),
  -- Where the money goes, as confirmed on the day of approval; a changed account stops the payment.
  payee_account jsonb,
  payee_digest text,
  filed_at timestamptz not null,
  passed_at timestamptz,
  decided_at timestamptz,
  constraint redemption_passed check (status not in ('passed', 'in_batch', 'approved', 'revoked') or approved_fen is not null),
  constraint redemption_within_amount check (approved_fen <= amount_fen),
  constraint redemption_has_account check ((payee_account is null) = (payee_digest is null)
    and (status <> 'approved' or payee_account is not null)),
  constraint redemption_ended check (status in ('in_review', 'passed', 'in_batch') or decided_at is not null)
);
create index redemption_voucher_id on redemption (voucher_id);
create index redemption_order_id on redemption (order_id);
create index redemption_organisation_id on redemption (organisation_id, case_id);
create index redemption_provider_id on redemption (provider_id, case_id);
create index redemption_payee_id on redemption (payee_id);
create index redemption_authority_id on redemption (authority_id, status);
create index redemption_region on redemption using gin (region_path);
-- One live request of a voucher at a time, and so of an order.
create unique index redemption_voucher_live on redemption (voucher_id) where status in ('in_review', 'passed', 'in_batch');

-- What was decided stays: an approved request can only be revoked, and what it rests on is never rewritten.
create function redemption_keeps() returns trigger language plpgsql as $$
begin
  if row(new.case_id, new.number, new.voucher_id, new.order_id, new.organisation_id, new.provider_id, new.payee_id,
         new.authority_id, new.contract_fen, new.filed_at)
     is distinct from row(old.case_id, old.number, old.voucher_id, old.order_id, old.organisation_id, old.provider_id,
         old.payee_id, old.authority_id, old.contract_fen, old.filed_at) then
    raise exception 'a request keeps its parties' using errcode = '23514', constraint = 'redemption_frozen';
  end if;
  if old.status = 'approved' and (new.status not in ('approved', 'revoked')
      or row(new.approved_fen, new.amount_fen, new.payee_account, new.payee_digest)
         is distinct from row(old.approved_fen, old.amount_fen, old.payee_account, old.payee_digest)) then
    raise exception 'an approved redemption is only revoked' using errcode = '23514', constraint = 'redemption_decided';
  end if;
  return new;
end
$$;
create trigger redemption_keeps before update on redemption for each row execute function redemption_keeps();
create trigger redemption_kept before delete on redemption for each row execute function refuse_change();

-- The invoice lines it presents; which of them it occupies now, the register of invoices knows.
create table redemption_line (
  case_id uuid not null constraint redemption_line_redemption references redemption (case_id),
  invoice_id uuid not null,
  line_no int not null,
  amount_fen bigint not null constraint redemption_line_amount check (amount_fen > 0),
  constraint redemption_line_pkey primary key (case_id, invoice_id, line_no),
  constraint redemption_line_invoice foreign key (invoice_id, line_no) references invoice_line (invoice_id, line_no)
);
create index redemption_line_invoice_id on redemption_line (invoice_id, line_no);
create trigger redemption_line_frozen before update or delete on redemption_line
  for each row execute function refuse_change();

create table redemption_payment (
  case_id uuid not null constraint redemption_payment_redemption references redemption (case_id),
  payment_no int not null constraint redemption_payment_no check (payment_no between 1 and 100),
  amount_fen bigint not null constraint redemption_payment_amount check (amount_fen > 0),
  paid_on date not null,
  file_id uuid not null constraint redemption_payment_file references file (id),
  constraint redemption_payment_pkey primary key (case_id, payment_no)
);
create index redemption_payment_file_id on redemption_payment (file_id);
create trigger redemption_payment_frozen before update or delete on redemption_payment
  for each row execute function refuse_change();

-- The documents that were handed in, by kind, at filing and with each supplement; none is ever taken away.
create table redemption_document (
  case_id uuid not null constraint redemption_document_redemption references redemption (case_id),
  kind text not null,
  file_id uuid not null constraint redemption_document_file references file (id),
  at timestamptz not null,
  constraint redemption_document_pkey primary key (case_id, kind, file_id)
);
create index redemption_document_file_id on redemption_document (file_id);
create trigger redemption_document_append_only before update or delete on redemption_document
  for each row execute function refuse_change();

-- Every reckoning of the amount with its derivation: the first at filing, later ones by a reviewer with a reason for each item.
create table redemption_reckoning (
  case_id uuid not null constraint redemption_reckoning_redemption references redemption (case_id)
    deferrable initially deferred,
  reckoning_no int not null constraint redemption_reckoning_positive check (reckoning_no >= 1),
  excluded jsonb not null,
  excluded_fen bigint not null constraint redemption_reckoning_excluded check (excluded_fen >= 0),
  eligible_fen bigint not null constraint redemption_reckoning_eligible check (eligible_fen > 0),
  amount_fen bigint not null constraint redemption_reckoning_amount check (amount_fen > 0),
  steps jsonb not null,
  actor_label text not null,
  at timestamptz not null,
  constraint redemption_reckoning_pkey primary key (case_id, reckoning_no)
);
create trigger redemption_reckoning_append_only before update or delete on redemption_reckoning
  for each row execute function refuse_change();

-- What other modules may join on.
create view redemption_card as
  select case_id as id, number, voucher_id, order_id, organisation_id, provider_id, payee_id, authority_id, region_path,
    amount_fen, approved_fen, status, filed_at, passed_at, decided_at
  from redemption;
