-- What people of an organisation tried and were refused, newest first.
create index access_log_refused on access_log (actor_organisation, id desc) where outcome = 'refused';
