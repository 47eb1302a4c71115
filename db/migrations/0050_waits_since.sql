-- Since when an organisation waits for the look at its licence, a team for its sponsor's word; null while it is its own turn.
alter table organisation add column waits_since timestamptz;
update organisation set waits_since = created_at
 where status = 'unverified' and remark is null and (licence_file_id is not null or sponsor_id is not null);
alter table organisation add constraint organisation_waits check (waits_since is null or status <> 'verified');
