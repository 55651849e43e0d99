-- Where the cells of src/testing/agreement found rule, database and page (product.md 3.5 to 3.7) of different minds.

-- is this inquiry there for me, as the talent who was asked? Not while an operator looks at it, and not once I threw it away.
create function app.asked_of_me(inquiry uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (select 1 from public.inquiries i where i.id = inquiry and i.talent_user_id = app.user_id() and i.held_at is null and i.deleted_at is null); end $$;--> statement-breakpoint
revoke execute on function app.asked_of_me(uuid) from public;--> statement-breakpoint
grant execute on function app.asked_of_me(uuid) to app_user;--> statement-breakpoint
ALTER POLICY "talents see what they were asked" ON "inquiries" TO app_user USING ("inquiries"."talent_user_id" = (select app.user_id()) and "inquiries"."held_at" is null and "inquiries"."deleted_at" is null);--> statement-breakpoint
ALTER POLICY "talents file what they were asked" ON "inquiries" TO app_user USING ("inquiries"."talent_user_id" = (select app.user_id()) and "inquiries"."held_at" is null and "inquiries"."deleted_at" is null and (select app.my_role()) is not null) WITH CHECK ("inquiries"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
ALTER POLICY "people see their membership" ON "thread_members" TO app_user USING ("thread_members"."user_id" = (select app.user_id()) and (not "thread_members"."hidden" or "thread_members"."kind" <> 'inquiry' or app.asked_of_me("thread_members"."subject_id")));--> statement-breakpoint

create or replace function app.may_reply(inquiry uuid, author text) returns boolean language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  i record;
begin
  if not app.context_on('inquiry') or (who is not null and app.my_role() is null) then return false; end if;
  select k.* into i from public.inquiries k where k.id = inquiry for no key update;
  if not found or i.ended_at is not null then return false; end if;
  if author = 'talent' then
    return who = i.talent_user_id and i.held_at is null and i.deleted_at is null and not i.is_spam and not app.away(i.sender_id)
      and not exists (select 1 from public.blocks b where (b.blocker_id = who and (b.blocked_id = i.sender_id or b.blocked_email = lower(i.sender_email)))
                      or (b.blocker_id = i.sender_id and b.blocked_id = who));
  end if;
  -- a link lets in whoever holds it, but talents and operators write to no talent
  return author = 'sender' and (who is null or app.my_role() = 'customer') and (i.sender_id = who or i.link_hash = app.link_hash()) and i.talent_user_id is distinct from who
    and not app.away(i.talent_user_id) and i.answers > 0 and i.follow_ups < 5
    and not exists (select 1 from public.blocks b where (b.blocker_id = i.talent_user_id and (b.blocked_id = i.sender_id or b.blocked_email = lower(i.sender_email)))
                    or (b.blocker_id = i.sender_id and b.blocked_id = i.talent_user_id));
end $$;--> statement-breakpoint
create or replace function app.may_send(thread uuid) returns boolean language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  t record;
  b record;
  c record;
  mine text;
  resting boolean;
  closed_since timestamptz;
begin
  if app.my_role() is null then return false; end if;
  select k.* into t from public.threads k where k.id = thread;
  if not found then return false; end if;

  if t.kind = 'direct' then
    if not app.context_on('direct') then return false; end if;
    select k.* into strict c from public.contacts k where k.id = t.contact_id for no key update;
    if who = c.talent_user_id then return not app.blocked_with(c.customer_id) and not app.away(c.customer_id); end if;
    if who is distinct from c.customer_id or app.blocked_with(c.talent_user_id) or app.away(c.talent_user_id) then return false; end if;
    return app.entitled('contact.initiate') and case c.state
      when 'accepted' then true
      when 'pending' then not exists (select 1 from public.messages m where m.thread_id = thread and m.sender_id = who and m.sent_at >= c.state_at)
      else false end;
  end if;

  if t.kind <> 'booking' then return false; end if;
  select k.* into strict b from public.bookings k where k.id = t.booking_id for no key update;
  mine := case who when b.customer_id then 'customer' when b.talent_user_id then 'talent' end;
  if mine is null then return false; end if;
  closed_since := coalesce(b.completed_at, b.state_at);
  resting := b.state in ('completed', 'reviewed', 'resolved', 'cancelled', 'refunded', 'declined', 'withdrawn', 'expired');
  -- a live booking's talk stays open for both whoever blocked whom, and closes with it; nobody writes to an account that is gone
  if resting and app.blocked_with(case mine when 'customer' then b.talent_user_id else b.customer_id end) then return false; end if;
  if app.away(case mine when 'customer' then b.talent_user_id else b.customer_id end) then return false; end if;
  return case
    when b.state = 'requested' then
      mine = 'talent' or b.quote_version > 0
      or exists (select 1 from public.messages m where m.thread_id = thread and m.sender_id = b.talent_user_id)
      or (select count(*) from public.messages m where m.thread_id = thread and m.sender_id = b.customer_id) < 3
    when not resting then true
    when b.state in ('declined', 'withdrawn', 'expired') then app.now() < closed_since + interval '7 days'
    else app.now() < closed_since + interval '14 days'
  end;
end $$;
