-- What is paid again goes out as a payment does: not while the code of payee or holder is in dispute or a proposal of recovery is
-- open, and under a reference of the bank that stands on no payment.
create function recovery_refund_waits() returns trigger language plpgsql as $$
declare
  redemption_of uuid := (select redemption_id from recovery where id = new.recovery_id);
begin
  if exists (
    select from redemption r
      join voucher v on v.id = r.voucher_id
      join organisation o on o.id in (r.payee_id, v.organisation_id)
    where r.case_id = redemption_of and o.status = 'disputed' for share of o
  ) then
    raise exception 'the code of the payee or of the holder is in dispute'
      using errcode = '23514', constraint = 'recovery_refund_standing';
  end if;
  if exists (select from recovery_proposal where redemption_id = redemption_of and status = 'open') then
    raise exception 'a proposal of recovery is open' using errcode = '23514', constraint = 'recovery_refund_held';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('references of the bank', 0));
  if exists (select from payment_row where bank_reference = new.bank_reference) then
    raise exception 'the reference stands on a payment' using errcode = '23505', constraint = 'recovery_refund_reference';
  end if;
  return new;
end
$$;
create trigger recovery_refund_waits before insert on recovery_refund for each row execute function recovery_refund_waits();

-- Imports do not wait for each other here, only for who books a refund.
create function payment_row_reference_is_no_refund() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('references of the bank', 0));
  if exists (select from recovery_refund where bank_reference = new.bank_reference) then
    raise exception 'the reference stands on a refund' using errcode = '23505', constraint = 'payment_row_bank_reference';
  end if;
  return new;
end
$$;
create trigger payment_row_reference before update of bank_reference on payment_row
  for each row when (new.bank_reference is not null and new.bank_reference is distinct from old.bank_reference)
  execute function payment_row_reference_is_no_refund();
