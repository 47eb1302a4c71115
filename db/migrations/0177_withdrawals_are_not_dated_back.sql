-- Whoever signed a contract before the withdrawal was recorded counted on the admission.
alter table provider_admission add constraint provider_admission_not_back
  check (withdrawn_from >= (withdrawn_at at time zone 'Asia/Shanghai')::date) not valid;
