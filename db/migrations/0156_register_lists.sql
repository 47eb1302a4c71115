-- Facts come onto a node out of a published list (登记名单): who keeps it, under which document, and which rows came from it.
create table register_list (
  id uuid default uuidv7() constraint register_list_pkey primary key,
  authority_id uuid not null constraint register_list_authority references organisation (id),
  key text not null constraint register_list_key check (key in ('smeProvincial', 'smeNational', 'hnte')),
  document_number text not null,
  name text not null,
  published_on date not null,
  imported_by uuid not null constraint register_list_imported_by references auth."user" (id),
  imported_at timestamptz not null,
  constraint register_list_once unique (authority_id, key, document_number)
);
create index register_list_imported_by_id on register_list (imported_by);

create function register_list_kept() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    raise exception 'a list stays as it was published' using errcode = '23514', constraint = 'register_list_kept';
  end if;
  if not exists (select from organisation o
      where o.id = new.authority_id and o.kind = 'authority' and o.level in ('province', 'city')) then
    raise exception 'lists come from provinces and cities' using errcode = '23514', constraint = 'register_list_level';
  end if;
  return new;
end
$$;
create trigger register_list_kept before insert or update or delete on register_list
  for each row execute function register_list_kept();

alter table fact
  add column register_list_id uuid constraint fact_register_list references register_list (id),
  -- What it replaced, and what counts again once it is taken back.
  add column replaces_id uuid constraint fact_replaces references fact (id),
  add column withdrawn_at timestamptz,
  add column withdrawn_by uuid constraint fact_withdrawn_by references auth."user" (id),
  add column withdrawn_reason text,
  add constraint fact_withdrawal check (
    num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) in (0, 3)
    and (withdrawn_at is null or (superseded_at is not null and register_list_id is not null)));
create index fact_register_list_id on fact (register_list_id, id) where register_list_id is not null;
create index fact_replaces_id on fact (replaces_id) where replaces_id is not null;
create index fact_withdrawn_by_id on fact (withdrawn_by) where withdrawn_by is not null;
create trigger fact_origin_kept before update of register_list_id, replaces_id on fact
  for each row execute function refuse_change();

-- A row of a list is a confirmed fact of the list's key, with days, about an organisation within the reach of the list's keeper.
create function fact_of_register() returns trigger language plpgsql as $$
begin
  if new.standing <> 'confirmed' or new.declared_by is not null or new.valid_from is null or new.valid_to is null
      or not exists (
        select from register_list l
          join organisation keeper on keeper.id = l.authority_id
          join organisation o on o.id = new.organisation_id
        where l.id = new.register_list_id and l.key = new.key and o.region_path @> array[keeper.region_code]) then
    raise exception 'the fact is none of this list' using errcode = '23514', constraint = 'fact_of_register';
  end if;
  return new;
end
$$;
create trigger fact_of_register before insert on fact
  for each row when (new.register_list_id is not null) execute function fact_of_register();

-- What was taken back counts no more.
create function fact_withdrawn_stays() returns trigger language plpgsql as $$
begin
  if (new.withdrawn_at, new.withdrawn_by, new.withdrawn_reason, new.superseded_at)
      is distinct from (old.withdrawn_at, old.withdrawn_by, old.withdrawn_reason, old.superseded_at) then
    raise exception 'the fact was taken back' using errcode = '23514', constraint = 'fact_withdrawn_stays';
  end if;
  return new;
end
$$;
create trigger fact_withdrawn_stays before update on fact
  for each row when (old.withdrawn_at is not null) execute function fact_withdrawn_stays();
