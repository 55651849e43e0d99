-- How far the other one has read a thread of mine; for an inquiry there is no such sign.
create function app.their_last_read(thread uuid) returns uuid language plpgsql stable security definer set search_path = '' as
$$
begin
  if not exists (select 1 from public.thread_members m where m.thread_id = thread and m.user_id = app.user_id() and m.kind <> 'inquiry') then return null; end if;
  return (select m.last_read_id from public.thread_members m where m.thread_id = thread and m.user_id <> app.user_id() limit 1);
end $$;--> statement-breakpoint

-- Words in my own threads: in a title, a name, a message or an inquiry, as they are shown masked, so that nothing hidden is found by
-- guessing. Owned by the tables' owner, because a search under a policy cannot use an index; it looks at nobody's threads but mine.
create extension if not exists pg_trgm;--> statement-breakpoint
create index messages_words_idx on messages using gin ((coalesce(masked, body)) gin_trgm_ops) where deleted_at is null;--> statement-breakpoint
create function app.search_my_threads(words text, most integer) returns table (thread_id uuid) language plpgsql stable security definer rows 20 set search_path = '' as
$$
declare
  like_words text := '%' || replace(replace(replace(words, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if length(trim(words)) = 0 then return; end if;
  return query
  with mine as materialized (
    select m.thread_id as id, m.last_message_at as at, m.title, m.partner_name, m.kind, m.subject_id
    from public.thread_members m where m.user_id = app.user_id() and not m.hidden
  )
  select k.id from mine k
  where k.partner_name ilike like_words or k.title::text ilike like_words
     or exists (select 1 from public.messages x where x.thread_id = k.id and x.deleted_at is null and coalesce(x.masked, x.body) ilike like_words)
     or (k.kind = 'inquiry' and (
           exists (select 1 from public.inquiries i where i.id = k.subject_id and coalesce(i.masked_message, i.message) ilike like_words)
           or exists (select 1 from public.inquiry_replies r where r.inquiry_id = k.subject_id and coalesce(r.masked, r.reply) ilike like_words)))
  order by k.at desc nulls last, k.id desc
  limit least(most, 50);
end $$;--> statement-breakpoint
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.their_last_read(uuid), app.search_my_threads(text, integer) to app_user;
