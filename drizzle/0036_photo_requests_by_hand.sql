-- the statement names every column; what a caller may say is the trigger's business, as with inquiries
grant insert on photo_requests to app_user;
--> statement-breakpoint
-- whoever asks through an inquiry has no account to judge by: the system asks on behalf of the inquiry's address
grant execute on function app.ask_facts(uuid, text) to app_system;
