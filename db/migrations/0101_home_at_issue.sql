-- The home region pays: no voucher is issued to a firm that is no longer in the region of the scheme's authority.
create function voucher_needs_home() returns trigger language plpgsql as $$
begin
  if not exists (
    select from organisation firm join organisation authority on authority.id = new.authority_id
     where firm.id = new.organisation_id and firm.region_path @> array[authority.region_code] for share of firm
  ) then
    raise exception 'the organisation is not in the region that pays' using errcode = '23514', constraint = 'voucher_home';
  end if;
  return new;
end
$$;
create trigger voucher_home before insert on voucher for each row execute function voucher_needs_home();

-- Why a claim that waited was refused: its code and the sentence in both languages.
alter table claim add column refused_because jsonb,
  add constraint claim_refused_because check (refused_because is null or status = 'refused');
