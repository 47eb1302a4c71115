-- Which community pack this node has loaded.
create table community_pack (
  id uuid default uuidv7() constraint community_pack_pkey primary key,
  name text not null constraint community_pack_name unique,
  sha256 text not null,
  loaded_at timestamptz not null
);
