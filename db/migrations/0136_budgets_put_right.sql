-- A slip in a budget is put right by a step of its own: a release is taken back, an allotment cut, what was carried in carried out.
alter table budget_step
  drop constraint budget_step_kind,
  drop constraint budget_step_has_amount,
  add constraint budget_step_kind check (kind in
    ('allot', 'carry_in', 'release', 'take_back', 'cut', 'carry_out', 'freeze', 'unfreeze', 'close')),
  add constraint budget_step_has_amount check (kind = 'close'
    or (kind in ('allot', 'carry_in', 'release', 'take_back', 'cut', 'carry_out')) = (amount_fen is not null));

-- Never more than was done: the budget's row is locked by whoever adds a step.
create function budget_step_undoes() returns trigger language plpgsql as $$
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
$$;
create trigger budget_step_undoes before insert on budget_step
  for each row when (new.kind in ('take_back', 'cut', 'carry_out')) execute function budget_step_undoes();
