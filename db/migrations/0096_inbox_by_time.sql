-- Messages stand newest first by their own moment: what was told late about an earlier day stands at that day.
drop index message_user_ix;
drop index message_organisation_ix;
create index message_user_ix on message (user_id, at, id) where user_id is not null;
create index message_organisation_ix on message (organisation_id, at, id) where organisation_id is not null;
