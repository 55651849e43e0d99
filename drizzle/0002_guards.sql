-- Grants choose columns, policies choose rows, triggers keep moves legal, one constraint keeps a talent in one place at a time.

-- ---- grants: visitors -------------------------------------------------------------------------------------------------
grant select (id, slug, display_name, headline, bio, category, city, languages, tags, time_zone, avatar, published_at, updated_at) on talent_profiles to app_visitor;--> statement-breakpoint
grant select on services, availability_rules, availability_exceptions to app_visitor;--> statement-breakpoint
grant select on portfolio_items to app_visitor;--> statement-breakpoint
grant select (id, talent_id, side, rating, comment, author_name, publish_at, created_at) on reviews to app_visitor;--> statement-breakpoint

-- ---- grants: signed-in people -----------------------------------------------------------------------------------------
grant select, insert on users to app_user;--> statement-breakpoint
grant update (name, locale, time_zone, role, customer_kind, plan, onboarded_at, updated_at) on users to app_user;--> statement-breakpoint
grant select, insert on talent_profiles to app_user;--> statement-breakpoint
grant update (slug, display_name, headline, bio, category, city, languages, tags, time_zone, avatar, published_at, updated_at) on talent_profiles to app_user;--> statement-breakpoint
grant select, insert on services to app_user;--> statement-breakpoint
grant update (title, description, price_amount, price_currency, duration_minutes, place, active, position, updated_at) on services to app_user;--> statement-breakpoint
grant select, insert, delete on portfolio_items, availability_rules, availability_exceptions to app_user;--> statement-breakpoint
grant update (media, title, description, visibility, position) on portfolio_items to app_user;--> statement-breakpoint
grant update (weekday, starts_at, ends_at) on availability_rules to app_user;--> statement-breakpoint
grant update (day, starts_at, ends_at) on availability_exceptions to app_user;--> statement-breakpoint
grant select, insert on bookings to app_user;--> statement-breakpoint
grant update (state, starts_at, ends_at, quote_version, price_agreed, expires_at, hold_expires_at, auto_complete_at, customer_completed_at, talent_completed_at, completed_at) on bookings to app_user;--> statement-breakpoint
grant select, insert on booking_quotes to app_user;--> statement-breakpoint
grant select on booking_events to app_user;--> statement-breakpoint
grant select, insert on reviews to app_user;--> statement-breakpoint
grant select on threads, thread_members, messages to app_user;--> statement-breakpoint
grant update (unread, last_read_id) on thread_members to app_user;--> statement-breakpoint
grant insert on messages to app_user;--> statement-breakpoint
grant select on payments to app_user;--> statement-breakpoint
grant select (id, payment_id, payer_id, driver, ref, state, next, expires_at, asked_at, created_at, updated_at) on payment_attempts to app_user;--> statement-breakpoint
grant insert on outbox, audit_log to app_user;--> statement-breakpoint
grant select, insert on idempotency_keys to app_user;--> statement-breakpoint
grant update (status, body) on idempotency_keys to app_user;--> statement-breakpoint

-- ---- grants: webhooks and jobs ----------------------------------------------------------------------------------------
grant select, insert, update on users to app_system;--> statement-breakpoint
grant select, update on talent_profiles, bookings, threads, thread_members, messages, reviews to app_system;--> statement-breakpoint
grant select on services, portfolio_items, availability_rules, availability_exceptions, booking_quotes, booking_events to app_system;--> statement-breakpoint
grant select, insert, update on payments, payment_attempts, payment_notices, outbox, identity_notices to app_system;--> statement-breakpoint
grant delete on outbox, idempotency_keys to app_system;--> statement-breakpoint
grant select, insert on audit_log to app_system;--> statement-breakpoint
grant select, insert, update on idempotency_keys to app_system;--> statement-breakpoint

-- ---- one talent, one place at a time ----------------------------------------------------------------------------------
alter table bookings add constraint bookings_never_overlap
  exclude using gist (talent_id with =, tstzrange(starts_at, ends_at, '[)') with &&)
  where (state in ('accepted', 'paid', 'completed', 'reviewed', 'disputed'));--> statement-breakpoint

-- ---- people are onboarded once, and nobody makes themselves an operator -----------------------------------------------
create function app.users_onboard_once() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_user' then return new; end if;
  if tg_op = 'INSERT' then
    -- born with an address the session vouches for; what the policy does not refuse is not theirs to say
    new.email := coalesce(app.claims() ->> 'email', '');
    new.customer_kind := null; new.plan := null; new.onboarded_at := null;
    new.deleted_at := null; new.clerk_updated_at := null; new.created_at := app.now();
    return new;
  end if;
  -- the kind is chosen in the statement that ends onboarding, and never again
  if (new.role, new.customer_kind, new.plan, new.onboarded_at) is distinct from (old.role, old.customer_kind, old.plan, old.onboarded_at)
     and not (old.onboarded_at is null and new.onboarded_at is not null)
  then raise exception 'the account kind is chosen once' using errcode = '42501'; end if;
  if new.role = 'admin' then raise exception 'nobody makes themselves an operator' using errcode = '42501'; end if;
  if old.plan is null and new.plan is not null and new.plan <> 'FREE' then raise exception 'plans are bought' using errcode = '42501'; end if;
  return new;
end $$;--> statement-breakpoint
create trigger users_onboard_once before insert or update on users for each row execute function app.users_onboard_once();--> statement-breakpoint

-- ---- the booking machine, repeated from src/features/bookings/rules.ts and tested against it cell by cell ---------------
create function app.booking_moves() returns table (from_state text, move text, to_state text, by text) language sql immutable parallel safe as
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
  ('completed', 'review', 'reviewed', 'customer'),
  ('completed', 'review', 'reviewed', 'talent'),
  ('completed', 'dispute', 'disputed', 'customer'),
  ('completed', 'dispute', 'disputed', 'talent'),
  ('reviewed', 'review', 'reviewed', 'customer'),
  ('reviewed', 'review', 'reviewed', 'talent'),
  ('disputed', 'resolve', 'resolved', 'admin'),
  ('cancelled', 'refund', 'refunded', 'system')
$$;--> statement-breakpoint

-- who moves: the two sides by their Clerk id, the system by its role, the clock when a lapse is carried out
create function app.party_of(customer text, talent text) returns text language sql stable as
$$ select case
     when current_setting('app.party', true) = 'clock' then 'clock'
     when current_setting('role', true) = 'app_system' then 'system'
     when app.user_id() = customer then 'customer'
     when app.user_id() = talent then 'talent'
   end $$;--> statement-breakpoint

create function app.bookings_keep_to_the_machine() returns trigger language plpgsql set search_path = '' as
$$
declare
  party text := app.party_of(old.customer_id, old.talent_user_id);
  q public.booking_quotes;
begin
  -- migrations, demo data and the lapses below run as the owner
  if current_user not in ('app_user', 'app_system') then return new; end if;

  if new.state is distinct from old.state then
    if not exists (select 1 from app.booking_moves() m where m.from_state = old.state and m.to_state = new.state and m.by = party) then
      raise exception 'a % may not move a booking from % to %', party, old.state, new.state using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
    end if;
    if party in ('customer', 'talent') and ((old.state in ('requested', 'quoted') and old.expires_at <= app.now()) or (old.state = 'accepted' and old.hold_expires_at <= app.now())) then
      raise exception 'this booking has lapsed' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
    end if;
    if new.state = 'completed' and party in ('customer', 'talent') and (new.customer_completed_at is null or new.talent_completed_at is null) then
      raise exception 'both sides complete a booking' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
    end if;
    new.state_at := app.now();
  end if;

  if new.quote_version is distinct from old.quote_version and not (party = 'talent' and new.state = 'quoted' and new.quote_version = old.quote_version + 1)
     or new.state = 'quoted' and old.state = 'requested' and new.quote_version = old.quote_version then
    raise exception 'a new quote has the next version' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
  end if;

  if new.state = 'accepted' and old.state <> 'accepted' then
    -- what is agreed is what was quoted, whatever the caller wrote
    select * into strict q from public.booking_quotes x where x.booking_id = new.id and x.version = new.quote_version;
    new.price_agreed := q.amount; new.starts_at := q.starts_at; new.ends_at := q.ends_at;
    if new.hold_expires_at is null or new.hold_expires_at > app.now() + interval '24 hours' then
      raise exception 'a hold is short' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
    end if;
    if new.auto_complete_at is null or new.auto_complete_at < new.ends_at + interval '24 hours' then
      raise exception 'completion by the clock leaves time to object' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
    end if;
  elsif (new.price_agreed, new.starts_at, new.ends_at, new.auto_complete_at) is distinct from (old.price_agreed, old.starts_at, old.ends_at, old.auto_complete_at)
     or (new.hold_expires_at is distinct from old.hold_expires_at and party <> 'system') then
    raise exception 'price and time are agreed by accepting a quote' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
  end if;

  if new.customer_completed_at is distinct from old.customer_completed_at and not (party = 'customer' and old.customer_completed_at is null and old.state = 'paid')
     or new.talent_completed_at is distinct from old.talent_completed_at and not (party = 'talent' and old.talent_completed_at is null and old.state = 'paid') then
    raise exception 'each side speaks for itself' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
  end if;
  if new.completed_at is distinct from old.completed_at and not (new.state = 'completed' and old.state = 'paid') then
    raise exception 'completed once' using errcode = '23514', constraint = 'bookings_keep_to_the_machine';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger bookings_keep_to_the_machine before update on bookings for each row execute function app.bookings_keep_to_the_machine();--> statement-breakpoint

-- every change is an event, and every event is news: neither can be forgotten by a verb
create function app.bookings_log_moves() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  party text := app.party_of(new.customer_id, new.talent_user_id);
  made text;
  event uuid;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    made := 'request';
  elsif new.state is distinct from old.state then
    made := (select m.move from app.booking_moves() m where m.from_state = old.state and m.to_state = new.state and m.by = party limit 1);
  elsif new.quote_version is distinct from old.quote_version then
    made := 'quote';
  elsif (new.customer_completed_at, new.talent_completed_at) is distinct from (old.customer_completed_at, old.talent_completed_at) then
    made := 'mark_done';
  end if;
  if made is null then return null; end if;
  insert into public.booking_events (booking_id, move, from_state, to_state, by, actor_id, quote_version, at)
  values (new.id, made, case when tg_op = 'UPDATE' then old.state end, new.state, party, case when party in ('customer', 'talent') then app.user_id() end, new.quote_version,
          case when party = 'clock' then new.state_at else app.now() end)
  returning id into event;
  insert into public.outbox (kind, payload, dedupe_key, actor_id)
  values ('booking.' || made, jsonb_build_object('bookingId', new.id, 'eventId', event, 'by', party), 'booking_event:' || event, case when party in ('customer', 'talent') then app.user_id() end);
  return null;
end $$;--> statement-breakpoint
create trigger bookings_log_moves after insert or update on bookings for each row execute function app.bookings_log_moves();--> statement-breakpoint

-- a booking is born with its thread and the two who talk in it
create function app.bookings_open_thread() returns trigger language plpgsql security definer set search_path = '' as
$$
declare thread uuid;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  insert into public.threads (kind, booking_id) values ('booking', new.id) returning id into thread;
  insert into public.thread_members (thread_id, user_id, side, last_message_at)
  values (thread, new.customer_id, 'customer', app.now()), (thread, new.talent_user_id, 'talent', app.now());
  return null;
end $$;--> statement-breakpoint
create trigger bookings_open_thread after insert on bookings for each row execute function app.bookings_open_thread();--> statement-breakpoint

-- what has lapsed is carried out, at the time it lapsed; anyone who touches a booking does it first, the scheduler only tidies
create function app.tick_bookings(one_booking uuid default null, one_talent uuid default null, at_most integer default 500) returns integer
language plpgsql security definer set search_path = '' as
$$
declare
  done integer := 0;
  n integer;
begin
  if one_booking is null and one_talent is null and current_setting('role', true) is distinct from 'app_system' then
    raise exception 'only the scheduler tidies everything' using errcode = '42501';
  end if;
  -- who decides about a talent's time decides alone: no deadlock on the exclusion constraint
  if one_talent is not null then perform pg_advisory_xact_lock(hashtextextended(one_talent::text, 42)); end if;
  perform set_config('app.party', 'clock', true);
  with due as (
    select b.id from public.bookings b
    where ((b.state in ('requested', 'quoted') and b.expires_at <= app.now()) or (b.state = 'accepted' and b.hold_expires_at <= app.now()))
      and (one_booking is null or b.id = one_booking) and (one_talent is null or b.talent_id = one_talent)
    order by b.id limit at_most for update
  )
  update public.bookings b set state = 'expired', state_at = case b.state when 'accepted' then b.hold_expires_at else b.expires_at end
  from due where due.id = b.id;
  get diagnostics n = row_count; done := done + n;
  with due as (
    select b.id from public.bookings b
    where b.state = 'paid' and b.auto_complete_at <= app.now()
      and (one_booking is null or b.id = one_booking) and (one_talent is null or b.talent_id = one_talent)
    order by b.id limit at_most for update
  )
  update public.bookings b set state = 'completed', state_at = b.auto_complete_at, completed_at = b.auto_complete_at
  from due where due.id = b.id;
  get diagnostics n = row_count; done := done + n;
  perform set_config('app.party', '', true);
  return done;
end $$;--> statement-breakpoint

-- when a talent is taken, without saying by whom
create function app.busy_periods(talent uuid, from_at timestamptz, until_at timestamptz) returns table (starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = '' rows 20 as
$$ select b.starts_at, b.ends_at from public.bookings b
   where b.talent_id = talent and tstzrange(b.starts_at, b.ends_at, '[)') && tstzrange(from_at, until_at, '[)')
     and (b.state in ('paid', 'completed', 'reviewed', 'disputed') or (b.state = 'accepted' and b.hold_expires_at > app.now())) $$;--> statement-breakpoint

-- who the other side is, once the booking is paid
create function app.booking_contact(booking uuid) returns table (name text, email text) language plpgsql stable security definer set search_path = '' as
$$ begin return query
   select u.name, u.email from public.bookings b
   join public.users u on u.id = case app.user_id() when b.customer_id then b.talent_user_id when b.talent_user_id then b.customer_id end
   where b.id = booking and b.state in ('paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded'); end $$;--> statement-breakpoint

-- ---- threads keep what an inbox shows ---------------------------------------------------------------------------------
create function app.messages_reach_members() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  update public.thread_members m
  set last_message_at = new.sent_at, preview = left(new.body, 140),
      unread = case when m.user_id = new.sender_id then 0 else m.unread + 1 end,
      last_read_id = case when m.user_id = new.sender_id then new.id else m.last_read_id end
  where m.thread_id = new.thread_id;
  insert into public.outbox (kind, payload, dedupe_key, actor_id)
  values ('message.sent', jsonb_build_object('messageId', new.id, 'threadId', new.thread_id), 'message:' || new.id, new.sender_id);
  return null;
end $$;--> statement-breakpoint
create trigger messages_reach_members after insert on messages for each row execute function app.messages_reach_members();--> statement-breakpoint

-- ---- reviews are blind until both are in, or the time is over ----------------------------------------------------------
create function app.reviews_blind() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  perform 1 from public.bookings b where b.id = new.booking_id for update;
  if exists (select 1 from public.reviews r where r.booking_id = new.booking_id and r.side <> new.side) then
    new.publish_at := app.now();
    update public.reviews r set publish_at = app.now() where r.booking_id = new.booking_id and r.publish_at > app.now();
  else
    new.publish_at := app.now() + interval '14 days';
  end if;
  new.created_at := app.now();
  insert into public.outbox (kind, payload, dedupe_key, actor_id)
  values ('review.written', jsonb_build_object('bookingId', new.booking_id, 'side', new.side), 'review:' || new.booking_id || ':' || new.side, new.reviewer_id)
  -- a second review of one side is refused by its own constraint, not by this
  on conflict (dedupe_key) do nothing;
  return new;
end $$;--> statement-breakpoint
create trigger reviews_blind before insert on reviews for each row execute function app.reviews_blind();--> statement-breakpoint

-- how far the schema has come, for the health answer
create function app.migrations() returns integer language plpgsql stable security definer set search_path = '' as
$$ begin return (select count(*)::integer from drizzle.__drizzle_migrations); end $$;--> statement-breakpoint

-- ---- nothing rewrites the log -------------------------------------------------------------------------------------------
create function app.refuse() returns trigger language plpgsql as $$ begin raise exception 'this table is only added to' using errcode = '42501'; end $$;--> statement-breakpoint
create trigger audit_log_is_added_to before update or delete or truncate on audit_log for each statement execute function app.refuse();--> statement-breakpoint
create trigger booking_events_are_added_to before update or delete or truncate on booking_events for each statement execute function app.refuse();--> statement-breakpoint

revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.booking_moves(), app.party_of(text, text) to app_user, app_system;--> statement-breakpoint
grant execute on function app.tick_bookings(uuid, uuid, integer) to app_user, app_system;--> statement-breakpoint
grant execute on function app.migrations() to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.booking_contact(uuid) to app_user;--> statement-breakpoint
grant execute on function app.busy_periods(uuid, timestamptz, timestamptz) to app_visitor, app_user, app_system;
