-- What redemption by the provider (通兑) needs: the buyer's evaluation of the service as a step of its order, the class of firm
-- that a claim was made in, and a bound on what the provider gets from both sides.

alter table service_order_step
  add column score int,
  drop constraint service_order_step_action,
  add constraint service_order_step_action check
    (action in ('propose', 'confirm', 'decline', 'deliver', 'accept', 'return', 'cancel', 'void', 'evaluate')),
  add constraint service_order_step_score check ((action = 'evaluate') = (score is not null) and score between 1 and 5),
  drop constraint service_order_step_reason,
  add constraint service_order_step_reason
    check (action not in ('decline', 'return', 'cancel', 'void', 'evaluate') or reason is not null),
  add constraint service_order_step_evaluated_by check (action <> 'evaluate' or side = 'buyer');
-- A service is evaluated once, after it was accepted.
create unique index service_order_step_evaluated on service_order_step (order_id) where action = 'evaluate';
create function service_order_evaluated() returns trigger language plpgsql as $$
begin
  if (select status from service_order where id = new.order_id) <> 'accepted' then
    raise exception 'order % is not accepted', new.order_id using errcode = '23514', constraint = 'service_order_evaluated';
  end if;
  return new;
end
$$;
create trigger service_order_evaluated before insert on service_order_step
  for each row when (new.action = 'evaluate') execute function service_order_evaluated();

-- The class of firm of the claim's rulebook (such as hnte, whose voucher is the 高企券), confirmed on the day of the claim.
alter table claim add column firm_class text;

-- Where the provider redeems, what the firm paid it and what is asked for never exceed the contract.
alter table redemption add constraint redemption_provider_not_overpaid
  check (payee_id = organisation_id or paid_by_firm_fen + amount_fen <= contract_fen);
