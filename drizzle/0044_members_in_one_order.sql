-- What is said in a request's thread reaches its members without a deadlock, however many speak at once.
create or replace function app.messages_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  c record;
  opening boolean := false;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  select k.* into c from public.contacts k join public.threads t on t.contact_id = k.id where t.id = new.thread_id;
  if found then
    opening := c.state = 'pending' and new.sender_id = c.customer_id;
    if c.state <> 'accepted' and new.sender_id = c.talent_user_id then
      update public.contacts k set state = 'accepted', state_at = app.now(), closed_by = null where k.id = c.id;
    end if;
  end if;
  -- many may write at once where many are members: everybody takes the rows in one order, so that nobody waits in a ring
  if exists (select 1 from public.threads t where t.id = new.thread_id and t.kind = 'request') then
    perform 1 from public.thread_members m where m.thread_id = new.thread_id order by m.user_id for no key update;
  end if;
  update public.thread_members m
  set last_message_at = new.sent_at,
      preview = left(case when app.unmasked(new.thread_id) then new.body else coalesce(new.masked, new.body) end, 140),
      unread = case when m.user_id = new.sender_id then 0 else m.unread + 1 end,
      marked_unread = m.marked_unread and m.user_id <> new.sender_id,
      archived_at = case when m.user_id = new.sender_id then m.archived_at end,
      last_read_id = case when m.user_id = new.sender_id then new.id else m.last_read_id end
  where m.thread_id = new.thread_id and (m.user_id in (new.sender_id, new.to_id) or (new.open and not m.narrow));
  -- the opening words of a request go out with the request
  if not opening then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('message.sent', jsonb_build_object('messageId', new.id, 'threadId', new.thread_id), 'message:' || new.id, new.sender_id);
  end if;
  return null;
end $$;
