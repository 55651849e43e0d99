-- Words about a request are told to those who hear them, in the house and to agents: nobody else learns that they were said.

-- whoever hears a message besides its sender: the policy "members read", and nobody of whom they blocked or who blocked them in talk with many
create function app.hearers_of(message uuid) returns table (user_id text, side text) language plpgsql stable security definer set search_path = '' as
$$ begin return query
   select m.user_id, m.side from public.messages said join public.thread_members m on m.thread_id = said.thread_id
   where said.id = message and m.user_id <> said.sender_id and not m.hidden
     and (m.kind <> 'request' or ((said.open and not m.narrow or m.user_id = said.to_id)
       and not exists (select 1 from public.blocks b where (b.blocker_id = m.user_id and b.blocked_id = said.sender_id) or (b.blocker_id = said.sender_id and b.blocked_id = m.user_id)))); end $$;--> statement-breakpoint
-- by whom, as they are called where many speak; null where the two have names for each other
create function app.said_by(message uuid) returns text language plpgsql stable security definer set search_path = '' as
$$ begin return (
     select case when r.owner_id = m.sender_id then r.owner_name else coalesce(nullif(p.display_name, ''), u.talent_name) end
     from public.messages m join public.threads t on t.id = m.thread_id join public.requests r on r.id = t.request_id
     left join public.request_unlocks u on u.request_id = r.id and u.user_id = m.sender_id left join public.talent_profiles p on p.user_id = u.user_id
     where m.id = message); end $$;--> statement-breakpoint

create function app.messages_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  message uuid := app.id_in(new.payload, 'messageId');
  r record;
begin
  for r in
    select m.user_id, m.side, m.kind, m.thread_id as thread, t.booking_id,
      case m.kind when 'request' then jsonb_build_object(q.locale, q.title) else k.service_title end as about,
      coalesce(app.said_by(message), nullif(m.partner_name, ''), case m.side when 'customer' then k.talent_name else k.customer_name end) as partner
    from app.hearers_of(message) h
    join public.messages said on said.id = message
    join public.threads t on t.id = said.thread_id
    join public.thread_members m on m.thread_id = t.id and m.user_id = h.user_id
    left join public.bookings k on k.id = t.booking_id
    left join public.requests q on q.id = t.request_id
  loop
    perform app.tell(r.user_id, 'message.' || case r.kind when 'booking' then r.side when 'request' then 'request' else 'direct' end, 'message:' || r.thread, r.partner,
      jsonb_build_object('service', r.about), r.thread, r.booking_id, null, null);
  end loop;
  return null;
end $$;--> statement-breakpoint
drop trigger news_is_told on outbox;--> statement-breakpoint
create trigger news_is_told after insert on outbox for each row when (new.kind <> 'message.sent') execute function app.news_is_told();--> statement-breakpoint
create trigger messages_are_told after insert on outbox for each row when (new.kind = 'message.sent') execute function app.messages_are_told();--> statement-breakpoint

create or replace function app.talent_of_news(kind text, payload jsonb, actor text) returns table (talent text, thread uuid) language plpgsql stable security definer set search_path = '' as
$$
declare named text := coalesce(payload ->> 'inquiryId', payload ->> 'contactId', payload ->> 'bookingId', payload ->> 'requestId', payload ->> 'threadId');
begin
  if named is null or not pg_input_is_valid(named, 'uuid') then return; end if;
  if kind like 'photos.%' then return query
    select p.talent_user_id, t.id from public.photo_requests p left join public.threads t on t.inquiry_id = p.inquiry_id where p.id = named::uuid;
  elsif kind like 'inquiry.%' then return query
    select i.talent_user_id, t.id from public.inquiries i join public.threads t on t.inquiry_id = i.id where i.id = named::uuid;
  elsif kind like 'contact.%' then return query
    select c.talent_user_id, t.id from public.contacts c join public.threads t on t.contact_id = c.id where c.id = named::uuid;
  elsif kind like 'booking.%' then return query
    select b.talent_user_id, t.id from public.bookings b left join public.threads t on t.booking_id = b.id where b.id = named::uuid;
  elsif kind = 'message.sent' then return query
    -- about a request there are many, and not each hears each
    select m.user_id, m.thread_id from public.thread_members m where m.thread_id = named::uuid and m.side = 'talent'
      and (m.kind <> 'request' or m.user_id = actor or m.user_id in (select h.user_id from app.hearers_of(app.id_in(payload, 'messageId')) h));
  end if;
end $$;--> statement-breakpoint
create or replace function app.news_reaches_agents() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  found record;
  facts jsonb;
  conversation uuid;
begin
  if new.kind !~ '^(inquiry|message|contact|booking|photos)\.' then return null; end if;
  for found in select n.talent, n.thread from app.talent_of_news(new.kind, new.payload, new.actor_id) n
    join public.users u on u.id = n.talent and u.suspended_at is null and u.deleted_at is null loop
    facts := new.payload - 'gone' || jsonb_build_object('threadId', found.thread);
    -- a talent's own words are no news to their agent
    if not (new.kind = 'message.sent' and new.actor_id = found.talent) then
      insert into public.webhook_deliveries (endpoint_id, user_id, event_id, kind, payload, happened_at, due_at)
      select e.id, found.talent, new.id, new.kind, facts, app.now(), app.now() from public.webhook_endpoints e
      where e.user_id = found.talent and e.disabled_at is null and app.subscription_of(new.kind) = any (e.events)
      on conflict (endpoint_id, event_id) do nothing;
    end if;
    -- a mail to a sender is nobody's deed
    if new.kind = 'inquiry.confirm' then continue; end if;
    -- what was done in the interface stands in the talent's conversation with their agent, if they have one (S2-06)
    if exists (select 1 from public.agent_keys k where k.user_id = found.talent and k.revoked_at is null) then
      insert into public.assistant_conversations (user_id, thread_id) values (found.talent, found.thread)
      on conflict (user_id, thread_id) do update set last_message_at = app.now() returning id into conversation;
      insert into public.assistant_messages (conversation_id, role, event, message_context) values (conversation, 'event', new.kind, facts);
    end if;
  end loop;
  return null;
end $$;--> statement-breakpoint
revoke execute on function app.hearers_of(uuid), app.said_by(uuid), app.messages_are_told() from public;--> statement-breakpoint
grant execute on function app.hearers_of(uuid), app.said_by(uuid) to app_system;
