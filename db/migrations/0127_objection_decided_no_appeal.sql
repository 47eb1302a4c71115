-- Who upheld an objection to a case decides neither its appeal nor, once that was won, what a later notice leads to; also where
-- another objection had removed the row already, so that nothing of it stands among the actions of the case. The rows are held,
-- so that an objection that is being decided is waited for.
create function case_decided_beside() returns trigger language plpgsql as $$
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
$$;
create trigger case_decided_beside before insert on case_action for each row
  when (new.actor_user is not null and new.action in ('uphold', 'overturn', 'approve', 'decline'))
  execute function case_decided_beside();
