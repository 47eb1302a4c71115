-- What a report says of a line stands in both languages; before, both stood in one text.
alter table payment_import disable trigger payment_import_append_only;
update payment_import set report = jsonb_set(report, '{lines}', coalesce((
  select jsonb_agg(case jsonb_typeof(line -> 'detail')
    when 'string' then jsonb_set(line, '{detail}', jsonb_build_object('zh', line -> 'detail', 'en', line -> 'detail'))
    else line end order by place)
  from jsonb_array_elements(report -> 'lines') with ordinality as lines (line, place)), '[]'));
alter table payment_import enable trigger payment_import_append_only;
