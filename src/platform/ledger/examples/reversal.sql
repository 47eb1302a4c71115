-- A paid redemption is found false: the transfer stays, a new one corrects it. Booked in May, it concerns March.
insert into ledger_account (path, floor_fen, created_at) values
  ('budget/2026/paid', null, '2026-01-05T09:00+08'), ('firm/recovered', 0, '2026-01-05T09:00+08');
select count(*) as steps from ledger_move('[{"kind": "transfer", "key": "pay", "code": "voucher.pay", "from": "budget/2026/paid", "to": "firm/recovered", "amount_fen": "80000"}]', '2026-03-20T09:00+08', 'finance');
select count(*) as steps from ledger_move(jsonb_build_array(jsonb_build_object('kind', 'reverse', 'key', 'recover-1', 'code', 'voucher.recover', 'amount_fen', '30000', 'event_at', '2026-03-31T09:00+08', 'transfer', (select id from ledger_transfer where code = 'voucher.pay'))), '2026-05-11T09:00+08', 'finance');
-- Without an amount: all that is left of it.
select amount_fen from ledger_move(jsonb_build_array(jsonb_build_object('kind', 'reverse', 'key', 'recover-2', 'code', 'voucher.recover', 'transfer', (select id from ledger_transfer where code = 'voucher.pay'))), '2026-05-12T09:00+08', 'finance');
-- Never more than was paid.
select * from ledger_move(jsonb_build_array(jsonb_build_object('kind', 'reverse', 'key', 'recover-3', 'transfer', (select id from ledger_transfer where code = 'voucher.pay'))), '2026-05-13T09:00+08', 'finance');
select t.code, t.amount_fen, r.code as corrects from ledger_transfer t left join ledger_transfer r on r.id = t.reverses order by t.booked_at;
select ledger_balance_at(id, '2026-03-31T24:00+08', 'event') as by_event, ledger_balance_at(id, '2026-03-31T24:00+08', 'booking') as by_booking
  from ledger_account where path = 'firm/recovered';
-- One key, one step: again the same answer, with other content a refusal.
select replayed from ledger_move('[{"kind": "transfer", "key": "pay", "code": "voucher.pay", "from": "budget/2026/paid", "to": "firm/recovered", "amount_fen": "80000"}]', '2026-06-01T09:00+08', 'finance');
select * from ledger_move('[{"kind": "transfer", "key": "pay", "code": "voucher.pay", "from": "budget/2026/paid", "to": "firm/recovered", "amount_fen": "80001"}]', '2026-06-01T09:00+08', 'finance');
select * from ledger_audit();
