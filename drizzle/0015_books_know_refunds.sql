-- Comparing the books with a gateway counts what is on its way back, and opens a case for each difference.
grant select on refunds to app_system;--> statement-breakpoint
grant select, insert on money_cases to app_system;
