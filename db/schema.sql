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

create table acting_choice (
  user_id uuid not null,
  membership_id uuid not null,
  chosen_at timestamp with time zone not null,
  constraint acting_choice_pkey PRIMARY KEY (user_id),
  constraint acting_choice_membership FOREIGN KEY (membership_id) REFERENCES membership(id),
  constraint acting_choice_user FOREIGN KEY (user_id) REFERENCES auth."user"(id)
);
CREATE INDEX acting_choice_membership_id ON acting_choice USING btree (membership_id);

create table calendar_day (
  day date not null,
  year integer not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  constraint calendar_day_pkey PRIMARY KEY (day),
  constraint calendar_day_year_fkey FOREIGN KEY (year) REFERENCES calendar_year(year),
  constraint calendar_day_kind CHECK ((kind = ANY (ARRAY['holiday'::text, 'makeup_workday'::text]))),
  constraint calendar_day_makeup_weekend CHECK (((kind = 'holiday'::text) OR (EXTRACT(isodow FROM day) = ANY (ARRAY[(6)::numeric, (7)::numeric])))),
  constraint calendar_day_within_year CHECK (((day >= make_date((year - 1), 12, 29)) AND (day <= make_date(year, 12, 31))))
);
CREATE INDEX calendar_day_year_ix ON calendar_day USING btree (year);

create table calendar_year (
  id uuid default uuidv7() not null,
  year integer not null,
  status text not null,
  source text not null,
  loaded_by text not null,
  loaded_at timestamp with time zone not null,
  fingerprint text not null,
  constraint calendar_year_pkey PRIMARY KEY (id),
  constraint calendar_year_year UNIQUE (year),
  constraint calendar_year_loaded_by CHECK ((loaded_by = ANY (ARRAY['pack'::text, 'administrator'::text]))),
  constraint calendar_year_range CHECK (((year >= 2004) AND (year <= 2100))),
  constraint calendar_year_source CHECK ((source <> ''::text)),
  constraint calendar_year_status CHECK ((status = ANY (ARRAY['published'::text, 'amended'::text])))
);

create table case_action (
  case_id uuid not null,
  seq integer not null,
  at timestamp with time zone not null,
  action text not null,
  actor_user uuid,
  actor_label text not null,
  actor_role text,
  reason text,
  data jsonb default '{}'::jsonb not null,
  due_on date,
  provisional boolean not null,
  constraint case_action_pkey PRIMARY KEY (case_id, seq),
  constraint case_action_case FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint case_action_known CHECK ((action = ANY (ARRAY['submit'::text, 'take'::text, 'release'::text, 'recuse'::text, 'request_supplement'::text, 'supply'::text, 'pass'::text, 'refuse'::text, 'withdraw'::text, 'appeal'::text, 'uphold'::text, 'overturn'::text, 'hold'::text, 'release_hold'::text, 'extend'::text, 'enter_batch'::text, 'leave_batch'::text, 'notice_opened'::text, 'notice_closed'::text, 'approve'::text, 'decline'::text, 'revoke'::text, 'reopen'::text, 'lapse'::text, 'correct'::text, 'escalate'::text, 'set_deadline'::text]))),
  constraint case_action_seq CHECK ((seq >= 1))
);
CREATE TRIGGER case_action_append_only BEFORE DELETE OR UPDATE ON case_action FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_action_no_truncate BEFORE TRUNCATE ON case_action FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table case_draft (
  organisation_id uuid not null,
  programme_id text not null,
  form jsonb not null,
  version integer not null,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  constraint case_draft_pkey PRIMARY KEY (organisation_id, programme_id),
  constraint case_draft_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id) ON DELETE CASCADE,
  constraint case_draft_version CHECK ((version >= 1))
);

create table case_file (
  id uuid default uuidv7() not null,
  number text not null,
  programme_id text not null,
  programme_version integer not null,
  organisation_id uuid not null,
  applicant text not null,
  authority_id uuid,
  region_path text[] not null,
  seq integer not null,
  stage text not null,
  status text not null,
  desk_role text,
  desk_level text,
  clock_of text,
  due_at timestamp with time zone,
  provisional boolean not null,
  escalated boolean not null,
  assignee uuid,
  form jsonb not null,
  facts jsonb not null,
  amount_fen bigint,
  submitted_at timestamp with time zone not null,
  submitted_by text not null,
  changed_at timestamp with time zone not null,
  constraint case_file_pkey PRIMARY KEY (id),
  constraint case_file_number UNIQUE (number),
  constraint case_file_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint case_file_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint case_file_programme FOREIGN KEY (programme_id, programme_version) REFERENCES programme_version(programme_id, version),
  constraint case_file_amount CHECK ((amount_fen >= 0)),
  constraint case_file_clock_of CHECK ((clock_of = ANY (ARRAY['stage'::text, 'supplement'::text, 'notice'::text, 'appeal_window'::text, 'appeal'::text]))),
  constraint case_file_desk_level CHECK ((desk_level = ANY (ARRAY['county'::text, 'city'::text, 'province'::text]))),
  constraint case_file_due CHECK (((due_at IS NULL) OR (clock_of IS NOT NULL))),
  constraint case_file_over CHECK (((status <> ALL (ARRAY['withdrawn'::text, 'lapsed'::text, 'approved'::text, 'revoked'::text])) OR (due_at IS NULL))),
  constraint case_file_region CHECK ((cardinality(region_path) > 0)),
  constraint case_file_seq CHECK ((seq >= 1)),
  constraint case_file_status CHECK ((status = ANY (ARRAY['open'::text, 'supplement'::text, 'held'::text, 'appealed'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text, 'lapsed'::text, 'revoked'::text])))
);
CREATE INDEX case_file_assignee ON case_file USING btree (assignee) WHERE (assignee IS NOT NULL);
CREATE INDEX case_file_authority_ix ON case_file USING btree (authority_id);
CREATE INDEX case_file_desk ON case_file USING btree (desk_level, desk_role, COALESCE(due_at, 'infinity'::timestamp with time zone), id) WHERE (status = ANY (ARRAY['open'::text, 'appealed'::text]));
CREATE INDEX case_file_due_at ON case_file USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX case_file_organisation_ix ON case_file USING btree (organisation_id, id);
CREATE INDEX case_file_programme_ix ON case_file USING btree (programme_id, programme_version);
CREATE INDEX case_file_provisional ON case_file USING btree (id) WHERE provisional;
CREATE INDEX case_file_region_ix ON case_file USING gin (region_path);
CREATE TRIGGER case_file_pinned BEFORE UPDATE ON case_file FOR EACH ROW WHEN (old.programme_id <> new.programme_id OR old.programme_version <> new.programme_version OR old.number <> new.number OR new.seq < old.seq) EXECUTE FUNCTION case_file_keeps_version();

create table delegation (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  membership_id uuid not null,
  giver_id uuid not null,
  delegate_id uuid not null,
  valid_from date not null,
  valid_to date not null,
  reason text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint delegation_pkey PRIMARY KEY (id),
  constraint delegation_once EXCLUDE USING gist (membership_id WITH =, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((ended_at IS NULL)),
  constraint delegation_created_by FOREIGN KEY (created_by) REFERENCES auth."user"(id),
  constraint delegation_delegate FOREIGN KEY (delegate_id) REFERENCES auth."user"(id),
  constraint delegation_ended_by FOREIGN KEY (ended_by) REFERENCES auth."user"(id),
  constraint delegation_giver FOREIGN KEY (giver_id) REFERENCES auth."user"(id),
  constraint delegation_membership FOREIGN KEY (membership_id) REFERENCES membership(id),
  constraint delegation_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint delegation_days CHECK ((valid_from <= valid_to)),
  constraint delegation_two CHECK ((giver_id <> delegate_id))
);
CREATE INDEX delegation_created_by_id ON delegation USING btree (created_by);
CREATE INDEX delegation_delegate_id ON delegation USING btree (delegate_id);
CREATE INDEX delegation_ended_by_id ON delegation USING btree (ended_by);
CREATE INDEX delegation_giver_id ON delegation USING btree (giver_id);
CREATE INDEX delegation_membership_id ON delegation USING btree (membership_id);
CREATE INDEX delegation_organisation_id ON delegation USING btree (organisation_id);
CREATE TRIGGER delegation_no_chain BEFORE INSERT ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_no_chain();

create table demo_account (
  account text not null,
  user_id uuid not null,
  label_zh text not null,
  label_en text not null,
  place integer not null,
  constraint demo_account_pkey PRIMARY KEY (account),
  constraint demo_account_user FOREIGN KEY (user_id) REFERENCES auth."user"(id)
);
CREATE INDEX demo_account_user_id ON demo_account USING btree (user_id);

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

create table fact (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  key text not null,
  year integer,
  value jsonb not null,
  standing text not null,
  source text not null,
  file_id uuid,
  valid_from date,
  valid_to date,
  declared_by uuid,
  declared_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  reason text,
  rejected_at timestamp with time zone,
  superseded_at timestamp with time zone,
  constraint fact_pkey PRIMARY KEY (id),
  constraint fact_decided_by FOREIGN KEY (decided_by) REFERENCES auth."user"(id),
  constraint fact_declared_by FOREIGN KEY (declared_by) REFERENCES auth."user"(id),
  constraint fact_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint fact_evidence CHECK (((standing <> 'evidenced'::text) OR (file_id IS NOT NULL))),
  constraint fact_own_word CHECK (((standing <> 'confirmed'::text) OR (decided_by IS DISTINCT FROM declared_by) OR (decided_by IS NULL))),
  constraint fact_standing CHECK ((standing = ANY (ARRAY['declared'::text, 'evidenced'::text, 'confirmed'::text]))),
  constraint fact_validity CHECK ((valid_from <= valid_to)),
  constraint fact_year CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE INDEX fact_decided_by_id ON fact USING btree (decided_by);
CREATE INDEX fact_declared_by_id ON fact USING btree (declared_by);
CREATE INDEX fact_history ON fact USING btree (organisation_id, key, declared_at);
CREATE UNIQUE INDEX fact_in_force ON fact USING btree (organisation_id, key, year) NULLS NOT DISTINCT WHERE ((standing = 'confirmed'::text) AND (superseded_at IS NULL));
CREATE UNIQUE INDEX fact_pending ON fact USING btree (organisation_id, key, year) NULLS NOT DISTINCT WHERE ((standing <> 'confirmed'::text) AND (superseded_at IS NULL) AND (rejected_at IS NULL));
CREATE TRIGGER fact_kept BEFORE DELETE ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fact_value_kept BEFORE UPDATE OF organisation_id, key, year, value, declared_by, declared_at ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();

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

create table invitation (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  email text not null,
  role text not null,
  token_hash text not null,
  invited_by uuid not null,
  invited_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  constraint invitation_pkey PRIMARY KEY (id),
  constraint invitation_token_hash UNIQUE (token_hash),
  constraint invitation_accepted_by FOREIGN KEY (accepted_by) REFERENCES auth."user"(id),
  constraint invitation_invited_by FOREIGN KEY (invited_by) REFERENCES auth."user"(id),
  constraint invitation_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint invitation_revoked_by FOREIGN KEY (revoked_by) REFERENCES auth."user"(id),
  constraint invitation_one_end CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL)))
);
CREATE INDEX invitation_accepted_by_id ON invitation USING btree (accepted_by);
CREATE INDEX invitation_invited_by_id ON invitation USING btree (invited_by);
CREATE UNIQUE INDEX invitation_open ON invitation USING btree (organisation_id, email, role) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE INDEX invitation_organisation_id ON invitation USING btree (organisation_id);
CREATE INDEX invitation_revoked_by_id ON invitation USING btree (revoked_by);

create table ledger_account (
  id uuid default uuidv7() not null,
  path text not null,
  owner_kind text,
  owner_id uuid,
  floor_fen bigint,
  ceiling_fen bigint,
  balance_fen bigint default 0 not null,
  pending_out_fen bigint default 0 not null,
  pending_in_fen bigint default 0 not null,
  version bigint default 0 not null,
  created_at timestamp with time zone not null,
  constraint ledger_account_pkey PRIMARY KEY (id),
  constraint ledger_account_path UNIQUE (path),
  constraint ledger_account_ceiling CHECK (((balance_fen + pending_in_fen) <= ceiling_fen)),
  constraint ledger_account_floor CHECK (((balance_fen - pending_out_fen) >= floor_fen)),
  constraint ledger_account_owner CHECK (((owner_kind IS NULL) = (owner_id IS NULL))),
  constraint ledger_account_path_shape CHECK ((path ~ '^[^/[:space:]]+(/[^/[:space:]]+)+$'::text)),
  constraint ledger_account_pending CHECK (((pending_out_fen >= 0) AND (pending_in_fen >= 0)))
);
CREATE INDEX ledger_account_owner_ix ON ledger_account USING btree (owner_kind, owner_id) WHERE (owner_id IS NOT NULL);
CREATE TRIGGER ledger_account_immutable BEFORE UPDATE ON ledger_account FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.path IS DISTINCT FROM new.path) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_account_kept BEFORE DELETE OR TRUNCATE ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create view ledger_entry as
 SELECT ledger_transfer.from_account AS account_id,
    ledger_transfer.from_version AS account_version,
    ledger_transfer.id AS transfer_id,
    ledger_transfer.to_account AS other_account_id,
    - ledger_transfer.amount_fen AS amount_fen,
    ledger_transfer.from_before_fen AS previous_fen,
    ledger_transfer.from_before_fen - ledger_transfer.amount_fen AS current_fen,
    ledger_transfer.code,
    ledger_transfer.event_at,
    ledger_transfer.booked_at,
    ledger_transfer.hold_id,
    ledger_transfer.reverses,
    ledger_transfer.subject_kind,
    ledger_transfer.subject_id,
    ledger_transfer.actor,
    ledger_transfer.memo
   FROM ledger_transfer
UNION ALL
 SELECT ledger_transfer.to_account AS account_id,
    ledger_transfer.to_version AS account_version,
    ledger_transfer.id AS transfer_id,
    ledger_transfer.from_account AS other_account_id,
    ledger_transfer.amount_fen,
    ledger_transfer.to_before_fen AS previous_fen,
    ledger_transfer.to_before_fen + ledger_transfer.amount_fen AS current_fen,
    ledger_transfer.code,
    ledger_transfer.event_at,
    ledger_transfer.booked_at,
    ledger_transfer.hold_id,
    ledger_transfer.reverses,
    ledger_transfer.subject_kind,
    ledger_transfer.subject_id,
    ledger_transfer.actor,
    ledger_transfer.memo
   FROM ledger_transfer;
--   account_id uuid
--   account_version bigint
--   transfer_id uuid
--   other_account_id uuid
--   amount_fen bigint
--   previous_fen bigint
--   current_fen bigint
--   code text
--   event_at timestamp with time zone
--   booked_at timestamp with time zone
--   hold_id uuid
--   reverses uuid
--   subject_kind text
--   subject_id uuid
--   actor text
--   memo jsonb

create table ledger_hold (
  id uuid not null,
  code text not null,
  from_account uuid not null,
  to_account uuid not null,
  amount_fen bigint not null,
  posted_fen bigint not null,
  released_fen bigint not null,
  remaining_fen bigint not null,
  state text not null,
  expires_at timestamp with time zone,
  event_at timestamp with time zone not null,
  booked_at timestamp with time zone not null,
  subject_kind text,
  subject_id uuid,
  actor text not null,
  memo jsonb,
  constraint ledger_hold_pkey PRIMARY KEY (id),
  constraint ledger_hold_from_account_fkey FOREIGN KEY (from_account) REFERENCES ledger_account(id),
  constraint ledger_hold_to_account_fkey FOREIGN KEY (to_account) REFERENCES ledger_account(id),
  constraint ledger_hold_amount CHECK (((amount_fen > 0) AND (posted_fen >= 0) AND (released_fen >= 0) AND (remaining_fen >= 0))),
  constraint ledger_hold_state CHECK (((state = ANY (ARRAY['open'::text, 'posted'::text, 'voided'::text, 'expired'::text])) AND ((state = 'open'::text) = (remaining_fen > 0)))),
  constraint ledger_hold_subject CHECK (((subject_kind IS NULL) = (subject_id IS NULL))),
  constraint ledger_hold_two_accounts CHECK ((from_account <> to_account)),
  constraint ledger_hold_whole CHECK ((((posted_fen + released_fen) + remaining_fen) = amount_fen))
);
CREATE INDEX ledger_hold_due_ix ON ledger_hold USING btree (expires_at) WHERE ((state = 'open'::text) AND (expires_at IS NOT NULL));
CREATE INDEX ledger_hold_from_ix ON ledger_hold USING btree (from_account);
CREATE INDEX ledger_hold_subject_ix ON ledger_hold USING btree (subject_id, subject_kind) WHERE (subject_id IS NOT NULL);
CREATE INDEX ledger_hold_to_ix ON ledger_hold USING btree (to_account);
CREATE TRIGGER ledger_hold_immutable BEFORE UPDATE ON ledger_hold FOR EACH ROW WHEN (old.state <> 'open'::text OR old.id IS DISTINCT FROM new.id OR old.code IS DISTINCT FROM new.code OR old.from_account IS DISTINCT FROM new.from_account OR old.to_account IS DISTINCT FROM new.to_account OR old.amount_fen IS DISTINCT FROM new.amount_fen) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_hold_kept BEFORE DELETE OR TRUNCATE ON ledger_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table ledger_step (
  key text not null,
  kind text not null,
  content uuid not null,
  made_id uuid,
  hold_id uuid,
  amount_fen bigint not null,
  released_fen bigint default 0 not null,
  remaining_fen bigint,
  event_at timestamp with time zone not null,
  booked_at timestamp with time zone not null,
  actor text not null,
  constraint ledger_step_key PRIMARY KEY (key),
  constraint ledger_step_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES ledger_hold(id),
  constraint ledger_step_key_length CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint ledger_step_kind CHECK ((kind = ANY (ARRAY['transfer'::text, 'reverse'::text, 'hold'::text, 'post'::text, 'void'::text, 'expire'::text])))
);
CREATE INDEX ledger_step_hold_ix ON ledger_step USING btree (hold_id) WHERE (hold_id IS NOT NULL);
CREATE TRIGGER ledger_step_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_step FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table ledger_transfer (
  id uuid not null,
  code text not null,
  from_account uuid not null,
  to_account uuid not null,
  amount_fen bigint not null,
  from_version bigint not null,
  from_before_fen bigint not null,
  to_version bigint not null,
  to_before_fen bigint not null,
  event_at timestamp with time zone not null,
  booked_at timestamp with time zone not null,
  hold_id uuid,
  reverses uuid,
  subject_kind text,
  subject_id uuid,
  actor text not null,
  memo jsonb,
  constraint ledger_transfer_pkey PRIMARY KEY (id),
  constraint ledger_transfer_from_entry UNIQUE (from_account, from_version),
  constraint ledger_transfer_to_entry UNIQUE (to_account, to_version),
  constraint ledger_transfer_from_account_fkey FOREIGN KEY (from_account) REFERENCES ledger_account(id),
  constraint ledger_transfer_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES ledger_hold(id),
  constraint ledger_transfer_reverses_fkey FOREIGN KEY (reverses) REFERENCES ledger_transfer(id),
  constraint ledger_transfer_to_account_fkey FOREIGN KEY (to_account) REFERENCES ledger_account(id),
  constraint ledger_transfer_amount CHECK ((amount_fen > 0)),
  constraint ledger_transfer_subject CHECK (((subject_kind IS NULL) = (subject_id IS NULL))),
  constraint ledger_transfer_two_accounts CHECK ((from_account <> to_account))
);
CREATE INDEX ledger_transfer_hold_ix ON ledger_transfer USING btree (hold_id) WHERE (hold_id IS NOT NULL);
CREATE INDEX ledger_transfer_reverses_ix ON ledger_transfer USING btree (reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX ledger_transfer_subject_ix ON ledger_transfer USING btree (subject_id, subject_kind) WHERE (subject_id IS NOT NULL);
CREATE TRIGGER ledger_transfer_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table membership (
  id uuid default uuidv7() not null,
  user_id uuid not null,
  organisation_id uuid not null,
  role text not null,
  manages boolean not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  invited_by uuid,
  ended_by uuid,
  end_reason text,
  constraint membership_pkey PRIMARY KEY (id),
  constraint membership_ended_by FOREIGN KEY (ended_by) REFERENCES auth."user"(id),
  constraint membership_invited_by FOREIGN KEY (invited_by) REFERENCES auth."user"(id),
  constraint membership_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint membership_user FOREIGN KEY (user_id) REFERENCES auth."user"(id),
  constraint membership_validity CHECK ((valid_to >= valid_from))
);
CREATE INDEX membership_ended_by_id ON membership USING btree (ended_by);
CREATE INDEX membership_invited_by_id ON membership USING btree (invited_by);
CREATE UNIQUE INDEX membership_live ON membership USING btree (user_id, organisation_id, role) WHERE (valid_to IS NULL);
CREATE INDEX membership_organisation_id ON membership USING btree (organisation_id);
CREATE INDEX membership_user_id ON membership USING btree (user_id);
CREATE TRIGGER membership_frozen BEFORE UPDATE OF user_id, organisation_id, role, manages, valid_from ON membership FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER membership_kept BEFORE DELETE ON membership FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER membership_last_manager BEFORE UPDATE ON membership FOR EACH ROW EXECUTE FUNCTION membership_last_manager();

create table number_counter (
  prefix text not null,
  year integer not null,
  last bigint not null,
  constraint number_counter_pkey PRIMARY KEY (prefix, year),
  constraint number_counter_last CHECK ((last >= 0))
);

create table organisation (
  id uuid default uuidv7() not null,
  kind text not null,
  uscc text,
  name text not null,
  region_code text not null,
  region_path text[] not null,
  level text,
  status text default 'unverified'::text not null,
  host_id uuid,
  sponsor_id uuid,
  licence_file_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null,
  verified_by uuid,
  verified_at timestamp with time zone,
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_unit UNIQUE (host_id, name),
  constraint organisation_uscc_key UNIQUE (uscc),
  constraint organisation_created_by FOREIGN KEY (created_by) REFERENCES auth."user"(id),
  constraint organisation_host FOREIGN KEY (host_id) REFERENCES organisation(id),
  constraint organisation_sponsor FOREIGN KEY (sponsor_id) REFERENCES organisation(id),
  constraint organisation_verified_by FOREIGN KEY (verified_by) REFERENCES auth."user"(id),
  constraint organisation_coded CHECK (((uscc IS NOT NULL) OR (kind = ANY (ARRAY['team'::text, 'authority'::text, 'operator'::text])) OR (host_id IS NOT NULL))),
  constraint organisation_kind CHECK ((kind = ANY (ARRAY['enterprise'::text, 'team'::text, 'institute'::text, 'authority'::text, 'incubator'::text, 'operator'::text]))),
  constraint organisation_level CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text]))),
  constraint organisation_level_of CHECK (((kind = 'authority'::text) = (level IS NOT NULL))),
  constraint organisation_name_form CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint organisation_region_code CHECK ((region_code ~ '^\d{6}$'::text)),
  constraint organisation_region_path CHECK ((region_code = ANY (region_path))),
  constraint organisation_status CHECK ((status = ANY (ARRAY['unverified'::text, 'verified'::text, 'disputed'::text, 'closed'::text]))),
  constraint organisation_team CHECK ((((kind = 'team'::text) = (sponsor_id IS NOT NULL)) AND ((kind <> 'team'::text) OR (uscc IS NULL)))),
  constraint organisation_uscc_form CHECK ((uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text)),
  constraint organisation_verified CHECK (((status <> 'verified'::text) OR (verified_at IS NOT NULL)))
);
CREATE INDEX organisation_created_by_id ON organisation USING btree (created_by);
CREATE INDEX organisation_region_within ON organisation USING gin (region_path);
CREATE INDEX organisation_sponsor_id ON organisation USING btree (sponsor_id);
CREATE INDEX organisation_verified_by_id ON organisation USING btree (verified_by);
CREATE INDEX organisation_waiting ON organisation USING btree (created_at) WHERE (status = ANY (ARRAY['unverified'::text, 'disputed'::text]));

create view organisation_card as
 SELECT id,
    kind,
    uscc,
    name,
    region_code,
    region_path,
    level,
    status,
    host_id,
    sponsor_id
   FROM organisation;
--   id uuid
--   kind text
--   uscc text
--   name text
--   region_code text
--   region_path text[]
--   level text
--   status text
--   host_id uuid
--   sponsor_id uuid

create table organisation_dispute (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  claimant_id uuid not null,
  claimed_name text not null,
  statement text not null,
  file_id uuid,
  status_before text not null,
  status text default 'open'::text not null,
  opened_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  reason text,
  constraint organisation_dispute_pkey PRIMARY KEY (id),
  constraint organisation_dispute_claimant FOREIGN KEY (claimant_id) REFERENCES auth."user"(id),
  constraint organisation_dispute_decided_by FOREIGN KEY (decided_by) REFERENCES auth."user"(id),
  constraint organisation_dispute_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint organisation_dispute_decision CHECK (((status = 'open'::text) = (decided_at IS NULL))),
  constraint organisation_dispute_status CHECK ((status = ANY (ARRAY['open'::text, 'kept'::text, 'transferred'::text, 'withdrawn'::text])))
);
CREATE INDEX organisation_dispute_claimant_id ON organisation_dispute USING btree (claimant_id);
CREATE INDEX organisation_dispute_decided_by_id ON organisation_dispute USING btree (decided_by);
CREATE UNIQUE INDEX organisation_dispute_open ON organisation_dispute USING btree (organisation_id, claimant_id) WHERE (status = 'open'::text);
CREATE INDEX organisation_dispute_organisation_id ON organisation_dispute USING btree (organisation_id);
CREATE TRIGGER organisation_dispute_once BEFORE UPDATE ON organisation_dispute FOR EACH ROW EXECUTE FUNCTION organisation_dispute_once();

create table organisation_name (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  name text not null,
  valid_from date not null,
  valid_to date,
  evidence text,
  recorded_by uuid,
  constraint organisation_name_pkey PRIMARY KEY (id),
  constraint organisation_name_once EXCLUDE USING gist (organisation_id WITH =, daterange(valid_from, valid_to) WITH &&),
  constraint organisation_name_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint organisation_name_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id)
);
CREATE INDEX organisation_name_recorded_by_id ON organisation_name USING btree (recorded_by);

create table organisation_region (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  region_code text not null,
  region_path text[] not null,
  valid_from date not null,
  valid_to date,
  evidence text,
  recorded_by uuid,
  constraint organisation_region_pkey PRIMARY KEY (id),
  constraint organisation_region_once EXCLUDE USING gist (organisation_id WITH =, daterange(valid_from, valid_to) WITH &&),
  constraint organisation_region_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint organisation_region_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id)
);
CREATE INDEX organisation_region_recorded_by_id ON organisation_region USING btree (recorded_by);

create table person (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  name text not null,
  paper_kind text not null,
  paper_masked text not null,
  post text not null,
  core boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_by uuid not null,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint person_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id),
  constraint person_paper_kind CHECK ((paper_kind = ANY (ARRAY['id_card'::text, 'passport'::text, 'other'::text]))),
  constraint person_paper_masked CHECK ((paper_masked ~~ '%*%'::text))
);
CREATE INDEX person_organisation_id ON person USING btree (organisation_id);
CREATE INDEX person_recorded_by_id ON person USING btree (recorded_by);

create table programme_version (
  programme_id text not null,
  version integer not null,
  document jsonb not null,
  sha256 text not null,
  effective_from date not null,
  effective_to date,
  published_at timestamp with time zone not null,
  published_by text not null,
  constraint programme_version_pkey PRIMARY KEY (programme_id, version),
  constraint programme_version_begins UNIQUE (programme_id, effective_from),
  constraint programme_version_period CHECK ((effective_to > effective_from)),
  constraint programme_version_positive CHECK ((version >= 1))
);
CREATE TRIGGER programme_version_append_only BEFORE DELETE OR UPDATE ON programme_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER programme_version_no_truncate BEFORE TRUNCATE ON programme_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table provider_admission (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  class text not null,
  home_region_code text not null,
  services text[] not null,
  admitted_from date not null,
  admitted_to date,
  list_name text not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_reason text,
  withdrawn_from date,
  withdrawal_effect text,
  constraint provider_admission_pkey PRIMARY KEY (id),
  constraint provider_admission_once EXCLUDE USING gist (organisation_id WITH =, authority_id WITH =, daterange(admitted_from, admitted_to) WITH &&) WHERE ((withdrawn_at IS NULL)),
  constraint provider_admission_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint provider_admission_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint provider_admission_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES auth."user"(id),
  constraint provider_admission_dates CHECK ((admitted_from < admitted_to)),
  constraint provider_admission_effect CHECK ((withdrawal_effect = ANY (ARRAY['finish_running'::text, 'stop_running'::text]))),
  constraint provider_admission_services CHECK ((cardinality(services) > 0)),
  constraint provider_admission_withdrawal CHECK ((num_nulls(withdrawn_at, withdrawn_reason, withdrawn_from, withdrawal_effect) = ANY (ARRAY[0, 4])))
);
CREATE INDEX provider_admission_authority_id ON provider_admission USING btree (authority_id);
CREATE INDEX provider_admission_organisation_id ON provider_admission USING btree (organisation_id);
CREATE INDEX provider_admission_withdrawn_by_id ON provider_admission USING btree (withdrawn_by);

create table region (
  code text not null,
  valid_from date not null,
  valid_to date,
  valid daterange generated always as (daterange(valid_from, valid_to)) stored not null,
  name_zh text not null,
  name_en text not null,
  level text not null,
  parent_code text,
  kind text not null,
  reports_to text,
  succeeded_by text[] default '{}'::text[] not null,
  source text not null,
  list_name text not null,
  constraint region_pkey PRIMARY KEY (code, valid_from),
  constraint region_one_at_a_time UNIQUE (code, valid WITHOUT OVERLAPS),
  constraint region_list_name_fkey FOREIGN KEY (list_name) REFERENCES region_list(name),
  constraint region_parent_fkey FOREIGN KEY (parent_code, PERIOD valid) REFERENCES region(code, PERIOD valid),
  constraint region_reports_to_fkey FOREIGN KEY (reports_to, PERIOD valid) REFERENCES region(code, PERIOD valid),
  constraint region_code_shape CHECK (((code ~ '^[1-9][0-9]{5}$'::text) AND (parent_code ~ '^[1-9][0-9]{5}$'::text) AND (reports_to ~ '^[1-9][0-9]{5}$'::text))),
  constraint region_kind CHECK ((kind = ANY (ARRAY['unit'::text, 'province_administered'::text, 'development_zone'::text, 'new_area'::text]))),
  constraint region_level CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text]))),
  constraint region_level_by_code CHECK (
CASE level
    WHEN 'province'::text THEN (code ~~ '__0000'::text)
    WHEN 'city'::text THEN (code ~~ '____00'::text)
    ELSE (code !~~ '____00'::text)
END),
  constraint region_not_empty CHECK ((valid_to > valid_from)),
  constraint region_parent CHECK (((level = 'province'::text) = (parent_code IS NULL))),
  constraint region_reports CHECK (((kind <> 'province_administered'::text) OR (reports_to IS NOT NULL))),
  constraint region_succeeded CHECK (((valid_to IS NOT NULL) OR (succeeded_by = '{}'::text[])))
);
CREATE INDEX region_list_name_ix ON region USING btree (list_name);
CREATE INDEX region_parent_ix ON region USING gist (parent_code, valid);
CREATE INDEX region_reports_ix ON region USING gist (reports_to, valid) WHERE (reports_to IS NOT NULL);

create table region_list (
  name text not null,
  complete_from date not null,
  fingerprint text not null,
  loaded_at timestamp with time zone not null,
  constraint region_list_pkey PRIMARY KEY (name)
);

create table tie (
  id uuid default uuidv7() not null,
  from_id uuid not null,
  to_id uuid not null,
  kind text not null,
  standing text not null,
  evidence text not null,
  file_id uuid,
  valid_from date not null,
  valid_to date,
  recorded_by uuid,
  recorded_at timestamp with time zone not null,
  constraint tie_pkey PRIMARY KEY (id),
  constraint tie_once EXCLUDE USING gist (from_id WITH =, to_id WITH =, kind WITH =, daterange(valid_from, valid_to) WITH &&),
  constraint tie_from FOREIGN KEY (from_id) REFERENCES organisation(id),
  constraint tie_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id),
  constraint tie_to FOREIGN KEY (to_id) REFERENCES organisation(id),
  constraint tie_kind CHECK ((kind = ANY (ARRAY['subordination'::text, 'co_built'::text, 'ownership'::text, 'common_representative'::text, 'common_director'::text, 'common_controller'::text, 'incubatee'::text]))),
  constraint tie_standing CHECK ((standing = ANY (ARRAY['declared'::text, 'recorded'::text]))),
  constraint tie_two CHECK ((from_id <> to_id))
);
CREATE INDEX tie_recorded_by_id ON tie USING btree (recorded_by);
CREATE INDEX tie_to_id ON tie USING btree (to_id);

CREATE OR REPLACE FUNCTION public.case_file_keeps_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a case keeps its number and the programme version it was filed under'
    using errcode = '23514', constraint = 'case_file_pinned';
end
$function$;

CREATE OR REPLACE FUNCTION public.delegation_no_chain()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('delegation ' || new.organisation_id, 0));
  if exists (select from delegation d where d.organisation_id = new.organisation_id and d.ended_at is null
      and daterange(d.valid_from, d.valid_to, '[]') && daterange(new.valid_from, new.valid_to, '[]')
      and (d.giver_id = new.delegate_id or d.delegate_id = new.giver_id)) then
    raise exception 'a delegation is never lent on' using errcode = '23514', constraint = 'delegation_no_chain';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.ledger_audit()
 RETURNS TABLE(what text, subject text, expected_fen bigint, found_fen bigint)
 LANGUAGE sql
 STABLE
AS $function$
  select 'sum of all balances', '', 0, sum(a.balance_fen)::bigint from ledger_account a having sum(a.balance_fen) <> 0
  union all
  select 'balance', a.path, coalesce(e.total, 0), a.balance_fen
  from ledger_account a left join (
    select x.account_id, sum(x.amount_fen)::bigint as total, count(*) as entries from ledger_entry x group by x.account_id
  ) e on e.account_id = a.id
  where a.balance_fen <> coalesce(e.total, 0) or a.version <> coalesce(e.entries, 0)
  union all
  select 'entry chain', a.path || ' #' || e.account_version, e.before, e.previous_fen
  from (
    select x.account_id, x.account_version, x.previous_fen,
      coalesce(lag(x.current_fen) over w, 0) as before, row_number() over w as place
    from ledger_entry x window w as (partition by x.account_id order by x.account_version)
  ) e join ledger_account a on a.id = e.account_id
  where e.previous_fen <> e.before or e.account_version <> e.place
  union all
  select 'pending out', a.path, coalesce(h.total, 0), a.pending_out_fen
  from ledger_account a left join (
    select x.from_account, sum(x.remaining_fen)::bigint as total from ledger_hold x where x.state = 'open' group by x.from_account
  ) h on h.from_account = a.id
  where a.pending_out_fen <> coalesce(h.total, 0)
  union all
  select 'pending in', a.path, coalesce(h.total, 0), a.pending_in_fen
  from ledger_account a left join (
    select x.to_account, sum(x.remaining_fen)::bigint as total from ledger_hold x where x.state = 'open' group by x.to_account
  ) h on h.to_account = a.id
  where a.pending_in_fen <> coalesce(h.total, 0)
  union all
  select 'posted of hold', h.id::text, coalesce(t.total, 0), h.posted_fen
  from ledger_hold h left join (
    select x.hold_id, sum(x.amount_fen)::bigint as total from ledger_transfer x where x.hold_id is not null group by x.hold_id
  ) t on t.hold_id = h.id
  where h.posted_fen <> coalesce(t.total, 0)
  union all
  select 'released of hold', h.id::text, coalesce(s.total, 0), h.released_fen
  from ledger_hold h left join (
    select x.hold_id, sum(x.released_fen)::bigint as total from ledger_step x where x.hold_id is not null group by x.hold_id
  ) s on s.hold_id = h.id
  where h.released_fen <> coalesce(s.total, 0)
  union all
  select 'reversed', o.id::text, o.amount_fen, sum(t.amount_fen)::bigint
  from ledger_transfer t join ledger_transfer o on o.id = t.reverses group by o.id having sum(t.amount_fen) > o.amount_fen
  union all
  select 'journal', t.id::text, t.amount_fen, null
  from ledger_transfer t where not exists (select from ledger_step x where x.made_id = t.id)
$function$;

CREATE OR REPLACE FUNCTION public.ledger_balance_at(account uuid, at timestamp with time zone, basis text)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(sum(x.amount_fen), 0)::bigint from ledger_entry x
  where x.account_id = account and case basis when 'event' then x.event_at else x.booked_at end <= at
$function$;

CREATE OR REPLACE FUNCTION public.ledger_move(steps jsonb, booked timestamp with time zone, actor text)
 RETURNS jsonb
 LANGUAGE plpgsql
AS $function$
declare answer jsonb := ledger_run(jsonb_build_array(jsonb_build_object('actor', actor, 'steps', steps)), booked) -> 0;
begin
  if answer ? 'refused' then
    raise exception 'refused: %', answer #>> '{refused,constraint}'
      using errcode = '23514', constraint = answer #>> '{refused,constraint}', detail = answer #>> '{refused,detail}',
        hint = 'step ' || (answer #>> '{refused,step}');
  end if;
  return answer -> 'steps';
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_run(groups jsonb, booked timestamp with time zone)
 RETURNS jsonb
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  commands ledger_command[]; c ledger_command;
  paths text[]; account_ids uuid[]; hold_ids uuid[]; hold_keys text[]; original_ids uuid[]; keys text[]; twice boolean;
  accounts ledger_account[]; originals ledger_transfer[]; stored ledger_step[];
  holds ledger_hold[] := '{}'; hold_list uuid[] := '{}';  -- stored ones first, then those made here; and their ids
  transfers ledger_transfer[] := '{}'; steps ledger_step[] := '{}';
  stored_holds int := 0; hold_count int := 0; transfer_count int := 0; step_count int := 0;
  hold_mark int; transfer_mark int; step_mark int;  -- the counts when the group began
  old_accounts ledger_account[]; old_account_at int[]; old_holds ledger_hold[]; old_hold_at int[];  -- to undo the group
  outcomes jsonb[] := '{}'; answers jsonb[];
  grp int := 0; refusal text; detail text;
  a ledger_account; b ledger_account; h ledger_hold; o ledger_transfer; d ledger_step;
  f int; g int; k int; moved bigint; held bigint; from_before bigint; to_before bigint;
begin
  select array_agg((y.grp, w.i = jsonb_array_length(y.body -> 'steps'), y.body ->> 'actor', md5(w.step::text)::uuid, r.kind,
      r.key, r.code, r."from", r."to", r.amount_fen, r.hold, r.hold_key, r.transfer, r.release_rest, r.event_at, r.expires_at,
      r.subject_kind, r.subject_id, r.memo)::ledger_command order by y.grp, w.i),
    array_agg(r."from") || array_agg(r."to"), array_agg(r.key), count(distinct r.key) < count(*),
    array_agg(r.hold) filter (where r.hold is not null), array_agg(r.hold_key) filter (where r.hold_key is not null),
    array_agg(r.transfer) filter (where r.transfer is not null)
  into commands, paths, keys, twice, hold_ids, hold_keys, original_ids
  from jsonb_array_elements(groups) with ordinality y (body, grp),
    jsonb_array_elements(y.body -> 'steps') with ordinality w (step, i),
    jsonb_to_record(w.step) r (kind text, key text, code text, "from" text, "to" text, amount_fen bigint, hold uuid,
      hold_key text, transfer uuid, release_rest boolean, event_at timestamptz, expires_at timestamptz,
      subject_kind text, subject_id uuid, memo jsonb);
  if commands is null then return '[]'; end if;

  -- which accounts: those named, and those of the holds and transfers referred to (none of these ever change)
  if hold_keys is not null then
    select hold_ids || array_agg(x.hold_id) into hold_ids from ledger_step x where x.key = any (hold_keys) and x.kind = 'hold';
  end if;
  if hold_ids is not null then
    select array_agg(x.from_account) || array_agg(x.to_account) into account_ids from ledger_hold x where x.id = any (hold_ids);
  end if;
  if original_ids is not null then
    select array_agg(x), account_ids || array_agg(x.from_account) || array_agg(x.to_account) into originals, account_ids
    from ledger_transfer x where x.id = any (original_ids);
  end if;

  -- one order of locking; whoever changes a hold or repeats a key waits here, so what is read below is settled
  select array_agg(x), array_agg(x.id), array_agg(x.path) into accounts, account_ids, paths
  from (
    select * from ledger_account y where y.path = any (paths) or y.id = any (account_ids) order by y.id for no key update
  ) x;
  if hold_ids is not null then
    select coalesce(array_agg(x), '{}'), coalesce(array_agg(x.id), '{}') into holds, hold_list from ledger_hold x where x.id = any (hold_ids);
    stored_holds := cardinality(holds); hold_count := stored_holds;
  end if;
  select array_agg(x) into stored from ledger_step x where x.key = any (keys || hold_keys);

  foreach c in array commands loop
    if c.grp <> grp then
      grp := c.grp; answers := '{}';
      hold_mark := hold_count; transfer_mark := transfer_count; step_mark := step_count;
      old_accounts := '{}'; old_account_at := '{}'; old_holds := '{}'; old_hold_at := '{}';
    elsif outcomes[grp] is not null then
      continue;
    end if;
    refusal := null; detail := null; d := null; h := null; o := null;

    if stored is not null then
      select * into d from unnest(stored) x where x.key = c.key;
    end if;
    if d.key is null and twice then
      select * into d from unnest(steps[1:step_count]) x where x.key = c.key;
    end if;
    if d.content = c.content then
      answers := answers || jsonb_build_object('key', d.key, 'kind', d.kind, 'id', d.made_id, 'hold', d.hold_id,
        'amount_fen', d.amount_fen::text, 'released_fen', d.released_fen::text, 'remaining_fen', d.remaining_fen::text,
        'replayed', true);
      if c.final then outcomes[grp] := jsonb_build_object('steps', to_jsonb(answers)); end if;
      continue;
    elsif d.key is not null then
      refusal := 'ledger_step_key'; detail := c.key;
    end if;

    -- what the step moves and what it holds
    moved := c.amount_fen; held := 0; k := null;
    if refusal is null and c.kind = 'reverse' then
      select * into o from unnest(originals) x where x.id = c.transfer;
      if o.id is null then refusal := 'ledger_transfer_known'; detail := c.transfer::text;
      elsif o.reverses is not null then refusal := 'ledger_transfer_reversal'; detail := o.id::text;
      else
        f := array_position(account_ids, o.to_account); g := array_position(account_ids, o.from_account);
        held := o.amount_fen - (select coalesce(sum(x.amount_fen), 0) from ledger_transfer x where x.reverses = o.id)
          - (select coalesce(sum(x.amount_fen), 0) from unnest(transfers[1:transfer_count]) x where x.reverses = o.id);
        moved := coalesce(moved, held);
        if moved > held or held = 0 then refusal := 'ledger_transfer_reversal'; detail := o.id::text; end if;
        held := 0;
      end if;
    elsif refusal is null and c.kind in ('post', 'void', 'expire') then
      d.hold_id := c.hold;
      if c.hold_key is not null then
        for i in step_mark + 1..step_count loop if steps[i].key = c.hold_key then d.hold_id := steps[i].hold_id; end if; end loop;
        if d.hold_id is null and stored is not null then
          select x.hold_id into d.hold_id from unnest(stored) x where x.key = c.hold_key and x.kind = 'hold';
        end if;
      end if;
      k := array_position(hold_list, d.hold_id);
      if c.hold_key is not null and k is null and d.hold_id is not null then
        raise exception 'hold % has just been made', c.hold_key using errcode = '40001';
      end if;
      if k is null then refusal := 'ledger_hold_known'; detail := coalesce(c.hold::text, c.hold_key);
      else
        h := holds[k];
        f := array_position(account_ids, h.from_account); g := array_position(account_ids, h.to_account);
        moved := case when c.kind = 'post' then coalesce(moved, h.remaining_fen) else 0 end;
        held := - case when c.kind = 'post' and c.release_rest is not true then moved else h.remaining_fen end;
        if h.state <> 'open' then refusal := 'ledger_hold_open'; detail := h.state;
        elsif moved > h.remaining_fen then refusal := 'ledger_hold_remaining'; detail := h.remaining_fen::text;
        elsif c.kind = 'expire' and (h.expires_at is null or h.expires_at > booked) then
          refusal := 'ledger_hold_due'; detail := h.expires_at::text;
        end if;
      end if;
    else
      f := array_position(paths, c.from_path); g := array_position(paths, c.to_path);
      if c.kind = 'hold' then held := moved; moved := 0; end if;
    end if;
    if refusal is null then
      refusal := case when f is null or g is null then 'ledger_account_known' when f = g then 'ledger_transfer_two_accounts'
        when coalesce(moved + abs(held), 0) <= 0 or moved < 0 then 'ledger_transfer_amount' end;
      detail := case when f is null then c.from_path when g is null then c.to_path else c.key end;
    end if;

    -- the bounds of both accounts, as they would be after the step
    if refusal is null then
      a := accounts[f]; b := accounts[g];
      old_accounts := old_accounts || a || b; old_account_at := old_account_at || f || g;
      from_before := a.balance_fen; to_before := b.balance_fen;
      a.balance_fen := a.balance_fen - moved; a.pending_out_fen := a.pending_out_fen + held;
      b.balance_fen := b.balance_fen + moved; b.pending_in_fen := b.pending_in_fen + held;
      if moved > 0 then a.version := a.version + 1; b.version := b.version + 1; end if;
      if a.balance_fen - a.pending_out_fen < a.floor_fen then refusal := 'ledger_account_floor'; detail := a.path;
      elsif b.balance_fen + b.pending_in_fen > b.ceiling_fen then refusal := 'ledger_account_ceiling'; detail := b.path;
      else accounts[f] := a; accounts[g] := b;
      end if;
    end if;

    if refusal is not null then
      outcomes[grp] := jsonb_build_object('refused', jsonb_build_object('constraint', refusal, 'step', c.key, 'detail', detail));
      for i in reverse cardinality(old_account_at)..1 loop accounts[old_account_at[i]] := old_accounts[i]; end loop;
      for i in reverse cardinality(old_hold_at)..1 loop holds[old_hold_at[i]] := old_holds[i]; end loop;
      hold_count := hold_mark; transfer_count := transfer_mark; step_count := step_mark;
      continue;
    end if;

    d.key := c.key; d.kind := c.kind; d.content := c.content; d.amount_fen := moved; d.released_fen := 0;
    d.event_at := coalesce(c.event_at, booked); d.booked_at := booked; d.actor := c.actor;
    if moved > 0 then
      transfer_count := transfer_count + 1;
      d.made_id := uuidv7();
      transfers[transfer_count] := row(d.made_id, coalesce(c.code, h.code, o.code), a.id, b.id, moved, a.version,
        from_before, b.version, to_before, d.event_at, booked, h.id, o.id,
        coalesce(c.subject_kind, h.subject_kind, o.subject_kind), coalesce(c.subject_id, h.subject_id, o.subject_id),
        c.actor, c.memo)::ledger_transfer;
    end if;
    if c.kind = 'hold' then
      d.made_id := uuidv7(); d.amount_fen := held;
      hold_count := hold_count + 1; k := hold_count;
      h := row(d.made_id, c.code, a.id, b.id, held, 0, 0, held, 'open', c.expires_at, d.event_at, booked,
        c.subject_kind, c.subject_id, c.actor, c.memo)::ledger_hold;
      holds[k] := h; hold_list[k] := h.id;
    elsif held < 0 then
      old_holds := old_holds || h; old_hold_at := old_hold_at || k;
      d.released_fen := - held - moved;
      h.posted_fen := h.posted_fen + moved; h.released_fen := h.released_fen + d.released_fen;
      h.remaining_fen := h.remaining_fen + held;
      if h.remaining_fen = 0 then
        h.state := case c.kind when 'post' then 'posted' when 'void' then 'voided' else 'expired' end;
      end if;
      if c.kind <> 'post' then d.amount_fen := d.released_fen; end if;
      holds[k] := h;
    end if;
    d.hold_id := h.id; d.remaining_fen := h.remaining_fen;
    step_count := step_count + 1; steps[step_count] := d;
    answers := answers || jsonb_build_object('key', d.key, 'kind', d.kind, 'id', d.made_id, 'hold', d.hold_id,
      'amount_fen', d.amount_fen::text, 'released_fen', d.released_fen::text, 'remaining_fen', d.remaining_fen::text,
      'replayed', false);
    if c.final then outcomes[grp] := jsonb_build_object('steps', to_jsonb(answers)); end if;
  end loop;

  update ledger_account y set balance_fen = x.balance_fen, pending_out_fen = x.pending_out_fen,
    pending_in_fen = x.pending_in_fen, version = x.version
  from unnest(accounts) x
  where y.id = x.id and (y.version, y.pending_out_fen, y.pending_in_fen) is distinct from (x.version, x.pending_out_fen, x.pending_in_fen);
  if stored_holds > 0 then
    update ledger_hold y set posted_fen = x.posted_fen, released_fen = x.released_fen, remaining_fen = x.remaining_fen, state = x.state
    from unnest(holds[1:stored_holds]) x where y.id = x.id and y.remaining_fen <> x.remaining_fen;
  end if;
  if hold_count > stored_holds then
    insert into ledger_hold select * from unnest(holds[stored_holds + 1:hold_count]);
  end if;
  insert into ledger_transfer select * from unnest(transfers[1:transfer_count]);
  insert into ledger_step select * from unnest(steps[1:step_count]) on conflict on constraint ledger_step_key do nothing;
  get diagnostics k = row_count;
  if k <> step_count then  -- someone else used one of these keys, for other accounts, a moment ago: look again
    raise exception 'a ledger key was taken meanwhile' using errcode = '40001';
  end if;

  return to_jsonb(outcomes);
end $function$;

CREATE OR REPLACE FUNCTION public.membership_last_manager()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not old.manages or old.valid_to is not null or new.valid_to is null then
    return new;
  end if;
  perform from membership m where m.organisation_id = old.organisation_id and m.manages and m.valid_to is null
    order by m.id for no key update;
  if not exists (select from membership m where m.organisation_id = old.organisation_id and m.manages
      and m.valid_to is null and m.id <> old.id) then
    raise exception 'the last manager stays' using errcode = '23514', constraint = 'membership_last_manager';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.organisation_dispute_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status <> 'open' then
    raise exception 'the dispute is decided' using errcode = '23514', constraint = 'organisation_dispute_once';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% only grows: % refused', tg_table_name, lower(tg_op)
    using errcode = 'integrity_constraint_violation', constraint = tg_name, table = tg_table_name;
end
$function$;
