-- Public notice (公示): a proposed list exposed to objections for some working days. The announcement (公告) that may
-- follow has its own time. Then what people are told: the in-app inbox and mail.

create table public_notice (
  id uuid constraint public_notice_pkey primary key,
  number text not null constraint public_notice_number unique,
  title_zh text not null,
  title_en text not null,
  basis text not null,
  authority_id uuid not null,
  authority_name text not null,
  region_path text[] not null,
  subject_kind text not null,
  subject_id uuid not null,
  row_count int not null constraint public_notice_row_count check (row_count > 0),
  -- SHA-256 of the frozen list, so that anyone can check that the list decided on is the list that was shown.
  digest text not null constraint public_notice_digest check (digest ~ '^[0-9a-f]{64}$'),
  opened_at timestamptz not null,
  working_days int not null constraint public_notice_working_days check (working_days between 1 and 120),
  closes_on date not null,
  -- The calendar of a year on the way is not announced yet: the day may move, and nothing closes by it.
  provisional boolean not null,
  explanation jsonb not null,
  status text not null default 'open' constraint public_notice_status check (status in ('open', 'closed', 'withdrawn')),
  ended_at timestamptz,
  ended_by text,
  end_reason text,
  announced_at timestamptz,
  announced_by text,
  announcement jsonb,
  constraint public_notice_end check ((status = 'open') = (ended_at is null) and (status <> 'withdrawn' or end_reason is not null)),
  constraint public_notice_closed_firm check (status <> 'closed' or not provisional),
  constraint public_notice_announced check ((announced_at is null) = (announcement is null)
    and (announced_at is null or (status = 'closed' and announced_at >= ended_at)))
);
create unique index public_notice_subject on public_notice (subject_kind, subject_id) where status <> 'withdrawn';
create index public_notice_recent on public_notice (opened_at desc, id desc);
create index public_notice_open on public_notice (closes_on) where status = 'open';
create index public_notice_authority on public_notice (authority_id);
create index public_notice_region on public_notice using gin (region_path);

create table public_notice_row (
  notice_id uuid not null constraint public_notice_row_notice references public_notice (id) deferrable initially deferred,
  row_no int not null constraint public_notice_row_no check (row_no > 0),
  subject_id uuid not null,
  organisation_id uuid,
  organisation_name text not null,
  -- What is shown beside the name, masked already: no phone, no person's number ever comes here.
  display jsonb not null,
  amount_fen bigint,
  status text not null default 'listed' constraint public_notice_row_status
    check (status in ('listed', 'held', 'cleared', 'removed')),
  constraint public_notice_row_pkey primary key (notice_id, row_no),
  constraint public_notice_row_once unique (notice_id, subject_id)
);
create index public_notice_row_subject on public_notice_row (subject_id);

-- Rows are written first, the notice last: once it stands, no row can join, leave or change but for its status.
create function public_notice_row_frozen() returns trigger language plpgsql as $$
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
$$;
create trigger public_notice_row_frozen before insert or update or delete on public_notice_row
  for each row execute function public_notice_row_frozen();

create function public_notice_frozen() returns trigger language plpgsql as $$
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
    or (old.id, old.number, old.title_zh, old.title_en, old.basis, old.authority_id, old.authority_name, old.region_path,
      old.subject_kind, old.subject_id, old.row_count, old.digest, old.opened_at, old.working_days) is distinct from
      (new.id, new.number, new.title_zh, new.title_en, new.basis, new.authority_id, new.authority_name, new.region_path,
      new.subject_kind, new.subject_id, new.row_count, new.digest, new.opened_at, new.working_days) then
    raise exception 'a public notice is frozen' using errcode = '23514', constraint = 'public_notice_frozen';
  end if;
  return new;
end
$$;
create trigger public_notice_frozen before insert or update or delete on public_notice
  for each row execute function public_notice_frozen();
create trigger public_notice_no_truncate before truncate on public_notice for each statement execute function refuse_change();
create trigger public_notice_row_no_truncate before truncate on public_notice_row
  for each statement execute function refuse_change();

create table objection (
  id uuid default uuidv7() constraint objection_pkey primary key,
  notice_id uuid not null,
  row_no int not null,
  receipt text not null constraint objection_receipt unique,
  kind text not null constraint objection_kind check (kind in ('real_name', 'anonymous')),
  -- Shown to the deciding officers only, each look noted.
  name text,
  contact text,
  statement text not null,
  file_id uuid constraint objection_file references file (id),
  objector_user uuid constraint objection_objector_user references auth."user" (id),
  visitor text,
  at timestamptz not null,
  status text not null constraint objection_status check (status in ('open', 'lead', 'upheld', 'rejected')),
  decided_by uuid constraint objection_decided_by references auth."user" (id),
  decided_by_label text,
  decided_at timestamptz,
  reason text,
  constraint objection_row foreign key (notice_id, row_no) references public_notice_row (notice_id, row_no),
  constraint objection_real_name check (kind <> 'real_name' or (name is not null and contact is not null)),
  constraint objection_lead check (kind <> 'anonymous' or (file_id is not null and name is null and status <> 'open')),
  constraint objection_decision check ((status in ('upheld', 'rejected')) = (decided_at is not null)
    and (decided_at is null or reason is not null))
);
create index objection_row_ix on objection (notice_id, row_no);
create index objection_file_ix on objection (file_id);
create index objection_objector_user_ix on objection (objector_user);
create index objection_decided_by_ix on objection (decided_by);
create index objection_visitor_ix on objection (visitor, at) where visitor is not null;
create index objection_waiting on objection (at) where status in ('open', 'lead');

-- What other modules may join on.
create view public_notice_card as
  select id, number, title_zh, title_en, authority_id, region_path, subject_kind, subject_id, opened_at, closes_on,
    provisional, status, ended_at, announced_at
  from public_notice;

create table message (
  id uuid default uuidv7() constraint message_pkey primary key,
  user_id uuid constraint message_user references auth."user" (id),
  organisation_id uuid,
  role text,
  subject_kind text not null,
  subject_id uuid not null,
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  at timestamptz not null,
  constraint message_to check (num_nonnulls(user_id, organisation_id) = 1 and (role is null or organisation_id is not null))
);
create index message_user_ix on message (user_id, id) where user_id is not null;
create index message_organisation_ix on message (organisation_id, id) where organisation_id is not null;
create trigger message_frozen before update on message for each row execute function refuse_change();

create table message_read (
  message_id uuid not null constraint message_read_message references message (id) on delete cascade,
  user_id uuid not null constraint message_read_user references auth."user" (id),
  at timestamptz not null,
  constraint message_read_pkey primary key (message_id, user_id)
);
create index message_read_user_ix on message_read (user_id);

create table mail (
  id uuid default uuidv7() constraint mail_pkey primary key,
  to_address text not null,
  subject text not null,
  body text not null,
  at timestamptz not null,
  sent_at timestamptz,
  attempts int not null default 0,
  error text
);
create index mail_recent on mail (id desc);
