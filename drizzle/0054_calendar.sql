-- immutable: minutes are as long in every time zone
create function app.held(starts timestamptz, ends timestamptz, before smallint, after smallint) returns tstzrange language sql immutable parallel safe as
$$ select tstzrange(starts - make_interval(mins => before::int), ends + make_interval(mins => after::int), '[)') $$;--> statement-breakpoint
CREATE TABLE "availability_terms" (
	"talent_id" uuid PRIMARY KEY NOT NULL,
	"buffer_before_minutes" smallint DEFAULT 0 NOT NULL,
	"buffer_after_minutes" smallint DEFAULT 0 NOT NULL,
	"notice_hours" smallint DEFAULT 0 NOT NULL,
	"max_per_day" smallint,
	"horizon_days" smallint DEFAULT 365 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "availability_terms_buffer_before_is_sane" CHECK ("availability_terms"."buffer_before_minutes" between 0 and 720),
	CONSTRAINT "availability_terms_buffer_after_is_sane" CHECK ("availability_terms"."buffer_after_minutes" between 0 and 720),
	CONSTRAINT "availability_terms_notice_is_sane" CHECK ("availability_terms"."notice_hours" between 0 and 2160),
	CONSTRAINT "availability_terms_max_per_day_is_sane" CHECK ("availability_terms"."max_per_day" between 1 and 50),
	CONSTRAINT "availability_terms_horizon_is_sane" CHECK ("availability_terms"."horizon_days" between 1 and 365),
	CONSTRAINT "availability_terms_leave_room" CHECK ("availability_terms"."notice_hours" < "availability_terms"."horizon_days" * 24)
);
--> statement-breakpoint
ALTER TABLE "availability_terms" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"user_id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "calendar_feeds_keep_a_digest" CHECK ("calendar_feeds"."token_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "calendar_feeds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "free_days_news" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "free_days_news_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"talent_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "free_days_news" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "talent_free_days" (
	"talent_id" uuid PRIMARY KEY NOT NULL,
	"from_day" date NOT NULL,
	"days" date[] NOT NULL,
	"computed_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"stale_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "talent_free_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "buffer_before_minutes" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "buffer_after_minutes" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "held" "tstzrange" GENERATED ALWAYS AS (app.held(starts_at, ends_at, buffer_before_minutes, buffer_after_minutes)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "availability_terms" ADD CONSTRAINT "availability_terms_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_free_days" ADD CONSTRAINT "talent_free_days_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_token_key" ON "calendar_feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "talent_free_days_days_idx" ON "talent_free_days" USING gin ("days");--> statement-breakpoint
CREATE INDEX "talent_free_days_stale_idx" ON "talent_free_days" USING btree ("stale_at");--> statement-breakpoint
CREATE POLICY "terms follow their profile" ON "availability_terms" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (exists (select 1 from talent_profiles p where p.id = "availability_terms"."talent_id"));--> statement-breakpoint
CREATE POLICY "talents add terms" ON "availability_terms" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("availability_terms"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents change terms" ON "availability_terms" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("availability_terms"."talent_id" = (select app.my_talent_id())) WITH CHECK ("availability_terms"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "the system keeps terms" ON "availability_terms" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see that they have a feed" ON "calendar_feeds" AS PERMISSIVE FOR SELECT TO "app_user" USING ("calendar_feeds"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people open a feed" ON "calendar_feeds" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("calendar_feeds"."user_id" = (select app.user_id()) and (select app.my_role()) is not null);--> statement-breakpoint
CREATE POLICY "people change the address" ON "calendar_feeds" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("calendar_feeds"."user_id" = (select app.user_id())) WITH CHECK ("calendar_feeds"."user_id" = (select app.user_id()) and (select app.my_role()) is not null);--> statement-breakpoint
CREATE POLICY "people close their feed" ON "calendar_feeds" AS PERMISSIVE FOR DELETE TO "app_user" USING ("calendar_feeds"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "a feed is its owner’s alone" ON "calendar_feeds" AS RESTRICTIVE FOR ALL TO "app_user" USING (not (select app.is_acting())) WITH CHECK (not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "the system works off news" ON "free_days_news" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "free days follow their profile" ON "talent_free_days" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (exists (select 1 from talent_profiles p where p.id = "talent_free_days"."talent_id"));--> statement-breakpoint
CREATE POLICY "the system keeps free days" ON "talent_free_days" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint

-- ---- grants -----------------------------------------------------------------------------------------------------------
grant select (talent_id, buffer_before_minutes, buffer_after_minutes, notice_hours, max_per_day, horizon_days) on availability_terms to app_visitor;--> statement-breakpoint
grant select, insert on availability_terms to app_user;--> statement-breakpoint
grant update (buffer_before_minutes, buffer_after_minutes, notice_hours, max_per_day, horizon_days, updated_at) on availability_terms to app_user;--> statement-breakpoint
grant select on availability_terms to app_system;--> statement-breakpoint
grant select on talent_free_days to app_visitor, app_user;--> statement-breakpoint
grant select, insert, update, delete on talent_free_days to app_system;--> statement-breakpoint
grant select, insert, delete on free_days_news to app_system;--> statement-breakpoint
grant select (user_id, created_at), insert, update (token_hash, created_at), delete on calendar_feeds to app_user;--> statement-breakpoint

-- ---- one talent, one place at a time, with what is kept free around it ---------------------------------------------------
alter table bookings drop constraint bookings_never_overlap;--> statement-breakpoint
alter table bookings add constraint bookings_never_overlap
  exclude using gist (talent_id with =, held with &&)
  where (state in ('accepted', 'paid', 'completed', 'reviewed', 'disputed'));--> statement-breakpoint

-- src/features/bookings/rules.ts: holdingStates
create function app.holds_time(state text) returns boolean language sql immutable parallel safe as
$$ select state in ('accepted', 'paid', 'completed', 'reviewed', 'disputed') $$;--> statement-breakpoint

-- after bookings_keep_to_the_machine, which says when it is: triggers of one kind run in the order of their names
create function app.bookings_reserve_the_day() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  terms public.availability_terms;
  zone text;
  day date;
  many integer;
begin
  -- migrations and demo data come as the owner
  if coalesce(current_setting('role', true), '') not in ('app_user', 'app_system') then return new; end if;
  if tg_op = 'INSERT' then
    new.buffer_before_minutes := 0; new.buffer_after_minutes := 0;
  else
    new.buffer_before_minutes := old.buffer_before_minutes; new.buffer_after_minutes := old.buffer_after_minutes;
  end if;
  if not app.holds_time(new.state) or (tg_op = 'UPDATE' and app.holds_time(old.state)) then return new; end if;
  -- who takes of a talent's time does so alone until commit, and each statement from here on sees what others committed before
  perform pg_advisory_xact_lock(hashtextextended(new.talent_id::text, 42));
  select * into terms from public.availability_terms t where t.talent_id = new.talent_id;
  -- late money takes the time as it was agreed
  if tg_op = 'INSERT' or old.state <> 'expired' then
    new.buffer_before_minutes := coalesce(terms.buffer_before_minutes, 0);
    new.buffer_after_minutes := coalesce(terms.buffer_after_minutes, 0);
  end if;
  if terms.max_per_day is not null then
    select p.time_zone into strict zone from public.talent_profiles p where p.id = new.talent_id;
    day := (new.starts_at at time zone zone)::date;
    select count(*) into many from public.bookings b
    where b.talent_id = new.talent_id and b.id <> new.id
      and b.starts_at >= day::timestamp at time zone zone and b.starts_at < (day + 1)::timestamp at time zone zone
      and (b.state in ('paid', 'completed', 'reviewed', 'disputed') or (b.state = 'accepted' and b.hold_expires_at > app.now()));
    if many >= terms.max_per_day then
      raise exception 'the day takes no more' using errcode = '23514', constraint = 'bookings_reserve_the_day';
    end if;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger bookings_reserve_the_day before insert or update on bookings for each row execute function app.bookings_reserve_the_day();--> statement-breakpoint

-- when a talent is taken, without saying by whom; what is kept free around it belongs to it
drop function app.busy_periods(uuid, timestamptz, timestamptz);--> statement-breakpoint
create function app.busy_periods(talent uuid, from_at timestamptz, until_at timestamptz)
returns table (starts_at timestamptz, ends_at timestamptz, buffer_before_minutes smallint, buffer_after_minutes smallint)
language sql stable security definer set search_path = '' rows 20 as
$$ select b.starts_at, b.ends_at, b.buffer_before_minutes, b.buffer_after_minutes from public.bookings b
   where b.talent_id = talent and b.held && tstzrange(from_at, until_at, '[)')
     and (b.state in ('paid', 'completed', 'reviewed', 'disputed') or (b.state = 'accepted' and b.hold_expires_at > app.now())) $$;--> statement-breakpoint

-- ---- whatever changes when a talent is free is news for their free days: no verb can forget it ---------------------------
create function app.free_days_changed() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if tg_op = 'DELETE' then
    insert into public.free_days_news (talent_id) select distinct c.talent_id from before c;
  else
    insert into public.free_days_news (talent_id) select distinct c.talent_id from after c;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger free_days_after_insert after insert on availability_rules referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_update after update on availability_rules referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_delete after delete on availability_rules referencing old table as before for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_insert after insert on availability_exceptions referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_update after update on availability_exceptions referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_delete after delete on availability_exceptions referencing old table as before for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_insert after insert on availability_terms referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_update after update on availability_terms referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_insert after insert on services referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint
create trigger free_days_after_update after update on services referencing new table as after for each statement execute function app.free_days_changed();--> statement-breakpoint

create function app.free_days_move_with_bookings() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if app.holds_time(new.state) <> (tg_op = 'UPDATE' and app.holds_time(old.state)) then
    insert into public.free_days_news (talent_id) values (new.talent_id);
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger free_days_move_with_bookings after insert or update on bookings for each row execute function app.free_days_move_with_bookings();--> statement-breakpoint

create function app.free_days_follow_the_page() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if tg_op = 'INSERT' or (new.published_at is null) <> (old.published_at is null) or new.time_zone <> old.time_zone then
    insert into public.free_days_news (talent_id) values (new.id);
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger free_days_follow_the_page after insert or update on talent_profiles for each row execute function app.free_days_follow_the_page();--> statement-breakpoint
-- whoever is there already is worked out at the clock's first round
insert into free_days_news (talent_id) select p.id from talent_profiles p where p.published_at is not null;--> statement-breakpoint

-- ---- a calendar by a secret address: what its owner sees of their bookings, and nothing that names anybody beyond that ----
create function app.calendar_feed() returns table (
  owner_locale text, id uuid, side text, state text, state_at timestamptz, starts_at timestamptz, ends_at timestamptz, service_title jsonb,
  other_name text, place text, moves integer
) language sql stable security definer set search_path = '' rows 50 as
$$ select u.locale, b.id, b.side, b.state, b.state_at, b.starts_at, b.ends_at, b.service_title, b.other_name, b.place, b.moves
   from public.calendar_feeds f
   join public.users u on u.id = f.user_id and u.deleted_at is null and u.suspended_at is null and u.onboarded_at is not null
   left join lateral (
     select x.id, case when x.customer_id = u.id then 'customer' else 'talent' end as side, x.state, x.state_at, x.starts_at, x.ends_at, x.service_title,
       case when x.customer_id = u.id then x.talent_name else x.customer_name end as other_name, x.place,
       (select count(*)::integer from public.booking_events e where e.booking_id = x.id) as moves
     from public.bookings x
     where (x.customer_id = u.id or x.talent_user_id = u.id) and x.starts_at > app.now() - interval '1 year'
       and (x.state in ('paid', 'completed', 'reviewed', 'disputed') or (x.state = 'accepted' and x.hold_expires_at > app.now()))
     order by x.starts_at desc limit 1000
   ) b on true
   where f.token_hash = app.link_hash() $$;--> statement-breakpoint

revoke execute on function app.bookings_reserve_the_day(), app.free_days_changed(), app.free_days_move_with_bookings(), app.free_days_follow_the_page() from public;--> statement-breakpoint
revoke execute on function app.holds_time(text), app.held(timestamptz, timestamptz, smallint, smallint), app.busy_periods(uuid, timestamptz, timestamptz), app.calendar_feed() from public;--> statement-breakpoint
grant execute on function app.held(timestamptz, timestamptz, smallint, smallint) to app_user, app_system;--> statement-breakpoint
grant execute on function app.busy_periods(uuid, timestamptz, timestamptz) to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.calendar_feed() to app_visitor;--> statement-breakpoint
select app.keep_agents_out();
