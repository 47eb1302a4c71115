-- In a batch and on public notice a case waits with many others; nobody has to act on it alone, so it lies on no desk.
update case_file set desk_role = null, desk_level = null
  from programme_version version, jsonb_array_elements(version.document -> 'stages') as listed (entry)
  where version.programme_id = case_file.programme_id and version.version = case_file.programme_version
    and listed.entry ->> 'id' = case_file.stage and listed.entry ->> 'kind' in ('batch', 'public_notice')
    and case_file.status = 'open';
