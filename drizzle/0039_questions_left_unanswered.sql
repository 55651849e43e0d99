ALTER TABLE "payment_attempts" ADD COLUMN "unanswered_at" timestamp with time zone;--> statement-breakpoint
grant select (unanswered_at) on payment_attempts to app_user;--> statement-breakpoint
grant update (unanswered_at) on payment_attempts to app_system;
