-- Conversations: inquiries, direct contact, one inbox (product.md 3.5 to 3.8). The functions come first, because policies name them.

-- the digest of the link a visitor came by; nobody's link is null, which equals nothing
create function app.link_hash() returns text language sql stable parallel safe as
$$ select app.claims() ->> 'link' $$;--> statement-breakpoint
create function app.messaging_policy() returns text language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('app.messaging_policy', true), ''), 'full') $$;--> statement-breakpoint
-- src/features/messaging/rules/speaker.ts: contextsOn
create function app.context_on(context text) returns boolean language sql stable parallel safe as
$$ select case context
  when 'inquiry' then app.messaging_policy() = 'full'
  when 'direct' then app.messaging_policy() in ('full', 'casting')
  when 'request' then app.messaging_policy() in ('full', 'request_only')
  else context = 'booking' end $$;--> statement-breakpoint
create function app.away(who text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return who is not null and not exists (select 1 from public.users u where u.id = who and u.suspended_at is null and u.deleted_at is null); end $$;--> statement-breakpoint
create function app.blocked_with(other text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (select 1 from public.blocks b where (b.blocker_id = app.user_id() and b.blocked_id = other) or (b.blocker_id = other and b.blocked_id = app.user_id())); end $$;--> statement-breakpoint

-- C2, src/features/messaging/rules/contacts.ts: canStartContact, told by what is kept; a pair that has a contact already meets its constraint
create function app.may_contact(talent uuid, talent_user text) returns boolean language plpgsql stable security definer set search_path = '' as
$$
begin
  return app.context_on('direct') and app.my_role() = 'customer'
    and exists (select 1 from public.talent_profiles p where p.id = talent and p.user_id = talent_user and p.published_at is not null and p.contacts_open)
    and not app.away(talent_user) and not app.blocked_with(talent_user) and app.entitled('contact.initiate');
end $$;--> statement-breakpoint

-- C1, src/features/messaging/rules/inquiries.ts: canAsk. The address may be blocked where there is no account.
create function app.may_ask(talent uuid, talent_user text, email text) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  p record;
begin
  if not app.context_on('inquiry') or (who is not null and app.my_role() is distinct from 'customer') then return false; end if;
  select k.inquiries_from as audience into p from public.talent_profiles k where k.id = talent and k.user_id = talent_user and k.published_at is not null;
  if not found or app.away(talent_user) or p.audience = 'nobody' then return false; end if;
  if exists (select 1 from public.blocks b where (b.blocker_id = talent_user and (b.blocked_id = who or b.blocked_email = lower(email)))
             or (b.blocker_id = who and b.blocked_id = talent_user)) then return false; end if;
  return case p.audience when 'everyone' then true when 'members' then who is not null else who is not null and app.entitled('contact.initiate') end;
end $$;--> statement-breakpoint

-- C1: canMessageInInquiry. Volatile, and it locks: closing and writing cannot both win, nor two last follow-ups.
create function app.may_reply(inquiry uuid, author text) returns boolean language plpgsql volatile security definer set search_path = '' as
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
  return author = 'sender' and (i.sender_id = who or i.link_hash = app.link_hash()) and i.talent_user_id is distinct from who
    and not app.away(i.talent_user_id) and i.answers > 0 and i.follow_ups < 5
    and not exists (select 1 from public.blocks b where (b.blocker_id = i.talent_user_id and (b.blocked_id = i.sender_id or b.blocked_email = lower(i.sender_email)))
                    or (b.blocker_id = i.sender_id and b.blocked_id = i.talent_user_id));
end $$;--> statement-breakpoint

-- what is shown before it is allowed is masked: the rules' contactsShown and contactUnmasked
create function app.unmasked(thread uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (
     select 1 from public.threads t left join public.bookings b on b.id = t.booking_id left join public.contacts c on c.id = t.contact_id
     where t.id = thread and (b.state in ('paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded') or c.state = 'accepted')); end $$;--> statement-breakpoint

-- C2 and C4: canMessageInContact and canMessageInBooking, tested against them cell by cell. Volatile, and it locks the parent.
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
  -- a live booking's talk stays open for both whoever blocked whom, and closes with it
  if resting and app.blocked_with(case mine when 'customer' then b.talent_user_id else b.customer_id end) then return false; end if;
  return case
    when b.state = 'requested' then
      mine = 'talent' or b.quote_version > 0
      or exists (select 1 from public.messages m where m.thread_id = thread and m.sender_id = b.talent_user_id)
      or (select count(*) from public.messages m where m.thread_id = thread and m.sender_id = b.customer_id) < 3
    when not resting then true
    when b.state in ('declined', 'withdrawn', 'expired') then app.now() < closed_since + interval '7 days'
    else app.now() < closed_since + interval '14 days'
  end;
end $$;--> statement-breakpoint
-- nothing said in a dispute is taken back
create function app.may_take_back(thread uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return app.my_role() is not null and not exists (
     select 1 from public.threads t join public.bookings b on b.id = t.booking_id where t.id = thread and b.state = 'disputed'); end $$;--> statement-breakpoint
-- what the rules ask about the other side of a thread of mine: nothing that a refusal does not say
create function app.talk_facts(thread uuid) returns table (blocked boolean, away boolean, entitled boolean) language plpgsql stable security definer set search_path = '' as
$$ begin return query
   select app.blocked_with(m.partner_id), app.away(m.partner_id), app.entitled('contact.initiate')
   from public.thread_members m where m.thread_id = thread and m.user_id = app.user_id(); end $$;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.link_hash(), app.messaging_policy(), app.context_on(text) to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.may_ask(uuid, text, text), app.may_reply(uuid, text) to app_visitor, app_user;--> statement-breakpoint
grant execute on function app.may_contact(uuid, text), app.unmasked(uuid), app.may_send(uuid), app.may_take_back(uuid), app.talk_facts(uuid) to app_user;--> statement-breakpoint

CREATE TABLE "inquiries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"talent_id" uuid NOT NULL,
	"talent_user_id" text NOT NULL,
	"sender_id" text,
	"service_id" uuid,
	"service_title" jsonb,
	"subject" text DEFAULT '' NOT NULL,
	"message" text NOT NULL,
	"masked_subject" text,
	"masked_message" text,
	"sender_name" text NOT NULL,
	"sender_email" text NOT NULL,
	"sender_phone" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"status" text DEFAULT 'unread' NOT NULL,
	"is_spam" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"read_at" timestamp with time zone,
	"last_reply_at" timestamp with time zone,
	"answers" integer DEFAULT 0 NOT NULL,
	"follow_ups" integer DEFAULT 0 NOT NULL,
	"deleted_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"held_at" timestamp with time zone,
	"link_hash" text NOT NULL,
	"ip_hash" text,
	"form_key" text,
	CONSTRAINT "inquiries_status_is_known" CHECK ("inquiries"."status" in ('unread', 'read', 'replied', 'archived')),
	CONSTRAINT "inquiries_subject_fits" CHECK (length("inquiries"."subject") <= 255),
	CONSTRAINT "inquiries_have_a_message" CHECK (length("inquiries"."message") between 1 and 4000),
	CONSTRAINT "inquiries_phone_fits" CHECK (length("inquiries"."sender_phone") <= 20),
	CONSTRAINT "inquiries_read_at" CHECK ("inquiries"."status" = 'unread' or "inquiries"."read_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "inquiries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiry_replies" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"inquiry_id" uuid NOT NULL,
	"author" text NOT NULL,
	"sender_id" text,
	"reply" text NOT NULL,
	"masked" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "inquiry_replies_have_a_body" CHECK (length("inquiry_replies"."reply") between 1 and 4000),
	CONSTRAINT "inquiry_replies_talents_have_accounts" CHECK ("inquiry_replies"."author" <> 'talent' or "inquiry_replies"."sender_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "inquiry_replies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inquiry_spam_marks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"inquiry_id" uuid NOT NULL,
	"talent_user_id" text NOT NULL,
	"email_hash" text NOT NULL,
	"ip_hash" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"cleared_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "inquiry_spam_marks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "blocks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"blocker_id" text NOT NULL,
	"blocked_id" text,
	"blocked_email" text,
	"name" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "blocks_name_one" CHECK (num_nonnulls("blocks"."blocked_id", "blocks"."blocked_email") = 1 and "blocks"."blocked_id" is distinct from "blocks"."blocker_id")
);
--> statement-breakpoint
ALTER TABLE "blocks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"customer_id" text NOT NULL,
	"talent_id" uuid NOT NULL,
	"talent_user_id" text NOT NULL,
	"customer_name" text NOT NULL,
	"talent_name" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"state_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"closed_by" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "contacts_state_is_known" CHECK ("contacts"."state" in ('pending', 'accepted', 'declined', 'closed')),
	CONSTRAINT "contacts_closed_by_somebody" CHECK (("contacts"."state" = 'closed') = ("contacts"."closed_by" is not null)),
	CONSTRAINT "contacts_join_two" CHECK ("contacts"."customer_id" <> "contacts"."talent_user_id")
);
--> statement-breakpoint
ALTER TABLE "contacts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"reporter_id" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"message_id" uuid,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "reports_note_is_short" CHECK (length("reports"."note") <= 2000),
	CONSTRAINT "reports_decided_by_somebody" CHECK (("reports"."state" = 'open') = ("reports"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "threads" DROP CONSTRAINT "threads_belong_to_something";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_thread_id_threads_id_fk";
--> statement-breakpoint
ALTER TABLE "thread_members" DROP CONSTRAINT "thread_members_thread_id_threads_id_fk";
--> statement-breakpoint
DROP INDEX "thread_members_inbox_idx";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "masked" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "kind" text DEFAULT 'booking' NOT NULL;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "subject_id" uuid;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "title" jsonb DEFAULT '""' NOT NULL;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "partner_id" text;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "partner_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "state" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "marked_unread" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "archived_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "hidden" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "contact_id" uuid;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "inquiry_id" uuid;--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD COLUMN "inquiries_from" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD COLUMN "contacts_open" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_talent_user_id_users_id_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_sender_id_users_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_replies" ADD CONSTRAINT "inquiry_replies_inquiry_id_inquiries_id_fk" FOREIGN KEY ("inquiry_id") REFERENCES "public"."inquiries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_replies" ADD CONSTRAINT "inquiry_replies_sender_id_users_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inquiry_spam_marks" ADD CONSTRAINT "inquiry_spam_marks_talent_user_id_users_id_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_blocker_id_users_id_fk" FOREIGN KEY ("blocker_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_blocked_id_users_id_fk" FOREIGN KEY ("blocked_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_talent_user_id_users_id_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_reporter_id_users_id_fk" FOREIGN KEY ("reporter_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inquiries_inbox_idx" ON "inquiries" USING btree ("talent_user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "inquiries_status_idx" ON "inquiries" USING btree ("talent_user_id","status","created_at");--> statement-breakpoint
CREATE INDEX "inquiries_listing_idx" ON "inquiries" USING btree ("service_id","talent_user_id");--> statement-breakpoint
CREATE INDEX "inquiries_sender_idx" ON "inquiries" USING btree ("sender_id","created_at");--> statement-breakpoint
CREATE INDEX "inquiries_email_idx" ON "inquiries" USING btree (lower("sender_email"),"created_at");--> statement-breakpoint
CREATE INDEX "inquiries_network_idx" ON "inquiries" USING btree ("ip_hash","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "inquiries_link_key" ON "inquiries" USING btree ("link_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "inquiries_form_key" ON "inquiries" USING btree ("form_key");--> statement-breakpoint
CREATE INDEX "inquiry_replies_inquiry_idx" ON "inquiry_replies" USING btree ("inquiry_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "inquiry_spam_marks_once" ON "inquiry_spam_marks" USING btree ("inquiry_id");--> statement-breakpoint
CREATE INDEX "inquiry_spam_marks_email_idx" ON "inquiry_spam_marks" USING btree ("email_hash");--> statement-breakpoint
CREATE INDEX "inquiry_spam_marks_ip_idx" ON "inquiry_spam_marks" USING btree ("ip_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "blocks_person_key" ON "blocks" USING btree ("blocker_id","blocked_id");--> statement-breakpoint
CREATE UNIQUE INDEX "blocks_email_key" ON "blocks" USING btree ("blocker_id","blocked_email");--> statement-breakpoint
CREATE INDEX "blocks_blocked_idx" ON "blocks" USING btree ("blocked_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_one_per_pair" ON "contacts" USING btree ("customer_id","talent_user_id");--> statement-breakpoint
CREATE INDEX "contacts_talent_idx" ON "contacts" USING btree ("talent_user_id","state");--> statement-breakpoint
CREATE INDEX "contacts_asked_idx" ON "contacts" USING btree ("customer_id","created_at");--> statement-breakpoint
CREATE INDEX "reports_open_idx" ON "reports" USING btree ("created_at") WHERE "reports"."state" = 'open';--> statement-breakpoint
CREATE INDEX "reports_thread_idx" ON "reports" USING btree ("thread_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_one_open_each" ON "reports" USING btree ("reporter_id","thread_id") WHERE "reports"."state" = 'open';--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_members" ADD CONSTRAINT "thread_members_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_inquiry_id_inquiries_id_fk" FOREIGN KEY ("inquiry_id") REFERENCES "public"."inquiries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "thread_members_unread_idx" ON "thread_members" USING btree ("user_id") WHERE ("thread_members"."unread" > 0 or "thread_members"."marked_unread") and not "thread_members"."hidden" and "thread_members"."archived_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "threads_one_per_contact" ON "threads" USING btree ("contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "threads_one_per_inquiry" ON "threads" USING btree ("inquiry_id");--> statement-breakpoint
CREATE INDEX "thread_members_inbox_idx" ON "thread_members" USING btree ("user_id","last_message_at","thread_id");--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_belong_to_something" CHECK (num_nonnulls("threads"."booking_id", "threads"."contact_id", "threads"."inquiry_id") = 1 and case "threads"."kind"
        when 'booking' then "threads"."booking_id" is not null when 'direct' then "threads"."contact_id" is not null
        when 'inquiry' then "threads"."inquiry_id" is not null else false end);--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD CONSTRAINT "talent_profiles_inquiries_from_is_known" CHECK ("talent_profiles"."inquiries_from" in ('everyone', 'members', 'subscribers', 'nobody'));--> statement-breakpoint
CREATE POLICY "people take back their own words" ON "messages" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("messages"."sender_id" = (select app.user_id()) and "messages"."thread_id" = any ((select app.my_thread_ids())::uuid[])) WITH CHECK ("messages"."sender_id" = (select app.user_id()) and app.may_take_back("messages"."thread_id"));--> statement-breakpoint
CREATE POLICY "talents see what they were asked" ON "inquiries" AS PERMISSIVE FOR SELECT TO "app_user" USING ("inquiries"."talent_user_id" = (select app.user_id()) and "inquiries"."held_at" is null);--> statement-breakpoint
CREATE POLICY "senders see what they asked" ON "inquiries" AS PERMISSIVE FOR SELECT TO "app_user" USING ("inquiries"."sender_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "a link shows its inquiry" ON "inquiries" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING ("inquiries"."link_hash" = (select app.link_hash()));--> statement-breakpoint
CREATE POLICY "visitors ask" ON "inquiries" AS PERMISSIVE FOR INSERT TO "app_visitor" WITH CHECK ("inquiries"."sender_id" is null and app.may_ask("inquiries"."talent_id", "inquiries"."talent_user_id", "inquiries"."sender_email"));--> statement-breakpoint
CREATE POLICY "customers ask" ON "inquiries" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("inquiries"."sender_id" = (select app.user_id()) and app.may_ask("inquiries"."talent_id", "inquiries"."talent_user_id", "inquiries"."sender_email"));--> statement-breakpoint
CREATE POLICY "talents file what they were asked" ON "inquiries" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("inquiries"."talent_user_id" = (select app.user_id()) and "inquiries"."held_at" is null and (select app.my_role()) is not null) WITH CHECK ("inquiries"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps inquiries" ON "inquiries" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "replies follow their inquiry" ON "inquiry_replies" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (exists (select 1 from inquiries i where i.id = "inquiry_replies"."inquiry_id"));--> statement-breakpoint
CREATE POLICY "senders follow up by their link" ON "inquiry_replies" AS PERMISSIVE FOR INSERT TO "app_visitor" WITH CHECK ("inquiry_replies"."author" = 'sender' and "inquiry_replies"."sender_id" is null and app.may_reply("inquiry_replies"."inquiry_id", "inquiry_replies"."author"));--> statement-breakpoint
CREATE POLICY "the two write while it is open" ON "inquiry_replies" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("inquiry_replies"."sender_id" = (select app.user_id()) and app.may_reply("inquiry_replies"."inquiry_id", "inquiry_replies"."author"));--> statement-breakpoint
CREATE POLICY "the system keeps replies" ON "inquiry_replies" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system keeps spam marks" ON "inquiry_spam_marks" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see whom they blocked" ON "blocks" AS PERMISSIVE FOR SELECT TO "app_user" USING ("blocks"."blocker_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people block" ON "blocks" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("blocks"."blocker_id" = (select app.user_id()) and (select app.my_role()) is not null);--> statement-breakpoint
CREATE POLICY "people unblock" ON "blocks" AS PERMISSIVE FOR DELETE TO "app_user" USING ("blocks"."blocker_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system sees blocks" ON "blocks" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the two see their contact" ON "contacts" AS PERMISSIVE FOR SELECT TO "app_user" USING ("contacts"."customer_id" = (select app.user_id()) or "contacts"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "members with a plan ask for contact" ON "contacts" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("contacts"."customer_id" = (select app.user_id()) and "contacts"."state" = 'pending' and app.may_contact("contacts"."talent_id", "contacts"."talent_user_id"));--> statement-breakpoint
CREATE POLICY "the two move their contact" ON "contacts" AS PERMISSIVE FOR UPDATE TO "app_user" USING (("contacts"."customer_id" = (select app.user_id()) or "contacts"."talent_user_id" = (select app.user_id())) and (select app.my_role()) is not null) WITH CHECK ("contacts"."customer_id" = (select app.user_id()) or "contacts"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps contacts" ON "contacts" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their reports" ON "reports" AS PERMISSIVE FOR SELECT TO "app_user" USING ("reports"."reporter_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see reports" ON "reports" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "members report" ON "reports" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("reports"."reporter_id" = (select app.user_id()) and "reports"."thread_id" = any ((select app.my_thread_ids())::uuid[]) and "reports"."state" = 'open' and (select app.my_role()) is not null);--> statement-breakpoint
CREATE POLICY "the system keeps reports" ON "reports" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint

-- ---- grants -----------------------------------------------------------------------------------------------------------
grant select (inquiries_from, contacts_open) on talent_profiles to app_visitor;--> statement-breakpoint
grant update (inquiries_from, contacts_open) on talent_profiles to app_user;--> statement-breakpoint
grant select, insert on contacts to app_user;--> statement-breakpoint
grant update (state, closed_by) on contacts to app_user;--> statement-breakpoint
grant select, update on contacts to app_system;--> statement-breakpoint
grant update (marked_unread, archived_at) on thread_members to app_user;--> statement-breakpoint
grant update (deleted_at) on messages to app_user;--> statement-breakpoint
grant delete on messages, threads, thread_members to app_system;--> statement-breakpoint
grant select, insert, delete on blocks to app_user;--> statement-breakpoint
grant select on blocks to app_system;--> statement-breakpoint
grant select, insert on reports to app_user;--> statement-breakpoint
grant select, update on reports to app_system;--> statement-breakpoint
-- the sender's address and number, and what proves a link, are for the system alone
grant select (id, talent_id, talent_user_id, sender_id, service_id, service_title, subject, message, masked_subject, masked_message, sender_name, locale, status, is_spam, created_at, read_at, last_reply_at, answers, follow_ups, deleted_at, ended_at) on inquiries to app_user;--> statement-breakpoint
grant select (id, talent_id, service_title, subject, message, sender_name, locale, status, created_at, last_reply_at, answers, follow_ups, ended_at) on inquiries to app_visitor;--> statement-breakpoint
grant insert on inquiries, inquiry_replies to app_visitor, app_user;--> statement-breakpoint
grant select on inquiry_replies to app_visitor, app_user;--> statement-breakpoint
grant update (status, is_spam) on inquiries to app_user;--> statement-breakpoint
grant select, update, delete on inquiries, inquiry_replies to app_system;--> statement-breakpoint
grant select, insert, update on inquiry_spam_marks to app_system;--> statement-breakpoint

-- ---- bookings: the inbox row says what it is about ----------------------------------------------------------------------
create or replace function app.bookings_open_thread() returns trigger language plpgsql security definer set search_path = '' as
$$
declare thread uuid;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  insert into public.threads (kind, booking_id) values ('booking', new.id) returning id into thread;
  insert into public.thread_members (thread_id, user_id, side, kind, subject_id, title, partner_id, partner_name, last_message_at)
  values (thread, new.customer_id, 'customer', 'booking', new.id, new.service_title, new.talent_user_id, new.talent_name, app.now()),
         (thread, new.talent_user_id, 'talent', 'booking', new.id, new.service_title, new.customer_id, new.customer_name, app.now());
  return null;
end $$;--> statement-breakpoint
update thread_members m set subject_id = b.id, title = b.service_title,
  partner_id = case m.side when 'customer' then b.talent_user_id else b.customer_id end,
  partner_name = case m.side when 'customer' then b.talent_name else b.customer_name end
from threads t join bookings b on b.id = t.booking_id where t.id = m.thread_id;--> statement-breakpoint

-- ---- C2: the machine of src/features/messaging/rules/contacts.ts, tested against it row by row ------------------------------
create function app.contact_moves() returns table (from_state text, move text, to_state text, by text) language sql immutable parallel safe as
$$ values
  ('pending', 'accept', 'accepted', 'talent'),
  ('pending', 'decline', 'declined', 'talent'),
  ('pending', 'withdraw', 'closed', 'customer'),
  ('declined', 'accept', 'accepted', 'talent'),
  ('declined', 'ask_again', 'pending', 'customer'),
  ('accepted', 'close', 'closed', 'customer'),
  ('accepted', 'close', 'closed', 'talent'),
  ('closed', 'accept', 'accepted', 'talent'),
  ('closed', 'ask_again', 'pending', 'customer'),
  ('pending', 'close', 'closed', 'system'),
  ('accepted', 'close', 'closed', 'system'),
  ('declined', 'close', 'closed', 'system')
$$;--> statement-breakpoint
create function app.contacts_are_born_pending() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  new.created_at := app.now(); new.state_at := app.now(); new.closed_by := null;
  -- names are the people's own, whatever the caller wrote
  new.customer_name := coalesce((select u.name from public.users u where u.id = new.customer_id), '');
  new.talent_name := coalesce((select p.display_name from public.talent_profiles p where p.id = new.talent_id), '');
  return new;
end $$;--> statement-breakpoint
create trigger contacts_are_born_pending before insert on contacts for each row execute function app.contacts_are_born_pending();--> statement-breakpoint
create function app.contacts_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare party text := app.party_of(old.customer_id, old.talent_user_id);
begin
  -- the owner: a talent's word accepts, below
  if current_setting('role', true) not in ('app_user', 'app_system') or pg_trigger_depth() > 1 then return new; end if;
  if new.state = old.state then new.closed_by := old.closed_by; return new; end if;
  if not exists (select 1 from app.contact_moves() m where m.from_state = old.state and m.to_state = new.state and m.by = party)
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
create trigger contacts_keep_to_the_machine before update on contacts for each row execute function app.contacts_keep_to_the_machine();--> statement-breakpoint
create function app.contacts_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  thread uuid;
  news text;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    insert into public.threads (kind, contact_id) values ('direct', new.id) returning id into thread;
    insert into public.thread_members (thread_id, user_id, side, kind, subject_id, partner_id, partner_name, state, last_message_at)
    values (thread, new.customer_id, 'customer', 'direct', new.id, new.talent_user_id, new.talent_name, new.state, app.now()),
           (thread, new.talent_user_id, 'talent', 'direct', new.id, new.customer_id, new.customer_name, new.state, app.now());
    news := 'contact.asked';
  elsif new.state is distinct from old.state then
    update public.thread_members m set state = new.state from public.threads t where t.contact_id = new.id and m.thread_id = t.id;
    news := case new.state when 'pending' then 'contact.asked' when 'accepted' then 'contact.accepted' when 'declined' then 'contact.declined' end;
  end if;
  if news is not null then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values (news, jsonb_build_object('contactId', new.id), news || ':' || new.id || ':' || extract(epoch from new.state_at), coalesce(app.user_id(), 'system'))
    on conflict (dedupe_key) do nothing;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger contacts_reach_members after insert or update on contacts for each row execute function app.contacts_reach_members();--> statement-breakpoint

-- ---- messages: the other's inbox row, the talent's yes, the news ------------------------------------------------------------
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
  update public.thread_members m
  set last_message_at = new.sent_at,
      preview = left(case when app.unmasked(new.thread_id) then new.body else coalesce(new.masked, new.body) end, 140),
      unread = case when m.user_id = new.sender_id then 0 else m.unread + 1 end,
      marked_unread = m.marked_unread and m.user_id <> new.sender_id,
      archived_at = case when m.user_id = new.sender_id then m.archived_at end,
      last_read_id = case when m.user_id = new.sender_id then new.id else m.last_read_id end
  where m.thread_id = new.thread_id;
  -- the opening words of a request go out with the request
  if not opening then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('message.sent', jsonb_build_object('messageId', new.id, 'threadId', new.thread_id), 'message:' || new.id, new.sender_id);
  end if;
  return null;
end $$;--> statement-breakpoint
create function app.messages_are_said_now() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  if tg_op = 'INSERT' then new.sent_at := app.now(); new.deleted_at := null;
  elsif current_setting('role', true) = 'app_user' then new.deleted_at := coalesce(old.deleted_at, app.now()); end if;
  return new;
end $$;--> statement-breakpoint
create trigger messages_are_said_now before insert or update on messages for each row execute function app.messages_are_said_now();--> statement-breakpoint
create function app.messages_taken_back() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if old.deleted_at is null and new.deleted_at is not null
     and not exists (select 1 from public.messages m where m.thread_id = new.thread_id and m.id > new.id) then
    update public.thread_members m set preview = '' where m.thread_id = new.thread_id;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger messages_taken_back after update on messages for each row execute function app.messages_taken_back();--> statement-breakpoint

-- ---- C1 -----------------------------------------------------------------------------------------------------------------
create function app.sender_digest(email text) returns text language sql immutable parallel safe as
$$ select encode(sha256(convert_to(lower(trim(email)), 'UTF8')), 'hex') $$;--> statement-breakpoint
-- three talents called this sender's words spam, and no operator has cleared them
create function app.under_review(email text, network text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return (select count(distinct m.talent_user_id) >= 3 from public.inquiry_spam_marks m
     where m.cleared_at is null and (m.email_hash = app.sender_digest(email) or m.ip_hash = network)); end $$;--> statement-breakpoint
create function app.inquiries_are_born_unread() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_visitor', 'app_user', 'app_system') then return new; end if;
  new.created_at := app.now(); new.status := 'unread'; new.is_spam := false; new.read_at := null; new.last_reply_at := null;
  new.answers := 0; new.follow_ups := 0; new.deleted_at := null; new.ended_at := null;
  new.held_at := case when app.under_review(new.sender_email, new.ip_hash) then app.now() end;
  new.service_title := null;
  if new.service_id is not null then
    select s.title into new.service_title from public.services s where s.id = new.service_id and s.talent_id = new.talent_id and s.active;
    if not found then raise exception 'no such listing of this talent' using errcode = '23503', constraint = 'inquiries_listing_is_the_talents'; end if;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger inquiries_are_born_unread before insert on inquiries for each row execute function app.inquiries_are_born_unread();--> statement-breakpoint
create function app.inquiries_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  thread uuid;
  talent text;
  about jsonb;
begin
  if current_setting('role', true) not in ('app_visitor', 'app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    select p.display_name into talent from public.talent_profiles p where p.id = new.talent_id;
    about := case when new.subject <> '' then to_jsonb(coalesce(new.masked_subject, new.subject)) else coalesce(new.service_title, '""') end;
    insert into public.threads (kind, inquiry_id) values ('inquiry', new.id) returning id into thread;
    insert into public.thread_members (thread_id, user_id, side, kind, subject_id, title, partner_id, partner_name, state, last_message_at, preview, unread, hidden)
    values (thread, new.talent_user_id, 'talent', 'inquiry', new.id, about, new.sender_id, new.sender_name, 'unread', app.now(),
            left(coalesce(new.masked_message, new.message), 140), 1, new.held_at is not null);
    if new.sender_id is not null then
      insert into public.thread_members (thread_id, user_id, side, kind, subject_id, title, partner_id, partner_name, last_message_at, preview)
      values (thread, new.sender_id, 'customer', 'inquiry', new.id, about, new.talent_user_id, talent, app.now(), left(coalesce(new.masked_message, new.message), 140));
    end if;
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('inquiry.confirm', jsonb_build_object('inquiryId', new.id), 'inquiry.confirm:' || new.id, new.sender_id);
    if new.held_at is null then
      insert into public.outbox (kind, payload, dedupe_key, actor_id)
      values ('inquiry.received', jsonb_build_object('inquiryId', new.id), 'inquiry.received:' || new.id, new.sender_id);
    end if;
    return null;
  end if;
  -- the sender learns nothing of how the talent files it
  update public.thread_members m
  set state = new.status,
      unread = case when new.status = 'unread' then greatest(m.unread, 1) else 0 end,
      marked_unread = false,
      archived_at = case when new.status = 'archived' then coalesce(m.archived_at, app.now()) end,
      hidden = new.is_spam or new.deleted_at is not null or new.held_at is not null
  from public.threads t where t.inquiry_id = new.id and m.thread_id = t.id and m.side = 'talent';
  if old.held_at is not null and new.held_at is null then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('inquiry.received', jsonb_build_object('inquiryId', new.id), 'inquiry.received:' || new.id, new.sender_id) on conflict (dedupe_key) do nothing;
  end if;
  if new.is_spam and not old.is_spam then
    insert into public.inquiry_spam_marks (inquiry_id, talent_user_id, email_hash, ip_hash)
    values (new.id, new.talent_user_id, app.sender_digest(new.sender_email), new.ip_hash) on conflict (inquiry_id) do nothing;
  elsif old.is_spam and not new.is_spam then
    delete from public.inquiry_spam_marks k where k.inquiry_id = new.id;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger inquiries_reach_members after insert or update on inquiries for each row execute function app.inquiries_reach_members();--> statement-breakpoint
-- filing by hand: `replied` is earned by an answer, and reading is remembered
create function app.inquiries_are_filed() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_user' then return new; end if;
  if new.status is distinct from old.status and new.status = 'replied' and not (old.status = 'archived' and old.answers > 0) then
    raise exception 'an inquiry is answered by an answer' using errcode = '23514', constraint = 'inquiries_are_filed';
  end if;
  new.read_at := case when new.status = 'unread' then old.read_at else coalesce(old.read_at, app.now()) end;
  return new;
end $$;--> statement-breakpoint
create trigger inquiries_are_filed before update on inquiries for each row execute function app.inquiries_are_filed();--> statement-breakpoint
create function app.replies_are_said_now() returns trigger language plpgsql set search_path = '' as
$$ begin new.created_at := app.now(); return new; end $$;--> statement-breakpoint
create trigger replies_are_said_now before insert on inquiry_replies for each row
  when (current_setting('role', true) in ('app_visitor', 'app_user', 'app_system')) execute function app.replies_are_said_now();--> statement-breakpoint
create function app.replies_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare i record;
begin
  if current_setting('role', true) not in ('app_visitor', 'app_user', 'app_system') then return null; end if;
  if new.author = 'talent' then
    update public.inquiries k set status = 'replied', read_at = coalesce(k.read_at, app.now()), last_reply_at = app.now(), answers = k.answers + 1
    where k.id = new.inquiry_id returning * into i;
  else
    update public.inquiries k set status = 'unread', follow_ups = k.follow_ups + 1 where k.id = new.inquiry_id returning * into i;
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
create trigger replies_reach_members after insert on inquiry_replies for each row execute function app.replies_reach_members();--> statement-breakpoint
-- the talent throws it away: hidden at once, erased by the clock
create function app.hide_inquiry(inquiry uuid) returns boolean language plpgsql volatile security definer set search_path = '' as
$$
begin
  if app.my_role() is null then return false; end if;
  update public.inquiries i set deleted_at = app.now() where i.id = inquiry and i.talent_user_id = app.user_id() and i.deleted_at is null and i.held_at is null;
  return found;
end $$;--> statement-breakpoint
-- the owner of the address says that it was not them: nothing more goes there
create function app.end_inquiry() returns boolean language plpgsql volatile security definer set search_path = '' as
$$
begin
  update public.inquiries i set ended_at = app.now() where i.link_hash = app.link_hash() and i.ended_at is null;
  return found;
end $$;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.contact_moves(), app.hide_inquiry(uuid) to app_user;--> statement-breakpoint
grant execute on function app.end_inquiry() to app_visitor, app_user;--> statement-breakpoint
grant execute on function app.under_review(text, text), app.unmasked(uuid) to app_system;
