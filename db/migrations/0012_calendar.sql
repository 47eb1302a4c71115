-- Working days: what the State Council's yearly notice changes about the plain Monday-to-Friday week.
-- A year without a row is not announced yet: deadlines that run into it are provisional.

create table calendar_year (
  id uuid not null default uuidv7(),
  year int not null,
  status text not null,
  source text not null,
  loaded_by text not null,
  loaded_at timestamptz not null,
  fingerprint text not null,  -- of the days: a cache of the calendar is good as long as no fingerprint changed
  constraint calendar_year_pkey primary key (id),
  constraint calendar_year_year unique (year),
  constraint calendar_year_range check (year between 2004 and 2100),
  constraint calendar_year_status check (status in ('published', 'amended')),
  constraint calendar_year_source check (source <> ''),
  constraint calendar_year_loaded_by check (loaded_by in ('pack', 'administrator'))
);

-- The notice of a year reaches back to 29 December: New Year's holiday and its make-up days may fall there.
create table calendar_day (
  day date not null,
  year int not null,
  kind text not null,
  name_zh text not null,
  name_en text not null,
  constraint calendar_day_pkey primary key (day),
  constraint calendar_day_year_fkey foreign key (year) references calendar_year (year),
  constraint calendar_day_kind check (kind in ('holiday', 'makeup_workday')),
  constraint calendar_day_within_year check (day between make_date(year - 1, 12, 29) and make_date(year, 12, 31)),
  constraint calendar_day_makeup_weekend check (kind = 'holiday' or extract(isodow from day) in (6, 7))
);
create index calendar_day_year_ix on calendar_day (year);
