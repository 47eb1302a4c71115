-- Whether the term of a bar rests on an assumption of the rulebook, so that it is said wherever the term is shown.
alter table bar add column assumed boolean not null default false;
