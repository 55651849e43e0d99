CREATE TABLE "featured_talents" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"section" text NOT NULL,
	"talent_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "featured_talents_section_is_known" CHECK ("featured_talents"."section" in ('faces', 'chosen', 'celebrations', 'screen', 'companies')),
	CONSTRAINT "featured_talents_shelf_has_room" CHECK ("featured_talents"."position" between 0 and 23),
	CONSTRAINT "featured_talents_time_runs_forward" CHECK ("featured_talents"."starts_at" < "featured_talents"."ends_at")
);
--> statement-breakpoint
ALTER TABLE "featured_talents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "featured_talents" ADD CONSTRAINT "featured_talents_talent_id_talent_profiles_id_fk" FOREIGN KEY ("talent_id") REFERENCES "public"."talent_profiles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "featured_talents_once_a_section" ON "featured_talents" USING btree ("section","talent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "featured_talents_place_key" ON "featured_talents" USING btree ("section","position");--> statement-breakpoint
CREATE INDEX "featured_talents_talent_idx" ON "featured_talents" USING btree ("talent_id");--> statement-breakpoint
CREATE POLICY "everyone sees who is featured now" ON "featured_talents" AS PERMISSIVE FOR SELECT TO "app_user", "app_visitor" USING (("featured_talents"."starts_at" is null or "featured_talents"."starts_at" <= (select app.now())) and ("featured_talents"."ends_at" is null or "featured_talents"."ends_at" > (select app.now())) and exists (select 1 from talent_profiles p where p.id = "featured_talents"."talent_id" and p.published_at is not null));--> statement-breakpoint
CREATE POLICY "operators see every shelf" ON "featured_talents" AS PERMISSIVE FOR SELECT TO "app_user" USING ((select app.is_operator()));--> statement-breakpoint
CREATE POLICY "the system keeps the shelves" ON "featured_talents" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
grant select on featured_talents to app_visitor, app_user;--> statement-breakpoint
grant select, insert, update, delete on featured_talents to app_system;--> statement-breakpoint
select app.keep_agents_out();
