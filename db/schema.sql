-- What the migrations add up to. Printed by `npm run schema`; compared by test/schema.test.ts.

create extension btree_gist;

create table access_log (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  actor_user uuid,
  actor_organisation uuid,
  actor_label text not null,
  what text not null,
  subject_kind text,
  subject_id uuid,
  outcome text not null,
  detail jsonb default '{}'::jsonb not null,
  constraint access_log_pkey PRIMARY KEY (id),
  constraint access_log_outcome CHECK ((outcome = ANY (ARRAY['seen'::text, 'refused'::text])))
);
CREATE INDEX access_log_subject ON access_log USING btree (subject_kind, subject_id, id);
CREATE TRIGGER access_log_append_only BEFORE DELETE OR UPDATE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table event (
  id bigint generated always as identity not null,
  xact xid8 default pg_current_xact_id() not null,
  at timestamp with time zone not null,
  booked_at timestamp with time zone default clock_timestamp() not null,
  actor_user uuid,
  actor_organisation uuid,
  actor_label text not null,
  command text not null,
  subject_kind text not null,
  subject_id uuid not null,
  region_path text[] default '{}'::text[] not null,
  changes jsonb default '{}'::jsonb not null,
  constraint event_pkey PRIMARY KEY (id)
);
CREATE INDEX event_feed ON event USING btree (xact, id);
CREATE INDEX event_subject ON event USING btree (subject_kind, subject_id, id);
CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table feed_cursor (
  name text not null,
  last_xact xid8 default '0'::xid8 not null,
  last_event_id bigint default 0 not null,
  constraint feed_cursor_pkey PRIMARY KEY (name)
);

create table idempotency_key (
  principal text not null,
  key text not null,
  endpoint text not null,
  input_hash text not null,
  answer jsonb not null,
  status integer not null,
  at timestamp with time zone not null,
  constraint idempotency_key_pkey PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_key_at ON idempotency_key USING btree (at);

create table number_counter (
  prefix text not null,
  year integer not null,
  last bigint not null,
  constraint number_counter_pkey PRIMARY KEY (prefix, year),
  constraint number_counter_last CHECK ((last >= 0))
);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% only grows: % refused', tg_table_name, lower(tg_op)
    using errcode = 'integrity_constraint_violation', constraint = tg_name, table = tg_table_name;
end
$function$;
