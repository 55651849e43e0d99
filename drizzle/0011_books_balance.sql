-- The books: who reads them, and what they can never say. They are only added to, by anybody at all, the owner included.

-- ---- grants -----------------------------------------------------------------------------------------------------------
grant select on ledger_entries, ledger_lines, commission_rules, payout_accounts, payout_batches, payouts, gateway_comparisons to app_user;--> statement-breakpoint
grant insert on payout_accounts to app_user;--> statement-breakpoint
grant update (method, holder, number, updated_at) on payout_accounts to app_user;--> statement-breakpoint
grant select, insert on ledger_entries, ledger_lines, commission_rules, payout_batches, payouts, gateway_comparisons to app_system;--> statement-breakpoint
grant select on payout_accounts to app_system;--> statement-breakpoint
grant update (ended_at) on commission_rules to app_system;--> statement-breakpoint
grant update (closed) on payout_batches to app_system;--> statement-breakpoint
grant update (state, reference, paid_at, settled_by, updated_at) on payouts to app_system;--> statement-breakpoint
grant update (verdict, compared_at) on gateway_comparisons to app_system;--> statement-breakpoint

-- ---- only added to ----------------------------------------------------------------------------------------------------
create trigger ledger_entries_are_added_to before update or delete or truncate on ledger_entries for each statement execute function app.refuse();--> statement-breakpoint
create trigger ledger_lines_are_added_to before update or delete or truncate on ledger_lines for each statement execute function app.refuse();--> statement-breakpoint

-- an entry is born in the transaction that runs, whatever the caller wrote
create function app.ledger_entries_are_born_now() returns trigger language plpgsql set search_path = '' as
$$ begin new.written_in := pg_current_xact_id(); return new; end $$;--> statement-breakpoint
create trigger ledger_entries_are_born_now before insert on ledger_entries for each row execute function app.ledger_entries_are_born_now();--> statement-breakpoint

-- a line joins its entry in the transaction that made it: what was once committed never grows
create function app.ledger_lines_are_born_with_their_entry() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if not exists (select 1 from public.ledger_entries e where e.id = new.entry_id and e.written_in = pg_current_xact_id()) then
    raise exception 'lines are written with their entry' using errcode = '23514', constraint = 'ledger_lines_are_born_with_their_entry';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger ledger_lines_are_born_with_their_entry before insert on ledger_lines for each row execute function app.ledger_lines_are_born_with_their_entry();--> statement-breakpoint

-- ---- every entry balances ---------------------------------------------------------------------------------------------
create function app.check_ledger_entry(entry uuid) returns void language plpgsql security definer set search_path = '' as
$$
begin
  if (select count(*) from public.ledger_lines l where l.entry_id = entry) < 2 then
    raise exception 'an entry has at least two lines' using errcode = '23514', constraint = 'ledger_entries_have_lines';
  end if;
  if exists (select 1 from public.ledger_lines l where l.entry_id = entry group by l.currency having sum(l.amount) <> 0) then
    raise exception 'an entry sums to zero in each currency' using errcode = '23514', constraint = 'ledger_entries_balance';
  end if;
end $$;--> statement-breakpoint
create function app.ledger_entries_balance() returns trigger language plpgsql security definer set search_path = '' as
$$ begin perform app.check_ledger_entry(new.id); return null; end $$;--> statement-breakpoint
create function app.ledger_lines_balance() returns trigger language plpgsql security definer set search_path = '' as
$$ begin perform app.check_ledger_entry(new.entry_id); return null; end $$;--> statement-breakpoint
create constraint trigger ledger_entries_balance after insert on ledger_entries deferrable initially deferred for each row execute function app.ledger_entries_balance();--> statement-breakpoint
-- for a session that asked for immediate checks and went on adding
create constraint trigger ledger_lines_balance after insert on ledger_lines deferrable initially deferred for each row execute function app.ledger_lines_balance();--> statement-breakpoint

-- ---- nobody is paid what they are not owed ----------------------------------------------------------------------------
-- A refund after the release may take a talent's balance below zero; a payout may not. Two payouts of one person wait here.
create function app.payouts_stay_within_what_is_owed() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if not exists (select 1 from public.ledger_entries e where e.id = new.entry_id and e.kind = 'payout_paid') then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended('owed:' || new.user_id || ':' || new.currency, 0));
  if (select sum(l.amount) from public.ledger_lines l where l.account = 'owed' and l.user_id = new.user_id and l.currency = new.currency) > 0 then
    raise exception 'a payout is at most what is owed' using errcode = '23514', constraint = 'payouts_stay_within_what_is_owed';
  end if;
  return null;
end $$;--> statement-breakpoint
create constraint trigger payouts_stay_within_what_is_owed after insert on ledger_lines deferrable initially deferred
  for each row when (new.account = 'owed' and new.amount > 0) execute function app.payouts_stay_within_what_is_owed();--> statement-breakpoint

create function app.payouts_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if new.state is distinct from old.state and not (old.state = 'due' and new.state in ('paid', 'cancelled')) then
    raise exception 'a payout does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'payouts_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger payouts_move_forward before update on payouts for each row execute function app.payouts_move_forward();--> statement-breakpoint
create function app.paid_payouts_are_in_the_books() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if new.state = 'paid' and not exists (select 1 from public.ledger_entries e join public.ledger_lines l on l.entry_id = e.id
      where e.kind = 'payout_paid' and e.source = new.id::text and l.account = 'owed' and l.user_id = new.user_id and l.currency = new.currency and l.amount = new.amount) then
    raise exception 'a payout that was paid is in the books' using errcode = '23514', constraint = 'paid_payouts_are_in_the_books';
  end if;
  return null;
end $$;--> statement-breakpoint
create constraint trigger paid_payouts_are_in_the_books after insert or update on payouts deferrable initially deferred for each row execute function app.paid_payouts_are_in_the_books();--> statement-breakpoint

-- ---- what is whose, from the lines ------------------------------------------------------------------------------------
-- Talents see their own, operators and the system everybody's. `held` lines name no person: a payment's payee is whose they
-- will be. `waiting`: owed, and not yet to be paid out, because the work is recent or disputed.
create function app.earnings(delay interval) returns table (user_id text, currency text, held bigint, owed bigint, waiting bigint, in_payout bigint, paid_out bigint)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' rows 100 as
$$
declare
  everyone boolean := coalesce(current_setting('role', true) = 'app_system', false) or app.is_operator();
  mine text := app.user_id();
begin
  return query
  with of_payment as (
    select p.payee_id as whose, l.currency as cur, p.payable_id, p.state,
      coalesce(-sum(l.amount) filter (where l.account = 'held'), 0) as held,
      coalesce(-sum(l.amount) filter (where l.account = 'owed' and l.user_id = p.payee_id), 0) as owed
    from public.payments p
    join public.ledger_entries e on e.payment_id = p.id
    join public.ledger_lines l on l.entry_id = e.id
    where p.payee_id is not null and (everyone or p.payee_id = mine) and l.account in ('held', 'owed')
    group by p.id, l.currency
  ), parts as (
    select o.whose, o.cur, o.held, 0::numeric as owed,
      case when b.state <> 'disputed' and o.state <> 'charged_back' and coalesce(b.completed_at, b.state_at) + delay <= app.now() then 0 else greatest(o.owed, 0) end as waiting,
      0::numeric as in_payout, 0::numeric as paid_out
    from of_payment o left join public.bookings b on b.id = o.payable_id
    union all
    select l.user_id, l.currency, 0, -l.amount, 0, 0, 0 from public.ledger_lines l
    where l.account = 'owed' and l.user_id is not null and (everyone or l.user_id = mine)
    union all
    select l.user_id, l.currency, 0, 0, 0, 0, -l.amount from public.ledger_lines l
    where l.account = 'paid_out' and l.user_id is not null and (everyone or l.user_id = mine)
    union all
    select x.user_id, x.currency, 0, 0, 0, x.amount, 0 from public.payouts x
    where x.state = 'due' and (everyone or x.user_id = mine)
  )
  select p.whose, p.cur, sum(p.held)::bigint, sum(p.owed)::bigint, sum(p.waiting)::bigint, sum(p.in_payout)::bigint, sum(p.paid_out)::bigint
  from parts p group by p.whose, p.cur order by p.whose, p.cur;
end $$;--> statement-breakpoint

-- One talent's paid bookings, newest first: what came in, and where it is now.
create function app.my_earnings(delay interval, before uuid, most integer)
returns table (payment_id uuid, booking_id uuid, title jsonb, customer_name text, starts_at timestamptz, booking_state text, paid_at timestamptz,
  currency text, price bigint, held bigint, owed bigint, commission bigint, agreed_commission bigint, charged_back boolean, available_at timestamptz)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan' rows 50 as
$$
begin
  return query
  select p.id, b.id, b.service_title, b.customer_name, b.starts_at, b.state, p.paid_at, p.currency, s.price, s.held, s.owed, s.commission, p.commission,
    p.state = 'charged_back', case when b.state in ('completed', 'reviewed', 'resolved') then coalesce(b.completed_at, b.state_at) + delay end
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
end $$;--> statement-breakpoint

-- ---- what the site keeps, until somebody says otherwise: 10 % ---------------------------------------------------------
insert into commission_rules (basis_points, created_by) values (1000, 'migration');--> statement-breakpoint

revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.earnings(interval) to app_user, app_system;--> statement-breakpoint
grant execute on function app.my_earnings(interval, uuid, integer) to app_user;
