-- Honours of a rulebook's list go first when money is short: what was confirmed on the day of acceptance, written down with it.
alter table claim add column priority text[] not null default '{}';
alter table claim add column queue_rank smallint not null generated always as (case when priority = '{}' then 1 else 0 end) stored;
drop index claim_queue;
create index claim_queue on claim (authority_id, scheme, queue_rank, accepted_at, queue_no) where status = 'queued';

-- A place in the queue does not change while it is held.
create function claim_keeps_place() returns trigger language plpgsql as $$
begin
  if old.status = 'queued' and new.status = 'queued'
     and (new.priority, new.accepted_at) is distinct from (old.priority, old.accepted_at) then
    raise exception 'a claim keeps its place in the queue' using errcode = '23514', constraint = 'claim_place';
  end if;
  return new;
end
$$;
create trigger claim_place before update on claim for each row execute function claim_keeps_place();

-- No voucher is issued while another claim that may be served waits before it. Whoever read the queue just before a dispute about
-- a code was decided reads it again: the whole command is tried once more.
create function voucher_keeps_order() returns trigger language plpgsql as $$
begin
  if exists (
    select from claim own
      join claim ahead on ahead.authority_id = own.authority_id and ahead.scheme = own.scheme and ahead.status = 'queued'
       and (ahead.queue_rank, ahead.accepted_at, ahead.queue_no) < (own.queue_rank, own.accepted_at, own.queue_no)
      join organisation on organisation.id = ahead.organisation_id and organisation.status = 'verified'
     where own.case_id = new.claim_id) then
    raise exception 'another claim waits before this one' using errcode = '40001', constraint = 'voucher_order';
  end if;
  return new;
end
$$;
create trigger voucher_order before insert on voucher for each row execute function voucher_keeps_order();
