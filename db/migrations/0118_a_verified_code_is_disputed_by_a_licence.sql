-- A dispute holds the money of whoever holds the code. Against a holder whose licence was accepted it takes a licence, too. What
-- stands already stays.
alter table organisation_dispute
  add constraint organisation_dispute_licence check (status_before <> 'verified' or file_id is not null) not valid;
