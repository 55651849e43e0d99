-- Direct contact, blocks, reports and operators' looks: what src/features/messaging/rules says kindly, said finally.

-- is an operator's eye on this conversation: a report nobody has decided, or a dispute of its booking
create function app.case_is_open(thread uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (select 1 from public.reports r where r.thread_id = thread and r.state = 'open')
     or exists (select 1 from public.threads t join public.bookings b on b.id = t.booking_id where t.id = thread and b.state = 'disputed'); end $$;--> statement-breakpoint
CREATE TABLE "contact_asks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"contact_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT app.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contact_asks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_looks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"thread_id" uuid NOT NULL,
	"operator_id" text NOT NULL,
	"reason" text NOT NULL,
	"looked_at" timestamp with time zone DEFAULT app.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "thread_looks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "reports" DROP CONSTRAINT "reports_thread_id_threads_id_fk";
--> statement-breakpoint
ALTER TABLE "reports" DROP CONSTRAINT "reports_message_id_messages_id_fk";
--> statement-breakpoint
ALTER TABLE "contact_asks" ADD CONSTRAINT "contact_asks_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_asks" ADD CONSTRAINT "contact_asks_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_looks" ADD CONSTRAINT "thread_looks_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_looks" ADD CONSTRAINT "thread_looks_operator_id_users_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_asks_customer_idx" ON "contact_asks" USING btree ("customer_id","asked_at");--> statement-breakpoint
CREATE INDEX "contact_asks_age_idx" ON "contact_asks" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX "thread_looks_thread_idx" ON "thread_looks" USING btree ("thread_id","looked_at");--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "the system sees asks" ON "contact_asks" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system forgets asks" ON "contact_asks" AS PERMISSIVE FOR DELETE TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the two learn of it afterwards" ON "thread_looks" AS PERMISSIVE FOR SELECT TO "app_user" USING ("thread_looks"."thread_id" = any ((select app.my_thread_ids())::uuid[]) and not app.case_is_open("thread_looks"."thread_id"));--> statement-breakpoint
CREATE POLICY "the system writes down who looked" ON "thread_looks" AS PERMISSIVE FOR INSERT TO "app_system" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system sees who looked" ON "thread_looks" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
create index messages_taken_back_idx on messages (deleted_at) where deleted_at is not null;--> statement-breakpoint
grant select, delete on contact_asks to app_system;--> statement-breakpoint
grant select (thread_id, looked_at) on thread_looks to app_user;--> statement-breakpoint
grant select, insert on thread_looks to app_system;--> statement-breakpoint

-- ---- C2: what canStartContact asks about a talent whom the caller may see, or has a contact with -------------------------
create function app.contact_facts(talent uuid) returns table (talent_user_id text, open boolean, away boolean, blocked boolean, blocked_by_me boolean, entitled boolean)
language plpgsql stable security definer set search_path = '' as
$$ begin return query
   select p.user_id, p.published_at is not null and p.contacts_open, app.away(p.user_id), app.blocked_with(p.user_id),
          exists (select 1 from public.blocks b where b.blocker_id = app.user_id() and b.blocked_id = p.user_id), app.entitled('contact.initiate')
   from public.talent_profiles p
   where p.id = talent and (p.published_at is not null
     or exists (select 1 from public.contacts c where c.customer_id = app.user_id() and c.talent_user_id = p.user_id)); end $$;--> statement-breakpoint
-- how often the caller has asked in the last day, and when the next one is free; whoever asks here asks alone until their transaction ends
create function app.asks_today() returns table (asked integer, free_at timestamptz) language plpgsql volatile security definer set search_path = '' as
$$
begin
  perform pg_advisory_xact_lock(hashtextextended('contact_asks:' || app.user_id(), 0));
  return query select count(*)::integer, min(a.asked_at) + interval '1 day' from (
    select k.asked_at from public.contact_asks k where k.customer_id = app.user_id() and k.asked_at > app.now() - interval '1 day'
    order by k.asked_at desc limit 20) a;
end $$;--> statement-breakpoint
create function app.lock_pair(one text, other text) returns void language sql volatile as
$$ select pg_advisory_xact_lock(hashtextextended('pair:' || least(one, other) || ':' || greatest(one, other), 0)) $$;--> statement-breakpoint
-- Twenty a day, and never past a block that is being put at this moment. After the insert, and volatile: it sees what was
-- committed while it waited, which the policy's snapshot does not.
create function app.contacts_are_counted() returns trigger language plpgsql volatile security definer set search_path = '' as
$$
declare
  today integer;
begin
  if current_setting('role', true) <> 'app_user' or new.state <> 'pending' or (tg_op = 'UPDATE' and old.state = 'pending') then return null; end if;
  select a.asked into today from app.asks_today() a;
  if today >= 20 then
    raise exception 'twenty requests a day' using errcode = '23514', constraint = 'contacts_twenty_a_day';
  end if;
  perform app.lock_pair(new.customer_id, new.talent_user_id);
  if exists (select 1 from public.blocks b where (b.blocker_id = new.customer_id and b.blocked_id = new.talent_user_id)
             or (b.blocker_id = new.talent_user_id and b.blocked_id = new.customer_id)) then
    raise exception 'one has blocked the other' using errcode = '23514', constraint = 'contacts_stop_at_blocks';
  end if;
  insert into public.contact_asks (contact_id, customer_id, asked_at) values (new.id, new.customer_id, app.now());
  return null;
end $$;--> statement-breakpoint
create trigger contacts_are_counted after insert or update on contacts for each row execute function app.contacts_are_counted();--> statement-breakpoint

-- a yes by button asks what a yes by word asks (app.may_send)
create or replace function app.contacts_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare party text := app.party_of(old.customer_id, old.talent_user_id);
begin
  -- the owner: a talent's word accepts, a block closes, an account goes
  if current_setting('role', true) not in ('app_user', 'app_system') or pg_trigger_depth() > 1 then return new; end if;
  if new.state = old.state then new.closed_by := old.closed_by; return new; end if;
  if not exists (select 1 from app.contact_moves() m where m.from_state = old.state and m.to_state = new.state and m.by = party)
     or (new.state = 'accepted' and (app.blocked_with(old.customer_id) or app.away(old.customer_id)))
     or (new.state = 'pending' and (not app.may_contact(old.talent_id, old.talent_user_id)
         or (old.state = 'declined' and app.now() < old.state_at + interval '30 days')
         or (old.state = 'closed' and old.closed_by is distinct from 'customer')))
  then
    raise exception 'a % may not move a contact from % to %', party, old.state, new.state using errcode = '23514', constraint = 'contacts_keep_to_the_machine';
  end if;
  new.state_at := app.now();
  new.closed_by := case when new.state = 'closed' then party end;
  return new;
end $$;--> statement-breakpoint
-- the same as before, and: a withdrawn request takes its words back and leaves the talent's inbox, unless there is more to read
create or replace function app.contacts_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  thread uuid;
  news text;
  withdrawn boolean;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    insert into public.threads (kind, contact_id) values ('direct', new.id) returning id into thread;
    insert into public.thread_members (thread_id, user_id, side, kind, subject_id, partner_id, partner_name, state, last_message_at)
    values (thread, new.customer_id, 'customer', 'direct', new.id, new.talent_user_id, new.talent_name, new.state, app.now()),
           (thread, new.talent_user_id, 'talent', 'direct', new.id, new.customer_id, new.customer_name, new.state, app.now());
    news := 'contact.asked';
  elsif new.state is distinct from old.state then
    select t.id into thread from public.threads t where t.contact_id = new.id;
    withdrawn := old.state = 'pending' and new.state = 'closed' and new.closed_by = 'customer';
    if withdrawn then
      update public.messages m set deleted_at = app.now()
      where m.thread_id = thread and m.sender_id = new.customer_id and m.deleted_at is null and m.sent_at >= old.state_at;
      withdrawn := not exists (select 1 from public.messages m where m.thread_id = thread and m.deleted_at is null);
    end if;
    update public.thread_members m
    set state = new.state, hidden = withdrawn and m.side = 'talent', unread = case when withdrawn and m.side = 'talent' then 0 else m.unread end
    where m.thread_id = thread;
    news := case new.state when 'pending' then 'contact.asked' when 'accepted' then 'contact.accepted' when 'declined' then 'contact.declined' end;
  end if;
  if news is not null then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values (news, jsonb_build_object('contactId', new.id), news || ':' || new.id || ':' || extract(epoch from new.state_at), coalesce(app.user_id(), 'system'))
    on conflict (dedupe_key) do nothing;
  end if;
  return null;
end $$;--> statement-breakpoint
-- nobody's conversation outlives them, nor their name in it
create function app.contacts_end_with_accounts() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  update public.contacts c set state = 'closed', state_at = app.now(), closed_by = 'system'
  where (c.customer_id = new.id or c.talent_user_id = new.id) and c.state <> 'closed';
  update public.contacts c set customer_name = case when c.customer_id = new.id then '' else c.customer_name end,
    talent_name = case when c.talent_user_id = new.id then '' else c.talent_name end
  where c.customer_id = new.id or c.talent_user_id = new.id;
  update public.thread_members m set partner_name = ''
  from public.thread_members mine where mine.user_id = new.id and mine.kind = 'direct' and m.thread_id = mine.thread_id and m.user_id <> new.id;
  return null;
end $$;--> statement-breakpoint
create trigger contacts_end_with_accounts after update of deleted_at on users for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function app.contacts_end_with_accounts();--> statement-breakpoint

-- ---- blocks -------------------------------------------------------------------------------------------------------------
-- Blocks whoever stands on the other side of a thread of the caller's: by account, or by the address of a sender who has none,
-- which the caller never sees. Answers the block, which may have been there.
create function app.block_partner(thread uuid) returns uuid language plpgsql volatile security definer set search_path = '' as
$$
declare
  m record;
  address text;
  kept uuid;
begin
  if app.my_role() is null then return null; end if;
  select k.partner_id, k.partner_name, k.kind, k.subject_id, k.side into m from public.thread_members k where k.thread_id = thread and k.user_id = app.user_id();
  if not found then return null; end if;
  if m.partner_id is null and m.kind = 'inquiry' and m.side = 'talent' then
    select lower(i.sender_email) into address from public.inquiries i where i.id = m.subject_id and i.held_at is null;
  end if;
  if m.partner_id is null and address is null then return null; end if;
  insert into public.blocks (blocker_id, blocked_id, blocked_email, name) values (app.user_id(), m.partner_id, address, m.partner_name)
  on conflict do nothing returning id into kept;
  return coalesce(kept, (select b.id from public.blocks b where b.blocker_id = app.user_id() and (b.blocked_id = m.partner_id or b.blocked_email = address)));
end $$;--> statement-breakpoint
-- A block says no where a no can be said: what waits is declined, or withdrawn by whoever asked; what is open is closed. So the one who
-- was blocked sees what they would see after a no.
create function app.blocks_say_no() returns trigger language plpgsql volatile security definer set search_path = '' as
$$
begin
  if new.blocked_id is null or current_setting('role', true) <> 'app_user' then return null; end if;
  perform app.lock_pair(new.blocker_id, new.blocked_id);
  update public.contacts c
  set state = case when c.state = 'pending' and c.talent_user_id = new.blocker_id then 'declined' else 'closed' end,
      closed_by = case when c.talent_user_id = new.blocker_id then case when c.state = 'accepted' then 'talent' end else 'customer' end,
      state_at = app.now()
  where c.state in ('pending', 'accepted')
    and ((c.talent_user_id = new.blocker_id and c.customer_id = new.blocked_id) or (c.customer_id = new.blocker_id and c.talent_user_id = new.blocked_id));
  return null;
end $$;--> statement-breakpoint
create trigger blocks_say_no after insert on blocks for each row execute function app.blocks_say_no();--> statement-breakpoint
create function app.blocks_are_put_now() returns trigger language plpgsql set search_path = '' as
$$ begin new.created_at := app.now(); return new; end $$;--> statement-breakpoint
create trigger blocks_are_put_now before insert on blocks for each row
  when (current_setting('role', true) = 'app_user') execute function app.blocks_are_put_now();--> statement-breakpoint

-- ---- reports: about words of their own thread, decided once, and nothing goes while they are open ----------------------------
create function app.reports_are_made_now() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  if tg_op = 'INSERT' then
    new.created_at := app.now(); new.state := 'open'; new.decided_by := null; new.decided_at := null; new.decision := '';
    if new.message_id is not null and not exists (select 1 from public.messages m where m.id = new.message_id and m.thread_id = new.thread_id) then
      raise exception 'no such message in this conversation' using errcode = '23503', constraint = 'reports_message_is_of_the_thread';
    end if;
    return new;
  end if;
  if old.state <> 'open' and new.state is distinct from old.state then
    raise exception 'this report is decided' using errcode = '23514', constraint = 'reports_are_decided_once';
  end if;
  if old.state = 'open' and new.state <> 'open' then new.decided_at := app.now(); end if;
  return new;
end $$;--> statement-breakpoint
create trigger reports_are_made_now before insert or update on reports for each row execute function app.reports_are_made_now();--> statement-breakpoint
create function app.evidence_is_kept() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  thread uuid;
begin
  if current_setting('role', true) not in ('app_visitor', 'app_user', 'app_system') then return old; end if;
  thread := case tg_table_name
    when 'threads' then old.id
    when 'inquiries' then (select t.id from public.threads t where t.inquiry_id = old.id)
    when 'inquiry_replies' then (select t.id from public.threads t where t.inquiry_id = (to_jsonb(old) ->> 'inquiry_id')::uuid)
    else (to_jsonb(old) ->> 'thread_id')::uuid end;
  if app.case_is_open(thread) then
    raise exception 'an operator has yet to decide about this conversation' using errcode = '23514', constraint = 'evidence_is_kept';
  end if;
  return old;
end $$;--> statement-breakpoint
create trigger evidence_is_kept before delete on threads for each row execute function app.evidence_is_kept();--> statement-breakpoint
create trigger evidence_is_kept before delete on messages for each row execute function app.evidence_is_kept();--> statement-breakpoint
create trigger evidence_is_kept before delete on inquiries for each row execute function app.evidence_is_kept();--> statement-breakpoint
create trigger evidence_is_kept before delete on inquiry_replies for each row execute function app.evidence_is_kept();--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.contact_facts(uuid), app.asks_today(), app.block_partner(uuid), app.case_is_open(uuid) to app_user;--> statement-breakpoint
grant execute on function app.case_is_open(uuid) to app_system;
