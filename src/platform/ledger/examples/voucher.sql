-- A voucher's money: reserved when it is issued, redeemed in part, the rest lapses back to the budget.
insert into ledger_account (path, floor_fen, created_at) values
  ('treasury/hebei', null, '2026-01-05T09:00+08'), ('budget/2026/available', 0, '2026-01-05T09:00+08'), ('payable/lab', 0, '2026-01-05T09:00+08');
select key, kind, amount_fen from ledger_move('[
  {"kind": "transfer", "key": "allot", "code": "budget.allot", "from": "treasury/hebei", "to": "budget/2026/available", "amount_fen": "50000000"}
]', '2026-01-05T09:00+08', 'finance');
select key, kind, amount_fen, remaining_fen from ledger_move('[
  {"kind": "hold", "key": "claim-17", "code": "voucher.issue", "from": "budget/2026/available", "to": "payable/lab", "amount_fen": "3000000", "expires_at": "2026-09-30T24:00+08"}
]', '2026-03-02T10:00+08', 'officer');
select path, balance_fen, balance_fen - pending_out_fen as available_fen, pending_in_fen from ledger_account order by path;
select key, kind, amount_fen, remaining_fen from ledger_move('[
  {"kind": "post", "key": "redeem-17-1", "code": "voucher.redeem", "hold_key": "claim-17", "amount_fen": "1850000"}
]', '2026-06-18T10:00+08', 'officer');
-- Too early: the voucher still runs.
select * from ledger_move('[{"kind": "expire", "key": "lapse-17", "hold_key": "claim-17"}]', '2026-09-30T23:59+08', 'system');
select key, kind, amount_fen, remaining_fen from ledger_move('[
  {"kind": "expire", "key": "lapse-17", "hold_key": "claim-17"}
]', '2026-10-01T00:00+08', 'system');
select state, amount_fen, posted_fen, released_fen, remaining_fen from ledger_hold;
select path, balance_fen, balance_fen - pending_out_fen as available_fen, pending_in_fen from ledger_account order by path;
-- Nothing can be taken from it any more.
select * from ledger_move('[{"kind": "post", "key": "redeem-17-2", "hold_key": "claim-17", "amount_fen": "1"}]', '2026-10-08T09:00+08', 'officer');
select * from ledger_audit();
