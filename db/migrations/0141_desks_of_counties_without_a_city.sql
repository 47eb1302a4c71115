-- A county that the province administers itself has no city above it: its own bureau reviews in the place of the city (S98, S145).
update case_file set desk_level = 'county'
where desk_level = 'city' and cardinality(region_path) > 1
  and not exists (select from unnest(region_path) as code where code like '____00' and code not like '__0000');
