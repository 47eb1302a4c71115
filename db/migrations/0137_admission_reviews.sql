-- A service was found false: whoever admitted the provider looks at the admission again, and says what became of it.
create table admission_review (
  id uuid default uuidv7() constraint admission_review_pkey primary key,
  admission_id uuid not null constraint admission_review_admission references provider_admission (id),
  authority_id uuid not null constraint admission_review_authority references organisation (id),
  -- The decision that found it, by its subject, its number and its reason.
  cause_kind text not null,
  cause_id uuid not null,
  cause_number text not null,
  cause_reason text not null,
  -- What the rulebook expects of it.
  expected text not null constraint admission_review_expected check (expected in ('withdrawn', 'reviewed')),
  opened_at timestamptz not null,
  outcome text constraint admission_review_outcome check (outcome in ('kept', 'withdrawn')),
  ended_at timestamptz,
  ended_by text,
  reason text,
  constraint admission_review_once unique (admission_id, cause_id),
  constraint admission_review_end check (num_nulls(outcome, ended_at, ended_by, reason) in (0, 4))
);
create index admission_review_open on admission_review (authority_id, id) where outcome is null;
create index admission_review_authority_id on admission_review (authority_id);

-- Opened once, ended once, and never taken away.
create function admission_review_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.outcome is not null
      or (new.id, new.admission_id, new.authority_id, new.cause_id, new.cause_reason, new.expected, new.opened_at)
        is distinct from (old.id, old.admission_id, old.authority_id, old.cause_id, old.cause_reason, old.expected, old.opened_at) then
    raise exception 'the review is ended' using errcode = '23514', constraint = 'admission_review_kept';
  end if;
  return new;
end
$$;
create trigger admission_review_kept before update or delete on admission_review
  for each row execute function admission_review_kept();
