-- How far the demonstration has been played: one row, none on a node without it.
create table demo_play (
  id uuid default uuidv7() constraint demo_play_pkey primary key,
  name text not null constraint demo_play_name unique,
  -- The story ends on this moment, and every date of it is counted from here.
  began_at timestamptz not null,
  done integer not null default 0,
  total integer not null default 0,
  -- The moment of the story that is being played.
  story_at timestamptz not null,
  finished_at timestamptz,
  constraint demo_play_progress check (done >= 0 and done <= total)
);
