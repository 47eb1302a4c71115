-- The year closes: what is available moves to the authority's carry-over; what lapses later follows it, in one linked call.
insert into ledger_account (path, floor_fen, created_at) values
  ('treasury/hebei', null, '2025-01-02T09:00+08'), ('budget/2025/available', 0, '2025-01-02T09:00+08'), ('carryover/hebei', 0, '2025-01-02T09:00+08'),
  ('payable/hebei', 0, '2025-01-02T09:00+08');
select count(*) as steps from ledger_move('[
  {"kind": "transfer", "key": "allot", "code": "budget.allot", "from": "treasury/hebei", "to": "budget/2025/available", "amount_fen": "1000000"},
  {"kind": "hold", "key": "issue-1", "code": "voucher.issue", "from": "budget/2025/available", "to": "payable/hebei", "amount_fen": "300000"},
  {"kind": "hold", "key": "issue-2", "code": "voucher.issue", "from": "budget/2025/available", "to": "payable/hebei", "amount_fen": "200000"}
]', '2025-03-03T09:00+08', 'finance');
-- Not more than what no voucher holds.
select * from ledger_move('[{"kind": "transfer", "key": "close-2025", "code": "budget.close", "from": "budget/2025/available", "to": "carryover/hebei", "amount_fen": "1000000"}]', '2025-12-31T17:00+08', 'finance');
select count(*) as steps from ledger_move('[{"kind": "transfer", "key": "close-2025", "code": "budget.close", "from": "budget/2025/available", "to": "carryover/hebei", "amount_fen": "500000"}]', '2025-12-31T17:00+08', 'finance');
-- Next spring: one voucher is redeemed from the closed year, the other lapses and is carried over.
select count(*) as steps from ledger_move('[{"kind": "post", "key": "redeem-1", "code": "voucher.redeem", "hold_key": "issue-1", "amount_fen": "250000", "release_rest": true},
  {"kind": "transfer", "key": "carry-1", "code": "budget.carry", "from": "budget/2025/available", "to": "carryover/hebei", "amount_fen": "50000"}]', '2026-02-10T10:00+08', 'officer');
select count(*) as steps from ledger_move('[{"kind": "void", "key": "lapse-2", "hold_key": "issue-2"},
  {"kind": "transfer", "key": "carry-2", "code": "budget.carry", "from": "budget/2025/available", "to": "carryover/hebei", "amount_fen": "200000"}]', '2026-04-01T00:00+08', 'system');
select path, balance_fen, pending_out_fen, pending_in_fen, version as entries from ledger_account order by path;
select e.account_version as no, e.code, o.path as other, e.amount_fen, e.previous_fen, e.current_fen
  from ledger_entry e join ledger_account a on a.id = e.account_id join ledger_account o on o.id = e.other_account_id
  where a.path = 'budget/2025/available' order by 1;
select ledger_balance_at(id, '2025-12-31T24:00+08', 'event') as at_year_end from ledger_account where path = 'carryover/hebei';
select sum(balance_fen) from ledger_account;
select * from ledger_audit();
