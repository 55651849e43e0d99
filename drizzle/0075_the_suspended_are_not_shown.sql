ALTER TABLE "talent_profiles" ADD COLUMN "withheld" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER POLICY "everyone sees published profiles" ON "talent_profiles" TO app_user,app_visitor USING ("talent_profiles"."published_at" is not null and not "talent_profiles"."withheld" and ("talent_profiles"."seen_by" = 'everyone' or ("talent_profiles"."seen_by" = 'members' and (select app.sees('members'))) or ("talent_profiles"."seen_by" = 'subscribers' and (select app.sees('subscribers')))));--> statement-breakpoint
-- Whoever is suspended or gone is shown to nobody, by whatever hand it was done; given back, a page that nobody took down meanwhile is
-- back. The log tells the edge which address is closed, and the clock tells it again.
create function app.pages_follow_standing() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  shut boolean := new.suspended_at is not null or new.deleted_at is not null;
  page record;
begin
  update public.talent_profiles p set withheld = shut, updated_at = app.now()
    where p.user_id = new.id and p.withheld <> shut returning p.id, p.slug, p.seen_by, p.published_at into page;
  -- an account that is deleted closes its page itself, and says so
  if found and shut and new.deleted_at is null and page.published_at is not null and page.seen_by = 'everyone' then
    insert into public.audit_log (at, action, subject_kind, subject_id, reason, data)
    values (app.now(), 'profile.withheld', 'talent_profile', page.id::text, 'a suspended account', jsonb_build_object('slug', page.slug, 'seenBy', page.seen_by));
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger pages_follow_standing after update of suspended_at, deleted_at on users for each row
  when ((old.suspended_at is null, old.deleted_at is null) is distinct from (new.suspended_at is null, new.deleted_at is null))
  execute function app.pages_follow_standing();--> statement-breakpoint
create function app.pages_begin_in_standing() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  new.withheld := exists (select 1 from public.users u where u.id = new.user_id and (u.suspended_at is not null or u.deleted_at is not null));
  return new;
end $$;--> statement-breakpoint
create trigger pages_begin_in_standing before insert on talent_profiles for each row execute function app.pages_begin_in_standing();--> statement-breakpoint
revoke execute on function app.pages_follow_standing(), app.pages_begin_in_standing() from public;--> statement-breakpoint
update talent_profiles p set withheld = true from users u where u.id = p.user_id and (u.suspended_at is not null or u.deleted_at is not null);
