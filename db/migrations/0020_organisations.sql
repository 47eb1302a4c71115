-- Organisations and who acts for them. Tables of platform/directory first, then those of platform/identity,
-- which refer to organisations and therefore stand here.

create table organisation (
  id uuid default uuidv7() constraint organisation_pkey primary key,
  kind text not null constraint organisation_kind
    check (kind in ('enterprise', 'team', 'institute', 'authority', 'incubator', 'operator')),
  uscc text constraint organisation_uscc_key unique
    constraint organisation_uscc_form check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  name text not null constraint organisation_name_form check (length(name) between 1 and 200),
  region_code text not null constraint organisation_region_code check (region_code ~ '^\d{6}$'),
  region_path text[] not null constraint organisation_region_path check (region_code = any (region_path)),
  level text constraint organisation_level check (level in ('province', 'city', 'county')),
  status text not null default 'unverified' constraint organisation_status
    check (status in ('unverified', 'verified', 'disputed', 'closed')),
  -- A laboratory is a unit of its university and has no code of its own.
  host_id uuid constraint organisation_host references organisation (id),
  -- Founders without a company: the incubator that answers for them.
  sponsor_id uuid constraint organisation_sponsor references organisation (id),
  licence_file_id uuid,
  -- What the officer wrote on the licence or the incubator on the sponsorship, for the firm to read.
  remark text,
  created_by uuid constraint organisation_created_by references auth."user" (id),
  created_at timestamptz not null,
  verified_by uuid constraint organisation_verified_by references auth."user" (id),
  verified_at timestamptz,
  constraint organisation_coded check (uscc is not null or kind in ('team', 'authority', 'operator') or host_id is not null),
  constraint organisation_team check ((kind = 'team') = (sponsor_id is not null) and (kind <> 'team' or uscc is null)),
  constraint organisation_level_of check ((kind = 'authority') = (level is not null)),
  constraint organisation_verified check (status <> 'verified' or verified_at is not null),
  constraint organisation_unit unique (host_id, name)
);
create unique index organisation_one_authority on organisation (region_code) where kind = 'authority' and status <> 'closed';
-- Whoever sets up an empty node does it once.
create unique index organisation_one_operator on organisation (kind) where kind = 'operator';
create index organisation_sponsor_id on organisation (sponsor_id);
create index organisation_created_by_id on organisation (created_by);
create index organisation_verified_by_id on organisation (verified_by);
create index organisation_region_within on organisation using gin (region_path);
create index organisation_waiting on organisation (created_at) where status in ('unverified', 'disputed');

-- What other modules may join on.
create view organisation_card as
  select id, kind, uscc, name, region_code, region_path, level, status, host_id, sponsor_id from organisation;

create table organisation_name (
  id uuid default uuidv7() constraint organisation_name_pkey primary key,
  organisation_id uuid not null constraint organisation_name_organisation references organisation (id),
  name text not null,
  valid_from date not null,
  valid_to date,
  evidence text,
  recorded_by uuid constraint organisation_name_recorded_by references auth."user" (id),
  constraint organisation_name_once exclude using gist
    (organisation_id with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_name_recorded_by_id on organisation_name (recorded_by);

create table organisation_region (
  id uuid default uuidv7() constraint organisation_region_pkey primary key,
  organisation_id uuid not null constraint organisation_region_organisation references organisation (id),
  region_code text not null,
  region_path text[] not null,
  valid_from date not null,
  valid_to date,
  evidence text,
  recorded_by uuid constraint organisation_region_recorded_by references auth."user" (id),
  constraint organisation_region_once exclude using gist
    (organisation_id with =, daterange(valid_from, valid_to) with &&)
);
create index organisation_region_recorded_by_id on organisation_region (recorded_by);

-- Two say that a code is theirs: the first holder and a claimant. An officer of the county decides by the licence.
create table organisation_dispute (
  id uuid default uuidv7() constraint organisation_dispute_pkey primary key,
  organisation_id uuid not null constraint organisation_dispute_organisation references organisation (id),
  claimant_id uuid not null constraint organisation_dispute_claimant references auth."user" (id),
  claimed_name text not null,
  statement text not null,
  file_id uuid,
  status_before text not null,
  status text not null default 'open' constraint organisation_dispute_status
    check (status in ('open', 'kept', 'transferred', 'withdrawn')),
  opened_at timestamptz not null,
  decided_by uuid constraint organisation_dispute_decided_by references auth."user" (id),
  decided_at timestamptz,
  reason text,
  constraint organisation_dispute_decision check ((status = 'open') = (decided_at is null))
);
create unique index organisation_dispute_open on organisation_dispute (organisation_id, claimant_id) where status = 'open';
create index organisation_dispute_organisation_id on organisation_dispute (organisation_id);
create index organisation_dispute_claimant_id on organisation_dispute (claimant_id);
create index organisation_dispute_decided_by_id on organisation_dispute (decided_by);

-- A decision is final, whatever the program believes.
create function organisation_dispute_once() returns trigger language plpgsql as $$
begin
  if old.status <> 'open' then
    raise exception 'the dispute is decided' using errcode = '23514', constraint = 'organisation_dispute_once';
  end if;
  return new;
end
$$;
create trigger organisation_dispute_once before update on organisation_dispute
  for each row execute function organisation_dispute_once();

-- What is known of an organisation, each fact with how well it is known. Versions are added, never rewritten.
create table fact (
  id uuid default uuidv7() constraint fact_pkey primary key,
  organisation_id uuid not null constraint fact_organisation references organisation (id),
  key text not null,
  -- For figures of an accounting year; null for standing facts.
  year int constraint fact_year check (year between 1990 and 2200),
  value jsonb not null,
  standing text not null constraint fact_standing check (standing in ('declared', 'evidenced', 'confirmed')),
  source text not null,
  file_id uuid,
  valid_from date,
  valid_to date,
  declared_by uuid constraint fact_declared_by references auth."user" (id),
  declared_at timestamptz not null,
  decided_by uuid constraint fact_decided_by references auth."user" (id),
  decided_at timestamptz,
  reason text,
  rejected_at timestamptz,
  superseded_at timestamptz,
  constraint fact_evidence check (standing <> 'evidenced' or file_id is not null),
  constraint fact_validity check (valid_from <= valid_to),
  constraint fact_own_word check (standing <> 'confirmed' or decided_by is distinct from declared_by or decided_by is null)
);
create unique index fact_in_force on fact (organisation_id, key, year) nulls not distinct
  where standing = 'confirmed' and superseded_at is null;
create unique index fact_pending on fact (organisation_id, key, year) nulls not distinct
  where standing <> 'confirmed' and superseded_at is null and rejected_at is null;
create index fact_history on fact (organisation_id, key, declared_at);
create index fact_declared_by_id on fact (declared_by);
create index fact_decided_by_id on fact (decided_by);
create trigger fact_kept before delete on fact for each row execute function refuse_change();
create trigger fact_value_kept before update of organisation_id, key, year, value, declared_by, declared_at on fact
  for each row execute function refuse_change();

-- People named by an organisation (a team's core members, mostly); the number of a paper is kept masked only.
create table person (
  id uuid default uuidv7() constraint person_pkey primary key,
  organisation_id uuid not null constraint person_organisation references organisation (id),
  name text not null,
  paper_kind text not null constraint person_paper_kind check (paper_kind in ('id_card', 'passport', 'other')),
  paper_masked text not null constraint person_paper_masked check (paper_masked like '%*%'),
  post text not null,
  core boolean not null,
  valid_from date not null,
  valid_to date,
  recorded_by uuid not null constraint person_recorded_by references auth."user" (id)
);
create index person_organisation_id on person (organisation_id);
create index person_recorded_by_id on person (recorded_by);

-- What binds two organisations: the voucher rules bar a service between them (隶属、共建、产权纽带 and the like).
create table tie (
  id uuid default uuidv7() constraint tie_pkey primary key,
  from_id uuid not null constraint tie_from references organisation (id),
  to_id uuid not null constraint tie_to references organisation (id),
  kind text not null constraint tie_kind check (kind in ('subordination', 'co_built', 'ownership',
    'common_representative', 'common_director', 'common_controller', 'incubatee')),
  standing text not null constraint tie_standing check (standing in ('declared', 'recorded')),
  evidence text not null,
  file_id uuid,
  valid_from date not null,
  valid_to date,
  recorded_by uuid constraint tie_recorded_by references auth."user" (id),
  recorded_at timestamptz not null,
  constraint tie_two check (from_id <> to_id),
  constraint tie_once exclude using gist
    (from_id with =, to_id with =, kind with =, daterange(valid_from, valid_to) with &&)
);
create index tie_to_id on tie (to_id);
create index tie_recorded_by_id on tie (recorded_by);

-- A provider is an organisation that an authority admitted to one of its lists (the library of a scheme, or the labs
-- recognised under an agreement), with a class, a scope and days.
create table provider_admission (
  id uuid default uuidv7() constraint provider_admission_pkey primary key,
  organisation_id uuid not null constraint provider_admission_organisation references organisation (id),
  authority_id uuid not null constraint provider_admission_authority references organisation (id),
  list text not null constraint provider_admission_list check (list ~ '^[a-z0-9][a-z0-9._-]{1,80}$'),
  class text not null,
  -- The services it is admitted for; null: all that its class may offer.
  services text[] constraint provider_admission_services check (cardinality(services) > 0),
  admitted_from date not null,
  last_day date,
  batch text not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid constraint provider_admission_withdrawn_by references auth."user" (id),
  withdrawn_reason text,
  -- First day no longer admitted.
  withdrawn_from date,
  withdrawal_effect text constraint provider_admission_effect check (withdrawal_effect in ('finish_running', 'stop_running')),
  constraint provider_admission_dates check (admitted_from <= last_day),
  constraint provider_admission_withdrawal check
    (num_nulls(withdrawn_at, withdrawn_reason, withdrawn_from, withdrawal_effect) in (0, 4)),
  constraint provider_admission_once exclude using gist
    (organisation_id with =, list with =, daterange(admitted_from, last_day, '[]') with &&) where (withdrawn_at is null)
);
create index provider_admission_organisation_id on provider_admission (organisation_id);
create index provider_admission_authority_id on provider_admission (authority_id);
create index provider_admission_withdrawn_by_id on provider_admission (withdrawn_by);

-- identity: who acts for an organisation, in which role.
create table membership (
  id uuid default uuidv7() constraint membership_pkey primary key,
  user_id uuid not null constraint membership_user references auth."user" (id),
  organisation_id uuid not null constraint membership_organisation references organisation (id),
  role text not null,
  -- Somebody who holds such a role manages the organisation's people; the last one can't leave.
  manages boolean not null,
  valid_from timestamptz not null,
  valid_to timestamptz constraint membership_validity check (valid_to >= valid_from),
  invited_by uuid constraint membership_invited_by references auth."user" (id),
  ended_by uuid constraint membership_ended_by references auth."user" (id),
  end_reason text
);
create unique index membership_live on membership (user_id, organisation_id, role) where valid_to is null;
create index membership_organisation_id on membership (organisation_id);
create index membership_user_id on membership (user_id);
create index membership_invited_by_id on membership (invited_by);
create index membership_ended_by_id on membership (ended_by);

-- Two last owners who leave in the same moment lock each other's rows here; the second one is refused.
create function membership_last_manager() returns trigger language plpgsql as $$
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
$$;
create trigger membership_last_manager before update on membership
  for each row execute function membership_last_manager();
create trigger membership_kept before delete on membership for each row execute function refuse_change();
create trigger membership_frozen before update of user_id, organisation_id, role, manages, valid_from on membership
  for each row execute function refuse_change();

create table invitation (
  id uuid default uuidv7() constraint invitation_pkey primary key,
  organisation_id uuid not null constraint invitation_organisation references organisation (id),
  email text not null,
  role text not null,
  token_hash text not null constraint invitation_token_hash unique,
  invited_by uuid not null constraint invitation_invited_by references auth."user" (id),
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid constraint invitation_accepted_by references auth."user" (id),
  revoked_at timestamptz,
  revoked_by uuid constraint invitation_revoked_by references auth."user" (id),
  constraint invitation_one_end check (accepted_at is null or revoked_at is null)
);
create unique index invitation_open on invitation (organisation_id, email, role)
  where accepted_at is null and revoked_at is null;
create index invitation_organisation_id on invitation (organisation_id);
create index invitation_invited_by_id on invitation (invited_by);
create index invitation_accepted_by_id on invitation (accepted_by);
create index invitation_revoked_by_id on invitation (revoked_by);

-- During leave a colleague of the same authority acts instead; what was lent is never lent on.
create table delegation (
  id uuid default uuidv7() constraint delegation_pkey primary key,
  organisation_id uuid not null constraint delegation_organisation references organisation (id),
  membership_id uuid not null constraint delegation_membership references membership (id),
  giver_id uuid not null constraint delegation_giver references auth."user" (id),
  delegate_id uuid not null constraint delegation_delegate references auth."user" (id),
  valid_from date not null,
  valid_to date not null,
  reason text not null,
  created_by uuid not null constraint delegation_created_by references auth."user" (id),
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid constraint delegation_ended_by references auth."user" (id),
  constraint delegation_days check (valid_from <= valid_to),
  constraint delegation_two check (giver_id <> delegate_id),
  constraint delegation_once exclude using gist
    (membership_id with =, daterange(valid_from, valid_to, '[]') with &&) where (ended_at is null)
);
create index delegation_organisation_id on delegation (organisation_id);
create index delegation_membership_id on delegation (membership_id);
create index delegation_giver_id on delegation (giver_id);
create index delegation_delegate_id on delegation (delegate_id);
create index delegation_created_by_id on delegation (created_by);
create index delegation_ended_by_id on delegation (ended_by);

create function delegation_no_chain() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('delegation ' || new.organisation_id, 0));
  if exists (select from delegation d where d.organisation_id = new.organisation_id and d.ended_at is null
      and daterange(d.valid_from, d.valid_to, '[]') && daterange(new.valid_from, new.valid_to, '[]')
      and (d.giver_id = new.delegate_id or d.delegate_id = new.giver_id)) then
    raise exception 'a delegation is never lent on' using errcode = '23514', constraint = 'delegation_no_chain';
  end if;
  return new;
end
$$;
create trigger delegation_no_chain before insert on delegation
  for each row execute function delegation_no_chain();

-- In which of his places somebody acted last.
create table acting_choice (
  user_id uuid constraint acting_choice_pkey primary key constraint acting_choice_user references auth."user" (id),
  membership_id uuid not null constraint acting_choice_membership references membership (id),
  chosen_at timestamptz not null
);
create index acting_choice_membership_id on acting_choice (membership_id);

-- Offered on the sign-in page of a demo node.
create table demo_account (
  account text constraint demo_account_pkey primary key,
  user_id uuid not null constraint demo_account_user references auth."user" (id),
  label_zh text not null,
  label_en text not null,
  place int not null
);
create index demo_account_user_id on demo_account (user_id);

-- Every role somebody holds at a moment, his own or lent, with its organisation; asked for every request. In plpgsql,
-- because that keeps its plan within the session whatever pooler stands between (planning took four fifths of the time).
-- A lent role needs the delegate to be in the organisation himself; closed organisations give nothing.
create function held_roles(who uuid, at timestamptz, day date)
returns table (user_id uuid, user_name text, email text, choice uuid, membership_id uuid, role text, giver text,
  organisation_id uuid, organisation_name text, kind text, region_code text, level text, status text)
language plpgsql stable as $$
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
$$;
