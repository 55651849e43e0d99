-- A case that opens is news to whoever runs the site, whichever verb opened it: one letter for all of ten minutes.
create function app.cases_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  since timestamptz := to_timestamp(floor(extract(epoch from new.opened_at) / 600) * 600);
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  insert into public.outbox (kind, payload, dedupe_key, due_at)
  values ('cases.opened', jsonb_build_object(
      'from', to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'until', to_char((since + interval '10 minutes') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
    'cases:' || extract(epoch from since)::bigint, since + interval '10 minutes')
  on conflict (dedupe_key) do nothing;
  return null;
end $$;--> statement-breakpoint
create trigger cases_are_told after insert on money_cases for each row execute function app.cases_are_told();--> statement-breakpoint
revoke execute on function app.cases_are_told() from public;
