-- Who stands in a list of providers, or whose host does, was admitted once; also after that ended, as orders run on.
create function listed_provider(organisation uuid) returns boolean language sql stable as $$
  select exists (
    select from organisation o join provider_admission a on a.organisation_id in (o.id, o.host_id) where o.id = organisation
  )
$$;

-- An organisation gives the roles of its kind. What was given before stays.
create function role_fits_kind() returns trigger language plpgsql as $$
declare
  held text;
begin
  select o.kind into held from organisation o where o.id = new.organisation_id;
  if not (case
    when new.role in ('applicant_owner', 'applicant_clerk') then held in ('enterprise', 'team', 'institute')
    when new.role in ('provider_owner', 'provider_clerk') then
      held = 'institute' or (held in ('enterprise', 'incubator') and listed_provider(new.organisation_id))
    when new.role = 'incubator_clerk' then held = 'incubator'
    when new.role = 'administrator' then held = 'operator'
    when new.role = 'auditor' then held in ('authority', 'operator')
    when new.role in ('director', 'reviewer', 'finance', 'preparer', 'approver') then held = 'authority'
    else false
  end) then
    raise exception 'an organisation of kind % has no role %', held, new.role
      using errcode = '23514', constraint = 'role_fits_kind';
  end if;
  return new;
end
$$;
create trigger membership_role_fits before insert on membership for each row execute function role_fits_kind();
create trigger invitation_role_fits before insert on invitation for each row execute function role_fits_kind();
