-- Money does not come back before it was paid: a slip's day mistyped would move it to a year of which the figures are closed.
create function recovery_return_follows() returns trigger language plpgsql as $$
begin
  if exists (
    select from recovery r join payment_row p on p.redemption_id = r.redemption_id and p.status = 'paid'
    where r.id = new.recovery_id and p.paid_on > new.received_on
  ) then
    raise exception 'received before it was paid' using errcode = '23514', constraint = 'recovery_return_follows';
  end if;
  return new;
end
$$;
create trigger recovery_return_follows before insert on recovery_return for each row execute function recovery_return_follows();
