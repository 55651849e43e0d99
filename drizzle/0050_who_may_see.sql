ALTER TABLE "talent_profiles" ADD COLUMN "seen_by" text DEFAULT 'everyone' NOT NULL;--> statement-breakpoint
ALTER TABLE "portfolio_items" ADD CONSTRAINT "portfolio_items_visibility_is_known" CHECK ("portfolio_items"."visibility" in ('public', 'members', 'subscribers'));--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD CONSTRAINT "talent_profiles_seen_by_is_known" CHECK ("talent_profiles"."seen_by" in ('everyone', 'members', 'subscribers'));--> statement-breakpoint
ALTER TABLE "talent_profiles" ADD CONSTRAINT "talent_profiles_ask_no_wider_than_seen" CHECK ("talent_profiles"."inquiries_from" = 'nobody' or case "talent_profiles"."seen_by" when 'everyone' then true when 'members' then "talent_profiles"."inquiries_from" <> 'everyone' else "talent_profiles"."inquiries_from" = 'subscribers' end);--> statement-breakpoint
-- src/features/profiles/rules/audience.ts, repeated and tested against it cell by cell
create function app.sees(audience text) returns boolean language plpgsql stable security definer set search_path = '' as
$$
declare
  mine text;
begin
  if audience = 'everyone' then return true; end if;
  -- nobody in good standing who has not said yet what they are here for
  mine := app.my_role();
  if mine is null or audience not in ('members', 'subscribers') then return false; end if;
  -- a talent's own `premium.view` is of what is theirs, and that has policies of its own
  return audience = 'members' or mine = 'admin' or (mine = 'customer' and app.entitled('premium.view'));
end $$;--> statement-breakpoint
revoke execute on function app.sees(text) from public;--> statement-breakpoint
grant execute on function app.sees(text) to app_visitor, app_user;--> statement-breakpoint
ALTER POLICY "public work follows its profile" ON "portfolio_items" TO app_user,app_visitor USING (("portfolio_items"."visibility" = 'public' or ("portfolio_items"."visibility" = 'members' and (select app.sees('members'))) or ("portfolio_items"."visibility" = 'subscribers' and (select app.sees('subscribers')))) and exists (select 1 from talent_profiles p where p.id = "portfolio_items"."talent_id"));--> statement-breakpoint
ALTER POLICY "everyone sees published profiles" ON "talent_profiles" TO app_user,app_visitor USING ("talent_profiles"."published_at" is not null and ("talent_profiles"."seen_by" = 'everyone' or ("talent_profiles"."seen_by" = 'members' and (select app.sees('members'))) or ("talent_profiles"."seen_by" = 'subscribers' and (select app.sees('subscribers')))));--> statement-breakpoint
grant select (seen_by), update (seen_by) on talent_profiles to app_user;--> statement-breakpoint
grant select (seen_by) on talent_profiles to app_visitor;
