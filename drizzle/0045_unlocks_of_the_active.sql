-- Whoever is suspended paid for no more than they read then: what an unlock shows is for an account in good standing.
create or replace function app.my_unlocked_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$ begin
     if app.my_role() is distinct from 'talent' then return '{}'; end if;
     return array(select u.request_id from public.request_unlocks u where u.user_id = app.user_id()); end $$;--> statement-breakpoint
create or replace function app.my_open_unlocked_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$ begin
     if app.my_role() is distinct from 'talent' then return '{}'; end if;
     return array(select u.request_id from public.request_unlocks u where u.user_id = app.user_id() and u.status = 'UNLOCKED'); end $$;--> statement-breakpoint
-- as it was, but nobody is nobody: without a person asking, a comparison with them is not true, and neither is it passed over
create or replace function app.proposals_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  r record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') or pg_trigger_depth() > 1 then return new; end if;
  if tg_op = 'INSERT' then
    new.state := 'active'; new.state_at := app.now(); new.created_at := app.now(); new.read_at := null;
    new.talent_name := coalesce((select p.display_name from public.talent_profiles p where p.id = new.talent_id), '');
    return new;
  end if;
  if (new.id, new.request_id, new.user_id, new.talent_id, new.amount, new.currency, new.starts_at, new.ends_at, new.text) is distinct from
     (old.id, old.request_id, old.user_id, old.talent_id, old.amount, old.currency, old.starts_at, old.ends_at, old.text) then
    raise exception 'what was offered stays as it was' using errcode = '23514', constraint = 'proposals_keep_to_the_machine';
  end if;
  select k.* into strict r from public.requests k where k.id = new.request_id for no key update;
  if new.read_at is distinct from old.read_at then
    if r.owner_id is distinct from app.user_id() then raise exception 'the owner reads it' using errcode = '23514', constraint = 'proposals_keep_to_the_machine'; end if;
    new.read_at := coalesce(old.read_at, app.now());
  end if;
  if new.state is distinct from old.state then
    if (old.state = 'active' and r.state = 'OPEN' and r.expires_at > app.now()
            and ((new.state = 'withdrawn' and old.user_id = app.user_id()) or (new.state = 'accepted' and r.owner_id = app.user_id()))) is not true then
      raise exception 'a proposal does not go from % to % now', old.state, new.state using errcode = '23514', constraint = 'proposals_keep_to_the_machine';
    end if;
    new.state_at := app.now();
    if new.state = 'accepted' then new.read_at := coalesce(new.read_at, app.now()); end if;
  end if;
  return new;
end $$;
