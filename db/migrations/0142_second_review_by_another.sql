-- Where one bureau reviews in the place of the city, too, nobody passes a case twice.
create function case_second_review() returns trigger language plpgsql as $$
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
$$;
create trigger case_second_review before insert on case_action for each row
  when (new.actor_user is not null and new.action = 'pass')
  execute function case_second_review();
