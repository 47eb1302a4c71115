-- Service orders between two organisations: what is bought, at what price, by when, on which terms.

create table service_order (
  id uuid default uuidv7() constraint service_order_pkey primary key,
  number text not null constraint service_order_number unique,
  buyer_id uuid not null constraint service_order_buyer references organisation (id),
  provider_id uuid not null constraint service_order_provider references organisation (id),
  -- Of the buyer: its region pays.
  region_path text[] not null,
  service_kind text not null,
  -- What the buyer declares it to contain that a fund may refuse to pay for, as the fund names it.
  contains text[] not null default '{}',
  title text not null,
  description text not null,
  price_fen bigint not null constraint service_order_price check (price_fen > 0),
  -- What pays a part of it, as the module that funds it names it.
  funding_kind text,
  funding_id uuid,
  contract_no text not null,
  contract_signed_on date not null,
  contract_file_id uuid not null constraint service_order_contract_file references file (id),
  deliver_by date not null,
  terms jsonb not null,
  status text not null default 'proposed' constraint service_order_status check (status in
    ('proposed', 'confirmed', 'declined', 'delivered', 'returned', 'accepted', 'cancelled', 'voided')),
  result_file_id uuid constraint service_order_result_file references file (id),
  created_at timestamptz not null,
  ended_at timestamptz,
  constraint service_order_two_parties check (buyer_id <> provider_id),
  constraint service_order_funding check ((funding_kind is null) = (funding_id is null)),
  constraint service_order_dates check (contract_signed_on <= deliver_by),
  constraint service_order_result check (status not in ('delivered', 'returned', 'accepted') or result_file_id is not null),
  constraint service_order_ended check
    ((status in ('declined', 'accepted', 'cancelled', 'voided')) = (ended_at is not null))
);
create index service_order_buyer_id on service_order (buyer_id, id);
create index service_order_provider_id on service_order (provider_id, id);
create index service_order_funding_of on service_order (funding_kind, funding_id) where funding_kind is not null;
create index service_order_contract_file_id on service_order (contract_file_id);
create index service_order_result_file_id on service_order (result_file_id);
-- A contract is ordered once; after a refusal or cancellation it may be proposed again, corrected.
create unique index service_order_contract_once on service_order (provider_id, buyer_id, contract_no)
  where status not in ('declined', 'cancelled', 'voided');

-- What was agreed stays as it was agreed: a correction is a cancellation and a new order.
create trigger service_order_frozen before update of number, buyer_id, provider_id, region_path, service_kind, contains, title,
  description, price_fen, funding_kind, funding_id, contract_no, contract_signed_on, contract_file_id, deliver_by, terms,
  created_at on service_order for each row execute function refuse_change();
create trigger service_order_kept before delete on service_order for each row execute function refuse_change();

-- The only ways from one status to the next, whatever the program believes.
create function service_order_moves() returns trigger language plpgsql as $$
begin
  if new.status <> old.status and not (old.status || ' ' || new.status) = any (array[
    'proposed confirmed', 'proposed declined', 'proposed cancelled', 'proposed voided',
    'confirmed delivered', 'confirmed cancelled', 'confirmed voided',
    'delivered accepted', 'delivered returned', 'delivered voided',
    'returned delivered', 'returned cancelled', 'returned voided']) then
    raise exception 'order % does not go from % to %', old.number, old.status, new.status
      using errcode = '23514', constraint = 'service_order_moves';
  end if;
  return new;
end
$$;
create trigger service_order_moves before update of status on service_order
  for each row execute function service_order_moves();

create table service_order_line (
  order_id uuid not null constraint service_order_line_order references service_order (id),
  line_no int not null constraint service_order_line_no check (line_no between 1 and 200),
  what text not null,
  quantity int not null constraint service_order_line_quantity check (quantity between 1 and 100000),
  unit text not null,
  unit_price_fen bigint not null constraint service_order_line_unit_price check (unit_price_fen > 0),
  amount_fen bigint not null generated always as (unit_price_fen * quantity) stored,
  constraint service_order_line_pkey primary key (order_id, line_no)
);
create trigger service_order_line_frozen before update or delete on service_order_line
  for each row execute function refuse_change();

-- The price is the sum of its lines, checked when the transaction ends. The argument names the order's column.
create function service_order_price_is_sum() returns trigger language plpgsql as $$
declare
  wanted bigint;
  found_sum bigint;
  the_order uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  select price_fen into wanted from service_order where id = the_order;
  select coalesce(sum(amount_fen), 0) into found_sum from service_order_line where order_id = the_order;
  if wanted is distinct from found_sum then
    raise exception 'order % costs % but its lines sum to %', the_order, wanted, found_sum
      using errcode = '23514', constraint = 'service_order_price_sum';
  end if;
  return null;
end
$$;
create constraint trigger service_order_price_sum after insert on service_order
  deferrable initially deferred for each row execute function service_order_price_is_sum('id');
create constraint trigger service_order_line_price_sum after insert on service_order_line
  deferrable initially deferred for each row execute function service_order_price_is_sum('order_id');

create table service_order_step (
  order_id uuid not null constraint service_order_step_order references service_order (id),
  step_no int not null constraint service_order_step_no check (step_no > 0),
  action text not null constraint service_order_step_action
    check (action in ('propose', 'confirm', 'decline', 'deliver', 'accept', 'return', 'cancel', 'void')),
  side text not null constraint service_order_step_side check (side in ('buyer', 'provider', 'authority')),
  actor_label text not null,
  reason text,
  fee_fen bigint constraint service_order_step_fee check (fee_fen >= 0),
  file_id uuid constraint service_order_step_file references file (id),
  at timestamptz not null,
  constraint service_order_step_pkey primary key (order_id, step_no),
  constraint service_order_step_reason check (action not in ('decline', 'return', 'cancel', 'void') or reason is not null),
  constraint service_order_step_has_fee check ((action = 'cancel') = (fee_fen is not null)),
  constraint service_order_step_delivers check (action <> 'deliver' or file_id is not null)
);
create index service_order_step_file_id on service_order_step (file_id);
create trigger service_order_step_append_only before update or delete on service_order_step
  for each row execute function refuse_change();

-- What other modules may join on.
create view service_order_card as
  select id, number, buyer_id, provider_id, region_path, service_kind, title, price_fen, funding_kind, funding_id,
    contract_no, contract_signed_on, contract_file_id, deliver_by, status, result_file_id, created_at, ended_at
  from service_order;
