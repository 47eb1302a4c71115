-- Users, sessions and sign-in limits. better-auth owns these tables (its shape, our names): nobody else writes them,
-- and only platform/identity reads them. Memberships and delegations are ours, in 0020, beside the organisations.

create schema auth;

create table auth."user" (
  id uuid default uuidv7() constraint user_pkey primary key,
  name text not null,
  email text not null constraint user_email_key unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

create table auth.session (
  id uuid default uuidv7() constraint session_pkey primary key,
  expires_at timestamptz not null,
  token text not null constraint session_token_key unique,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  ip_address text,
  user_agent text,
  user_id uuid not null constraint session_of_user references auth."user" (id) on delete cascade
);
create index session_user_id_idx on auth.session (user_id);

create table auth.account (
  id uuid default uuidv7() constraint account_pkey primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null constraint account_of_user references auth."user" (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index account_user_id_idx on auth.account (user_id);

create table auth.verification (
  id uuid default uuidv7() constraint verification_pkey primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index verification_identifier_idx on auth.verification (identifier);

create table auth.rate_limit (
  id uuid default uuidv7() constraint rate_limit_pkey primary key,
  key text not null constraint rate_limit_key_key unique,
  count int not null,
  last_request bigint not null
);
