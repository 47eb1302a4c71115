-- An officer records or ends a tie by where one of its organisations lies: from then on that place is no slip any more.
alter table tie
  add column recorded_of uuid constraint tie_recorded_of references organisation (id),
  add column ended_of uuid constraint tie_ended_of references organisation (id),
  add column ended_at timestamptz,
  add constraint tie_recorded_by_place check (recorded_of is null or recorded_of in (from_id, to_id)),
  add constraint tie_ended_by_place check (ended_of is null or (ended_of in (from_id, to_id) and ended_at is not null));
create index tie_recorded_of_id on tie (recorded_of) where recorded_of is not null;
create index tie_ended_of_id on tie (ended_of) where ended_of is not null;

-- What officers of a place have decided about the organisation since it was entered, as the door asks it.
create function decided_by_place(organisation uuid, since timestamptz) returns boolean language sql stable as $$
  select exists (select from fact where organisation_id = organisation and decided_at >= since)
    or exists (select from organisation o where o.id = organisation and o.verified_at >= since)
    or exists (select from organisation_dispute d
      where d.organisation_id = organisation and d.status in ('kept', 'transferred') and d.decided_at >= since)
    or exists (select from tie where recorded_of = organisation and recorded_at >= since)
    or exists (select from tie where ended_of = organisation and ended_at >= since)
$$;

create function organisation_place_relied() returns trigger language plpgsql as $$
begin
  if decided_by_place(old.organisation_id, old.recorded_at) then
    raise exception 'officers of the place have decided by it' using errcode = '23514', constraint = 'organisation_place_relied';
  end if;
  return new;
end
$$;
create trigger organisation_region_relied before update on organisation_region for each row
  when (old.withdrawn_at is null and new.withdrawn_at is not null) execute function organisation_place_relied();
