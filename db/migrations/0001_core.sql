-- What the write door and its readers need: the events, the remembered answers, the looks, the counters.

create extension if not exists btree_gist;

-- For every table that only grows. The trigger's name comes back as the broken constraint.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only grows: % refused', tg_table_name, lower(tg_op)
    using errcode = 'integrity_constraint_violation', constraint = tg_name, table = tg_table_name;
end
$$;

create table event (
  id bigint generated always as identity constraint event_pkey primary key,
  -- Numbers commit out of order. A reader takes what lies below pg_snapshot_xmin(pg_current_snapshot()),
  -- ordered by (xact, id), and keeps both as its cursor: nothing can appear behind it any more.
  xact xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  booked_at timestamptz not null default clock_timestamp(),
  actor_user uuid,
  actor_organisation uuid,
  actor_label text not null,
  command text not null,
  subject_kind text not null,
  subject_id uuid not null,
  region_path text[] not null default '{}',
  changes jsonb not null default '{}'
);
create index event_subject on event (subject_kind, subject_id, id);
create index event_feed on event (xact, id);
create trigger event_append_only before update or delete on event
  for each row execute function refuse_change();
create trigger event_no_truncate before truncate on event
  for each statement execute function refuse_change();

create table idempotency_key (
  principal text not null,
  key text not null,
  endpoint text not null,
  input_hash text not null,
  answer jsonb not null,
  status int not null,
  at timestamptz not null,
  constraint idempotency_key_pkey primary key (principal, key)
);
create index idempotency_key_at on idempotency_key (at);

create table access_log (
  id bigint generated always as identity constraint access_log_pkey primary key,
  at timestamptz not null,
  actor_user uuid,
  actor_organisation uuid,
  actor_label text not null,
  what text not null,
  subject_kind text,
  subject_id uuid,
  outcome text not null constraint access_log_outcome check (outcome in ('seen', 'refused')),
  detail jsonb not null default '{}'
);
create index access_log_subject on access_log (subject_kind, subject_id, id);
create trigger access_log_append_only before update or delete on access_log
  for each row execute function refuse_change();
create trigger access_log_no_truncate before truncate on access_log
  for each statement execute function refuse_change();

-- Numbers people see, such as 冀券-2026-000017: a sequence for each prefix and year, made when it is first asked for.
-- Whoever asks meanwhile waits for the maker's commit; afterwards nobody waits for anybody.
create schema numbers;
create function next_number(prefix text, year int) returns text language plpgsql as $$
declare series text := format('numbers.%I', prefix || '-' || year);
begin
  while to_regclass(series) is null loop
    begin
      execute 'create sequence ' || series;
    exception when duplicate_table or unique_violation then null;  -- another session has just made it
    end;
  end loop;
  return format('%s-%s-%s', prefix, year, lpad(nextval(series::regclass)::text, 6, '0'));
end
$$;

-- How far each derived reader has come. The pair is the place, see event.xact.
create table feed_cursor (
  name text constraint feed_cursor_pkey primary key,
  last_xact xid8 not null default '0',
  last_event_id bigint not null default 0
);
