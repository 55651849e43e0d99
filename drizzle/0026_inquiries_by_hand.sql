-- Inquiries (product.md 3.7, C1): what the rule asks, told by what is kept; caps that hold however many ask at once.

-- What canAsk wants to know of a talent, for whoever asks. A profile's owner is told to the server here, and shown to nobody.
create function app.ask_facts(talent uuid, email text)
returns table (talent_user_id text, talent_name text, slug text, published boolean, takes_from text, away boolean, blocked boolean, subscriber boolean)
language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin return query
  select p.user_id, p.display_name, p.slug, p.published_at is not null, p.inquiries_from, app.away(p.user_id),
    exists (select 1 from public.blocks b where (b.blocker_id = p.user_id and (b.blocked_id = who or b.blocked_email = lower(trim(email))))
            or (b.blocker_id = who and b.blocked_id = p.user_id)),
    who is not null and app.entitled('contact.initiate')
  from public.talent_profiles p where p.id = talent;
end $$;--> statement-breakpoint

-- When this sender asked: new inquiries, and what joined one that nobody had answered yet. One of the three names the sender.
create function app.asked_times(who text, mail text, network text, since timestamptz) returns setof timestamptz
language sql stable security definer rows 10 set search_path = '' as
$$
  with asked as (
    select i.id, i.created_at from public.inquiries i where who is not null and i.sender_id = who and i.created_at > since - interval '1 day'
    union all
    select i.id, i.created_at from public.inquiries i
    where mail is not null and lower(i.sender_email) = mail and i.sender_id is null and i.created_at > since - interval '1 day'
    union all
    select i.id, i.created_at from public.inquiries i
    where network is not null and i.ip_hash = network and i.sender_id is null and i.created_at > since - interval '1 day')
  select a.created_at from asked a where a.created_at > since
  union all
  select r.created_at from asked a join public.inquiry_replies r on r.inquiry_id = a.id
  where r.author = 'sender' and r.created_at > since
    and not exists (select 1 from public.inquiry_replies t where t.inquiry_id = a.id and t.author = 'talent' and t.created_at <= r.created_at)
$$;--> statement-breakpoint

-- Whoever asks several times at the same moment asks one after the other: addresses are locked before networks, so nobody waits in a circle.
-- Answers what an inquiry of this sender would join, how often they asked in a day and when they may again, and what a form was used for.
create function app.asked_lately(talent uuid, email text, network text, form text)
returns table (open_inquiry uuid, asked integer, free_at timestamptz, used_inquiry uuid, used_talent uuid, used_message text)
language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  mail text := lower(trim(email));
  most integer := case when app.user_id() is null then 3 else 10 end;
  since timestamptz := app.now() - interval '1 day';
begin
  perform pg_advisory_xact_lock(hashtextextended('asks: ' || coalesce(who, mail), 0));
  if who is null and network is not null then
    perform pg_advisory_xact_lock(hashtextextended('asks from: ' || network, 0));
  end if;
  select max(t.asked), max(t.free_at) into asked, free_at from (
    select count(*)::integer as asked, (array_agg(a order by a desc))[most] + interval '1 day' as free_at from app.asked_times(who, null, null, since) a
    union all
    select count(*)::integer, (array_agg(a order by a desc))[most] + interval '1 day' from app.asked_times(null, case when who is null then mail end, null, since) a
    union all
    select count(*)::integer, (array_agg(a order by a desc))[most] + interval '1 day' from app.asked_times(null, null, case when who is null then network end, since) a) t;
  select i.id into open_inquiry from public.inquiries i
  where i.talent_id = talent and i.created_at > since and i.ended_at is null and i.deleted_at is null
    and case when who is null then i.sender_id is null and lower(i.sender_email) = mail else i.sender_id = who end
  order by i.created_at desc limit 1;
  if form is not null then
    select i.id, i.talent_id, i.message into used_inquiry, used_talent, used_message from public.inquiries i where i.form_key = form;
    if used_inquiry is null then
      select i.id, i.talent_id, r.reply into used_inquiry, used_talent, used_message
      from public.inquiry_replies r join public.inquiries i on i.id = r.inquiry_id where r.id = form::uuid;
    end if;
  end if;
  return next;
end $$;--> statement-breakpoint

-- the rule says it kindly, this says it finally
create function app.inquiries_keep_to_the_cap() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_visitor', 'app_user') then return new; end if;
  if (select a.asked from app.asked_lately(new.talent_id, new.sender_email, new.ip_hash, null) a) >= (case when new.sender_id is null then 3 else 10 end) then
    raise exception 'this sender has asked enough for a day' using errcode = '23514', constraint = 'inquiries_keep_to_the_cap';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger inquiries_keep_to_the_cap before insert on inquiries for each row execute function app.inquiries_keep_to_the_cap();--> statement-breakpoint

-- What canMessageInInquiry wants to know, for the talent asked and for the sender, by account or by link; to others there is nothing.
-- `keep` locks it, so that what was judged is still so when it is written.
create function app.inquiry_talk(inquiry uuid, keep boolean)
returns table (side text, talent_id uuid, talent_name text, talent_slug text, gone boolean, away boolean, blocked boolean,
  status text, is_spam boolean, deleted boolean, ended boolean, answers integer, follow_ups integer)
language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  mine text;
  i record;
begin
  select k.* into i from public.inquiries k where k.id = inquiry;
  mine := case when i.talent_user_id = who and i.held_at is null then 'talent'
               when i.sender_id = who or i.link_hash = app.link_hash() then 'sender' end;
  if mine is null then return; end if;
  if keep then select k.* into i from public.inquiries k where k.id = inquiry for no key update; end if;
  return query
  select mine, p.id, p.display_name, case when p.published_at is not null then p.slug end, u.deleted_at is not null,
    app.away(case mine when 'talent' then i.sender_id else i.talent_user_id end),
    exists (select 1 from public.blocks b where (b.blocker_id = i.talent_user_id and (b.blocked_id = i.sender_id or b.blocked_email = lower(i.sender_email)))
            or (b.blocker_id = i.sender_id and b.blocked_id = i.talent_user_id)),
    i.status, i.is_spam, i.deleted_at is not null, i.ended_at is not null, i.answers, i.follow_ups
  from public.talent_profiles p join public.users u on u.id = p.user_id where p.id = i.talent_id;
end $$;--> statement-breakpoint

-- Follow-ups are counted from the first answer on: what joined before it was part of the asking, and the caps count that.
create or replace function app.replies_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare i record;
begin
  if current_setting('role', true) not in ('app_visitor', 'app_user', 'app_system') then return null; end if;
  if new.author = 'talent' then
    update public.inquiries k set status = 'replied', read_at = coalesce(k.read_at, app.now()), last_reply_at = app.now(), answers = k.answers + 1
    where k.id = new.inquiry_id returning * into i;
  else
    update public.inquiries k set status = 'unread', follow_ups = k.follow_ups + case when k.answers > 0 then 1 else 0 end
    where k.id = new.inquiry_id returning * into i;
  end if;
  update public.thread_members m
  set last_message_at = app.now(), preview = left(coalesce(new.masked, new.reply), 140),
      unread = case when m.side = 'talent' then case when new.author = 'talent' then 0 else m.unread end
                    else case when new.author = 'talent' then m.unread + 1 else 0 end end,
      archived_at = case when (m.side = 'talent') = (new.author = 'talent') then m.archived_at end
  from public.threads t where t.inquiry_id = new.inquiry_id and m.thread_id = t.id;
  if new.author = 'talent' or not i.is_spam and i.deleted_at is null and i.held_at is null then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values (case new.author when 'talent' then 'inquiry.answered' else 'inquiry.followed_up' end, jsonb_build_object('inquiryId', new.inquiry_id, 'replyId', new.id),
            'inquiry.reply:' || new.id, new.sender_id);
  end if;
  return null;
end $$;--> statement-breakpoint

revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.ask_facts(uuid, text), app.asked_lately(uuid, text, text, text), app.inquiry_talk(uuid, boolean) to app_visitor, app_user;--> statement-breakpoint
grant execute on function app.sender_digest(text) to app_system;--> statement-breakpoint
-- a second inquiry joins the open one: the system writes it, for to the sender the inquiry is not open before an answer
grant insert on inquiry_replies to app_system;
