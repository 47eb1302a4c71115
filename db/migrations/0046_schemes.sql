-- A scheme has a name of its own: a budget of 2024 is not called by the text of 2026.
create table scheme (
  id text constraint scheme_pkey primary key,
  title jsonb not null
);
insert into scheme (id, title)
  select distinct on (scheme) scheme, document -> 'title' from rulebook_version order by scheme, effective_from desc;
create index rulebook_version_scheme_ix on rulebook_version (scheme);
alter table rulebook_version add constraint rulebook_version_scheme_fkey foreign key (scheme) references scheme (id);
