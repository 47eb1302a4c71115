-- A finding of falsehood that does not stand (overturned on review or by a court) is undone: what was owed is owed no more, what came
-- back is paid again, the approval stands again, the bar is lifted.
alter table case_action drop constraint case_action_known, add constraint case_action_known check (action in ('submit', 'take',
  'release', 'recuse', 'request_supplement', 'supply', 'pass', 'refuse', 'withdraw', 'appeal', 'uphold', 'overturn', 'hold',
  'release_hold', 'extend', 'enter_batch', 'leave_batch', 'notice_opened', 'notice_closed', 'approve', 'decline',
  'revoke', 'reinstate', 'reopen', 'lapse', 'correct', 'escalate', 'set_deadline'));

create or replace function redemption_keeps() returns trigger language plpgsql as $$
begin
  if row(new.case_id, new.number, new.voucher_id, new.order_id, new.organisation_id, new.provider_id, new.payee_id,
         new.authority_id, new.contract_fen, new.filed_at)
     is distinct from row(old.case_id, old.number, old.voucher_id, old.order_id, old.organisation_id, old.provider_id,
         old.payee_id, old.authority_id, old.contract_fen, old.filed_at) then
    raise exception 'a request keeps its parties' using errcode = '23514', constraint = 'redemption_frozen';
  end if;
  if old.status in ('approved', 'revoked') and (new.status not in ('approved', 'revoked')
      or row(new.approved_fen, new.amount_fen, new.payee_account, new.payee_digest)
         is distinct from row(old.approved_fen, old.amount_fen, old.payee_account, old.payee_digest)) then
    raise exception 'an approved redemption is only revoked, and reinstated' using errcode = '23514', constraint = 'redemption_decided';
  end if;
  return new;
end
$$;

alter table recovery
  -- Who decided; none where it came of the payee's own will. Kept to tell that another one overturns it.
  add column decided_by_user uuid constraint recovery_decided_by_user references auth."user" (id),
  add column overturned_by_user uuid constraint recovery_overturned_by_user references auth."user" (id),
  -- What came back before it was overturned, and what of it was paid again.
  add column refund_fen bigint not null default 0,
  add column refunded_fen bigint not null default 0,
  drop constraint recovery_status, drop constraint recovery_done,
  add constraint recovery_status check (status in ('open', 'returned', 'waived', 'stopped', 'overturned')),
  add constraint recovery_done check (status = 'overturned' or (status = 'returned') = (returned_fen = demanded_fen)),
  add constraint recovery_overturned check ((status = 'overturned') = (overturned_by_user is not null)
    and (status <> 'overturned' or cause = 'falsehood' and end_reason is not null)),
  add constraint recovery_overturned_by_another check (overturned_by_user <> decided_by_user),
  add constraint recovery_refund check (refund_fen = case status when 'overturned' then returned_fen else 0 end),
  add constraint recovery_refunded check (refunded_fen between 0 and refund_fen);
create index recovery_decided_by_user_ix on recovery (decided_by_user);
create index recovery_overturned_by_user_ix on recovery (overturned_by_user);
create index recovery_refund_due on recovery (authority_id) where refunded_fen < refund_fen;

-- What was overturned stays overturned.
create function recovery_stays_overturned() returns trigger language plpgsql as $$
begin
  raise exception 'an overturned recovery changes by its refunds alone' using errcode = '23514', constraint = 'recovery_stays_overturned';
end
$$;
create trigger recovery_stays_overturned before update on recovery for each row
  when (old.status = 'overturned' and (new.status, new.demanded_fen, new.returned_fen, new.refund_fen, new.overturned_by_user)
    is distinct from (old.status, old.demanded_fen, old.returned_fen, old.refund_fen, old.overturned_by_user))
  execute function recovery_stays_overturned();

-- What a recovery takes of what was paid: its demand; once waived what came back; once overturned what was not paid again.
create function recovery_takes(r recovery) returns bigint language sql immutable as $$
  select case r.status when 'stopped' then 0 when 'waived' then r.returned_fen
    when 'overturned' then r.returned_fen - r.refunded_fen else r.demanded_fen end
$$;
create or replace function recovery_counts() returns trigger language plpgsql as $$
declare
  paid bigint;
  demanded bigint;
begin
  if recovery_takes(new) = 0 then return new; end if;
  select amount_fen into paid from payment_row where redemption_id = new.redemption_id and status = 'paid' for no key update;
  select coalesce(sum(recovery_takes(recovery)), 0) into demanded
    from recovery where redemption_id = new.redemption_id and id <> new.id;
  if paid is null or demanded + recovery_takes(new) > paid then
    raise exception 'more is demanded back than was paid' using errcode = '23514', constraint = 'recovery_within_paid';
  end if;
  return new;
end
$$;

create table recovery_refund (
  id uuid default uuidv7() constraint recovery_refund_pkey primary key,
  recovery_id uuid not null constraint recovery_refund_recovery references recovery (id),
  amount_fen bigint not null constraint recovery_refund_amount check (amount_fen > 0),
  bank_reference text not null constraint recovery_refund_reference unique,
  paid_on date not null,
  actor_label text not null,
  at timestamptz not null
);
create index recovery_refund_recovery_id on recovery_refund (recovery_id);
create trigger recovery_refund_append_only before update or delete on recovery_refund
  for each row execute function refuse_change();
