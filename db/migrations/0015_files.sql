-- Evidence. Bytes lie on disk under their SHA-256; a file is somebody's name for them; a use ties it to a subject.

create table file_blob (
  sha256 text constraint file_blob_pkey primary key constraint file_blob_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null constraint file_blob_size check (size > 0),
  media_type text not null,
  stored_at timestamptz not null
);

create table file (
  id uuid default uuidv7() constraint file_pkey primary key,
  sha256 text not null constraint file_blob_of references file_blob (sha256),
  name text not null constraint file_name check (octet_length(name) between 1 and 255),
  purpose text not null,
  owner_organisation uuid,
  uploaded_by uuid constraint file_uploaded_by references auth."user" (id),
  -- Of a visitor without an account: a salted hash that can't be turned back, to limit how much one may send.
  visitor text,
  at timestamptz not null,
  constraint file_origin check ((uploaded_by is null) = (visitor is not null))
);
create index file_sha256_ix on file (sha256);
create index file_uploaded_by_ix on file (uploaded_by);
create index file_visitor_ix on file (visitor, at) where visitor is not null;
create index file_at_ix on file (at);
create trigger file_frozen before update on file for each row execute function refuse_change();

create table file_use (
  file_id uuid not null constraint file_use_file references file (id),
  subject_kind text not null,
  subject_id uuid not null,
  at timestamptz not null,
  constraint file_use_pkey primary key (file_id, subject_kind, subject_id)
);
create index file_use_subject on file_use (subject_kind, subject_id);
create trigger file_use_frozen before update or delete on file_use for each row execute function refuse_change();

-- What other modules may join on.
create view file_card as
  select f.id, f.name, f.sha256, f.purpose, f.owner_organisation, f.uploaded_by, f.at, b.size, b.media_type
  from file f join file_blob b using (sha256);
