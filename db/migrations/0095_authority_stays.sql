-- The region of an authority is its reach: it never moves, or an officer could give himself another county.
create function organisation_authority_stays() returns trigger language plpgsql as $$
begin
  raise exception 'an authority does not move' using errcode = '23514', constraint = 'organisation_authority_stays';
end
$$;
create trigger organisation_authority_stays before update of region_code, region_path, kind, level on organisation
  for each row when (
    old.kind = 'authority'
    and (old.kind, old.region_code, old.region_path, old.level)
      is distinct from (new.kind, new.region_code, new.region_path, new.level)
  )
  execute function organisation_authority_stays();
