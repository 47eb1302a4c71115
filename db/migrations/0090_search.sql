-- Search by part of a name or number, in Chinese and in any other script: the database keeps every pair of neighbouring
-- characters of a text with its place, and a word is found where its pairs follow each other. Width, case and compatibility
-- forms make no difference. The pair that begins at the last character is that character alone.

create function search_fold(written text) returns text language sql immutable strict parallel safe
  return casefold(normalize(written, nfkd) collate pg_unicode_fast);

create function search_pair(pair text, tail text) returns text language sql immutable parallel safe
  return '''' || replace(replace(pair, '\', '\\'), '''', '''''') || '''' || tail;

create function search_words(variadic written text[]) returns tsvector language plpgsql immutable parallel safe as $$
declare
  characters text[] := string_to_array(search_fold(array_to_string(written, ' ')), null);
  pairs text := '';
begin
  for at in 1 .. cardinality(characters) loop
    pairs := pairs || search_pair(characters[at] || coalesce(characters[at + 1], ''), ':' || least(at, 16383)) || ' ';
  end loop;
  return pairs::tsvector;
end
$$;

-- Every word of what was typed has to be found; a single character by what begins with it.
create function search_query(typed text) returns tsquery language sql immutable strict parallel safe as $$
  select coalesce(string_agg(
           case when length(word) = 1 then search_pair(word, ':*')
                else '(' || (select string_agg(search_pair(substr(word, at, 2), ''), ' <-> ' order by at)
                               from generate_series(1, length(word) - 1) at) || ')'
           end, ' & '), '')::tsquery
    from regexp_split_to_table(search_fold(typed), '\s+') word
   where word <> ''
$$;

-- Keeps the words of the columns that the trigger names.
create function keep_words() returns trigger language plpgsql as $$
declare
  record jsonb := to_jsonb(new);
begin
  new.words := search_words(variadic array(select record ->> name from unnest(tg_argv) name));
  return new;
end
$$;

alter table case_file add column words tsvector not null default '';
create trigger case_file_words before insert or update of number, applicant, words on case_file
  for each row execute function keep_words('number', 'applicant');
update case_file set words = default;
create index case_file_words on case_file using gin (words);

alter table organisation add column words tsvector not null default '';
create trigger organisation_words before insert or update of name, uscc, words on organisation
  for each row execute function keep_words('name', 'uscc');
update organisation set words = default;
create index organisation_words on organisation using gin (words);

alter table public_notice add column words tsvector not null default '';
create trigger public_notice_words before insert or update of number, title_zh, title_en, authority_name, words on public_notice
  for each row execute function keep_words('number', 'title_zh', 'title_en', 'authority_name');
alter table public_notice disable trigger public_notice_frozen;
update public_notice set words = default;
alter table public_notice enable trigger public_notice_frozen;
create index public_notice_words on public_notice using gin (words);

alter table public_notice_row add column words tsvector not null default '';
create trigger public_notice_row_words before insert or update of organisation_name, words on public_notice_row
  for each row execute function keep_words('organisation_name');
update public_notice_row set words = default;
-- Rows are looked for within one notice only: its key finds them.

alter table voucher add column words tsvector not null default '';
create trigger voucher_words before insert or update of number, words on voucher
  for each row execute function keep_words('number');
update voucher set words = default;
create index voucher_words on voucher using gin (words);

alter table service_order add column words tsvector not null default '';
create trigger service_order_words before insert or update of number, title, words on service_order
  for each row execute function keep_words('number', 'title');
update service_order set words = default;
create index service_order_words on service_order using gin (words);

-- What other modules may search by.
create or replace view organisation_card as
  select id, kind, uscc, name, region_code, region_path, level, status, host_id, sponsor_id, words from organisation;
