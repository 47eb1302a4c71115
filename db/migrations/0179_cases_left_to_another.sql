-- Cases that come back to whose word fell are few; they are looked up by themselves, as recusals are.
create index case_action_again_ix on case_action (case_id) where action in ('overturn', 'reopen');
