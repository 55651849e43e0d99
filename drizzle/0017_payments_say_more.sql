CREATE UNIQUE INDEX "payments_paid_by_one_reference" ON "payments" USING btree ("paid_through","paid_reference") WHERE "payments"."paid_reference" is not null;--> statement-breakpoint
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_received_is_positive" CHECK ("payment_attempts"."received_amount" > 0);--> statement-breakpoint

-- ---- grants ------------------------------------------------------------------------------------------------------------
grant select on refunds, money_cases to app_user;--> statement-breakpoint
grant select (agreement_ref, received_amount, asks) on payment_attempts to app_user;--> statement-breakpoint
-- row security leaves these to operators
grant select on payment_notices to app_user;--> statement-breakpoint
grant select, insert on refunds, money_cases to app_system;--> statement-breakpoint
grant update (state, refund_ref, manual_reference, settled_by, asked_at, asks, done_at, updated_at) on refunds to app_system;--> statement-breakpoint
grant update (closed_at, closed_by, resolution) on money_cases to app_system;--> statement-breakpoint
grant update (agreement_ref, received_amount) on payment_attempts to app_system;--> statement-breakpoint

-- ---- the machines again: what was never told to have come in may be told to have gone back; refunds have their own
create or replace function app.payment_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('pending', 'paid'),
  ('pending', 'failed'),
  ('pending', 'refund_due'),
  ('failed', 'paid'),
  ('failed', 'pending'),
  ('failed', 'refund_due'),
  ('paid', 'refund_due'),
  ('paid', 'refunded'),
  ('paid', 'charged_back'),
  ('refund_due', 'refund_pending'),
  ('refund_due', 'refunded'),
  ('refund_due', 'charged_back'),
  ('refund_pending', 'refunded'),
  ('refund_pending', 'charged_back')
$$;--> statement-breakpoint
create or replace function app.payment_attempt_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('opening', 'open'),
  ('opening', 'in_doubt'),
  ('opening', 'failed'),
  ('opening', 'expired'),
  ('opening', 'cancelled'),
  ('opening', 'paid'),
  ('opening', 'refund_due'),
  ('opening', 'refunded'),
  ('opening', 'charged_back'),
  ('open', 'failed'),
  ('open', 'expired'),
  ('open', 'cancelled'),
  ('open', 'paid'),
  ('open', 'refund_due'),
  ('open', 'refunded'),
  ('open', 'charged_back'),
  ('in_doubt', 'failed'),
  ('in_doubt', 'expired'),
  ('in_doubt', 'cancelled'),
  ('in_doubt', 'paid'),
  ('in_doubt', 'refund_due'),
  ('in_doubt', 'refunded'),
  ('in_doubt', 'charged_back'),
  ('failed', 'paid'),
  ('failed', 'refund_due'),
  ('failed', 'refunded'),
  ('failed', 'charged_back'),
  ('expired', 'paid'),
  ('expired', 'refund_due'),
  ('expired', 'refunded'),
  ('expired', 'charged_back'),
  ('cancelled', 'paid'),
  ('cancelled', 'refund_due'),
  ('cancelled', 'refunded'),
  ('cancelled', 'charged_back'),
  ('paid', 'refund_due'),
  ('paid', 'refunded'),
  ('paid', 'charged_back'),
  ('refund_due', 'refund_pending'),
  ('refund_due', 'refunded'),
  ('refund_due', 'charged_back'),
  ('refund_pending', 'refunded'),
  ('refund_pending', 'charged_back')
$$;--> statement-breakpoint
create function app.refund_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('due', 'asking'),
  ('due', 'by_hand'),
  ('due', 'done'),
  ('due', 'failed'),
  ('asking', 'pending'),
  ('asking', 'by_hand'),
  ('asking', 'done'),
  ('asking', 'failed'),
  ('pending', 'by_hand'),
  ('pending', 'done'),
  ('pending', 'failed'),
  ('by_hand', 'done'),
  ('by_hand', 'failed')
$$;--> statement-breakpoint
create or replace function app.payments_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' then return new; end if;
  if old.paid_reference is not null and (new.paid_reference is distinct from old.paid_reference or new.paid_through is distinct from old.paid_through) then
    raise exception 'what paid it stays' using errcode = '23514', constraint = 'payments_move_forward';
  end if;
  if new.state <> old.state and not exists (select 1 from app.payment_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'a payment does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'payments_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create or replace function app.payment_attempts_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' then return new; end if;
  if (old.ref is not null and new.ref is distinct from old.ref)
    or (old.agreement_ref is not null and new.agreement_ref is distinct from old.agreement_ref)
    or (old.received_amount is not null and new.received_amount is distinct from old.received_amount) then
    raise exception 'what a gateway named once stays' using errcode = '23514', constraint = 'payment_attempts_move_forward';
  end if;
  if new.state <> old.state and not exists (select 1 from app.payment_attempt_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'an attempt does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'payment_attempts_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create function app.refunds_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' or new.state = old.state then return new; end if;
  if not exists (select 1 from app.refund_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'a refund does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'refunds_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger refunds_move_forward before update on refunds for each row execute function app.refunds_move_forward();--> statement-breakpoint

-- ---- never more goes back than came in ---------------------------------------------------------------------------------
create function app.refunds_never_exceed() returns trigger language plpgsql security definer set search_path = '' as
$$
declare came_in bigint; goes_back bigint;
begin
  -- two hands that give back of one payment meet here
  perform 1 from public.payments p where p.id = new.payment_id for update;
  select coalesce(a.received_amount, a.amount) into came_in from public.payment_attempts a
    where a.id = new.attempt_id and a.payment_id = new.payment_id and a.currency = new.currency and a.payer_id = new.payer_id;
  if came_in is null then
    raise exception 'a refund is of one attempt of its payment, in its currency, to its payer' using errcode = '23514', constraint = 'refunds_never_exceed';
  end if;
  select coalesce(sum(r.amount), 0) into goes_back from public.refunds r where r.attempt_id = new.attempt_id and r.state <> 'failed' and r.id <> new.id;
  if new.state <> 'failed' and goes_back + new.amount > came_in then
    raise exception 'more would go back than came in' using errcode = '23514', constraint = 'refunds_never_exceed';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger refunds_never_exceed before insert or update on refunds for each row execute function app.refunds_never_exceed();--> statement-breakpoint
revoke execute on function app.refund_moves(), app.refunds_move_forward(), app.refunds_never_exceed() from public;--> statement-breakpoint
grant execute on function app.refund_moves() to app_system;
