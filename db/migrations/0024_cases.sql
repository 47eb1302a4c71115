-- Programmes (事项) as published data, and cases (办件) as the fold of their actions. The columns of case_file that
-- tell a state are written with each action, from the fold alone; a job folds again and compares.

create table programme_version (
  programme_id text not null,
  version int not null,
  document jsonb not null,
  sha256 text not null,  -- of the file as it was loaded: another text needs another number
  effective_from date not null,
  effective_to date,     -- the last day on which it takes applications
  published_at timestamptz not null,
  published_by text not null,
  constraint programme_version_pkey primary key (programme_id, version),
  constraint programme_version_begins unique (programme_id, effective_from),
  constraint programme_version_period check (effective_to >= effective_from),
  constraint programme_version_positive check (version >= 1)
);
create trigger programme_version_append_only before update or delete on programme_version
  for each row execute function refuse_change();
create trigger programme_version_no_truncate before truncate on programme_version
  for each statement execute function refuse_change();

create table case_file (
  id uuid default uuidv7() constraint case_file_pkey primary key,
  number text not null constraint case_file_number unique,
  programme_id text not null,
  programme_version int not null,
  organisation_id uuid not null constraint case_file_organisation references organisation (id),
  applicant text not null,  -- the name under which it was filed
  authority_id uuid constraint case_file_authority references organisation (id),
  region_path text[] not null constraint case_file_region check (cardinality(region_path) > 0),
  seq int not null constraint case_file_seq check (seq >= 1),
  stage text not null,
  status text not null constraint case_file_status check (status in ('open', 'supplement', 'held', 'appealed',
    'approved', 'refused', 'withdrawn', 'lapsed', 'revoked')),
  desk_role text,
  desk_level text constraint case_file_desk_level check (desk_level in ('county', 'city', 'province')),
  clock_of text constraint case_file_clock_of check (clock_of in ('stage', 'supplement', 'notice', 'appeal_window', 'appeal')),
  due_at timestamptz,       -- the first moment after the deadline
  provisional boolean not null,
  escalated boolean not null,
  assignee uuid,
  form jsonb not null,
  facts jsonb not null,
  amount_fen bigint constraint case_file_amount check (amount_fen >= 0),
  submitted_at timestamptz not null,
  submitted_by text not null,
  changed_at timestamptz not null,
  constraint case_file_programme foreign key (programme_id, programme_version)
    references programme_version (programme_id, version),
  constraint case_file_due check (due_at is null or clock_of is not null),
  constraint case_file_over check (status not in ('withdrawn', 'lapsed', 'approved', 'revoked') or due_at is null)
);
create index case_file_programme_ix on case_file (programme_id, programme_version);
create index case_file_organisation_ix on case_file (organisation_id, id);
create index case_file_authority_ix on case_file (authority_id);
create index case_file_region_ix on case_file using gin (region_path);
create index case_file_desk on case_file (desk_level, desk_role, (coalesce(due_at, 'infinity')), id)
  where status in ('open', 'appealed');
create index case_file_due_at on case_file (due_at) where due_at is not null;
create index case_file_provisional on case_file (id) where provisional;
create index case_file_assignee on case_file (assignee) where assignee is not null;

-- What other modules may join on.
create view case_card as
  select id, number, programme_id, programme_version, organisation_id, applicant, authority_id, region_path, stage, status,
    desk_role, desk_level, due_at, provisional, escalated, assignee, amount_fen, submitted_at, changed_at
  from case_file;

-- A case keeps its number and the version it was filed under.
create function case_file_keeps_version() returns trigger language plpgsql as $$
begin
  raise exception 'a case keeps its number and the programme version it was filed under'
    using errcode = '23514', constraint = 'case_file_pinned';
end
$$;
create trigger case_file_pinned before update on case_file for each row
  when (old.programme_id <> new.programme_id or old.programme_version <> new.programme_version
    or old.number <> new.number or new.seq < old.seq)
  execute function case_file_keeps_version();

create table case_action (
  case_id uuid not null constraint case_action_case references case_file (id),
  seq int not null constraint case_action_seq check (seq >= 1),
  at timestamptz not null,
  action text not null constraint case_action_known check (action in ('submit', 'take', 'release', 'recuse',
    'request_supplement', 'supply', 'pass', 'refuse', 'withdraw', 'appeal', 'uphold', 'overturn', 'hold',
    'release_hold', 'extend', 'enter_batch', 'leave_batch', 'notice_opened', 'notice_closed', 'approve', 'decline',
    'revoke', 'reopen', 'lapse', 'correct', 'escalate', 'set_deadline')),
  actor_user uuid,
  actor_label text not null,
  actor_role text,
  reason text,
  data jsonb not null default '{}',
  due_on date,
  provisional boolean not null,
  constraint case_action_pkey primary key (case_id, seq)
);
create trigger case_action_append_only before update or delete on case_action
  for each row execute function refuse_change();
create trigger case_action_no_truncate before truncate on case_action
  for each statement execute function refuse_change();

-- What an applicant typed and has not submitted. `version` lets two clerks notice each other.
create table case_draft (
  organisation_id uuid not null constraint case_draft_organisation references organisation (id) on delete cascade,
  programme_id text not null,
  form jsonb not null,
  version int not null constraint case_draft_version check (version >= 1),
  saved_at timestamptz not null,
  saved_by text not null,
  constraint case_draft_pkey primary key (organisation_id, programme_id)
);
