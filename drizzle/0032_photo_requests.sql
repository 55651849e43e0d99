CREATE TABLE "photo_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"service_id" uuid NOT NULL,
	"talent_id" uuid NOT NULL,
	"talent_user_id" text NOT NULL,
	"service_title" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"asker_id" text,
	"inquiry_id" uuid,
	"asker_name" text DEFAULT '' NOT NULL,
	"wish" text DEFAULT '' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "photo_requests_state_is_known" CHECK ("photo_requests"."state" in ('open', 'answered', 'closed')),
	CONSTRAINT "photo_requests_have_one_asker" CHECK (("photo_requests"."asker_id" is null) <> ("photo_requests"."inquiry_id" is null)),
	CONSTRAINT "photo_requests_wish_fits" CHECK (length("photo_requests"."wish") <= 600),
	CONSTRAINT "photo_requests_answered_at_a_time" CHECK ("photo_requests"."state" <> 'answered' or "photo_requests"."answered_at" is not null),
	CONSTRAINT "photo_requests_closed_at_a_time" CHECK (("photo_requests"."state" = 'closed') = ("photo_requests"."closed_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "photo_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "service_photos" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"service_id" uuid NOT NULL,
	"talent_id" uuid NOT NULL,
	"request_id" uuid,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"type" text NOT NULL,
	"size" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"storage" text NOT NULL,
	"object_key" text NOT NULL,
	"digest" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"shown_at" timestamp with time zone,
	CONSTRAINT "service_photos_state_is_known" CHECK ("service_photos"."state" in ('waiting', 'shown')),
	CONSTRAINT "service_photos_shown_at_a_time" CHECK (("service_photos"."state" = 'shown') = ("service_photos"."shown_at" is not null)),
	CONSTRAINT "service_photos_have_sides" CHECK ("service_photos"."width" > 0 and "service_photos"."height" > 0 and "service_photos"."size" > 0)
);
--> statement-breakpoint
ALTER TABLE "service_photos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "whatsapp_notices" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"key" text NOT NULL,
	"heard" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"outcome" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "whatsapp_notices_state_is_known" CHECK ("whatsapp_notices"."state" in ('waiting', 'done', 'ignored', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "whatsapp_notices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "whatsapp_numbers" (
	"user_id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"show_at_once" boolean DEFAULT true NOT NULL,
	"verified_at" timestamp with time zone,
	"code_sent_at" timestamp with time zone,
	"codes" integer DEFAULT 0 NOT NULL,
	"codes_since" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "whatsapp_numbers_are_whole" CHECK ("whatsapp_numbers"."number" ~ '^[+][1-9][0-9]{7,14}$')
);
--> statement-breakpoint
ALTER TABLE "whatsapp_numbers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "photo_requests" ADD CONSTRAINT "photo_requests_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_requests" ADD CONSTRAINT "photo_requests_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_requests" ADD CONSTRAINT "photo_requests_talent_user_id_users_id_fk" FOREIGN KEY ("talent_user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_requests" ADD CONSTRAINT "photo_requests_asker_id_users_id_fk" FOREIGN KEY ("asker_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo_requests" ADD CONSTRAINT "photo_requests_inquiry_id_inquiries_id_fk" FOREIGN KEY ("inquiry_id") REFERENCES "public"."inquiries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_photos" ADD CONSTRAINT "service_photos_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_photos" ADD CONSTRAINT "service_photos_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_photos" ADD CONSTRAINT "service_photos_request_id_photo_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."photo_requests"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "whatsapp_numbers" ADD CONSTRAINT "whatsapp_numbers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "photo_requests_talent_idx" ON "photo_requests" USING btree ("talent_user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "photo_requests_asker_idx" ON "photo_requests" USING btree ("asker_id","created_at");--> statement-breakpoint
CREATE INDEX "photo_requests_service_idx" ON "photo_requests" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "photo_requests_inquiry_idx" ON "photo_requests" USING btree ("inquiry_id");--> statement-breakpoint
CREATE INDEX "photo_requests_expiry_idx" ON "photo_requests" USING btree ("expires_at") WHERE "photo_requests"."state" <> 'closed';--> statement-breakpoint
CREATE UNIQUE INDEX "photo_requests_one_open_of_a_customer" ON "photo_requests" USING btree ("asker_id","service_id") WHERE "photo_requests"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "photo_requests_one_open_of_an_inquiry" ON "photo_requests" USING btree ("inquiry_id","service_id") WHERE "photo_requests"."state" = 'open';--> statement-breakpoint
CREATE INDEX "service_photos_newest_idx" ON "service_photos" USING btree ("service_id","created_at","id");--> statement-breakpoint
CREATE INDEX "service_photos_talent_idx" ON "service_photos" USING btree ("talent_id","created_at");--> statement-breakpoint
CREATE INDEX "service_photos_request_idx" ON "service_photos" USING btree ("request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "service_photos_once" ON "service_photos" USING btree ("service_id","digest");--> statement-breakpoint
CREATE UNIQUE INDEX "whatsapp_notices_key" ON "whatsapp_notices" USING btree ("key");--> statement-breakpoint
CREATE INDEX "whatsapp_notices_due_idx" ON "whatsapp_notices" USING btree ("due_at") WHERE "whatsapp_notices"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "whatsapp_notices_age_idx" ON "whatsapp_notices" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "whatsapp_numbers_verified_key" ON "whatsapp_numbers" USING btree ("number") WHERE "whatsapp_numbers"."verified_at" is not null;--> statement-breakpoint
CREATE POLICY "the two see their photo request" ON "photo_requests" AS PERMISSIVE FOR SELECT TO "app_user" USING ("photo_requests"."asker_id" = (select app.user_id()) or "photo_requests"."talent_user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "customers ask for photos" ON "photo_requests" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("photo_requests"."asker_id" = (select app.user_id()) and "photo_requests"."inquiry_id" is null and "photo_requests"."state" = 'open' and app.may_ask("photo_requests"."talent_id", "photo_requests"."talent_user_id", null));--> statement-breakpoint
CREATE POLICY "either side closes it" ON "photo_requests" AS PERMISSIVE FOR UPDATE TO "app_user" USING (("photo_requests"."asker_id" = (select app.user_id()) or "photo_requests"."talent_user_id" = (select app.user_id())) and "photo_requests"."state" <> 'closed' and (select app.my_role()) is not null) WITH CHECK (("photo_requests"."asker_id" = (select app.user_id()) or "photo_requests"."talent_user_id" = (select app.user_id())) and "photo_requests"."state" = 'closed');--> statement-breakpoint
CREATE POLICY "the system keeps photo requests" ON "photo_requests" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everyone sees the photos of what is offered" ON "service_photos" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING ("service_photos"."state" = 'shown' and exists (select 1 from services s where s.id = "service_photos"."service_id" and s.active));--> statement-breakpoint
CREATE POLICY "talents see all their photos" ON "service_photos" AS PERMISSIVE FOR SELECT TO "app_user" USING ("service_photos"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents show and hide their photos" ON "service_photos" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("service_photos"."talent_id" = (select app.my_talent_id()) and (select app.my_role()) = 'talent') WITH CHECK ("service_photos"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents remove their photos" ON "service_photos" AS PERMISSIVE FOR DELETE TO "app_user" USING ("service_photos"."talent_id" = (select app.my_talent_id()) and (select app.my_role()) = 'talent');--> statement-breakpoint
CREATE POLICY "the system keeps photos" ON "service_photos" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "the system keeps what WhatsApp told" ON "whatsapp_notices" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their number" ON "whatsapp_numbers" AS PERMISSIVE FOR SELECT TO "app_user" USING ("whatsapp_numbers"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps numbers" ON "whatsapp_numbers" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint

-- ---- grants -------------------------------------------------------------------------------------------------------------
grant select on photo_requests to app_user;--> statement-breakpoint
grant insert (service_id, talent_id, talent_user_id, asker_id, wish, locale, expires_at) on photo_requests to app_user;--> statement-breakpoint
grant update (state) on photo_requests to app_user;--> statement-breakpoint
grant select, insert, update, delete on photo_requests to app_system;--> statement-breakpoint
-- the digest of what was sent is for the system alone
grant select (id, service_id, talent_id, request_id, state, type, size, width, height, storage, object_key, created_at, shown_at) on service_photos to app_visitor, app_user;--> statement-breakpoint
grant update (state), delete on service_photos to app_user;--> statement-breakpoint
grant select, insert, update, delete on service_photos to app_system;--> statement-breakpoint
grant select (user_id, number, show_at_once, verified_at, code_sent_at) on whatsapp_numbers to app_user;--> statement-breakpoint
grant select, insert, update, delete on whatsapp_numbers, whatsapp_notices to app_system;--> statement-breakpoint

-- ---- photo requests -------------------------------------------------------------------------------------------------------
-- whose service it is, who asks and until when is not the caller's to say
create function app.photo_requests_are_born_open() returns trigger language plpgsql security definer set search_path = '' as
$$
declare s record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  select v.title, p.id as talent, p.user_id into s from public.services v join public.talent_profiles p on p.id = v.talent_id
  where v.id = new.service_id and v.active and p.published_at is not null;
  if not found then raise exception 'no such service is offered' using errcode = '23503', constraint = 'photo_requests_service_is_offered'; end if;
  new.talent_id := s.talent; new.talent_user_id := s.user_id; new.service_title := s.title;
  new.state := 'open'; new.answered_at := null; new.closed_at := null; new.created_at := app.now(); new.expires_at := app.now() + interval '14 days';
  if new.asker_id is not null then
    select u.name into new.asker_name from public.users u where u.id = new.asker_id;
    perform pg_advisory_xact_lock(hashtextextended('photo_requests:' || new.asker_id, 0));
    if (select count(*) from public.photo_requests r where r.asker_id = new.asker_id and r.created_at > app.now() - interval '1 day') >= 10 then
      raise exception 'enough for a day' using errcode = '23514', constraint = 'photo_requests_keep_to_the_cap';
    end if;
  else
    select i.sender_name into new.asker_name from public.inquiries i where i.id = new.inquiry_id and i.talent_id = s.talent;
    if not found then raise exception 'an inquiry to somebody else' using errcode = '23503', constraint = 'photo_requests_inquiry_is_the_talents'; end if;
  end if;
  new.asker_name := coalesce(new.asker_name, '');
  return new;
end $$;--> statement-breakpoint
create trigger photo_requests_are_born_open before insert on photo_requests for each row execute function app.photo_requests_are_born_open();--> statement-breakpoint

-- the machine of the rules: forward only, and nothing else of a request changes
create function app.photo_requests_go_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if new.state = old.state then return new; end if;
  if not (old.state = 'open' and new.state in ('answered', 'closed') or old.state = 'answered' and new.state = 'closed') then
    raise exception 'a photo request does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'photo_requests_go_forward';
  end if;
  if new.state = 'answered' then new.answered_at := app.now(); else new.closed_at := app.now(); end if;
  return new;
end $$;--> statement-breakpoint
create trigger photo_requests_go_forward before update on photo_requests for each row execute function app.photo_requests_go_forward();--> statement-breakpoint

create function app.photo_requests_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return null; end if;
  if tg_op = 'INSERT' then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('photos.asked', jsonb_build_object('requestId', new.id), 'photos.asked:' || new.id, new.asker_id);
  elsif new.state = 'answered' and old.state <> 'answered' then
    insert into public.outbox (kind, payload, dedupe_key, actor_id)
    values ('photos.arrived', jsonb_build_object('requestId', new.id), 'photos.arrived:' || new.id, new.talent_user_id);
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger photo_requests_are_told after insert or update on photo_requests for each row execute function app.photo_requests_are_told();--> statement-breakpoint

-- ---- photos -----------------------------------------------------------------------------------------------------------------
-- a photo answers a request about its own service that still takes some; two that come at once are counted one after the other
create function app.service_photos_are_counted() returns trigger language plpgsql security definer set search_path = '' as
$$
declare r record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  new.created_at := app.now();
  new.shown_at := case new.state when 'shown' then app.now() end;
  select s.talent_id into new.talent_id from public.services s where s.id = new.service_id for no key update;
  if (select count(*) from public.service_photos p where p.service_id = new.service_id) >= 40 then
    raise exception 'this service has enough photos' using errcode = '23514', constraint = 'service_photos_keep_to_the_cap';
  end if;
  if new.request_id is not null then
    select q.* into r from public.photo_requests q where q.id = new.request_id for no key update;
    if not found or r.service_id <> new.service_id or r.state = 'closed' or r.expires_at <= app.now() then
      raise exception 'this request takes no photos' using errcode = '23514', constraint = 'service_photos_answer_an_open_request';
    end if;
    if (select count(*) from public.service_photos p where p.request_id = new.request_id) >= 12 then
      raise exception 'this request has enough photos' using errcode = '23514', constraint = 'service_photos_keep_to_the_cap';
    end if;
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger service_photos_are_counted before insert on service_photos for each row execute function app.service_photos_are_counted();--> statement-breakpoint

create function app.service_photos_show_since() returns trigger language plpgsql set search_path = '' as
$$ begin new.shown_at := case new.state when 'shown' then coalesce(old.shown_at, app.now()) end; return new; end $$;--> statement-breakpoint
create trigger service_photos_show_since before update of state on service_photos for each row execute function app.service_photos_show_since();--> statement-breakpoint

-- the first photo that can be seen answers what was asked
create function app.service_photos_answer() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if new.state = 'shown' and new.request_id is not null then
    update public.photo_requests r set state = 'answered' where r.id = new.request_id and r.state = 'open';
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger service_photos_answer after insert or update of state on service_photos for each row execute function app.service_photos_answer();--> statement-breakpoint

-- bytes outlive their row until the clock comes by
create function app.service_photos_leave_nothing() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  insert into public.attachment_removals (storage, object_key, due_at) values (old.storage, old.object_key, app.now());
  return null;
end $$;--> statement-breakpoint
create trigger service_photos_leave_nothing after delete on service_photos for each row execute function app.service_photos_leave_nothing();--> statement-breakpoint

-- ---- told in the house, in the same transaction -------------------------------------------------------------------------------
create function app.photos_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
declare o record;
begin
  select r.*, p.display_name, i.sender_id as writer into o from public.photo_requests r
  join public.talent_profiles p on p.id = r.talent_id left join public.inquiries i on i.id = r.inquiry_id
  where r.id = app.id_in(new.payload, 'requestId');
  if not found then return null; end if;
  if new.kind = 'photos.asked' then
    perform app.tell(o.talent_user_id, new.kind, new.kind || ':' || o.service_id, o.asker_name, jsonb_build_object('service', o.service_title), null, null, null, null);
  else
    perform app.tell(coalesce(o.asker_id, o.writer), new.kind, new.kind || ':' || o.id, o.display_name, jsonb_build_object('service', o.service_title), null, null, null, null);
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger photos_are_told after insert on outbox for each row when (new.kind like 'photos.%') execute function app.photos_are_told();--> statement-breakpoint

-- whoever is gone has no number here
create function app.numbers_go_with_their_owner() returns trigger language plpgsql security definer set search_path = '' as
$$ begin delete from public.whatsapp_numbers n where n.user_id = new.id; return null; end $$;--> statement-breakpoint
create trigger numbers_go_with_their_owner after update of deleted_at on users for each row
  when (new.deleted_at is not null and old.deleted_at is null) execute function app.numbers_go_with_their_owner();--> statement-breakpoint
revoke execute on all functions in schema app from public;
