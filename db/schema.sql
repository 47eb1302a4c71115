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
CREATE INDEX access_log_refused ON access_log USING btree (actor_organisation, id DESC) WHERE (outcome = 'refused'::text);
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

create table admission_review (
  id uuid default uuidv7() not null,
  admission_id uuid not null,
  authority_id uuid not null,
  cause_kind text not null,
  cause_id uuid not null,
  cause_number text not null,
  cause_reason text not null,
  expected text not null,
  opened_at timestamp with time zone not null,
  outcome text,
  ended_at timestamp with time zone,
  ended_by text,
  reason text,
  constraint admission_review_pkey PRIMARY KEY (id),
  constraint admission_review_once UNIQUE (admission_id, cause_id),
  constraint admission_review_admission FOREIGN KEY (admission_id) REFERENCES provider_admission(id),
  constraint admission_review_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint admission_review_end CHECK ((num_nulls(outcome, ended_at, ended_by, reason) = ANY (ARRAY[0, 4]))),
  constraint admission_review_expected CHECK ((expected = ANY (ARRAY['withdrawn'::text, 'reviewed'::text]))),
  constraint admission_review_outcome CHECK ((outcome = ANY (ARRAY['kept'::text, 'withdrawn'::text])))
);
CREATE INDEX admission_review_authority_id ON admission_review USING btree (authority_id);
CREATE INDEX admission_review_open ON admission_review USING btree (authority_id, id) WHERE (outcome IS NULL);
CREATE TRIGGER admission_review_kept BEFORE DELETE OR UPDATE ON admission_review FOR EACH ROW EXECUTE FUNCTION admission_review_kept();

create table agreement (
  id text not null,
  document jsonb not null,
  sha256 text not null,
  effective_from date not null,
  constraint agreement_pkey PRIMARY KEY (id)
);
CREATE TRIGGER agreement_append_only BEFORE DELETE OR UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table bar (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  from_day date not null,
  to_day date not null,
  reason text not null,
  clause text not null,
  decision_id uuid not null,
  lifted_at timestamp with time zone,
  lifted_reason text,
  assumed boolean default false not null,
  constraint bar_pkey PRIMARY KEY (id),
  constraint bar_decision UNIQUE (decision_id, organisation_id),
  constraint bar_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint bar_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint bar_lifted CHECK (((lifted_at IS NULL) = (lifted_reason IS NULL))),
  constraint bar_period CHECK ((from_day < to_day))
);
CREATE INDEX bar_authority_id ON bar USING btree (authority_id);
CREATE INDEX bar_organisation_id ON bar USING btree (organisation_id, to_day);

create table batch (
  id uuid default uuidv7() not null,
  number text not null,
  authority_id uuid not null,
  scheme text not null,
  region_path text[] not null,
  status text default 'collecting'::text not null,
  notice_id uuid,
  created_by text not null,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  reason text,
  constraint batch_pkey PRIMARY KEY (id),
  constraint batch_number UNIQUE (number),
  constraint batch_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint batch_notice FOREIGN KEY (notice_id) REFERENCES public_notice(id),
  constraint batch_ended CHECK ((((status = ANY (ARRAY['decided'::text, 'dissolved'::text])) = (ended_at IS NOT NULL)) AND ((ended_at IS NULL) = (ended_by IS NULL)))),
  constraint batch_has_notice CHECK (((status <> ALL (ARRAY['on_notice'::text, 'deciding'::text, 'decided'::text])) OR (notice_id IS NOT NULL))),
  constraint batch_status CHECK ((status = ANY (ARRAY['collecting'::text, 'on_notice'::text, 'deciding'::text, 'decided'::text, 'dissolved'::text])))
);
CREATE INDEX batch_authority_id ON batch USING btree (authority_id, id);
CREATE INDEX batch_notice_id ON batch USING btree (notice_id);

create table batch_row (
  batch_id uuid not null,
  redemption_id uuid not null,
  amount_fen bigint not null,
  notice_days integer not null,
  status text default 'listed'::text not null,
  reason text,
  decided_by uuid,
  decided_by_label text,
  decided_at timestamp with time zone,
  constraint batch_row_pkey PRIMARY KEY (batch_id, redemption_id),
  constraint batch_row_batch FOREIGN KEY (batch_id) REFERENCES batch(id),
  constraint batch_row_redemption FOREIGN KEY (redemption_id) REFERENCES redemption(case_id),
  constraint batch_row_amount CHECK ((amount_fen > 0)),
  constraint batch_row_decided CHECK (((status = ANY (ARRAY['approved'::text, 'declined'::text])) = (decided_at IS NOT NULL))),
  constraint batch_row_notice_days CHECK (((notice_days >= 1) AND (notice_days <= 120))),
  constraint batch_row_status CHECK ((status = ANY (ARRAY['listed'::text, 'held'::text, 'approved'::text, 'declined'::text, 'removed'::text]))),
  constraint batch_row_why CHECK (((status <> ALL (ARRAY['declined'::text, 'removed'::text])) OR (reason IS NOT NULL)))
);
CREATE UNIQUE INDEX batch_row_live ON batch_row USING btree (redemption_id) WHERE (status = ANY (ARRAY['listed'::text, 'held'::text, 'approved'::text]));
CREATE INDEX batch_row_redemption_id ON batch_row USING btree (redemption_id);

create table budget (
  id uuid default uuidv7() not null,
  authority_id uuid not null,
  scheme text not null,
  year integer not null,
  region_path text[] not null,
  status text default 'open'::text not null,
  created_at timestamp with time zone not null,
  constraint budget_pkey PRIMARY KEY (id),
  constraint budget_once UNIQUE (authority_id, scheme, year),
  constraint budget_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint budget_status CHECK ((status = ANY (ARRAY['open'::text, 'frozen'::text, 'closed'::text]))),
  constraint budget_year CHECK (((year >= 2000) AND (year <= 2100)))
);

create table budget_step (
  id uuid default uuidv7() not null,
  budget_id uuid not null,
  kind text not null,
  amount_fen bigint,
  reason text not null,
  actor_label text not null,
  at timestamp with time zone not null,
  constraint budget_step_pkey PRIMARY KEY (id),
  constraint budget_step_budget FOREIGN KEY (budget_id) REFERENCES budget(id),
  constraint budget_step_amount CHECK ((amount_fen > 0)),
  constraint budget_step_has_amount CHECK (((kind = 'close'::text) OR ((kind = ANY (ARRAY['allot'::text, 'carry_in'::text, 'release'::text, 'take_back'::text, 'cut'::text, 'carry_out'::text])) = (amount_fen IS NOT NULL)))),
  constraint budget_step_kind CHECK ((kind = ANY (ARRAY['allot'::text, 'carry_in'::text, 'release'::text, 'take_back'::text, 'cut'::text, 'carry_out'::text, 'freeze'::text, 'unfreeze'::text, 'close'::text])))
);
CREATE INDEX budget_step_budget_id ON budget_step USING btree (budget_id, id);
CREATE TRIGGER budget_step_append_only BEFORE DELETE OR UPDATE ON budget_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_step_undoes BEFORE INSERT ON budget_step FOR EACH ROW WHEN (new.kind = ANY (ARRAY['take_back'::text, 'cut'::text, 'carry_out'::text])) EXECUTE FUNCTION budget_step_undoes();

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
  constraint case_action_known CHECK ((action = ANY (ARRAY['submit'::text, 'take'::text, 'release'::text, 'recuse'::text, 'request_supplement'::text, 'supply'::text, 'pass'::text, 'refuse'::text, 'withdraw'::text, 'appeal'::text, 'uphold'::text, 'overturn'::text, 'hold'::text, 'release_hold'::text, 'extend'::text, 'enter_batch'::text, 'leave_batch'::text, 'notice_opened'::text, 'notice_closed'::text, 'approve'::text, 'decline'::text, 'revoke'::text, 'reinstate'::text, 'reopen'::text, 'lapse'::text, 'correct'::text, 'escalate'::text, 'set_deadline'::text]))),
  constraint case_action_seq CHECK ((seq >= 1))
);
CREATE INDEX case_action_again_ix ON case_action USING btree (case_id) WHERE (action = ANY (ARRAY['overturn'::text, 'reopen'::text]));
CREATE INDEX case_action_recusal_ix ON case_action USING btree (case_id) WHERE (action = 'recuse'::text);
CREATE TRIGGER case_action_append_only BEFORE DELETE OR UPDATE ON case_action FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_action_no_truncate BEFORE TRUNCATE ON case_action FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_decided_beside BEFORE INSERT ON case_action FOR EACH ROW WHEN (new.actor_user IS NOT NULL AND (new.action = ANY (ARRAY['uphold'::text, 'overturn'::text, 'approve'::text, 'decline'::text]))) EXECUTE FUNCTION case_decided_beside();
CREATE TRIGGER case_second_review BEFORE INSERT ON case_action FOR EACH ROW WHEN (new.actor_user IS NOT NULL AND new.action = 'pass'::text) EXECUTE FUNCTION case_second_review();

create view case_card as
 SELECT id,
    number,
    programme_id,
    programme_version,
    organisation_id,
    applicant,
    authority_id,
    region_path,
    stage,
    status,
    desk_role,
    desk_level,
    due_at,
    provisional,
    escalated,
    assignee,
    amount_fen,
    submitted_at,
    changed_at
   FROM case_file;
--   id uuid
--   number text
--   programme_id text
--   programme_version integer
--   organisation_id uuid
--   applicant text
--   authority_id uuid
--   region_path text[]
--   stage text
--   status text
--   desk_role text
--   desk_level text
--   due_at timestamp with time zone
--   provisional boolean
--   escalated boolean
--   assignee uuid
--   amount_fen bigint
--   submitted_at timestamp with time zone
--   changed_at timestamp with time zone

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
  words tsvector default ''::tsvector not null,
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
CREATE INDEX case_file_due_first ON case_file USING btree (COALESCE(due_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX case_file_organisation_ix ON case_file USING btree (organisation_id, id);
CREATE INDEX case_file_programme_ix ON case_file USING btree (programme_id, programme_version);
CREATE INDEX case_file_provisional ON case_file USING btree (id) WHERE provisional;
CREATE INDEX case_file_region_ix ON case_file USING gin (region_path);
CREATE INDEX case_file_words ON case_file USING gin (words);
CREATE TRIGGER case_file_pinned BEFORE UPDATE ON case_file FOR EACH ROW WHEN (old.programme_id <> new.programme_id OR old.programme_version <> new.programme_version OR old.number <> new.number OR new.seq < old.seq) EXECUTE FUNCTION case_file_keeps_version();
CREATE TRIGGER case_file_words BEFORE INSERT OR UPDATE OF number, applicant, words ON case_file FOR EACH ROW EXECUTE FUNCTION case_file_words();

create table claim (
  case_id uuid not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  region_path text[] not null,
  rulebook_id text not null,
  scheme text not null,
  year integer not null,
  service_kind text not null,
  cross_region boolean not null,
  purpose text not null,
  contract_fen bigint not null,
  amount_fen bigint not null,
  accepted_at timestamp with time zone,
  queue_no bigint generated always as identity not null,
  status text not null,
  firm_class text,
  priority text[] default '{}'::text[] not null,
  queue_rank smallint generated always as (
CASE
    WHEN (priority = '{}'::text[]) THEN 1
    ELSE 0
END) stored not null,
  refused_because jsonb,
  constraint claim_pkey PRIMARY KEY (case_id),
  constraint claim_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint claim_case FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint claim_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint claim_rulebook FOREIGN KEY (rulebook_id) REFERENCES rulebook_version(id),
  constraint claim_amount CHECK ((amount_fen > 0)),
  constraint claim_contract CHECK ((contract_fen > 0)),
  constraint claim_refused_because CHECK (((refused_because IS NULL) OR (status = 'refused'::text))),
  constraint claim_status CHECK ((status = ANY (ARRAY['in_review'::text, 'queued'::text, 'issued'::text, 'refused'::text, 'withdrawn'::text, 'lapsed'::text])))
);
CREATE INDEX claim_authority_id ON claim USING btree (authority_id);
CREATE INDEX claim_organisation_id ON claim USING btree (organisation_id, year);
CREATE INDEX claim_queue ON claim USING btree (authority_id, scheme, queue_rank, accepted_at, queue_no) WHERE (status = 'queued'::text);
CREATE INDEX claim_rulebook_id ON claim USING btree (rulebook_id);
CREATE TRIGGER claim_of_closed BEFORE UPDATE OF status ON claim FOR EACH ROW WHEN ((new.status = ANY (ARRAY['queued'::text, 'issued'::text])) AND new.status IS DISTINCT FROM old.status) EXECUTE FUNCTION claim_of_closed_waits_not();
CREATE TRIGGER claim_place BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_keeps_place();

create table community_pack (
  id uuid default uuidv7() not null,
  name text not null,
  sha256 text not null,
  loaded_at timestamp with time zone not null,
  constraint community_pack_pkey PRIMARY KEY (id),
  constraint community_pack_name UNIQUE (name)
);

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

create table demo_play (
  id uuid default uuidv7() not null,
  name text not null,
  began_at timestamp with time zone not null,
  done integer default 0 not null,
  total integer default 0 not null,
  story_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint demo_play_pkey PRIMARY KEY (id),
  constraint demo_play_name UNIQUE (name),
  constraint demo_play_progress CHECK (((done >= 0) AND (done <= total)))
);

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
  register_list_id uuid,
  replaces_id uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_reason text,
  constraint fact_pkey PRIMARY KEY (id),
  constraint fact_decided_by FOREIGN KEY (decided_by) REFERENCES auth."user"(id),
  constraint fact_declared_by FOREIGN KEY (declared_by) REFERENCES auth."user"(id),
  constraint fact_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint fact_register_list FOREIGN KEY (register_list_id) REFERENCES register_list(id),
  constraint fact_replaces FOREIGN KEY (replaces_id) REFERENCES fact(id),
  constraint fact_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES auth."user"(id),
  constraint fact_evidence CHECK (((standing <> 'evidenced'::text) OR (file_id IS NOT NULL))),
  constraint fact_own_word CHECK (((standing <> 'confirmed'::text) OR (decided_by IS DISTINCT FROM declared_by) OR (decided_by IS NULL))),
  constraint fact_standing CHECK ((standing = ANY (ARRAY['declared'::text, 'evidenced'::text, 'confirmed'::text]))),
  constraint fact_validity CHECK ((valid_from <= valid_to)),
  constraint fact_withdrawal CHECK (((num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) = ANY (ARRAY[0, 3])) AND ((withdrawn_at IS NULL) OR ((superseded_at IS NOT NULL) AND (register_list_id IS NOT NULL))))),
  constraint fact_year CHECK (((year >= 1990) AND (year <= 2200)))
);
CREATE INDEX fact_decided_by_id ON fact USING btree (decided_by);
CREATE INDEX fact_declared_by_id ON fact USING btree (declared_by);
CREATE INDEX fact_history ON fact USING btree (organisation_id, key, declared_at);
CREATE UNIQUE INDEX fact_in_force ON fact USING btree (organisation_id, key, year) NULLS NOT DISTINCT WHERE ((standing = 'confirmed'::text) AND (superseded_at IS NULL));
CREATE UNIQUE INDEX fact_pending ON fact USING btree (organisation_id, key, year) NULLS NOT DISTINCT WHERE ((standing <> 'confirmed'::text) AND (superseded_at IS NULL) AND (rejected_at IS NULL));
CREATE INDEX fact_register_list_id ON fact USING btree (register_list_id, id) WHERE (register_list_id IS NOT NULL);
CREATE INDEX fact_replaces_id ON fact USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);
CREATE INDEX fact_withdrawn_by_id ON fact USING btree (withdrawn_by) WHERE (withdrawn_by IS NOT NULL);
CREATE TRIGGER fact_kept BEFORE DELETE ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fact_of_register BEFORE INSERT ON fact FOR EACH ROW WHEN (new.register_list_id IS NOT NULL) EXECUTE FUNCTION fact_of_register();
CREATE TRIGGER fact_origin_kept BEFORE UPDATE OF register_list_id, replaces_id ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fact_value_kept BEFORE UPDATE OF organisation_id, key, year, value, declared_by, declared_at ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fact_withdrawn_stays BEFORE UPDATE ON fact FOR EACH ROW WHEN (old.withdrawn_at IS NOT NULL) EXECUTE FUNCTION fact_withdrawn_stays();

create table feed_cursor (
  name text not null,
  last_xact xid8 default '0'::xid8 not null,
  last_event_id bigint default 0 not null,
  constraint feed_cursor_pkey PRIMARY KEY (name)
);

create table file (
  id uuid default uuidv7() not null,
  sha256 text not null,
  name text not null,
  purpose text not null,
  owner_organisation uuid,
  uploaded_by uuid,
  visitor text,
  at timestamp with time zone not null,
  constraint file_pkey PRIMARY KEY (id),
  constraint file_blob_of FOREIGN KEY (sha256) REFERENCES file_blob(sha256),
  constraint file_uploaded_by FOREIGN KEY (uploaded_by) REFERENCES auth."user"(id),
  constraint file_name CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 255))),
  constraint file_origin CHECK (((uploaded_by IS NULL) = (visitor IS NOT NULL)))
);
CREATE INDEX file_at_ix ON file USING btree (at);
CREATE INDEX file_sha256_ix ON file USING btree (sha256);
CREATE INDEX file_uploaded_by_ix ON file USING btree (uploaded_by);
CREATE INDEX file_visitor_ix ON file USING btree (visitor, at) WHERE (visitor IS NOT NULL);
CREATE TRIGGER file_frozen BEFORE UPDATE ON file FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table file_blob (
  sha256 text not null,
  size bigint not null,
  media_type text not null,
  stored_at timestamp with time zone not null,
  constraint file_blob_pkey PRIMARY KEY (sha256),
  constraint file_blob_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint file_blob_size CHECK ((size > 0))
);

create view file_card as
 SELECT f.id,
    f.name,
    f.sha256,
    f.purpose,
    f.owner_organisation,
    f.uploaded_by,
    f.at,
    b.size,
    b.media_type
   FROM file f
     JOIN file_blob b USING (sha256);
--   id uuid
--   name text
--   sha256 text
--   purpose text
--   owner_organisation uuid
--   uploaded_by uuid
--   at timestamp with time zone
--   size bigint
--   media_type text

create table file_use (
  file_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  at timestamp with time zone not null,
  constraint file_use_pkey PRIMARY KEY (file_id, subject_kind, subject_id),
  constraint file_use_file FOREIGN KEY (file_id) REFERENCES file(id)
);
CREATE INDEX file_use_subject ON file_use USING btree (subject_kind, subject_id);
CREATE TRIGGER file_use_frozen BEFORE DELETE OR UPDATE ON file_use FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table firm_year (
  organisation_id uuid not null,
  scheme text not null,
  year integer not null,
  cap_fen bigint not null,
  claimed_fen bigint default 0 not null,
  constraint firm_year_pkey PRIMARY KEY (organisation_id, scheme, year),
  constraint firm_year_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint firm_year_cap CHECK ((claimed_fen <= cap_fen)),
  constraint firm_year_cap_positive CHECK ((cap_fen > 0)),
  constraint firm_year_claimed CHECK ((claimed_fen >= 0))
);

create table firm_year_return (
  redemption_id uuid not null,
  organisation_id uuid not null,
  scheme text not null,
  year integer not null,
  amount_fen bigint not null,
  at timestamp with time zone not null,
  constraint firm_year_return_pkey PRIMARY KEY (redemption_id),
  constraint firm_year_return_firm_year FOREIGN KEY (organisation_id, scheme, year) REFERENCES firm_year(organisation_id, scheme, year),
  constraint firm_year_return_amount CHECK ((amount_fen > 0))
);
CREATE INDEX firm_year_return_year ON firm_year_return USING btree (organisation_id, scheme, year);
CREATE TRIGGER firm_year_return_append_only BEFORE DELETE OR UPDATE ON firm_year_return FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
CREATE TRIGGER invitation_role_fits BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION role_fits_kind();

create table invoice (
  id uuid default uuidv7() not null,
  code text default ''::text not null,
  number text not null,
  kind text not null,
  red_of uuid,
  seller_code text not null,
  seller_name text not null,
  buyer_code text,
  buyer_name text not null,
  issued_on date not null,
  total_fen bigint not null,
  file_id uuid not null,
  registered_by uuid not null,
  region_path text[] not null,
  at timestamp with time zone not null,
  constraint invoice_pkey PRIMARY KEY (id),
  constraint invoice_once UNIQUE (code, number),
  constraint invoice_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint invoice_red_of FOREIGN KEY (red_of) REFERENCES invoice(id),
  constraint invoice_registered_by FOREIGN KEY (registered_by) REFERENCES organisation(id),
  constraint invoice_form CHECK ((((code = ''::text) AND (number ~ '^\d{20}$'::text)) OR ((code ~ '^(\d{10}|\d{12})$'::text) AND (number ~ '^\d{8}$'::text)))),
  constraint invoice_kind CHECK ((kind = ANY (ARRAY['blue'::text, 'red'::text]))),
  constraint invoice_red_has_blue CHECK (((kind = 'red'::text) = (red_of IS NOT NULL))),
  constraint invoice_total CHECK ((total_fen > 0))
);
CREATE INDEX invoice_file_id ON invoice USING btree (file_id);
CREATE INDEX invoice_red_of_id ON invoice USING btree (red_of);
CREATE INDEX invoice_region_within ON invoice USING gin (region_path);
CREATE INDEX invoice_registered_by_id ON invoice USING btree (registered_by, id);
CREATE TRIGGER invoice_frozen BEFORE UPDATE OF code, number, kind, red_of, registered_by, at ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER invoice_total_sum AFTER INSERT OR UPDATE OF total_fen ON invoice DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION invoice_total_is_sum('id');

create view invoice_card as
 SELECT id,
    code,
    number,
    kind,
    red_of,
    seller_code,
    seller_name,
    buyer_code,
    buyer_name,
    issued_on,
    total_fen,
    file_id,
    registered_by,
    region_path,
    at
   FROM invoice;
--   id uuid
--   code text
--   number text
--   kind text
--   red_of uuid
--   seller_code text
--   seller_name text
--   buyer_code text
--   buyer_name text
--   issued_on date
--   total_fen bigint
--   file_id uuid
--   registered_by uuid
--   region_path text[]
--   at timestamp with time zone

create table invoice_conflict (
  id uuid default uuidv7() not null,
  invoice_id uuid not null,
  claimed jsonb not null,
  file_id uuid not null,
  claimed_by uuid not null,
  region_path text[] not null,
  at timestamp with time zone not null,
  status text default 'open'::text not null,
  decided_at timestamp with time zone,
  decided_by text,
  reason text,
  constraint invoice_conflict_pkey PRIMARY KEY (id),
  constraint invoice_conflict_claimed_by FOREIGN KEY (claimed_by) REFERENCES organisation(id),
  constraint invoice_conflict_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint invoice_conflict_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  constraint invoice_conflict_decided CHECK ((((status = 'open'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)) AND ((decided_at IS NULL) = (reason IS NULL)))),
  constraint invoice_conflict_status CHECK ((status = ANY (ARRAY['open'::text, 'kept'::text, 'corrected'::text])))
);
CREATE INDEX invoice_conflict_claimed_by_id ON invoice_conflict USING btree (claimed_by);
CREATE INDEX invoice_conflict_file_id ON invoice_conflict USING btree (file_id);
CREATE INDEX invoice_conflict_invoice_id ON invoice_conflict USING btree (invoice_id);
CREATE UNIQUE INDEX invoice_conflict_open ON invoice_conflict USING btree (invoice_id, claimed_by) WHERE (status = 'open'::text);
CREATE INDEX invoice_conflict_waiting ON invoice_conflict USING btree (at) WHERE (status = 'open'::text);
CREATE TRIGGER invoice_conflict_kept BEFORE DELETE ON invoice_conflict FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_conflict_once BEFORE UPDATE ON invoice_conflict FOR EACH ROW EXECUTE FUNCTION invoice_conflict_once();

create table invoice_holder (
  invoice_id uuid not null,
  organisation_id uuid not null,
  file_id uuid not null,
  at timestamp with time zone not null,
  constraint invoice_holder_pkey PRIMARY KEY (invoice_id, organisation_id),
  constraint invoice_holder_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint invoice_holder_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  constraint invoice_holder_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX invoice_holder_file_id ON invoice_holder USING btree (file_id);
CREATE INDEX invoice_holder_organisation_id ON invoice_holder USING btree (organisation_id, invoice_id);
CREATE TRIGGER invoice_holder_append_only BEFORE DELETE OR UPDATE ON invoice_holder FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table invoice_line (
  invoice_id uuid not null,
  line_no integer not null,
  what text not null,
  amount_fen bigint not null,
  blue_line_no integer,
  presented_fen bigint default 0 not null,
  reversed_fen bigint default 0 not null,
  constraint invoice_line_pkey PRIMARY KEY (invoice_id, line_no),
  constraint invoice_line_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  constraint invoice_line_amount CHECK ((amount_fen >= 0)),
  constraint invoice_line_no CHECK (((line_no >= 1) AND (line_no <= 2000))),
  constraint invoice_line_presented CHECK ((presented_fen >= 0)),
  constraint invoice_line_presented_at_most CHECK ((presented_fen <= amount_fen)),
  constraint invoice_line_reversed CHECK ((reversed_fen >= 0)),
  constraint invoice_line_reversed_at_most CHECK ((reversed_fen <= amount_fen))
);
CREATE TRIGGER invoice_line_frozen BEFORE UPDATE OF invoice_id, line_no ON invoice_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_line_guard BEFORE INSERT OR UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_guard();
CREATE TRIGGER invoice_line_kept BEFORE DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_line_reverses AFTER INSERT OR UPDATE OF amount_fen, blue_line_no ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_reverses();
CREATE CONSTRAINT TRIGGER invoice_line_total_sum AFTER INSERT OR UPDATE OF amount_fen ON invoice_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION invoice_total_is_sum('invoice_id');

create table invoice_presentation (
  id uuid default uuidv7() not null,
  invoice_id uuid not null,
  line_no integer not null,
  subject_kind text not null,
  subject_id uuid not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  amount_fen bigint not null,
  at timestamp with time zone not null,
  freed_at timestamp with time zone,
  freed_reason text,
  constraint invoice_presentation_pkey PRIMARY KEY (id),
  constraint invoice_presentation_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint invoice_presentation_line FOREIGN KEY (invoice_id, line_no) REFERENCES invoice_line(invoice_id, line_no),
  constraint invoice_presentation_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint invoice_presentation_amount CHECK ((amount_fen > 0)),
  constraint invoice_presentation_freed CHECK (((freed_at IS NULL) = (freed_reason IS NULL)))
);
CREATE INDEX invoice_presentation_authority_id ON invoice_presentation USING btree (authority_id, invoice_id);
CREATE INDEX invoice_presentation_line_of ON invoice_presentation USING btree (invoice_id, line_no);
CREATE UNIQUE INDEX invoice_presentation_once ON invoice_presentation USING btree (invoice_id, line_no, subject_kind, subject_id) WHERE (freed_at IS NULL);
CREATE INDEX invoice_presentation_organisation_id ON invoice_presentation USING btree (organisation_id);
CREATE INDEX invoice_presentation_subject ON invoice_presentation USING btree (subject_kind, subject_id);
CREATE TRIGGER invoice_presentation_allowed BEFORE INSERT OR UPDATE ON invoice_presentation FOR EACH ROW EXECUTE FUNCTION invoice_presentation_allowed();
CREATE TRIGGER invoice_presentation_counts AFTER INSERT OR UPDATE ON invoice_presentation FOR EACH ROW EXECUTE FUNCTION invoice_presentation_counts();
CREATE TRIGGER invoice_presentation_kept BEFORE DELETE ON invoice_presentation FOR EACH ROW EXECUTE FUNCTION refuse_change();

create view invoice_presented as
 SELECT p.id,
    p.subject_kind,
    p.subject_id,
    p.invoice_id,
    p.line_no,
    p.organisation_id,
    p.authority_id,
    p.amount_fen,
    p.at,
    p.freed_at,
    p.freed_reason,
    l.what,
    l.amount_fen AS line_fen,
    l.presented_fen,
    l.reversed_fen
   FROM invoice_presentation p
     JOIN invoice_line l USING (invoice_id, line_no);
--   id uuid
--   subject_kind text
--   subject_id uuid
--   invoice_id uuid
--   line_no integer
--   organisation_id uuid
--   authority_id uuid
--   amount_fen bigint
--   at timestamp with time zone
--   freed_at timestamp with time zone
--   freed_reason text
--   what text
--   line_fen bigint
--   presented_fen bigint
--   reversed_fen bigint

create table invoice_version (
  invoice_id uuid not null,
  version_no integer not null,
  facts jsonb not null,
  conflict_id uuid,
  by_label text not null,
  at timestamp with time zone not null,
  constraint invoice_version_pkey PRIMARY KEY (invoice_id, version_no),
  constraint invoice_version_conflict FOREIGN KEY (conflict_id) REFERENCES invoice_conflict(id),
  constraint invoice_version_invoice FOREIGN KEY (invoice_id) REFERENCES invoice(id),
  constraint invoice_version_cause CHECK (((version_no = 1) = (conflict_id IS NULL))),
  constraint invoice_version_no CHECK ((version_no > 0))
);
CREATE INDEX invoice_version_conflict_id ON invoice_version USING btree (conflict_id);
CREATE TRIGGER invoice_version_append_only BEFORE DELETE OR UPDATE ON invoice_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
  constraint ledger_account_pending CHECK (((pending_out_fen >= 0) AND (pending_in_fen >= 0)))
);
CREATE INDEX ledger_account_owner_ix ON ledger_account USING btree (owner_kind, owner_id) WHERE (owner_id IS NOT NULL);
CREATE TRIGGER ledger_account_empty BEFORE INSERT ON ledger_account FOR EACH ROW WHEN (new.balance_fen <> 0 OR new.pending_out_fen <> 0 OR new.pending_in_fen <> 0 OR new.version <> 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_account_gate BEFORE UPDATE OF balance_fen, pending_out_fen, pending_in_fen, version ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_gate();
CREATE TRIGGER ledger_account_immutable BEFORE UPDATE OF id, path ON ledger_account FOR EACH ROW EXECUTE FUNCTION refuse_change();
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
  constraint ledger_hold_state CHECK (((state = 'open'::text) = (remaining_fen > 0))),
  constraint ledger_hold_whole CHECK (((((posted_fen + released_fen) + remaining_fen) = amount_fen) AND (LEAST(posted_fen, released_fen, remaining_fen) >= 0)))
);
CREATE INDEX ledger_hold_due_ix ON ledger_hold USING btree (expires_at) WHERE ((state = 'open'::text) AND (expires_at IS NOT NULL));
CREATE INDEX ledger_hold_subject_ix ON ledger_hold USING btree (subject_id, subject_kind) WHERE (subject_id IS NOT NULL);
CREATE TRIGGER ledger_hold_gate BEFORE INSERT OR UPDATE ON ledger_hold FOR EACH STATEMENT EXECUTE FUNCTION ledger_gate();
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
  constraint ledger_step_key PRIMARY KEY (key)
);
CREATE TRIGGER ledger_step_gate BEFORE INSERT ON ledger_step FOR EACH STATEMENT EXECUTE FUNCTION ledger_gate();
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
  constraint ledger_transfer_amount CHECK (((amount_fen > 0) AND (from_account <> to_account)))
);
CREATE INDEX ledger_transfer_hold_ix ON ledger_transfer USING btree (hold_id) WHERE (hold_id IS NOT NULL);
CREATE INDEX ledger_transfer_reverses_ix ON ledger_transfer USING btree (reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX ledger_transfer_subject_ix ON ledger_transfer USING btree (subject_id, subject_kind) WHERE (subject_id IS NOT NULL);
CREATE TRIGGER ledger_transfer_gate BEFORE INSERT ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger_gate();
CREATE TRIGGER ledger_transfer_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table mail (
  id uuid default uuidv7() not null,
  to_address text not null,
  subject text not null,
  body text not null,
  at timestamp with time zone not null,
  sent_at timestamp with time zone,
  attempts integer default 0 not null,
  error text,
  constraint mail_pkey PRIMARY KEY (id)
);
CREATE INDEX mail_recent ON mail USING btree (id DESC);

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
CREATE TRIGGER membership_role_fits BEFORE INSERT ON membership FOR EACH ROW EXECUTE FUNCTION role_fits_kind();

create table message (
  id uuid default uuidv7() not null,
  user_id uuid,
  organisation_id uuid,
  role text,
  subject_kind text not null,
  subject_id uuid not null,
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  at timestamp with time zone not null,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_user FOREIGN KEY (user_id) REFERENCES auth."user"(id),
  constraint message_to CHECK (((num_nonnulls(user_id, organisation_id) = 1) AND ((role IS NULL) OR (organisation_id IS NOT NULL))))
);
CREATE INDEX message_organisation_ix ON message USING btree (organisation_id, at, id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX message_user_ix ON message USING btree (user_id, at, id) WHERE (user_id IS NOT NULL);
CREATE TRIGGER message_frozen BEFORE UPDATE ON message FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table message_read (
  message_id uuid not null,
  user_id uuid not null,
  at timestamp with time zone not null,
  constraint message_read_pkey PRIMARY KEY (message_id, user_id),
  constraint message_read_message FOREIGN KEY (message_id) REFERENCES message(id) ON DELETE CASCADE,
  constraint message_read_user FOREIGN KEY (user_id) REFERENCES auth."user"(id)
);
CREATE INDEX message_read_user_ix ON message_read USING btree (user_id);

create table objection (
  id uuid default uuidv7() not null,
  notice_id uuid not null,
  row_no integer not null,
  receipt text not null,
  kind text not null,
  name text,
  contact text,
  statement text not null,
  file_id uuid,
  objector_user uuid,
  visitor text,
  at timestamp with time zone not null,
  status text not null,
  decided_by uuid,
  decided_by_label text,
  decided_at timestamp with time zone,
  reason text,
  constraint objection_pkey PRIMARY KEY (id),
  constraint objection_receipt UNIQUE (receipt),
  constraint objection_decided_by FOREIGN KEY (decided_by) REFERENCES auth."user"(id),
  constraint objection_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint objection_objector_user FOREIGN KEY (objector_user) REFERENCES auth."user"(id),
  constraint objection_row FOREIGN KEY (notice_id, row_no) REFERENCES public_notice_row(notice_id, row_no),
  constraint objection_decision CHECK ((((status = ANY (ARRAY['upheld'::text, 'rejected'::text])) = (decided_at IS NOT NULL)) AND ((decided_at IS NULL) OR (reason IS NOT NULL)))),
  constraint objection_kind CHECK ((kind = ANY (ARRAY['real_name'::text, 'anonymous'::text]))),
  constraint objection_lead CHECK (((kind <> 'anonymous'::text) OR ((file_id IS NOT NULL) AND (name IS NULL) AND (status <> 'open'::text)))),
  constraint objection_real_name CHECK (((kind <> 'real_name'::text) OR ((name IS NOT NULL) AND (contact IS NOT NULL)))),
  constraint objection_status CHECK ((status = ANY (ARRAY['open'::text, 'lead'::text, 'upheld'::text, 'rejected'::text])))
);
CREATE INDEX objection_decided_by_ix ON objection USING btree (decided_by);
CREATE INDEX objection_file_ix ON objection USING btree (file_id);
CREATE INDEX objection_objector_user_ix ON objection USING btree (objector_user);
CREATE INDEX objection_row_ix ON objection USING btree (notice_id, row_no);
CREATE INDEX objection_visitor_ix ON objection USING btree (visitor, at) WHERE (visitor IS NOT NULL);
CREATE INDEX objection_waiting ON objection USING btree (at) WHERE (status = ANY (ARRAY['open'::text, 'lead'::text]));

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
  remark text,
  created_by uuid,
  created_at timestamp with time zone not null,
  verified_by uuid,
  verified_at timestamp with time zone,
  waits_since timestamp with time zone,
  words tsvector default ''::tsvector not null,
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
  constraint organisation_name_seen CHECK (is_seen(name)) NOT VALID,
  constraint organisation_region_code CHECK ((region_code ~ '^\d{6}$'::text)),
  constraint organisation_region_path CHECK ((region_code = ANY (region_path))),
  constraint organisation_status CHECK ((status = ANY (ARRAY['unverified'::text, 'verified'::text, 'disputed'::text, 'closed'::text]))),
  constraint organisation_team CHECK ((((kind = 'team'::text) = (sponsor_id IS NOT NULL)) AND ((kind <> 'team'::text) OR (uscc IS NULL)))),
  constraint organisation_uscc_form CHECK ((uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'::text)),
  constraint organisation_verified CHECK (((status <> 'verified'::text) OR (verified_at IS NOT NULL))),
  constraint organisation_waits CHECK (((waits_since IS NULL) OR (status <> 'verified'::text)))
);
CREATE INDEX organisation_created_by_id ON organisation USING btree (created_by);
CREATE UNIQUE INDEX organisation_one_authority ON organisation USING btree (region_code) WHERE ((kind = 'authority'::text) AND (status <> 'closed'::text));
CREATE UNIQUE INDEX organisation_one_operator ON organisation USING btree (kind) WHERE (kind = 'operator'::text);
CREATE INDEX organisation_region_within ON organisation USING gin (region_path);
CREATE INDEX organisation_sponsor_id ON organisation USING btree (sponsor_id);
CREATE INDEX organisation_verified_by_id ON organisation USING btree (verified_by);
CREATE INDEX organisation_waiting ON organisation USING btree (created_at) WHERE (status = ANY (ARRAY['unverified'::text, 'disputed'::text]));
CREATE INDEX organisation_words ON organisation USING gin (words);
CREATE TRIGGER organisation_authority_stays BEFORE UPDATE OF region_code, region_path, kind, level ON organisation FOR EACH ROW WHEN (old.kind = 'authority'::text AND (old.kind IS DISTINCT FROM new.kind OR old.region_code IS DISTINCT FROM new.region_code OR old.region_path IS DISTINCT FROM new.region_path OR old.level IS DISTINCT FROM new.level)) EXECUTE FUNCTION organisation_authority_stays();
CREATE CONSTRAINT TRIGGER organisation_closed_by_closing AFTER INSERT OR UPDATE OF status ON organisation DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organisation_closed_by_closing();
CREATE TRIGGER organisation_seat_given BEFORE INSERT ON organisation FOR EACH ROW WHEN ((new.kind <> ALL (ARRAY['authority'::text, 'operator'::text])) AND new.region_code ~~ '____00'::text) EXECUTE FUNCTION organisation_seat();
CREATE TRIGGER organisation_seat_moved BEFORE UPDATE OF region_code ON organisation FOR EACH ROW WHEN ((new.kind <> ALL (ARRAY['authority'::text, 'operator'::text])) AND new.region_code ~~ '____00'::text AND new.region_code IS DISTINCT FROM old.region_code) EXECUTE FUNCTION organisation_seat();
CREATE TRIGGER organisation_words BEFORE INSERT OR UPDATE OF name, uscc, words ON organisation FOR EACH ROW EXECUTE FUNCTION keep_words('name', 'uscc');

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
    sponsor_id,
    words
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
--   words tsvector

create table organisation_closing (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  closed_on date not null,
  evidence text not null,
  status_before text not null,
  waited_since timestamp with time zone,
  recorded_by uuid not null,
  recorded_at timestamp with time zone not null,
  authority_id uuid not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_reason text,
  constraint organisation_closing_pkey PRIMARY KEY (id),
  constraint organisation_closing_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint organisation_closing_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint organisation_closing_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id),
  constraint organisation_closing_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES auth."user"(id),
  constraint organisation_closing_before CHECK ((status_before = ANY (ARRAY['unverified'::text, 'verified'::text]))),
  constraint organisation_closing_day CHECK ((closed_on <= ((recorded_at AT TIME ZONE 'Asia/Shanghai'::text))::date)),
  constraint organisation_closing_withdrawal CHECK ((num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) = ANY (ARRAY[0, 3])))
);
CREATE INDEX organisation_closing_authority_id ON organisation_closing USING btree (authority_id);
CREATE INDEX organisation_closing_of ON organisation_closing USING btree (organisation_id);
CREATE UNIQUE INDEX organisation_closing_once ON organisation_closing USING btree (organisation_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX organisation_closing_recorded_by_id ON organisation_closing USING btree (recorded_by);
CREATE INDEX organisation_closing_withdrawn_by_id ON organisation_closing USING btree (withdrawn_by);
CREATE CONSTRAINT TRIGGER organisation_closing_closes AFTER INSERT OR UPDATE ON organisation_closing DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION organisation_closed_by_closing();
CREATE TRIGGER organisation_closing_kept BEFORE DELETE OR UPDATE ON organisation_closing FOR EACH ROW EXECUTE FUNCTION organisation_closing_kept();

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
  constraint organisation_dispute_licence CHECK (((status_before <> 'verified'::text) OR (file_id IS NOT NULL))) NOT VALID,
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
  recorded_at timestamp with time zone,
  authority_id uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_reason text,
  constraint organisation_name_pkey PRIMARY KEY (id),
  constraint organisation_name_once EXCLUDE USING gist (organisation_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE ((withdrawn_at IS NULL)),
  constraint organisation_name_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint organisation_name_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint organisation_name_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id),
  constraint organisation_name_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES auth."user"(id),
  constraint organisation_name_name_seen CHECK (is_seen(name)) NOT VALID,
  constraint organisation_name_withdrawal CHECK ((num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) = ANY (ARRAY[0, 3])))
);
CREATE INDEX organisation_name_authority_id ON organisation_name USING btree (authority_id);
CREATE INDEX organisation_name_of ON organisation_name USING btree (organisation_id, valid_from);
CREATE INDEX organisation_name_recorded_by_id ON organisation_name USING btree (recorded_by);
CREATE INDEX organisation_name_withdrawn_by_id ON organisation_name USING btree (withdrawn_by);
CREATE TRIGGER organisation_name_borne AFTER INSERT ON organisation_name FOR EACH ROW EXECUTE FUNCTION organisation_name_finds_cases();
CREATE TRIGGER organisation_name_kept BEFORE DELETE OR UPDATE ON organisation_name FOR EACH ROW EXECUTE FUNCTION organisation_entry_kept();
CREATE TRIGGER organisation_name_taken_back AFTER UPDATE OF withdrawn_at ON organisation_name FOR EACH ROW WHEN (new.withdrawn_at IS DISTINCT FROM old.withdrawn_at) EXECUTE FUNCTION organisation_name_finds_cases();

create table organisation_region (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  region_code text not null,
  region_path text[] not null,
  valid_from date not null,
  valid_to date,
  evidence text,
  recorded_by uuid,
  recorded_at timestamp with time zone,
  authority_id uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_reason text,
  constraint organisation_region_pkey PRIMARY KEY (id),
  constraint organisation_region_once EXCLUDE USING gist (organisation_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE ((withdrawn_at IS NULL)),
  constraint organisation_region_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint organisation_region_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint organisation_region_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id),
  constraint organisation_region_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES auth."user"(id),
  constraint organisation_region_withdrawal CHECK ((num_nulls(withdrawn_at, withdrawn_by, withdrawn_reason) = ANY (ARRAY[0, 3])))
);
CREATE INDEX organisation_region_authority_id ON organisation_region USING btree (authority_id);
CREATE INDEX organisation_region_of ON organisation_region USING btree (organisation_id, valid_from);
CREATE INDEX organisation_region_recorded_by_id ON organisation_region USING btree (recorded_by);
CREATE INDEX organisation_region_withdrawn_by_id ON organisation_region USING btree (withdrawn_by);
CREATE TRIGGER organisation_region_kept BEFORE DELETE OR UPDATE ON organisation_region FOR EACH ROW EXECUTE FUNCTION organisation_entry_kept();
CREATE TRIGGER organisation_region_relied BEFORE UPDATE ON organisation_region FOR EACH ROW WHEN (old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL) EXECUTE FUNCTION organisation_place_relied();

create view payment_card as
 SELECT w.id,
    r.number AS run_number,
    w.row_no,
    w.redemption_id,
    w.organisation_id,
    w.budget_id,
    r.authority_id,
    w.amount_fen,
    w.status,
    w.reason,
    w.bank_reference,
    w.paid_on,
    r.sent_at
   FROM payment_row w
     JOIN payment_run r ON r.id = w.run_id;
--   id uuid
--   run_number text
--   row_no integer
--   redemption_id uuid
--   organisation_id uuid
--   budget_id uuid
--   authority_id uuid
--   amount_fen bigint
--   status text
--   reason text
--   bank_reference text
--   paid_on date
--   sent_at timestamp with time zone

create table payment_import (
  id uuid default uuidv7() not null,
  authority_id uuid not null,
  region_path text[] not null,
  file_id uuid,
  name text not null,
  report jsonb not null,
  paid_fen bigint not null,
  actor_label text not null,
  at timestamp with time zone not null,
  constraint payment_import_pkey PRIMARY KEY (id),
  constraint payment_import_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint payment_import_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint payment_import_paid CHECK ((paid_fen >= 0))
);
CREATE INDEX payment_import_authority_id ON payment_import USING btree (authority_id, id);
CREATE INDEX payment_import_file_id ON payment_import USING btree (file_id);
CREATE TRIGGER payment_import_append_only BEFORE DELETE OR UPDATE ON payment_import FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table payment_row (
  id uuid default uuidv7() not null,
  run_id uuid not null,
  row_no integer not null,
  redemption_id uuid not null,
  organisation_id uuid not null,
  budget_id uuid not null,
  amount_fen bigint not null,
  payee jsonb not null,
  payee_digest text not null,
  status text default 'prepared'::text not null,
  reason text,
  bank_reference text,
  paid_on date,
  import_id uuid,
  at timestamp with time zone not null,
  reason_en text,
  constraint payment_row_pkey PRIMARY KEY (id),
  constraint payment_row_bank_reference UNIQUE (bank_reference),
  constraint payment_row_no UNIQUE (run_id, row_no),
  constraint payment_row_budget FOREIGN KEY (budget_id) REFERENCES budget(id),
  constraint payment_row_import FOREIGN KEY (import_id) REFERENCES payment_import(id),
  constraint payment_row_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint payment_row_redemption FOREIGN KEY (redemption_id) REFERENCES redemption(case_id),
  constraint payment_row_run FOREIGN KEY (run_id) REFERENCES payment_run(id),
  constraint payment_row_amount CHECK ((amount_fen > 0)),
  constraint payment_row_no_positive CHECK ((row_no >= 1)),
  constraint payment_row_paid CHECK ((((status = 'paid'::text) = (paid_on IS NOT NULL)) AND ((status = 'paid'::text) = (bank_reference IS NOT NULL)))),
  constraint payment_row_payee_digest CHECK ((payee_digest ~ '^[0-9a-f]{64}$'::text)),
  constraint payment_row_status CHECK ((status = ANY (ARRAY['prepared'::text, 'stopped'::text, 'sent'::text, 'paid'::text, 'unpaid'::text, 'cancelled'::text]))),
  constraint payment_row_why CHECK (((status <> ALL (ARRAY['stopped'::text, 'unpaid'::text])) OR (reason IS NOT NULL)))
);
CREATE INDEX payment_row_budget_id ON payment_row USING btree (budget_id, status);
CREATE INDEX payment_row_import_id ON payment_row USING btree (import_id);
CREATE UNIQUE INDEX payment_row_live ON payment_row USING btree (redemption_id) WHERE (status = ANY (ARRAY['prepared'::text, 'sent'::text, 'paid'::text]));
CREATE INDEX payment_row_organisation_id ON payment_row USING btree (organisation_id, id);
CREATE INDEX payment_row_redemption_id ON payment_row USING btree (redemption_id);
CREATE TRIGGER payment_row_frozen BEFORE UPDATE ON payment_row FOR EACH ROW EXECUTE FUNCTION payment_row_keeps();
CREATE TRIGGER payment_row_held BEFORE INSERT OR UPDATE ON payment_row FOR EACH ROW EXECUTE FUNCTION payment_row_waits();
CREATE TRIGGER payment_row_kept BEFORE DELETE ON payment_row FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_row_reference BEFORE UPDATE OF bank_reference ON payment_row FOR EACH ROW WHEN (new.bank_reference IS NOT NULL AND new.bank_reference IS DISTINCT FROM old.bank_reference) EXECUTE FUNCTION payment_row_reference_is_no_refund();
CREATE TRIGGER payment_row_standing BEFORE INSERT OR UPDATE ON payment_row FOR EACH ROW EXECUTE FUNCTION payment_row_needs_standing();

create table payment_run (
  id uuid default uuidv7() not null,
  number text not null,
  authority_id uuid not null,
  region_path text[] not null,
  status text default 'prepared'::text not null,
  total_fen bigint not null,
  prepared_by uuid not null,
  prepared_by_label text not null,
  prepared_at timestamp with time zone not null,
  approved_by uuid,
  approved_by_label text,
  approved_at timestamp with time zone,
  sent_by_label text,
  sent_at timestamp with time zone,
  ended_at timestamp with time zone,
  reason text,
  reminded_at timestamp with time zone,
  constraint payment_run_pkey PRIMARY KEY (id),
  constraint payment_run_number UNIQUE (number),
  constraint payment_run_approved_by FOREIGN KEY (approved_by) REFERENCES auth."user"(id),
  constraint payment_run_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint payment_run_prepared_by FOREIGN KEY (prepared_by) REFERENCES auth."user"(id),
  constraint payment_run_approved CHECK ((num_nulls(approved_by, approved_by_label, approved_at) = ANY (ARRAY[0, 3]))),
  constraint payment_run_cancelled CHECK (((status <> 'cancelled'::text) OR (reason IS NOT NULL))),
  constraint payment_run_ended CHECK (((status = ANY (ARRAY['closed'::text, 'cancelled'::text])) = (ended_at IS NOT NULL))),
  constraint payment_run_four_eyes CHECK ((approved_by <> prepared_by)),
  constraint payment_run_sent CHECK (((status = ANY (ARRAY['sent'::text, 'closed'::text])) = (sent_at IS NOT NULL))),
  constraint payment_run_sent_approved CHECK (((status <> ALL (ARRAY['approved'::text, 'sent'::text, 'closed'::text])) OR (approved_by IS NOT NULL))),
  constraint payment_run_status CHECK ((status = ANY (ARRAY['prepared'::text, 'approved'::text, 'sent'::text, 'closed'::text, 'cancelled'::text]))),
  constraint payment_run_total CHECK ((total_fen > 0))
);
CREATE INDEX payment_run_approved_by_id ON payment_run USING btree (approved_by);
CREATE INDEX payment_run_authority_id ON payment_run USING btree (authority_id, id);
CREATE INDEX payment_run_prepared_by_id ON payment_run USING btree (prepared_by);
CREATE INDEX payment_run_waiting ON payment_run USING btree (prepared_at) WHERE (status = 'prepared'::text);

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
  constraint programme_version_period CHECK ((effective_to >= effective_from)),
  constraint programme_version_positive CHECK ((version >= 1))
);
CREATE TRIGGER programme_version_append_only BEFORE DELETE OR UPDATE ON programme_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER programme_version_no_truncate BEFORE TRUNCATE ON programme_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table provider_admission (
  id uuid default uuidv7() not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  list text not null,
  class text not null,
  services text[],
  admitted_from date not null,
  last_day date,
  batch text not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  withdrawn_reason text,
  withdrawn_from date,
  withdrawal_effect text,
  constraint provider_admission_pkey PRIMARY KEY (id),
  constraint provider_admission_once EXCLUDE USING gist (organisation_id WITH =, list WITH =, daterange(admitted_from, last_day, '[]'::text) WITH &&) WHERE ((withdrawn_at IS NULL)),
  constraint provider_admission_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint provider_admission_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint provider_admission_withdrawn_by FOREIGN KEY (withdrawn_by) REFERENCES auth."user"(id),
  constraint provider_admission_dates CHECK ((admitted_from <= last_day)),
  constraint provider_admission_effect CHECK ((withdrawal_effect = ANY (ARRAY['finish_running'::text, 'stop_running'::text]))),
  constraint provider_admission_list CHECK ((list ~ '^[a-z0-9][a-z0-9._-]{1,80}$'::text)),
  constraint provider_admission_not_back CHECK ((withdrawn_from >= ((withdrawn_at AT TIME ZONE 'Asia/Shanghai'::text))::date)) NOT VALID,
  constraint provider_admission_services CHECK ((cardinality(services) > 0)),
  constraint provider_admission_withdrawal CHECK ((num_nulls(withdrawn_at, withdrawn_reason, withdrawn_from, withdrawal_effect) = ANY (ARRAY[0, 4])))
);
CREATE INDEX provider_admission_authority_id ON provider_admission USING btree (authority_id);
CREATE INDEX provider_admission_organisation_id ON provider_admission USING btree (organisation_id);
CREATE INDEX provider_admission_withdrawn_by_id ON provider_admission USING btree (withdrawn_by);

create table public_notice (
  id uuid not null,
  number text not null,
  title_zh text not null,
  title_en text not null,
  basis_zh text not null,
  authority_id uuid not null,
  authority_name text not null,
  region_path text[] not null,
  subject_kind text not null,
  subject_id uuid not null,
  row_count integer not null,
  digest text not null,
  opened_at timestamp with time zone not null,
  working_days integer not null,
  closes_on date not null,
  provisional boolean not null,
  explanation jsonb not null,
  status text default 'open'::text not null,
  ended_at timestamp with time zone,
  ended_by text,
  end_reason text,
  announced_at timestamp with time zone,
  announced_by text,
  announcement jsonb,
  words tsvector default ''::tsvector not null,
  basis_en text not null,
  constraint public_notice_pkey PRIMARY KEY (id),
  constraint public_notice_number UNIQUE (number),
  constraint public_notice_announced CHECK ((((announced_at IS NULL) = (announcement IS NULL)) AND ((announced_at IS NULL) OR ((status = 'closed'::text) AND (announced_at >= ended_at))))),
  constraint public_notice_closed_firm CHECK (((status <> 'closed'::text) OR (NOT provisional))),
  constraint public_notice_digest CHECK ((digest ~ '^[0-9a-f]{64}$'::text)),
  constraint public_notice_end CHECK ((((status = 'open'::text) = (ended_at IS NULL)) AND ((status <> 'withdrawn'::text) OR (end_reason IS NOT NULL)))),
  constraint public_notice_row_count CHECK ((row_count > 0)),
  constraint public_notice_status CHECK ((status = ANY (ARRAY['open'::text, 'closed'::text, 'withdrawn'::text]))),
  constraint public_notice_title_seen CHECK ((is_seen(title_zh) AND is_seen(title_en))) NOT VALID,
  constraint public_notice_working_days CHECK (((working_days >= 1) AND (working_days <= 120)))
);
CREATE INDEX public_notice_authority ON public_notice USING btree (authority_id);
CREATE INDEX public_notice_open ON public_notice USING btree (closes_on) WHERE (status = 'open'::text);
CREATE INDEX public_notice_recent ON public_notice USING btree (opened_at DESC, id DESC);
CREATE INDEX public_notice_region ON public_notice USING gin (region_path);
CREATE UNIQUE INDEX public_notice_subject ON public_notice USING btree (subject_kind, subject_id) WHERE (status <> 'withdrawn'::text);
CREATE INDEX public_notice_words ON public_notice USING gin (words);
CREATE TRIGGER public_notice_frozen BEFORE INSERT OR DELETE OR UPDATE ON public_notice FOR EACH ROW EXECUTE FUNCTION public_notice_frozen();
CREATE TRIGGER public_notice_no_truncate BEFORE TRUNCATE ON public_notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER public_notice_words BEFORE INSERT OR UPDATE OF number, title_zh, title_en, authority_name, words ON public_notice FOR EACH ROW EXECUTE FUNCTION keep_words('number', 'title_zh', 'title_en', 'authority_name');

create view public_notice_card as
 SELECT id,
    number,
    title_zh,
    title_en,
    authority_id,
    region_path,
    subject_kind,
    subject_id,
    opened_at,
    closes_on,
    provisional,
    status,
    ended_at,
    announced_at
   FROM public_notice;
--   id uuid
--   number text
--   title_zh text
--   title_en text
--   authority_id uuid
--   region_path text[]
--   subject_kind text
--   subject_id uuid
--   opened_at timestamp with time zone
--   closes_on date
--   provisional boolean
--   status text
--   ended_at timestamp with time zone
--   announced_at timestamp with time zone

create table public_notice_row (
  notice_id uuid not null,
  row_no integer not null,
  subject_id uuid not null,
  organisation_id uuid,
  organisation_name text not null,
  display jsonb not null,
  amount_fen bigint,
  status text default 'listed'::text not null,
  words tsvector default ''::tsvector not null,
  constraint public_notice_row_pkey PRIMARY KEY (notice_id, row_no),
  constraint public_notice_row_once UNIQUE (notice_id, subject_id),
  constraint public_notice_row_notice FOREIGN KEY (notice_id) REFERENCES public_notice(id) DEFERRABLE INITIALLY DEFERRED,
  constraint public_notice_row_no CHECK ((row_no > 0)),
  constraint public_notice_row_status CHECK ((status = ANY (ARRAY['listed'::text, 'held'::text, 'cleared'::text, 'removed'::text])))
);
CREATE INDEX public_notice_row_subject ON public_notice_row USING btree (subject_id);
CREATE TRIGGER public_notice_row_frozen BEFORE INSERT OR DELETE OR UPDATE ON public_notice_row FOR EACH ROW EXECUTE FUNCTION public_notice_row_frozen();
CREATE TRIGGER public_notice_row_no_truncate BEFORE TRUNCATE ON public_notice_row FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER public_notice_row_words BEFORE INSERT OR UPDATE OF organisation_name, words ON public_notice_row FOR EACH ROW EXECUTE FUNCTION keep_words('organisation_name');

create table recovery (
  id uuid default uuidv7() not null,
  number text not null,
  redemption_id uuid not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  region_path text[] not null,
  cause text not null,
  demanded_fen bigint not null,
  returned_fen bigint default 0 not null,
  reason text not null,
  clause text not null,
  due_days integer default 0 not null,
  due_on date,
  due_provisional boolean default false not null,
  status text default 'open'::text not null,
  decided_by text not null,
  decided_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  end_reason text,
  reminded_at timestamp with time zone,
  decided_by_user uuid,
  overturned_by_user uuid,
  refund_fen bigint default 0 not null,
  refunded_fen bigint default 0 not null,
  constraint recovery_pkey PRIMARY KEY (id),
  constraint recovery_number UNIQUE (number),
  constraint recovery_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint recovery_decided_by_user FOREIGN KEY (decided_by_user) REFERENCES auth."user"(id),
  constraint recovery_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint recovery_overturned_by_user FOREIGN KEY (overturned_by_user) REFERENCES auth."user"(id),
  constraint recovery_redemption FOREIGN KEY (redemption_id) REFERENCES redemption(case_id),
  constraint recovery_cause CHECK ((cause = ANY (ARRAY['falsehood'::text, 'red_invoice'::text, 'overpaid'::text, 'voluntary'::text]))),
  constraint recovery_demanded CHECK ((demanded_fen > 0)),
  constraint recovery_done CHECK (((status = 'overturned'::text) OR ((status = 'returned'::text) = (returned_fen = demanded_fen)))),
  constraint recovery_due_days CHECK (((due_days >= 0) AND (due_days <= 250))),
  constraint recovery_ended CHECK (((status = 'open'::text) = (ended_at IS NULL))),
  constraint recovery_overturned CHECK ((((status = 'overturned'::text) = (overturned_by_user IS NOT NULL)) AND ((status <> 'overturned'::text) OR ((cause = 'falsehood'::text) AND (end_reason IS NOT NULL))))),
  constraint recovery_overturned_by_another CHECK ((overturned_by_user <> decided_by_user)),
  constraint recovery_refund CHECK ((refund_fen =
CASE status
    WHEN 'overturned'::text THEN returned_fen
    ELSE (0)::bigint
END)),
  constraint recovery_refunded CHECK (((refunded_fen >= 0) AND (refunded_fen <= refund_fen))),
  constraint recovery_returned CHECK (((returned_fen >= 0) AND (returned_fen <= demanded_fen))),
  constraint recovery_status CHECK ((status = ANY (ARRAY['open'::text, 'returned'::text, 'waived'::text, 'stopped'::text, 'overturned'::text]))),
  constraint recovery_stopped CHECK (((status <> 'stopped'::text) OR (returned_fen = 0))),
  constraint recovery_waived CHECK (((status <> 'waived'::text) OR (end_reason IS NOT NULL)))
);
CREATE INDEX recovery_authority_id ON recovery USING btree (authority_id, status);
CREATE INDEX recovery_decided_by_user_ix ON recovery USING btree (decided_by_user);
CREATE INDEX recovery_due ON recovery USING btree (due_on) WHERE (status = 'open'::text);
CREATE INDEX recovery_organisation_id ON recovery USING btree (organisation_id, status);
CREATE INDEX recovery_overturned_by_user_ix ON recovery USING btree (overturned_by_user);
CREATE INDEX recovery_redemption_id ON recovery USING btree (redemption_id);
CREATE INDEX recovery_refund_due ON recovery USING btree (authority_id) WHERE (refunded_fen < refund_fen);
CREATE TRIGGER recovery_counts BEFORE INSERT OR UPDATE ON recovery FOR EACH ROW EXECUTE FUNCTION recovery_counts();
CREATE TRIGGER recovery_stays_overturned BEFORE UPDATE ON recovery FOR EACH ROW WHEN (old.status = 'overturned'::text AND (new.status IS DISTINCT FROM old.status OR new.demanded_fen IS DISTINCT FROM old.demanded_fen OR new.returned_fen IS DISTINCT FROM old.returned_fen OR new.refund_fen IS DISTINCT FROM old.refund_fen OR new.overturned_by_user IS DISTINCT FROM old.overturned_by_user)) EXECUTE FUNCTION recovery_stays_overturned();

create view recovery_card as
 SELECT id,
    number,
    redemption_id,
    organisation_id,
    authority_id,
    region_path,
    cause,
    demanded_fen,
    returned_fen,
    status,
    due_on,
    decided_at,
    ended_at
   FROM recovery;
--   id uuid
--   number text
--   redemption_id uuid
--   organisation_id uuid
--   authority_id uuid
--   region_path text[]
--   cause text
--   demanded_fen bigint
--   returned_fen bigint
--   status text
--   due_on date
--   decided_at timestamp with time zone
--   ended_at timestamp with time zone

create table recovery_proposal (
  id uuid default uuidv7() not null,
  redemption_id uuid not null,
  authority_id uuid not null,
  cause text not null,
  source_id uuid not null,
  amount_fen bigint not null,
  note text not null,
  at timestamp with time zone not null,
  status text default 'open'::text not null,
  recovery_id uuid,
  decided_by text,
  decided_at timestamp with time zone,
  reason text,
  constraint recovery_proposal_pkey PRIMARY KEY (id),
  constraint recovery_proposal_once UNIQUE (redemption_id, source_id),
  constraint recovery_proposal_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint recovery_proposal_recovery FOREIGN KEY (recovery_id) REFERENCES recovery(id),
  constraint recovery_proposal_redemption FOREIGN KEY (redemption_id) REFERENCES redemption(case_id),
  constraint recovery_proposal_amount CHECK ((amount_fen > 0)),
  constraint recovery_proposal_cause CHECK ((cause = 'red_invoice'::text)),
  constraint recovery_proposal_decided CHECK ((((status = 'open'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)))),
  constraint recovery_proposal_dismissed CHECK (((status <> 'dismissed'::text) OR (reason IS NOT NULL))),
  constraint recovery_proposal_followed CHECK (((status = 'followed'::text) = (recovery_id IS NOT NULL))),
  constraint recovery_proposal_status CHECK ((status = ANY (ARRAY['open'::text, 'followed'::text, 'dismissed'::text])))
);
CREATE INDEX recovery_proposal_authority_id ON recovery_proposal USING btree (authority_id, status);
CREATE INDEX recovery_proposal_open ON recovery_proposal USING btree (redemption_id) WHERE (status = 'open'::text);
CREATE INDEX recovery_proposal_recovery_id ON recovery_proposal USING btree (recovery_id);

create table recovery_refund (
  id uuid default uuidv7() not null,
  recovery_id uuid not null,
  amount_fen bigint not null,
  bank_reference text not null,
  paid_on date not null,
  actor_label text not null,
  at timestamp with time zone not null,
  constraint recovery_refund_pkey PRIMARY KEY (id),
  constraint recovery_refund_reference UNIQUE (bank_reference),
  constraint recovery_refund_recovery FOREIGN KEY (recovery_id) REFERENCES recovery(id),
  constraint recovery_refund_amount CHECK ((amount_fen > 0))
);
CREATE INDEX recovery_refund_recovery_id ON recovery_refund USING btree (recovery_id);
CREATE TRIGGER recovery_refund_append_only BEFORE DELETE OR UPDATE ON recovery_refund FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recovery_refund_waits BEFORE INSERT ON recovery_refund FOR EACH ROW EXECUTE FUNCTION recovery_refund_waits();

create table recovery_return (
  id uuid default uuidv7() not null,
  recovery_id uuid not null,
  amount_fen bigint not null,
  bank_reference text not null,
  received_on date not null,
  actor_label text not null,
  at timestamp with time zone not null,
  constraint recovery_return_pkey PRIMARY KEY (id),
  constraint recovery_return_reference UNIQUE (bank_reference),
  constraint recovery_return_recovery FOREIGN KEY (recovery_id) REFERENCES recovery(id),
  constraint recovery_return_amount CHECK ((amount_fen > 0))
);
CREATE INDEX recovery_return_recovery_id ON recovery_return USING btree (recovery_id);
CREATE TRIGGER recovery_return_append_only BEFORE DELETE OR UPDATE ON recovery_return FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER recovery_return_follows BEFORE INSERT ON recovery_return FOR EACH ROW EXECUTE FUNCTION recovery_return_follows();

create table redemption (
  case_id uuid not null,
  number text not null,
  voucher_id uuid not null,
  order_id uuid not null,
  organisation_id uuid not null,
  provider_id uuid not null,
  payee_id uuid not null,
  authority_id uuid not null,
  region_path text[] not null,
  contract_fen bigint not null,
  invoiced_fen bigint not null,
  paid_by_firm_fen bigint not null,
  accepted_on date not null,
  reckoning_no integer not null,
  excluded_fen bigint not null,
  eligible_fen bigint not null,
  amount_fen bigint not null,
  status text not null,
  approved_fen bigint,
  payee_account jsonb,
  payee_digest text,
  filed_at timestamp with time zone not null,
  passed_at timestamp with time zone,
  decided_at timestamp with time zone,
  constraint redemption_pkey PRIMARY KEY (case_id),
  constraint redemption_number UNIQUE (number),
  constraint redemption_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint redemption_case FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint redemption_order FOREIGN KEY (order_id) REFERENCES service_order(id),
  constraint redemption_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint redemption_payee FOREIGN KEY (payee_id) REFERENCES organisation(id),
  constraint redemption_provider FOREIGN KEY (provider_id) REFERENCES organisation(id),
  constraint redemption_voucher FOREIGN KEY (voucher_id) REFERENCES voucher(id),
  constraint redemption_amount CHECK ((amount_fen > 0)),
  constraint redemption_approved CHECK ((approved_fen > 0)),
  constraint redemption_contract CHECK ((contract_fen > 0)),
  constraint redemption_eligible CHECK ((eligible_fen > 0)),
  constraint redemption_ended CHECK (((status = ANY (ARRAY['in_review'::text, 'passed'::text, 'in_batch'::text])) OR (decided_at IS NOT NULL))),
  constraint redemption_excluded CHECK ((excluded_fen >= 0)),
  constraint redemption_has_account CHECK ((((payee_account IS NULL) = (payee_digest IS NULL)) AND ((status <> 'approved'::text) OR (payee_account IS NOT NULL)))),
  constraint redemption_invoiced CHECK ((invoiced_fen > 0)),
  constraint redemption_paid_by_firm CHECK ((paid_by_firm_fen > 0)),
  constraint redemption_passed CHECK (((status <> ALL (ARRAY['passed'::text, 'in_batch'::text, 'approved'::text, 'revoked'::text])) OR (approved_fen IS NOT NULL))),
  constraint redemption_payee_is_party CHECK (((payee_id = organisation_id) OR (payee_id = provider_id))),
  constraint redemption_provider_not_overpaid CHECK (((payee_id = organisation_id) OR ((paid_by_firm_fen + amount_fen) <= contract_fen))),
  constraint redemption_reckoning_no CHECK ((reckoning_no >= 1)),
  constraint redemption_status CHECK ((status = ANY (ARRAY['in_review'::text, 'passed'::text, 'in_batch'::text, 'approved'::text, 'refused'::text, 'withdrawn'::text, 'lapsed'::text, 'revoked'::text]))),
  constraint redemption_within_amount CHECK ((approved_fen <= amount_fen))
);
CREATE INDEX redemption_authority_id ON redemption USING btree (authority_id, status);
CREATE INDEX redemption_order_id ON redemption USING btree (order_id);
CREATE INDEX redemption_organisation_id ON redemption USING btree (organisation_id, case_id);
CREATE INDEX redemption_payee_id ON redemption USING btree (payee_id);
CREATE INDEX redemption_provider_id ON redemption USING btree (provider_id, case_id);
CREATE INDEX redemption_region ON redemption USING gin (region_path);
CREATE INDEX redemption_voucher_id ON redemption USING btree (voucher_id);
CREATE UNIQUE INDEX redemption_voucher_live ON redemption USING btree (voucher_id) WHERE (status = ANY (ARRAY['in_review'::text, 'passed'::text, 'in_batch'::text]));
CREATE TRIGGER redemption_keeps BEFORE UPDATE ON redemption FOR EACH ROW EXECUTE FUNCTION redemption_keeps();
CREATE TRIGGER redemption_kept BEFORE DELETE ON redemption FOR EACH ROW EXECUTE FUNCTION refuse_change();

create view redemption_card as
 SELECT case_id AS id,
    number,
    voucher_id,
    order_id,
    organisation_id,
    provider_id,
    payee_id,
    authority_id,
    region_path,
    amount_fen,
    approved_fen,
    status,
    filed_at,
    passed_at,
    decided_at
   FROM redemption;
--   id uuid
--   number text
--   voucher_id uuid
--   order_id uuid
--   organisation_id uuid
--   provider_id uuid
--   payee_id uuid
--   authority_id uuid
--   region_path text[]
--   amount_fen bigint
--   approved_fen bigint
--   status text
--   filed_at timestamp with time zone
--   passed_at timestamp with time zone
--   decided_at timestamp with time zone

create table redemption_document (
  case_id uuid not null,
  kind text not null,
  file_id uuid not null,
  at timestamp with time zone not null,
  constraint redemption_document_pkey PRIMARY KEY (case_id, kind, file_id),
  constraint redemption_document_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint redemption_document_redemption FOREIGN KEY (case_id) REFERENCES redemption(case_id)
);
CREATE INDEX redemption_document_file_id ON redemption_document USING btree (file_id);
CREATE TRIGGER redemption_document_append_only BEFORE DELETE OR UPDATE ON redemption_document FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table redemption_line (
  case_id uuid not null,
  invoice_id uuid not null,
  line_no integer not null,
  amount_fen bigint not null,
  constraint redemption_line_pkey PRIMARY KEY (case_id, invoice_id, line_no),
  constraint redemption_line_invoice FOREIGN KEY (invoice_id, line_no) REFERENCES invoice_line(invoice_id, line_no),
  constraint redemption_line_redemption FOREIGN KEY (case_id) REFERENCES redemption(case_id),
  constraint redemption_line_amount CHECK ((amount_fen > 0))
);
CREATE INDEX redemption_line_invoice_id ON redemption_line USING btree (invoice_id, line_no);
CREATE TRIGGER redemption_line_frozen BEFORE DELETE OR UPDATE ON redemption_line FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table redemption_payment (
  case_id uuid not null,
  payment_no integer not null,
  amount_fen bigint not null,
  paid_on date not null,
  file_id uuid not null,
  constraint redemption_payment_pkey PRIMARY KEY (case_id, payment_no),
  constraint redemption_payment_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint redemption_payment_redemption FOREIGN KEY (case_id) REFERENCES redemption(case_id),
  constraint redemption_payment_amount CHECK ((amount_fen > 0)),
  constraint redemption_payment_no CHECK (((payment_no >= 1) AND (payment_no <= 100)))
);
CREATE INDEX redemption_payment_file_id ON redemption_payment USING btree (file_id);
CREATE TRIGGER redemption_payment_frozen BEFORE DELETE OR UPDATE ON redemption_payment FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table redemption_reckoning (
  case_id uuid not null,
  reckoning_no integer not null,
  excluded jsonb not null,
  excluded_fen bigint not null,
  eligible_fen bigint not null,
  amount_fen bigint not null,
  steps jsonb not null,
  actor_label text not null,
  at timestamp with time zone not null,
  constraint redemption_reckoning_pkey PRIMARY KEY (case_id, reckoning_no),
  constraint redemption_reckoning_redemption FOREIGN KEY (case_id) REFERENCES redemption(case_id) DEFERRABLE INITIALLY DEFERRED,
  constraint redemption_reckoning_amount CHECK ((amount_fen > 0)),
  constraint redemption_reckoning_eligible CHECK ((eligible_fen > 0)),
  constraint redemption_reckoning_excluded CHECK ((excluded_fen >= 0)),
  constraint redemption_reckoning_positive CHECK ((reckoning_no >= 1))
);
CREATE TRIGGER redemption_reckoning_append_only BEFORE DELETE OR UPDATE ON redemption_reckoning FOR EACH ROW EXECUTE FUNCTION refuse_change();

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

create table register_list (
  id uuid default uuidv7() not null,
  authority_id uuid not null,
  key text not null,
  document_number text not null,
  name text not null,
  published_on date not null,
  imported_by uuid not null,
  imported_at timestamp with time zone not null,
  constraint register_list_pkey PRIMARY KEY (id),
  constraint register_list_once UNIQUE (authority_id, key, document_number),
  constraint register_list_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint register_list_imported_by FOREIGN KEY (imported_by) REFERENCES auth."user"(id),
  constraint register_list_key CHECK ((key = ANY (ARRAY['smeProvincial'::text, 'smeNational'::text, 'hnte'::text])))
);
CREATE INDEX register_list_imported_by_id ON register_list USING btree (imported_by);
CREATE TRIGGER register_list_kept BEFORE INSERT OR DELETE OR UPDATE ON register_list FOR EACH ROW EXECUTE FUNCTION register_list_kept();

create table rulebook_version (
  id text not null,
  scheme text not null,
  authority_region text not null,
  document jsonb not null,
  sha256 text not null,
  effective_from date not null,
  effective_to date,
  published_at timestamp with time zone not null,
  published_by text not null,
  constraint rulebook_version_pkey PRIMARY KEY (id),
  constraint rulebook_version_overlap EXCLUDE USING gist (scheme WITH =, daterange(effective_from, effective_to, '[]'::text) WITH &&),
  constraint rulebook_version_scheme_fkey FOREIGN KEY (scheme) REFERENCES scheme(id),
  constraint rulebook_version_period CHECK (((effective_to IS NULL) OR (effective_to >= effective_from)))
);
CREATE INDEX rulebook_version_scheme_ix ON rulebook_version USING btree (scheme);
CREATE TRIGGER rulebook_version_append_only BEFORE DELETE OR UPDATE ON rulebook_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table scheme (
  id text not null,
  title jsonb not null,
  constraint scheme_pkey PRIMARY KEY (id)
);

create table service_order (
  id uuid default uuidv7() not null,
  number text not null,
  buyer_id uuid not null,
  provider_id uuid not null,
  region_path text[] not null,
  service_kind text not null,
  contains text[] default '{}'::text[] not null,
  title text not null,
  description text not null,
  price_fen bigint not null,
  funding_kind text,
  funding_id uuid,
  contract_no text not null,
  contract_signed_on date not null,
  contract_file_id uuid not null,
  deliver_by date not null,
  terms jsonb not null,
  status text default 'proposed'::text not null,
  result_file_id uuid,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  words tsvector default ''::tsvector not null,
  provider_path text[] not null,
  constraint service_order_pkey PRIMARY KEY (id),
  constraint service_order_number UNIQUE (number),
  constraint service_order_buyer FOREIGN KEY (buyer_id) REFERENCES organisation(id),
  constraint service_order_contract_file FOREIGN KEY (contract_file_id) REFERENCES file(id),
  constraint service_order_provider FOREIGN KEY (provider_id) REFERENCES organisation(id),
  constraint service_order_result_file FOREIGN KEY (result_file_id) REFERENCES file(id),
  constraint service_order_dates CHECK ((contract_signed_on <= deliver_by)),
  constraint service_order_ended CHECK (((status = ANY (ARRAY['declined'::text, 'accepted'::text, 'cancelled'::text, 'voided'::text])) = (ended_at IS NOT NULL))),
  constraint service_order_funding CHECK (((funding_kind IS NULL) = (funding_id IS NULL))),
  constraint service_order_price CHECK ((price_fen > 0)),
  constraint service_order_result CHECK (((status <> ALL (ARRAY['delivered'::text, 'returned'::text, 'accepted'::text])) OR (result_file_id IS NOT NULL))),
  constraint service_order_status CHECK ((status = ANY (ARRAY['proposed'::text, 'confirmed'::text, 'declined'::text, 'delivered'::text, 'returned'::text, 'accepted'::text, 'cancelled'::text, 'voided'::text]))),
  constraint service_order_title_seen CHECK (is_seen(title)) NOT VALID,
  constraint service_order_two_parties CHECK ((buyer_id <> provider_id))
);
CREATE INDEX service_order_buyer_id ON service_order USING btree (buyer_id, id);
CREATE INDEX service_order_contract_file_id ON service_order USING btree (contract_file_id);
CREATE UNIQUE INDEX service_order_contract_once ON service_order USING btree (provider_id, buyer_id, contract_no) WHERE (status <> ALL (ARRAY['declined'::text, 'cancelled'::text, 'voided'::text]));
CREATE INDEX service_order_funding_of ON service_order USING btree (funding_kind, funding_id) WHERE (funding_kind IS NOT NULL);
CREATE INDEX service_order_provider_id ON service_order USING btree (provider_id, id);
CREATE INDEX service_order_result_file_id ON service_order USING btree (result_file_id);
CREATE INDEX service_order_words ON service_order USING gin (words);
CREATE TRIGGER service_order_confirmed_of_closed BEFORE UPDATE OF status ON service_order FOR EACH ROW WHEN (new.status = 'confirmed'::text AND old.status IS DISTINCT FROM new.status) EXECUTE FUNCTION service_order_of_closed();
CREATE TRIGGER service_order_frozen BEFORE UPDATE OF number, buyer_id, provider_id, region_path, provider_path, service_kind, contains, title, description, price_fen, funding_kind, funding_id, contract_no, contract_signed_on, contract_file_id, deliver_by, terms, created_at ON service_order FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER service_order_kept BEFORE DELETE ON service_order FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER service_order_moves BEFORE UPDATE OF status ON service_order FOR EACH ROW EXECUTE FUNCTION service_order_moves();
CREATE TRIGGER service_order_of_closed BEFORE INSERT ON service_order FOR EACH ROW EXECUTE FUNCTION service_order_of_closed();
CREATE CONSTRAINT TRIGGER service_order_price_sum AFTER INSERT ON service_order DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION service_order_price_is_sum('id');
CREATE TRIGGER service_order_words BEFORE INSERT OR UPDATE OF number, title, words ON service_order FOR EACH ROW EXECUTE FUNCTION keep_words('number', 'title');

create view service_order_card as
 SELECT id,
    number,
    buyer_id,
    provider_id,
    region_path,
    service_kind,
    title,
    price_fen,
    funding_kind,
    funding_id,
    contract_no,
    contract_signed_on,
    contract_file_id,
    deliver_by,
    status,
    result_file_id,
    created_at,
    ended_at,
    provider_path
   FROM service_order;
--   id uuid
--   number text
--   buyer_id uuid
--   provider_id uuid
--   region_path text[]
--   service_kind text
--   title text
--   price_fen bigint
--   funding_kind text
--   funding_id uuid
--   contract_no text
--   contract_signed_on date
--   contract_file_id uuid
--   deliver_by date
--   status text
--   result_file_id uuid
--   created_at timestamp with time zone
--   ended_at timestamp with time zone
--   provider_path text[]

create table service_order_line (
  order_id uuid not null,
  line_no integer not null,
  what text not null,
  quantity integer not null,
  unit text not null,
  unit_price_fen bigint not null,
  amount_fen bigint generated always as ((unit_price_fen * quantity)) stored not null,
  constraint service_order_line_pkey PRIMARY KEY (order_id, line_no),
  constraint service_order_line_order FOREIGN KEY (order_id) REFERENCES service_order(id),
  constraint service_order_line_no CHECK (((line_no >= 1) AND (line_no <= 200))),
  constraint service_order_line_quantity CHECK (((quantity >= 1) AND (quantity <= 100000))),
  constraint service_order_line_unit_price CHECK ((unit_price_fen > 0))
);
CREATE TRIGGER service_order_line_frozen BEFORE DELETE OR UPDATE ON service_order_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER service_order_line_price_sum AFTER INSERT ON service_order_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION service_order_price_is_sum('order_id');

create table service_order_step (
  order_id uuid not null,
  step_no integer not null,
  action text not null,
  side text not null,
  actor_label text not null,
  reason text,
  fee_fen bigint,
  file_id uuid,
  at timestamp with time zone not null,
  score integer,
  constraint service_order_step_pkey PRIMARY KEY (order_id, step_no),
  constraint service_order_step_file FOREIGN KEY (file_id) REFERENCES file(id),
  constraint service_order_step_order FOREIGN KEY (order_id) REFERENCES service_order(id),
  constraint service_order_step_action CHECK ((action = ANY (ARRAY['propose'::text, 'confirm'::text, 'decline'::text, 'deliver'::text, 'accept'::text, 'return'::text, 'cancel'::text, 'void'::text, 'evaluate'::text]))),
  constraint service_order_step_delivers CHECK (((action <> 'deliver'::text) OR (file_id IS NOT NULL))),
  constraint service_order_step_evaluated_by CHECK (((action <> 'evaluate'::text) OR (side = 'buyer'::text))),
  constraint service_order_step_fee CHECK ((fee_fen >= 0)),
  constraint service_order_step_has_fee CHECK (((action = 'cancel'::text) = (fee_fen IS NOT NULL))),
  constraint service_order_step_no CHECK ((step_no > 0)),
  constraint service_order_step_reason CHECK (((action <> ALL (ARRAY['decline'::text, 'return'::text, 'cancel'::text, 'void'::text, 'evaluate'::text])) OR (reason IS NOT NULL))),
  constraint service_order_step_score CHECK ((((action = 'evaluate'::text) = (score IS NOT NULL)) AND ((score >= 1) AND (score <= 5)))),
  constraint service_order_step_side CHECK ((side = ANY (ARRAY['buyer'::text, 'provider'::text, 'authority'::text])))
);
CREATE UNIQUE INDEX service_order_step_evaluated ON service_order_step USING btree (order_id) WHERE (action = 'evaluate'::text);
CREATE INDEX service_order_step_file_id ON service_order_step USING btree (file_id);
CREATE TRIGGER service_order_evaluated BEFORE INSERT ON service_order_step FOR EACH ROW WHEN (new.action = 'evaluate'::text) EXECUTE FUNCTION service_order_evaluated();
CREATE TRIGGER service_order_step_append_only BEFORE DELETE OR UPDATE ON service_order_step FOR EACH ROW EXECUTE FUNCTION refuse_change();

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
  recorded_of uuid,
  ended_of uuid,
  ended_at timestamp with time zone,
  constraint tie_pkey PRIMARY KEY (id),
  constraint tie_once EXCLUDE USING gist (from_id WITH =, to_id WITH =, kind WITH =, daterange(valid_from, valid_to) WITH &&),
  constraint tie_ended_of FOREIGN KEY (ended_of) REFERENCES organisation(id),
  constraint tie_from FOREIGN KEY (from_id) REFERENCES organisation(id),
  constraint tie_recorded_by FOREIGN KEY (recorded_by) REFERENCES auth."user"(id),
  constraint tie_recorded_of FOREIGN KEY (recorded_of) REFERENCES organisation(id),
  constraint tie_to FOREIGN KEY (to_id) REFERENCES organisation(id),
  constraint tie_ended_by_place CHECK (((ended_of IS NULL) OR (((ended_of = from_id) OR (ended_of = to_id)) AND (ended_at IS NOT NULL)))),
  constraint tie_kind CHECK ((kind = ANY (ARRAY['subordination'::text, 'co_built'::text, 'ownership'::text, 'common_representative'::text, 'common_director'::text, 'common_controller'::text, 'incubatee'::text]))),
  constraint tie_recorded_by_place CHECK (((recorded_of IS NULL) OR ((recorded_of = from_id) OR (recorded_of = to_id)))),
  constraint tie_standing CHECK ((standing = ANY (ARRAY['declared'::text, 'recorded'::text]))),
  constraint tie_two CHECK ((from_id <> to_id))
);
CREATE INDEX tie_ended_of_id ON tie USING btree (ended_of) WHERE (ended_of IS NOT NULL);
CREATE INDEX tie_recorded_by_id ON tie USING btree (recorded_by);
CREATE INDEX tie_recorded_of_id ON tie USING btree (recorded_of) WHERE (recorded_of IS NOT NULL);
CREATE INDEX tie_to_id ON tie USING btree (to_id);

create table voucher (
  id uuid default uuidv7() not null,
  number text not null,
  claim_id uuid not null,
  organisation_id uuid not null,
  authority_id uuid not null,
  budget_id uuid not null,
  region_path text[] not null,
  rulebook_id text not null,
  scheme text not null,
  service_kind text not null,
  year integer not null,
  face_fen bigint not null,
  remaining_fen bigint not null,
  hold_id uuid not null,
  valid_from date not null,
  use_by date not null,
  redeem_by date not null,
  status text default 'active'::text not null,
  ended_at timestamp with time zone,
  words tsvector default ''::tsvector not null,
  constraint voucher_pkey PRIMARY KEY (id),
  constraint voucher_hold UNIQUE (hold_id),
  constraint voucher_number UNIQUE (number),
  constraint voucher_one_per_claim UNIQUE (claim_id),
  constraint voucher_authority FOREIGN KEY (authority_id) REFERENCES organisation(id),
  constraint voucher_budget FOREIGN KEY (budget_id) REFERENCES budget(id),
  constraint voucher_claim FOREIGN KEY (claim_id) REFERENCES claim(case_id),
  constraint voucher_organisation FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  constraint voucher_rulebook FOREIGN KEY (rulebook_id) REFERENCES rulebook_version(id),
  constraint voucher_ended CHECK (((status = 'active'::text) = (ended_at IS NULL))),
  constraint voucher_ended_empty CHECK (((status = 'active'::text) OR (remaining_fen = 0))),
  constraint voucher_face CHECK ((face_fen > 0)),
  constraint voucher_period CHECK (((valid_from <= use_by) AND (use_by <= redeem_by))),
  constraint voucher_remaining CHECK (((remaining_fen >= 0) AND (remaining_fen <= face_fen))),
  constraint voucher_status CHECK ((status = ANY (ARRAY['active'::text, 'used'::text, 'lapsed'::text, 'returned'::text, 'revoked'::text])))
);
CREATE INDEX voucher_authority_id ON voucher USING btree (authority_id);
CREATE INDEX voucher_budget_id ON voucher USING btree (budget_id, status);
CREATE INDEX voucher_organisation_id ON voucher USING btree (organisation_id, year);
CREATE INDEX voucher_redeem_by ON voucher USING btree (redeem_by) WHERE (status = 'active'::text);
CREATE INDEX voucher_rulebook_id ON voucher USING btree (rulebook_id);
CREATE INDEX voucher_words ON voucher USING gin (words);
CREATE TRIGGER voucher_home BEFORE INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION voucher_needs_home();
CREATE TRIGGER voucher_order BEFORE INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION voucher_keeps_order();
CREATE TRIGGER voucher_standing BEFORE INSERT ON voucher FOR EACH ROW EXECUTE FUNCTION voucher_needs_standing();
CREATE TRIGGER voucher_words BEFORE INSERT OR UPDATE OF number, words ON voucher FOR EACH ROW EXECUTE FUNCTION keep_words('number');

CREATE OR REPLACE FUNCTION public.admission_review_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE' or old.outcome is not null
      or (new.id, new.admission_id, new.authority_id, new.cause_id, new.cause_reason, new.expected, new.opened_at)
        is distinct from (old.id, old.admission_id, old.authority_id, old.cause_id, old.cause_reason, old.expected, old.opened_at) then
    raise exception 'the review is ended' using errcode = '23514', constraint = 'admission_review_kept';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.budget_step_undoes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  done_by text := case new.kind when 'take_back' then 'release' when 'cut' then 'allot' when 'carry_out' then 'carry_in' end;
begin
  perform from budget where id = new.budget_id for no key update;
  if new.amount_fen > (select coalesce(sum(case kind when done_by then amount_fen else -amount_fen end), 0)
      from budget_step where budget_id = new.budget_id and kind in (done_by, new.kind)) then
    raise exception 'more is taken back than was done' using errcode = '23514', constraint = 'budget_step_undoes';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.case_decided_beside()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  of_appeal boolean := new.action in ('uphold', 'overturn');
begin
  if not of_appeal and not exists (select from case_action a where a.case_id = new.case_id and a.action = 'overturn') then
    return new;
  end if;
  perform from public_notice_row r where r.subject_id = new.case_id order by r.notice_id for share;
  if exists (
    select from public_notice_row r
      join objection o on o.notice_id = r.notice_id and o.row_no = r.row_no
    where r.subject_id = new.case_id and o.status = 'upheld' and o.decided_by = new.actor_user
      and (of_appeal or r.notice_id::text is distinct from (
        select a.data ->> 'noticeId' from case_action a
        where a.case_id = new.case_id and a.action = 'notice_opened' order by a.seq desc limit 1))
  ) then
    raise exception 'who upheld an objection to case % decides no appeal of it', new.case_id
      using errcode = '23514', constraint = 'case_decided_beside';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.case_file_keeps_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a case keeps its number and the programme version it was filed under'
    using errcode = '23514', constraint = 'case_file_pinned';
end
$function$;

CREATE OR REPLACE FUNCTION public.case_file_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.words := search_words(variadic array[new.number, new.applicant] || array(
    select distinct name from organisation_name borne
     where borne.organisation_id = new.organisation_id and borne.withdrawn_at is null and borne.name <> new.applicant
     order by name));
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.case_second_review()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from case_action a
      where a.case_id = new.case_id and a.action = 'pass' and a.actor_user = new.actor_user)
    and exists (
      select from case_file c
        join programme_version v on v.programme_id = c.programme_id and v.version = c.programme_version
        cross join lateral jsonb_array_elements(v.document -> 'stages') as listed(stage)
      where c.id = new.case_id and listed.stage ->> 'level' = 'city' and cardinality(c.region_path) > 1
        and not exists (select from unnest(c.region_path) as code
          where code like '____00' and code not like '__0000'))
  then
    raise exception 'the second review of case % is another person''s than the first', new.case_id
      using errcode = '23514', constraint = 'case_second_review';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.claim_keeps_place()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status = 'queued' and new.status = 'queued'
     and (new.priority, new.accepted_at) is distinct from (old.priority, old.accepted_at) then
    raise exception 'a claim keeps its place in the queue' using errcode = '23514', constraint = 'claim_place';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.claim_of_closed_waits_not()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select status from organisation where id = new.organisation_id for share) = 'closed' then
    raise exception 'the organisation is closed' using errcode = '23514', constraint = 'claim_of_closed';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.decided_by_place(organisation uuid, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from fact where organisation_id = organisation and decided_at >= since)
    or exists (select from organisation o where o.id = organisation and o.verified_at >= since)
    or exists (select from organisation_dispute d
      where d.organisation_id = organisation and d.status in ('kept', 'transferred') and d.decided_at >= since)
    or exists (select from tie where recorded_of = organisation and recorded_at >= since)
    or exists (select from tie where ended_of = organisation and ended_at >= since)
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

CREATE OR REPLACE FUNCTION public.fact_of_register()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.standing <> 'confirmed' or new.declared_by is not null or new.valid_from is null or new.valid_to is null
      or not exists (
        select from register_list l
          join organisation keeper on keeper.id = l.authority_id
          join organisation o on o.id = new.organisation_id
        where l.id = new.register_list_id and l.key = new.key and o.region_path @> array[keeper.region_code]) then
    raise exception 'the fact is none of this list' using errcode = '23514', constraint = 'fact_of_register';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.fact_withdrawn_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (new.withdrawn_at, new.withdrawn_by, new.withdrawn_reason, new.superseded_at)
      is distinct from (old.withdrawn_at, old.withdrawn_by, old.withdrawn_reason, old.superseded_at) then
    raise exception 'the fact was taken back' using errcode = '23514', constraint = 'fact_withdrawn_stays';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.held_roles(who uuid, at timestamp with time zone, day date)
 RETURNS TABLE(user_id uuid, user_name text, email text, choice uuid, membership_id uuid, role text, giver text, organisation_id uuid, organisation_name text, kind text, region_code text, level text, status text)
 LANGUAGE plpgsql
 STABLE
AS $function$
#variable_conflict use_column
begin
  return query
  select u.id, u.name, u.email, c.membership_id, h.id, h.role, h.giver, o.id, o.name, o.kind, o.region_code, o.level, o.status
  from auth."user" u
  left join acting_choice c on c.user_id = u.id
  left join lateral (
    select m.id, m.role, m.organisation_id, m.valid_from, null::text as giver from membership m
    where m.user_id = u.id and m.valid_from <= at and (m.valid_to is null or m.valid_to > at)
    union all
    select m.id, m.role, m.organisation_id, d.created_at, g.name from delegation d
    join membership m on m.id = d.membership_id join auth."user" g on g.id = d.giver_id
    where d.delegate_id = u.id and day between d.valid_from and d.valid_to and (d.ended_at is null or d.ended_at > at)
      and m.valid_from <= at and (m.valid_to is null or m.valid_to > at)
      and exists (select from membership own where own.user_id = u.id and own.organisation_id = m.organisation_id
        and own.valid_from <= at and (own.valid_to is null or own.valid_to > at))
  ) h on true
  left join organisation_card o on o.id = h.organisation_id and o.status <> 'closed'
  where u.id = who
  order by h.giver is not null, h.valid_from, h.id;
end
$function$;

CREATE OR REPLACE FUNCTION public.hold_cases_of(organisation uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform from case_file where organisation_id = organisation order by id for no key update;
end
$function$;

CREATE OR REPLACE FUNCTION public.invoice_conflict_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status <> 'open' or row(new.invoice_id, new.claimed, new.file_id, new.claimed_by, new.at)
      is distinct from row(old.invoice_id, old.claimed, old.file_id, old.claimed_by, old.at) then
    raise exception 'the conflict is decided' using errcode = '23514', constraint = 'invoice_conflict_once';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.invoice_line_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    if new.presented_fen <> 0 or new.reversed_fen <> 0 then
      raise exception 'a line begins unpresented' using errcode = '23514', constraint = 'invoice_line_sums';
    end if;
    return new;
  end if;
  if pg_trigger_depth() < 2 and (new.presented_fen <> old.presented_fen or new.reversed_fen <> old.reversed_fen) then
    raise exception 'the sums of a line follow its rows' using errcode = '23514', constraint = 'invoice_line_sums';
  end if;
  if new.presented_fen > new.amount_fen - new.reversed_fen then
    if new.presented_fen > old.presented_fen then
      raise exception 'line % of invoice % is presented beyond its amount', new.line_no, new.invoice_id
        using errcode = '23514', constraint = 'invoice_line_exhausted';
    elsif new.amount_fen < old.amount_fen then
      raise exception 'more of line % of invoice % is presented', new.line_no, new.invoice_id
        using errcode = '23514', constraint = 'invoice_line_in_use';
    end if;
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.invoice_line_reverses()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  blue uuid;
begin
  select red_of into blue from invoice where id = new.invoice_id;
  if (blue is null) <> (new.blue_line_no is null) then
    raise exception 'a line takes back a line if and only if its invoice is red' using errcode = '23514',
      constraint = 'invoice_line_blue';
  end if;
  if blue is null then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    if new.amount_fen = old.amount_fen and new.blue_line_no = old.blue_line_no then
      return null;
    end if;
    update invoice_line set reversed_fen = reversed_fen - old.amount_fen
     where invoice_id = blue and line_no = old.blue_line_no;
  end if;
  update invoice_line set reversed_fen = reversed_fen + new.amount_fen
   where invoice_id = blue and line_no = new.blue_line_no;
  if not found then
    raise exception 'blue invoice % has no line %', blue, new.blue_line_no using errcode = '23514',
      constraint = 'invoice_line_blue';
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.invoice_presentation_allowed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  the_kind text;
begin
  select kind into the_kind from invoice where id = new.invoice_id for no key update;
  if tg_op = 'INSERT' then
    if the_kind = 'red' then
      raise exception 'a red-letter invoice is not presented' using errcode = '23514', constraint = 'invoice_presentation_blue';
    end if;
    if new.freed_at is not null then
      raise exception 'a presentation begins live' using errcode = '23514', constraint = 'invoice_presentation_frozen';
    end if;
    if exists (select from invoice_conflict c where c.invoice_id = new.invoice_id and c.status = 'open') then
      raise exception 'invoice % has an open conflict', new.invoice_id
        using errcode = '23514', constraint = 'invoice_presentation_conflict';
    end if;
  elsif old.freed_at is not null or new.freed_at is null
      or row(new.id, new.invoice_id, new.line_no, new.subject_kind, new.subject_id, new.organisation_id,
        new.authority_id, new.amount_fen, new.at) is distinct from
        row(old.id, old.invoice_id, old.line_no, old.subject_kind, old.subject_id, old.organisation_id,
        old.authority_id, old.amount_fen, old.at) then
    raise exception 'a presentation is only freed, once' using errcode = '23514', constraint = 'invoice_presentation_frozen';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.invoice_presentation_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update invoice_line set presented_fen = presented_fen + case when tg_op = 'INSERT' then new.amount_fen else -new.amount_fen end
   where invoice_id = new.invoice_id and line_no = new.line_no;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.invoice_total_is_sum()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  wanted bigint;
  found_sum bigint;
  the_invoice uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  select total_fen into wanted from invoice where id = the_invoice;
  select coalesce(sum(amount_fen), 0) into found_sum from invoice_line where invoice_id = the_invoice;
  if wanted is distinct from found_sum then
    raise exception 'invoice % totals % but its lines sum to %', the_invoice, wanted, found_sum
      using errcode = '23514', constraint = 'invoice_total_sum';
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.is_seen(written text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select written !~ '[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0]'
    and written !~ '(^|[\u200c\u200d\u3400-\u4dbf\u4e00-\u9fff])[\u200c\u200d]'
$function$;

CREATE OR REPLACE FUNCTION public.keep_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  record jsonb := to_jsonb(new);
begin
  new.words := search_words(variadic array(select record ->> name from unnest(tg_argv) name));
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
  union all
  select 'account missing', t.id::text, t.amount_fen, null
  from ledger_transfer t where not exists (select from ledger_account a where a.id = t.from_account)
    or not exists (select from ledger_account a where a.id = t.to_account)
  union all
  select 'account missing', h.id::text, h.amount_fen, null
  from ledger_hold h where not exists (select from ledger_account a where a.id = h.from_account)
    or not exists (select from ledger_account a where a.id = h.to_account)
  union all
  select 'hold missing', t.id::text, t.amount_fen, null
  from ledger_transfer t where t.hold_id is not null and not exists (select from ledger_hold h where h.id = t.hold_id)
  union all
  select 'reversed missing', t.id::text, t.amount_fen, null
  from ledger_transfer t where t.reverses is not null and not exists (select from ledger_transfer o where o.id = t.reverses)
$function$;

CREATE OR REPLACE FUNCTION public.ledger_balance_at(account uuid, at timestamp with time zone, basis text)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(sum(x.amount_fen), 0)::bigint from ledger_entry x
  where x.account_id = account and case basis when 'event' then x.event_at else x.booked_at end <= at
$function$;

CREATE OR REPLACE FUNCTION public.ledger_gate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if current_setting('ledger.run', true) is distinct from 'on' then
    raise exception 'the ledger is written by ledger_run alone' using errcode = '42501', table = tg_table_name;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_move(steps jsonb, booked timestamp with time zone, actor text)
 RETURNS SETOF ledger_outcome
 LANGUAGE plpgsql
AS $function$
declare d ledger_outcome;
begin
  for d in select * from ledger_run(jsonb_build_array(jsonb_build_object('actor', actor, 'steps', steps)), booked) loop
    if d.refused is not null then
      raise exception 'refused: %', d.refused
        using errcode = '23514', constraint = d.refused, detail = coalesce(d.detail, ''), hint = 'step ' || d.key;
    end if;
    return next d;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION public.ledger_run(groups jsonb, booked timestamp with time zone)
 RETURNS SETOF ledger_outcome
 LANGUAGE plpgsql
 ROWS 100
 SET "ledger.run" TO 'on'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  commands ledger_command[]; c ledger_command; first int;  -- of the group, among the commands
  done ledger_outcome[]; d ledger_outcome; taken int := 0;  -- one for each command, in their order; how many are to be written
  keys text[]; many boolean; twice boolean := true;  -- some key may stand twice in this call
  paths text[]; places jsonb;  -- of the accounts; where a path stands among them, when they are many
  accounts ledger_account[]; account_ids uuid[]; a ledger_account; b ledger_account; f int; g int;
  holds ledger_hold[]; hold_ids uuid[]; hold_keys text[]; h ledger_hold; k int;  -- stored ones first, then those made here
  stored_holds int := 0; hold_count int := 0;
  originals ledger_transfer[]; original_ids uuid[]; o ledger_transfer; stored ledger_step[]; s ledger_step;
  refusal text; detail text; moved bigint; held bigint; made uuid;
begin
  -- each row depends on the one to its left, so they come in the order given
  select array_agg((y.grp, w.i = 1, y.body ->> 'actor', md5(w.step::text)::uuid, r.kind, r.key, r.code, r."from", r."to",
      r.amount_fen, r.hold, r.hold_key, r.transfer, r.release_rest, r.event_at, r.expires_at, r.subject_kind, r.subject_id,
      r.memo)::ledger_command),
    array_agg(r."from") || array_agg(r."to"), array_agg(r.key),
    array_agg(r.hold) filter (where r.hold is not null), array_agg(r.hold_key) filter (where r.hold_key is not null),
    array_agg(r.transfer) filter (where r.transfer is not null)
  into commands, paths, keys, hold_ids, hold_keys, original_ids
  from jsonb_array_elements(groups) with ordinality y (body, grp),
    jsonb_array_elements(y.body -> 'steps') with ordinality w (step, i),
    jsonb_to_record(w.step) r (kind text, key text, code text, "from" text, "to" text, amount_fen bigint, hold uuid,
      hold_key text, transfer uuid, release_rest boolean, event_at timestamptz, expires_at timestamptz,
      subject_kind text, subject_id uuid, memo jsonb);
  if commands is null then return; end if;
  many := cardinality(keys) > 16;  -- for a few it is quicker to look through them than to ask
  if many then
    twice := (select count(distinct x) from unnest(keys) x) < cardinality(keys);
  end if;

  -- which accounts: those named, and those of the holds and transfers referred to (none of these ever change)
  if many or not hold_keys <@ keys then
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
  select array_agg(x), array_agg(x.path) into accounts, paths
  from (
    select * from ledger_account y where y.path = any (paths) or y.id = any (account_ids) order by y.id for no key update
  ) x;
  if many then
    places := (select jsonb_object_agg(x.path, x.i) from unnest(paths) with ordinality x (path, i));
  end if;
  select array_agg(x) into stored from ledger_step x where x.key = any (keys || hold_keys);
  if stored is not null and hold_keys is not null then  -- a repeated call may go on with a hold it made before
    select hold_ids || array_agg(x.hold_id) into hold_ids from unnest(stored) x where x.kind = 'hold';
    -- and has locked its accounts, unless it asks for something else under that key or the hold has just been made
    select accounts || array_agg(x.account), paths || array_agg((x.account).path) into accounts, paths
    from (
      select y as account from ledger_account y
      where y.id in (select unnest(array[x.from_account, x.to_account]) from ledger_hold x where x.id = any (hold_ids))
        and y.path <> all (coalesce(paths, '{}'))
      order by y.id for no key update
    ) x;
  end if;
  if hold_ids is not null then
    select array_agg(x), array_agg(x.id) into holds, hold_ids from ledger_hold x where x.id = any (hold_ids);
    stored_holds := coalesce(cardinality(holds), 0); hold_count := stored_holds;
  end if;
  if stored_holds > 0 or originals is not null then
    account_ids := (select array_agg(x.id) from unnest(accounts) x);
  end if;

  for n in 1..cardinality(commands) loop
    c := commands[n];
    if c.first then
      first := n; refusal := null;
    elsif refusal is not null then
      keys[n] := null;
      continue;
    end if;

    -- a key that was used before: the same step is not done again, another one is refused
    if stored is not null then
      select * into s from unnest(stored) x where x.key = c.key;
      if s.content = c.content then
        d := null; d.grp := c.grp; d.key := s.key; d.kind := s.kind; d.replayed := true; d.id := s.made_id; d.hold := s.hold_id;
        d.amount_fen := s.amount_fen; d.released_fen := s.released_fen; d.remaining_fen := s.remaining_fen;
        done[n] := d;
        continue;
      elsif s.key is not null then
        refusal := 'ledger_step_key'; detail := c.key;
      end if;
    end if;
    if twice and array_position(keys, c.key) < n then
      d := done[array_position(keys, c.key)];
      if d.content = c.content then
        d.grp := c.grp; d.replayed := true;
        done[n] := d;
        continue;
      end if;
      refusal := 'ledger_step_key'; detail := c.key;
    end if;

    -- what the step moves and what it holds
    h := null; o := null;
    if c.kind in ('transfer', 'hold') then
      if many then f := places ->> c.from_path; g := places ->> c.to_path;
      else f := array_position(paths, c.from_path); g := array_position(paths, c.to_path);
      end if;
      if c.kind = 'hold' then moved := 0; held := c.amount_fen; else moved := c.amount_fen; held := 0; end if;
    elsif c.kind in ('post', 'void', 'expire') then
      k := null;
      if c.hold_key is null then k := array_position(hold_ids, c.hold);
      else
        for i in first..n - 1 loop
          d := done[i];
          if d.key = c.hold_key and d.kind = 'hold' then k := d.hold_place; f := d.from_place; g := d.to_place; end if;
        end loop;
        if k is null and stored is not null then
          select * into s from unnest(stored) x where x.key = c.hold_key and x.kind = 'hold';
          k := array_position(hold_ids, s.hold_id);
        end if;
      end if;
      if k is null and refusal is null then
        refusal := 'ledger_hold_known'; detail := coalesce(c.hold::text, c.hold_key);
      elsif k is not null then
        h := holds[k];
        if k <= stored_holds then
          f := array_position(account_ids, h.from_account); g := array_position(account_ids, h.to_account);
        end if;
        moved := case when c.kind = 'post' then coalesce(c.amount_fen, h.remaining_fen) else 0 end;
        held := - case when c.kind = 'post' and c.release_rest is not true then moved else h.remaining_fen end;
        if refusal is null and (h.state <> 'open' or moved > h.remaining_fen or c.kind = 'expire') then
          if h.state <> 'open' then refusal := 'ledger_hold_open'; detail := h.state;
          elsif moved > h.remaining_fen then refusal := 'ledger_hold_remaining'; detail := h.remaining_fen::text;
          elsif h.expires_at is null or h.expires_at > booked then refusal := 'ledger_hold_due'; detail := h.expires_at::text;
          end if;
        end if;
      end if;
    elsif c.kind = 'reverse' then
      select * into o from unnest(originals) x where x.id = c.transfer;
      f := array_position(account_ids, o.to_account); g := array_position(account_ids, o.from_account);
      moved := o.amount_fen - (select coalesce(sum(x.amount_fen), 0) from ledger_transfer x where x.reverses = o.id)
        - (select coalesce(sum(x.moved), 0) from unnest(done) x where x.reverses = o.id and not x.replayed);
      held := 0;
      if refusal is null then
        if o.id is null then refusal := 'ledger_transfer_known'; detail := c.transfer::text;
        elsif o.reverses is not null or moved = 0 or c.amount_fen > moved then
          refusal := 'ledger_transfer_reversal'; detail := o.id::text;
        end if;
      end if;
      moved := coalesce(c.amount_fen, moved);
    else
      raise exception 'ledger step %: unknown kind %', c.key, c.kind;
    end if;

    -- the bounds of both accounts, as they would be after the step
    if refusal is null then
      a := accounts[f]; b := accounts[g];
      refusal := case when f is null or g is null then 'ledger_account_known'
        when f = g or moved < 0 or coalesce(moved + abs(held), 0) <= 0 then 'ledger_transfer_amount'
        when a.balance_fen - moved - a.pending_out_fen - held < a.floor_fen then 'ledger_account_floor'
        when b.balance_fen + moved + b.pending_in_fen + held > b.ceiling_fen then 'ledger_account_ceiling' end;
      if refusal is not null then
        detail := case refusal when 'ledger_account_floor' then a.path when 'ledger_account_ceiling' then b.path
          when 'ledger_transfer_amount' then c.key else case when f is null then c.from_path else c.to_path end end;
      end if;
    end if;

    if refusal is not null then  -- what the group has done is undone
      for i in reverse n - 1..first loop
        d := done[i]; done[i] := null; keys[i] := null;
        continue when d.replayed;
        taken := taken - 1;
        a := accounts[d.from_place]; b := accounts[d.to_place];
        a.balance_fen := a.balance_fen + d.moved; a.pending_out_fen := a.pending_out_fen - d.held;
        b.balance_fen := b.balance_fen - d.moved; b.pending_in_fen := b.pending_in_fen - d.held;
        a.version := a.version - (d.moved > 0)::int; b.version := b.version - (d.moved > 0)::int;
        accounts[d.from_place] := a; accounts[d.to_place] := b;
        if d.held > 0 then hold_count := hold_count - 1;
        elsif d.held < 0 then
          h := holds[d.hold_place];
          h.posted_fen := h.posted_fen - d.moved; h.released_fen := h.released_fen - d.released_fen;
          h.remaining_fen := h.remaining_fen - d.held; h.state := 'open';
          holds[d.hold_place] := h;
        end if;
      end loop;
      d := null; d.grp := c.grp; d.key := c.key; d.kind := c.kind; d.refused := refusal; d.detail := detail;
      done[n] := d; keys[n] := null;
      continue;
    end if;

    accounts[f] := (a.id, a.path, a.owner_kind, a.owner_id, a.floor_fen, a.ceiling_fen, a.balance_fen - moved,
      a.pending_out_fen + held, a.pending_in_fen, a.version + (moved > 0)::int, a.created_at)::ledger_account;
    accounts[g] := (b.id, b.path, b.owner_kind, b.owner_id, b.floor_fen, b.ceiling_fen, b.balance_fen + moved,
      b.pending_out_fen, b.pending_in_fen + held, b.version + (moved > 0)::int, b.created_at)::ledger_account;
    made := case when moved > 0 or held > 0 then uuidv7() end;
    if held > 0 then
      hold_count := hold_count + 1; k := hold_count;
      h := (made, c.code, a.id, b.id, held, 0, 0, held, 'open', c.expires_at, coalesce(c.event_at, booked), booked,
        c.subject_kind, c.subject_id, c.actor, c.memo)::ledger_hold;
      holds[k] := h;
    elsif held < 0 then
      h.posted_fen := h.posted_fen + moved; h.released_fen := h.released_fen - held - moved;
      h.remaining_fen := h.remaining_fen + held;
      if h.remaining_fen = 0 then
        h.state := case c.kind when 'post' then 'posted' when 'void' then 'voided' else 'expired' end;
      end if;
      holds[k] := h;
    end if;
    done[n] := (c.grp, c.key, c.kind, null, null, false,
      made, h.id, case when held > 0 then held when c.kind in ('void', 'expire') then - held else moved end,
      greatest(- held - moved, 0), h.remaining_fen,
      c.content, coalesce(c.code, h.code, o.code), moved, held, f, g, k, a.id,
      b.id, a.version + 1, a.balance_fen, b.version + 1, b.balance_fen, o.id,
      coalesce(c.event_at, booked), coalesce(c.subject_kind, h.subject_kind, o.subject_kind),
      coalesce(c.subject_id, h.subject_id, o.subject_id), c.actor, c.memo)::ledger_outcome;
    taken := taken + 1;
  end loop;

  if taken > 0 then
    if stored_holds > 0 then
      update ledger_hold y set posted_fen = x.posted_fen, released_fen = x.released_fen, remaining_fen = x.remaining_fen, state = x.state
      from unnest(holds[1:stored_holds]) x where y.id = x.id and y.remaining_fen <> x.remaining_fen;
    end if;
    with balances as (
      update ledger_account y set balance_fen = x.balance_fen, pending_out_fen = x.pending_out_fen,
        pending_in_fen = x.pending_in_fen, version = x.version
      from unnest(accounts) x
      where y.id = x.id
        and (y.version, y.pending_out_fen, y.pending_in_fen) is distinct from (x.version, x.pending_out_fen, x.pending_in_fen)
    ), made as (
      insert into ledger_hold select * from unnest(holds[stored_holds + 1:hold_count])
    ), moves as (
      insert into ledger_transfer
      select x.id, x.code, x.from_account, x.to_account, x.moved, x.from_version, x.from_before_fen, x.to_version, x.to_before_fen,
        x.event_at, booked, x.hold, x.reverses, x.subject_kind, x.subject_id, x.actor, x.memo
      from unnest(done) x where x.moved > 0 and not x.replayed
    )
    insert into ledger_step
    select x.key, x.kind, x.content, x.id, x.hold, x.amount_fen, x.released_fen, x.remaining_fen, x.event_at, booked, x.actor
    from unnest(done) x where not x.replayed on conflict on constraint ledger_step_key do nothing;
    get diagnostics k = row_count;
    if k <> taken then  -- someone else used one of these keys, for other accounts, a moment ago: look again
      raise exception 'a ledger key was taken meanwhile' using errcode = '40001';
    end if;
  end if;
  foreach d in array done loop
    if d.grp is not null then return next d; end if;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION public.listed_provider(organisation uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from organisation o join provider_admission a on a.organisation_id in (o.id, o.host_id) where o.id = organisation
  )
$function$;

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

CREATE OR REPLACE FUNCTION public.next_number(prefix text, year integer)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.organisation_authority_stays()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'an authority does not move' using errcode = '23514', constraint = 'organisation_authority_stays';
end
$function$;

CREATE OR REPLACE FUNCTION public.organisation_closed_by_closing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  it uuid := case tg_table_name when 'organisation' then new.id else (to_jsonb(new) ->> 'organisation_id')::uuid end;
begin
  if (select status = 'closed' from organisation where id = it)
    <> exists (select from organisation_closing where organisation_id = it and withdrawn_at is null) then
    raise exception 'closed, and no closing says so, or the reverse'
      using errcode = '23514', constraint = 'organisation_closed_by_closing';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.organisation_closing_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  ends constant text[] := array['withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' or to_jsonb(old) - ends <> to_jsonb(new) - ends or old.withdrawn_at is not null then
    raise exception 'a closing stays on record' using errcode = '23514', constraint = 'organisation_closing_kept';
  end if;
  return new;
end $function$;

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

CREATE OR REPLACE FUNCTION public.organisation_entry_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  ends constant text[] := array['valid_to', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason'];
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - ends) <> (to_jsonb(old) - ends) then
    raise exception 'the histories of an organisation are kept' using errcode = '23514', constraint = 'organisation_entry_kept';
  end if;
  if old.withdrawn_at is not null or (new.withdrawn_at is not null and (old.valid_to is not null or old.authority_id is null)) then
    raise exception 'the entry is not the last one' using errcode = '23514', constraint = 'organisation_entry_replaced';
  end if;
  if new.withdrawn_at is not null and exists (
    select from case_file filed
     where filed.organisation_id = old.organisation_id and filed.submitted_at >= old.recorded_at
       and case tg_table_name when 'organisation_name' then filed.applicant = to_jsonb(old) ->> 'name'
           else to_jsonb(filed.region_path) = to_jsonb(old) -> 'region_path' end
  ) then
    raise exception 'a case was filed under the entry' using errcode = '23514', constraint = 'organisation_entry_relied';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.organisation_name_finds_cases()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update case_file set words = default where organisation_id = new.organisation_id;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.organisation_place_relied()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if decided_by_place(old.organisation_id, old.recorded_at) then
    raise exception 'officers of the place have decided by it' using errcode = '23514', constraint = 'organisation_place_relied';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.organisation_seat()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a seat is a county' using errcode = '23514', constraint = 'organisation_seat';
end
$function$;

CREATE OR REPLACE FUNCTION public.payment_row_keeps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if row(new.id, new.run_id, new.row_no, new.redemption_id, new.organisation_id, new.budget_id, new.amount_fen, new.payee, new.payee_digest)
     is distinct from row(old.id, old.run_id, old.row_no, old.redemption_id, old.organisation_id, old.budget_id, old.amount_fen, old.payee, old.payee_digest)
     or not (old.status = new.status
       or old.status = 'prepared' and new.status in ('sent', 'stopped', 'cancelled')
       or old.status = 'sent' and new.status in ('paid', 'unpaid'))
     or old.status in ('paid', 'unpaid') and new is distinct from old then
    raise exception 'a payment row keeps what was prepared' using errcode = '23514', constraint = 'payment_row_frozen';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.payment_row_needs_standing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.payment_row_reference_is_no_refund()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('references of the bank', 0));
  if exists (select from recovery_refund where bank_reference = new.bank_reference) then
    raise exception 'the reference stands on a refund' using errcode = '23505', constraint = 'payment_row_bank_reference';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.payment_row_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.status in ('prepared', 'sent') and (tg_op = 'INSERT' or old.status <> new.status) and exists (
    select from recovery_proposal where redemption_id = new.redemption_id and status = 'open'
  ) then
    raise exception 'a proposal of recovery is open' using errcode = '23514', constraint = 'payment_row_held';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.public_notice_frozen()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    if new.row_count <> (select count(*) from public_notice_row r where r.notice_id = new.id) then
      raise exception 'a notice is opened with its whole list' using errcode = '23514', constraint = 'public_notice_frozen';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' or old.status <> 'open' and (old.status, old.ended_at, old.closes_on) is distinct from
      (new.status, new.ended_at, new.closes_on)
    or old.announced_at is not null
    or (old.id, old.number, old.title_zh, old.title_en, old.basis_zh, old.basis_en, old.authority_id, old.authority_name,
      old.region_path, old.subject_kind, old.subject_id, old.row_count, old.digest, old.opened_at, old.working_days)
      is distinct from
      (new.id, new.number, new.title_zh, new.title_en, new.basis_zh, new.basis_en, new.authority_id, new.authority_name,
      new.region_path, new.subject_kind, new.subject_id, new.row_count, new.digest, new.opened_at, new.working_days) then
    raise exception 'a public notice is frozen' using errcode = '23514', constraint = 'public_notice_frozen';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.public_notice_row_frozen()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' and exists (select from public_notice n where n.id = new.notice_id)
    or tg_op = 'DELETE'
    or tg_op = 'UPDATE' and (old.notice_id, old.row_no, old.subject_id, old.organisation_id, old.organisation_name,
      old.display, old.amount_fen) is distinct from (new.notice_id, new.row_no, new.subject_id, new.organisation_id,
      new.organisation_name, new.display, new.amount_fen) then
    raise exception 'the list of a public notice is frozen' using errcode = '23514', constraint = 'public_notice_frozen';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.recovery_counts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.recovery_refund_waits()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.recovery_return_follows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from recovery r join payment_row p on p.redemption_id = r.redemption_id and p.status = 'paid'
    where r.id = new.recovery_id and p.paid_on > new.received_on
  ) then
    raise exception 'received before it was paid' using errcode = '23514', constraint = 'recovery_return_follows';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.recovery_stays_overturned()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'an overturned recovery changes by its refunds alone' using errcode = '23514', constraint = 'recovery_stays_overturned';
end
$function$;

CREATE OR REPLACE FUNCTION public.recovery_takes(r recovery)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case r.status when 'stopped' then 0 when 'waived' then r.returned_fen
    when 'overturned' then r.returned_fen - r.refunded_fen else r.demanded_fen end
$function$;

CREATE OR REPLACE FUNCTION public.redemption_keeps()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION public.register_list_kept()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    raise exception 'a list stays as it was published' using errcode = '23514', constraint = 'register_list_kept';
  end if;
  if not exists (select from organisation o
      where o.id = new.authority_id and o.kind = 'authority' and o.level in ('province', 'city')) then
    raise exception 'lists come from provinces and cities' using errcode = '23514', constraint = 'register_list_level';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.role_fits_kind()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  held text;
begin
  select o.kind into held from organisation o where o.id = new.organisation_id;
  if not (case
    when new.role in ('applicant_owner', 'applicant_clerk') then held in ('enterprise', 'team', 'institute')
    when new.role in ('provider_owner', 'provider_clerk') then
      held = 'institute' or (held in ('enterprise', 'incubator') and listed_provider(new.organisation_id))
    when new.role = 'incubator_clerk' then held = 'incubator'
    when new.role = 'administrator' then held = 'operator'
    when new.role = 'auditor' then held in ('authority', 'operator')
    when new.role in ('director', 'reviewer', 'finance', 'preparer', 'approver') then held = 'authority'
    else false
  end) then
    raise exception 'an organisation of kind % has no role %', held, new.role
      using errcode = '23514', constraint = 'role_fits_kind';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.search_fold(written text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN casefold((NORMALIZE(written, NFKD) COLLATE pg_unicode_fast));

CREATE OR REPLACE FUNCTION public.search_pair(pair text, tail text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((''''::text || replace(replace(pair, '\'::text, '\\'::text), ''''::text, ''''''::text)) || ''''::text) || tail);

CREATE OR REPLACE FUNCTION public.search_query(typed text)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select coalesce(string_agg(
           case when length(word) = 1 then search_pair(word, ':*')
                else (select coalesce(string_agg(distinct search_pair(substr(word, at, 2), ''), ' & ') || ' & ', '')
                        from generate_series(2, length(word) - 1, 2) at)
                     || '('
                     || (select string_agg(pairs, ' <2> ' order by no)
                           from (select (at - 1) / 16 as no,
                                        '(' || string_agg(search_pair(substr(word, at, 2), ''), ' <2> ' order by at) || ')' as pairs
                                   from generate_series(1, length(word) - 1, 2) at group by 1) eights)
                     || case length(word) % 2 when 1 then ' <-> ' || search_pair(right(word, 2), '') else '' end
                     || ')'
           end, ' & '), '')::tsquery
    from (select distinct word from regexp_split_to_table(search_fold(typed), '\s+') word) asked
   where word <> ''
$function$;

CREATE OR REPLACE FUNCTION public.search_words(VARIADIC written text[])
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  characters text[] := string_to_array(search_fold(array_to_string(written, ' ')), null);
  pairs text := '';
begin
  for at in 1 .. cardinality(characters) loop
    pairs := pairs || search_pair(characters[at] || coalesce(characters[at + 1], ''), ':' || least(at, 16383)) || ' ';
  end loop;
  return pairs::tsvector;
end
$function$;

CREATE OR REPLACE FUNCTION public.service_order_evaluated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select status from service_order where id = new.order_id) <> 'accepted' then
    raise exception 'order % is not accepted', new.order_id using errcode = '23514', constraint = 'service_order_evaluated';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.service_order_moves()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.status <> old.status and not (old.status || ' ' || new.status) = any (array[
    'proposed confirmed', 'proposed declined', 'proposed cancelled', 'proposed voided',
    'confirmed delivered', 'confirmed cancelled', 'confirmed voided',
    'delivered accepted', 'delivered returned', 'delivered voided',
    'returned delivered', 'returned cancelled', 'returned voided']) then
    raise exception 'order % does not go from % to %', old.number, old.status, new.status
      using errcode = '23514', constraint = 'service_order_moves';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.service_order_of_closed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- A laboratory goes with the house whose unit it is.
  perform from organisation where id in (new.buyer_id, new.provider_id)
    or id = (select host_id from organisation where id = new.provider_id) order by id for share;
  if exists (select from organisation where status = 'closed' and (id in (new.buyer_id, new.provider_id)
    or id = (select host_id from organisation where id = new.provider_id))) then
    raise exception 'a side of the order is closed' using errcode = '23514', constraint = 'service_order_of_closed';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.service_order_price_is_sum()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  wanted bigint;
  found_sum bigint;
  the_order uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  select price_fen into wanted from service_order where id = the_order;
  select coalesce(sum(amount_fen), 0) into found_sum from service_order_line where order_id = the_order;
  if wanted is distinct from found_sum then
    raise exception 'order % costs % but its lines sum to %', the_order, wanted, found_sum
      using errcode = '23514', constraint = 'service_order_price_sum';
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.voucher_keeps_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.voucher_needs_home()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (
    select from organisation firm join organisation authority on authority.id = new.authority_id
     where firm.id = new.organisation_id and firm.region_path @> array[authority.region_code] for share of firm
  ) then
    raise exception 'the organisation is not in the region that pays' using errcode = '23514', constraint = 'voucher_home';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION public.voucher_needs_standing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select status from organisation where id = new.organisation_id for share) <> 'verified' then
    raise exception 'the organisation is not in good standing' using errcode = '23514', constraint = 'voucher_standing';
  end if;
  return new;
end
$function$;
