CREATE INDEX "requests_board_budget_idx" ON "requests" USING btree ("currency","budget_max","id") WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_words_idx" ON "requests" USING gin (("title" || ' ' || "summary") gin_trgm_ops) WHERE "requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "requests_closed_idx" ON "requests" USING btree ("closed_at") WHERE "requests"."state" = 'CLOSED';--> statement-breakpoint
CREATE INDEX "requests_removed_idx" ON "requests" USING btree ("id") WHERE "requests"."closed_reason" = 'removed';--> statement-breakpoint
ALTER POLICY "owners throw away what nobody used" ON "requests" TO app_user USING ("requests"."owner_id" = (select app.user_id()) and (select app.my_role()) = 'customer' and "requests"."unlocks" = 0 and "requests"."proposals" = 0 and "requests"."closed_reason" is distinct from 'removed');--> statement-breakpoint

-- The open requests that say these words, where they are few: then the page asks for those alone. Null: too short for the index of words,
-- or so common that a page in its order meets enough of them. Planned anew for these words; what the caller may not see, the policies leave out.
create function app.board_hits(words text, most integer) returns uuid[] language plpgsql stable security definer set search_path = '' as
$$
declare
  like_words text := '%' || replace(replace(replace(words, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  hits uuid[];
begin
  if not app.may_browse() or length(trim(words)) < 3 then return null; end if;
  execute 'select array(select r.id from public.requests r where r.state = ''OPEN'' and (r.title || '' '' || r.summary) ilike $1 limit $2)'
    into hits using like_words, least(most, 1000) + 1;
  return case when cardinality(hits) <= least(most, 1000) then hits end;
end $$;--> statement-breakpoint
revoke execute on function app.board_hits(text, integer) from public;--> statement-breakpoint
grant execute on function app.board_hits(text, integer) to app_user;--> statement-breakpoint

-- an operator's check is of all that is read, the whole text and the contact too: a word changed there takes it away as well
create function app.request_details_lose_the_check() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) <> 'app_user' then return null; end if;
  update public.requests r set checked_at = null, checked_by = null where r.id = new.request_id and r.checked_at is not null;
  return null;
end $$;--> statement-breakpoint
create trigger request_details_lose_the_check after update on request_details for each row when (new is distinct from old) execute function app.request_details_lose_the_check();--> statement-breakpoint
revoke execute on function app.request_details_lose_the_check() from public;
