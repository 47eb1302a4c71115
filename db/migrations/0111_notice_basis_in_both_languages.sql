-- The basis of a public notice is said in both languages; what was published before stands as it was.
alter table public_notice disable trigger user;
alter table public_notice rename column basis to basis_zh;
alter table public_notice add column basis_en text;
update public_notice set basis_en = basis_zh;
alter table public_notice alter column basis_en set not null;
alter table public_notice enable trigger user;

create or replace function public_notice_frozen() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.row_count <> (select count(*) from public_notice_row r where r.notice_id = new.id) then
      raise exception 'a notice is opened with its whole list' using errcode = '23514', constraint = 'public_notice_frozen';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or old.status <> 'open' and (old.status, old.ended_at, old.closes_on) is distinct from
      (new.status, new.ended_at, new.closes_on)
    or old.announced_at is not null
    or (old.id, old.number, old.title_zh, old.title_en, old.basis_zh, old.basis_en, old.authority_id, old.authority_name,
      old.region_path, old.subject_kind, old.subject_id, old.row_count, old.digest, old.opened_at, old.working_days)
      is distinct from
      (new.id, new.number, new.title_zh, new.title_en, new.basis_zh, new.basis_en, new.authority_id, new.authority_name,
      new.region_path, new.subject_kind, new.subject_id, new.row_count, new.digest, new.opened_at, new.working_days) then
    raise exception 'a public notice is frozen' using errcode = '23514', constraint = 'public_notice_frozen';
  end if;
  return new;
end
$$;
