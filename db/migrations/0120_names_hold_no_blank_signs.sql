-- Letters that show nothing, a blank that is no space, line breaks that are no newline: two names look the same by them, or like
-- none. A joiner between Chinese characters joins nothing. What stands already stays.
create or replace function is_seen(written text) returns boolean language sql immutable strict parallel safe as $$
  select written !~ '[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0]'
    and written !~ '(^|[\u200c\u200d\u3400-\u4dbf\u4e00-\u9fff])[\u200c\u200d]'
$$;
