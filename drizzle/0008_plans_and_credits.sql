ALTER TABLE "purchases" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "anchor" timestamp with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "agreement" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "agreement_paid_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "ending" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_source_key" ON "purchases" USING btree ("source") WHERE "purchases"."source" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_one_open" ON "purchases" USING btree ("user_id","product","interval","recurring","currency",coalesce("credits", 0)) WHERE "purchases"."state" = 'open';--> statement-breakpoint
CREATE INDEX "subscriptions_user_idx" ON "subscriptions" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "subscriptions_agreements_idx" ON "subscriptions" USING btree ("asked_at") WHERE "subscriptions"."agreement" in ('running', 'to_cancel', 'cancelling', 'to_end');--> statement-breakpoint
ALTER TABLE "credit_lines" ADD CONSTRAINT "credit_lines_monthly_grants_end" CHECK ("credit_lines"."kind" <> 'grant' or "credit_lines"."purse" <> 'monthly' or "credit_lines"."expires_at" is not null);--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_paid_have_a_time" CHECK ("purchases"."state" in ('open', 'lapsed') or "purchases"."paid_at" is not null);--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_credits_come_once" CHECK ("purchases"."product" <> 'credits' or ("purchases"."interval" = 'once' and not "purchases"."recurring"));--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_once_is_not_recurring" CHECK (not ("purchases"."interval" = 'once' and "purchases"."recurring"));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_ended_say_how" CHECK (("subscriptions"."state" in ('trialing', 'active', 'comp', 'past_due', 'mock:active', 'mock:past_due')) = ("subscriptions"."ending" is null) and ("subscriptions"."ending" is null) = ("subscriptions"."ended_at" is null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_agreements_are_whole" CHECK (("subscriptions"."agreement_ref" is null) = ("subscriptions"."agreement" is null) and ("subscriptions"."agreement_ref" is null or "subscriptions"."driver" is not null));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_amount_is_no_debt" CHECK ("subscriptions"."amount" >= 0);--> statement-breakpoint
DROP POLICY "people buy for themselves" ON "purchases" CASCADE;