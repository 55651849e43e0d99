-- An operator may change their own name, language and time zone. What is forbidden is to become one.
create or replace function app.users_onboard_once() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_user' then return new; end if;
  if tg_op = 'INSERT' then
    -- born with an address the session vouches for; what the policy does not refuse is not theirs to say
    new.email := coalesce(app.claims() ->> 'email', '');
    new.customer_kind := null; new.plan := null; new.onboarded_at := null;
    new.deleted_at := null; new.clerk_updated_at := null; new.created_at := app.now();
    return new;
  end if;
  -- the kind is chosen in the statement that ends onboarding, and never again
  if (new.role, new.customer_kind, new.plan, new.onboarded_at) is distinct from (old.role, old.customer_kind, old.plan, old.onboarded_at)
     and not (old.onboarded_at is null and new.onboarded_at is not null)
  then raise exception 'the account kind is chosen once' using errcode = '42501'; end if;
  if new.role = 'admin' and old.role is distinct from 'admin' then
    raise exception 'nobody makes themselves an operator' using errcode = '42501';
  end if;
  if old.plan is null and new.plan is not null and new.plan <> 'FREE' then raise exception 'plans are bought' using errcode = '42501'; end if;
  return new;
end $$;
