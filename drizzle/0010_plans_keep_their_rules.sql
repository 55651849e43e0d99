-- ---- grants ------------------------------------------------------------------------------------------------------------
grant select on subscriptions, purchases, credit_wallets, credit_lines to app_user, app_system;--> statement-breakpoint
grant insert on subscriptions, purchases, credit_lines to app_system;--> statement-breakpoint
grant update (interval, amount, currency, state, anchor, period_start, period_end, cancel_at_period_end, past_due_since, driver, agreement_ref, agreement, agreement_paid_until, asked_at, reminders, ending, ended_at, updated_at) on subscriptions to app_system;--> statement-breakpoint
grant update (state, subscription_id, period_start, period_end, paid_at, updated_at) on purchases to app_system;--> statement-breakpoint

-- ---- states move by the machines of src/features/subscriptions/rules/states.ts, tested against them cell by cell -------
create function app.subscription_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('trialing', 'active'),
  ('trialing', 'past_due'),
  ('trialing', 'expired'),
  ('trialing', 'refunded'),
  ('trialing', 'charged_back'),
  ('active', 'active'),
  ('active', 'past_due'),
  ('active', 'expired'),
  ('active', 'refunded'),
  ('active', 'charged_back'),
  ('past_due', 'active'),
  ('past_due', 'expired'),
  ('past_due', 'refunded'),
  ('past_due', 'charged_back'),
  ('comp', 'active'),
  ('comp', 'expired'),
  ('expired', 'active'),
  ('mock:active', 'expired'),
  ('mock:past_due', 'expired')
$$;--> statement-breakpoint
create function app.purchase_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('open', 'paid'),
  ('open', 'lapsed'),
  ('lapsed', 'paid'),
  ('paid', 'refunded'),
  ('paid', 'charged_back')
$$;--> statement-breakpoint
create function app.subscriptions_keep_to_the_machine() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' then return new; end if;
  if tg_op = 'INSERT' then
    if new.state not in ('trialing', 'active', 'comp', 'mock:active', 'mock:past_due', 'mock:expired') then
      raise exception 'a subscription does not begin as %', new.state using errcode = '23514', constraint = 'subscriptions_keep_to_the_machine';
    end if;
  elsif new.state <> old.state and not exists (select 1 from app.subscription_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'a subscription does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'subscriptions_keep_to_the_machine';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger subscriptions_keep_to_the_machine before insert or update on subscriptions for each row execute function app.subscriptions_keep_to_the_machine();--> statement-breakpoint
create function app.purchases_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' or new.state = old.state then return new; end if;
  if not exists (select 1 from app.purchase_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'a purchase does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'purchases_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger purchases_move_forward before update on purchases for each row execute function app.purchases_move_forward();--> statement-breakpoint

-- ---- entitlements: src/features/subscriptions/rules/entitlements.ts repeated for policies, tested against it cell by cell
create function app.full_until(state text, period_end timestamptz, past_due_since timestamptz, cancel_at_period_end boolean) returns timestamptz
language sql immutable parallel safe as
$$ select case
  when state = 'comp' then period_end
  when state = 'past_due' then coalesce(past_due_since, period_end) + interval '72 hours'
  when state = 'mock:past_due' then period_end + interval '72 hours'
  when state in ('trialing', 'active', 'mock:active') then period_end + case when cancel_at_period_end then interval '0' else interval '72 hours' end
end $$;--> statement-breakpoint
create function app.tier_entitlements() returns table (tier text, has text[]) language sql immutable parallel safe as
$$ values
  ('visitor', array['inquiry.send']),
  ('individual', array['inquiry.send', 'collections', 'requests.create', 'messaging.enabled', 'bookings.request', 'seats']),
  ('professional', array['inquiry.send', 'contact.initiate', 'contact.reply', 'premium.view', 'collections', 'requests.create', 'messaging.enabled', 'bookings.request', 'seats']),
  ('company', array['inquiry.send', 'contact.initiate', 'contact.reply', 'premium.view', 'collections', 'requests.create', 'messaging.enabled', 'bookings.request', 'seats']),
  ('FREE', array['inquiry.reply', 'contact.reply', 'premium.view', 'requests.browse', 'requests.unlock', 'proposals.send', 'credits.monthly', 'roster', 'seats', 'replies.suggested']),
  ('PRO', array['inquiry.reply', 'contact.reply', 'premium.view', 'requests.browse', 'requests.unlock', 'proposals.send', 'messaging.enabled', 'credits.monthly', 'roster', 'seats', 'replies.suggested']),
  ('AGENCY', array['inquiry.reply', 'contact.reply', 'premium.view', 'requests.browse', 'requests.unlock', 'proposals.send', 'messaging.enabled', 'credits.monthly', 'roster', 'seats', 'replies.suggested'])
$$;--> statement-breakpoint
-- what another person pays for is theirs to know: this one is for the system and for functions of the owner
create function app.plan_of(who text) returns text language plpgsql stable security definer set search_path = '' as
$$
declare
  u record;
  held text;
begin
  if who is null then return 'visitor'; end if;
  select k.role, k.customer_kind into u from public.users k where k.id = who and k.suspended_at is null and k.deleted_at is null;
  if not found or u.role is null or u.role not in ('talent', 'customer') then return null; end if;
  select s.product into held from public.subscriptions s
  where s.user_id = who
    and s.state in ('trialing', 'active', 'comp', 'past_due', 'mock:active', 'mock:past_due')
    and app.full_until(s.state, s.period_end, s.past_due_since, s.cancel_at_period_end) > app.now()
    and case when s.product in ('PRO', 'AGENCY') then u.role = 'talent' else u.role = 'customer' and u.customer_kind = s.product end;
  return coalesce(held, case u.role when 'talent' then 'FREE' else 'individual' end);
end $$;--> statement-breakpoint
create function app.entitled(who text, what text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (select 1 from app.tier_entitlements() t where t.tier = app.plan_of(who) and what = any (t.has)); end $$;--> statement-breakpoint
-- of whoever asks: for policies, written as (select app.entitled('contact.initiate'))
create function app.my_plan() returns text language plpgsql stable security definer set search_path = '' as
$$ begin return app.plan_of(app.user_id()); end $$;--> statement-breakpoint
create function app.entitled(what text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return app.entitled(app.user_id(), what); end $$;--> statement-breakpoint

-- ---- credits: lines are added, the purse follows ------------------------------------------------------------------------
create function app.credit_lines_fill_the_purse() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  w record;
begin
  insert into public.credit_wallets (user_id) values (new.user_id) on conflict do nothing;
  select * into w from public.credit_wallets k where k.user_id = new.user_id for update;
  if new.purse = 'bought' then
    update public.credit_wallets k set bought = k.bought + new.amount where k.user_id = new.user_id;
    return null;
  end if;
  if new.kind = 'grant' and w.monthly <> 0 then
    raise exception 'last month''s credits are still in the purse' using errcode = '23514', constraint = 'credit_lines_one_month_at_a_time';
  end if;
  if new.kind = 'unlock' and (w.monthly_until is null or w.monthly_until <= app.now()) then
    raise exception 'these credits have expired' using errcode = '23514', constraint = 'credit_wallets_never_below_zero';
  end if;
  update public.credit_wallets k
  set monthly = k.monthly + new.amount, monthly_until = case when new.kind = 'grant' then new.expires_at else k.monthly_until end
  where k.user_id = new.user_id;
  return null;
end $$;--> statement-breakpoint
-- after: a line that was there before (on conflict do nothing) counts once
create trigger credit_lines_fill_the_purse after insert on credit_lines for each row execute function app.credit_lines_fill_the_purse();--> statement-breakpoint
create trigger credit_lines_are_added_to before update or delete or truncate on credit_lines for each statement execute function app.refuse();--> statement-breakpoint

revoke execute on function app.subscription_moves(), app.purchase_moves(), app.subscriptions_keep_to_the_machine(), app.purchases_move_forward(), app.full_until(text, timestamptz, timestamptz, boolean), app.tier_entitlements(), app.plan_of(text), app.entitled(text, text), app.my_plan(), app.entitled(text), app.credit_lines_fill_the_purse() from public;--> statement-breakpoint
grant execute on function app.subscription_moves(), app.purchase_moves(), app.plan_of(text), app.entitled(text, text) to app_system;--> statement-breakpoint
grant execute on function app.my_plan(), app.entitled(text) to app_user, app_visitor;
