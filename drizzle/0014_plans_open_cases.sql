ALTER TABLE "money_cases" DROP CONSTRAINT "money_cases_kind_is_known";--> statement-breakpoint
ALTER TABLE "money_cases" ADD CONSTRAINT "money_cases_kind_is_known" CHECK ("money_cases"."kind" in ('amount_differs', 'refund_by_hand', 'refund_failed', 'refunded_at_gateway', 'charged_back', 'opening_lost', 'ledger_differs', 'plan_differs'));--> statement-breakpoint
grant select, insert on money_cases to app_system;
