create function app.my_address() returns text language sql stable security definer set search_path = '' as
$$ select lower(u.email) from public.users u where u.id = app.user_id() $$;--> statement-breakpoint
CREATE TABLE "attachment_removals" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"storage" text NOT NULL,
	"object_key" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attachment_removals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"thread_id" uuid NOT NULL,
	"owner_id" text NOT NULL,
	"message_id" uuid,
	"position" integer,
	"name" text NOT NULL,
	"masked_name" text,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"width" integer,
	"height" integer,
	"state" text DEFAULT 'waiting' NOT NULL,
	"refusal" text,
	"storage" text NOT NULL,
	"object_key" text,
	"ticket_hash" text,
	"upload_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "attachments_state_is_known" CHECK ("attachments"."state" in ('waiting', 'ready', 'refused')),
	CONSTRAINT "attachments_have_a_name" CHECK (length("attachments"."name") between 1 and 130),
	CONSTRAINT "attachments_have_a_size" CHECK ("attachments"."size" between 1 and 26214400),
	CONSTRAINT "attachments_ten_to_a_message" CHECK ("attachments"."position" between 1 and 10),
	CONSTRAINT "attachments_stand_in_a_message" CHECK (("attachments"."message_id" is null) = ("attachments"."position" is null)),
	CONSTRAINT "attachments_are_sent_when_ready" CHECK ("attachments"."message_id" is null or "attachments"."state" = 'ready'),
	CONSTRAINT "attachments_lie_somewhere" CHECK (("attachments"."state" = 'ready') = ("attachments"."object_key" is not null)),
	CONSTRAINT "attachments_refused_for_a_reason" CHECK (("attachments"."state" = 'refused') = ("attachments"."refusal" is not null))
);
--> statement-breakpoint
ALTER TABLE "attachments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"news_id" uuid,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"reader" text NOT NULL,
	"user_id" text,
	"address" text NOT NULL,
	"channel" text DEFAULT 'email' NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"group_key" text,
	"first_id" uuid,
	"last_id" uuid,
	"dedupe_key" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"lease" uuid,
	"leased_until" timestamp with time zone,
	"last_error" text,
	"provider_id" text,
	"sent_at" timestamp with time zone,
	"delivered_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "deliveries_state_is_known" CHECK ("deliveries"."state" in ('pending', 'sent', 'delivered', 'failed', 'dropped')),
	CONSTRAINT "deliveries_say_why_dropped" CHECK (("deliveries"."state" = 'dropped') = ("deliveries"."reason" is not null)),
	CONSTRAINT "deliveries_sent_at_a_time" CHECK ("deliveries"."state" not in ('sent', 'delivered') or "deliveries"."sent_at" is not null),
	CONSTRAINT "deliveries_failed_at_a_time" CHECK ("deliveries"."state" <> 'failed' or "deliveries"."failed_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "failing_addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"channel" text DEFAULT 'email' NOT NULL,
	"since" timestamp with time zone DEFAULT app.now() NOT NULL,
	"last_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"last_error" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "failing_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_stops" (
	"address_hash" text NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "mail_stops_address_hash_kind_pk" PRIMARY KEY("address_hash","kind")
);
--> statement-breakpoint
ALTER TABLE "mail_stops" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notification_choices" (
	"user_id" text NOT NULL,
	"channel" text DEFAULT 'email' NOT NULL,
	"kind" text NOT NULL,
	"often" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "notification_choices_user_id_channel_kind_pk" PRIMARY KEY("user_id","channel","kind"),
	CONSTRAINT "notification_choices_often_is_known" CHECK ("notification_choices"."often" in ('at_once', 'daily', 'never')),
	CONSTRAINT "notification_choices_money_is_told" CHECK ("notification_choices"."kind" <> 'payments' or "notification_choices"."often" = 'at_once')
);
--> statement-breakpoint
ALTER TABLE "notification_choices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"group_key" text NOT NULL,
	"who" text DEFAULT '' NOT NULL,
	"words" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"thread_id" uuid,
	"booking_id" uuid,
	"inquiry_id" uuid,
	"payment_id" uuid,
	"count" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"read_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	CONSTRAINT "notifications_count_something" CHECK ("notifications"."count" > 0)
);
--> statement-breakpoint
ALTER TABLE "notifications" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_news_id_outbox_id_fk" FOREIGN KEY ("news_id") REFERENCES "public"."outbox"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_choices" ADD CONSTRAINT "notification_choices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_inquiry_id_inquiries_id_fk" FOREIGN KEY ("inquiry_id") REFERENCES "public"."inquiries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_removals_due_idx" ON "attachment_removals" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "attachments_in_order" ON "attachments" USING btree ("message_id","position");--> statement-breakpoint
CREATE INDEX "attachments_thread_idx" ON "attachments" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "attachments_unsent_idx" ON "attachments" USING btree ("owner_id","created_at") WHERE "attachments"."message_id" is null;--> statement-breakpoint
CREATE INDEX "attachments_withdrawn_idx" ON "attachments" USING btree ("withdrawn_at") WHERE "attachments"."withdrawn_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_dedupe_key" ON "deliveries" USING btree ("dedupe_key");--> statement-breakpoint
CREATE INDEX "deliveries_due_idx" ON "deliveries" USING btree ("due_at","id") WHERE "deliveries"."state" = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_one_burst" ON "deliveries" USING btree ("channel","user_id","group_key") WHERE "deliveries"."state" = 'pending' and "deliveries"."attempts" = 0 and "deliveries"."group_key" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_provider_idx" ON "deliveries" USING btree ("channel","provider_id");--> statement-breakpoint
CREATE INDEX "deliveries_state_idx" ON "deliveries" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "deliveries_age_idx" ON "deliveries" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "deliveries_news_idx" ON "deliveries" USING btree ("news_id");--> statement-breakpoint
CREATE INDEX "notification_choices_daily_idx" ON "notification_choices" USING btree ("user_id") WHERE "notification_choices"."often" = 'daily';--> statement-breakpoint
CREATE INDEX "notifications_newest_idx" ON "notifications" USING btree ("user_id","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_one_unread_per_group" ON "notifications" USING btree ("user_id","group_key") WHERE "notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_thread_idx" ON "notifications" USING btree ("thread_id","user_id") WHERE "notifications"."thread_id" is not null;--> statement-breakpoint
CREATE INDEX "notifications_inquiry_idx" ON "notifications" USING btree ("inquiry_id") WHERE "notifications"."inquiry_id" is not null;--> statement-breakpoint
CREATE INDEX "notifications_age_idx" ON "notifications" USING btree ("updated_at");--> statement-breakpoint
CREATE POLICY "the system removes" ON "attachment_removals" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see what they have not sent" ON "attachments" AS PERMISSIVE FOR SELECT TO "app_user" USING ("attachments"."owner_id" = (select app.user_id()) and "attachments"."message_id" is null);--> statement-breakpoint
CREATE POLICY "members see what was sent" ON "attachments" AS PERMISSIVE FOR SELECT TO "app_user" USING ("attachments"."message_id" is not null and "attachments"."withdrawn_at" is null and "attachments"."thread_id" = any ((select app.my_thread_ids())::uuid[]));--> statement-breakpoint
CREATE POLICY "whoever may write may attach" ON "attachments" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("attachments"."owner_id" = (select app.user_id()) and "attachments"."state" = 'waiting' and "attachments"."message_id" is null and "attachments"."withdrawn_at" is null
        and "attachments"."thread_id" = any ((select app.my_thread_ids())::uuid[]) and app.may_send("attachments"."thread_id"));--> statement-breakpoint
CREATE POLICY "people send what is theirs" ON "attachments" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("attachments"."owner_id" = (select app.user_id()) and "attachments"."message_id" is null and "attachments"."state" = 'ready') WITH CHECK ("attachments"."owner_id" = (select app.user_id()) and "attachments"."message_id" is not null);--> statement-breakpoint
CREATE POLICY "people remove what they have not sent" ON "attachments" AS PERMISSIVE FOR DELETE TO "app_user" USING ("attachments"."owner_id" = (select app.user_id()) and "attachments"."message_id" is null);--> statement-breakpoint
CREATE POLICY "the system keeps attachments" ON "attachments" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operators see deliveries" ON "deliveries" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps deliveries" ON "deliveries" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people learn that their address fails" ON "failing_addresses" AS PERMISSIVE FOR SELECT TO "app_user" USING ("failing_addresses"."address" = (select app.my_address()));--> statement-breakpoint
CREATE POLICY "operators see failing addresses" ON "failing_addresses" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps failing addresses" ON "failing_addresses" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system keeps stops" ON "mail_stops" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their choices" ON "notification_choices" AS PERMISSIVE FOR SELECT TO "app_user" USING ("notification_choices"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people choose" ON "notification_choices" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("notification_choices"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people choose anew" ON "notification_choices" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("notification_choices"."user_id" = (select app.user_id())) WITH CHECK ("notification_choices"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps choices" ON "notification_choices" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their notifications" ON "notifications" AS PERMISSIVE FOR SELECT TO "app_user" USING ("notifications"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people mark theirs read" ON "notifications" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("notifications"."user_id" = (select app.user_id())) WITH CHECK ("notifications"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps notifications" ON "notifications" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
-- ---- grants -------------------------------------------------------------------------------------------------------------
grant select on notifications, notification_choices, failing_addresses, deliveries to app_user;--> statement-breakpoint
grant update (read_at) on notifications to app_user;--> statement-breakpoint
grant insert on notification_choices to app_user;--> statement-breakpoint
grant update (often, updated_at) on notification_choices to app_user;--> statement-breakpoint
grant select, update, delete on notifications to app_system;--> statement-breakpoint
grant select, insert, update on notification_choices to app_system;--> statement-breakpoint
grant select, insert, delete on mail_stops to app_system;--> statement-breakpoint
grant select, insert, update, delete on failing_addresses, deliveries to app_system;--> statement-breakpoint

-- ---- what is announced is told, in the same transaction ---------------------------------------------------------------------
-- an id in the outbox's own words; what is none finds nothing
create function app.id_in(payload jsonb, name text) returns uuid language plpgsql stable set search_path = '' as
$$ begin return case when pg_input_is_valid(payload ->> name, 'uuid') then (payload ->> name)::uuid end; end $$;--> statement-breakpoint

-- one line for one person; while it is unread, the same news about the same thing joins it
create function app.tell(reader text, news text, together text, partner text, said jsonb, thread uuid, booking uuid, inquiry uuid, payment uuid) returns void
language sql volatile security definer set search_path = '' as
$$
  insert into public.notifications as n (user_id, name, group_key, who, words, thread_id, booking_id, inquiry_id, payment_id, created_at, updated_at)
  select u.id, news, together, coalesce(partner, ''), jsonb_strip_nulls(coalesce(said, '{}')), thread, booking, inquiry, payment, t.now, t.now
  from public.users u, (select date_trunc('milliseconds', app.now()) as now) t
  where u.id = reader and u.deleted_at is null
  on conflict (user_id, group_key) where read_at is null
  do update set count = n.count + 1, name = excluded.name, who = excluded.who, words = excluded.words, updated_at = excluded.updated_at
$$;--> statement-breakpoint

-- which side of a booking hears of which move: the letters' own table, tested against it
create function app.booking_readers(news text, made_by text) returns table (name text, side text) language sql immutable parallel safe as
$$
  select l.name || '.' || s.side, s.side
  from (values
    ('booking.request', 'request', 'both'), ('booking.quote', 'quote', 'customer'), ('booking.decline', 'decline', 'customer'),
    ('booking.ask_change', 'ask_change', 'talent'), ('booking.accept', 'accept', 'both'), ('booking.pay', 'pay', 'both'),
    ('booking.complete', 'complete', 'both'), ('booking.resolve', 'resolve', 'both'), ('booking.expire', 'expire', 'both'),
    ('booking.withdraw', 'withdraw', 'other'), ('booking.mark_done', 'mark_done', 'other'), ('booking.cancel', 'cancel', 'other'),
    ('booking.dispute', 'dispute', 'other'), ('review.written', 'review', 'other')) l (kind, name, who),
    (values ('customer'), ('talent')) s (side)
  where l.kind = news and (l.who = 'both' or l.who = s.side or (l.who = 'other' and made_by in ('customer', 'talent') and made_by <> s.side))
$$;--> statement-breakpoint

create function app.news_is_told() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  facts jsonb := new.payload;
  b record;
  o record;
  r record;
  reader text;
begin
  if new.kind like 'booking.%' or new.kind = 'review.written' then
    select k.id, k.customer_id, k.talent_user_id, k.customer_name, k.talent_name, k.service_title into b
    from public.bookings k where k.id = app.id_in(facts, 'bookingId');
    if not found then return null; end if;
    -- who takes the next step has seen what led to it
    update public.notifications n set read_at = app.now()
    where n.user_id = new.actor_id and n.booking_id = b.id and n.thread_id is null and n.read_at is null;
    for r in select k.name, k.side from app.booking_readers(new.kind, coalesce(facts ->> 'by', facts ->> 'side')) k loop
      reader := case r.side when 'customer' then b.customer_id else b.talent_user_id end;
      if reader is distinct from new.actor_id then
        perform app.tell(reader, r.name, r.name || ':' || b.id, case r.side when 'customer' then b.talent_name else b.customer_name end,
          jsonb_build_object('service', b.service_title), null, b.id, null, null);
      end if;
    end loop;
    if new.kind = 'booking.dispute' then
      for r in select u.id from public.users u where u.role = 'admin' and u.suspended_at is null and u.deleted_at is null loop
        perform app.tell(r.id, 'dispute.operator', 'dispute.operator:' || b.id, b.customer_name || ' / ' || b.talent_name, null, null, b.id, null, null);
      end loop;
    end if;

  elsif new.kind = 'message.sent' then
    for r in
      select m.user_id, m.side, m.kind, t.id as thread, t.booking_id, k.service_title,
        coalesce(nullif(m.partner_name, ''), case m.side when 'customer' then k.talent_name else k.customer_name end) as partner
      from public.messages said
      join public.threads t on t.id = said.thread_id
      join public.thread_members m on m.thread_id = t.id and m.user_id <> said.sender_id and not m.hidden
      left join public.bookings k on k.id = t.booking_id
      where said.id = app.id_in(facts, 'messageId')
    loop
      perform app.tell(r.user_id, 'message.' || case r.kind when 'booking' then r.side else 'direct' end, 'message:' || r.thread, r.partner,
        jsonb_build_object('service', r.service_title), r.thread, r.booking_id, null, null);
    end loop;

  elsif new.kind in ('inquiry.received', 'inquiry.followed_up', 'inquiry.answered') then
    select i.*, t.id as thread, p.display_name into o from public.inquiries i
    join public.threads t on t.inquiry_id = i.id join public.talent_profiles p on p.id = i.talent_id
    where i.id = app.id_in(facts, 'inquiryId');
    if not found then return null; end if;
    if new.kind = 'inquiry.answered' then
      perform app.tell(o.sender_id, new.kind, new.kind || ':' || o.id, o.display_name, jsonb_build_object('service', o.service_title), o.thread, null, o.id, null)
      where o.ended_at is null;
    else
      perform app.tell(o.talent_user_id, new.kind, new.kind || ':' || o.id, o.sender_name, jsonb_build_object('service', o.service_title), o.thread, null, o.id, null);
    end if;

  elsif new.kind in ('contact.asked', 'contact.accepted', 'contact.declined') then
    select c.*, t.id as thread into o from public.contacts c join public.threads t on t.contact_id = c.id where c.id = app.id_in(facts, 'contactId');
    if not found then return null; end if;
    if new.kind = 'contact.asked' then
      perform app.tell(o.talent_user_id, new.kind, new.kind || ':' || o.id, o.customer_name, null, o.thread, null, null, null);
    else
      perform app.tell(o.customer_id, new.kind, new.kind || ':' || o.id, o.talent_name, null, o.thread, null, null, null);
    end if;

  elsif new.kind in ('payment.refund_due', 'payment.refunded') then
    select p.id, p.payer_id, k.id as booking, k.service_title into o
    from public.payments p join public.bookings k on k.id = p.payable_id where p.id = app.id_in(facts, 'paymentId') and p.payable_kind = 'booking';
    if not found then return null; end if;
    reader := case new.kind when 'payment.refunded' then 'refunded.customer' else 'refund_due.customer' end;
    perform app.tell(o.payer_id, reader, reader || ':' || coalesce(facts ->> 'refundId', o.id::text), null,
      jsonb_build_object('service', o.service_title, 'amount', facts -> 'amount' -> 'amount', 'currency', facts -> 'amount' ->> 'currency'), null, o.booking, null, o.id);

  elsif new.kind in ('subscription.activated', 'subscription.renewed', 'subscription.reminder', 'subscription.past_due', 'subscription.expired',
                     'subscription.cancelled', 'subscription.refunded', 'credits.bought') then
    perform app.tell(facts ->> 'userId', new.kind, new.kind, null, jsonb_build_object('product', facts ->> 'product', 'until', facts ->> 'periodEnd',
      'grace', facts ->> 'graceUntil', 'amount', facts -> 'amount', 'currency', facts ->> 'currency', 'number', facts -> 'count'), null, null, null, null);

  elsif new.kind = 'cases.opened' then
    for r in select u.id from public.users u where u.role = 'admin' and u.suspended_at is null and u.deleted_at is null loop
      perform app.tell(r.id, 'cases.operator', 'cases.operator', null, null, null, null, null, null);
    end loop;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger news_is_told after insert on outbox for each row execute function app.news_is_told();--> statement-breakpoint

-- who has read the thread need not be told of it; nor who has thrown it out
create function app.read_threads_are_known() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  update public.notifications n set read_at = app.now() where n.thread_id = new.thread_id and n.user_id = new.user_id and n.read_at is null;
  return null;
end $$;--> statement-breakpoint
create trigger read_threads_are_known after update on thread_members for each row
  when ((new.unread = 0 and old.unread > 0) or (new.hidden and not old.hidden)) execute function app.read_threads_are_known();--> statement-breakpoint

revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.my_address() to app_user;--> statement-breakpoint
grant execute on function app.booking_readers(text, text) to app_system;
