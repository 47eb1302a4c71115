-- No voucher is issued to an organisation whose code is in dispute: its claim keeps its place in the queue.
create function voucher_needs_standing() returns trigger language plpgsql as $$
begin
  if (select status from organisation where id = new.organisation_id for share) <> 'verified' then
    raise exception 'the organisation is not in good standing' using errcode = '23514', constraint = 'voucher_standing';
  end if;
  return new;
end
$$;
create trigger voucher_standing before insert on voucher for each row execute function voucher_needs_standing();
