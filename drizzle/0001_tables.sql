CREATE TABLE "booking_events" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"booking_id" uuid NOT NULL,
	"move" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"by" text NOT NULL,
	"actor_id" text,
	"quote_version" integer DEFAULT 0 NOT NULL,
	"at" timestamp with time zone DEFAULT app.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "booking_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "booking_quotes" (
	"booking_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"amount" bigint NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "booking_quotes_booking_id_version_pk" PRIMARY KEY("booking_id","version"),
	CONSTRAINT "booking_quotes_amount_is_positive" CHECK ("booking_quotes"."amount" > 0 and "booking_quotes"."amount" < 1000000000000),
	CONSTRAINT "booking_quotes_run_forward" CHECK ("booking_quotes"."starts_at" < "booking_quotes"."ends_at"),
	CONSTRAINT "booking_quotes_count_from_one" CHECK ("booking_quotes"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "booking_quotes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bookings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"service_id" uuid,
	"talent_id" uuid NOT NULL,
	"talent_user_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"state" text DEFAULT 'requested' NOT NULL,
	"state_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"time_zone" text NOT NULL,
	"service_title" jsonb NOT NULL,
	"list_amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"customer_name" text NOT NULL,
	"talent_name" text NOT NULL,
	"quote_version" integer DEFAULT 0 NOT NULL,
	"price_agreed" bigint,
	"expires_at" timestamp with time zone,
	"hold_expires_at" timestamp with time zone,
	"auto_complete_at" timestamp with time zone,
	"customer_completed_at" timestamp with time zone,
	"talent_completed_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "bookings_state_is_known" CHECK ("bookings"."state" in ('requested', 'quoted', 'accepted', 'paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "bookings_run_forward" CHECK ("bookings"."starts_at" < "bookings"."ends_at"),
	CONSTRAINT "bookings_two_people" CHECK ("bookings"."customer_id" <> "bookings"."talent_user_id"),
	CONSTRAINT "bookings_agreed_have_a_price" CHECK ("bookings"."state" not in ('accepted', 'paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded') or ("bookings"."price_agreed" is not null and "bookings"."price_agreed" > 0)),
	CONSTRAINT "bookings_holds_end" CHECK ("bookings"."state" <> 'accepted' or "bookings"."hold_expires_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "bookings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"booking_id" uuid NOT NULL,
	"side" text NOT NULL,
	"reviewer_id" text NOT NULL,
	"talent_id" uuid NOT NULL,
	"rating" smallint NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"author_name" text NOT NULL,
	"publish_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "reviews_rating_is_one_to_five" CHECK ("reviews"."rating" between 1 and 5),
	CONSTRAINT "reviews_comment_is_short" CHECK (length("reviews"."comment") <= 2000)
);
--> statement-breakpoint
ALTER TABLE "reviews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"thread_id" uuid NOT NULL,
	"sender_id" text NOT NULL,
	"body" text NOT NULL,
	"sent_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "messages_have_a_body" CHECK (length("messages"."body") between 1 and 4000)
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_members" (
	"thread_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"side" text NOT NULL,
	"unread" integer DEFAULT 0 NOT NULL,
	"last_message_at" timestamp with time zone,
	"preview" text DEFAULT '' NOT NULL,
	"last_read_id" uuid,
	CONSTRAINT "thread_members_thread_id_user_id_pk" PRIMARY KEY("thread_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "thread_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "threads" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"booking_id" uuid,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "threads_belong_to_something" CHECK ("threads"."kind" = 'booking' and "threads"."booking_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "threads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text
);
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" text NOT NULL,
	"operation" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_operation_key_pk" PRIMARY KEY("user_id","operation","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "identity_notices" (
	"event_id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT app.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "identity_notices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"dedupe_key" text NOT NULL,
	"actor_id" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"last_error" text
);
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payment_attempts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"payment_id" uuid NOT NULL,
	"payer_id" text NOT NULL,
	"driver" text NOT NULL,
	"ref" text,
	"state" text DEFAULT 'opening' NOT NULL,
	"next" jsonb,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone,
	"asked_at" timestamp with time zone,
	"asks" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "payment_attempts_state_is_known" CHECK ("payment_attempts"."state" in ('opening', 'open', 'in_doubt', 'failed', 'expired', 'cancelled', 'paid', 'refund_due', 'refund_pending', 'refunded')),
	CONSTRAINT "payment_attempts_open_have_a_ref" CHECK ("payment_attempts"."state" in ('opening', 'in_doubt', 'failed', 'expired', 'cancelled') or "payment_attempts"."ref" is not null)
);
--> statement-breakpoint
ALTER TABLE "payment_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payment_notices" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"attempt_id" uuid,
	"driver" text NOT NULL,
	"event_id" text NOT NULL,
	"method" text NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text NOT NULL,
	"verdict" text,
	"times" integer DEFAULT 1 NOT NULL,
	"received_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"judged_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "payment_notices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"payable_kind" text NOT NULL,
	"payable_id" uuid NOT NULL,
	"payer_id" text NOT NULL,
	"payee_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"flag" text,
	"receipt_number" integer GENERATED ALWAYS AS IDENTITY (sequence name "receipt_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"paid_at" timestamp with time zone,
	"refunded_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "payments_state_is_known" CHECK ("payments"."state" in ('pending', 'paid', 'failed', 'refund_due', 'refund_pending', 'refunded')),
	CONSTRAINT "payments_amount_is_positive" CHECK ("payments"."amount" > 0),
	CONSTRAINT "payments_paid_have_a_time" CHECK ("payments"."state" in ('pending', 'failed') or "payments"."paid_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "payments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "availability_exceptions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"talent_id" uuid NOT NULL,
	"day" date NOT NULL,
	"starts_at" time,
	"ends_at" time,
	CONSTRAINT "availability_exceptions_whole_or_hours" CHECK (("availability_exceptions"."starts_at" is null) = ("availability_exceptions"."ends_at" is null) and ("availability_exceptions"."starts_at" is null or "availability_exceptions"."starts_at" < "availability_exceptions"."ends_at"))
);
--> statement-breakpoint
ALTER TABLE "availability_exceptions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "availability_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"talent_id" uuid NOT NULL,
	"weekday" smallint NOT NULL,
	"starts_at" time NOT NULL,
	"ends_at" time NOT NULL,
	CONSTRAINT "availability_rules_weekday_is_iso" CHECK ("availability_rules"."weekday" between 1 and 7),
	CONSTRAINT "availability_rules_run_forward" CHECK ("availability_rules"."starts_at" < "availability_rules"."ends_at")
);
--> statement-breakpoint
ALTER TABLE "availability_rules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "portfolio_items" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"talent_id" uuid NOT NULL,
	"media" jsonb NOT NULL,
	"title" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"description" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"visibility" text DEFAULT 'public' NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "portfolio_items" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "services" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"talent_id" uuid NOT NULL,
	"title" jsonb NOT NULL,
	"description" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"price_amount" bigint NOT NULL,
	"price_currency" text NOT NULL,
	"duration_minutes" integer NOT NULL,
	"place" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "services_price_is_whole_and_positive" CHECK ("services"."price_amount" > 0 and "services"."price_amount" < 1000000000000),
	CONSTRAINT "services_duration_is_sane" CHECK ("services"."duration_minutes" between 15 and 20160)
);
--> statement-breakpoint
ALTER TABLE "services" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "talent_profiles" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"slug" text NOT NULL,
	"display_name" text NOT NULL,
	"headline" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"bio" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"category" text NOT NULL,
	"city" text NOT NULL,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"time_zone" text NOT NULL,
	"avatar" jsonb,
	"published_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "talent_profiles_slug_is_plain" CHECK ("talent_profiles"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length("talent_profiles"."slug") between 2 and 60)
);
--> statement-breakpoint
ALTER TABLE "talent_profiles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"role" text,
	"customer_kind" text,
	"plan" text,
	"membership_ends_at" timestamp with time zone,
	"locale" text DEFAULT 'en' NOT NULL,
	"time_zone" text DEFAULT 'Asia/Baghdad' NOT NULL,
	"onboarded_at" timestamp with time zone,
	"suspended_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	"clerk_updated_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "users_customers_have_a_kind" CHECK (("users"."role" = 'customer') = ("users"."customer_kind" is not null) or "users"."role" is null),
	CONSTRAINT "users_talents_have_a_plan" CHECK (("users"."role" = 'talent') = ("users"."plan" is not null) or "users"."role" is null),
	CONSTRAINT "users_onboarded_have_a_role" CHECK ("users"."onboarded_at" is null or "users"."role" is not null)
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "booking_events" ADD CONSTRAINT "booking_events_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_quotes" ADD CONSTRAINT "booking_quotes_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_quotes" ADD CONSTRAINT "booking_quotes_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_talent_user_id_users_id_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_customer_id_users_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_reviewer_id_users_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_sender_id_users_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_members" ADD CONSTRAINT "thread_members_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_members" ADD CONSTRAINT "thread_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_booking_id_bookings_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."bookings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_payer_id_users_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_notices" ADD CONSTRAINT "payment_notices_attempt_id_payment_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_payer_id_users_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_payee_id_users_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "availability_exceptions" ADD CONSTRAINT "availability_exceptions_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "availability_rules" ADD CONSTRAINT "availability_rules_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD CONSTRAINT "talent_profiles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booking_events_booking_idx" ON "booking_events" USING btree ("booking_id","id");--> statement-breakpoint
CREATE INDEX "bookings_customer_idx" ON "bookings" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "bookings_talent_user_idx" ON "bookings" USING btree ("talent_user_id","id");--> statement-breakpoint
CREATE INDEX "bookings_talent_time_idx" ON "bookings" USING btree ("talent_id","starts_at");--> statement-breakpoint
CREATE INDEX "bookings_lapsing_idx" ON "bookings" USING btree ("expires_at") WHERE "bookings"."state" in ('requested', 'quoted');--> statement-breakpoint
CREATE INDEX "bookings_holding_idx" ON "bookings" USING btree ("hold_expires_at") WHERE "bookings"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "bookings_running_idx" ON "bookings" USING btree ("auto_complete_at") WHERE "bookings"."state" = 'paid';--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_one_per_side" ON "reviews" USING btree ("booking_id","side");--> statement-breakpoint
CREATE INDEX "reviews_talent_idx" ON "reviews" USING btree ("talent_id","publish_at");--> statement-breakpoint
CREATE INDEX "messages_thread_idx" ON "messages" USING btree ("thread_id","id");--> statement-breakpoint
CREATE INDEX "thread_members_inbox_idx" ON "thread_members" USING btree ("user_id","last_message_at");--> statement-breakpoint
CREATE UNIQUE INDEX "threads_one_per_booking" ON "threads" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "audit_log_subject_idx" ON "audit_log" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age_idx" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_dedupe_key" ON "outbox" USING btree ("dedupe_key");--> statement-breakpoint
CREATE INDEX "outbox_due_idx" ON "outbox" USING btree ("due_at") WHERE "outbox"."sent_at" is null and "outbox"."failed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempts_driver_ref_key" ON "payment_attempts" USING btree ("driver","ref") WHERE "payment_attempts"."ref" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempts_token_key" ON "payment_attempts" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempts_one_live" ON "payment_attempts" USING btree ("payment_id") WHERE "payment_attempts"."state" in ('opening', 'open');--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempts_one_paid" ON "payment_attempts" USING btree ("payment_id") WHERE "payment_attempts"."state" = 'paid';--> statement-breakpoint
CREATE INDEX "payment_attempts_payment_idx" ON "payment_attempts" USING btree ("payment_id","id");--> statement-breakpoint
CREATE INDEX "payment_attempts_to_ask_idx" ON "payment_attempts" USING btree ("asked_at") WHERE "payment_attempts"."state" in ('opening', 'open', 'in_doubt', 'refund_due', 'refund_pending');--> statement-breakpoint
CREATE UNIQUE INDEX "payment_notices_event_key" ON "payment_notices" USING btree ("driver","event_id");--> statement-breakpoint
CREATE INDEX "payment_notices_attempt_idx" ON "payment_notices" USING btree ("attempt_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_one_per_payable" ON "payments" USING btree ("payable_kind","payable_id");--> statement-breakpoint
CREATE INDEX "payments_payer_idx" ON "payments" USING btree ("payer_id","id");--> statement-breakpoint
CREATE INDEX "payments_open_idx" ON "payments" USING btree ("updated_at") WHERE "payments"."state" in ('pending', 'refund_due', 'refund_pending');--> statement-breakpoint
CREATE INDEX "availability_exceptions_talent_idx" ON "availability_exceptions" USING btree ("talent_id","day");--> statement-breakpoint
CREATE INDEX "availability_rules_talent_idx" ON "availability_rules" USING btree ("talent_id","weekday");--> statement-breakpoint
CREATE INDEX "portfolio_items_talent_idx" ON "portfolio_items" USING btree ("talent_id","position");--> statement-breakpoint
CREATE INDEX "services_talent_idx" ON "services" USING btree ("talent_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "talent_profiles_slug_key" ON "talent_profiles" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "talent_profiles_user_key" ON "talent_profiles" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "talent_profiles_published_idx" ON "talent_profiles" USING btree ("published_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email")) WHERE "users"."deleted_at" is null and "users"."email" <> '';--> statement-breakpoint
CREATE POLICY "events follow their booking" ON "booking_events" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from bookings b where b.id = "booking_events"."booking_id"));--> statement-breakpoint
CREATE POLICY "the system reads events" ON "booking_events" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "quotes follow their booking" ON "booking_quotes" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from bookings b where b.id = "booking_quotes"."booking_id"));--> statement-breakpoint
CREATE POLICY "the talent quotes" ON "booking_quotes" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("booking_quotes"."created_by" = (select app.user_id()) and exists (select 1 from bookings b where b.id = "booking_quotes"."booking_id" and b.talent_user_id = (select app.user_id()) and b.state in ('requested', 'quoted') and b.quote_version + 1 = "booking_quotes"."version"));--> statement-breakpoint
CREATE POLICY "the system keeps quotes" ON "booking_quotes" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "both sides see their booking" ON "bookings" AS PERMISSIVE FOR SELECT TO "app_user" USING ("bookings"."customer_id" = (select app.user_id()) or "bookings"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "customers ask" ON "bookings" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("bookings"."customer_id" = (select app.user_id()) and (select app.my_role()) = 'customer' and "bookings"."state" = 'requested' and "bookings"."price_agreed" is null and "bookings"."quote_version" = 0
        and "bookings"."hold_expires_at" is null and "bookings"."customer_completed_at" is null and "bookings"."talent_completed_at" is null and "bookings"."completed_at" is null and "bookings"."starts_at" > (select app.now())
        and exists (select 1 from services s join talent_profiles p on p.id = s.talent_id where s.id = "bookings"."service_id" and s.talent_id = "bookings"."talent_id" and p.user_id = "bookings"."talent_user_id" and p.published_at is not null and s.active and s.price_amount = "bookings"."list_amount" and s.price_currency = "bookings"."currency"));--> statement-breakpoint
CREATE POLICY "both sides move their booking" ON "bookings" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("bookings"."customer_id" = (select app.user_id()) or "bookings"."talent_user_id" = (select app.user_id())) WITH CHECK ("bookings"."customer_id" = (select app.user_id()) or "bookings"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps bookings" ON "bookings" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see what they wrote" ON "reviews" AS PERMISSIVE FOR SELECT TO "app_user" USING ("reviews"."reviewer_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "published reviews of talents are public" ON "reviews" AS PERMISSIVE FOR SELECT TO "app_user" USING ("reviews"."publish_at" <= (select app.now()) and ("reviews"."side" = 'customer' or exists (select 1 from bookings b where b.id = "reviews"."booking_id")));--> statement-breakpoint
CREATE POLICY "visitors read published reviews of talents" ON "reviews" AS PERMISSIVE FOR SELECT TO "app_visitor" USING ("reviews"."publish_at" <= (select app.now()) and "reviews"."side" = 'customer');--> statement-breakpoint
CREATE POLICY "parties review completed work" ON "reviews" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("reviews"."reviewer_id" = (select app.user_id()) and exists (select 1 from bookings b where b.id = "reviews"."booking_id" and b.talent_id = "reviews"."talent_id" and b.state in ('completed', 'reviewed')
        and case when "reviews"."side" = 'customer' then b.customer_id = (select app.user_id()) else b.talent_user_id = (select app.user_id()) end));--> statement-breakpoint
CREATE POLICY "the system keeps reviews" ON "reviews" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "members read" ON "messages" AS PERMISSIVE FOR SELECT TO "app_user" USING ("messages"."thread_id" = any ((select app.my_thread_ids())::uuid[]));--> statement-breakpoint
CREATE POLICY "members speak for themselves while it is open" ON "messages" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("messages"."sender_id" = (select app.user_id()) and "messages"."thread_id" = any ((select app.my_thread_ids())::uuid[]) and app.may_send("messages"."thread_id"));--> statement-breakpoint
CREATE POLICY "the system keeps messages" ON "messages" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their membership" ON "thread_members" AS PERMISSIVE FOR SELECT TO "app_user" USING ("thread_members"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people mark what they read" ON "thread_members" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("thread_members"."user_id" = (select app.user_id())) WITH CHECK ("thread_members"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps members" ON "thread_members" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "members see their threads" ON "threads" AS PERMISSIVE FOR SELECT TO "app_user" USING ("threads"."id" = any ((select app.my_thread_ids())::uuid[]));--> statement-breakpoint
CREATE POLICY "the system keeps threads" ON "threads" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people sign what they did" ON "audit_log" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("audit_log"."actor_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system writes the log" ON "audit_log" AS PERMISSIVE FOR INSERT TO "app_system" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system reads the log" ON "audit_log" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "people see their keys" ON "idempotency_keys" AS PERMISSIVE FOR SELECT TO "app_user" USING ("idempotency_keys"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people bring their keys" ON "idempotency_keys" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("idempotency_keys"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people complete their keys" ON "idempotency_keys" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("idempotency_keys"."user_id" = (select app.user_id())) WITH CHECK ("idempotency_keys"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps keys" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system keeps identity notices" ON "identity_notices" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people announce what they did" ON "outbox" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("outbox"."actor_id" = (select app.user_id()) and "outbox"."sent_at" is null);--> statement-breakpoint
CREATE POLICY "the system keeps the outbox" ON "outbox" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "payers see their attempts" ON "payment_attempts" AS PERMISSIVE FOR SELECT TO "app_user" USING ("payment_attempts"."payer_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps attempts" ON "payment_attempts" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system keeps notices" ON "payment_notices" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "payers and payees see their payments" ON "payments" AS PERMISSIVE FOR SELECT TO "app_user" USING ("payments"."payer_id" = (select app.user_id()) or "payments"."payee_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps payments" ON "payments" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "exceptions follow their profile" ON "availability_exceptions" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (exists (select 1 from talent_profiles p where p.id = "availability_exceptions"."talent_id"));--> statement-breakpoint
CREATE POLICY "talents add exceptions" ON "availability_exceptions" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("availability_exceptions"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents change exceptions" ON "availability_exceptions" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("availability_exceptions"."talent_id" = (select app.my_talent_id())) WITH CHECK ("availability_exceptions"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents remove exceptions" ON "availability_exceptions" AS PERMISSIVE FOR DELETE TO "app_user" USING ("availability_exceptions"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "the system keeps exceptions" ON "availability_exceptions" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "hours follow their profile" ON "availability_rules" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (exists (select 1 from talent_profiles p where p.id = "availability_rules"."talent_id"));--> statement-breakpoint
CREATE POLICY "talents add hours" ON "availability_rules" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("availability_rules"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents change hours" ON "availability_rules" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("availability_rules"."talent_id" = (select app.my_talent_id())) WITH CHECK ("availability_rules"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents remove hours" ON "availability_rules" AS PERMISSIVE FOR DELETE TO "app_user" USING ("availability_rules"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "the system keeps hours" ON "availability_rules" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "public work follows its profile" ON "portfolio_items" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING ("portfolio_items"."visibility" = 'public' and exists (select 1 from talent_profiles p where p.id = "portfolio_items"."talent_id"));--> statement-breakpoint
CREATE POLICY "talents see all their work" ON "portfolio_items" AS PERMISSIVE FOR SELECT TO "app_user" USING ("portfolio_items"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents add work" ON "portfolio_items" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("portfolio_items"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents change work" ON "portfolio_items" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("portfolio_items"."talent_id" = (select app.my_talent_id())) WITH CHECK ("portfolio_items"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents remove work" ON "portfolio_items" AS PERMISSIVE FOR DELETE TO "app_user" USING ("portfolio_items"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "the system keeps work" ON "portfolio_items" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "services follow their profile" ON "services" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING ("services"."active" and exists (select 1 from talent_profiles p where p.id = "services"."talent_id"));--> statement-breakpoint
CREATE POLICY "talents see all their services" ON "services" AS PERMISSIVE FOR SELECT TO "app_user" USING ("services"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents add services" ON "services" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("services"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents change services" ON "services" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("services"."talent_id" = (select app.my_talent_id())) WITH CHECK ("services"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "the system keeps services" ON "services" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone sees published profiles" ON "talent_profiles" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING ("talent_profiles"."published_at" is not null);--> statement-breakpoint
CREATE POLICY "talents see their own profile" ON "talent_profiles" AS PERMISSIVE FOR SELECT TO "app_user" USING ("talent_profiles"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "talents make their own profile" ON "talent_profiles" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("talent_profiles"."user_id" = (select app.user_id()) and (select app.my_role()) = 'talent');--> statement-breakpoint
CREATE POLICY "talents change their own profile" ON "talent_profiles" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("talent_profiles"."user_id" = (select app.user_id())) WITH CHECK ("talent_profiles"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps profiles" ON "talent_profiles" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see themselves" ON "users" AS PERMISSIVE FOR SELECT TO "app_user" USING ("users"."id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people arrive as themselves" ON "users" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("users"."id" = (select app.user_id()) and "users"."role" is null and "users"."suspended_at" is null and "users"."membership_ends_at" is null);--> statement-breakpoint
CREATE POLICY "people change themselves" ON "users" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("users"."id" = (select app.user_id())) WITH CHECK ("users"."id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps users" ON "users" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);