-- 注销: the register struck the organisation off. Whoever recorded it by mistake takes it back; both stay on record.
create table organisation_closing (
  id uuid default uuidv7() constraint organisation_closing_pkey primary key,
  organisation_id uuid not null constraint organisation_closing_organisation references organisation,
  closed_on date not null,
  evidence text not null,
  status_before text not null,
  waited_since timestamptz,
  recorded_by uuid not null constraint organisation_closing_recorded_by references auth."user",
  recorded_at timestamptz not null,
  authority_id uuid not null constraint organisation_closing_authority references organisation,
  withdrawn_at timestamptz,
  withdrawn_by uuid constraint organisation_closing_withdrawn_by references auth."user",
  withdrawn_reason text,
  constraint organisation_closing_before check (status_before in ('unverified', 'verified')),
  constraint organisation_closing_day check (closed_on <= (recorded_at at time zone 'Asia/Shanghai')::date),
  constraint organisation_closing_withdrawal check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) in (0, 3))
);
create unique index organisation_closing_once on organisation_closing (organisation_id) where withdrawn_at is null;
create index organisation_closing_of on organisation_closing (organisation_id);
create index organisation_closing_recorded_by_id on organisation_closing (recorded_by);
create index organisation_closing_authority_id on organisation_closing (authority_id);
create index organisation_closing_withdrawn_by_id on organisation_closing (withdrawn_by);

create function organisation_closing_kept() returns trigger language plpgsql as $$
declare
  ends constant text[] := array['withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' or to_jsonb(old) - ends <> to_jsonb(new) - ends or old.withdrawn_at is not null then
    raise exception 'a closing stays on record' using errcode = '23514', constraint = 'organisation_closing_kept';
  end if;
  return new;
end $$;
create trigger organisation_closing_kept before delete or update on organisation_closing
  for each row execute function organisation_closing_kept();

-- An organisation is closed exactly while a closing of it counts.
create function organisation_closed_by_closing() returns trigger language plpgsql as $$
declare
  it uuid := case tg_table_name when 'organisation' then new.id else (to_jsonb(new) ->> 'organisation_id')::uuid end;
begin
  if (select status = 'closed' from organisation where id = it)
    <> exists (select from organisation_closing where organisation_id = it and withdrawn_at is null) then
    raise exception 'closed, and no closing says so, or the reverse'
      using errcode = '23514', constraint = 'organisation_closed_by_closing';
  end if;
  return null;
end $$;
create constraint trigger organisation_closed_by_closing after insert or update of status on organisation
  deferrable initially deferred for each row execute function organisation_closed_by_closing();
create constraint trigger organisation_closing_closes after insert or update on organisation_closing
  deferrable initially deferred for each row execute function organisation_closed_by_closing();

-- Nobody makes or confirms an order with an organisation that is closed.
create function service_order_of_closed() returns trigger language plpgsql as $$
begin
  -- A laboratory goes with the house whose unit it is.
  perform from organisation where id in (new.buyer_id, new.provider_id)
    or id = (select host_id from organisation where id = new.provider_id) order by id for share;
  if exists (select from organisation where status = 'closed' and (id in (new.buyer_id, new.provider_id)
    or id = (select host_id from organisation where id = new.provider_id))) then
    raise exception 'a side of the order is closed' using errcode = '23514', constraint = 'service_order_of_closed';
  end if;
  return new;
end $$;
create trigger service_order_of_closed before insert on service_order
  for each row execute function service_order_of_closed();
create trigger service_order_confirmed_of_closed before update of status on service_order
  for each row when (new.status = 'confirmed' and old.status is distinct from new.status)
  execute function service_order_of_closed();
