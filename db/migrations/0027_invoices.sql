-- Invoices, registered once for all programmes and regions; each line is presented at most once.
-- Whoever writes here locks the invoice first (of several, by id; a red-letter one after its blue one).

create table invoice (
  id uuid default uuidv7() constraint invoice_pkey primary key,
  -- Paper invoices and early electronic ones have a code beside the number; fully digital ones (数电票) have none.
  code text not null default '',
  number text not null,
  kind text not null constraint invoice_kind check (kind in ('blue', 'red')),
  red_of uuid constraint invoice_red_of references invoice (id),
  seller_code text not null,
  seller_name text not null,
  -- Null for a buyer without a credit code (the members of a founders' team).
  buyer_code text,
  buyer_name text not null,
  issued_on date not null,
  total_fen bigint not null constraint invoice_total check (total_fen > 0),
  file_id uuid not null constraint invoice_file references file (id),
  registered_by uuid not null constraint invoice_registered_by references organisation (id),
  region_path text[] not null,
  at timestamptz not null,
  constraint invoice_once unique (code, number),
  constraint invoice_form check (code = '' and number ~ '^\d{20}$' or code ~ '^(\d{10}|\d{12})$' and number ~ '^\d{8}$'),
  constraint invoice_red_has_blue check ((kind = 'red') = (red_of is not null))
);
create index invoice_red_of_id on invoice (red_of);
create index invoice_file_id on invoice (file_id);
create index invoice_registered_by_id on invoice (registered_by, id);
create index invoice_region_within on invoice using gin (region_path);
create trigger invoice_kept before delete on invoice for each row execute function refuse_change();
create trigger invoice_frozen before update of code, number, kind, red_of, registered_by, at on invoice
  for each row execute function refuse_change();

-- The organisations that registered it with the same facts: they read it and may present it.
create table invoice_holder (
  invoice_id uuid not null constraint invoice_holder_invoice references invoice (id),
  organisation_id uuid not null constraint invoice_holder_organisation references organisation (id),
  file_id uuid not null constraint invoice_holder_file references file (id),
  at timestamptz not null,
  constraint invoice_holder_pkey primary key (invoice_id, organisation_id)
);
create index invoice_holder_organisation_id on invoice_holder (organisation_id, invoice_id);
create index invoice_holder_file_id on invoice_holder (file_id);
create trigger invoice_holder_append_only before update or delete on invoice_holder
  for each row execute function refuse_change();

create table invoice_line (
  invoice_id uuid not null constraint invoice_line_invoice references invoice (id),
  line_no int not null constraint invoice_line_no check (line_no between 1 and 2000),
  what text not null,
  -- Tax included; 0 once a correction struck the line.
  amount_fen bigint not null constraint invoice_line_amount check (amount_fen >= 0),
  -- Of a red-letter invoice: the line of its blue invoice that it takes back.
  blue_line_no int,
  -- Kept by the triggers below and by nothing else: presented by live requests, and taken back by red-letter invoices.
  presented_fen bigint not null default 0 constraint invoice_line_presented check (presented_fen >= 0),
  reversed_fen bigint not null default 0 constraint invoice_line_reversed check (reversed_fen >= 0),
  constraint invoice_line_pkey primary key (invoice_id, line_no),
  constraint invoice_line_reversed_at_most check (reversed_fen <= amount_fen),
  -- Only a red-letter invoice can make it more than is left (amount - reversed); it never exceeds the line itself.
  constraint invoice_line_presented_at_most check (presented_fen <= amount_fen)
);

-- Presenting and correcting must leave room for what is presented; the sums are moved by triggers alone.
create function invoice_line_guard() returns trigger language plpgsql as $$
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
$$;
create trigger invoice_line_guard before insert or update on invoice_line
  for each row execute function invoice_line_guard();
create trigger invoice_line_kept before delete on invoice_line for each row execute function refuse_change();
create trigger invoice_line_frozen before update of invoice_id, line_no on invoice_line
  for each row execute function refuse_change();

-- What a red-letter line takes back stands on the blue line at once; a corrected one moves the difference.
create function invoice_line_reverses() returns trigger language plpgsql as $$
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
$$;
create trigger invoice_line_reverses after insert or update of amount_fen, blue_line_no on invoice_line
  for each row execute function invoice_line_reverses();

-- The lines sum to the total, checked when the transaction ends. The argument names the invoice's column.
create function invoice_total_is_sum() returns trigger language plpgsql as $$
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
$$;
create constraint trigger invoice_total_sum after insert or update of total_fen on invoice
  deferrable initially deferred for each row execute function invoice_total_is_sum('id');
create constraint trigger invoice_line_total_sum after insert or update of amount_fen on invoice_line
  deferrable initially deferred for each row execute function invoice_total_is_sum('invoice_id');

-- A second version of a registered invoice, with other facts: an officer decides which is true.
create table invoice_conflict (
  id uuid default uuidv7() constraint invoice_conflict_pkey primary key,
  invoice_id uuid not null constraint invoice_conflict_invoice references invoice (id),
  claimed jsonb not null,
  file_id uuid not null constraint invoice_conflict_file references file (id),
  claimed_by uuid not null constraint invoice_conflict_claimed_by references organisation (id),
  region_path text[] not null,
  at timestamptz not null,
  status text not null default 'open' constraint invoice_conflict_status check (status in ('open', 'kept', 'corrected')),
  decided_at timestamptz,
  decided_by text,
  reason text,
  constraint invoice_conflict_decided check ((status = 'open') = (decided_at is null)
    and (decided_at is null) = (decided_by is null) and (decided_at is null) = (reason is null))
);
create index invoice_conflict_invoice_id on invoice_conflict (invoice_id);
create index invoice_conflict_claimed_by_id on invoice_conflict (claimed_by);
create index invoice_conflict_file_id on invoice_conflict (file_id);
create index invoice_conflict_waiting on invoice_conflict (at) where status = 'open';
create unique index invoice_conflict_open on invoice_conflict (invoice_id, claimed_by) where status = 'open';

-- A decision is final.
create function invoice_conflict_once() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' or row(new.invoice_id, new.claimed, new.file_id, new.claimed_by, new.at)
      is distinct from row(old.invoice_id, old.claimed, old.file_id, old.claimed_by, old.at) then
    raise exception 'the conflict is decided' using errcode = '23514', constraint = 'invoice_conflict_once';
  end if;
  return new;
end
$$;
create trigger invoice_conflict_once before update on invoice_conflict
  for each row execute function invoice_conflict_once();
create trigger invoice_conflict_kept before delete on invoice_conflict for each row execute function refuse_change();

-- What the facts were, as registered and as corrected.
create table invoice_version (
  invoice_id uuid not null constraint invoice_version_invoice references invoice (id),
  version_no int not null constraint invoice_version_no check (version_no > 0),
  facts jsonb not null,
  conflict_id uuid constraint invoice_version_conflict references invoice_conflict (id),
  by_label text not null,
  at timestamptz not null,
  constraint invoice_version_pkey primary key (invoice_id, version_no),
  constraint invoice_version_cause check ((version_no = 1) = (conflict_id is null))
);
create index invoice_version_conflict_id on invoice_version (conflict_id);
create trigger invoice_version_append_only before update or delete on invoice_version
  for each row execute function refuse_change();

create table invoice_presentation (
  id uuid default uuidv7() constraint invoice_presentation_pkey primary key,
  invoice_id uuid not null,
  line_no int not null,
  subject_kind text not null,
  subject_id uuid not null,
  organisation_id uuid not null constraint invoice_presentation_organisation references organisation (id),
  authority_id uuid not null constraint invoice_presentation_authority references organisation (id),
  amount_fen bigint not null constraint invoice_presentation_amount check (amount_fen > 0),
  at timestamptz not null,
  freed_at timestamptz,
  freed_reason text,
  constraint invoice_presentation_line foreign key (invoice_id, line_no) references invoice_line (invoice_id, line_no),
  constraint invoice_presentation_freed check ((freed_at is null) = (freed_reason is null))
);
create index invoice_presentation_line_of on invoice_presentation (invoice_id, line_no);
create index invoice_presentation_subject on invoice_presentation (subject_kind, subject_id);
create index invoice_presentation_organisation_id on invoice_presentation (organisation_id);
create index invoice_presentation_authority_id on invoice_presentation (authority_id, invoice_id);
-- A refused request may present the line again; a live one has it once.
create unique index invoice_presentation_once on invoice_presentation (invoice_id, line_no, subject_kind, subject_id)
  where freed_at is null;
create trigger invoice_presentation_kept before delete on invoice_presentation
  for each row execute function refuse_change();

-- The invoice is locked, so two requests for the last yuan of a line, a reversal and a decision wait for each other.
create function invoice_presentation_allowed() returns trigger language plpgsql as $$
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
$$;
create trigger invoice_presentation_allowed before insert or update on invoice_presentation
  for each row execute function invoice_presentation_allowed();

create function invoice_presentation_counts() returns trigger language plpgsql as $$
begin
  update invoice_line set presented_fen = presented_fen + case when tg_op = 'INSERT' then new.amount_fen else -new.amount_fen end
   where invoice_id = new.invoice_id and line_no = new.line_no;
  return null;
end
$$;
create trigger invoice_presentation_counts after insert or update on invoice_presentation
  for each row execute function invoice_presentation_counts();

-- What other modules may join on.
create view invoice_card as
  select id, code, number, kind, red_of, seller_code, seller_name, buyer_code, buyer_name, issued_on, total_fen, file_id,
    registered_by, region_path, at
  from invoice;
create view invoice_presented as
  select p.id, p.subject_kind, p.subject_id, p.invoice_id, p.line_no, p.organisation_id, p.authority_id, p.amount_fen,
    p.at, p.freed_at, p.freed_reason, l.what, l.amount_fen as line_fen, l.presented_fen, l.reversed_fen
  from invoice_presentation p join invoice_line l using (invoice_id, line_no);
