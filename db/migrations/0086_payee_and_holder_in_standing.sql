-- Nothing is paid to who is not in good standing, nor for a voucher whose holder's code is in dispute: the entitlement is the holder's.
create function payment_row_needs_standing() returns trigger language plpgsql as $$
begin
  if new.status in ('prepared', 'sent') and (tg_op = 'INSERT' or old.status <> new.status) and (
    (select status from organisation where id = new.organisation_id for share) <> 'verified'
    or (select holder.status from redemption
          join voucher on voucher.id = redemption.voucher_id
          join organisation holder on holder.id = voucher.organisation_id
         where redemption.case_id = new.redemption_id for share of holder) = 'disputed'
  ) then
    raise exception 'the payee or the holder of the voucher is not in good standing'
      using errcode = '23514', constraint = 'payment_row_standing';
  end if;
  return new;
end
$$;
create trigger payment_row_standing before insert or update on payment_row
  for each row execute function payment_row_needs_standing();
