-- An order keeps where both sides were when it was proposed: whether it crosses a border, hence who redeems and how much is paid,
-- does not change when one of them moves. Of orders that are there already the provider's place of today is all that is known.
alter table service_order add column provider_path text[];
update service_order set provider_path = provider.region_path from organisation provider where provider.id = provider_id;
alter table service_order alter column provider_path set not null;

drop trigger service_order_frozen on service_order;
create trigger service_order_frozen before update of number, buyer_id, provider_id, region_path, provider_path, service_kind,
  contains, title, description, price_fen, funding_kind, funding_id, contract_no, contract_signed_on, contract_file_id, deliver_by,
  terms, created_at on service_order for each row execute function refuse_change();

create or replace view service_order_card as
  select id, number, buyer_id, provider_id, region_path, service_kind, title, price_fen, funding_kind, funding_id,
    contract_no, contract_signed_on, contract_file_id, deliver_by, status, result_file_id, created_at, ended_at, provider_path
  from service_order;
