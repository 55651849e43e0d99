-- An inbox that costs the same at any size, measured by tools/bench/inbox.ts for somebody with twenty threads and for somebody with
-- five thousand, among ten thousand messages and among five million.

-- A transaction that is about one thread says so in app.thread; then the policies see that one, if it is mine, or none. It narrows
-- what is seen and never widens it, and spares whoever has thousands of threads reading all their ids for a page of one.
create or replace function app.my_thread_ids() returns uuid[] language plpgsql stable security definer set search_path = '' as
$$
declare
  entered uuid := nullif(current_setting('app.thread', true), '')::uuid;
begin
  if entered is not null then
    return array(select m.thread_id from public.thread_members m where m.thread_id = entered and m.user_id = app.user_id());
  end if;
  return array(select m.thread_id from public.thread_members m where m.user_id = app.user_id());
end $$;--> statement-breakpoint
-- the inquiry of that thread (app.inquiry), if the caller sees it: by their own policies, so not as the owner
create function app.entered_inquiry() returns uuid language plpgsql stable set search_path = '' as
$$
declare
  entered uuid := nullif(current_setting('app.inquiry', true), '')::uuid;
begin
  if entered is null then return null; end if;
  return (select i.id from public.inquiries i where i.id = entered);
end $$;--> statement-breakpoint
-- What waits for me, from the index alone: under a policy every row would be fetched for it.
create function app.my_unread() returns table (threads integer, messages integer) language plpgsql stable security definer rows 1 set search_path = '' as
$$ begin return query
   select count(*)::integer, coalesce(sum(m.unread), 0)::integer from public.thread_members m
   where m.user_id = app.user_id() and (m.unread > 0 or m.marked_unread) and not m.hidden and m.archived_at is null; end $$;--> statement-breakpoint

-- A word in my threads, in one box and of one kind if that is asked. From the newest thread on as long as every twentieth has it:
-- a common word is soon found. What is left is looked up by the indexes of words: a rare one stands in few messages of anybody's.
drop function app.search_my_threads(text, integer);--> statement-breakpoint
create function app.search_my_threads(words text, most integer, archived boolean, of_kind text) returns table (thread_id uuid) language plpgsql stable security definer rows 20 set search_path = '' as
$$
declare
  like_words text := '%' || replace(replace(replace(words, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  k record;
  hits integer := 0;
  walked integer := 0;
  rest uuid[];
begin
  if length(trim(words)) = 0 then return; end if;
  for k in
    select m.thread_id as id, m.last_message_at as at, m.kind, m.subject_id, m.partner_name ilike like_words or m.title::text ilike like_words as named
    from public.thread_members m
    where m.user_id = app.user_id() and not m.hidden and (m.archived_at is not null) = archived and (of_kind is null or m.kind = of_kind)
    order by m.last_message_at desc, m.thread_id desc
  loop
    exit when hits >= least(most, 50);
    if walked >= 40 and hits * 20 < walked then
      rest := array(
        select m.thread_id from public.thread_members m
        where m.user_id = app.user_id() and not m.hidden and (m.archived_at is not null) = archived and (of_kind is null or m.kind = of_kind)
          and (m.last_message_at, m.thread_id) <= (k.at, k.id));
      exit;
    end if;
    walked := walked + 1;
    -- written so that the index of words is not asked again for every thread
    if k.named
       or exists (select 1 from public.messages x where x.thread_id = k.id and x.deleted_at is null and coalesce(x.masked, x.body) || '' ilike like_words)
       or (k.kind = 'inquiry' and (
             exists (select 1 from public.inquiries i where i.id = k.subject_id and coalesce(i.masked_message, i.message) ilike like_words)
             or exists (select 1 from public.inquiry_replies r where r.inquiry_id = k.subject_id and coalesce(r.masked, r.reply) ilike like_words)))
    then
      hits := hits + 1;
      thread_id := k.id;
      return next;
    end if;
  end loop;
  if rest is null then return; end if;
  -- planned anew for these words, so that the indexes are chosen by how rare they are
  return query execute '
    with mine as materialized (
      select m.thread_id as id, m.last_message_at as at, m.subject_id, m.kind, m.partner_name ilike $2 or m.title::text ilike $2 as named
      from public.thread_members m where m.user_id = app.user_id() and m.thread_id = any ($1)
    ), found as (
      select k.id from mine k where k.named
      union select x.thread_id from public.messages x where x.deleted_at is null and coalesce(x.masked, x.body) ilike $2 and x.thread_id = any ($1)
      union select k.id from public.inquiries i join mine k on k.subject_id = i.id and k.kind = ''inquiry'' where coalesce(i.masked_message, i.message) ilike $2
      union select k.id from public.inquiry_replies r join mine k on k.subject_id = r.inquiry_id and k.kind = ''inquiry'' where coalesce(r.masked, r.reply) ilike $2
    )
    select k.id from mine k join found using (id) order by k.at desc, k.id desc limit $3'
    using rest, like_words, least(most, 50) - hits;
end $$;--> statement-breakpoint
create index inquiries_words_idx on inquiries using gin ((coalesce(masked_message, message)) gin_trgm_ops);--> statement-breakpoint
create index inquiry_replies_words_idx on inquiry_replies using gin ((coalesce(masked, reply)) gin_trgm_ops);--> statement-breakpoint
revoke execute on function app.entered_inquiry(), app.my_unread(), app.search_my_threads(text, integer, boolean, text) from public;--> statement-breakpoint
grant execute on function app.entered_inquiry() to app_visitor, app_user;--> statement-breakpoint
grant execute on function app.my_unread(), app.search_my_threads(text, integer, boolean, text) to app_user;--> statement-breakpoint

-- A page is read by its index from the newest word back. The average thread is short and a plan made for it reads a long one whole
-- and sorts it; plan for long ones.
alter table messages alter column thread_id set (n_distinct = -0.001);--> statement-breakpoint
-- what is read from indexes alone needs a fresh visibility map
alter table messages set (autovacuum_vacuum_insert_scale_factor = 0.01);--> statement-breakpoint
alter table thread_members set (autovacuum_vacuum_scale_factor = 0.02);--> statement-breakpoint

DROP INDEX "attachments_thread_idx";--> statement-breakpoint
DROP INDEX "thread_members_inbox_idx";--> statement-breakpoint
DROP INDEX "thread_members_unread_idx";--> statement-breakpoint
CREATE INDEX "thread_members_kind_idx" ON "thread_members" USING btree ("user_id","kind","last_message_at","thread_id") WHERE not "thread_members"."hidden" and "thread_members"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "thread_members_archive_idx" ON "thread_members" USING btree ("user_id","last_message_at","thread_id") WHERE not "thread_members"."hidden" and "thread_members"."archived_at" is not null;--> statement-breakpoint
CREATE INDEX "thread_members_user_idx" ON "thread_members" USING btree ("user_id","thread_id");--> statement-breakpoint
CREATE INDEX "attachments_thread_idx" ON "attachments" USING btree ("thread_id","message_id","position");--> statement-breakpoint
CREATE INDEX "thread_members_inbox_idx" ON "thread_members" USING btree ("user_id","last_message_at","thread_id") WHERE not "thread_members"."hidden" and "thread_members"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "thread_members_unread_idx" ON "thread_members" USING btree ("user_id","last_message_at","thread_id","unread") WHERE ("thread_members"."unread" > 0 or "thread_members"."marked_unread") and not "thread_members"."hidden" and "thread_members"."archived_at" is null;--> statement-breakpoint
ALTER POLICY "replies follow their inquiry" ON "inquiry_replies" TO app_user,app_visitor USING ("inquiry_replies"."inquiry_id" = (select app.entered_inquiry()) or exists (select 1 from inquiries i where i.id = "inquiry_replies"."inquiry_id"));