DROP INDEX "reply_suggestions_one_open";--> statement-breakpoint
ALTER TABLE "reply_suggestions" ALTER COLUMN "agent_key_id" DROP NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "reply_suggestions_one_open" ON "reply_suggestions" USING btree ("thread_id","user_id",coalesce("agent_key_id", '00000000-0000-0000-0000-000000000000')) WHERE "reply_suggestions"."state" = 'open';--> statement-breakpoint
ALTER POLICY "agents propose in threads of their talent" ON "reply_suggestions" TO app_user WITH CHECK ("reply_suggestions"."user_id" = (select app.user_id()) and "reply_suggestions"."agent_key_id" is not distinct from (select app.agent_id()) and "reply_suggestions"."state" = 'open' and "reply_suggestions"."thread_id" = any ((select app.my_thread_ids())::uuid[]));--> statement-breakpoint
create or replace function app.suggestions_know_the_thread() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) is distinct from 'app_user' then return new; end if;
  perform 1 from public.threads t where t.id = new.thread_id for update;
  perform 1 from public.inquiries i join public.threads t on t.inquiry_id = i.id where t.id = new.thread_id for update of i;
  if not exists (select 1 from public.thread_members m where m.thread_id = new.thread_id and m.user_id = new.user_id and m.side = 'talent') then
    raise exception 'proposals are for talents' using errcode = '42501', constraint = 'reply_suggestions_are_for_talents';
  end if;
  new.based_on := coalesce(new.based_on, app.last_word(new.thread_id));
  if new.based_on is null or new.based_on is distinct from app.last_word(new.thread_id) then
    raise exception 'the thread has moved on' using errcode = '23514', constraint = 'reply_suggestions_know_the_thread';
  end if;
  update public.reply_suggestions s set state = 'stale', decided_at = app.now()
  where s.thread_id = new.thread_id and s.user_id = new.user_id and s.agent_key_id is not distinct from new.agent_key_id and s.state = 'open';
  new.state := 'open'; new.decided_at := null; new.sent_as := null; new.created_at := app.now();
  return new;
end $$;--> statement-breakpoint
select app.keep_agents_out();
