-- Talk about a request (product.md 3.5 to 3.8, C3): who its members may know of, and an order of words and closing that holds.

-- Those who unlocked, as whoever asks may know of them: the owner all; a talent themselves, and where talents read each other those whose
-- words they read or read an answer to. Standing, blocks and proposals are between each and the owner. Nobody else learns of anybody.
create function app.request_people(request uuid) returns table (unlock_id uuid, user_id text, name text, slug text, me boolean, status text, away boolean, blocked boolean, proposed boolean)
language plpgsql stable security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  r record;
  mine record;
  seen text[] := array[who];
begin
  select k.* into r from public.requests k where k.id = request;
  if not found or who is null then return; end if;
  if r.owner_id <> who then
    select u.* into mine from public.request_unlocks u where u.request_id = request and u.user_id = who;
    if not found then return; end if;
    if mine.status = 'UNLOCKED' and r.visibility = 'transparent' then
      seen := seen || array(select m.sender_id from public.messages m join public.threads t on t.id = m.thread_id where t.request_id = request
        union select m.to_id from public.messages m join public.threads t on t.id = m.thread_id where t.request_id = request and m.to_id is not null);
    end if;
  end if;
  return query
    select u.id, u.user_id, coalesce(nullif(p.display_name, ''), u.talent_name), case when p.published_at is not null then p.slug end, u.user_id = who,
      case when who in (r.owner_id, u.user_id) then u.status end, who = r.owner_id and app.away(u.user_id), who = r.owner_id and app.blocked_with(u.user_id),
      who in (r.owner_id, u.user_id) and exists (select 1 from public.proposals o where o.request_id = request and o.user_id = u.user_id and o.state = 'active')
    from public.request_unlocks u left join public.talent_profiles p on p.user_id = u.user_id
    where u.request_id = request and (r.owner_id = who or u.user_id = any (seen))
    order by u.id;
end $$;--> statement-breakpoint
-- held by its members while one of them writes: closing and sending cannot both win, and many may send at once
create function app.hold_request(request uuid) returns void language plpgsql volatile security definer set search_path = '' as
$$
begin
  perform 1 from public.requests r where r.id = request
    and (r.owner_id = app.user_id() or exists (select 1 from public.request_unlocks u where u.request_id = r.id and u.user_id = app.user_id())) for share;
end $$;--> statement-breakpoint

-- a talent speaks to whom the request lets them: who is named otherwise is left for the policy to refuse
create or replace function app.messages_are_addressed() returns trigger language plpgsql security definer set search_path = '' as
$$
declare r record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  select k.owner_id, k.visibility into r from public.requests k join public.threads t on t.request_id = k.id where t.id = new.thread_id;
  if not found then new.open := true; new.to_id := null; return new; end if;
  if new.sender_id <> r.owner_id and (new.to_id is null or new.to_id = r.owner_id) then
    new.to_id := case when r.visibility = 'private' then r.owner_id end;
  end if;
  new.open := r.visibility = 'transparent' or (new.sender_id = r.owner_id and new.to_id is null);
  return new;
end $$;--> statement-breakpoint

-- the owner's inbox names whoever of the many spoke last
create function app.messages_name_their_sender() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  update public.thread_members m set partner_name = coalesce((select p.display_name from public.talent_profiles p where p.user_id = new.sender_id), u.talent_name)
  from public.threads t join public.requests r on r.id = t.request_id join public.request_unlocks u on u.request_id = r.id
  where t.id = new.thread_id and u.user_id = new.sender_id and m.thread_id = t.id and m.user_id = r.owner_id;
  return null;
end $$;--> statement-breakpoint
create trigger messages_name_their_sender after insert on messages for each row execute function app.messages_name_their_sender();--> statement-breakpoint

-- Whoever sends and whoever closes each come with their own minute: a word that was let in before the close was said before it.
create function app.requests_have_a_last_word() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if new.closed_reason <> 'expired' then
    new.closed_at := greatest(new.closed_at, (select max(w.sent_at) from public.messages w join public.threads t on t.id = w.thread_id where t.request_id = new.id));
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger requests_say_a_last_word before update on requests for each row when (old.state = 'OPEN' and new.state = 'CLOSED') execute function app.requests_have_a_last_word();--> statement-breakpoint

revoke execute on function app.request_people(uuid), app.hold_request(uuid), app.messages_name_their_sender(), app.requests_have_a_last_word() from public;--> statement-breakpoint
grant execute on function app.request_people(uuid), app.hold_request(uuid) to app_user;
