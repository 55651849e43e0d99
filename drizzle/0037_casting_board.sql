-- The casting board (product.md 1.7, 3.4, 3.7 C3). The functions come first, because policies name them.

-- whom I blocked and who blocked me
create function app.blocked_ids() returns text[] language plpgsql stable security definer set search_path = '' as
$$ begin return array(
     select b.blocked_id from public.blocks b where b.blocker_id = app.user_id() and b.blocked_id is not null
     union select b.blocker_id from public.blocks b where b.blocked_id = app.user_id()); end $$;--> statement-breakpoint
-- the board is for talents, where there is one
create function app.may_browse() returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return app.context_on('request') and app.my_role() = 'talent' and app.entitled('requests.browse'); end $$;--> statement-breakpoint
create function app.my_unlocked_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$ begin return array(select u.request_id from public.request_unlocks u where u.user_id = app.user_id()); end $$;--> statement-breakpoint
-- those whose credit has not come back
create function app.my_open_unlocked_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$ begin return array(select u.request_id from public.request_unlocks u where u.user_id = app.user_id() and u.status = 'UNLOCKED'); end $$;--> statement-breakpoint
-- like app.my_thread_ids(): a transaction about one thread asks about that one alone
create function app.my_narrow_thread_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$
declare
  entered uuid := nullif(current_setting('app.thread', true), '')::uuid;
begin
  return array(select m.thread_id from public.thread_members m where m.user_id = app.user_id() and m.narrow and (entered is null or m.thread_id = entered));
end $$;--> statement-breakpoint
create function app.my_request_thread_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$
declare
  entered uuid := nullif(current_setting('app.thread', true), '')::uuid;
begin
  if entered is not null then
    return array(select m.thread_id from public.thread_members m where m.thread_id = entered and m.user_id = app.user_id() and m.kind = 'request');
  end if;
  return array(select m.thread_id from public.thread_members m where m.user_id = app.user_id() and m.kind = 'request');
end $$;--> statement-breakpoint

-- what the rules ask about a request and whoever asks: nothing that a refusal does not say, and nothing of a draft of another
create function app.request_facts(request uuid) returns table (id uuid, owner_id text, state text, visibility text, owner boolean, blocked boolean, owner_away boolean, unlock text, entitled boolean)
language plpgsql stable security definer set search_path = '' as
$$ begin return query
   select r.id, r.owner_id, case when r.state = 'OPEN' and r.expires_at <= app.now() then 'CLOSED' else r.state end, r.visibility,
     r.owner_id = app.user_id(), app.blocked_with(r.owner_id), app.away(r.owner_id),
     (select u.status from public.request_unlocks u where u.request_id = r.id and u.user_id = app.user_id()), app.entitled('messaging.enabled')
   from public.requests r where r.id = request; end $$;--> statement-breakpoint

-- src/features/messaging/rules/requests.ts: canPostInRequest. FOR SHARE: closing and sending cannot both win, and many may send at once.
create function app.may_post(request uuid) returns boolean language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  r record;
begin
  if not app.context_on('request') then return false; end if;
  select k.* into r from public.requests k where k.id = request for share;
  if not found or r.state <> 'OPEN' or r.expires_at <= app.now() or not app.entitled('messaging.enabled') then return false; end if;
  if r.owner_id = who then return app.my_role() = 'customer'; end if;
  return app.my_role() = 'talent' and not app.blocked_with(r.owner_id) and not app.away(r.owner_id)
    and exists (select 1 from public.request_unlocks u where u.request_id = request and u.user_id = who and u.status = 'UNLOCKED');
end $$;--> statement-breakpoint
-- may a message of mine in this thread be for that one alone? The owner's, to somebody who unlocked; a talent's, to the owner.
create function app.may_address(thread uuid, reader text) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare r record;
begin
  select k.* into r from public.requests k join public.threads t on t.request_id = k.id where t.id = thread;
  if not found then return false; end if;
  if r.owner_id <> app.user_id() then return reader = r.owner_id; end if;
  return not app.away(reader) and not app.blocked_with(reader)
    and exists (select 1 from public.request_unlocks u where u.request_id = r.id and u.user_id = reader and u.status = 'UNLOCKED');
end $$;--> statement-breakpoint
-- src/features/requests/rules.ts: canPropose. The profile is the account's own.
create function app.may_propose(request uuid, talent uuid, money text, starts timestamptz) returns boolean language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  r record;
begin
  if not app.context_on('request') or app.my_role() is distinct from 'talent' then return false; end if;
  select k.* into r from public.requests k where k.id = request for share;
  if not found or r.owner_id = who or r.state <> 'OPEN' or r.expires_at <= app.now() or r.currency is distinct from money or starts <= app.now() then return false; end if;
  return app.entitled('proposals.send') and not app.blocked_with(r.owner_id) and not app.away(r.owner_id)
    and exists (select 1 from public.request_unlocks u where u.request_id = request and u.user_id = who and u.status = 'UNLOCKED')
    and exists (select 1 from public.talent_profiles p where p.id = talent and p.user_id = who);
end $$;--> statement-breakpoint
-- is this booking the accepted proposal, word for word?
create function app.takes_proposal(proposal uuid, talent uuid, talent_user text, price bigint, money text, starts timestamptz, ends timestamptz) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (
     select 1 from public.proposals p join public.requests r on r.id = p.request_id join public.talent_profiles k on k.id = p.talent_id
     where p.id = proposal and p.state = 'accepted' and r.owner_id = app.user_id() and p.talent_id = talent and k.user_id = talent_user
       and p.amount = price and p.currency = money and p.starts_at = starts and p.ends_at = ends); end $$;--> statement-breakpoint
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

  if t.kind = 'request' then return app.may_post(t.request_id); end if;
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
end $$;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.blocked_ids(), app.may_browse(), app.my_unlocked_ids(), app.my_open_unlocked_ids(), app.my_narrow_thread_ids(), app.my_request_thread_ids(), app.request_facts(uuid), app.may_address(uuid, text), app.may_propose(uuid, uuid, text, timestamptz), app.takes_proposal(uuid, uuid, text, bigint, text, timestamptz, timestamptz) to app_user;--> statement-breakpoint

CREATE TABLE "proposals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"request_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"talent_id" uuid NOT NULL,
	"talent_name" text DEFAULT '' NOT NULL,
	"service_id" uuid,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"text" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"state_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "proposals_state_is_known" CHECK ("proposals"."state" in ('active', 'withdrawn', 'accepted', 'not_chosen')),
	CONSTRAINT "proposals_amount_is_positive" CHECK ("proposals"."amount" between 1 and 999999999999),
	CONSTRAINT "proposals_run_forward" CHECK ("proposals"."starts_at" < "proposals"."ends_at"),
	CONSTRAINT "proposals_have_words" CHECK (length("proposals"."text") between 1 and 4000)
);
--> statement-breakpoint
ALTER TABLE "proposals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "request_details" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"contact_name" text DEFAULT '' NOT NULL,
	"contact_email" text DEFAULT '' NOT NULL,
	"contact_phone" text DEFAULT '' NOT NULL,
	CONSTRAINT "request_details_fit" CHECK (length("request_details"."description") <= 4000 and length("request_details"."place") <= 200),
	CONSTRAINT "request_details_contact_fits" CHECK (length("request_details"."contact_name") <= 80 and length("request_details"."contact_email") <= 254 and length("request_details"."contact_phone") <= 20)
);
--> statement-breakpoint
ALTER TABLE "request_details" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "request_unlocks" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"request_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"talent_name" text DEFAULT '' NOT NULL,
	"status" text DEFAULT 'UNLOCKED' NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"unlocked_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"returned_at" timestamp with time zone,
	"returned_for" text,
	"by_member" text,
	CONSTRAINT "request_unlocks_returned_for_a_reason" CHECK (("request_unlocks"."status" = 'RETURNED') = ("request_unlocks"."returned_for" is not null)),
	CONSTRAINT "request_unlocks_returned_at" CHECK (("request_unlocks"."status" = 'RETURNED') = ("request_unlocks"."returned_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "request_unlocks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"owner_id" text NOT NULL,
	"owner_name" text DEFAULT '' NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"category" text,
	"city" text,
	"starts_on" date,
	"ends_on" date,
	"currency" text,
	"budget_min" bigint,
	"budget_max" bigint,
	"visibility" text DEFAULT 'transparent' NOT NULL,
	"state" text DEFAULT 'DRAFT' NOT NULL,
	"state_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"closed_reason" text,
	"closed_at" timestamp with time zone,
	"published_at" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"checked_by" text,
	"matched_at" timestamp with time zone,
	"unlocks" integer DEFAULT 0 NOT NULL,
	"proposals" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "requests_state_is_known" CHECK ("requests"."state" in ('DRAFT', 'OPEN', 'CLOSED')),
	CONSTRAINT "requests_closed_for_a_reason" CHECK (("requests"."state" = 'CLOSED') = ("requests"."closed_reason" is not null)),
	CONSTRAINT "requests_closed_at" CHECK (("requests"."state" = 'CLOSED') = ("requests"."closed_at" is not null)),
	CONSTRAINT "requests_title_fits" CHECK (length("requests"."title") <= 120 and length("requests"."summary") <= 280),
	CONSTRAINT "requests_run_forward" CHECK ("requests"."ends_on" is null or "requests"."starts_on" <= "requests"."ends_on"),
	CONSTRAINT "requests_budget_is_money" CHECK (("requests"."budget_min" is null or "requests"."budget_min" > 0) and ("requests"."budget_max" is null or "requests"."budget_max" between 1 and 999999999999) and ("requests"."budget_min" is null or "requests"."budget_max" is null or "requests"."budget_min" <= "requests"."budget_max")),
	CONSTRAINT "requests_published_are_whole" CHECK ("requests"."state" = 'DRAFT' or ("requests"."title" <> '' and "requests"."category" is not null and "requests"."city" is not null and "requests"."starts_on" is not null and "requests"."currency" is not null and "requests"."budget_max" is not null and "requests"."published_at" is not null and "requests"."opened_at" is not null and "requests"."expires_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "saved_searches" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"category" text,
	"city" text,
	"currency" text,
	"budget_from" bigint,
	"starts_from" date,
	"starts_until" date,
	"told" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "saved_searches_have_a_name" CHECK (length("saved_searches"."name") between 1 and 80 and length("saved_searches"."words") <= 120)
);
--> statement-breakpoint
ALTER TABLE "saved_searches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "threads" DROP CONSTRAINT "threads_belong_to_something";--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "proposal_id" uuid;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "to_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "open" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "thread_members" ADD COLUMN "narrow" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_details" ADD CONSTRAINT "request_details_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_unlocks" ADD CONSTRAINT "request_unlocks_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_unlocks" ADD CONSTRAINT "request_unlocks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_checked_by_users_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_one_active" ON "proposals" USING btree ("request_id","user_id") WHERE "proposals"."state" = 'active';--> statement-breakpoint
CREATE INDEX "proposals_request_idx" ON "proposals" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "proposals_user_idx" ON "proposals" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "request_unlocks_once" ON "request_unlocks" USING btree ("request_id","user_id");--> statement-breakpoint
CREATE INDEX "request_unlocks_user_idx" ON "request_unlocks" USING btree ("user_id","unlocked_at","id");--> statement-breakpoint
CREATE INDEX "requests_owner_idx" ON "requests" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "requests_board_idx" ON "requests" USING btree ("opened_at","id") WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_board_category_idx" ON "requests" USING btree ("category","opened_at","id") WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_board_city_idx" ON "requests" USING btree ("city","opened_at","id") WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_board_soon_idx" ON "requests" USING btree ("starts_on","id") WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_expiring_idx" ON "requests" USING btree ("expires_at") WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_to_match_idx" ON "requests" USING btree ("opened_at") WHERE "requests"."state" = 'OPEN' and "requests"."matched_at" is null;--> statement-breakpoint
CREATE INDEX "requests_to_check_idx" ON "requests" USING btree ("opened_at") WHERE "requests"."state" = 'OPEN' and "requests"."checked_at" is null;--> statement-breakpoint
CREATE INDEX "saved_searches_user_idx" ON "saved_searches" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "saved_searches_match_idx" ON "saved_searches" USING btree ("category","city") WHERE "saved_searches"."told";--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_to_id_users_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_one_per_proposal" ON "bookings" USING btree ("proposal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "threads_one_per_request" ON "threads" USING btree ("request_id");--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_belong_to_something" CHECK (num_nonnulls("threads"."booking_id", "threads"."contact_id", "threads"."inquiry_id", "threads"."request_id") = 1 and case "threads"."kind"
        when 'booking' then "threads"."booking_id" is not null when 'direct' then "threads"."contact_id" is not null
        when 'inquiry' then "threads"."inquiry_id" is not null when 'request' then "threads"."request_id" is not null else false end);--> statement-breakpoint
CREATE POLICY "owners of requests take a proposal" ON "bookings" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("bookings"."customer_id" = (select app.user_id()) and (select app.my_role()) = 'customer' and "bookings"."state" = 'quoted' and "bookings"."quote_version" = 1 and "bookings"."price_agreed" is null
        and "bookings"."hold_expires_at" is null and "bookings"."customer_completed_at" is null and "bookings"."talent_completed_at" is null and "bookings"."completed_at" is null and "bookings"."starts_at" > (select app.now())
        and app.takes_proposal("bookings"."proposal_id", "bookings"."talent_id", "bookings"."talent_user_id", "bookings"."list_amount", "bookings"."currency", "bookings"."starts_at", "bookings"."ends_at"));--> statement-breakpoint
CREATE POLICY "authors see their proposals" ON "proposals" AS PERMISSIVE FOR SELECT TO "app_user" USING ("proposals"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "owners see what they are offered" ON "proposals" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from requests r where r.id = "proposals"."request_id" and r.owner_id = (select app.user_id())));--> statement-breakpoint
CREATE POLICY "talents propose after the unlock" ON "proposals" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("proposals"."user_id" = (select app.user_id()) and "proposals"."state" = 'active' and app.may_propose("proposals"."request_id", "proposals"."talent_id", "proposals"."currency", "proposals"."starts_at"));--> statement-breakpoint
CREATE POLICY "authors withdraw" ON "proposals" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("proposals"."user_id" = (select app.user_id()) and (select app.my_role()) = 'talent') WITH CHECK ("proposals"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "owners decide" ON "proposals" AS PERMISSIVE FOR UPDATE TO "app_user" USING ((select app.my_role()) = 'customer' and exists (select 1 from requests r where r.id = "proposals"."request_id" and r.owner_id = (select app.user_id()))) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system keeps proposals" ON "proposals" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owners see their details" ON "request_details" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from requests r where r.id = "request_details"."request_id" and r.owner_id = (select app.user_id())));--> statement-breakpoint
CREATE POLICY "an unlock shows the details" ON "request_details" AS PERMISSIVE FOR SELECT TO "app_user" USING ("request_details"."request_id" = any ((select app.my_open_unlocked_ids())::uuid[]));--> statement-breakpoint
CREATE POLICY "owners write their details" ON "request_details" AS PERMISSIVE FOR UPDATE TO "app_user" USING (exists (select 1 from requests r where r.id = "request_details"."request_id" and r.owner_id = (select app.user_id()) and r.state <> 'CLOSED')) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operators see details" ON "request_details" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps details" ON "request_details" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their unlocks" ON "request_unlocks" AS PERMISSIVE FOR SELECT TO "app_user" USING ("request_unlocks"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "owners see who unlocked" ON "request_unlocks" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from requests r where r.id = "request_unlocks"."request_id" and r.owner_id = (select app.user_id())));--> statement-breakpoint
CREATE POLICY "operators see unlocks" ON "request_unlocks" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps unlocks" ON "request_unlocks" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "owners see their requests" ON "requests" AS PERMISSIVE FOR SELECT TO "app_user" USING ("requests"."owner_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "talents see the board" ON "requests" AS PERMISSIVE FOR SELECT TO "app_user" USING ("requests"."state" = 'OPEN' and (select app.may_browse()) and "requests"."owner_id" <> all ((select app.blocked_ids())::text[]));--> statement-breakpoint
CREATE POLICY "talents see what they unlocked" ON "requests" AS PERMISSIVE FOR SELECT TO "app_user" USING ("requests"."id" = any ((select app.my_unlocked_ids())::uuid[]));--> statement-breakpoint
CREATE POLICY "operators see requests" ON "requests" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "customers write drafts" ON "requests" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("requests"."owner_id" = (select app.user_id()) and "requests"."state" = 'DRAFT' and (select app.my_role()) = 'customer' and (select app.entitled('requests.create')));--> statement-breakpoint
CREATE POLICY "owners move their requests" ON "requests" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("requests"."owner_id" = (select app.user_id()) and (select app.my_role()) = 'customer') WITH CHECK ("requests"."owner_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "owners throw away what nobody used" ON "requests" AS PERMISSIVE FOR DELETE TO "app_user" USING ("requests"."owner_id" = (select app.user_id()) and (select app.my_role()) = 'customer' and "requests"."unlocks" = 0 and "requests"."proposals" = 0);--> statement-breakpoint
CREATE POLICY "the system keeps requests" ON "requests" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents keep their searches" ON "saved_searches" AS PERMISSIVE FOR ALL TO "app_user" USING ("saved_searches"."user_id" = (select app.user_id())) WITH CHECK ("saved_searches"."user_id" = (select app.user_id()) and (select app.my_role()) = 'talent');--> statement-breakpoint
CREATE POLICY "the system reads searches" ON "saved_searches" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system forgets searches" ON "saved_searches" AS PERMISSIVE FOR DELETE TO "app_system" USING (true);--> statement-breakpoint
ALTER POLICY "members see what was sent" ON "attachments" TO app_user USING ("attachments"."message_id" is not null and "attachments"."withdrawn_at" is null and "attachments"."thread_id" = any ((select app.my_thread_ids())::uuid[])
        and ("attachments"."thread_id" <> all ((select app.my_request_thread_ids())::uuid[]) or exists (select 1 from messages m where m.id = "attachments"."message_id")));--> statement-breakpoint
ALTER POLICY "members read" ON "messages" TO app_user USING ("messages"."thread_id" = any ((select app.my_thread_ids())::uuid[]) and ("messages"."sender_id" = (select app.user_id()) or "messages"."to_id" = (select app.user_id()) or ("messages"."open" and "messages"."thread_id" <> all ((select app.my_narrow_thread_ids())::uuid[]))));--> statement-breakpoint
ALTER POLICY "members speak for themselves while it is open" ON "messages" TO app_user WITH CHECK ("messages"."sender_id" = (select app.user_id()) and "messages"."thread_id" = any ((select app.my_thread_ids())::uuid[]) and app.may_send("messages"."thread_id") and ("messages"."to_id" is null or app.may_address("messages"."thread_id", "messages"."to_id")));--> statement-breakpoint

-- ---- the machine of src/features/requests/rules.ts, tested against it row by row -------------------------------------------
create function app.request_moves() returns table (from_state text, move text, to_state text, reason text, by text) language sql immutable parallel safe as
$$ values
  ('DRAFT', 'publish', 'OPEN', null, 'owner'),
  ('OPEN', 'fill', 'CLOSED', 'filled', 'owner'),
  ('OPEN', 'withdraw', 'CLOSED', 'withdrawn', 'owner'),
  ('OPEN', 'expire', 'CLOSED', 'expired', 'clock'),
  ('OPEN', 'remove', 'CLOSED', 'removed', 'operator'),
  ('CLOSED', 'remove', 'CLOSED', 'removed', 'operator'),
  ('CLOSED', 'reopen', 'OPEN', null, 'owner')
$$;--> statement-breakpoint
create function app.requests_are_born_drafts() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  new.state := 'DRAFT'; new.created_at := app.now(); new.updated_at := app.now(); new.state_at := app.now();
  new.closed_reason := null; new.closed_at := null; new.published_at := null; new.opened_at := null; new.checked_at := null; new.checked_by := null;
  new.matched_at := null; new.unlocks := 0; new.proposals := 0;
  -- the name is the account's own, whatever the caller wrote
  new.owner_name := coalesce((select u.name from public.users u where u.id = new.owner_id), '');
  return new;
end $$;--> statement-breakpoint
create trigger requests_are_born_drafts before insert on requests for each row execute function app.requests_are_born_drafts();--> statement-breakpoint
create function app.requests_have_details() returns trigger language plpgsql security definer set search_path = '' as
$$ begin insert into public.request_details (request_id) values (new.id) on conflict do nothing; return null; end $$;--> statement-breakpoint
create trigger requests_have_details after insert on requests for each row execute function app.requests_have_details();--> statement-breakpoint
create function app.requests_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  party text := case when current_setting('role', true) = 'app_system' then case current_setting('app.party', true) when 'admin' then 'operator' else 'clock' end
                     when old.owner_id = app.user_id() then 'owner' end;
begin
  -- migrations, demo data, and what follows from an unlock or an accepted proposal
  if current_setting('role', true) not in ('app_user', 'app_system') or pg_trigger_depth() > 1 then return new; end if;
  if new.owner_id is distinct from old.owner_id or new.created_at is distinct from old.created_at then
    raise exception 'a request keeps its owner' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
  end if;
  if old.state = 'CLOSED' and new.state = 'CLOSED' and new.closed_reason is not distinct from old.closed_reason and party = 'owner' then
    raise exception 'what is closed stays as it was' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
  end if;
  if new.visibility is distinct from old.visibility and old.unlocks > 0 then
    raise exception 'who reads whom is fixed once somebody unlocked' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
  end if;
  if new.currency is distinct from old.currency and old.proposals > 0 then
    raise exception 'the currency is fixed once somebody proposed' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
  end if;
  if new.state is distinct from old.state or new.closed_reason is distinct from old.closed_reason then
    if not exists (select 1 from app.request_moves() m where m.from_state = old.state and m.to_state = new.state and m.reason is not distinct from new.closed_reason and m.by = party)
       or (old.state = 'OPEN' and party = 'owner' and old.expires_at <= app.now())
       or (old.state = 'CLOSED' and new.state = 'OPEN' and (old.closed_reason = 'removed' or app.now() >= old.closed_at + interval '30 days')) then
      raise exception 'a % may not move a request from % to %', party, old.state, new.state using errcode = '23514', constraint = 'requests_keep_to_the_machine';
    end if;
    new.state_at := app.now();
    if new.state = 'OPEN' then
      if app.entitled(new.owner_id, 'requests.create') is not true then
        raise exception 'nobody but a customer publishes' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
      end if;
      new.published_at := coalesce(old.published_at, app.now());
      new.opened_at := app.now(); new.closed_at := null; new.matched_at := null;
      if new.expires_at is null or new.expires_at <= app.now() then new.expires_at := app.now() + interval '30 days'; end if;
    elsif old.state <> 'CLOSED' then
      new.closed_at := case when new.closed_reason = 'expired' then least(old.expires_at, app.now()) else app.now() end;
    end if;
  elsif (new.published_at, new.opened_at, new.closed_at) is distinct from (old.published_at, old.opened_at, old.closed_at) then
    raise exception 'when it was opened and closed is not for saying' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
  end if;
  if new.expires_at > coalesce(new.opened_at, app.now()) + interval '90 days' then
    raise exception 'a request runs ninety days at most' using errcode = '23514', constraint = 'requests_keep_to_the_machine';
  end if;
  if party = 'owner' then
    new.updated_at := app.now();
    if (new.title, new.summary) is distinct from (old.title, old.summary) then new.checked_at := null; new.checked_by := null; end if;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger requests_keep_to_the_machine before update on requests for each row execute function app.requests_keep_to_the_machine();--> statement-breakpoint
-- published: its thread is born, with its owner in it; the news
create function app.requests_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
declare thread uuid;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if new.state = 'OPEN' and old.state <> 'OPEN' then
    insert into public.threads (kind, request_id) values ('request', new.id) on conflict (request_id) do nothing returning id into thread;
    if thread is not null then
      insert into public.thread_members (thread_id, user_id, side, kind, subject_id, title, last_message_at)
      values (thread, new.owner_id, 'customer', 'request', new.id, to_jsonb(new.title), app.now());
    end if;
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('request.published', jsonb_build_object('requestId', new.id), 'request.published:' || new.id || ':' || extract(epoch from new.opened_at), coalesce(app.user_id(), 'system'))
    on conflict (dedupe_key) do nothing;
  elsif new.state = 'CLOSED' and (old.state <> 'CLOSED' or new.closed_reason is distinct from old.closed_reason) then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('request.closed', jsonb_build_object('requestId', new.id, 'reason', new.closed_reason), 'request.closed:' || new.id || ':' || new.closed_reason || ':' || extract(epoch from new.state_at), coalesce(app.user_id(), 'system'))
    on conflict (dedupe_key) do nothing;
  end if;
  if new.title is distinct from old.title then
    update public.thread_members m set title = to_jsonb(new.title) from public.threads t where t.request_id = new.id and m.thread_id = t.id;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger requests_reach_members after update on requests for each row execute function app.requests_reach_members();--> statement-breakpoint
-- nobody is left asking on behalf of an account that is gone
create function app.requests_end_with_their_owner() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  update public.requests r set state = 'CLOSED', state_at = app.now(), closed_at = app.now(), closed_reason = case when new.suspended_at is not null then 'removed' else 'withdrawn' end
  where r.owner_id = new.id and r.state = 'OPEN';
  return null;
end $$;--> statement-breakpoint
create trigger requests_end_with_their_owner after update of suspended_at, deleted_at on users for each row
  when ((new.suspended_at is not null and old.suspended_at is null) or (new.deleted_at is not null and old.deleted_at is null)) execute function app.requests_end_with_their_owner();--> statement-breakpoint

-- ---- unlocks ------------------------------------------------------------------------------------------------------------
create function app.request_unlocks_are_paid() returns trigger language plpgsql security definer set search_path = '' as
$$
declare r record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  if tg_op = 'INSERT' then
    new.unlocked_at := app.now(); new.times := 1;
    new.talent_name := coalesce((select p.display_name from public.talent_profiles p where p.user_id = new.user_id), (select u.name from public.users u where u.id = new.user_id), '');
  elsif new.status = 'RETURNED' or old.status = 'UNLOCKED' then
    if (new.request_id, new.user_id, new.times) is distinct from (old.request_id, old.user_id, old.times) then
      raise exception 'an unlock stays whose it is' using errcode = '23514', constraint = 'request_unlocks_are_paid';
    end if;
    if new.status = 'RETURNED' then new.returned_at := coalesce(new.returned_at, app.now()); end if;
    return new;
  else
    new.unlocked_at := app.now(); new.times := old.times + 1; new.returned_at := null; new.returned_for := null;
  end if;
  select k.* into strict r from public.requests k where k.id = new.request_id for no key update;
  if r.state <> 'OPEN' or r.expires_at <= app.now() or r.owner_id = new.user_id or app.away(r.owner_id) or app.away(new.user_id)
     or app.entitled(new.user_id, 'requests.unlock') is not true
     or exists (select 1 from public.blocks b where (b.blocker_id = r.owner_id and b.blocked_id = new.user_id) or (b.blocker_id = new.user_id and b.blocked_id = r.owner_id)) then
    raise exception 'this request cannot be unlocked by them' using errcode = '23514', constraint = 'request_unlocks_are_paid';
  end if;
  if not exists (select 1 from public.credit_lines c where c.user_id = new.user_id and c.kind = 'unlock' and c.source = 'request:' || new.request_id || ':' || new.times) then
    raise exception 'an unlock costs a credit' using errcode = '23514', constraint = 'request_unlocks_are_paid';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger request_unlocks_are_paid before insert or update on request_unlocks for each row execute function app.request_unlocks_are_paid();--> statement-breakpoint
create function app.request_unlocks_let_in() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  r record;
  thread uuid;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    update public.requests k set unlocks = k.unlocks + 1 where k.id = new.request_id returning k.* into r;
  else
    select k.* into r from public.requests k where k.id = new.request_id;
  end if;
  select t.id into thread from public.threads t where t.request_id = new.request_id;
  insert into public.thread_members (thread_id, user_id, side, kind, subject_id, title, partner_id, partner_name, narrow, last_message_at)
  values (thread, new.user_id, 'talent', 'request', new.request_id, to_jsonb(r.title), r.owner_id, r.owner_name, new.status = 'RETURNED', app.now())
  on conflict (thread_id, user_id) do update set narrow = excluded.narrow;
  if new.status = 'UNLOCKED' and (tg_op = 'INSERT' or old.status = 'RETURNED') or new.status = 'RETURNED' and tg_op = 'UPDATE' and old.status = 'UNLOCKED' then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values (case new.status when 'UNLOCKED' then 'request.unlocked' else 'request.returned' end, jsonb_build_object('requestId', new.request_id, 'unlockId', new.id),
            'request.' || lower(new.status) || ':' || new.id || ':' || new.times, new.user_id)
    on conflict (dedupe_key) do nothing;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger request_unlocks_let_in after insert or update on request_unlocks for each row execute function app.request_unlocks_let_in();--> statement-breakpoint
-- N9: has the owner read a message or a proposal of anybody?
create function app.owner_has_read(request uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (select 1 from public.proposals p where p.request_id = request and p.read_at is not null)
     or exists (select 1 from public.requests r join public.threads t on t.request_id = r.id join public.thread_members m on m.thread_id = t.id and m.user_id = r.owner_id
                join public.messages w on w.thread_id = t.id and w.sender_id <> r.owner_id and w.id <= m.last_read_id where r.id = request); end $$;--> statement-breakpoint

-- ---- proposals ----------------------------------------------------------------------------------------------------------
create function app.proposals_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  r record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') or pg_trigger_depth() > 1 then return new; end if;
  if tg_op = 'INSERT' then
    new.state := 'active'; new.state_at := app.now(); new.created_at := app.now(); new.read_at := null;
    new.talent_name := coalesce((select p.display_name from public.talent_profiles p where p.id = new.talent_id), '');
    return new;
  end if;
  if (new.id, new.request_id, new.user_id, new.talent_id, new.amount, new.currency, new.starts_at, new.ends_at, new.text) is distinct from
     (old.id, old.request_id, old.user_id, old.talent_id, old.amount, old.currency, old.starts_at, old.ends_at, old.text) then
    raise exception 'what was offered stays as it was' using errcode = '23514', constraint = 'proposals_keep_to_the_machine';
  end if;
  select k.* into strict r from public.requests k where k.id = new.request_id for no key update;
  if new.read_at is distinct from old.read_at then
    if r.owner_id is distinct from app.user_id() then raise exception 'the owner reads it' using errcode = '23514', constraint = 'proposals_keep_to_the_machine'; end if;
    new.read_at := coalesce(old.read_at, app.now());
  end if;
  if new.state is distinct from old.state then
    if not (old.state = 'active' and r.state = 'OPEN' and r.expires_at > app.now()
            and ((new.state = 'withdrawn' and old.user_id = app.user_id()) or (new.state = 'accepted' and r.owner_id = app.user_id()))) then
      raise exception 'a proposal does not go from % to % now', old.state, new.state using errcode = '23514', constraint = 'proposals_keep_to_the_machine';
    end if;
    new.state_at := app.now();
    if new.state = 'accepted' then new.read_at := coalesce(new.read_at, app.now()); end if;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger proposals_keep_to_the_machine before insert or update on proposals for each row execute function app.proposals_keep_to_the_machine();--> statement-breakpoint
create function app.proposals_move_requests() returns trigger language plpgsql security definer set search_path = '' as
$$
declare news text;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') or pg_trigger_depth() > 1 then return null; end if;
  if tg_op = 'INSERT' then
    update public.requests k set proposals = k.proposals + 1 where k.id = new.request_id;
    news := 'proposal.sent';
  elsif new.state is distinct from old.state then
    news := 'proposal.' || new.state;
    if new.state = 'accepted' then
      update public.proposals p set state = 'not_chosen', state_at = app.now() where p.request_id = new.request_id and p.state = 'active' and p.id <> new.id;
      update public.requests k set state = 'CLOSED', closed_reason = 'filled', closed_at = app.now(), state_at = app.now() where k.id = new.request_id;
    end if;
  end if;
  if news is not null then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values (news, jsonb_build_object('proposalId', new.id, 'requestId', new.request_id), news || ':' || new.id, app.user_id()) on conflict (dedupe_key) do nothing;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger proposals_move_requests after insert or update on proposals for each row execute function app.proposals_move_requests();--> statement-breakpoint
-- a booking that began with a proposal has its first quote, said by the talent
create function app.bookings_quote_their_proposal() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if new.proposal_id is null or current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  insert into public.booking_quotes (booking_id, version, amount, starts_at, ends_at, message, created_by)
  select new.id, 1, p.amount, p.starts_at, p.ends_at, left(p.text, 2000), new.talent_user_id from public.proposals p where p.id = new.proposal_id;
  return null;
end $$;--> statement-breakpoint
create trigger bookings_quote_their_proposal after insert on bookings for each row execute function app.bookings_quote_their_proposal();--> statement-breakpoint
create or replace function app.bookings_log_moves() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  party text := app.party_of(new.customer_id, new.talent_user_id);
  made text;
  event uuid;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    made := 'request';
  elsif new.state is distinct from old.state then
    made := (select m.move from app.booking_moves() m where m.from_state = old.state and m.to_state = new.state and m.by = party limit 1);
  elsif new.quote_version is distinct from old.quote_version then
    made := 'quote';
  elsif (new.customer_completed_at, new.talent_completed_at) is distinct from (old.customer_completed_at, old.talent_completed_at) then
    made := 'mark_done';
  end if;
  if made is null then return null; end if;
  insert into public.booking_events (booking_id, move, from_state, to_state, by, actor_id, quote_version, at)
  values (new.id, made, case when tg_op = 'UPDATE' then old.state end, new.state, party, case when party in ('customer', 'talent') then app.user_id() end, new.quote_version,
          case when party = 'clock' then new.state_at else app.now() end)
  returning id into event;
  -- it began with a proposal: both sides heard of that
  if tg_op = 'INSERT' and new.proposal_id is not null then return null; end if;
  insert into public.outbox (kind, payload, dedupe_key, actor_id)
  values ('booking.' || made, jsonb_build_object('bookingId', new.id, 'eventId', event, 'by', party), 'booking_event:' || event, case when party in ('customer', 'talent') then app.user_id() end);
  return null;
end $$;--> statement-breakpoint

-- ---- talk ---------------------------------------------------------------------------------------------------------------
create function app.messages_are_addressed() returns trigger language plpgsql security definer set search_path = '' as
$$
declare r record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  select k.owner_id, k.visibility into r from public.requests k join public.threads t on t.request_id = k.id where t.id = new.thread_id;
  if not found then new.open := true; new.to_id := null; return new; end if;
  if new.sender_id <> r.owner_id then new.to_id := case when r.visibility = 'private' then r.owner_id end; end if;
  new.open := r.visibility = 'transparent' or (new.sender_id = r.owner_id and new.to_id is null);
  return new;
end $$;--> statement-breakpoint
create trigger messages_are_addressed before insert on messages for each row execute function app.messages_are_addressed();--> statement-breakpoint
create or replace function app.unmasked(thread uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (
     select 1 from public.threads t left join public.bookings b on b.id = t.booking_id left join public.contacts c on c.id = t.contact_id left join public.requests r on r.id = t.request_id
     where t.id = thread and (b.state in ('paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded') or c.state = 'accepted' or r.visibility = 'private')); end $$;--> statement-breakpoint
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
  where m.thread_id = new.thread_id and (m.user_id in (new.sender_id, new.to_id) or (new.open and not m.narrow));
  -- the opening words of a request go out with the request
  if not opening then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('message.sent', jsonb_build_object('messageId', new.id, 'threadId', new.thread_id), 'message:' || new.id, new.sender_id);
  end if;
  return null;
end $$;--> statement-breakpoint
create or replace function app.their_last_read(thread uuid) returns uuid language plpgsql stable security definer set search_path = '' as
$$
begin
  if not exists (select 1 from public.thread_members m where m.thread_id = thread and m.user_id = app.user_id() and m.kind not in ('inquiry', 'request')) then return null; end if;
  return (select m.last_read_id from public.thread_members m where m.thread_id = thread and m.user_id <> app.user_id() limit 1);
end $$;--> statement-breakpoint
create or replace function app.search_my_threads(words text, most integer, archived boolean, of_kind text) returns table (thread_id uuid) language plpgsql stable security definer rows 20 set search_path = '' as
$$
declare
  like_words text := '%' || replace(replace(replace(words, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  k record;
  hits integer := 0;
  walked integer := 0;
  rest uuid[];
begin
  if length(trim(words)) = 0 then return; end if;
  for k in
    select m.thread_id as id, m.last_message_at as at, m.kind, m.subject_id, m.narrow, m.partner_name ilike like_words or m.title::text ilike like_words as named
    from public.thread_members m
    where m.user_id = app.user_id() and not m.hidden and (m.archived_at is not null) = archived and (of_kind is null or m.kind = of_kind)
    order by m.last_message_at desc, m.thread_id desc
  loop
    exit when hits >= least(most, 50);
    if walked >= 40 and hits * 20 < walked then
      rest := array(
        select m.thread_id from public.thread_members m
        where m.user_id = app.user_id() and not m.hidden and (m.archived_at is not null) = archived and (of_kind is null or m.kind = of_kind)
          and (m.last_message_at, m.thread_id) <= (k.at, k.id));
      exit;
    end if;
    walked := walked + 1;
    -- written so that the index of words is not asked again for every thread
    if k.named
       or exists (select 1 from public.messages x where x.thread_id = k.id and x.deleted_at is null and (x.open and not k.narrow or app.user_id() in (x.sender_id, x.to_id)) and coalesce(x.masked, x.body) || '' ilike like_words)
       or (k.kind = 'inquiry' and (
             exists (select 1 from public.inquiries i where i.id = k.subject_id and coalesce(i.masked_message, i.message) ilike like_words)
             or exists (select 1 from public.inquiry_replies r where r.inquiry_id = k.subject_id and coalesce(r.masked, r.reply) ilike like_words)))
    then
      hits := hits + 1;
      thread_id := k.id;
      return next;
    end if;
  end loop;
  if rest is null then return; end if;
  -- planned anew for these words, so that the indexes are chosen by how rare they are
  return query execute '
    with mine as materialized (
      select m.thread_id as id, m.last_message_at as at, m.subject_id, m.kind, m.narrow, m.partner_name ilike $2 or m.title::text ilike $2 as named
      from public.thread_members m where m.user_id = app.user_id() and m.thread_id = any ($1)
    ), found as (
      select k.id from mine k where k.named
      union select x.thread_id from public.messages x join mine k on k.id = x.thread_id where x.deleted_at is null and coalesce(x.masked, x.body) ilike $2 and x.thread_id = any ($1)
        and (x.open and not k.narrow or app.user_id() in (x.sender_id, x.to_id))
      union select k.id from public.inquiries i join mine k on k.subject_id = i.id and k.kind = ''inquiry'' where coalesce(i.masked_message, i.message) ilike $2
      union select k.id from public.inquiry_replies r join mine k on k.subject_id = r.inquiry_id and k.kind = ''inquiry'' where coalesce(r.masked, r.reply) ilike $2
    )
    select k.id from mine k join found using (id) order by k.at desc, k.id desc limit $3'
    using rest, like_words, least(most, 50) - hits;
end $$;--> statement-breakpoint

-- ---- grants -------------------------------------------------------------------------------------------------------------
grant select, insert, delete on requests to app_user;--> statement-breakpoint
grant update (title, summary, locale, category, city, starts_on, ends_on, currency, budget_min, budget_max, visibility, state, closed_reason, expires_at) on requests to app_user;--> statement-breakpoint
grant select, update on requests to app_system;--> statement-breakpoint
grant select on request_details to app_user, app_system;--> statement-breakpoint
grant update (description, place, contact_name, contact_email, contact_phone) on request_details to app_user;--> statement-breakpoint
grant select on request_unlocks to app_user;--> statement-breakpoint
grant select, insert, update on request_unlocks to app_system;--> statement-breakpoint
grant select, insert on proposals to app_user;--> statement-breakpoint
grant update (state, read_at) on proposals to app_user;--> statement-breakpoint
grant select, update on proposals to app_system;--> statement-breakpoint
grant select, insert, delete on saved_searches to app_user;--> statement-breakpoint
grant update (name, words, category, city, currency, budget_from, starts_from, starts_until, told) on saved_searches to app_user;--> statement-breakpoint
grant select, delete on saved_searches to app_system;--> statement-breakpoint
revoke execute on function app.request_moves(), app.requests_are_born_drafts(), app.requests_have_details(), app.requests_keep_to_the_machine(), app.requests_reach_members(), app.requests_end_with_their_owner(),
  app.request_unlocks_are_paid(), app.request_unlocks_let_in(), app.owner_has_read(uuid), app.proposals_keep_to_the_machine(), app.proposals_move_requests(), app.bookings_quote_their_proposal(), app.messages_are_addressed() from public;--> statement-breakpoint
grant execute on function app.request_moves() to app_user;--> statement-breakpoint
grant execute on function app.owner_has_read(uuid) to app_system;--> statement-breakpoint
select app.keep_agents_out();
