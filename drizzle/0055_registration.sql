CREATE TABLE "account_details" (
	"user_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"organisation" text,
	"contact_name" text,
	"profession" text,
	"hires" text[] DEFAULT '{}' NOT NULL,
	"city" text,
	"website" text,
	"about" text,
	"size" text,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "account_details_kind_is_known" CHECK ("account_details"."kind" in ('individual', 'professional', 'company', 'talent', 'agency')),
	CONSTRAINT "account_details_website_is_one" CHECK ("account_details"."website" ~ '^https?://' and length("account_details"."website") <= 200),
	CONSTRAINT "account_details_are_short" CHECK (length("account_details"."organisation") <= 120 and length("account_details"."contact_name") <= 120 and length("account_details"."profession") <= 120 and length("account_details"."about") <= 1000 and cardinality("account_details"."hires") <= 8)
);
--> statement-breakpoint
ALTER TABLE "account_details" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "guardians" (
	"user_id" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"locale" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"token_hash" text NOT NULL,
	"asked_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"letters" smallint DEFAULT 1 NOT NULL,
	"letters_since" timestamp with time zone DEFAULT app.now() NOT NULL,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "guardians_state_is_known" CHECK ("guardians"."state" in ('asked', 'given', 'refused', 'withdrawn')),
	CONSTRAINT "guardians_decided_say_when" CHECK (("guardians"."state" = 'asked') = ("guardians"."decided_at" is null)),
	CONSTRAINT "guardians_hold_a_digest" CHECK ("guardians"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "guardians_have_a_name" CHECK (length("guardians"."name") between 1 and 80 and "guardians"."email" = lower("guardians"."email") and length("guardians"."email") between 3 and 254)
);
--> statement-breakpoint
ALTER TABLE "guardians" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "registrations" (
	"user_id" text PRIMARY KEY NOT NULL,
	"kind" text,
	"step" text DEFAULT 'kind' NOT NULL,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "registrations_kind_is_known" CHECK ("registrations"."kind" in ('individual', 'professional', 'company', 'talent', 'agency')),
	CONSTRAINT "registrations_step_is_known" CHECK ("registrations"."step" in ('kind', 'you', 'work', 'age', 'finish')),
	CONSTRAINT "registrations_are_small" CHECK (jsonb_typeof("registrations"."answers") = 'object' and length("registrations"."answers"::text) <= 16000)
);
--> statement-breakpoint
ALTER TABLE "registrations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "talent_private" (
	"user_id" text PRIMARY KEY NOT NULL,
	"birth_date" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "talent_private_birth_is_likely" CHECK ("talent_private"."birth_date" between '1900-01-01' and '2200-01-01')
);
--> statement-breakpoint
ALTER TABLE "talent_private" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "approval" text DEFAULT 'approved' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "approval_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "approval_by" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "approval_reason" text;--> statement-breakpoint
ALTER TABLE "account_details" ADD CONSTRAINT "account_details_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardians" ADD CONSTRAINT "guardians_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_private" ADD CONSTRAINT "talent_private_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "guardians_token_key" ON "guardians" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "guardians_email_idx" ON "guardians" USING btree ("email");--> statement-breakpoint
CREATE INDEX "users_waiting_idx" ON "users" USING btree ("approval","onboarded_at","id") WHERE "users"."approval" <> 'approved';--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_approval_is_known" CHECK ("users"."approval" in ('approved', 'waiting', 'refused'));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_refused_are_told_why" CHECK ("users"."approval" <> 'refused' or length("users"."approval_reason") > 0);--> statement-breakpoint
CREATE POLICY "accounts see their details" ON "account_details" AS PERMISSIVE FOR SELECT TO "app_user" USING ("account_details"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "operators see details" ON "account_details" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "accounts give their details" ON "account_details" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("account_details"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "accounts change their details" ON "account_details" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("account_details"."user_id" = (select app.user_id()) and not (select app.is_acting())) WITH CHECK ("account_details"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "the system keeps details" ON "account_details" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their guardian" ON "guardians" AS PERMISSIVE FOR SELECT TO "app_user" USING ("guardians"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "operators see guardians" ON "guardians" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "talents name a guardian" ON "guardians" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("guardians"."user_id" = (select app.user_id()) and not (select app.is_acting()) and "guardians"."state" = 'asked' and (select app.my_role()) = 'talent');--> statement-breakpoint
CREATE POLICY "talents name another or ask again" ON "guardians" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("guardians"."user_id" = (select app.user_id()) and not (select app.is_acting())) WITH CHECK ("guardians"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "the system keeps guardians" ON "guardians" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their draft" ON "registrations" AS PERMISSIVE FOR SELECT TO "app_user" USING ("registrations"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "people begin" ON "registrations" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("registrations"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "people go on" ON "registrations" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("registrations"."user_id" = (select app.user_id()) and not (select app.is_acting())) WITH CHECK ("registrations"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "people throw it away" ON "registrations" AS PERMISSIVE FOR DELETE TO "app_user" USING ("registrations"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "the system keeps drafts" ON "registrations" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their own birth date" ON "talent_private" AS PERMISSIVE FOR SELECT TO "app_user" USING ("talent_private"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
CREATE POLICY "operators see birth dates" ON "talent_private" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "talents say it once" ON "talent_private" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("talent_private"."user_id" = (select app.user_id()) and not (select app.is_acting()) and (select app.my_role()) = 'talent');--> statement-breakpoint
CREATE POLICY "the system keeps birth dates" ON "talent_private" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER POLICY "people arrive as themselves" ON "users" TO app_user WITH CHECK ("users"."id" = (select app.user_id()) and "users"."role" is null and "users"."suspended_at" is null and "users"."membership_ends_at" is null and "users"."approval" = 'approved');--> statement-breakpoint
grant select, insert, delete on registrations to app_user;--> statement-breakpoint
grant update (kind, step, answers, updated_at) on registrations to app_user;--> statement-breakpoint
grant select, insert on account_details, talent_private to app_user;--> statement-breakpoint
grant update (organisation, contact_name, profession, hires, city, website, about, size, updated_at) on account_details to app_user;--> statement-breakpoint
grant select, insert on guardians to app_user;--> statement-breakpoint
grant update (id, name, email, locale, state, token_hash, asked_at, decided_at, updated_at) on guardians to app_user;--> statement-breakpoint
grant update (approval) on users to app_user;--> statement-breakpoint
grant select, insert, update, delete on registrations, account_details, talent_private, guardians to app_system;--> statement-breakpoint

-- ---- approval: src/features/registration/rules/approval.ts repeated, tested against it row by row --------------------------------
create function app.approval_moves() returns table (from_state text, move text, to_state text, by text) language sql immutable parallel safe as
$$ values ('waiting', 'approve', 'approved', 'operator'), ('waiting', 'refuse', 'refused', 'operator'),
          ('refused', 'approve', 'approved', 'operator'), ('refused', 'ask_again', 'waiting', 'person') $$;--> statement-breakpoint
-- whoever registers may be made to wait; nobody's own door lets them out of it
create function app.users_keep_to_approval() returns trigger language plpgsql set search_path = '' as
$$
declare mover text := case when current_user = 'app_user' then 'person' else 'operator' end;
begin
  if old.onboarded_at is null and new.onboarded_at is not null and old.approval = 'approved' and new.approval = 'waiting' then return new; end if;
  if not exists (select 1 from app.approval_moves() m where m.from_state = old.approval and m.to_state = new.approval and m.by = mover) then
    raise exception 'no way from % to % for %', old.approval, new.approval, mover using errcode = '23514', constraint = 'users_approval_moves';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger users_keep_to_approval before update on users for each row when (new.approval is distinct from old.approval) execute function app.users_keep_to_approval();--> statement-breakpoint
create function app.my_approval() returns text language plpgsql stable security definer set search_path = '' as
$$ begin return (select u.approval from public.users u where u.id = app.user_id()); end $$;--> statement-breakpoint
-- what reaches others waits for approval, whichever verb asks: the system's door and visitors have no account to judge
create function app.approved_only() returns trigger language plpgsql set search_path = '' as
$$
declare mine text := case when current_user = 'app_user' then app.my_approval() end;
begin
  if mine in ('waiting', 'refused') then
    raise exception 'not approved: %', tg_table_name using errcode = '42501', constraint = case mine when 'waiting' then 'approval_pending' else 'approval_refused' end;
  end if;
  return case tg_level when 'ROW' then new end;
end $$;--> statement-breakpoint
create trigger approved_only before insert on bookings for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert on inquiries for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert on inquiry_replies for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert or update on contacts for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert on messages for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert on photo_requests for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert on proposals for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before insert on request_unlocks for each statement execute function app.approved_only();--> statement-breakpoint
create trigger approved_only before update on requests for each row when (new.state = 'OPEN' and old.state <> 'OPEN') execute function app.approved_only();--> statement-breakpoint

-- ---- minors: src/features/profiles/rules/minors.ts repeated, tested against it day by day ----------------------------------------
create function app.is_minor(who text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return exists (
     select 1 from public.talent_private s join public.users u on u.id = s.user_id left join public.talent_profiles p on p.user_id = s.user_id
     where s.user_id = who and s.birth_date > ((app.now() at time zone coalesce(p.time_zone, u.time_zone))::date - interval '18 years')::date); end $$;--> statement-breakpoint
create function app.needs_guardian(who text) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return app.is_minor(who) and not exists (select 1 from public.guardians g where g.user_id = who and g.state = 'given'); end $$;--> statement-breakpoint
create function app.guardian_moves() returns table (from_state text, move text, to_state text) language sql immutable parallel safe as
$$ values ('asked', 'give', 'given'), ('asked', 'refuse', 'refused'), ('given', 'withdraw', 'withdrawn'), ('refused', 'give', 'given'), ('withdrawn', 'give', 'given') $$;--> statement-breakpoint
-- a talent asks and names another; only the link's own word says yes or no
create function app.guardians_keep_to_the_machine() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  another boolean := tg_op = 'INSERT';
  begun boolean;
begin
  if tg_op = 'UPDATE' then
    another := new.id is distinct from old.id;
    if new.email is distinct from old.email and not another then
      raise exception 'another address is another guardian' using errcode = '23514', constraint = 'guardians_moves';
    end if;
    if another and new.state <> 'asked' or not another and new.state <> old.state
      and not exists (select 1 from app.guardian_moves() m where m.from_state = old.state and m.to_state = new.state) then
      raise exception 'no way from % to %', old.state, new.state using errcode = '23514', constraint = 'guardians_moves';
    end if;
  end if;
  if tg_op = 'UPDATE' and new.asked_at is distinct from old.asked_at then
    if new.asked_at < old.asked_at + interval '10 minutes' then
      raise exception 'the same letter rests' using errcode = '23514', constraint = 'guardians_rest';
    end if;
    begun := app.now() >= old.letters_since + interval '1 day';
    new.letters := case when begun then 1 else old.letters + 1 end;
    new.letters_since := case when begun then app.now() else old.letters_since end;
    if new.letters > 5 then raise exception 'five letters a day are enough' using errcode = '23514', constraint = 'guardians_rest'; end if;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger guardians_keep_to_the_machine before insert or update on guardians for each row execute function app.guardians_keep_to_the_machine();--> statement-breakpoint
create function app.guardians_speak_by_link() returns trigger language plpgsql set search_path = '' as
$$ begin
  if current_user = 'app_user' and new.id = old.id and new.state <> old.state then
    raise exception 'only the guardian says so' using errcode = '42501', constraint = 'guardians_speak_by_link';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger guardians_speak_by_link before update on guardians for each row execute function app.guardians_speak_by_link();--> statement-breakpoint

-- ---- nobody is public who may not be ----------------------------------------------------------------------------------------
create function app.profiles_are_let_out() returns trigger language plpgsql security definer set search_path = '' as
$$
declare approval text := (select u.approval from public.users u where u.id = new.user_id);
begin
  if tg_op = 'UPDATE' and old.published_at is not null then return new; end if;
  if approval in ('waiting', 'refused') then
    raise exception 'not approved' using errcode = '42501', constraint = case approval when 'waiting' then 'approval_pending' else 'approval_refused' end;
  end if;
  if app.needs_guardian(new.user_id) then
    raise exception 'a minor is public with a guardian''s consent' using errcode = '23514', constraint = 'talent_profiles_guardian_consent';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger profiles_are_let_out before insert or update on talent_profiles for each row when (new.published_at is not null) execute function app.profiles_are_let_out();--> statement-breakpoint
-- a consent that ends, or a birth date that comes late, takes the page down in the same transaction
create function app.minors_leave_the_page() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  who text := coalesce(new.user_id, old.user_id);
  page uuid;
begin
  if not app.needs_guardian(who) then return null; end if;
  update public.talent_profiles p set published_at = null, updated_at = app.now() where p.user_id = who and p.published_at is not null returning p.id into page;
  if page is not null then
    insert into public.audit_log (at, action, subject_kind, subject_id, reason) values (app.now(), 'profile.unpublished', 'talent_profile', page::text, 'a minor without a guardian''s consent');
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger minors_leave_the_page after insert or update on talent_private for each row execute function app.minors_leave_the_page();--> statement-breakpoint
create trigger minors_leave_the_page after insert or update or delete on guardians for each row execute function app.minors_leave_the_page();--> statement-breakpoint

-- ---- whoever leaves takes their answers with them ------------------------------------------------------------------------------
create function app.answers_go_with_people() returns trigger language plpgsql security definer set search_path = '' as
$$ begin
  delete from public.registrations r where r.user_id = new.id;
  delete from public.account_details d where d.user_id = new.id;
  delete from public.talent_private s where s.user_id = new.id;
  delete from public.guardians g where g.user_id = new.id;
  return null;
end $$;--> statement-breakpoint
create trigger answers_go_with_people after update on users for each row when (old.deleted_at is null and new.deleted_at is not null) execute function app.answers_go_with_people();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on registrations for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on account_details for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on talent_private for each statement execute function app.own_login_only();--> statement-breakpoint
create trigger own_login_only before insert or update or delete on guardians for each statement execute function app.own_login_only();--> statement-breakpoint

-- ---- told in the house ---------------------------------------------------------------------------------------------------------
create function app.accounts_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  person record;
  r record;
  said text;
begin
  select u.id, u.name, u.approval into person from public.users u where u.id = new.payload ->> 'userId';
  if not found then return null; end if;
  if new.kind in ('account.registered', 'account.asked_again') and person.approval = 'waiting' then
    for r in select u.id from public.users u where u.role = 'admin' and u.suspended_at is null and u.deleted_at is null loop
      perform app.tell(r.id, 'approval.operator', 'approval.operator', person.name, null, null, null, null, null);
    end loop;
  elsif new.kind in ('account.approved', 'account.refused') then
    perform app.tell(person.id, new.kind, new.kind, '', null, null, null, null, null);
  elsif new.kind = 'guardian.decided' then
    said := new.payload ->> 'state';
    if said in ('given', 'refused', 'withdrawn') then
      perform app.tell(person.id, 'guardian.' || said, 'guardian', (select g.name from public.guardians g where g.user_id = person.id), null, null, null, null, null);
    end if;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger accounts_are_told after insert on outbox for each row when (new.kind like 'account.%' or new.kind like 'guardian.%') execute function app.accounts_are_told();--> statement-breakpoint

revoke execute on function app.approval_moves(), app.users_keep_to_approval(), app.my_approval(), app.approved_only(), app.is_minor(text), app.needs_guardian(text), app.guardian_moves(), app.guardians_keep_to_the_machine(), app.guardians_speak_by_link(), app.profiles_are_let_out(), app.minors_leave_the_page(), app.answers_go_with_people(), app.accounts_are_told() from public;--> statement-breakpoint
grant execute on function app.approval_moves() to app_user, app_system;--> statement-breakpoint
grant execute on function app.my_approval() to app_user;--> statement-breakpoint
grant execute on function app.is_minor(text), app.needs_guardian(text), app.guardian_moves() to app_system;--> statement-breakpoint
select app.keep_agents_out();
