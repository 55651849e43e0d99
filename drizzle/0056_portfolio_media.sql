ALTER TABLE "portfolio_items" ALTER COLUMN "media" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "kind" text DEFAULT 'image' NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "state" text DEFAULT 'ready' NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "refusal" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "alt" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "type" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "width" integer;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "height" integer;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "seconds" integer;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "color" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "provider" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "link_id" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "storage" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "object_key" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "file" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "ticket_hash" text;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "upload_until" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "portfolio_items_abandoned_idx" ON "portfolio_items" USING btree ("created_at") WHERE "portfolio_items"."state" <> 'ready';--> statement-breakpoint
CREATE UNIQUE INDEX "portfolio_items_one_portrait" ON "portfolio_items" USING btree ("talent_id") WHERE "portfolio_items"."kind" = 'portrait' and "portfolio_items"."state" = 'ready';--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_kind_is_known" CHECK ("portfolio_items"."kind" in ('image', 'video', 'audio', 'link', 'portrait'));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_state_is_known" CHECK ("portfolio_items"."state" in ('waiting', 'ready', 'refused'));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_refused_for_a_reason" CHECK (("portfolio_items"."state" = 'refused') = ("portfolio_items"."refusal" is not null));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_link_is_plain" CHECK (("portfolio_items"."kind" = 'link') = ("portfolio_items"."provider" is not null) and ("portfolio_items"."provider" is null) = ("portfolio_items"."link_id" is null) and ("portfolio_items"."link_id" is null or "portfolio_items"."link_id" ~ '^[A-Za-z0-9_/-]{1,250}$') and ("portfolio_items"."provider" is null or "portfolio_items"."provider" in ('youtube', 'vimeo', 'dailymotion', 'soundcloud')));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_lie_somewhere" CHECK (("portfolio_items"."object_key" is null) = ("portfolio_items"."file" is null) and ("portfolio_items"."object_key" is null or ("portfolio_items"."state" = 'ready' and "portfolio_items"."storage" is not null and "portfolio_items"."type" is not null)));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_are_ready_with_something" CHECK ("portfolio_items"."state" <> 'ready' or case when "portfolio_items"."kind" = 'link' then true when "portfolio_items"."kind" in ('image', 'portrait') then "portfolio_items"."media" is not null else "portfolio_items"."object_key" is not null end);--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_have_a_size" CHECK ("portfolio_items"."size" between 0 and 209715200 and "portfolio_items"."seconds" >= 0 and "portfolio_items"."width" > 0 and "portfolio_items"."height" > 0);--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_color_is_one" CHECK ("portfolio_items"."color" ~ '^#[0-9a-f]{6}$');--> statement-breakpoint
ALTER POLICY "public work follows its profile" ON "portfolio_items" TO app_user,app_visitor USING ("portfolio_items"."state" = 'ready' and ("portfolio_items"."visibility" = 'public' or ("portfolio_items"."visibility" = 'members' and (select app.sees('members'))) or ("portfolio_items"."visibility" = 'subscribers' and (select app.sees('subscribers')))) and exists (select 1 from talent_profiles p where p.id = "portfolio_items"."talent_id"));--> statement-breakpoint
ALTER POLICY "talents add work" ON "portfolio_items" TO app_user WITH CHECK ("portfolio_items"."talent_id" = (select app.my_talent_id()) and (select app.my_role()) = 'talent' and "portfolio_items"."media" is null and "portfolio_items"."object_key" is null and "portfolio_items"."refusal" is null and "portfolio_items"."color" is null and "portfolio_items"."state" = case "portfolio_items"."kind" when 'link' then 'ready' else 'waiting' end and ("portfolio_items"."kind" = 'link') = ("portfolio_items"."storage" is null));--> statement-breakpoint
ALTER POLICY "talents change work" ON "portfolio_items" TO app_user USING ("portfolio_items"."talent_id" = (select app.my_talent_id())) WITH CHECK ("portfolio_items"."talent_id" = (select app.my_talent_id()) and (select app.my_role()) = 'talent');--> statement-breakpoint
ALTER POLICY "talents remove work" ON "portfolio_items" TO app_user USING ("portfolio_items"."talent_id" = (select app.my_talent_id()) and (select app.my_role()) = 'talent');--> statement-breakpoint
update portfolio_items set alt = coalesce(media -> 'alt', '{}'::jsonb), width = nullif((media ->> 'width')::int, 0), height = nullif((media ->> 'height')::int, 0);--> statement-breakpoint

-- ---- columns: the word of an upload is the system's, what a file is is found by reading it -------------------------------
revoke select on portfolio_items from app_visitor, app_user;--> statement-breakpoint
grant select (id, talent_id, kind, state, media, title, description, alt, visibility, position, type, size, width, height, seconds, color, provider, link_id, storage, object_key, file, created_at) on portfolio_items to app_visitor, app_user;--> statement-breakpoint
grant select (refusal, upload_until) on portfolio_items to app_user;--> statement-breakpoint
revoke update (media) on portfolio_items from app_user;--> statement-breakpoint
grant update (alt) on portfolio_items to app_user;--> statement-breakpoint
grant delete on portfolio_items to app_system;--> statement-breakpoint
grant update (state, refusal, media, type, size, width, height, seconds, color, object_key, file, ticket_hash) on portfolio_items to app_system;--> statement-breakpoint

-- ---- plans: src/features/subscriptions/rules/entitlements.ts, repeated and tested against it -----------------------------
create or replace function app.tier_entitlements() returns table (tier text, has text[]) language sql immutable parallel safe as
$$ values
  ('visitor', array['inquiry.send']),
  ('individual', array['inquiry.send', 'collections', 'requests.create', 'messaging.enabled', 'bookings.request', 'seats']),
  ('professional', array['inquiry.send', 'contact.initiate', 'contact.reply', 'premium.view', 'collections', 'requests.create', 'messaging.enabled', 'bookings.request', 'seats']),
  ('company', array['inquiry.send', 'contact.initiate', 'contact.reply', 'premium.view', 'collections', 'requests.create', 'messaging.enabled', 'bookings.request', 'seats']),
  ('FREE', array['inquiry.reply', 'contact.reply', 'premium.view', 'requests.browse', 'requests.unlock', 'proposals.send', 'credits.monthly', 'roster', 'seats', 'replies.suggested', 'portfolio']),
  ('PRO', array['inquiry.reply', 'contact.reply', 'premium.view', 'requests.browse', 'requests.unlock', 'proposals.send', 'messaging.enabled', 'credits.monthly', 'roster', 'seats', 'replies.suggested', 'portfolio']),
  ('AGENCY', array['inquiry.reply', 'contact.reply', 'premium.view', 'requests.browse', 'requests.unlock', 'proposals.send', 'messaging.enabled', 'credits.monthly', 'roster', 'seats', 'replies.suggested', 'portfolio'])
$$;--> statement-breakpoint
create function app.portfolio_room(tier text) returns table (items integer, bytes bigint, video_bytes bigint) language sql immutable parallel safe as
$$ select r.items, r.megabytes * 1048576, r.video_megabytes * 1048576 from (values
  ('FREE', 12, 150::bigint, 25::bigint),
  ('PRO', 60, 2048, 100),
  ('AGENCY', 300, 10240, 100)
) r (tier, items, megabytes, video_megabytes) where r.tier = portfolio_room.tier $$;--> statement-breakpoint

-- two uploads at once wait for each other at the profile, so the second counts the first
create function app.portfolio_keeps_to_the_plan() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  who text;
  room record;
  used record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  if tg_op = 'UPDATE' and new.size <= old.size then return new; end if;
  select p.user_id into who from public.talent_profiles p where p.id = new.talent_id for update;
  select r.* into room from app.portfolio_room(app.plan_of(who)) r;
  select count(*) filter (where i.kind <> 'portrait') as items, coalesce(sum(i.size), 0) as bytes into used
  from public.portfolio_items i where i.talent_id = new.talent_id and i.state <> 'refused' and i.id <> new.id;
  if room.items is null
     or (tg_op = 'INSERT' and new.kind <> 'portrait' and used.items >= room.items)
     or used.bytes + new.size > room.bytes
     or (new.kind = 'video' and new.size > room.video_bytes) then
    raise exception 'the plan has no room for this' using errcode = '23514', constraint = 'portfolio_keeps_to_the_plan';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger portfolio_keeps_to_the_plan before insert or update of size on portfolio_items for each row execute function app.portfolio_keeps_to_the_plan();--> statement-breakpoint

-- a file is judged once
create function app.portfolio_goes_forward() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') or old.state = 'waiting' then return new; end if;
  if (new.state, new.refusal, new.type, new.size, new.object_key, new.file, new.color, new.seconds) is distinct from (old.state, old.refusal, old.type, old.size, old.object_key, old.file, old.color, old.seconds)
     or new.media ->> 'url' is distinct from old.media ->> 'url' then
    raise exception 'what was judged stays judged' using errcode = '23514', constraint = 'portfolio_goes_forward';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger portfolio_goes_forward before update on portfolio_items for each row execute function app.portfolio_goes_forward();--> statement-breakpoint

-- the profile shows its portrait, with the words it has now
create function app.portraits_are_shown() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if new.kind = 'portrait' and new.state = 'ready' then
    update public.talent_profiles p set avatar = new.media || jsonb_build_object('alt', new.alt) where p.id = new.talent_id;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger portraits_are_shown after insert or update on portfolio_items for each row execute function app.portraits_are_shown();--> statement-breakpoint

-- bytes outlive their row until the clock comes by; a portrait leaves the profile with its row
create function app.portfolio_leaves_nothing() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if old.storage is not null then
    insert into public.attachment_removals (storage, object_key, due_at)
    values (old.storage, 'incoming/' || old.id, greatest(app.now(), old.upload_until));
    if old.object_key is not null then
      insert into public.attachment_removals (storage, object_key, due_at) values (old.storage, old.object_key, app.now());
    end if;
  end if;
  if old.kind = 'portrait' and old.state = 'ready' then
    update public.talent_profiles p set avatar = null where p.id = old.talent_id and p.avatar ->> 'url' = old.media ->> 'url';
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger portfolio_leaves_nothing after delete on portfolio_items for each row execute function app.portfolio_leaves_nothing();--> statement-breakpoint

revoke execute on function app.portfolio_room(text), app.portfolio_keeps_to_the_plan(), app.portfolio_goes_forward(), app.portraits_are_shown(), app.portfolio_leaves_nothing() from public;--> statement-breakpoint
select app.keep_agents_out();
