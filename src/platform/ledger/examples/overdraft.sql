-- The floor counts what is held: six holds of 1,000 yuan on 5,000 are not accepted. A cap counts what is on its way in.
insert into ledger_account (path, floor_fen, ceiling_fen, created_at) values
  ('treasury/hebei', null, null, '2026-01-05T09:00+08'), ('budget/available', 0, null, '2026-01-05T09:00+08'), ('firm/2026', 0, 450000, '2026-01-05T09:00+08'),
  ('other/2026', 0, null, '2026-01-05T09:00+08');
select count(*) as steps from ledger_move('[{"kind": "transfer", "key": "allot", "code": "allot", "from": "treasury/hebei", "to": "budget/available", "amount_fen": "500000"}]', '2026-01-05T09:00+08', 'finance');
select count(*) as steps from ledger_move((select jsonb_agg(jsonb_build_object('kind', 'hold', 'key', 'h' || i, 'code', 'issue', 'from', 'budget/available', 'to', 'other/2026', 'amount_fen', '100000')) from generate_series(1, 6) i), '2026-02-02T09:00+08', 'officer');
select path, balance_fen, pending_out_fen from ledger_account where path = 'budget/available';
-- Five fit. In a batch each group stands for itself: the sixth is refused, the others are done.
select grp, kind, refused, detail, replayed from ledger_run((select jsonb_agg(jsonb_build_object('actor', 'officer', 'steps', jsonb_build_array(jsonb_build_object('kind', 'hold', 'key', 'h' || i, 'code', 'issue', 'from', 'budget/available', 'to', 'other/2026', 'amount_fen', '100000')))) from generate_series(1, 6) i), '2026-02-02T09:00+08');
select * from ledger_move('[{"kind": "transfer", "key": "t1", "code": "pay", "from": "budget/available", "to": "firm/2026", "amount_fen": "1"}]', '2026-02-03T09:00+08', 'officer');
select * from ledger_move('[{"kind": "void", "key": "v1", "hold_key": "h1"}, {"kind": "transfer", "key": "t2", "code": "pay", "from": "treasury/hebei", "to": "firm/2026", "amount_fen": "450001"}]', '2026-02-03T09:00+08', 'officer');
-- Even a direct write is refused, and records do not change.
update ledger_account set balance_fen = -1 where path = 'budget/available';
update ledger_transfer set amount_fen = 1;
delete from ledger_step;
truncate ledger_transfer;
select * from ledger_audit();
