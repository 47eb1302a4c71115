-- Double entry. Checks are few because each is read anew by every statement; they are the ones that keep money right.
-- A transfer is one row that carries both of its entries, so an entry without its counterpart can't be
-- stored. Everything that moves money goes through ledger_run: it locks the accounts in one order (by id), works out
-- all groups of steps in memory, each group whole or not at all, and writes the outcome set by set.

create table ledger_account (
  id uuid not null default uuidv7(),
  path text not null,
  owner_kind text,
  owner_id uuid,
  floor_fen bigint,    -- least available (balance less holds out of it); null: may go negative without bound
  ceiling_fen bigint,  -- greatest balance with holds into it; null: unbounded
  balance_fen bigint not null default 0,
  pending_out_fen bigint not null default 0,
  pending_in_fen bigint not null default 0,
  version bigint not null default 0,  -- number of entries so far
  created_at timestamptz not null,
  constraint ledger_account_pkey primary key (id),
  constraint ledger_account_path unique (path),
  constraint ledger_account_pending check (pending_out_fen >= 0 and pending_in_fen >= 0),
  constraint ledger_account_floor check (balance_fen - pending_out_fen >= floor_fen),
  constraint ledger_account_ceiling check (balance_fen + pending_in_fen <= ceiling_fen)
) with (fillfactor = 50);
create index ledger_account_owner_ix on ledger_account (owner_kind, owner_id) where owner_id is not null;

create table ledger_hold (
  id uuid not null,
  code text not null,
  from_account uuid not null,
  to_account uuid not null,
  amount_fen bigint not null,
  posted_fen bigint not null,
  released_fen bigint not null,
  remaining_fen bigint not null,
  state text not null,  -- open, posted, voided, expired
  expires_at timestamptz,
  event_at timestamptz not null,
  booked_at timestamptz not null,
  subject_kind text,
  subject_id uuid,
  actor text not null,
  memo jsonb,
  constraint ledger_hold_pkey primary key (id),
  constraint ledger_hold_whole check (posted_fen + released_fen + remaining_fen = amount_fen and least(posted_fen, released_fen, remaining_fen) >= 0),
  constraint ledger_hold_state check ((state = 'open') = (remaining_fen > 0))
) with (fillfactor = 85);
create index ledger_hold_subject_ix on ledger_hold (subject_id, subject_kind) where subject_id is not null;
create index ledger_hold_due_ix on ledger_hold (expires_at) where state = 'open' and expires_at is not null;

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
  event_at timestamptz not null,   -- when it happened
  booked_at timestamptz not null,  -- when the ledger learned of it
  hold_id uuid,
  reverses uuid,
  subject_kind text,
  subject_id uuid,
  actor text not null,
  memo jsonb,
  constraint ledger_transfer_pkey primary key (id),
  constraint ledger_transfer_from_entry unique (from_account, from_version),
  constraint ledger_transfer_to_entry unique (to_account, to_version),
  constraint ledger_transfer_amount check (amount_fen > 0 and from_account <> to_account)
);
create index ledger_transfer_hold_ix on ledger_transfer (hold_id) where hold_id is not null;
create index ledger_transfer_reverses_ix on ledger_transfer (reverses) where reverses is not null;
create index ledger_transfer_subject_ix on ledger_transfer (subject_id, subject_kind) where subject_id is not null;

-- The journal: one row for each step ever accepted, under the key its caller made.
create table ledger_step (
  key text not null,
  kind text not null,  -- transfer, reverse, hold, post, void, expire
  content uuid not null,  -- md5 of the step as it was asked for
  made_id uuid,           -- the transfer (transfer, reverse, post) or the hold (hold) that it made
  hold_id uuid,
  amount_fen bigint not null,              -- moved, held or, for void and expire, released
  released_fen bigint not null default 0,  -- given back to the payer by this step
  remaining_fen bigint,                    -- of the hold, after this step
  event_at timestamptz not null,
  booked_at timestamptz not null,
  actor text not null,
  constraint ledger_step_key primary key (key)
);

-- What is recorded stays; a mistake is corrected by a new transfer.
create trigger ledger_transfer_immutable before update or delete or truncate on ledger_transfer execute function refuse_change();
create trigger ledger_step_immutable before update or delete or truncate on ledger_step execute function refuse_change();
create trigger ledger_hold_kept before delete or truncate on ledger_hold execute function refuse_change();
create trigger ledger_account_kept before delete or truncate on ledger_account execute function refuse_change();
create trigger ledger_hold_immutable before update on ledger_hold for each row
  when (old.state <> 'open' or (old.id, old.code, old.from_account, old.to_account, old.amount_fen) is distinct from
    (new.id, new.code, new.from_account, new.to_account, new.amount_fen))
  execute function refuse_change();
create trigger ledger_account_immutable before update of id, path on ledger_account for each row execute function refuse_change();

-- The ledger is written by ledger_run alone (docs/decisions/0008): what a row refers to has been looked up and locked there, and nothing is
-- ever deleted, so foreign keys between these tables would guard nothing; ledger_audit() looks for rows that refer to nothing.
create function ledger_gate() returns trigger language plpgsql as $$
begin
  if current_setting('ledger.run', true) is distinct from 'on' then
    raise exception 'the ledger is written by ledger_run alone' using errcode = '42501', table = tg_table_name;
  end if;
  return null;
end $$;
create trigger ledger_transfer_gate before insert on ledger_transfer execute function ledger_gate();
create trigger ledger_step_gate before insert on ledger_step execute function ledger_gate();
create trigger ledger_hold_gate before insert or update on ledger_hold execute function ledger_gate();
create trigger ledger_account_gate before update of balance_fen, pending_out_fen, pending_in_fen, version on ledger_account
  execute function ledger_gate();
create trigger ledger_account_empty before insert on ledger_account for each row
  when (new.balance_fen <> 0 or new.pending_out_fen <> 0 or new.pending_in_fen <> 0 or new.version <> 0)
  execute function refuse_change();

-- Both entries of each transfer; published for others to join. The signs follow the account: out of it is negative.
create view ledger_entry as
  select from_account as account_id, from_version as account_version, id as transfer_id, to_account as other_account_id,
    -amount_fen as amount_fen, from_before_fen as previous_fen, from_before_fen - amount_fen as current_fen,
    code, event_at, booked_at, hold_id, reverses, subject_kind, subject_id, actor, memo
  from ledger_transfer
  union all
  select to_account, to_version, id, from_account, amount_fen, to_before_fen, to_before_fen + amount_fen,
    code, event_at, booked_at, hold_id, reverses, subject_kind, subject_id, actor, memo
  from ledger_transfer;

create type ledger_command as (
  grp int, first boolean, actor text, content uuid, kind text, key text, code text, from_path text, to_path text,
  amount_fen bigint, hold uuid, hold_key text, transfer uuid, release_rest boolean, event_at timestamptz,
  expires_at timestamptz, subject_kind text, subject_id uuid, memo jsonb
);
-- What became of a step. The first two lines are for the caller; the others are what ledger_run writes of it, or undoes.
create type ledger_outcome as (
  grp int, key text, kind text, refused text, detail text, replayed boolean,
  id uuid, hold uuid, amount_fen bigint, released_fen bigint, remaining_fen bigint,
  content uuid, code text, moved bigint, held bigint, from_place int, to_place int, hold_place int, from_account uuid,
  to_account uuid, from_version bigint, from_before_fen bigint, to_version bigint, to_before_fen bigint, reverses uuid,
  event_at timestamptz, subject_kind text, subject_id uuid, actor text, memo jsonb
);

-- Runs many groups in one go; each group succeeds or fails on its own, and a refused one leaves nothing behind.
-- groups: [{"actor": text, "steps": [step, …]}, …]   money as digits of fen, times as ISO, accounts by path
--   {"kind": "transfer", key, code, from, to, amount_fen, …}    {"kind": "hold", key, code, from, to, amount_fen, expires_at?, …}
--   {"kind": "post", key, hold | hold_key, amount_fen?, release_rest?, code?, …}   the amount omitted: all that remains
--   {"kind": "void" | "expire", key, hold | hold_key}   {"kind": "reverse", key, transfer, amount_fen?, code?, …}
--   …: event_at? (else booked_at), subject_kind? with subject_id?, memo?; hold_key: of a hold stored before, or of this group
-- answer: a row for each step of a group that was done, in their order; for a refused group one row, that of the step it failed
--   at: refused (the constraint it would break) and detail. grp counts from 1.
-- Nothing here looks for anything but by key; the settings keep the first plans, made on empty tables, from reading whole ones.
-- An expression costs most the first time it is met in a transaction: few of them, each doing much, keep a single step cheap.
create function ledger_run(groups jsonb, booked timestamptz) returns setof ledger_outcome language plpgsql rows 100
  set ledger.run = 'on' set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
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
end $$;

-- One group; a refusal is raised as 23514 under the name of what it would break, the account or hold in the detail.
create function ledger_move(steps jsonb, booked timestamptz, actor text) returns setof ledger_outcome language plpgsql as $$
declare d ledger_outcome;
begin
  for d in select * from ledger_run(jsonb_build_array(jsonb_build_object('actor', actor, 'steps', steps)), booked) loop
    if d.refused is not null then
      raise exception 'refused: %', d.refused
        using errcode = '23514', constraint = d.refused, detail = coalesce(d.detail, ''), hint = 'step ' || d.key;
    end if;
    return next d;
  end loop;
end $$;

-- The balance of an account as it stood at a moment: by 'event' (when things happened) or by 'booking' (when we knew).
create function ledger_balance_at(account uuid, at timestamptz, basis text) returns bigint language sql stable as $$
  select coalesce(sum(x.amount_fen), 0)::bigint from ledger_entry x
  where x.account_id = account and case basis when 'event' then x.event_at else x.booked_at end <= at
$$;

-- The nightly check: sums everything again and returns what does not agree. No rows: the books are sound.
create function ledger_audit() returns table (what text, subject text, expected_fen bigint, found_fen bigint) language sql stable as $$
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
$$;
