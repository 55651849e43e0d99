-- Is whoever asks an operator in good standing? Policies of the books ask this once per statement.
create function app.is_operator() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (
  select 1 from public.users u
  where u.id = app.user_id() and u.role = 'admin' and u.suspended_at is null and u.deleted_at is null
) $$;--> statement-breakpoint
revoke execute on function app.is_operator() from public;--> statement-breakpoint
grant execute on function app.is_operator() to app_user;
