-- Lists of talents and saved searches for talents (product.md F2.06, F2.07). Functions that policies name come first.
-- May whoever asks see this talent at this moment, and is nothing between the two? The same answer whatever the reason is.
create function app.lists_talent(talent uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare p record;
begin
  select k.user_id, k.seen_by into p from public.talent_profiles k where k.id = talent and k.published_at is not null;
  return found and app.sees(p.seen_by) and not app.away(p.user_id) and not app.blocked_with(p.user_id);
end $$;--> statement-breakpoint
revoke execute on function app.lists_talent(uuid) from public;--> statement-breakpoint
grant execute on function app.lists_talent(uuid) to app_user;--> statement-breakpoint
CREATE TABLE "collection_items" (
	"collection_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"talent_id" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "collection_items_collection_id_talent_id_pk" PRIMARY KEY("collection_id","talent_id"),
	CONSTRAINT "collection_items_notes_are_short" CHECK (length("collection_items"."note") <= 500)
);
--> statement-breakpoint
ALTER TABLE "collection_items" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "collections" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "collections_of_their_owner" UNIQUE("id","user_id"),
	CONSTRAINT "collections_have_a_name" CHECK (length("collections"."name") between 1 and 80 and length("collections"."note") <= 500)
);
--> statement-breakpoint
ALTER TABLE "collections" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "talent_search_hits" (
	"search_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"talent_id" uuid NOT NULL,
	"found_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"look_id" uuid,
	CONSTRAINT "talent_search_hits_search_id_talent_id_pk" PRIMARY KEY("search_id","talent_id")
);
--> statement-breakpoint
ALTER TABLE "talent_search_hits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "talent_searches" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"query" jsonb NOT NULL,
	"rhythm" text DEFAULT 'daily' NOT NULL,
	"due_at" timestamp with time zone,
	"looked_at" timestamp with time zone,
	"told_at" timestamp with time zone,
	"baseline_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"baseline_whole" boolean DEFAULT false NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "talent_searches_of_their_owner" UNIQUE("id","user_id"),
	CONSTRAINT "talent_searches_have_a_name" CHECK (length("talent_searches"."name") between 1 and 80),
	CONSTRAINT "talent_searches_ask_something_short" CHECK (jsonb_typeof("talent_searches"."query") = 'object' and length("talent_searches"."query"::text) <= 4000),
	CONSTRAINT "talent_searches_rhythm_is_known" CHECK ("talent_searches"."rhythm" in ('daily', 'weekly', 'off')),
	CONSTRAINT "talent_searches_are_due_or_off" CHECK (("talent_searches"."rhythm" = 'off') = ("talent_searches"."due_at" is null))
);
--> statement-breakpoint
ALTER TABLE "talent_searches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "collection_items" ADD CONSTRAINT "collection_items_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_items" ADD CONSTRAINT "collection_items_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_items" ADD CONSTRAINT "collection_items_in_a_list_of_theirs" FOREIGN KEY ("collection_id","user_id") REFERENCES "public"."collections"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collections" ADD CONSTRAINT "collections_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_search_hits" ADD CONSTRAINT "talent_search_hits_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_search_hits" ADD CONSTRAINT "talent_search_hits_of_a_search_of_theirs" FOREIGN KEY ("search_id","user_id") REFERENCES "public"."talent_searches"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_searches" ADD CONSTRAINT "talent_searches_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "talent_searches" ADD CONSTRAINT "talent_searches_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "collection_items_order_idx" ON "collection_items" USING btree ("collection_id","position","talent_id");--> statement-breakpoint
CREATE INDEX "collection_items_talent_idx" ON "collection_items" USING btree ("talent_id");--> statement-breakpoint
CREATE INDEX "collection_items_user_idx" ON "collection_items" USING btree ("user_id","talent_id");--> statement-breakpoint
CREATE INDEX "collections_user_idx" ON "collections" USING btree ("user_id","position","id");--> statement-breakpoint
CREATE INDEX "talent_search_hits_talent_idx" ON "talent_search_hits" USING btree ("talent_id");--> statement-breakpoint
CREATE INDEX "talent_search_hits_look_idx" ON "talent_search_hits" USING btree ("look_id") WHERE "talent_search_hits"."look_id" is not null;--> statement-breakpoint
CREATE INDEX "talent_searches_user_idx" ON "talent_searches" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "talent_searches_due_idx" ON "talent_searches" USING btree ("due_at") WHERE "talent_searches"."due_at" is not null;--> statement-breakpoint
CREATE POLICY "people see what is in their lists" ON "collection_items" AS PERMISSIVE FOR SELECT TO "app_user" USING ("collection_items"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "customers put in whom they see" ON "collection_items" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("collection_items"."user_id" = (select app.user_id()) and (select app.my_role()) = 'customer' and app.lists_talent("collection_items"."talent_id"));--> statement-breakpoint
CREATE POLICY "people change what is in their lists" ON "collection_items" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("collection_items"."user_id" = (select app.user_id())) WITH CHECK ("collection_items"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people take out of their lists" ON "collection_items" AS PERMISSIVE FOR DELETE TO "app_user" USING ("collection_items"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps what is in lists" ON "collection_items" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their lists" ON "collections" AS PERMISSIVE FOR SELECT TO "app_user" USING ("collections"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "customers make lists" ON "collections" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("collections"."user_id" = (select app.user_id()) and (select app.my_role()) = 'customer');--> statement-breakpoint
CREATE POLICY "people change their lists" ON "collections" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("collections"."user_id" = (select app.user_id())) WITH CHECK ("collections"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people drop their lists" ON "collections" AS PERMISSIVE FOR DELETE TO "app_user" USING ("collections"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps lists" ON "collections" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see what their searches found" ON "talent_search_hits" AS PERMISSIVE FOR SELECT TO "app_user" USING ("talent_search_hits"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps what searches found" ON "talent_search_hits" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "people see their talent searches" ON "talent_searches" AS PERMISSIVE FOR SELECT TO "app_user" USING ("talent_searches"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "customers save talent searches" ON "talent_searches" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("talent_searches"."user_id" = (select app.user_id()) and (select app.my_role()) = 'customer');--> statement-breakpoint
CREATE POLICY "people change their talent searches" ON "talent_searches" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("talent_searches"."user_id" = (select app.user_id())) WITH CHECK ("talent_searches"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people forget their talent searches" ON "talent_searches" AS PERMISSIVE FOR DELETE TO "app_user" USING ("talent_searches"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "the system keeps talent searches" ON "talent_searches" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint

-- ---- what a plan has room for: src/features/collections/rules/lists.ts, tested against it tier by tier ------------------------------
create function app.list_room() returns table (tier text, lists integer, talents integer) language sql immutable parallel safe as
$$ values ('individual', 1, 20), ('professional', null, null), ('company', null, null) $$;--> statement-breakpoint
-- two that come at once are counted one after the other, whichever colleague they come from
create function app.collections_have_room() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  room record;
  n integer;
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  perform 1 from public.users u where u.id = new.user_id for no key update;
  select r.* into room from app.list_room() r where r.tier = app.plan_of(new.user_id);
  if not found then
    raise exception 'no lists for this account' using errcode = '23514', constraint = 'collections_are_for_customers';
  end if;
  select count(*) into n from public.collections c where c.user_id = new.user_id;
  if n >= room.lists then
    raise exception 'the plan has no more lists' using errcode = '23514', constraint = 'collections_have_room';
  end if;
  if n >= 500 then
    raise exception 'lists enough' using errcode = '23514', constraint = 'collections_are_few';
  end if;
  new.created_by := app.member_id();
  new.created_at := app.now(); new.updated_at := app.now();
  new.position := coalesce((select max(c.position) from public.collections c where c.user_id = new.user_id), 0) + 1;
  return new;
end $$;--> statement-breakpoint
create trigger collections_have_room before insert on collections for each row execute function app.collections_have_room();--> statement-breakpoint
create function app.collection_items_have_room() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  room record;
  n integer;
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  perform 1 from public.users u where u.id = new.user_id for no key update;
  -- there already: the insert itself says so
  if exists (select 1 from public.collection_items i where i.collection_id = new.collection_id and i.talent_id = new.talent_id) then return new; end if;
  select r.* into room from app.list_room() r where r.tier = app.plan_of(new.user_id);
  if not found then
    raise exception 'no lists for this account' using errcode = '23514', constraint = 'collections_are_for_customers';
  end if;
  select count(*) into n from public.collection_items i where i.collection_id = new.collection_id;
  if n >= room.talents or (select count(*) from public.collections c where c.user_id = new.user_id) > room.lists then
    raise exception 'the plan has no more room' using errcode = '23514', constraint = 'collections_have_room';
  end if;
  if n >= 2000 then
    raise exception 'talents enough' using errcode = '23514', constraint = 'collections_are_few';
  end if;
  new.added_by := app.member_id();
  new.added_at := app.now();
  new.position := coalesce((select max(i.position) from public.collection_items i where i.collection_id = new.collection_id), 0) + 1;
  return new;
end $$;--> statement-breakpoint
create trigger collection_items_have_room before insert on collection_items for each row execute function app.collection_items_have_room();--> statement-breakpoint
-- who put whom into the lists of this account: names of the account itself and of those who act or acted for it
create function app.list_keepers() returns table (id text, name text) language plpgsql stable security definer set search_path = '' as
$$
declare who text := app.user_id();
begin
  if who is null then return; end if;
  return query select u.id, u.name from public.users u
  where u.id in (select i.added_by from public.collection_items i where i.user_id = who union select c.created_by from public.collections c where c.user_id = who);
end $$;--> statement-breakpoint

-- ---- saved searches -----------------------------------------------------------------------------------------------------------
create function app.talent_searches_are_few() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  perform 1 from public.users u where u.id = new.user_id for no key update;
  if (select count(*) from public.talent_searches s where s.user_id = new.user_id) >= 20 then
    raise exception 'twenty searches are enough' using errcode = '23514', constraint = 'talent_searches_are_few';
  end if;
  new.created_by := app.member_id();
  new.created_at := app.now(); new.looked_at := null; new.told_at := null;
  return new;
end $$;--> statement-breakpoint
create trigger talent_searches_are_few before insert on talent_searches for each row execute function app.talent_searches_are_few();--> statement-breakpoint
-- whom one's own search finds as it is saved: from then on whoever is not among them is new
create function app.remember_found(search uuid, talents uuid[]) returns void language plpgsql volatile security definer set search_path = '' as
$$
declare owner text;
begin
  select s.user_id into owner from public.talent_searches s where s.id = search and s.user_id = app.user_id() for no key update;
  if not found then return; end if;
  delete from public.talent_search_hits h where h.search_id = search;
  insert into public.talent_search_hits (search_id, user_id, talent_id)
  select search, owner, p.id from public.talent_profiles p where p.id = any (talents[1:500]);
end $$;--> statement-breakpoint
-- told in the house, in the transaction that found them: one line while it is unread, with all of them
create function app.found_talents_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  insert into public.notifications as n (user_id, name, group_key, words, created_at, updated_at)
  select u.id, new.kind, new.kind, jsonb_build_object('number', new.payload -> 'count'), t.now, t.now
  from public.users u, (select date_trunc('milliseconds', app.now()) as now) t
  where u.id = new.payload ->> 'userId' and u.deleted_at is null
  on conflict (user_id, group_key) where read_at is null
  do update set count = n.count + 1, updated_at = excluded.updated_at,
    words = jsonb_build_object('number', coalesce((n.words ->> 'number')::integer, 0) + (excluded.words ->> 'number')::integer);
  return null;
end $$;--> statement-breakpoint
create trigger found_talents_are_told after insert on outbox for each row when (new.kind = 'talents.found') execute function app.found_talents_are_told();--> statement-breakpoint

-- ---- grants -------------------------------------------------------------------------------------------------------------------
grant select, insert, delete, update (name, note, position, updated_at) on collections to app_user;--> statement-breakpoint
grant select, insert, delete, update (note, position) on collection_items to app_user;--> statement-breakpoint
grant select, insert, delete, update (name, query, rhythm, due_at, baseline_at, baseline_whole) on talent_searches to app_user;--> statement-breakpoint
grant select on talent_search_hits to app_user;--> statement-breakpoint
grant select, insert, update, delete on collections, collection_items, talent_searches, talent_search_hits to app_system;--> statement-breakpoint
revoke execute on function app.list_room(), app.collections_have_room(), app.collection_items_have_room(), app.list_keepers(), app.talent_searches_are_few(),
  app.remember_found(uuid, uuid[]), app.found_talents_are_told() from public;--> statement-breakpoint
grant execute on function app.list_keepers(), app.remember_found(uuid, uuid[]) to app_user;--> statement-breakpoint
select app.keep_agents_out();
