-- The ledger is written by ledger_run alone: the tables refuse everybody else. What a row of the ledger refers to has been
-- looked up and locked by ledger_run, and nothing of the ledger is ever deleted, so foreign keys between its tables and the
-- indexes that stood behind them guard nothing that the gate leaves open; they were a third of the cost of a batch
-- (docs/decisions/0008). ledger_audit() looks for rows that refer to nothing.
alter table ledger_step drop constraint ledger_step_hold_id_fkey;
alter table ledger_transfer
  drop constraint ledger_transfer_hold_id_fkey, drop constraint ledger_transfer_reverses_fkey,
  drop constraint ledger_transfer_from_account_fkey, drop constraint ledger_transfer_to_account_fkey;
alter table ledger_hold drop constraint ledger_hold_from_account_fkey, drop constraint ledger_hold_to_account_fkey;
drop index ledger_step_hold_ix, ledger_hold_from_ix, ledger_hold_to_ix;

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
drop trigger ledger_account_immutable on ledger_account;
create trigger ledger_account_immutable before update of id, path on ledger_account for each row execute function refuse_change();
-- Runs many groups in one go; each group succeeds or fails on its own, and a refused one leaves nothing behind.
-- groups: [{"actor": text, "steps": [step, …]}, …]   money as digits of fen, times as ISO, accounts by path
--   {"kind": "transfer", key, code, from, to, amount_fen, …}    {"kind": "hold", key, code, from, to, amount_fen, expires_at?, …}
--   {"kind": "post", key, hold | hold_key, amount_fen?, release_rest?, code?, …}   the amount omitted: all that remains
--   {"kind": "void" | "expire", key, hold | hold_key}   {"kind": "reverse", key, transfer, amount_fen?, code?, …}
--   …: event_at? (else booked_at), subject_kind? with subject_id?, memo?; hold_key: of a hold stored before, or of this group
-- answer: for each group {"steps": [{key, kind, id, hold, amount_fen, released_fen, remaining_fen, replayed}, …]}
--   or {"refused": {"constraint", "step", "detail"}}.
-- Nothing here looks for anything but by key; the settings keep the first plans, made on empty tables, from reading whole ones.
create or replace function ledger_run(groups jsonb, booked timestamptz) returns jsonb language plpgsql
  set ledger.run = 'on' set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  commands ledger_command[]; c ledger_command;
  paths text[]; account_ids uuid[]; hold_ids uuid[]; hold_keys text[]; original_ids uuid[]; keys text[];
  twice boolean := true;  -- some key may stand twice in this call
  accounts ledger_account[]; originals ledger_transfer[]; stored ledger_step[];
  holds ledger_hold[] := '{}'; hold_list uuid[] := '{}';  -- stored ones first, then those made here; and their ids
  transfers ledger_transfer[] := '{}'; steps ledger_step[] := '{}'; done_keys text[] := '{}';
  stored_holds int := 0; hold_count int := 0; transfer_count int := 0; step_count int := 0;
  hold_mark int; transfer_mark int; step_mark int;  -- the counts when the group began
  old_accounts ledger_account[]; old_account_at int[]; old_holds ledger_hold[]; old_hold_at int[];  -- to undo the group
  outcomes jsonb[] := '{}'; answers jsonb[];
  grp int := 0; refusal text; detail text;
  a ledger_account; b ledger_account; h ledger_hold; o ledger_transfer; d ledger_step;
  f int; g int; k int; moved bigint; held bigint; from_before bigint; to_before bigint;
begin
  -- each row depends on the one to its left, so they come in the order given
  select array_agg((y.grp, w.i = jsonb_array_length(y.body -> 'steps'), y.body ->> 'actor', md5(w.step::text)::uuid, r.kind,
      r.key, r.code, r."from", r."to", r.amount_fen, r.hold, r.hold_key, r.transfer, r.release_rest, r.event_at, r.expires_at,
      r.subject_kind, r.subject_id, r.memo)::ledger_command),
    array_agg(r."from") || array_agg(r."to"), array_agg(r.key),
    array_agg(r.hold) filter (where r.hold is not null), array_agg(r.hold_key) filter (where r.hold_key is not null),
    array_agg(r.transfer) filter (where r.transfer is not null)
  into commands, paths, keys, hold_ids, hold_keys, original_ids
  from jsonb_array_elements(groups) with ordinality y (body, grp),
    jsonb_array_elements(y.body -> 'steps') with ordinality w (step, i),
    jsonb_to_record(w.step) r (kind text, key text, code text, "from" text, "to" text, amount_fen bigint, hold uuid,
      hold_key text, transfer uuid, release_rest boolean, event_at timestamptz, expires_at timestamptz,
      subject_kind text, subject_id uuid, memo jsonb);
  if commands is null then return '[]'; end if;
  if cardinality(keys) > 16 then  -- for a few it is quicker to look among those done than to ask
    twice := (select count(distinct x) from unnest(keys) x) < cardinality(keys);
  end if;

  -- which accounts: those named, and those of the holds and transfers referred to (none of these ever change)
  if not hold_keys <@ keys then
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
  select array_agg(x) into stored from ledger_step x where x.key = any (keys || hold_keys);
  if stored is not null and hold_keys is not null then  -- a repeated call may go on with a hold it made before
    select hold_ids || array_agg(x.hold_id) into hold_ids from unnest(stored) x where x.kind = 'hold';
  end if;
  if hold_ids is not null then
    select coalesce(array_agg(x), '{}'), coalesce(array_agg(x.id), '{}') into holds, hold_list from ledger_hold x where x.id = any (hold_ids);
    stored_holds := cardinality(holds); hold_count := stored_holds;
  end if;

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
    if twice and d.key is null and array_position(done_keys, c.key) <= step_count then
      d := steps[array_position(done_keys, c.key)];
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
    elsif refusal is null and c.kind in ('transfer', 'hold') then
      f := array_position(paths, c.from_path); g := array_position(paths, c.to_path);
      if c.kind = 'hold' then held := moved; moved := 0; end if;
    elsif refusal is null then
      raise exception 'ledger step %: unknown kind %', c.key, c.kind;
    end if;
    if refusal is null then
      refusal := case when f is null or g is null then 'ledger_account_known' when f = g then 'ledger_transfer_amount'
        when coalesce(moved + abs(held), 0) <= 0 or moved < 0 then 'ledger_transfer_amount' end;
      detail := case when f is null then c.from_path when g is null then c.to_path else c.key end;
    end if;

    -- the bounds of both accounts, as they would be after the step
    if refusal is null then
      a := accounts[f]; b := accounts[g];
      if not c.final then  -- the last step of a group leaves nothing behind when it is refused
        old_accounts := old_accounts || a || b; old_account_at := old_account_at || f || g;
      end if;
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
      if not c.final then old_holds := old_holds || h; old_hold_at := old_hold_at || k; end if;
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
    if twice then done_keys[step_count] := d.key; end if;
    answers := answers || jsonb_build_object('key', d.key, 'kind', d.kind, 'id', d.made_id, 'hold', d.hold_id,
      'amount_fen', d.amount_fen::text, 'released_fen', d.released_fen::text, 'remaining_fen', d.remaining_fen::text,
      'replayed', false);
    if c.final then outcomes[grp] := jsonb_build_object('steps', to_jsonb(answers)); end if;
  end loop;

  if stored_holds > 0 then
    update ledger_hold y set posted_fen = x.posted_fen, released_fen = x.released_fen, remaining_fen = x.remaining_fen, state = x.state
    from unnest(holds[1:stored_holds]) x where y.id = x.id and y.remaining_fen <> x.remaining_fen;
  end if;
  if step_count = 0 then return to_jsonb(outcomes); end if;
  with balances as (
    update ledger_account y set balance_fen = x.balance_fen, pending_out_fen = x.pending_out_fen,
      pending_in_fen = x.pending_in_fen, version = x.version
    from unnest(accounts) x
    where y.id = x.id
      and (y.version, y.pending_out_fen, y.pending_in_fen) is distinct from (x.version, x.pending_out_fen, x.pending_in_fen)
  ), made as (
    insert into ledger_hold select * from unnest(holds[stored_holds + 1:hold_count])
  ), moves as (
    insert into ledger_transfer select * from unnest(transfers[1:transfer_count])
  )
  insert into ledger_step select * from unnest(steps[1:step_count]) on conflict on constraint ledger_step_key do nothing;
  get diagnostics k = row_count;
  if k <> step_count then  -- someone else used one of these keys, for other accounts, a moment ago: look again
    raise exception 'a ledger key was taken meanwhile' using errcode = '40001';
  end if;

  return to_jsonb(outcomes);
end $$;

-- The nightly check: sums everything again and returns what does not agree. No rows: the books are sound.
create or replace function ledger_audit() returns table (what text, subject text, expected_fen bigint, found_fen bigint) language sql stable as $$
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
