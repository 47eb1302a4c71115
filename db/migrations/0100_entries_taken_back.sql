-- A name or a place that was entered by mistake is taken back by the authority that entered it: the entry stays in the record
-- with who took it back and why, the one before it is in force again. Entries that came with the registration, with the
-- decision of a dispute or from a list name no authority: they are put right by a new entry.
alter table organisation_name
  add column recorded_at timestamptz,
  add column authority_id uuid constraint organisation_name_authority references organisation (id),
  add column withdrawn_at timestamptz,
  add column withdrawn_by uuid constraint organisation_name_withdrawn_by references auth."user" (id),
  add column withdrawn_reason text,
  add constraint organisation_name_withdrawal check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) in (0, 3)),
  drop constraint organisation_name_once,
  add constraint organisation_name_once exclude using gist
    (organisation_id with =, daterange(valid_from, valid_to) with &&) where (withdrawn_at is null);
create index organisation_name_of on organisation_name (organisation_id, valid_from);
create index organisation_name_authority_id on organisation_name (authority_id);
create index organisation_name_withdrawn_by_id on organisation_name (withdrawn_by);

alter table organisation_region
  add column recorded_at timestamptz,
  add column authority_id uuid constraint organisation_region_authority references organisation (id),
  add column withdrawn_at timestamptz,
  add column withdrawn_by uuid constraint organisation_region_withdrawn_by references auth."user" (id),
  add column withdrawn_reason text,
  add constraint organisation_region_withdrawal check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) in (0, 3)),
  drop constraint organisation_region_once,
  add constraint organisation_region_once exclude using gist
    (organisation_id with =, daterange(valid_from, valid_to) with &&) where (withdrawn_at is null);
create index organisation_region_of on organisation_region (organisation_id, valid_from);
create index organisation_region_authority_id on organisation_region (authority_id);
create index organisation_region_withdrawn_by_id on organisation_region (withdrawn_by);

-- Nothing vanishes from these histories. An entry ends, or is taken back once: the last one, while no case was filed under it.
-- Whoever files holds the row of the organisation until he commits, and so does whoever takes back.
create function organisation_entry_kept() returns trigger language plpgsql as $$
declare
  ends constant text[] := array['valid_to', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - ends) <> (to_jsonb(old) - ends) then
    raise exception 'the histories of an organisation are kept' using errcode = '23514', constraint = 'organisation_entry_kept';
  end if;
  if old.withdrawn_at is not null or (new.withdrawn_at is not null and (old.valid_to is not null or old.authority_id is null)) then
    raise exception 'the entry is not the last one' using errcode = '23514', constraint = 'organisation_entry_replaced';
  end if;
  if new.withdrawn_at is not null and exists (
    select from case_file filed
     where filed.organisation_id = old.organisation_id and filed.submitted_at >= old.recorded_at
       and case tg_table_name when 'organisation_name' then filed.applicant = to_jsonb(old) ->> 'name'
           else to_jsonb(filed.region_path) = to_jsonb(old) -> 'region_path' end
  ) then
    raise exception 'a case was filed under the entry' using errcode = '23514', constraint = 'organisation_entry_relied';
  end if;
  return new;
end
$$;
create trigger organisation_name_kept before update or delete on organisation_name
  for each row execute function organisation_entry_kept();
create trigger organisation_region_kept before update or delete on organisation_region
  for each row execute function organisation_entry_kept();

-- A seat is a county, a district, a county-level city or a zone of that level. Codes of provinces and cities end in 00.
create function organisation_seat() returns trigger language plpgsql as $$
begin
  raise exception 'a seat is a county' using errcode = '23514', constraint = 'organisation_seat';
end
$$;
create trigger organisation_seat_given before insert on organisation for each row
  when (new.kind not in ('authority', 'operator') and new.region_code like '____00') execute function organisation_seat();
create trigger organisation_seat_moved before update of region_code on organisation for each row
  when (new.kind not in ('authority', 'operator') and new.region_code like '____00'
    and new.region_code is distinct from old.region_code) execute function organisation_seat();
