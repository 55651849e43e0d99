-- whether the page of whoever asks waits for a guardian, also for who acts for the talent: no birth date is told
create function app.my_guardian_missing() returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return app.needs_guardian(app.user_id()); end $$;--> statement-breakpoint
revoke execute on function app.my_guardian_missing() from public;--> statement-breakpoint
grant execute on function app.my_guardian_missing() to app_user;
