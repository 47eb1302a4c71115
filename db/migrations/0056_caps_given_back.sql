-- What a redemption gave back to its firm's yearly cap, once: it was repaid in full and honestly, by the rulebook of its voucher.
create table firm_year_return (
  -- The redemption; of another module, which is told by this row that it was done.
  redemption_id uuid constraint firm_year_return_pkey primary key,
  organisation_id uuid not null,
  scheme text not null,
  year int not null,
  amount_fen bigint not null constraint firm_year_return_amount check (amount_fen > 0),
  at timestamptz not null,
  constraint firm_year_return_firm_year foreign key (organisation_id, scheme, year) references firm_year (organisation_id, scheme, year)
);
create index firm_year_return_year on firm_year_return (organisation_id, scheme, year);
create trigger firm_year_return_append_only before update or delete on firm_year_return
  for each row execute function refuse_change();
