ALTER TABLE "talent_private" ADD COLUMN "mended_at" timestamp with time zone;--> statement-breakpoint
CREATE POLICY "talents mend it" ON "talent_private" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("talent_private"."user_id" = (select app.user_id()) and not (select app.is_acting())) WITH CHECK ("talent_private"."user_id" = (select app.user_id()) and not (select app.is_acting()));--> statement-breakpoint
grant update (birth_date, mended_at, updated_at) on talent_private to app_user;--> statement-breakpoint

-- ---- a birth date is mended once by its owner, and never out of childhood: decideMending of registration/rules/minors.ts, tested against it
create function app.is_minor_by(who text, birth date) returns boolean language plpgsql stable security definer set search_path = '' as
$$ begin return (
     select birth > ((app.now() at time zone coalesce(p.time_zone, u.time_zone))::date - interval '18 years')::date
     from public.users u left join public.talent_profiles p on p.user_id = u.id where u.id = who); end $$;--> statement-breakpoint
create function app.birth_dates_are_mended_once() returns trigger language plpgsql set search_path = '' as
$$
begin
  if old.mended_at is not null or new.mended_at is null then
    raise exception 'a birth date is mended once' using errcode = '23514', constraint = 'birth_date_settled';
  end if;
  if app.is_minor_by(old.user_id, old.birth_date) and not app.is_minor_by(old.user_id, new.birth_date) then
    raise exception 'nobody comes of age by a form' using errcode = '23514', constraint = 'age_needs_a_look';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger birth_dates_are_mended_once before update on talent_private for each row when (current_user = 'app_user') execute function app.birth_dates_are_mended_once();--> statement-breakpoint
revoke execute on function app.is_minor_by(text, date), app.birth_dates_are_mended_once() from public;--> statement-breakpoint
grant execute on function app.is_minor_by(text, date) to app_user, app_system;--> statement-breakpoint
select app.keep_agents_out();
