CREATE TABLE "document_series" (
	"series" text PRIMARY KEY NOT NULL,
	"last" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "document_series" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"series" text NOT NULL,
	"number" integer NOT NULL,
	"user_id" text NOT NULL,
	"payee_id" text,
	"payment_id" uuid NOT NULL,
	"refund_id" uuid,
	"snapshot" jsonb NOT NULL,
	"issued_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "documents_number_is_positive" CHECK ("documents"."number" > 0),
	CONSTRAINT "documents_credit_notes_name_a_refund" CHECK (("documents"."kind" = 'credit_note') = ("documents"."refund_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "commission_rules" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"talent_user_id" text,
	"plan" text,
	"currency" text,
	"basis_points" integer NOT NULL,
	"fixed" bigint DEFAULT 0 NOT NULL,
	"minimum" bigint DEFAULT 0 NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "commission_rules_are_shares" CHECK ("commission_rules"."basis_points" between 0 and 10000),
	CONSTRAINT "commission_rules_sums_are_whole" CHECK ("commission_rules"."fixed" >= 0 and "commission_rules"."minimum" >= 0),
	CONSTRAINT "commission_rules_sums_name_a_currency" CHECK (("commission_rules"."fixed" = 0 and "commission_rules"."minimum" = 0) or "commission_rules"."currency" is not null)
);
--> statement-breakpoint
ALTER TABLE "commission_rules" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"payment_id" uuid,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "ledger_entries_kind_is_known" CHECK ("ledger_entries"."kind" in ('payment_received', 'money_unmatched', 'earning_released', 'refund_owed', 'refund_done', 'refund_failed', 'payout_paid', 'gateway_fee', 'charged_back', 'correction'))
);
--> statement-breakpoint
ALTER TABLE "ledger_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "ledger_lines" (
	"entry_id" uuid NOT NULL,
	"n" smallint NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"driver" text,
	"user_id" text,
	CONSTRAINT "ledger_lines_entry_id_n_pk" PRIMARY KEY("entry_id","n"),
	CONSTRAINT "ledger_lines_account_is_known" CHECK ("ledger_lines"."account" in ('received', 'held', 'owed', 'commission', 'sales', 'refund_owed', 'refunded', 'paid_out', 'gateway_fee', 'unmatched', 'charged_back')),
	CONSTRAINT "ledger_lines_move_something" CHECK ("ledger_lines"."amount" <> 0)
);
--> statement-breakpoint
ALTER TABLE "ledger_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payout_accounts" (
	"user_id" text PRIMARY KEY NOT NULL,
	"method" text NOT NULL,
	"holder" text NOT NULL,
	"number" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payout_accounts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payout_batches" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"currency" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"closed" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payout_batches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payouts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"batch_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"method" text,
	"holder" text,
	"number" text,
	"reference" text,
	"paid_at" timestamp with time zone,
	"settled_by" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "payouts_state_is_known" CHECK ("payouts"."state" in ('due', 'paid', 'cancelled')),
	CONSTRAINT "payouts_amount_is_positive" CHECK ("payouts"."amount" > 0),
	CONSTRAINT "payouts_paid_have_proof" CHECK (("payouts"."state" = 'paid') = ("payouts"."paid_at" is not null and "payouts"."reference" is not null))
);
--> statement-breakpoint
ALTER TABLE "payouts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "money_cases" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"driver" text,
	"payment_id" uuid,
	"refund_id" uuid,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"opened_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"resolution" text,
	CONSTRAINT "money_cases_kind_is_known" CHECK ("money_cases"."kind" in ('amount_differs', 'refund_by_hand', 'refund_failed', 'refunded_at_gateway', 'charged_back', 'opening_lost', 'ledger_differs')),
	CONSTRAINT "money_cases_closed_say_how" CHECK (("money_cases"."closed_at" is null) = ("money_cases"."resolution" is null))
);
--> statement-breakpoint
ALTER TABLE "money_cases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"payment_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"payer_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'due' NOT NULL,
	"refund_ref" text,
	"manual_reference" text,
	"requested_by" text,
	"settled_by" text,
	"asked_at" timestamp with time zone,
	"asks" integer DEFAULT 0 NOT NULL,
	"done_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "refunds_state_is_known" CHECK ("refunds"."state" in ('due', 'asking', 'pending', 'by_hand', 'done', 'failed')),
	CONSTRAINT "refunds_reason_is_known" CHECK ("refunds"."reason" in ('paid_twice', 'time_gone', 'wrong_sum', 'cancelled_by_customer', 'cancelled_by_talent', 'dispute', 'goodwill', 'at_gateway')),
	CONSTRAINT "refunds_amount_is_positive" CHECK ("refunds"."amount" > 0),
	CONSTRAINT "refunds_done_have_a_time" CHECK (("refunds"."state" = 'done') = ("refunds"."done_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "refunds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credit_lines" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"purse" text NOT NULL,
	"amount" integer NOT NULL,
	"source" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "credit_lines_kind_is_known" CHECK ("credit_lines"."kind" in ('grant', 'purchase', 'unlock', 'return', 'expiry', 'admin')),
	CONSTRAINT "credit_lines_move_something" CHECK ("credit_lines"."amount" <> 0)
);
--> statement-breakpoint
ALTER TABLE "credit_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "credit_wallets" (
	"user_id" text PRIMARY KEY NOT NULL,
	"monthly" integer DEFAULT 0 NOT NULL,
	"monthly_until" timestamp with time zone,
	"bought" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "credit_wallets_never_below_zero" CHECK ("credit_wallets"."monthly" >= 0 and "credit_wallets"."bought" >= 0)
);
--> statement-breakpoint
ALTER TABLE "credit_wallets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "purchases" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"product" text NOT NULL,
	"interval" text NOT NULL,
	"recurring" boolean DEFAULT false NOT NULL,
	"credits" integer,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"subscription_id" uuid,
	"period_start" timestamp with time zone,
	"period_end" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "purchases_state_is_known" CHECK ("purchases"."state" in ('open', 'paid', 'refunded', 'charged_back', 'lapsed')),
	CONSTRAINT "purchases_amount_is_positive" CHECK ("purchases"."amount" > 0),
	CONSTRAINT "purchases_credits_are_counted" CHECK (("purchases"."product" = 'credits') = ("purchases"."credits" is not null and "purchases"."credits" > 0))
);
--> statement-breakpoint
ALTER TABLE "purchases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"product" text NOT NULL,
	"interval" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"period_start" timestamp with time zone NOT NULL,
	"period_end" timestamp with time zone NOT NULL,
	"cancel_at_period_end" boolean DEFAULT false NOT NULL,
	"past_due_since" timestamp with time zone,
	"driver" text,
	"agreement_ref" text,
	"reminders" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "subscriptions_state_is_known" CHECK ("subscriptions"."state" in ('trialing', 'active', 'comp', 'past_due', 'expired', 'refunded', 'charged_back', 'mock:active', 'mock:past_due', 'mock:expired')),
	CONSTRAINT "subscriptions_product_is_known" CHECK ("subscriptions"."product" in ('professional', 'company', 'PRO', 'AGENCY')),
	CONSTRAINT "subscriptions_period_runs_forward" CHECK ("subscriptions"."period_end" > "subscriptions"."period_start"),
	CONSTRAINT "subscriptions_past_due_since" CHECK (("subscriptions"."state" = 'past_due') = ("subscriptions"."past_due_since" is not null))
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "payment_attempts" DROP CONSTRAINT "payment_attempts_state_is_known";--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_state_is_known";--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "payee_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "amount" bigint;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "currency" text;--> statement-breakpoint
update payment_attempts a set amount = p.amount, currency = p.currency from payments p where p.id = a.payment_id;--> statement-breakpoint
ALTER TABLE "payment_attempts" ALTER COLUMN "amount" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_attempts" ALTER COLUMN "currency" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "mode" text DEFAULT 'once' NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "agreement_ref" text;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD COLUMN "received_amount" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "commission" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_series_document_series_series_fk" FOREIGN KEY ("series") REFERENCES "public"."document_series"("series") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_payee_id_users_id_fk" FOREIGN KEY ("payee_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commission_rules" ADD CONSTRAINT "commission_rules_talent_user_id_users_id_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_lines" ADD CONSTRAINT "ledger_lines_entry_id_ledger_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."ledger_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_lines" ADD CONSTRAINT "ledger_lines_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_batch_id_payout_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."payout_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_cases" ADD CONSTRAINT "money_cases_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "money_cases" ADD CONSTRAINT "money_cases_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_attempt_id_payment_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payer_id_users_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_lines" ADD CONSTRAINT "credit_lines_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_wallets" ADD CONSTRAINT "credit_wallets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "documents_number_key" ON "documents" USING btree ("series","number");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_one_per_payment" ON "documents" USING btree ("payment_id") WHERE "documents"."refund_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "documents_one_per_refund" ON "documents" USING btree ("refund_id") WHERE "documents"."refund_id" is not null;--> statement-breakpoint
CREATE INDEX "documents_user_idx" ON "documents" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "documents_payee_idx" ON "documents" USING btree ("payee_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "commission_rules_one_in_force" ON "commission_rules" USING btree (coalesce("talent_user_id", ''),coalesce("plan", ''),coalesce("currency", '')) WHERE "commission_rules"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_once" ON "ledger_entries" USING btree ("kind","source");--> statement-breakpoint
CREATE INDEX "ledger_entries_payment_idx" ON "ledger_entries" USING btree ("payment_id","id");--> statement-breakpoint
CREATE INDEX "ledger_entries_at_idx" ON "ledger_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "ledger_lines_account_idx" ON "ledger_lines" USING btree ("account","currency","driver");--> statement-breakpoint
CREATE INDEX "ledger_lines_user_idx" ON "ledger_lines" USING btree ("user_id","account","currency") WHERE "ledger_lines"."user_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_one_per_batch" ON "payouts" USING btree ("batch_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payouts_one_due" ON "payouts" USING btree ("user_id","currency") WHERE "payouts"."state" = 'due';--> statement-breakpoint
CREATE INDEX "payouts_user_idx" ON "payouts" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "money_cases_one_open" ON "money_cases" USING btree ("kind","subject") WHERE "money_cases"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "money_cases_open_idx" ON "money_cases" USING btree ("id") WHERE "money_cases"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "refunds_payment_idx" ON "refunds" USING btree ("payment_id","id");--> statement-breakpoint
CREATE INDEX "refunds_attempt_idx" ON "refunds" USING btree ("attempt_id");--> statement-breakpoint
CREATE INDEX "refunds_open_idx" ON "refunds" USING btree ("asked_at") WHERE "refunds"."state" in ('due', 'asking', 'pending', 'by_hand');--> statement-breakpoint
CREATE UNIQUE INDEX "credit_lines_once" ON "credit_lines" USING btree ("user_id","kind","purse","source");--> statement-breakpoint
CREATE INDEX "credit_lines_user_idx" ON "credit_lines" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "purchases_user_idx" ON "purchases" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "purchases_subscription_idx" ON "purchases" USING btree ("subscription_id");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_one_live" ON "subscriptions" USING btree ("user_id") WHERE "subscriptions"."state" in ('trialing', 'active', 'comp', 'past_due', 'mock:active', 'mock:past_due');--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_agreement_key" ON "subscriptions" USING btree ("driver","agreement_ref") WHERE "subscriptions"."agreement_ref" is not null;--> statement-breakpoint
CREATE INDEX "subscriptions_due_idx" ON "subscriptions" USING btree ("period_end") WHERE "subscriptions"."state" in ('trialing', 'active', 'comp', 'past_due', 'mock:active', 'mock:past_due');--> statement-breakpoint
CREATE INDEX "payments_payee_idx" ON "payments" USING btree ("payee_id","id");--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_amount_is_positive" CHECK ("payment_attempts"."amount" > 0);--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_state_is_known" CHECK ("payment_attempts"."state" in ('opening', 'open', 'in_doubt', 'failed', 'expired', 'cancelled', 'paid', 'refund_due', 'refund_pending', 'refunded', 'charged_back'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_commission_is_a_share" CHECK ("payments"."commission" between 0 and "payments"."amount");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_bookings_have_a_payee" CHECK (("payments"."payable_kind" = 'booking') = ("payments"."payee_id" is not null));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_state_is_known" CHECK ("payments"."state" in ('pending', 'paid', 'failed', 'refund_due', 'refund_pending', 'refunded', 'charged_back'));--> statement-breakpoint
CREATE POLICY "operators see attempts" ON "payment_attempts" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "operators see notices" ON "payment_notices" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "operators see payments" ON "payments" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system numbers documents" ON "document_series" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "both sides see their documents" ON "documents" AS PERMISSIVE FOR SELECT TO "app_user" USING ("documents"."user_id" = (select app.user_id()) or "documents"."payee_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see documents" ON "documents" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system reads documents" ON "documents" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system issues documents" ON "documents" AS PERMISSIVE FOR INSERT TO "app_system" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operators see commission rules" ON "commission_rules" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps commission rules" ON "commission_rules" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operators see the ledger" ON "ledger_entries" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system reads the ledger" ON "ledger_entries" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system writes the ledger" ON "ledger_entries" AS PERMISSIVE FOR INSERT TO "app_system" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see what is theirs" ON "ledger_lines" AS PERMISSIVE FOR SELECT TO "app_user" USING ("ledger_lines"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see the lines" ON "ledger_lines" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system reads the lines" ON "ledger_lines" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system writes the lines" ON "ledger_lines" AS PERMISSIVE FOR INSERT TO "app_system" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their payout account" ON "payout_accounts" AS PERMISSIVE FOR SELECT TO "app_user" USING ("payout_accounts"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "talents name their payout account" ON "payout_accounts" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("payout_accounts"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "talents change their payout account" ON "payout_accounts" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("payout_accounts"."user_id" = (select app.user_id())) WITH CHECK ("payout_accounts"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see payout accounts" ON "payout_accounts" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system reads payout accounts" ON "payout_accounts" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "operators see payout batches" ON "payout_batches" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps payout batches" ON "payout_batches" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their payouts" ON "payouts" AS PERMISSIVE FOR SELECT TO "app_user" USING ("payouts"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see payouts" ON "payouts" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps payouts" ON "payouts" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "operators see cases" ON "money_cases" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps cases" ON "money_cases" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "payers see their refunds" ON "refunds" AS PERMISSIVE FOR SELECT TO "app_user" USING ("refunds"."payer_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see refunds" ON "refunds" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps refunds" ON "refunds" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their credits" ON "credit_lines" AS PERMISSIVE FOR SELECT TO "app_user" USING ("credit_lines"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see credits" ON "credit_lines" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system reads credits" ON "credit_lines" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system adds credits" ON "credit_lines" AS PERMISSIVE FOR INSERT TO "app_system" WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their purse" ON "credit_wallets" AS PERMISSIVE FOR SELECT TO "app_user" USING ("credit_wallets"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see purses" ON "credit_wallets" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps purses" ON "credit_wallets" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their purchases" ON "purchases" AS PERMISSIVE FOR SELECT TO "app_user" USING ("purchases"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people buy for themselves" ON "purchases" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("purchases"."user_id" = (select app.user_id()) and "purchases"."state" = 'open' and "purchases"."subscription_id" is null and "purchases"."paid_at" is null);--> statement-breakpoint
CREATE POLICY "operators see purchases" ON "purchases" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps purchases" ON "purchases" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their subscriptions" ON "subscriptions" AS PERMISSIVE FOR SELECT TO "app_user" USING ("subscriptions"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see subscriptions" ON "subscriptions" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps subscriptions" ON "subscriptions" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);