ALTER TABLE "bookings" ADD COLUMN "cancellation_terms" jsonb DEFAULT '[{"hours":72,"percent":100},{"hours":24,"percent":50}]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "refund_amount" bigint;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "dispute_reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "resolution" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD COLUMN "cancellation_policy" text DEFAULT 'moderate' NOT NULL;--> statement-breakpoint
CREATE INDEX "bookings_to_give_back_idx" ON "bookings" USING btree ("id") WHERE "bookings"."refund_amount" > 0;--> statement-breakpoint
CREATE INDEX "bookings_disputed_idx" ON "bookings" USING btree ("id") WHERE "bookings"."state" = 'disputed';--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_refunds_are_a_part" CHECK ("bookings"."refund_amount" is null or ("bookings"."state" in ('cancelled', 'resolved', 'refunded') and "bookings"."refund_amount" between 0 and "bookings"."price_agreed"));--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD CONSTRAINT "talent_profiles_cancellation_is_known" CHECK ("talent_profiles"."cancellation_policy" in ('flexible', 'moderate', 'strict'));--> statement-breakpoint

-- ---- grants -----------------------------------------------------------------------------------------------------------
grant select (cancellation_policy) on talent_profiles to app_visitor;--> statement-breakpoint
grant update (cancellation_policy) on talent_profiles to app_user;--> statement-breakpoint
grant update (dispute_reason) on bookings to app_user;--> statement-breakpoint

-- ---- the machine again, now that a payer's bank can open a dispute; and an operator, who settles one through the system door
create or replace function app.booking_moves() returns table (from_state text, move text, to_state text, by text) language sql immutable parallel safe as
$$ values
  ('requested', 'quote', 'quoted', 'talent'),
  ('requested', 'decline', 'declined', 'talent'),
  ('requested', 'withdraw', 'withdrawn', 'customer'),
  ('requested', 'expire', 'expired', 'clock'),
  ('quoted', 'quote', 'quoted', 'talent'),
  ('quoted', 'ask_change', 'requested', 'customer'),
  ('quoted', 'accept', 'accepted', 'customer'),
  ('quoted', 'withdraw', 'withdrawn', 'customer'),
  ('quoted', 'withdraw', 'withdrawn', 'talent'),
  ('quoted', 'expire', 'expired', 'clock'),
  ('accepted', 'pay', 'paid', 'system'),
  ('accepted', 'withdraw', 'withdrawn', 'customer'),
  ('accepted', 'withdraw', 'withdrawn', 'talent'),
  ('accepted', 'expire', 'expired', 'clock'),
  ('expired', 'pay', 'paid', 'system'),
  ('paid', 'complete', 'completed', 'customer'),
  ('paid', 'complete', 'completed', 'talent'),
  ('paid', 'complete', 'completed', 'clock'),
  ('paid', 'cancel', 'cancelled', 'customer'),
  ('paid', 'cancel', 'cancelled', 'talent'),
  ('paid', 'dispute', 'disputed', 'customer'),
  ('paid', 'dispute', 'disputed', 'talent'),
  ('paid', 'dispute', 'disputed', 'system'),
  ('completed', 'review', 'reviewed', 'customer'),
  ('completed', 'review', 'reviewed', 'talent'),
  ('completed', 'dispute', 'disputed', 'customer'),
  ('completed', 'dispute', 'disputed', 'talent'),
  ('completed', 'dispute', 'disputed', 'system'),
  ('reviewed', 'review', 'reviewed', 'customer'),
  ('reviewed', 'review', 'reviewed', 'talent'),
  ('disputed', 'resolve', 'resolved', 'admin'),
  ('cancelled', 'refund', 'refunded', 'system')
$$;--> statement-breakpoint

create or replace function app.party_of(customer text, talent text) returns text language sql stable as
$$ select case
     when current_setting('app.party', true) = 'clock' then 'clock'
     when current_setting('role', true) = 'app_system' then case current_setting('app.party', true) when 'admin' then 'admin' else 'system' end
     when app.user_id() = customer then 'customer'
     when app.user_id() = talent then 'talent'
   end $$;--> statement-breakpoint

-- ---- what a policy says, repeated from src/features/bookings/rules/cancellation.ts and tested against it ----------------
create function app.cancellation_terms(policy text) returns jsonb language sql immutable parallel safe as
$$ select case policy
     when 'flexible' then '[{"hours":24,"percent":100},{"hours":0,"percent":50}]'::jsonb
     when 'strict' then '[{"hours":720,"percent":100},{"hours":168,"percent":50}]'::jsonb
     else '[{"hours":72,"percent":100},{"hours":24,"percent":50}]'::jsonb
   end $$;--> statement-breakpoint
create function app.refund_on_cancel(terms jsonb, price bigint, starts timestamptz, party text, at timestamptz) returns bigint language sql immutable parallel safe as
$$ select case when party = 'talent' then price else price - price * (100 - coalesce((
     select (step ->> 'percent')::int from jsonb_array_elements(terms) step
     where extract(epoch from starts - at) >= (step ->> 'hours')::int * 3600
     order by (step ->> 'hours')::int desc limit 1), 0)) / 100 end $$;--> statement-breakpoint

-- terms are frozen when a booking is asked for; what goes back is worked out here, whatever the caller wrote
create function app.bookings_settle_money() returns trigger language plpgsql set search_path = '' as
$$
declare
  party text;
begin
  -- migrations, demo data and lapses run as the owner
  if current_user not in ('app_user', 'app_system') then return new; end if;
  if tg_op = 'INSERT' then
    new.cancellation_terms := app.cancellation_terms((select p.cancellation_policy from public.talent_profiles p where p.id = new.talent_id));
    new.refund_amount := null; new.dispute_reason := ''; new.resolution := '';
    return new;
  end if;
  party := app.party_of(old.customer_id, old.talent_user_id);
  if new.cancellation_terms is distinct from old.cancellation_terms then
    raise exception 'terms are frozen' using errcode = '23514', constraint = 'bookings_settle_money';
  end if;
  if new.state = 'cancelled' and old.state <> 'cancelled' then
    new.refund_amount := app.refund_on_cancel(old.cancellation_terms, old.price_agreed, old.starts_at, party, app.now());
  elsif new.state = 'resolved' and old.state <> 'resolved' then
    if new.refund_amount is null or new.resolution = '' then
      raise exception 'a dispute is settled with a sum and with words' using errcode = '23514', constraint = 'bookings_settle_money';
    end if;
  elsif (new.refund_amount, new.resolution) is distinct from (old.refund_amount, old.resolution) then
    raise exception 'what goes back is decided once' using errcode = '23514', constraint = 'bookings_settle_money';
  end if;
  if new.dispute_reason is distinct from old.dispute_reason and not (new.state = 'disputed' and old.state <> 'disputed') then
    raise exception 'a dispute has one reason' using errcode = '23514', constraint = 'bookings_settle_money';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger bookings_settle_money before insert or update on bookings for each row execute function app.bookings_settle_money();--> statement-breakpoint
revoke execute on function app.cancellation_terms(text), app.refund_on_cancel(jsonb, bigint, timestamptz, text, timestamptz), app.bookings_settle_money() from public;--> statement-breakpoint
grant execute on function app.cancellation_terms(text), app.refund_on_cancel(jsonb, bigint, timestamptz, text, timestamptz) to app_user, app_system;
