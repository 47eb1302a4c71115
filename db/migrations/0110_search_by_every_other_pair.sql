-- The same search, asked with less. Every other pair of a word covers it, since two pairs that stand two apart hold all four
-- characters; the pairs between are only asked for once each, so that the index leaves out what lacks one of them. Pairs go in
-- groups of eight: a row that fails fails within a group, and the groups behind it are not looked at.
create or replace function search_query(typed text) returns tsquery language sql immutable strict parallel safe as $$
  select coalesce(string_agg(
           case when length(word) = 1 then search_pair(word, ':*')
                else (select coalesce(string_agg(distinct search_pair(substr(word, at, 2), ''), ' & ') || ' & ', '')
                        from generate_series(2, length(word) - 1, 2) at)
                     || '('
                     || (select string_agg(pairs, ' <2> ' order by no)
                           from (select (at - 1) / 16 as no,
                                        '(' || string_agg(search_pair(substr(word, at, 2), ''), ' <2> ' order by at) || ')' as pairs
                                   from generate_series(1, length(word) - 1, 2) at group by 1) eights)
                     || case length(word) % 2 when 1 then ' <-> ' || search_pair(right(word, 2), '') else '' end
                     || ')'
           end, ' & '), '')::tsquery
    from (select distinct word from regexp_split_to_table(search_fold(typed), '\s+') word) asked
   where word <> ''
$$;
