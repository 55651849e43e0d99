-- one more tier: whoever has words an edit away, when few have them as they were typed
create or replace function app.search_match(stretch integer, words jsonb) returns bit varying[] language plpgsql stable security definer set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
  met bit varying[] := array_fill(~app.search_none(), array[5]);
  at_level bit varying[];
  word jsonb;
  one text;
  hit record;
begin
  for word in select w from jsonb_array_elements(words) w loop
    at_level := array_fill(none, array[5]);
    for one in select f from jsonb_array_elements_text(word -> 'forms') f loop
      for hit in
        select right(p.term, 1)::int + 1 as level, bit_or(p.bits) as many, null::smallint[] as few from public.search_postings p
        where p.chunk = stretch and p.bits is not null
          and p.term >= 'w:' || one || case when (word -> 'begun')::boolean then '' else ':' end
          and p.term < 'w:' || one || case when (word -> 'begun')::boolean then U&'\+10FFFF' else ';' end
        group by 1
        union all
        select right(p.term, 1)::int + 1, null, array_agg(o) from public.search_postings p, unnest(p.ordinals) o
        where p.chunk = stretch and p.bits is null
          and p.term >= 'w:' || one || case when (word -> 'begun')::boolean then '' else ':' end
          and p.term < 'w:' || one || case when (word -> 'begun')::boolean then U&'\+10FFFF' else ';' end
        group by 1
      loop
        at_level[hit.level] := at_level[hit.level] | coalesce(hit.many, app.search_bits(hit.few));
      end loop;
    end loop;
    if word ? 'near' then
      at_level[5] := app.search_any(stretch, array(select 'w:' || n || ':' || l from jsonb_array_elements_text(word -> 'near') n, generate_series(0, 3) l));
    end if;
    for level in 1 .. 5 loop
      if level > 1 then at_level[level] := at_level[level] | at_level[level - 1]; end if;
      met[level] := met[level] & at_level[level];
    end loop;
    exit when met[5] = none;
  end loop;
  return met;
end $$;--> statement-breakpoint
create or replace function app.search_meant(typed text, begun boolean, sees_members boolean, sees_subscribers boolean) returns text[] language plpgsql stable security definer set search_path = '' as
$$
declare
  found text[];
begin
  if length(typed) not between 2 and 24 then return '{}'; end if;
  found := array(
    select w.word from public.search_words w
    where w.near && app.search_near(typed) and w.word <> typed
      and w.everyone + case when sees_members then w.members else 0 end + case when sees_subscribers then w.subscribers else 0 end > 0
    order by app.search_apart(typed, w.word), left(w.word, 1) <> left(typed, 1), w.everyone + w.members + w.subscribers desc, w.word
    limit 8);
  if found = '{}' and begun and length(typed) >= 4 then
    found := array(
      select w.word from public.search_words w
      where w.word >= left(typed, 2) and w.word < left(typed, 2) || U&'\+10FFFF' and length(w.word) > length(typed)
        and least(public.levenshtein(left(w.word, length(typed)), typed), public.levenshtein(left(w.word, length(typed) - 1), typed),
          public.levenshtein(left(w.word, length(typed) + 1), typed)) <= 1
        and w.everyone + case when sees_members then w.members else 0 end + case when sees_subscribers then w.subscribers else 0 end > 0
      order by w.everyone + w.members + w.subscribers desc, w.word
      limit 8);
  end if;
  return found;
end $$;--> statement-breakpoint
create or replace function app.search_spelled(words jsonb, seen text[], sees_members boolean, sees_subscribers boolean) returns jsonb language plpgsql stable security definer set search_path = '' as
$$
declare
  meant jsonb := words;
  unknown integer[];
  tried jsonb;
  typed jsonb;
  candidate text;
begin
  unknown := array(
    select n::int - 1 from jsonb_array_elements(words) with ordinality w (word, n)
    where not app.search_anybody(jsonb_build_array(w.word), seen) order by 1);
  -- a word nobody has: the nearest that goes with the others, or else the nearest
  for at in 0 .. jsonb_array_length(words) - 1 loop
    continue when at <> all (unknown);
    typed := words -> at;
    tried := null;
    foreach candidate in array app.search_meant(typed -> 'forms' ->> 0, (typed -> 'begun')::boolean, sees_members, sees_subscribers) loop
      tried := coalesce(tried, jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0)));
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
      foreach candidate in array app.search_meant(typed -> 'forms' ->> 0, (typed -> 'begun')::boolean, sees_members, sees_subscribers) loop
        tried := jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0));
        if app.search_anybody(tried, seen) then return tried; end if;
      end loop;
    end loop;
  end if;
  return null;
end $$;--> statement-breakpoint
create function app.search_widened(words jsonb, sees_members boolean, sees_subscribers boolean) returns jsonb language plpgsql stable security definer set search_path = '' as
$$
begin
  return (select jsonb_agg(case when x.near = '[]' then x.word else x.word || jsonb_build_object('near', x.near) end order by x.n) from (
    select w.word, w.n, case when length(t.typed) < 3 then '[]' else coalesce(
      (select jsonb_agg(m) from unnest(app.search_meant(t.typed, false, sees_members, sees_subscribers)) m where not w.word -> 'forms' ? m), '[]') end as near
    from jsonb_array_elements(words) with ordinality w (word, n), lateral (select coalesce(w.word ->> 'typed', w.word -> 'forms' ->> 0) as typed) t) x);
end $$;--> statement-breakpoint
create or replace function app.search_talents(question jsonb) returns jsonb language plpgsql volatile security definer set search_path = '' set jit = off set plan_cache_mode = force_generic_plan as
$$
declare
  none constant bit varying := app.search_none();
  kinds constant text[] := array['category', 'city', 'country', 'language', 'rating'];
  sort constant text := question ->> 'sort';
  currency constant text := question ->> 'currency';
  most constant integer := (question ->> 'limit')::int + 1;
  keys constant bigint[] := array(select k::bigint from jsonb_array_elements_text(question #> '{after,keys}') k);
  place constant integer := (question #>> '{after,ordinal}')::int;
  in_tiers constant boolean := sort = 'relevance' and question -> 'words' <> '[]';
  no_price constant bigint := 9999999999999;
  sees_members constant boolean := app.sees('members');
  sees_subscribers constant boolean := app.sees('subscribers');
  seen text[] := array['seen:everyone'];
  words jsonb := question -> 'words';
  spelled jsonb;
  plain_terms jsonb := question -> 'terms';
  last_stretch constant integer := coalesce((select max(p.chunk) from public.search_postings p), -1);
  wanted jsonb;
  filters integer[] := '{}';
  has_them bigint;
  widened boolean := false;
  met bit varying[];
  filtered bit varying[];
  base bit varying;
  left_over bit varying;
  tier_set bit varying;
  split record;
  -- by stretch: who is left, and who would be without the filter of one kind
  sets bit varying[];
  sets_1 bit varying[]; sets_2 bit varying[]; sets_3 bit varying[]; sets_4 bit varying[]; sets_5 bit varying[];
  tier_0 bit varying[]; tier_1 bit varying[]; tier_2 bit varying[]; tier_3 bit varying[]; tier_4 bit varying[];
  tier_sets bit varying[];
  tier_many bigint[];
  many integer;
  total bigint;
  few integer[];
  found integer[] := '{}';
  tiers smallint[] := '{}';
  ids text[];
  places jsonb;
  facets jsonb := '{}';
begin
  if sees_members then seen := seen || 'seen:members'::text; end if;
  if sees_subscribers then seen := seen || 'seen:subscribers'::text; end if;
  -- what is meant for members or subscribers alone narrows for them alone
  plain_terms := plain_terms || coalesce((
    select jsonb_agg((select jsonb_agg(t || ':' || l) from jsonb_array_elements_text(c) t,
      unnest(array['0', case when sees_members then '1' end, case when sees_subscribers then '2' end]) l where l is not null))
    from jsonb_array_elements(question -> 'casting') c), '[]');
  for k in 1 .. 5 loop
    if question -> kinds[k] <> '[]' then filters := filters || k; end if;
  end loop;

  loop
    has_them := 0; total := 0; tier_many := array[0, 0, 0, 0, 0];
    sets := '{}'; sets_1 := '{}'; sets_2 := '{}'; sets_3 := '{}'; sets_4 := '{}'; sets_5 := '{}';
    tier_0 := '{}'; tier_1 := '{}'; tier_2 := '{}'; tier_3 := '{}'; tier_4 := '{}';
    for stretch in 0 .. last_stretch loop
      base := app.search_any(stretch, seen);
      if words <> '[]' then
        met := app.search_match(stretch, words);
        has_them := has_them + bit_count(base & met[4]);
        base := base & met[5];
      end if;
      continue when base = none;
      for wanted in select t from jsonb_array_elements(plain_terms) t loop
        base := base & app.search_any(stretch, array(select jsonb_array_elements_text(wanted)));
      end loop;
      if question ? 'priceFrom' or question ? 'priceTo' then
        base := base & app.search_any(stretch, array['priced:' || currency]);
        if question ? 'priceFrom' then
          split := app.search_compare(app.search_slices_of(stretch, 'price:' || currency), base, (question ->> 'priceFrom')::bigint);
          base := split.same | split.above;
        end if;
        if question ? 'priceTo' then
          split := app.search_compare(app.search_slices_of(stretch, 'price:' || currency), base, (question ->> 'priceTo')::bigint);
          base := split.same | split.below;
        end if;
      end if;
      continue when base = none;
      -- each count is taken with every filter but its own
      left_over := base;
      if filters <> '{}' then
        filtered := array_fill(null::bit varying, array[5]);
        for k in 1 .. 5 loop
          continue when k <> all (filters);
          filtered[k] := app.search_any(stretch, array(select jsonb_array_elements_text(question -> kinds[k])));
          left_over := left_over & filtered[k];
        end loop;
        for k in 1 .. 5 loop
          continue when k <> all (filters);
          tier_set := base;
          for other in 1 .. 5 loop
            if other <> k and filtered[other] is not null then tier_set := tier_set & filtered[other]; end if;
          end loop;
          case k when 1 then sets_1[stretch] := tier_set; when 2 then sets_2[stretch] := tier_set; when 3 then sets_3[stretch] := tier_set;
            when 4 then sets_4[stretch] := tier_set; else sets_5[stretch] := tier_set; end case;
        end loop;
      end if;
      continue when left_over = none;
      sets[stretch] := left_over;
      many := bit_count(left_over);
      total := total + many;
      if in_tiers then
        for tier in 1 .. 5 loop
          tier_set := left_over & met[tier];
          continue when tier_set = none;
          many := bit_count(tier_set);
          tier_many[tier] := tier_many[tier] + many;
          case tier when 1 then tier_0[stretch] := tier_set; when 2 then tier_1[stretch] := tier_set; when 3 then tier_2[stretch] := tier_set;
            when 4 then tier_3[stretch] := tier_set; else tier_4[stretch] := tier_set; end case;
          left_over := left_over & ~tier_set;
          exit when left_over = none;
        end loop;
      elsif sort = 'price' then
        tier_set := left_over & app.search_any(stretch, array['priced:' || currency]);
        tier_0[stretch] := tier_set;
        tier_1[stretch] := left_over & ~tier_set;
        tier_many[1] := tier_many[1] + bit_count(tier_set);
        tier_many[2] := tier_many[2] + many - bit_count(tier_set);
      end if;
    end loop;
    exit when words = '[]' or widened or has_them >= 10;
    if has_them = 0 and spelled is null then
      spelled := app.search_spelled(words, seen, sees_members, sees_subscribers);
      if spelled is not null then
        words := spelled;
        continue;
      end if;
    end if;
    -- few have the words as they were typed: whoever has words an edit away comes after them
    widened := true;
    exit when not app.search_widened(words, sees_members, sees_subscribers) @? '$[*].near';
    words := app.search_widened(words, sees_members, sees_subscribers);
  end loop;

  -- in tiers: where the words stand; or with a price before without one
  if not in_tiers and sort <> 'price' then tier_many[1] := total; end if;
  for tier in 0 .. 4 loop
    exit when cardinality(found) >= most;
    continue when tier_many[tier + 1] = 0;
    tier_sets := case when not in_tiers and sort <> 'price' then sets when tier = 0 then tier_0 when tier = 1 then tier_1 when tier = 2 then tier_2 when tier = 3 then tier_3 else tier_4 end;
    few := case
      when sort = 'price' and tier = 0 then
        case when place is null or keys[1] < no_price then
          app.search_sliced(tier_sets, array['price:' || currency, 'score', 'newest'], array[false, true, true], most, keys, place) else '{}' end
      when sort = 'price' and place is not null and keys[1] = no_price then app.search_first(tier_sets, tier_many[2], true, most, keys[2:3], place)
      when sort = 'relevance' and place is not null and tier < keys[1] then '{}'
      when sort = 'relevance' and place is not null and tier = keys[1] then app.search_first(tier_sets, tier_many[tier + 1], true, most, keys[2:3], place)
      when sort in ('relevance', 'price') then app.search_first(tier_sets, tier_many[tier + 1], true, most, null, null)
      else app.search_first(tier_sets, total, sort <> 'newest', most, keys, place) end;
    -- whoever stands before the place was met on a page before
    few := array(
      select d.ordinal from unnest(few) x (ordinal) join public.search_documents d on d.ordinal = x.ordinal
      where place is null or case
        when sort = 'relevance' then tier > keys[1] or (d.less_score, d.less_new, d.ordinal) > (-keys[2], -keys[3], place)
        when sort = 'rating' then (d.less_score, d.less_new, d.ordinal) > (-keys[1], -keys[2], place)
        when sort = 'newest' then (d.less_new, d.ordinal) > (-keys[1], place)
        else (case when tier = 0 then (d.prices ->> currency)::bigint else no_price end, d.less_score, d.less_new, d.ordinal) > (keys[1], -keys[2], -keys[3], place) end
      order by case when sort = 'price' and tier = 0 then (d.prices ->> currency)::bigint end, case when sort <> 'newest' then d.less_score end, d.less_new, d.ordinal
      limit most - cardinality(found));
    found := found || few;
    tiers := tiers || array_fill(tier::smallint, array[cardinality(few)]);
  end loop;

  select array_agg(d.talent_id::text order by x.n), coalesce(jsonb_agg(jsonb_build_object('id', d.talent_id, 'ordinal', d.ordinal, 'prices', d.prices,
      'keys', case sort when 'relevance' then jsonb_build_array(x.tier, -d.less_score, -d.less_new)
        when 'price' then jsonb_build_array(case when x.tier = 0 then (d.prices ->> currency)::bigint else no_price end, -d.less_score, -d.less_new)
        when 'rating' then jsonb_build_array(-d.less_score, -d.less_new) else jsonb_build_array(-d.less_new) end) order by x.n), '[]')
    into ids, places from unnest(found, tiers) with ordinality x (ordinal, tier, n) join public.search_documents d on d.ordinal = x.ordinal;
  perform set_config('app.search_found', coalesce(array_to_string(ids[1:most - 1], ','), ''), true);

  facets := app.search_counts(array(select '#' || kinds[k] from generate_series(1, 5) k where k <> all (filters)), sets);
  for k in 1 .. 5 loop
    continue when k <> all (filters);
    facets := facets || app.search_counts(array['#' || kinds[k]], case k when 1 then sets_1 when 2 then sets_2 when 3 then sets_3 when 4 then sets_4 else sets_5 end);
  end loop;
  return jsonb_build_object('total', total, 'places', places, 'facets', facets,
    'spelled', (select jsonb_agg(w -> 'forms' -> 0 order by n) from jsonb_array_elements(spelled) with ordinality w (w, n)));
end $$;--> statement-breakpoint

-- each transaction notes its own: two that change one talent do not wait for each other before they end
alter table search_waiting drop constraint search_waiting_pkey;--> statement-breakpoint
alter table search_waiting add column noted_by xid8 not null default pg_current_xact_id();--> statement-breakpoint
alter table search_waiting add constraint search_waiting_talent_id_noted_by_pk primary key (talent_id, noted_by);--> statement-breakpoint
create or replace function app.search_waited() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  delete from public.search_waiting w where w.talent_id = new.talent_id and w.noted_by = new.noted_by;
  perform app.search_keep(new.talent_id);
  return null;
end $$;--> statement-breakpoint
revoke execute on function app.search_widened(jsonb, boolean, boolean) from public;
