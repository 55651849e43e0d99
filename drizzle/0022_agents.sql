-- Agents (product.md N14, K25, F13.02): where news is sent to, what agents come in with, what they propose. Functions that policies
-- name come first.

-- the key an agent came in by; null: a person, or nobody
create function app.agent_id() returns uuid language sql stable parallel safe as
$$ select nullif(app.claims() ->> 'agent', '')::uuid $$;--> statement-breakpoint
revoke execute on function app.agent_id() from public;--> statement-breakpoint
grant execute on function app.agent_id() to app_visitor, app_user, app_system;--> statement-breakpoint
CREATE TABLE "agent_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "agent_keys_have_a_name" CHECK (length("agent_keys"."name") between 1 and 80),
	CONSTRAINT "agent_keys_hold_a_digest" CHECK ("agent_keys"."key_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "agent_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assistant_conversations" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"thread_id" uuid,
	"language" text DEFAULT 'en' NOT NULL,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"last_message_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "assistant_conversations_one_per_thread" UNIQUE NULLS NOT DISTINCT("user_id","thread_id"),
	CONSTRAINT "assistant_conversations_context_is_small" CHECK (length("assistant_conversations"."context"::text) <= 10000)
);
--> statement-breakpoint
ALTER TABLE "assistant_conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assistant_messages" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"conversation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"event" text,
	"body" text DEFAULT '' NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"message_context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "assistant_messages_role_is_known" CHECK ("assistant_messages"."role" in ('person', 'assistant', 'event')),
	CONSTRAINT "assistant_messages_events_have_a_name" CHECK (("assistant_messages"."role" = 'event') = ("assistant_messages"."event" is not null)),
	CONSTRAINT "assistant_messages_body_fits" CHECK (length("assistant_messages"."body") <= 8000 and ("assistant_messages"."role" = 'event' or "assistant_messages"."body" <> '')),
	CONSTRAINT "assistant_messages_context_is_small" CHECK (length("assistant_messages"."message_context"::text) <= 10000)
);
--> statement-breakpoint
ALTER TABLE "assistant_messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reply_suggestions" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"thread_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"agent_key_id" uuid NOT NULL,
	"based_on" uuid NOT NULL,
	"text" text NOT NULL,
	"language" text DEFAULT 'en' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"decided_at" timestamp with time zone,
	"sent_as" uuid,
	CONSTRAINT "reply_suggestions_have_a_text" CHECK (length("reply_suggestions"."text") between 1 and 4000),
	CONSTRAINT "reply_suggestions_state_is_known" CHECK ("reply_suggestions"."state" in ('open', 'used', 'edited', 'discarded', 'stale')),
	CONSTRAINT "reply_suggestions_language_fits" CHECK (length("reply_suggestions"."language") between 2 and 35),
	CONSTRAINT "reply_suggestions_decided_have_a_time" CHECK (("reply_suggestions"."state" = 'open') = ("reply_suggestions"."decided_at" is null)),
	CONSTRAINT "reply_suggestions_sent_were_used" CHECK ("reply_suggestions"."sent_as" is null or "reply_suggestions"."state" in ('used', 'edited'))
);
--> statement-breakpoint
ALTER TABLE "reply_suggestions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"delivery_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"status" integer,
	"error" text,
	"ms" integer NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"by_hand" boolean DEFAULT false NOT NULL,
	CONSTRAINT "webhook_attempts_say_what_came" CHECK (("webhook_attempts"."status" is null) <> ("webhook_attempts"."error" is null)),
	CONSTRAINT "webhook_attempts_answer_fits" CHECK (length("webhook_attempts"."answer") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "webhook_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"event_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"happened_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"locked_until" timestamp with time zone,
	"last_status" integer,
	"last_error" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_state_is_known" CHECK ("webhook_deliveries"."state" in ('pending', 'delivered', 'failed', 'dropped')),
	CONSTRAINT "webhook_deliveries_ended_have_a_time" CHECK (("webhook_deliveries"."state" = 'pending') = ("webhook_deliveries"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"user_id" text NOT NULL,
	"url" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"events" text[] NOT NULL,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"failing_since" timestamp with time zone,
	"last_success_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	CONSTRAINT "webhook_endpoints_url_fits" CHECK (length("webhook_endpoints"."url") between 8 and 500),
	CONSTRAINT "webhook_endpoints_name_fits" CHECK (length("webhook_endpoints"."name") <= 80),
	CONSTRAINT "webhook_endpoints_events_are_known" CHECK (cardinality("webhook_endpoints"."events") > 0 and "webhook_endpoints"."events" <@ array['inquiry.received', 'inquiry.followed_up', 'message.received', 'booking']),
	CONSTRAINT "webhook_endpoints_disabled_say_why" CHECK (("webhook_endpoints"."disabled_at" is null) = ("webhook_endpoints"."disabled_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "webhook_secrets_have_their_form" CHECK ("webhook_secrets"."secret" ~ '^whsec_[A-Za-z0-9+/]{43}=$')
);
--> statement-breakpoint
ALTER TABLE "webhook_secrets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assistant_conversations" ADD CONSTRAINT "assistant_conversations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assistant_conversations" ADD CONSTRAINT "assistant_conversations_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assistant_messages" ADD CONSTRAINT "assistant_messages_conversation_id_assistant_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."assistant_conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_suggestions" ADD CONSTRAINT "reply_suggestions_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_suggestions" ADD CONSTRAINT "reply_suggestions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_suggestions" ADD CONSTRAINT "reply_suggestions_agent_key_id_agent_keys_id_fk" FOREIGN KEY ("agent_key_id") REFERENCES "public"."agent_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_webhook_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."webhook_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_secrets" ADD CONSTRAINT "webhook_secrets_endpoint_id_webhook_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "public"."webhook_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_keys_hash_key" ON "agent_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "agent_keys_user_idx" ON "agent_keys" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "assistant_conversations_user_idx" ON "assistant_conversations" USING btree ("user_id","last_message_at");--> statement-breakpoint
CREATE INDEX "assistant_messages_conversation_idx" ON "assistant_messages" USING btree ("conversation_id","id");--> statement-breakpoint
CREATE INDEX "reply_suggestions_thread_idx" ON "reply_suggestions" USING btree ("thread_id","id");--> statement-breakpoint
CREATE INDEX "reply_suggestions_user_idx" ON "reply_suggestions" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reply_suggestions_one_open" ON "reply_suggestions" USING btree ("thread_id","agent_key_id") WHERE "reply_suggestions"."state" = 'open';--> statement-breakpoint
CREATE INDEX "webhook_attempts_delivery_idx" ON "webhook_attempts" USING btree ("delivery_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("endpoint_id","event_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due_idx" ON "webhook_deliveries" USING btree ("due_at") WHERE "webhook_deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_log_idx" ON "webhook_deliveries" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "webhook_endpoints_user_idx" ON "webhook_endpoints" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "webhook_secrets_endpoint_idx" ON "webhook_secrets" USING btree ("endpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_secrets_one_stays" ON "webhook_secrets" USING btree ("endpoint_id") WHERE "webhook_secrets"."expires_at" is null;--> statement-breakpoint
CREATE POLICY "talents see their keys" ON "agent_keys" AS PERMISSIVE FOR SELECT TO "app_user" USING ("agent_keys"."user_id" = (select app.user_id()) and (select app.agent_id()) is null);--> statement-breakpoint
CREATE POLICY "talents make keys" ON "agent_keys" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("agent_keys"."user_id" = (select app.user_id()) and (select app.agent_id()) is null and (select app.my_role()) = 'talent' and "agent_keys"."revoked_at" is null and "agent_keys"."last_used_at" is null);--> statement-breakpoint
CREATE POLICY "talents revoke keys" ON "agent_keys" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("agent_keys"."user_id" = (select app.user_id()) and (select app.agent_id()) is null) WITH CHECK ("agent_keys"."user_id" = (select app.user_id()) and (select app.agent_id()) is null and "agent_keys"."revoked_at" is not null);--> statement-breakpoint
CREATE POLICY "the system sees keys" ON "agent_keys" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system notes when keys are used" ON "agent_keys" AS PERMISSIVE FOR UPDATE TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "people see their assistant’s conversations" ON "assistant_conversations" AS PERMISSIVE FOR SELECT TO "app_user" USING ("assistant_conversations"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "people open conversations with their assistant" ON "assistant_conversations" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("assistant_conversations"."user_id" = (select app.user_id()) and (select app.my_role()) = 'talent' and ("assistant_conversations"."thread_id" is null or "assistant_conversations"."thread_id" = any ((select app.my_thread_ids())::uuid[])));--> statement-breakpoint
CREATE POLICY "the system keeps assistant conversations" ON "assistant_conversations" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "messages follow their assistant conversation" ON "assistant_messages" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from assistant_conversations c where c.id = "assistant_messages"."conversation_id"));--> statement-breakpoint
CREATE POLICY "a person and their assistant talk" ON "assistant_messages" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("assistant_messages"."role" = case when (select app.agent_id()) is null then 'person' else 'assistant' end and exists (select 1 from assistant_conversations c where c.id = "assistant_messages"."conversation_id"));--> statement-breakpoint
CREATE POLICY "the system keeps assistant messages" ON "assistant_messages" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see what is proposed" ON "reply_suggestions" AS PERMISSIVE FOR SELECT TO "app_user" USING ("reply_suggestions"."user_id" = (select app.user_id()));--> statement-breakpoint
CREATE POLICY "agents propose in threads of their talent" ON "reply_suggestions" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("reply_suggestions"."user_id" = (select app.user_id()) and "reply_suggestions"."agent_key_id" = (select app.agent_id()) and "reply_suggestions"."state" = 'open' and "reply_suggestions"."thread_id" = any ((select app.my_thread_ids())::uuid[]));--> statement-breakpoint
CREATE POLICY "talents decide on what is proposed" ON "reply_suggestions" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("reply_suggestions"."user_id" = (select app.user_id()) and (select app.agent_id()) is null) WITH CHECK ("reply_suggestions"."user_id" = (select app.user_id()) and (select app.agent_id()) is null and "reply_suggestions"."state" in ('used', 'discarded'));--> statement-breakpoint
CREATE POLICY "the system keeps suggestions" ON "reply_suggestions" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see the attempts" ON "webhook_attempts" AS PERMISSIVE FOR SELECT TO "app_user" USING ("webhook_attempts"."user_id" = (select app.user_id()) and (select app.agent_id()) is null);--> statement-breakpoint
CREATE POLICY "the system logs attempts" ON "webhook_attempts" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see what was sent" ON "webhook_deliveries" AS PERMISSIVE FOR SELECT TO "app_user" USING ("webhook_deliveries"."user_id" = (select app.user_id()) and (select app.agent_id()) is null);--> statement-breakpoint
CREATE POLICY "the system keeps deliveries" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "talents see their endpoints" ON "webhook_endpoints" AS PERMISSIVE FOR SELECT TO "app_user" USING ("webhook_endpoints"."user_id" = (select app.user_id()) and (select app.agent_id()) is null);--> statement-breakpoint
CREATE POLICY "talents register endpoints" ON "webhook_endpoints" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK ("webhook_endpoints"."user_id" = (select app.user_id()) and (select app.agent_id()) is null and (select app.my_role()) = 'talent' and "webhook_endpoints"."failing_since" is null and "webhook_endpoints"."last_success_at" is null);--> statement-breakpoint
CREATE POLICY "talents change their endpoints" ON "webhook_endpoints" AS PERMISSIVE FOR UPDATE TO "app_user" USING ("webhook_endpoints"."user_id" = (select app.user_id()) and (select app.agent_id()) is null and (select app.my_role()) = 'talent') WITH CHECK ("webhook_endpoints"."user_id" = (select app.user_id()) and (select app.agent_id()) is null);--> statement-breakpoint
CREATE POLICY "talents remove their endpoints" ON "webhook_endpoints" AS PERMISSIVE FOR DELETE TO "app_user" USING ("webhook_endpoints"."user_id" = (select app.user_id()) and (select app.agent_id()) is null);--> statement-breakpoint
CREATE POLICY "the system keeps endpoints" ON "webhook_endpoints" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "secrets follow their endpoint" ON "webhook_secrets" AS PERMISSIVE FOR SELECT TO "app_user" USING (exists (select 1 from webhook_endpoints e where e.id = "webhook_secrets"."endpoint_id"));--> statement-breakpoint
CREATE POLICY "owners bring secrets" ON "webhook_secrets" AS PERMISSIVE FOR INSERT TO "app_user" WITH CHECK (exists (select 1 from webhook_endpoints e where e.id = "webhook_secrets"."endpoint_id"));--> statement-breakpoint
CREATE POLICY "owners let secrets expire" ON "webhook_secrets" AS PERMISSIVE FOR UPDATE TO "app_user" USING (exists (select 1 from webhook_endpoints e where e.id = "webhook_secrets"."endpoint_id"));--> statement-breakpoint
CREATE POLICY "the system keeps secrets" ON "webhook_secrets" AS PERMISSIVE FOR ALL TO "app_system" USING (true) WITH CHECK (true);--> statement-breakpoint

-- ---- what no agent may do -------------------------------------------------------------------------------------------------
-- An agent reads and proposes; people write. The trigger stands before every write of every table people write to, functions that
-- skip row security included, and needs no row to refuse.
create function app.refuse_agents() returns trigger language plpgsql set search_path = '' as
$$ begin
  if app.agent_id() is not null then raise exception 'an agent reads and proposes, it does not write %', tg_table_name using errcode = '42501', constraint = 'agents_only_propose'; end if;
  return null;
end $$;--> statement-breakpoint
-- A migration that brings a table people write to calls it at its end (src/features/agents/policies.db.test.ts asks).
create function app.keep_agents_out() returns void language plpgsql set search_path = '' as
$$
declare t record;
begin
  for t in select c.oid, c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
      and c.relname not in ('reply_suggestions', 'assistant_conversations', 'assistant_messages', 'idempotency_keys')
      and (has_table_privilege('app_user', c.oid, 'insert, update, delete') or has_any_column_privilege('app_user', c.oid, 'insert, update'))
      and not exists (select 1 from pg_catalog.pg_trigger g where g.tgrelid = c.oid and g.tgname = 'agents_only_propose')
  loop
    execute format('create trigger agents_only_propose before insert or update or delete on public.%I for each statement execute function app.refuse_agents()', t.relname);
  end loop;
end $$;--> statement-breakpoint

-- ---- endpoints and keys ---------------------------------------------------------------------------------------------------
create function app.agents_are_few() returns trigger language plpgsql security definer set search_path = '' as
$$
declare there integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(tg_table_name || new.user_id, 0));
  execute format('select count(*) from public.%I x where x.user_id = $1 %s', tg_table_name,
    case tg_table_name when 'agent_keys' then 'and x.revoked_at is null' else '' end) into there using new.user_id;
  if there >= 10 then raise exception 'ten are enough' using errcode = '23514', constraint = tg_table_name || '_are_few'; end if;
  return new;
end $$;--> statement-breakpoint
create trigger agents_are_few before insert on webhook_endpoints for each row execute function app.agents_are_few();--> statement-breakpoint
create trigger agents_are_few before insert on agent_keys for each row execute function app.agents_are_few();--> statement-breakpoint

-- ---- news reaches endpoints: in its own transaction, one delivery each ---------------------------------------------------------
-- src/features/agents/rules/events.ts: subscriptionOf
create function app.subscription_of(kind text) returns text language sql immutable parallel safe as
$$ select case
  when kind in ('inquiry.received', 'inquiry.followed_up') then kind
  when kind in ('message.sent', 'contact.asked') then 'message.received'
  when kind like 'booking.%' then 'booking' end $$;--> statement-breakpoint
-- whose news it is, among talents, and in which thread
create function app.talent_of_news(kind text, payload jsonb, actor text) returns table (talent text, thread uuid) language plpgsql stable security definer set search_path = '' as
$$
declare named text := coalesce(payload ->> 'inquiryId', payload ->> 'contactId', payload ->> 'bookingId', payload ->> 'threadId');
begin
  if kind like 'photos.%' then return query
    select u.id, null::uuid from public.users u where u.role = 'talent' and u.id = coalesce(payload ->> 'talentUserId',
      (select p.user_id from public.services s join public.talent_profiles p on p.id = s.talent_id
       where pg_input_is_valid(payload ->> 'serviceId', 'uuid') and s.id = (payload ->> 'serviceId')::uuid), actor);
    return;
  end if;
  if named is null or not pg_input_is_valid(named, 'uuid') then return; end if;
  if kind like 'inquiry.%' then return query
    select i.talent_user_id, t.id from public.inquiries i join public.threads t on t.inquiry_id = i.id where i.id = named::uuid;
  elsif kind like 'contact.%' then return query
    select c.talent_user_id, t.id from public.contacts c join public.threads t on t.contact_id = c.id where c.id = named::uuid;
  elsif kind like 'booking.%' then return query
    select b.talent_user_id, t.id from public.bookings b left join public.threads t on t.booking_id = b.id where b.id = named::uuid;
  elsif kind = 'message.sent' then return query
    select m.user_id, m.thread_id from public.thread_members m where m.thread_id = named::uuid and m.side = 'talent';
  end if;
end $$;--> statement-breakpoint
create function app.news_reaches_agents() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  found record;
  facts jsonb;
  conversation uuid;
begin
  if new.kind !~ '^(inquiry|message|contact|booking|photos)\.' then return null; end if;
  select n.talent, n.thread into found from app.talent_of_news(new.kind, new.payload, new.actor_id) n
    join public.users u on u.id = n.talent and u.suspended_at is null and u.deleted_at is null;
  if not found.talent is not null then return null; end if;
  facts := new.payload - 'gone' || jsonb_build_object('threadId', found.thread);
  -- a talent's own words are no news to their agent
  if not (new.kind = 'message.sent' and new.actor_id = found.talent) then
    insert into public.webhook_deliveries (endpoint_id, user_id, event_id, kind, payload, happened_at, due_at)
    select e.id, found.talent, new.id, new.kind, facts, app.now(), app.now() from public.webhook_endpoints e
    where e.user_id = found.talent and e.disabled_at is null and app.subscription_of(new.kind) = any (e.events)
    on conflict (endpoint_id, event_id) do nothing;
  end if;
  -- what was done in the interface stands in the talent's conversation with their agent, if they have one (S2-06)
  if exists (select 1 from public.agent_keys k where k.user_id = found.talent and k.revoked_at is null) then
    insert into public.assistant_conversations (user_id, thread_id) values (found.talent, found.thread)
    on conflict (user_id, thread_id) do update set last_message_at = app.now() returning id into conversation;
    insert into public.assistant_messages (conversation_id, role, event, message_context) values (conversation, 'event', new.kind, facts);
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger news_reaches_agents after insert on outbox for each row execute function app.news_reaches_agents();--> statement-breakpoint

-- ---- suggested replies ------------------------------------------------------------------------------------------------------
create function app.last_word(thread uuid) returns uuid language plpgsql volatile security definer set search_path = '' as
$$
declare asked uuid := (select t.inquiry_id from public.threads t where t.id = thread);
begin
  if asked is null then return (select m.id from public.messages m where m.thread_id = thread order by m.id desc limit 1); end if;
  return coalesce((select r.id from public.inquiry_replies r where r.inquiry_id = asked order by r.id desc limit 1), asked);
end $$;--> statement-breakpoint
-- The locks make whoever is about to speak in the thread wait (their foreign key asks for a share), so a proposal is either known to
-- what comes after it or refused.
create function app.suggestions_know_the_thread() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  perform 1 from public.threads t where t.id = new.thread_id for update;
  perform 1 from public.inquiries i join public.threads t on t.inquiry_id = i.id where t.id = new.thread_id for update of i;
  if not exists (select 1 from public.thread_members m where m.thread_id = new.thread_id and m.user_id = new.user_id and m.side = 'talent') then
    raise exception 'proposals are for talents' using errcode = '42501', constraint = 'reply_suggestions_are_for_talents';
  end if;
  if new.based_on is distinct from app.last_word(new.thread_id) then
    raise exception 'the thread has moved on' using errcode = '23514', constraint = 'reply_suggestions_know_the_thread';
  end if;
  update public.reply_suggestions s set state = 'stale', decided_at = app.now()
  where s.thread_id = new.thread_id and s.agent_key_id = new.agent_key_id and s.state = 'open';
  new.state := 'open'; new.decided_at := null; new.sent_as := null; new.created_at := app.now();
  return new;
end $$;--> statement-breakpoint
create trigger suggestions_know_the_thread before insert on reply_suggestions for each row execute function app.suggestions_know_the_thread();--> statement-breakpoint
create function app.suggestions_keep_to_the_machine() returns trigger language plpgsql set search_path = '' as
$$
begin
  if current_user <> 'app_user' or new.state = old.state then return new; end if;
  if old.state not in ('open', 'used') or (old.state = 'used' and (new.state <> 'discarded' or old.sent_as is not null)) then
    raise exception 'a suggestion that is % does not become %', old.state, new.state using errcode = '23514', constraint = 'reply_suggestions_keep_to_the_machine';
  end if;
  new.decided_at := app.now();
  return new;
end $$;--> statement-breakpoint
create trigger suggestions_keep_to_the_machine before update on reply_suggestions for each row execute function app.suggestions_keep_to_the_machine();--> statement-breakpoint
create function app.suggestions_follow_the_thread() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  said record;
  thread uuid;
begin
  if tg_table_name = 'messages' then
    select new.thread_id, new.body into said; thread := new.thread_id;
  else
    select t.id into thread from public.threads t where t.inquiry_id = new.inquiry_id;
    select thread, new.reply as body into said;
  end if;
  if not exists (select 1 from public.reply_suggestions s where s.thread_id = thread and (s.state = 'open' or s.state = 'used' and s.sent_as is null)) then return null; end if;
  -- sent as it stood, or in other words: only what the talent took up last
  update public.reply_suggestions s
  set sent_as = new.id, state = case when btrim(s.text) = btrim(said.body) then 'used' else 'edited' end
  where s.id = (select k.id from public.reply_suggestions k where k.thread_id = thread and k.user_id = new.sender_id and k.state = 'used' and k.sent_as is null
                order by k.decided_at desc, k.id desc limit 1);
  update public.reply_suggestions s set state = 'stale', decided_at = app.now()
  where s.thread_id = thread and (s.state = 'open' or s.state = 'used' and s.sent_as is null);
  return null;
end $$;--> statement-breakpoint
create trigger suggestions_follow_the_thread after insert on messages for each row execute function app.suggestions_follow_the_thread();--> statement-breakpoint
create trigger suggestions_follow_the_thread after insert on inquiry_replies for each row execute function app.suggestions_follow_the_thread();--> statement-breakpoint

create function app.assistant_talk_goes_on() returns trigger language plpgsql security definer set search_path = '' as
$$ begin
  update public.assistant_conversations c set last_message_at = app.now() where c.id = new.conversation_id;
  return null;
end $$;--> statement-breakpoint
create trigger assistant_talk_goes_on after insert on assistant_messages for each row execute function app.assistant_talk_goes_on();--> statement-breakpoint

-- ---- who may touch what -----------------------------------------------------------------------------------------------------
grant select, insert, delete on webhook_endpoints to app_user;--> statement-breakpoint
grant update (url, name, events, disabled_at, disabled_reason, failing_since) on webhook_endpoints to app_user;--> statement-breakpoint
grant select (id, endpoint_id, created_at, expires_at), insert, update (expires_at) on webhook_secrets to app_user;--> statement-breakpoint
grant select on webhook_deliveries, webhook_attempts to app_user;--> statement-breakpoint
grant select (id, user_id, name, hint, created_at, last_used_at, revoked_at), insert, update (revoked_at) on agent_keys to app_user;--> statement-breakpoint
grant select, insert, update (state, decided_at) on reply_suggestions to app_user;--> statement-breakpoint
grant select, insert on assistant_conversations, assistant_messages to app_user;--> statement-breakpoint
grant select, update on webhook_endpoints to app_system;--> statement-breakpoint
grant select, delete on webhook_secrets to app_system;--> statement-breakpoint
grant select, insert, update, delete on webhook_deliveries to app_system;--> statement-breakpoint
grant select, insert, delete on webhook_attempts to app_system;--> statement-breakpoint
grant select, update (last_used_at) on agent_keys to app_system;--> statement-breakpoint
grant select, delete on reply_suggestions, assistant_conversations, assistant_messages to app_system;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
select app.keep_agents_out();
