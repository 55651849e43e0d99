create or replace function app.news_reaches_agents() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  found record;
  facts jsonb;
  conversation uuid;
begin
  if new.kind !~ '^(inquiry|message|contact|booking|photos)\.' then return null; end if;
  select n.talent, n.thread into found from app.talent_of_news(new.kind, new.payload, new.actor_id) n
    join public.users u on u.id = n.talent and u.suspended_at is null and u.deleted_at is null;
  if not found.talent is not null then return null; end if;
  facts := new.payload - 'gone' || jsonb_build_object('threadId', found.thread);
  -- a talent's own words are no news to their agent
  if not (new.kind = 'message.sent' and new.actor_id = found.talent) then
    insert into public.webhook_deliveries (endpoint_id, user_id, event_id, kind, payload, happened_at, due_at)
    select e.id, found.talent, new.id, new.kind, facts, app.now(), app.now() from public.webhook_endpoints e
    where e.user_id = found.talent and e.disabled_at is null and app.subscription_of(new.kind) = any (e.events)
    on conflict (endpoint_id, event_id) do nothing;
  end if;
  -- a mail to a sender is nobody's deed
  if new.kind = 'inquiry.confirm' then return null; end if;
  -- what was done in the interface stands in the talent's conversation with their agent, if they have one (S2-06)
  if exists (select 1 from public.agent_keys k where k.user_id = found.talent and k.revoked_at is null) then
    insert into public.assistant_conversations (user_id, thread_id) values (found.talent, found.thread)
    on conflict (user_id, thread_id) do update set last_message_at = app.now() returning id into conversation;
    insert into public.assistant_messages (conversation_id, role, event, message_context) values (conversation, 'event', new.kind, facts);
  end if;
  return null;
end $$;--> statement-breakpoint
select app.keep_agents_out();
