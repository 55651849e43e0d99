CREATE TABLE "approval_settings" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"kinds" text[] NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "approval_settings_are_one" CHECK ("approval_settings"."id" = 1),
	CONSTRAINT "approval_settings_kinds_are_known" CHECK ("approval_settings"."kinds" <@ array['individual', 'professional', 'company', 'talent', 'agency'] and cardinality("approval_settings"."kinds") <= 5)
);
--> statement-breakpoint
ALTER TABLE "approval_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "approval_settings" ADD CONSTRAINT "approval_settings_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "whoever registers sees what is looked at" ON "approval_settings" AS PERMISSIVE FOR SELECT TO "app_user" USING (true);--> statement-breakpoint
CREATE POLICY "the system keeps what is looked at" ON "approval_settings" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
grant select on approval_settings to app_user;--> statement-breakpoint
grant select, insert, update on approval_settings to app_system;--> statement-breakpoint

-- ---- whoever registers as what is looked at waits, whichever verb makes the account: registration/rules/approval.ts says it kindly first.
-- A talent and an agency are told apart by what is written after the account, so the database is sure where both are named.
create function app.users_are_looked_at() returns trigger language plpgsql security definer set search_path = '' as
$$
declare looked text[] := (select s.kinds from public.approval_settings s);
begin
  if new.customer_kind = any (looked) or (new.role = 'talent' and looked @> array['talent', 'agency']) then
    raise exception 'accounts of this kind are looked at first' using errcode = '23514', constraint = 'users_are_looked_at';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger users_are_looked_at before update on users for each row
  when (old.onboarded_at is null and new.onboarded_at is not null and new.approval = 'approved') execute function app.users_are_looked_at();--> statement-breakpoint
revoke execute on function app.users_are_looked_at() from public;
