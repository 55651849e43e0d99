CREATE INDEX "search_words_end_idx" ON "search_words" USING btree (right("word", 3));--> statement-breakpoint
-- People are found by the words of their address, by skills and credits that are open to everyone, and by Arabic words with a
-- preposition and the article written onto them; words of eight letters and more are spelled with two letters wrong.
-- src/features/discovery/search/rules.ts: articleless
create function app.search_bare(word text) returns text language sql immutable strict parallel safe set search_path = '' as
$$ select substring(word from '^(?:[وف]?[بكل]?ال|[وف]?لل)(.{3,})$') $$;--> statement-breakpoint
create or replace function app.search_said_of(talents uuid[]) returns table (talent uuid, terms text[], score integer, newest integer, prices jsonb, due_at timestamptz)
language plpgsql stable rows 10 security definer set search_path = '' set plan_cache_mode = force_generic_plan set jit = off as
$$
begin
  return query
  select x.id, case when p.id is null then '{}' else array(
    with said (field, words) as (
      select 0, p.display_name
      -- whoever writes a name in Arabic letters has it in the address in Latin ones; numbers there only tell namesakes apart
      union all select 0, regexp_replace(p.slug, '\m[0-9]+\M', ' ', 'g')
      union all select 1, array_to_string(p.tags, ' ')
      union all select 2, value from jsonb_each_text(p.headline)
      union all select 3, value from jsonb_each_text(p.bio)
      union all select 3, x.value from public.services s, jsonb_each_text(s.title) x where s.talent_id = p.id and s.active
      -- words have the audience of the page: of casting those alone that are meant for everyone
      union all select 3, array_to_string(k.skills, ' ') from public.casting_attributes k where k.talent_id = p.id and k.seen_by = 'everyone'
      union all select 3, c ->> 'title' from public.casting_attributes k, jsonb_array_elements(k.credits) c where k.talent_id = p.id and k.seen_by = 'everyone'
    ), heard as (
      select field, left(word, 40) as word from said, unnest(string_to_array(app.fold(words), ' ')) word where word <> ''
      union all select 1, word from unnest(string_to_array(concat_ws(' ', trade.folded, place.folded, land.folded), ' ')) word
    ), forms as (
      select field, word from heard
      union all select field, bare from heard, lateral (select app.search_bare(word) as bare where strpos('اوفبكل', left(word, 1)) > 0) x where bare is not null
    )
    select 'w:' || word || ':' || min(field) from forms group by word
    union select 'seen:' || p.seen_by
    union select '#category:' || p.category
    union select '#city:' || p.city
    union select '#country:' || place.within where place.within is not null
    union select '#language:' || l from unnest(p.languages) l
    union select 'tag:' || app.fold(t) from unnest(p.tags) t
    union select '#rating:' || step from unnest(array['3', '4', '4.5']) step where stars.average >= step::numeric
    union select 'priced:' || c from jsonb_object_keys(offers.prices) c
    union select 'free:' || f.day from public.talent_free_days t, unnest(t.days) f (day) where t.talent_id = p.id
    -- whom it is meant for stands at the end
    union select x.said || case k.seen_by when 'everyone' then ':0' when 'members' then ':1' else ':2' end
      from public.casting_attributes k, lateral (
        select 'height:' || k.height_cm as said where k.height_cm is not null
        union all select 'age:' || a from generate_series(k.playing_age_from::int, k.playing_age_to::int) a
        union all select 'skill:' || app.fold(one) from unnest(k.skills) one) x
      where k.talent_id = p.id
    union select v.name || ':b' || b
      from (select 'price:' || key as name, value::bigint as number from jsonb_each_text(offers.prices) union all values ('score', known.score::bigint), ('newest', known.newest::bigint)) v,
        generate_series(0, 40) b where (v.number >> b) & 1 = 1
    order by 1) end, known.score, known.newest, offers.prices, stars.due
  from unnest(talents) x (id)
  left join lateral (select t.* from public.talent_profiles t join public.users u on u.id = t.user_id
    where t.id = x.id and t.published_at is not null and u.suspended_at is null and u.deleted_at is null offset 0) p on true
  left join public.search_labels trade on trade.kind = 'category' and trade.id = p.category
  left join public.search_labels place on place.kind = 'city' and place.id = p.city
  left join public.search_labels land on land.kind = 'country' and land.id = place.within,
  lateral (
    select count(*) filter (where r.publish_at <= app.now()) as count, sum(r.rating) filter (where r.publish_at <= app.now()) as sum,
      round(avg(r.rating) filter (where r.publish_at <= app.now()), 1) as average, min(r.publish_at) filter (where r.publish_at > app.now()) as due
    from public.reviews r where r.talent_id = p.id and r.side = 'customer') stars,
  lateral (
    select coalesce(jsonb_object_agg(s.price_currency, s.least), '{}') as prices
    from (select price_currency, min(price_amount) as least from public.services where talent_id = p.id and active group by 1) s) offers,
  lateral (select case when p.id is null then 0 else app.search_score(stars.count, stars.sum) end as score,
    coalesce(least(greatest(0, floor(extract(epoch from p.published_at))::bigint - 1577836800), 2147483647)::int, 0) as newest offset 0) known;
end $$;--> statement-breakpoint
-- What was most likely meant by a word nobody has: words an edit away, nearest first, whichever way it is read (an Arabic word with more
-- written onto it is spelled by whichever of its forms has the nearest word); else what a trade or a place is called; else, for words of eight letters and more, words two edits away that begin or end alike.
create function app.search_guessed(typed jsonb, sees_members boolean, sees_subscribers boolean) returns text[] language plpgsql stable security definer set search_path = '' as
$$
declare
  found text[];
  form text;
  edits integer;
begin
  found := array(
    select m.word from jsonb_array_elements_text(typed -> 'forms') with ordinality f (form, at),
      unnest(app.search_meant(f.form, (typed -> 'begun')::boolean, sees_members, sees_subscribers)) with ordinality m (word, n)
    order by least(app.search_apart(f.form, m.word), 2), f.at, m.n limit 8);
  if found <> '{}' then return found; end if;
  for form in select f from jsonb_array_elements_text(typed -> 'forms') f where length(f) between 4 and 24 loop
    edits := case when length(form) >= 8 then 2 else 1 end;
    found := found || array(
      select x.word from (
        select w.word, w.everyone + case when sees_members then w.members else 0 end + case when sees_subscribers then w.subscribers else 0 end as known
          from public.search_words w where edits = 2 and w.word >= left(form, 3) and w.word < left(form, 3) || U&'\+10FFFF'
        union
        select w.word, w.everyone + case when sees_members then w.members else 0 end + case when sees_subscribers then w.subscribers else 0 end
          from public.search_words w where edits = 2 and right(w.word, 3) = right(form, 3)
        union
        select label, 1 from public.search_labels l, unnest(string_to_array(l.folded, ' ')) label) x
      where x.known > 0 and length(x.word) between length(form) - edits and length(form) + edits
        and public.levenshtein_less_equal(x.word, form, edits) <= edits
      group by x.word
      order by public.levenshtein(x.word, form), left(x.word, 1) <> left(form, 1), max(x.known) desc, x.word
      limit 8);
  end loop;
  return found[1:8];
end $$;--> statement-breakpoint
create or replace function app.search_spelled(words jsonb, seen text[], sees_members boolean, sees_subscribers boolean) returns jsonb language plpgsql stable security definer set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as
$$
declare
  meant jsonb := words;
  unknown integer[];
  tried jsonb;
  typed jsonb;
  candidate text;
begin
  -- words nobody who may be seen has, by the list of words alone
  unknown := array(
    select w.n::int - 1 from jsonb_array_elements(words) with ordinality w (word, n)
    where not exists (
      select 1 from jsonb_array_elements_text(w.word -> 'forms') f (form), public.search_words s
      where s.word >= f.form and s.word <= f.form || case when (w.word -> 'begun')::boolean then U&'\+10FFFF' else '' end
        and s.everyone + case when sees_members then s.members else 0 end + case when sees_subscribers then s.subscribers else 0 end > 0)
      -- nor is it what a trade or a place is called, of which there is nobody now
      and not exists (
        select 1 from jsonb_array_elements_text(w.word -> 'forms') f (form), public.search_labels l, unnest(string_to_array(l.folded, ' ')) label
        where label = f.form or (w.word -> 'begun')::boolean and starts_with(label, f.form))
    order by 1);
  -- a word nobody has: the nearest that goes with the others, or else the nearest
  for at in 0 .. jsonb_array_length(words) - 1 loop
    continue when at <> all (unknown);
    typed := words -> at;
    tried := null;
    foreach candidate in array app.search_guessed(typed, sees_members, sees_subscribers) loop
      tried := coalesce(tried, jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0)));
      -- of many strange words each is taken for its nearest: trying them together would take longer than it is worth
      exit when cardinality(unknown) > 3;
      if app.search_anybody(app.search_known(jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0)), unknown, at), seen) then
        tried := jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0));
        exit;
      end if;
    end loop;
    if tried is null then return null; end if;
    meant := tried;
  end loop;
  if app.search_anybody(meant, seen) then return meant; end if;
  -- every word is somebody's, but nobody has them all: one of them was meant otherwise
  if jsonb_array_length(words) between 2 and 4 then
    for at in 0 .. jsonb_array_length(words) - 1 loop
      continue when at = any (unknown);
      typed := words -> at;
      foreach candidate in array app.search_guessed(typed, sees_members, sees_subscribers) loop
        tried := jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0));
        if app.search_anybody(tried, seen) then return tried; end if;
      end loop;
    end loop;
  end if;
  -- every slip has its word, though nobody has all of them
  return case when unknown <> '{}' then meant end;
end $$;--> statement-breakpoint
revoke execute on function app.search_bare(text), app.search_guessed(jsonb, boolean, boolean) from public;--> statement-breakpoint
select app.search_rebuild();
