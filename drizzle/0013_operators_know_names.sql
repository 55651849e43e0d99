-- The name behind an id, for operators' lists. To anybody else nobody has one.
create function app.name_of(id text) returns text language plpgsql stable security definer set search_path = '' as
$$
begin
  if not (coalesce(current_setting('role', true) = 'app_system', false) or app.is_operator()) then return null; end if;
  return (select u.name from public.users u where u.id = name_of.id);
end $$;--> statement-breakpoint
revoke execute on function app.name_of(text) from public;--> statement-breakpoint
grant execute on function app.name_of(text) to app_user, app_system;
