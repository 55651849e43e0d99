CREATE TABLE "gateway_comparisons" (
	"attempt_id" uuid PRIMARY KEY NOT NULL,
	"verdict" text NOT NULL,
	"compared_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gateway_comparisons_verdict_is_known" CHECK ("gateway_comparisons"."verdict" in ('same', 'differs', 'unknown'))
);
--> statement-breakpoint
ALTER TABLE "gateway_comparisons" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "written_in" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "gateway_comparisons" ADD CONSTRAINT "gateway_comparisons_attempt_id_payment_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."payment_attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gateway_comparisons_age_idx" ON "gateway_comparisons" USING btree ("compared_at");--> statement-breakpoint
ALTER TABLE "ledger_lines" ADD CONSTRAINT "ledger_lines_say_whose" CHECK ("ledger_lines"."account" not in ('owed', 'paid_out') or "ledger_lines"."user_id" is not null);--> statement-breakpoint
ALTER TABLE "ledger_lines" ADD CONSTRAINT "ledger_lines_say_where" CHECK ("ledger_lines"."account" not in ('received', 'refunded', 'paid_out') or "ledger_lines"."driver" is not null);--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_method_is_known" CHECK ("payout_accounts"."method" in ('bank', 'fib', 'fastpay', 'nasswallet', 'zaincash'));--> statement-breakpoint
ALTER TABLE "payout_accounts" ADD CONSTRAINT "payout_accounts_are_filled_in" CHECK (length("payout_accounts"."holder") between 1 and 120 and "payout_accounts"."number" ~ '^[+A-Z0-9]{8,34}$');--> statement-breakpoint
CREATE POLICY "talents see the entries that touch them" ON "ledger_entries" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from ledger_lines l where l.entry_id = "ledger_entries"."id" and l.user_id = (select app.user_id())));--> statement-breakpoint
CREATE POLICY "operators see comparisons" ON "gateway_comparisons" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps comparisons" ON "gateway_comparisons" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);