-- Company seats and agency rosters (product.md F3.08, F4.08): who may act for whom. A session that acts carries the account in `sub`
-- and the person in `act`; `app.user_id()` answers the account only while a mandate lets them, so every policy and rule works as it is.
-- Functions that policies name come first.

create function app.is_acting() returns boolean language sql stable parallel safe as
$$ select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'act' is not null $$;--> statement-breakpoint
-- the person behind it, whoever they act for
create function app.member_id() returns text language sql stable parallel safe as
$$ select coalesce(app.claims() ->> 'act', app.claims() ->> 'sub') $$;--> statement-breakpoint
create function app.my_email() returns text language plpgsql stable security definer set search_path = '' as
$$ begin return (select nullif(lower(u.email), '') from public.users u where u.id = app.user_id() and u.suspended_at is null and u.deleted_at is null); end $$;--> statement-breakpoint
-- src/features/accounts/rules.ts: roomOf, tested against it cell by cell
create function app.mandate_rooms() returns table (tier text, kind text, room integer) language sql immutable parallel safe as
$$ values ('company', 'seat', 4), ('AGENCY', 'seat', 4), ('AGENCY', 'roster', 25) $$;--> statement-breakpoint
create function app.room_of(who text, what text) returns integer language plpgsql stable security definer set search_path = '' as
$$ begin return coalesce((select r.room from app.mandate_rooms() r where r.kind = what and r.tier = app.plan_of(who)), 0); end $$;--> statement-breakpoint
create function app.my_room(what text) returns integer language plpgsql stable security definer set search_path = '' as
$$ begin return app.room_of(app.user_id(), what); end $$;--> statement-breakpoint
revoke execute on function app.is_acting(), app.member_id(), app.my_email(), app.mandate_rooms(), app.room_of(text, text), app.my_room(text) from public;--> statement-breakpoint
grant execute on function app.is_acting(), app.member_id() to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.my_email(), app.my_room(text) to app_user;--> statement-breakpoint
CREATE TABLE "mandates" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"kind" text NOT NULL,
	"account_id" text NOT NULL,
	"email" text NOT NULL,
	"person_id" text,
	"state" text DEFAULT 'invited' NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"invited_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"accepted_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	CONSTRAINT "mandates_kind_is_known" CHECK ("mandates"."kind" in ('seat', 'roster')),
	CONSTRAINT "mandates_state_is_known" CHECK ("mandates"."state" in ('invited', 'accepted', 'declined', 'removed')),
	CONSTRAINT "mandates_email_is_lower" CHECK ("mandates"."email" = lower("mandates"."email") and length("mandates"."email") <= 254),
	CONSTRAINT "mandates_open_have_an_email" CHECK ("mandates"."email" <> '' or "mandates"."state" in ('declined', 'removed')),
	CONSTRAINT "mandates_hold_a_digest" CHECK ("mandates"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "mandates_are_for_others" CHECK ("mandates"."person_id" <> "mandates"."account_id"),
	CONSTRAINT "mandates_accepted_by_somebody" CHECK (("mandates"."accepted_at" is null) = ("mandates"."person_id" is null) and ("mandates"."state" <> 'accepted' or "mandates"."person_id" is not null) and ("mandates"."state" not in ('invited', 'declined') or "mandates"."person_id" is null)),
	CONSTRAINT "mandates_ended_say_when" CHECK (("mandates"."state" in ('declined', 'removed')) = ("mandates"."ended_at" is not null) and ("mandates"."ended_at" is null) = ("mandates"."ended_by" is null))
);
--> statement-breakpoint
ALTER TABLE "mandates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "mandates" ADD CONSTRAINT "mandates_account_id_users_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mandates" ADD CONSTRAINT "mandates_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mandates_one_open" ON "mandates" USING btree ("account_id","kind","email") WHERE "mandates"."state" in ('invited', 'accepted');--> statement-breakpoint
CREATE UNIQUE INDEX "mandates_one_seat_each" ON "mandates" USING btree ("person_id","account_id") WHERE "mandates"."state" = 'accepted' and "mandates"."kind" = 'seat';--> statement-breakpoint
CREATE UNIQUE INDEX "mandates_one_roster" ON "mandates" USING btree ("person_id") WHERE "mandates"."state" = 'accepted' and "mandates"."kind" = 'roster';--> statement-breakpoint
CREATE UNIQUE INDEX "mandates_token_key" ON "mandates" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "mandates_account_idx" ON "mandates" USING btree ("account_id","kind","accepted_at","id");--> statement-breakpoint
CREATE INDEX "mandates_person_idx" ON "mandates" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "mandates_email_idx" ON "mandates" USING btree ("email") WHERE "mandates"."state" = 'invited';--> statement-breakpoint
CREATE INDEX "audit_log_done_under_idx" ON "audit_log" USING btree (("data" ->> 'under'),"id") WHERE "audit_log"."data" ? 'member';--> statement-breakpoint
CREATE INDEX "audit_log_done_for_idx" ON "audit_log" USING btree ("actor_id","id") WHERE "audit_log"."data" ? 'member';--> statement-breakpoint
CREATE POLICY "their own login alone" ON "agent_keys" AS RESTRICTIVE FOR SELECT TO "app_user" USING (not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "their own login alone" ON "webhook_attempts" AS RESTRICTIVE FOR SELECT TO "app_user" USING (not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "their own login alone" ON "webhook_deliveries" AS RESTRICTIVE FOR SELECT TO "app_user" USING (not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "their own login alone" ON "webhook_endpoints" AS RESTRICTIVE FOR SELECT TO "app_user" USING (not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "their own login alone" ON "payout_accounts" AS RESTRICTIVE FOR SELECT TO "app_user" USING (not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "accounts see their mandates" ON "mandates" AS PERMISSIVE FOR SELECT TO "app_user" USING ("mandates"."account_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "people see their mandates" ON "mandates" AS PERMISSIVE FOR SELECT TO "app_user" USING (("mandates"."person_id" = (select app.user_id()) or "mandates"."ended_by" = (select app.user_id())) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "whoever is invited sees it" ON "mandates" AS PERMISSIVE FOR SELECT TO "app_user" USING ("mandates"."state" = 'invited' and not (select app.is_acting()) and ("mandates"."token_hash" = (select app.link_hash()) or "mandates"."email" = (select app.my_email())));--> statement-breakpoint
CREATE POLICY "accounts with room invite" ON "mandates" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("mandates"."account_id" = (select app.user_id()) and not (select app.is_acting()) and "mandates"."state" = 'invited' and case "mandates"."kind" when 'seat' then (select app.my_room('seat')) else (select app.my_room('roster')) end > 0);--> statement-breakpoint
CREATE POLICY "accounts end and mail again" ON "mandates" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("mandates"."account_id" = (select app.user_id()) and not (select app.is_acting()) and "mandates"."state" in ('invited', 'accepted')) WITH CHECK ("mandates"."account_id" = (select app.user_id()) and not (select app.is_acting()) and "mandates"."state" in ('invited', 'removed'));--> statement-breakpoint
CREATE POLICY "whoever is invited answers" ON "mandates" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("mandates"."state" = 'invited' and not (select app.is_acting()) and ("mandates"."token_hash" = (select app.link_hash()) or "mandates"."email" = (select app.my_email()))) WITH CHECK (not (select app.is_acting()) and ("mandates"."state" = 'accepted' and "mandates"."person_id" = (select app.user_id()) or "mandates"."state" = 'declined' and "mandates"."ended_by" = (select app.user_id())));--> statement-breakpoint
CREATE POLICY "people leave" ON "mandates" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("mandates"."person_id" = (select app.user_id()) and not (select app.is_acting()) and "mandates"."state" = 'accepted') WITH CHECK ("mandates"."person_id" = (select app.user_id()) and not (select app.is_acting()) and "mandates"."state" = 'removed');--> statement-breakpoint
CREATE POLICY "the system keeps mandates" ON "mandates" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint

-- ---- who may act for whom: src/features/accounts/rules.ts repeated, tested against it cell by cell -----------------------------
create function app.holds_seat(person text, account text) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare m record;
begin
  select k.id, k.accepted_at into m from public.mandates k
  where k.person_id = person and k.account_id = account and k.kind = 'seat' and k.state = 'accepted';
  if not found then return false; end if;
  -- on one side of the market: a talent in a company's seat would be both
  if not exists (select 1 from public.users p join public.users a on a.id = account
    where p.id = person and p.suspended_at is null and p.deleted_at is null and a.suspended_at is null and a.deleted_at is null
      and (p.role is null or p.role = a.role)) then return false; end if;
  return (select count(*) from public.mandates k where k.account_id = account and k.kind = 'seat' and k.state = 'accepted'
    and (k.accepted_at, k.id) <= (m.accepted_at, m.id)) <= app.room_of(account, 'seat');
end $$;--> statement-breakpoint
-- by which kind of mandate, and whose plan has the room for it; no row: not at all
create function app.mandate_of(person text, account text) returns table (kind text, under text) language plpgsql stable security definer set search_path = '' as
$$
declare m record;
begin
  if person is null or account is null or person = account then return; end if;
  if app.holds_seat(person, account) then return query select 'seat', account; return; end if;
  select k.id, k.account_id, k.accepted_at into m from public.mandates k
  where k.person_id = account and k.kind = 'roster' and k.state = 'accepted';
  if not found or not (person = m.account_id or app.holds_seat(person, m.account_id)) then return; end if;
  if not exists (select 1 from public.users a where a.id = account and a.role = 'talent' and a.suspended_at is null and a.deleted_at is null)
    or not exists (select 1 from public.users p where p.id = person and p.suspended_at is null and p.deleted_at is null) then return; end if;
  if (select count(*) from public.mandates k where k.account_id = m.account_id and k.kind = 'roster' and k.state = 'accepted'
      and (k.accepted_at, k.id) <= (m.accepted_at, m.id)) <= app.room_of(m.account_id, 'roster') then
    return query select 'roster', m.account_id::text;
  end if;
end $$;--> statement-breakpoint
create function app.acts_for(person text, account text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (select 1 from app.mandate_of(person, account)); end $$;--> statement-breakpoint
-- Of this session. It only reads, so workers of a parallel plan may ask as well.
create function app.acting_user() returns text language plpgsql stable parallel safe security definer set search_path = '' as
$$ begin return case when app.acts_for(app.claims() ->> 'act', app.claims() ->> 'sub') then app.claims() ->> 'sub' end; end $$;--> statement-breakpoint
create function app.acting() returns table (kind text, under text) language plpgsql stable security definer set search_path = '' as
$$ begin return query select m.kind, m.under from app.mandate_of(app.claims() ->> 'act', app.claims() ->> 'sub') m; end $$;--> statement-breakpoint
revoke execute on function app.holds_seat(text, text), app.mandate_of(text, text), app.acts_for(text, text), app.acting_user(), app.acting() from public;--> statement-breakpoint
grant execute on function app.acting_user() to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.acting() to app_user;--> statement-breakpoint
-- one expression without a table, so that it is written into every query as before: whoever acts for nobody pays nothing for it
create or replace function app.user_id() returns text language sql stable parallel safe as
$$ select case when nullif(current_setting('request.jwt.claims', true), '')::json ->> 'act' is null
  then nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub' else app.acting_user() end $$;--> statement-breakpoint

-- ---- mandates keep to their course -----------------------------------------------------------------------------------------
create function app.mandates_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  taken integer;
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  -- one after another per account, so that the last place is given once
  perform pg_advisory_xact_lock(hashtextextended('mandates ' || new.account_id, 0));
  if tg_op = 'INSERT' then
    new.created_at := app.now(); new.invited_at := app.now();
    new.person_id := null; new.accepted_at := null; new.ended_at := null; new.ended_by := null;
    select count(*) into taken from public.mandates m where m.account_id = new.account_id and m.kind = new.kind
      and (m.state = 'accepted' or m.state = 'invited' and m.invited_at > app.now() - interval '14 days');
    if taken >= app.room_of(new.account_id, new.kind) then
      raise exception 'every place is given or offered' using errcode = '23514', constraint = 'mandates_have_room';
    end if;
    if (select count(*) from public.mandates m where m.account_id = new.account_id and m.created_at > app.now() - interval '1 day') >= 50 then
      raise exception 'enough invitations for a day' using errcode = '23514', constraint = 'mandates_are_few';
    end if;
    return new;
  end if;
  if old.state = 'invited' and new.state = 'invited' then
    if who is distinct from old.account_id or old.invited_at > app.now() - interval '10 minutes' then
      raise exception 'an invitation rests before it is mailed again' using errcode = '23514', constraint = 'mandates_rest';
    end if;
    new.invited_at := app.now(); new.person_id := null; new.accepted_at := null;
  elsif old.state = 'invited' and new.state = 'accepted' then
    if old.invited_at <= app.now() - interval '14 days' then
      raise exception 'this invitation is over' using errcode = '23514', constraint = 'mandates_are_answered_in_time';
    end if;
    if not exists (select 1 from public.users p join public.users a on a.id = new.account_id
        where p.id = who and p.suspended_at is null and p.deleted_at is null and a.suspended_at is null and a.deleted_at is null
          and case new.kind when 'seat' then p.role is null or p.role = a.role else p.role = 'talent' and p.onboarded_at is not null end) then
      raise exception 'not for this kind of account' using errcode = '42501', constraint = 'mandates_fit';
    end if;
    select count(*) into taken from public.mandates m where m.account_id = new.account_id and m.kind = new.kind and m.state = 'accepted';
    if taken >= app.room_of(new.account_id, new.kind) then
      raise exception 'every place is given' using errcode = '23514', constraint = 'mandates_have_room';
    end if;
    new.person_id := who; new.accepted_at := app.now(); new.invited_at := old.invited_at;
  elsif old.state = 'invited' and new.state in ('declined', 'removed') or old.state = 'accepted' and new.state = 'removed' then
    new.ended_at := app.now(); new.ended_by := who;
    new.person_id := old.person_id; new.accepted_at := old.accepted_at; new.invited_at := old.invited_at;
  else
    raise exception 'a mandate that is % does not become %', old.state, new.state using errcode = '23514', constraint = 'mandates_keep_to_the_machine';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger mandates_keep_to_the_machine before insert or update on mandates for each row execute function app.mandates_keep_to_the_machine();--> statement-breakpoint
-- whoever is deleted acts for nobody, and nobody for them; the address they were invited by goes with them
create function app.mandates_end_with_people() returns trigger language plpgsql security definer set search_path = '' as
$$ begin
  update public.mandates m set state = 'removed', ended_at = app.now(), ended_by = new.id
  where m.state in ('invited', 'accepted') and (m.person_id = new.id or m.account_id = new.id);
  update public.mandates m set email = ''
  where m.state in ('declined', 'removed') and (m.person_id = new.id or m.email = lower(old.email) and old.email <> '');
  return null;
end $$;--> statement-breakpoint
create trigger mandates_end_with_people after update of deleted_at on users for each row
  when (old.deleted_at is null and new.deleted_at is not null) execute function app.mandates_end_with_people();--> statement-breakpoint

-- ---- what nobody does for another ------------------------------------------------------------------------------------------
create function app.own_login_only() returns trigger language plpgsql set search_path = '' as
$$ begin
  if app.is_acting() then raise exception 'only the account''s own login changes %', tg_table_name using errcode = '42501', constraint = 'own_login_only'; end if;
  return null;
end $$;--> statement-breakpoint
create trigger own_login_only before update on users for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on payout_accounts for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on agent_keys for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on webhook_endpoints for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on webhook_secrets for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on mandates for each statement execute function app.own_login_only();--> statement-breakpoint
create function app.profiles_keep_their_address() returns trigger language plpgsql set search_path = '' as
$$ begin
  if app.is_acting() and (new.slug is distinct from old.slug or old.published_at is not null and new.published_at is null) then
    raise exception 'only the talent''s own login moves or closes their page' using errcode = '42501', constraint = 'own_login_only';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger profiles_keep_their_address before update on talent_profiles for each row execute function app.profiles_keep_their_address();--> statement-breakpoint

-- ---- what was done for another is in the log, signed by the session ---------------------------------------------------------------
create function app.deeds_name_who_acts() returns trigger language plpgsql security definer set search_path = '' as
$$
declare m record;
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  new.data := new.data - 'member' - 'under';
  if not app.is_acting() then return new; end if;
  select * into m from app.acting();
  new.at := app.now();
  new.data := new.data || jsonb_build_object('member', app.member_id(), 'account', app.user_id(), 'kind', m.kind, 'under', m.under);
  return new;
end $$;--> statement-breakpoint
create trigger deeds_name_who_acts before insert on audit_log for each row execute function app.deeds_name_who_acts();--> statement-breakpoint
-- to the account it was done for, and to the company or agency that let it: by their own login
create function app.acting_log(before uuid, most integer)
returns table (id uuid, at timestamptz, action text, subject_kind text, subject_id text, kind text, member_id text, member_name text, account_id text, account_name text)
language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin
  if who is null or app.is_acting() then return; end if;
  return query
  with deeds as (
    (select l.* from public.audit_log l where l.data ? 'member' and l.data ->> 'under' = who and (before is null or l.id < before) order by l.id desc limit most)
    union
    (select l.* from public.audit_log l where l.data ? 'member' and l.actor_id = who and (before is null or l.id < before) order by l.id desc limit most)
  )
  select d.id, d.at, d.action, d.subject_kind, d.subject_id, d.data ->> 'kind', d.data ->> 'member', m.name, d.actor_id,
    coalesce((select p.display_name from public.talent_profiles p where p.user_id = d.actor_id and d.data ->> 'kind' = 'roster'), a.name)
  from deeds d left join public.users m on m.id = d.data ->> 'member' left join public.users a on a.id = d.actor_id
  order by d.id desc limit most;
end $$;--> statement-breakpoint

-- ---- lists with names: what another is called is theirs, so these say it of mandates alone ------------------------------------------
create function app.my_team(what text)
returns table (id uuid, state text, email text, person_id text, name text, slug text, invited_at timestamptz, accepted_at timestamptz, counts boolean)
language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin
  if who is null or app.is_acting() then return; end if;
  return query
  select m.id, m.state, m.email, m.person_id,
    case m.kind when 'roster' then coalesce(t.display_name, p.name) else p.name end,
    case when t.published_at is not null and m.kind = 'roster' then t.slug end, m.invited_at, m.accepted_at,
    m.state = 'accepted' and case m.kind when 'seat' then app.holds_seat(m.person_id, who) else app.acts_for(who, m.person_id) end
  from public.mandates m left join public.users p on p.id = m.person_id left join public.talent_profiles t on t.user_id = m.person_id
  where m.account_id = who and m.kind = what and m.state in ('invited', 'accepted')
  order by m.accepted_at nulls last, m.id;
end $$;--> statement-breakpoint
-- for whom may I act: accounts whose seat I hold, and the talents of my roster and of theirs
create function app.my_mandates()
returns table (mandate_id uuid, kind text, account_id text, name text, slug text, under text, under_name text, since timestamptz, counts boolean)
language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin
  if who is null or app.is_acting() then return; end if;
  return query
  with seats as (
    select m.id, m.account_id, m.accepted_at from public.mandates m where m.person_id = who and m.kind = 'seat' and m.state = 'accepted'
  ), agencies as (select who as id union select s.account_id from seats s)
  select s.id, 'seat', s.account_id, coalesce(t.display_name, a.name), null::text, s.account_id, a.name, s.accepted_at, app.acts_for(who, s.account_id)
  from seats s join public.users a on a.id = s.account_id left join public.talent_profiles t on t.user_id = s.account_id
  union all
  select m.id, 'roster', m.person_id, coalesce(t.display_name, p.name), case when t.published_at is not null then t.slug end, m.account_id, a.name, m.accepted_at,
    app.acts_for(who, m.person_id)
  from agencies g join public.mandates m on m.account_id = g.id and m.kind = 'roster' and m.state = 'accepted'
    join public.users p on p.id = m.person_id join public.users a on a.id = m.account_id left join public.talent_profiles t on t.user_id = m.person_id
  order by 2 desc, 8, 1;
end $$;--> statement-breakpoint
-- who may act for me: the agency whose roster I am in
create function app.my_agency() returns table (mandate_id uuid, account_id text, name text, since timestamptz, counts boolean)
language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin
  if who is null or app.is_acting() then return; end if;
  return query select m.id, m.account_id, coalesce(t.display_name, a.name), m.accepted_at, app.acts_for(m.account_id, who)
  from public.mandates m join public.users a on a.id = m.account_id left join public.talent_profiles t on t.user_id = m.account_id
  where m.person_id = who and m.kind = 'roster' and m.state = 'accepted';
end $$;--> statement-breakpoint
-- what I am invited to: by my own address, or by the link that brought me here
create function app.my_invitations()
returns table (id uuid, kind text, account_id text, name text, role text, tier text, away boolean, invited_at timestamptz, taken integer, by_link boolean)
language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin
  if who is null or app.is_acting() then return; end if;
  return query select m.id, m.kind, m.account_id, coalesce(t.display_name, a.name), a.role, app.plan_of(a.id), a.suspended_at is not null or a.deleted_at is not null, m.invited_at,
    (select count(*)::integer from public.mandates k where k.account_id = m.account_id and k.kind = m.kind and k.state = 'accepted'),
    m.token_hash is not distinct from app.link_hash()
  from public.mandates m join public.users a on a.id = m.account_id left join public.talent_profiles t on t.user_id = m.account_id
  where m.state = 'invited' and (m.token_hash = app.link_hash() or m.email = app.my_email())
  order by m.invited_at desc, m.id;
end $$;--> statement-breakpoint

grant select (id, kind, account_id, email, person_id, state, created_at, invited_at, accepted_at, ended_at, ended_by), insert,
  update (state, person_id, invited_at, accepted_at, ended_at, ended_by) on mandates to app_user;--> statement-breakpoint
grant select, insert, update, delete on mandates to app_system;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.acting_log(uuid, integer), app.my_team(text), app.my_mandates(), app.my_agency(), app.my_invitations() to app_user;--> statement-breakpoint
select app.keep_agents_out();
