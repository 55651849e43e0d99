ALTER TABLE "portfolio_items" DROP CONSTRAINT "portfolio_items_kind_is_known";--> statement-breakpoint
ALTER TABLE "portfolio_items" DROP CONSTRAINT "portfolio_items_are_ready_with_something";--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD COLUMN "poster_of" uuid;--> statement-breakpoint
ALTER TABLE "removed_work" ADD COLUMN "poster" jsonb;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_id_and_whose_and_for_whom" UNIQUE("id","talent_id","visibility");--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_posters_follow_their_film" FOREIGN KEY ("poster_of","talent_id","visibility") REFERENCES "public"."portfolio_items"("id","talent_id","visibility") ON DELETE cascade ON UPDATE cascade;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_one_poster" UNIQUE("poster_of","state");--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_posters_are_of_something" CHECK (("portfolio_items"."kind" = 'poster') = ("portfolio_items"."poster_of" is not null) and ("portfolio_items"."kind" <> 'poster' or "portfolio_items"."size" <= 15728640));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_kind_is_known" CHECK ("portfolio_items"."kind" in ('image', 'video', 'audio', 'link', 'portrait', 'poster'));--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_are_ready_with_something" CHECK ("portfolio_items"."state" <> 'ready' or case when "portfolio_items"."kind" = 'link' then true when "portfolio_items"."kind" in ('image', 'portrait', 'poster') then "portfolio_items"."media" is not null else "portfolio_items"."object_key" is not null end);--> statement-breakpoint
grant select (poster_of) on portfolio_items to app_visitor, app_user;--> statement-breakpoint

-- ---- a poster is of a film that is there to be seen; whose film, and for whom, is in the foreign key
create function app.posters_are_of_films() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if not exists (select 1 from public.portfolio_items f where f.id = new.poster_of and f.kind = 'video' and f.state = 'ready') then
    raise exception 'a poster stands for a film' using errcode = '23514', constraint = 'posters_are_of_films';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger posters_are_of_films before insert on portfolio_items for each row when (new.kind = 'poster') execute function app.posters_are_of_films();--> statement-breakpoint
revoke execute on function app.posters_are_of_films() from public;--> statement-breakpoint

-- ---- a poster is no piece of work and takes no room: there are two of a film at most, each of a picture's size
create or replace function app.portfolio_keeps_to_the_plan() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  who text;
  room record;
  used record;
begin
  if current_setting('role', true) not in ('app_user', 'app_system') or new.kind = 'poster' then return new; end if;
  if tg_op = 'UPDATE' and new.size <= old.size then return new; end if;
  select p.user_id into who from public.talent_profiles p where p.id = new.talent_id for update;
  select r.* into room from app.portfolio_room(app.plan_of(who)) r;
  select count(*) filter (where i.kind <> 'portrait') as items, coalesce(sum(i.size), 0) as bytes into used
  from public.portfolio_items i where i.talent_id = new.talent_id and i.state <> 'refused' and i.kind <> 'poster' and i.id <> new.id;
  if room.items is null
     or (tg_op = 'INSERT' and new.kind <> 'portrait' and used.items >= room.items)
     or used.bytes + new.size > room.bytes
     or (new.kind = 'video' and new.size > room.video_bytes) then
    raise exception 'the plan has no room for this' using errcode = '23514', constraint = 'portfolio_keeps_to_the_plan';
  end if;
  return new;
end $$;--> statement-breakpoint

-- ---- a film that is removed takes its poster along, and brings it back; a poster that is removed by itself is gone for good
create or replace function app.remove_work(item uuid) returns timestamptz language plpgsql security definer set search_path = '' as
$$
declare
  gone public.portfolio_items;
  shown public.portfolio_items;
  until timestamptz := app.now() + interval '10 minutes';
begin
  if app.my_role() is distinct from 'talent' then return null; end if;
  -- whoever puts another poster in its place waits here, or is waited for
  perform 1 from public.portfolio_items i
    where i.id = item and i.talent_id = app.my_talent_id() and i.kind not in ('portrait', 'poster') and i.state = 'ready' for update;
  if not found then return null; end if;
  select p.* into shown from public.portfolio_items p where p.poster_of = item and p.state = 'ready';
  delete from public.portfolio_items i where i.id = item returning i.* into gone;
  if gone.id is null then return null; end if;
  insert into public.removed_work (id, talent_id, piece, poster, removed_at, undo_until)
    values (gone.id, gone.talent_id, to_jsonb(gone), case when shown.id is not null then to_jsonb(shown) end, app.now(), until);
  update public.attachment_removals r set due_at = app.now() + interval '30 minutes'
    where (r.storage = gone.storage and r.object_key in (gone.object_key, 'incoming/' || gone.id))
       or (r.storage = shown.storage and r.object_key in (shown.object_key, 'incoming/' || shown.id));
  return until;
end $$;--> statement-breakpoint
create or replace function app.restore_work(item uuid) returns text language plpgsql security definer set search_path = '' as
$$
declare
  kept public.removed_work;
  back public.portfolio_items;
  shown public.portfolio_items;
begin
  if app.my_role() is distinct from 'talent' then return null; end if;
  select r.* into kept from public.removed_work r where r.id = item and r.talent_id = app.my_talent_id() for update;
  if kept.id is null then return null; end if;
  if kept.undo_until <= app.now() then return 'late'; end if;
  back := jsonb_populate_record(null::public.portfolio_items, kept.piece);
  delete from public.removed_work r where r.id = item;
  -- the same link was added anew meanwhile
  if back.provider is not null and exists (
    select 1 from public.portfolio_items i where i.talent_id = back.talent_id and i.provider = back.provider and i.link_id = back.link_id
  ) then return 'back'; end if;
  insert into public.portfolio_items select back.*;
  delete from public.attachment_removals r where r.storage = back.storage and r.object_key = back.object_key;
  if kept.poster is not null then
    shown := jsonb_populate_record(null::public.portfolio_items, kept.poster);
    insert into public.portfolio_items select shown.*;
    delete from public.attachment_removals r where r.storage = shown.storage and r.object_key = shown.object_key;
  end if;
  return 'back';
end $$;
