-- A mark of writing direction or a space without width shows a name otherwise than it is. What stands already stays.
create function is_seen(written text) returns boolean language sql immutable strict parallel safe as $$
  select written !~ '[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]'
$$;
alter table organisation add constraint organisation_name_seen check (is_seen(name)) not valid;
alter table organisation_name add constraint organisation_name_name_seen check (is_seen(name)) not valid;
alter table service_order add constraint service_order_title_seen check (is_seen(title)) not valid;
alter table public_notice add constraint public_notice_title_seen check (is_seen(title_zh) and is_seen(title_en)) not valid;
