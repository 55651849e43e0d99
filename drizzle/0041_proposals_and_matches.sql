-- What proposals and matches still need: one at a time for whoever proposes or decides, news in the house, and who is told of a new request.
ALTER TABLE "notifications" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notifications_request_idx" ON "notifications" USING btree ("request_id","user_id") WHERE "notifications"."request_id" is not null;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_run_forward" CHECK ("saved_searches"."starts_from" <= "saved_searches"."starts_until");--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_budget_is_money" CHECK ("saved_searches"."budget_from" is null or ("saved_searches"."budget_from" > 0 and "saved_searches"."currency" is not null));--> statement-breakpoint

-- ---- proposals ------------------------------------------------------------------------------------------------------------
create function app.proposals_know_their_zone() returns trigger language plpgsql security definer set search_path = '' as
$$ begin new.time_zone := coalesce((select p.time_zone from public.talent_profiles p where p.id = new.talent_id), 'UTC'); return new; end $$;--> statement-breakpoint
create trigger proposals_know_their_zone before insert on proposals for each row execute function app.proposals_know_their_zone();--> statement-breakpoint
-- Held by one hand at a time: its owner's, or that of one who unlocked it. Sending, withdrawing and accepting never wait for each other in a circle.
create function app.hold_request_alone(request uuid) returns void language plpgsql volatile security definer set search_path = '' as
$$
begin
  perform 1 from public.requests r where r.id = request
    and (r.owner_id = app.user_id() or exists (select 1 from public.request_unlocks u where u.request_id = r.id and u.user_id = app.user_id())) for no key update;
end $$;--> statement-breakpoint
-- as it was, but holding the request alone: two who share it would both wait to count their proposal
create or replace function app.may_propose(request uuid, talent uuid, money text, starts timestamptz) returns boolean language plpgsql volatile security definer set search_path = '' as
$$
declare
  who text := app.user_id();
  r record;
begin
  if not app.context_on('request') or app.my_role() is distinct from 'talent' then return false; end if;
  select k.* into r from public.requests k where k.id = request for no key update;
  if not found or r.owner_id = who or r.state <> 'OPEN' or r.expires_at <= app.now() or r.currency is distinct from money or starts <= app.now() then return false; end if;
  return app.entitled('proposals.send') and not app.blocked_with(r.owner_id) and not app.away(r.owner_id)
    and exists (select 1 from public.request_unlocks u where u.request_id = request and u.user_id = who and u.status = 'UNLOCKED')
    and exists (select 1 from public.talent_profiles p where p.id = talent and p.user_id = who);
end $$;--> statement-breakpoint
-- how things stand between the owner of a request and whoever offered something on it
create function app.proposal_facts(proposal uuid) returns table (owner boolean, state text, expired boolean, blocked boolean, away boolean)
language plpgsql stable security definer set search_path = '' as
$$ begin return query
   select r.owner_id = app.user_id(), r.state, r.expires_at <= app.now(),
     exists (select 1 from public.blocks b where (b.blocker_id = r.owner_id and b.blocked_id = p.user_id) or (b.blocker_id = p.user_id and b.blocked_id = r.owner_id)),
     app.away(p.user_id) or app.away(r.owner_id)
   from public.proposals p join public.requests r on r.id = p.request_id
   where p.id = proposal and app.user_id() in (r.owner_id, p.user_id); end $$;--> statement-breakpoint

-- ---- told in the house, in the same transaction -----------------------------------------------------------------------------
create function app.tell_of_request(reader text, news text, together text, partner text, said jsonb, request uuid) returns void
language sql volatile security definer set search_path = '' as
$$
  insert into public.notifications as n (user_id, name, group_key, who, words, request_id, created_at, updated_at)
  select u.id, news, together, coalesce(partner, ''), jsonb_strip_nulls(coalesce(said, '{}')), request, t.now, t.now
  from public.users u, (select date_trunc('milliseconds', app.now()) as now) t
  where u.id = reader and u.deleted_at is null
  on conflict (user_id, group_key) where read_at is null
  do update set count = n.count + 1, name = excluded.name, who = excluded.who, words = excluded.words, updated_at = excluded.updated_at
$$;--> statement-breakpoint
create function app.requests_are_told() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  r record;
  o record;
  p record;
  called jsonb;
begin
  select k.* into r from public.requests k where k.id = app.id_in(new.payload, 'requestId');
  if not found then return null; end if;
  called := jsonb_build_object('service', jsonb_build_object(r.locale, r.title));

  if new.kind in ('proposal.sent', 'proposal.accepted') then
    select k.* into p from public.proposals k where k.id = app.id_in(new.payload, 'proposalId');
    if not found then return null; end if;
    if new.kind = 'proposal.sent' then
      perform app.tell_of_request(r.owner_id, 'proposal.received', 'proposal.received:' || r.id, p.talent_name, called, r.id);
      return null;
    end if;
    -- who decides has seen what there was to decide about
    update public.notifications n set read_at = app.now() where n.request_id = r.id and n.user_id = r.owner_id and n.name = 'proposal.received' and n.read_at is null;
    for o in select k.user_id, k.state from public.proposals k where k.request_id = r.id and (k.id = p.id or (k.state = 'not_chosen' and k.state_at = p.state_at)) loop
      perform app.tell_of_request(o.user_id, 'proposal.' || o.state, 'proposal.' || o.state || ':' || r.id, r.owner_name, called, r.id);
    end loop;

  elsif new.kind = 'request.closed' then
    update public.notifications n set read_at = app.now() where n.request_id = r.id and n.name = 'board.matched' and n.read_at is null;
    if r.closed_reason in ('expired', 'removed') then
      perform app.tell_of_request(r.owner_id, 'board.' || r.closed_reason, 'board.over:' || r.id, null, called, r.id);
    end if;
    for o in
      select u.user_id from public.request_unlocks u where u.request_id = r.id and u.status = 'UNLOCKED'
        and not (r.closed_reason = 'filled' and exists (select 1 from public.proposals k where k.request_id = r.id and k.user_id = u.user_id and k.state in ('accepted', 'not_chosen')))
    loop
      perform app.tell_of_request(o.user_id, 'board.closed', 'board.over:' || r.id, r.owner_name, called, r.id);
    end loop;

  elsif new.kind in ('request.unlocked', 'request.returned') then
    select u.* into o from public.request_unlocks u where u.id = app.id_in(new.payload, 'unlockId');
    if not found then return null; end if;
    if new.kind = 'request.returned' then
      perform app.tell_of_request(o.user_id, 'board.returned', 'board.over:' || r.id, r.owner_name, called, r.id);
    else
      update public.notifications n set read_at = app.now() where n.request_id = r.id and n.user_id = o.user_id and n.name = 'board.matched' and n.read_at is null;
    end if;
  end if;
  return null;
end $$;--> statement-breakpoint
create trigger requests_are_told after insert on outbox for each row when (new.kind like 'request.%' or new.kind like 'proposal.%') execute function app.requests_are_told();--> statement-breakpoint
-- the line about an accepted proposal leads to what came of it
create function app.bookings_are_found_from_proposals() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  update public.notifications n set booking_id = new.id from public.proposals p
  where p.id = new.proposal_id and n.request_id = p.request_id and n.user_id = p.user_id and n.name = 'proposal.accepted' and n.booking_id is null;
  return null;
end $$;--> statement-breakpoint
create trigger bookings_are_found_from_proposals after insert on bookings for each row when (new.proposal_id is not null) execute function app.bookings_are_found_from_proposals();--> statement-breakpoint

-- ---- saved searches ---------------------------------------------------------------------------------------------------------
-- two that come at once are counted one after the other
create function app.saved_searches_are_few() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  if current_setting('role', true) not in ('app_user', 'app_system') then return new; end if;
  new.created_at := app.now();
  perform 1 from public.users u where u.id = new.user_id for no key update;
  if (select count(*) from public.saved_searches s where s.user_id = new.user_id) >= 20 then
    raise exception 'twenty searches are enough' using errcode = '23514', constraint = 'saved_searches_are_few';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger saved_searches_are_few before insert on saved_searches for each row execute function app.saved_searches_are_few();--> statement-breakpoint
-- src/features/requests/rules/searches.ts: matches, cell by cell
create function app.search_matches(s public.saved_searches, r public.requests) returns boolean language sql immutable parallel safe as
$$
  select (s.category is null or s.category = r.category) and (s.city is null or s.city = r.city) and (s.currency is null or s.currency = r.currency)
    and (s.budget_from is null or r.budget_max >= s.budget_from)
    and (s.starts_from is null or r.starts_on >= s.starts_from) and (s.starts_until is null or r.starts_on <= s.starts_until)
    and (s.words = '' or r.title ilike '%' || replace(replace(replace(s.words, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      or r.summary ilike '%' || replace(replace(replace(s.words, '\', '\\'), '%', '\%'), '_', '\_') || '%')
$$;--> statement-breakpoint
-- Tells of requests that nobody has been told of: whoever saved a search that finds it, and whoever works in its trade and city. Never its
-- owner, nor whom they blocked or who blocked them, nor an account that is gone, nor whoever has unlocked it or was told before.
create function app.match_requests(most integer) returns table (requests integer, told integer) language plpgsql volatile security definer set search_path = '' as
$$
declare
  r public.requests%rowtype;
  n integer;
begin
  requests := 0;
  told := 0;
  for r in
    select k.* from public.requests k where k.state = 'OPEN' and k.matched_at is null and k.expires_at > app.now()
    order by k.opened_at limit most for no key update skip locked
  loop
    if app.context_on('request') and not app.away(r.owner_id) then
      with found as materialized (
        select s.user_id from public.saved_searches s
        where s.told and ((s.category = r.category and s.city = r.city) or (s.category = r.category and s.city is null) or (s.category is null and s.city = r.city) or (s.category is null and s.city is null))
          and app.search_matches(s, r)
        union
        select p.user_id from public.talent_profiles p where p.published_at is not null and p.category = r.category and p.city = r.city
      ), readers as materialized (
        select u.id from found f join public.users u on u.id = f.user_id
        where u.role = 'talent' and u.suspended_at is null and u.deleted_at is null and u.id <> r.owner_id
          and not exists (select 1 from public.blocks b where (b.blocker_id = r.owner_id and b.blocked_id = u.id) or (b.blocker_id = u.id and b.blocked_id = r.owner_id))
          and not exists (select 1 from public.request_unlocks k where k.request_id = r.id and k.user_id = u.id)
          and not exists (select 1 from public.notifications had where had.request_id = r.id and had.user_id = u.id and had.name = 'board.matched')
      ), lines as (
        insert into public.notifications (user_id, name, group_key, who, words, request_id, created_at, updated_at)
        select k.id, 'board.matched', 'board.matched:' || r.id, '',
          jsonb_build_object('service', jsonb_build_object(r.locale, r.title), 'amount', r.budget_max, 'currency', r.currency, 'until', r.starts_on || 'T12:00:00Z'),
          r.id, date_trunc('milliseconds', app.now()), date_trunc('milliseconds', app.now())
        from readers k
        on conflict (user_id, group_key) where read_at is null do nothing
        returning user_id
      ), daily as (
        -- once a day is how it begins; from then on it is theirs to change, like any other
        insert into public.notification_choices (user_id, channel, kind, often, updated_at)
        select l.user_id, 'email', 'matches', 'daily', app.now() from lines l
        on conflict do nothing
      ), at_once as (
        insert into public.outbox (kind, payload, dedupe_key, actor_id)
        select 'request.matched', jsonb_build_object('requestId', r.id, 'userId', l.user_id), 'request.matched:' || r.id || ':' || l.user_id, 'system'
        from lines l join public.notification_choices c on c.user_id = l.user_id and c.channel = 'email' and c.kind = 'matches' and c.often = 'at_once'
        on conflict (dedupe_key) do nothing
      )
      select count(*) into n from lines;
      told := told + n;
    end if;
    update public.requests k set matched_at = app.now() where k.id = r.id;
    requests := requests + 1;
  end loop;
  return next;
end $$;--> statement-breakpoint
revoke execute on function app.proposals_know_their_zone(), app.hold_request_alone(uuid), app.proposal_facts(uuid), app.tell_of_request(text, text, text, text, jsonb, uuid), app.requests_are_told(),
  app.bookings_are_found_from_proposals(), app.saved_searches_are_few(), app.search_matches(public.saved_searches, public.requests), app.match_requests(integer) from public;--> statement-breakpoint
grant execute on function app.hold_request_alone(uuid), app.proposal_facts(uuid) to app_user;--> statement-breakpoint
grant execute on function app.match_requests(integer) to app_system;
