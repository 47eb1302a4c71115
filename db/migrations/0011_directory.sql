-- Regions by GB/T 2260 code and by day. Codes come and go (county to district, merger, renaming), so a code alone is
-- no key: an old contract is resolved by the code that was valid on its signing day.

create table region_list (
  name text not null,
  complete_from date not null,  -- codes abolished before are not in the list
  fingerprint text not null,
  loaded_at timestamptz not null,
  constraint region_list_pkey primary key (name)
);

create table region (
  code text not null,
  valid_from date not null,
  valid_to date,  -- first day no longer valid
  valid daterange not null generated always as (daterange(valid_from, valid_to)) stored,
  name_zh text not null,
  name_en text not null,
  level text not null,
  parent_code text,
  kind text not null,
  reports_to text,  -- who administers it, where that is not the parent by code
  succeeded_by text[] not null default '{}',
  source text not null,
  list_name text not null,
  constraint region_pkey primary key (code, valid_from),
  constraint region_one_at_a_time unique (code, valid without overlaps),
  constraint region_not_empty check (valid_to > valid_from),
  constraint region_code_shape check (code ~ '^[1-9][0-9]{5}$' and parent_code ~ '^[1-9][0-9]{5}$' and reports_to ~ '^[1-9][0-9]{5}$'),
  constraint region_level check (level in ('province', 'city', 'county')),
  constraint region_level_by_code check (
    case level when 'province' then code like '__0000' when 'city' then code like '____00' else code not like '____00' end),
  constraint region_parent check ((level = 'province') = (parent_code is null)),
  constraint region_kind check (kind in ('unit', 'province_administered', 'development_zone', 'new_area')),
  constraint region_reports check (kind <> 'province_administered' or reports_to is not null),
  constraint region_succeeded check (valid_to is not null or succeeded_by = '{}'),
  -- Whoever stands above it must exist for as long as it does.
  constraint region_parent_fkey foreign key (parent_code, period valid) references region (code, period valid),
  constraint region_reports_to_fkey foreign key (reports_to, period valid) references region (code, period valid),
  constraint region_list_name_fkey foreign key (list_name) references region_list (name)
);
create index region_parent_ix on region using gist (parent_code, valid);
create index region_reports_ix on region using gist (reports_to, valid) where reports_to is not null;
create index region_list_name_ix on region (list_name);
