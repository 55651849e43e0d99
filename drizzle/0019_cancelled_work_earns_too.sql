-- What is kept of work that was called off waits as long as what was earned by doing it.
create or replace function app.my_earnings(delay interval, before uuid, most integer)
returns table (payment_id uuid, booking_id uuid, title jsonb, customer_name text, starts_at timestamptz, booking_state text, paid_at timestamptz,
  currency text, price bigint, held bigint, owed bigint, commission bigint, agreed_commission bigint, charged_back boolean, available_at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' rows 50 as
$$
begin
  return query
  select p.id, b.id, b.service_title, b.customer_name, b.starts_at, b.state, p.paid_at, p.currency, s.price, s.held, s.owed, s.commission, p.commission,
    p.state = 'charged_back', case when b.state in ('completed', 'reviewed', 'resolved', 'cancelled') then coalesce(b.completed_at, b.state_at) + delay end
  from public.payments p
  join public.bookings b on b.id = p.payable_id
  cross join lateral (
    select coalesce(-sum(l.amount) filter (where l.account = 'held' and e.kind = 'payment_received'), 0)::bigint as price,
      coalesce(-sum(l.amount) filter (where l.account = 'held'), 0)::bigint as held,
      coalesce(-sum(l.amount) filter (where l.account = 'owed' and l.user_id = p.payee_id), 0)::bigint as owed,
      coalesce(-sum(l.amount) filter (where l.account = 'commission'), 0)::bigint as commission
    from public.ledger_entries e join public.ledger_lines l on l.entry_id = e.id where e.payment_id = p.id
  ) s
  where p.payable_kind = 'booking' and p.payee_id = app.user_id() and s.price > 0 and (before is null or p.id < before)
  order by p.id desc limit most;
end $$;
