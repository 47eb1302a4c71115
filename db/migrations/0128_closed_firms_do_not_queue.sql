-- A closed organisation gets no voucher, so nothing of it enters a queue. Whoever closes it waits for the commit, or comes first.
create function claim_of_closed_waits_not() returns trigger language plpgsql as $$
begin
  if (select status from organisation where id = new.organisation_id for share) = 'closed' then
    raise exception 'the organisation is closed' using errcode = '23514', constraint = 'claim_of_closed';
  end if;
  return new;
end
$$;
create trigger claim_of_closed before update of status on claim for each row
  when (new.status in ('queued', 'issued') and new.status is distinct from old.status)
  execute function claim_of_closed_waits_not();
