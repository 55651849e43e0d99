-- src/features/profiles/rules/casting.ts says it kindly first
create function app.words_fit(list text[], most integer, long integer) returns boolean language plpgsql immutable parallel safe set search_path = '' as
$$ begin return cardinality(list) <= most and not exists (select 1 from unnest(list) w where w is null or length(w) not between 1 and long); end $$;--> statement-breakpoint
create function app.credits_are_sound(list jsonb) returns boolean language plpgsql immutable parallel safe set search_path = '' as
$$
begin
  if jsonb_typeof(list) <> 'array' or jsonb_array_length(list) > 40 then return false; end if;
  return not exists (select 1 from jsonb_array_elements(list) c where (
    jsonb_typeof(c) = 'object'
    and c - array['title', 'role', 'kind', 'year', 'production'] = '{}'
    and jsonb_typeof(c -> 'title') = 'string' and length(c ->> 'title') between 1 and 120
    and jsonb_typeof(c -> 'role') = 'string' and length(c ->> 'role') <= 80
    and jsonb_typeof(c -> 'production') = 'string' and length(c ->> 'production') <= 120
    and c ->> 'kind' in ('film', 'short_film', 'series', 'theatre', 'commercial', 'music_video', 'dubbing', 'radio', 'fashion', 'photo', 'concert', 'event', 'other')
    and jsonb_typeof(c -> 'year') = 'number' and c ->> 'year' ~ '^[0-9]{4}$' and (c ->> 'year')::integer between 1930 and 2100
  ) is not true);
end $$;--> statement-breakpoint
CREATE TABLE "casting_attributes" (
	"talent_id" uuid PRIMARY KEY NOT NULL,
	"playing_age_from" smallint,
	"playing_age_to" smallint,
	"height_cm" smallint,
	"hair" text,
	"eyes" text,
	"voice" text,
	"skills" text[] DEFAULT '{}' NOT NULL,
	"accents" text[] DEFAULT '{}' NOT NULL,
	"credits" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"seen_by" text DEFAULT 'members' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "casting_attributes_seen_by_is_known" CHECK ("casting_attributes"."seen_by" in ('everyone', 'members', 'subscribers')),
	CONSTRAINT "casting_attributes_playing_age_is_sound" CHECK (("casting_attributes"."playing_age_from" is null) = ("casting_attributes"."playing_age_to" is null) and "casting_attributes"."playing_age_from" between 1 and 99 and "casting_attributes"."playing_age_to" between 1 and 99 and "casting_attributes"."playing_age_from" <= "casting_attributes"."playing_age_to"),
	CONSTRAINT "casting_attributes_height_is_human" CHECK ("casting_attributes"."height_cm" between 50 and 260),
	CONSTRAINT "casting_attributes_hair_is_known" CHECK ("casting_attributes"."hair" in ('black', 'dark_brown', 'brown', 'light_brown', 'blonde', 'red', 'grey', 'white', 'coloured', 'covered', 'bald')),
	CONSTRAINT "casting_attributes_eyes_are_known" CHECK ("casting_attributes"."eyes" in ('black', 'dark_brown', 'brown', 'hazel', 'green', 'blue', 'grey')),
	CONSTRAINT "casting_attributes_voice_is_known" CHECK ("casting_attributes"."voice" in ('soprano', 'mezzo', 'alto', 'tenor', 'baritone', 'bass', 'child')),
	CONSTRAINT "casting_attributes_lists_are_short" CHECK (app.words_fit("casting_attributes"."skills", 30, 40) and app.words_fit("casting_attributes"."accents", 12, 40)),
	CONSTRAINT "casting_attributes_credits_are_sound" CHECK (app.credits_are_sound("casting_attributes"."credits"))
);
--> statement-breakpoint
ALTER TABLE "casting_attributes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "former_slugs" (
	"slug" text PRIMARY KEY NOT NULL,
	"talent_id" uuid NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "former_slugs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD COLUMN "renamed_at" timestamp with time zone[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "casting_attributes" ADD CONSTRAINT "casting_attributes_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "former_slugs" ADD CONSTRAINT "former_slugs_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "former_slugs_talent_idx" ON "former_slugs" USING btree ("talent_id");--> statement-breakpoint
CREATE POLICY "casting is for whom it is meant" ON "casting_attributes" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (("casting_attributes"."seen_by" = 'everyone' or ("casting_attributes"."seen_by" = 'members' and (select app.sees('members'))) or ("casting_attributes"."seen_by" = 'subscribers' and (select app.sees('subscribers')))) and exists (select 1 from talent_profiles p where p.id = "casting_attributes"."talent_id"));--> statement-breakpoint
CREATE POLICY "talents see their own casting" ON "casting_attributes" AS PERMISSIVE FOR SELECT TO "app_user" USING ("casting_attributes"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents begin their own casting" ON "casting_attributes" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("casting_attributes"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "talents change their own casting" ON "casting_attributes" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("casting_attributes"."talent_id" = (select app.my_talent_id())) WITH CHECK ("casting_attributes"."talent_id" = (select app.my_talent_id()));--> statement-breakpoint
CREATE POLICY "the system keeps casting" ON "casting_attributes" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "former addresses follow their profile" ON "former_slugs" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (exists (select 1 from talent_profiles p where p.id = "former_slugs"."talent_id"));--> statement-breakpoint
CREATE POLICY "the system sees former addresses" ON "former_slugs" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
grant select on casting_attributes, former_slugs to app_visitor, app_user, app_system;--> statement-breakpoint
grant insert on casting_attributes to app_user;--> statement-breakpoint
grant update (playing_age_from, playing_age_to, height_cm, hair, eyes, voice, skills, accents, credits, seen_by, updated_at) on casting_attributes to app_user;--> statement-breakpoint
revoke execute on function app.words_fit(text[], integer, integer), app.credits_are_sound(jsonb) from public;--> statement-breakpoint
grant execute on function app.words_fit(text[], integer, integer), app.credits_are_sound(jsonb) to app_user, app_system;--> statement-breakpoint

-- ---- an address once given leads to the page for good ----------------------------------------------------------------------
create function app.slugs_move() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  one text;
  moves timestamptz[];
begin
  if tg_op = 'UPDATE' and new.slug = old.slug then
    new.renamed_at := old.renamed_at;
    return new;
  end if;
  -- leaving an address and taking it are two tables: whoever is at it goes first
  for one in select s from unnest(array[new.slug, case tg_op when 'UPDATE' then old.slug end]) s where s is not null order by s loop
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('slug:' || one, 0));
  end loop;
  if tg_op = 'INSERT' then
    new.renamed_at := '{}';
    -- taken, as if somebody stood there: the next address is tried
    if exists (select 1 from public.former_slugs f where f.slug = new.slug) then return null; end if;
    return new;
  end if;
  if exists (select 1 from public.former_slugs f where f.slug = new.slug and f.talent_id <> old.id) then
    raise exception 'this address leads to another page' using errcode = '23505', constraint = 'talent_profiles_slug_key';
  end if;
  select coalesce(array_agg(m order by m), '{}') into moves from unnest(old.renamed_at) m where m > app.now() - interval '30 days';
  if cardinality(moves) >= 3 and current_setting('role', true) = 'app_user' then
    raise exception 'an address moves three times in thirty days' using errcode = '23514', constraint = 'slugs_move_rarely';
  end if;
  new.renamed_at := (moves || app.now())[greatest(cardinality(moves) - 1, 1):];
  -- one's own may be taken back
  delete from public.former_slugs f where f.slug = new.slug;
  insert into public.former_slugs (slug, talent_id, since) values (old.slug, old.id, app.now());
  return new;
end $$;--> statement-breakpoint
revoke execute on function app.slugs_move() from public;--> statement-breakpoint
create trigger slugs_move before insert or update on talent_profiles for each row execute function app.slugs_move();--> statement-breakpoint
-- whoever acts for a talent neither moves their page nor takes it from the public, however it is done
create or replace function app.profiles_keep_their_address() returns trigger language plpgsql set search_path = '' as
$$ begin
  if app.is_acting() and (new.slug is distinct from old.slug
    or (old.published_at is not null and old.seen_by = 'everyone') and not (new.published_at is not null and new.seen_by = 'everyone')
    or old.published_at is not null and new.published_at is null) then
    raise exception 'only the talent''s own login moves or closes their page' using errcode = '42501', constraint = 'own_login_only';
  end if;
  return new;
end $$;--> statement-breakpoint

-- is there more of a page for members than for everyone? That, and nothing of it.
create function app.more_for_members(talent uuid) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return
  exists (select 1 from public.talent_profiles p where p.id = talent and p.published_at is not null) and (
    exists (select 1 from public.portfolio_items i where i.talent_id = talent and i.visibility <> 'public')
    or exists (select 1 from public.casting_attributes c where c.talent_id = talent and c.seen_by <> 'everyone'
      and (num_nonnulls(c.playing_age_from, c.height_cm, c.hair, c.eyes, c.voice) > 0 or cardinality(c.skills) + cardinality(c.accents) + jsonb_array_length(c.credits) > 0)));
end $$;--> statement-breakpoint
revoke execute on function app.more_for_members(uuid) from public;--> statement-breakpoint
grant execute on function app.more_for_members(uuid) to app_visitor, app_user;--> statement-breakpoint
select app.keep_agents_out();
