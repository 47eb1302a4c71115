-- A red-letter invoice that took back what a redemption presented holds its payment until the proposal is decided.

-- The node's own reasons are told in both languages; a bank's are as the bank wrote them.
alter table payment_row add column reason_en text;

create function payment_row_waits() returns trigger language plpgsql as $$
begin
  if new.status in ('prepared', 'sent') and (tg_op = 'INSERT' or old.status <> new.status) and exists (
    select from recovery_proposal where redemption_id = new.redemption_id and status = 'open'
  ) then
    raise exception 'a proposal of recovery is open' using errcode = '23514', constraint = 'payment_row_held';
  end if;
  return new;
end
$$;
create trigger payment_row_held before insert or update on payment_row for each row execute function payment_row_waits();
create index recovery_proposal_open on recovery_proposal (redemption_id) where status = 'open';
