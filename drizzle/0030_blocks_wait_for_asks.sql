-- Whoever asks for contact holds their own turn (app.asks_today) from before they read whether they are blocked; a block waits for
-- the turns of both. So an ask never goes past a block, and is told why instead of being lost in the race.
create or replace function app.contacts_are_counted() returns trigger language plpgsql volatile security definer set search_path = '' as
$$
declare
  today integer;
begin
  if current_setting('role', true) <> 'app_user' or new.state <> 'pending' or (tg_op = 'UPDATE' and old.state = 'pending') then return null; end if;
  select a.asked into today from app.asks_today() a;
  if today >= 20 then
    raise exception 'twenty requests a day' using errcode = '23514', constraint = 'contacts_twenty_a_day';
  end if;
  -- volatile: it sees what was committed while the turn was waited for, which the policy's snapshot does not
  if exists (select 1 from public.blocks b where (b.blocker_id = new.customer_id and b.blocked_id = new.talent_user_id)
             or (b.blocker_id = new.talent_user_id and b.blocked_id = new.customer_id)) then
    raise exception 'one has blocked the other' using errcode = '23514', constraint = 'contacts_stop_at_blocks';
  end if;
  insert into public.contact_asks (contact_id, customer_id, asked_at) values (new.id, new.customer_id, app.now());
  return null;
end $$;--> statement-breakpoint
create or replace function app.blocks_say_no() returns trigger language plpgsql volatile security definer set search_path = '' as
$$
begin
  if new.blocked_id is null or current_setting('role', true) <> 'app_user' then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended('contact_asks:' || least(new.blocker_id, new.blocked_id), 0));
  perform pg_advisory_xact_lock(hashtextextended('contact_asks:' || greatest(new.blocker_id, new.blocked_id), 0));
  update public.contacts c
  set state = case when c.state = 'pending' and c.talent_user_id = new.blocker_id then 'declined' else 'closed' end,
      closed_by = case when c.talent_user_id = new.blocker_id then case when c.state = 'accepted' then 'talent' end else 'customer' end,
      state_at = app.now()
  where c.state in ('pending', 'accepted')
    and ((c.talent_user_id = new.blocker_id and c.customer_id = new.blocked_id) or (c.customer_id = new.blocker_id and c.talent_user_id = new.blocked_id));
  return null;
end $$;--> statement-breakpoint
drop function app.lock_pair(text, text);
