-- Whoever stepped aside from a case does not find it among what waits for him: the few recusals are looked up by their case.
create index case_action_recusal_ix on case_action (case_id) where action = 'recuse';
