ALTER TABLE "payments" ADD COLUMN "paid_through" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "paid_reference" text;--> statement-breakpoint

-- ---- what a payment is for, and how much, never changes; columns that may are named ------------------------------------
revoke update on payments, payment_attempts, payment_notices from app_system;--> statement-breakpoint
grant update (state, flag, paid_through, paid_reference, paid_at, refunded_at, updated_at) on payments to app_system;--> statement-breakpoint
grant update (state, ref, next, expires_at, asked_at, asks, updated_at) on payment_attempts to app_system;--> statement-breakpoint
grant update (verdict, judged_at, times) on payment_notices to app_system;--> statement-breakpoint

-- ---- money only moves forward: the machines of src/features/payments/rules.ts, repeated and tested against them cell by cell
create function app.payment_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('pending', 'paid'),
  ('pending', 'failed'),
  ('pending', 'refund_due'),
  ('failed', 'paid'),
  ('failed', 'pending'),
  ('failed', 'refund_due'),
  ('paid', 'refund_due'),
  ('paid', 'refunded'),
  ('refund_due', 'refund_pending'),
  ('refund_due', 'refunded'),
  ('refund_pending', 'refunded')
$$;--> statement-breakpoint
create function app.payment_attempt_moves() returns table (from_state text, to_state text) language sql immutable parallel safe as
$$ values
  ('opening', 'open'),
  ('opening', 'in_doubt'),
  ('opening', 'failed'),
  ('opening', 'expired'),
  ('opening', 'cancelled'),
  ('opening', 'paid'),
  ('opening', 'refund_due'),
  ('opening', 'refunded'),
  ('open', 'failed'),
  ('open', 'expired'),
  ('open', 'cancelled'),
  ('open', 'paid'),
  ('open', 'refund_due'),
  ('open', 'refunded'),
  ('in_doubt', 'failed'),
  ('in_doubt', 'expired'),
  ('in_doubt', 'cancelled'),
  ('in_doubt', 'paid'),
  ('in_doubt', 'refund_due'),
  ('in_doubt', 'refunded'),
  ('failed', 'paid'),
  ('failed', 'refund_due'),
  ('failed', 'refunded'),
  ('expired', 'paid'),
  ('expired', 'refund_due'),
  ('expired', 'refunded'),
  ('cancelled', 'paid'),
  ('cancelled', 'refund_due'),
  ('cancelled', 'refunded'),
  ('paid', 'refund_due'),
  ('paid', 'refunded'),
  ('refund_due', 'refund_pending'),
  ('refund_due', 'refunded'),
  ('refund_pending', 'refunded')
$$;--> statement-breakpoint
create function app.payments_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' or new.state = old.state then return new; end if;
  if not exists (select 1 from app.payment_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'a payment does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'payments_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger payments_move_forward before update on payments for each row execute function app.payments_move_forward();--> statement-breakpoint
create function app.payment_attempts_move_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_system' then return new; end if;
  if old.ref is not null and new.ref is distinct from old.ref then
    raise exception 'a reference stays' using errcode = '23514', constraint = 'payment_attempts_move_forward';
  end if;
  if new.state <> old.state and not exists (select 1 from app.payment_attempt_moves() m where m.from_state = old.state and m.to_state = new.state) then
    raise exception 'an attempt does not move from % to %', old.state, new.state using errcode = '23514', constraint = 'payment_attempts_move_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger payment_attempts_move_forward before update on payment_attempts for each row execute function app.payment_attempts_move_forward();--> statement-breakpoint
revoke execute on function app.payment_moves(), app.payment_attempt_moves(), app.payments_move_forward(), app.payment_attempts_move_forward() from public;--> statement-breakpoint
grant execute on function app.payment_moves(), app.payment_attempt_moves() to app_system;
