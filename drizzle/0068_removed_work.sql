CREATE TABLE "removed_work" (
	"id" uuid PRIMARY KEY NOT NULL,
	"talent_id" uuid NOT NULL,
	"piece" jsonb NOT NULL,
	"removed_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"undo_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "removed_work" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "removed_work" ADD CONSTRAINT "removed_work_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "removed_work_until_idx" ON "removed_work" USING btree ("undo_until");--> statement-breakpoint
CREATE INDEX "removed_work_talent_idx" ON "removed_work" USING btree ("talent_id");--> statement-breakpoint
CREATE POLICY "the system clears removed work" ON "removed_work" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
grant select, delete on removed_work to app_system;--> statement-breakpoint

-- ---- what is removed can be put back for ten minutes: src/features/portfolio/rules/media.ts (undoFor, erasedAfter), tested against it
-- The row leaves the table, so no policy, count or page has to know of it. Its bytes are due well after nobody can put it back: the clock
-- that erases them never meets somebody who restores.
create function app.remove_work(item uuid) returns timestamptz language plpgsql security definer set search_path = '' as
$$
declare
  gone public.portfolio_items;
  until timestamptz := app.now() + interval '10 minutes';
begin
  if app.my_role() is distinct from 'talent' then return null; end if;
  delete from public.portfolio_items i
    where i.id = item and i.talent_id = app.my_talent_id() and i.kind <> 'portrait' and i.state = 'ready' returning i.* into gone;
  if gone.id is null then return null; end if;
  insert into public.removed_work (id, talent_id, piece, removed_at, undo_until) values (gone.id, gone.talent_id, to_jsonb(gone), app.now(), until);
  update public.attachment_removals r set due_at = app.now() + interval '30 minutes'
    where r.storage = gone.storage and r.object_key in (gone.object_key, 'incoming/' || gone.id);
  return until;
end $$;--> statement-breakpoint
-- The plan is asked by the trigger that asks it of every new piece. Two at once wait for each other at the row.
create function app.restore_work(item uuid) returns text language plpgsql security definer set search_path = '' as
$$
declare
  kept public.removed_work;
  back public.portfolio_items;
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
  return 'back';
end $$;--> statement-breakpoint
revoke execute on function app.remove_work(uuid), app.restore_work(uuid) from public;--> statement-breakpoint
grant execute on function app.remove_work(uuid), app.restore_work(uuid) to app_user;
