-- The same search; a word that is written again and again is asked once.
create or replace function search_query(typed text) returns tsquery language sql immutable strict parallel safe as $$
  select coalesce(string_agg(
           case when length(word) = 1 then search_pair(word, ':*')
                else '(' || (select string_agg(search_pair(substr(word, at, 2), ''), ' <-> ' order by at)
                               from generate_series(1, length(word) - 1) at) || ')'
           end, ' & '), '')::tsquery
    from (select distinct word from regexp_split_to_table(search_fold(typed), '\s+') word) asked
   where word <> ''
$$;
