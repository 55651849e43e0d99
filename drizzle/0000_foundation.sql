-- What the tables and their policies lean on. The group roles app_visitor, app_user and app_system, and the logins that may
-- take them, are made before the first migration (docs/deploy.md): a role made in a console would skip row security.
create extension if not exists btree_gist;--> statement-breakpoint
create schema app;--> statement-breakpoint
grant usage on schema app to app_visitor, app_user, app_system;--> statement-breakpoint
revoke all on schema public from public;--> statement-breakpoint
grant usage on schema public to app_visitor, app_user, app_system;--> statement-breakpoint
-- nullif: a setting that was local to a transaction is '' after it, not absent
create function app.claims() returns json language sql stable parallel safe as
$$ select nullif(current_setting('request.jwt.claims', true), '')::json $$;--> statement-breakpoint
create function app.user_id() returns text language sql stable parallel safe as
$$ select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub' $$;--> statement-breakpoint
create function app.now() returns timestamptz language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;--> statement-breakpoint
-- plpgsql: SQL-language functions are planned anew on each call. Owned by the tables' owner, so they skip row security;
-- none takes a user id, so nobody can ask for another.
create function app.my_role() returns text language plpgsql stable security definer set search_path = '' as
$$ begin return (select u.role from public.users u where u.id = app.user_id() and u.suspended_at is null and u.deleted_at is null); end $$;--> statement-breakpoint
create function app.my_talent_id() returns uuid language plpgsql stable security definer set search_path = '' as
$$ begin return (select p.id from public.talent_profiles p join public.users u on u.id = p.user_id
   where p.user_id = app.user_id() and u.suspended_at is null and u.deleted_at is null); end $$;--> statement-breakpoint
create function app.my_thread_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$ begin return array(select m.thread_id from public.thread_members m where m.user_id = app.user_id()); end $$;--> statement-breakpoint
-- product.md 3.7 C4, repeated from src/features/messaging/rules.ts and tested against it cell by cell
create function app.may_send(thread uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare
  b record;
  mine text;
  closed_since timestamptz;
begin
  if app.my_role() is null then return false; end if;
  select k.* into b from public.threads t join public.bookings k on k.id = t.booking_id where t.id = thread;
  if not found then return false; end if;
  mine := case app.user_id() when b.customer_id then 'customer' when b.talent_user_id then 'talent' end;
  if mine is null then return false; end if;
  closed_since := coalesce(b.completed_at, b.state_at);
  return case
    when b.state = 'requested' then
      mine = 'talent' or b.quote_version > 0
      or exists (select 1 from public.messages m where m.thread_id = thread and m.sender_id = b.talent_user_id)
      or (select count(*) from public.messages m where m.thread_id = thread and m.sender_id = b.customer_id) < 3
    when b.state in ('quoted', 'accepted', 'paid', 'disputed') then true
    when b.state in ('completed', 'reviewed', 'resolved', 'cancelled', 'refunded') then app.now() < closed_since + interval '14 days'
    else app.now() < closed_since + interval '7 days'
  end;
end $$;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.claims(), app.user_id(), app.now() to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.my_role(), app.my_talent_id(), app.my_thread_ids(), app.may_send(uuid) to app_user;
