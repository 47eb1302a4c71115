-- A case keeps the name it was filed under, and is found by every name its applicant has borne; one that was taken back finds nothing.
-- Whoever files holds the row of the organisation, so a new name comes before the case and is seen, or after and finds it.
create function case_file_words() returns trigger language plpgsql as $$
begin
  new.words := search_words(variadic array[new.number, new.applicant] || array(
    select distinct name from organisation_name borne
     where borne.organisation_id = new.organisation_id and borne.withdrawn_at is null and borne.name <> new.applicant
     order by name));
  return new;
end
$$;
drop trigger case_file_words on case_file;
create trigger case_file_words before insert or update of number, applicant, words on case_file
  for each row execute function case_file_words();

create function organisation_name_finds_cases() returns trigger language plpgsql as $$
begin
  update case_file set words = default where organisation_id = new.organisation_id;
  return null;
end
$$;
create trigger organisation_name_borne after insert on organisation_name
  for each row execute function organisation_name_finds_cases();
create trigger organisation_name_taken_back after update of withdrawn_at on organisation_name
  for each row when (new.withdrawn_at is distinct from old.withdrawn_at) execute function organisation_name_finds_cases();

update case_file set words = default where organisation_id in
  (select organisation_id from organisation_name where withdrawn_at is null group by 1 having count(*) > 1);
