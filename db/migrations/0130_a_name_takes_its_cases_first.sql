-- A new name changes the words of every case of the organisation. Whoever decides a case has its row first and then holds the
-- organisation; so a new name takes the rows of the cases first, too, and neither waits for the other for ever.
create function hold_cases_of(organisation uuid) returns void language plpgsql as $$
begin
  perform from case_file where organisation_id = organisation order by id for no key update;
end
$$;
