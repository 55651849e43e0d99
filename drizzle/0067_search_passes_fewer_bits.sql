-- The numbers of a bitmap.
create or replace function app.search_ordinals(bits bit varying) returns integer[] language plpgsql immutable parallel safe set search_path = '' as
$$
begin
  return array(
    select x.at from (
      select (sum(octet_length(gap) + 1) over (order by n rows unbounded preceding))::int - 1 as at
      from string_to_table(bits::text, '1') with ordinality as pieces (gap, n)) x
    -- what comes after the last is nobody
    where x.at < length(bits));
end $$;--> statement-breakpoint
-- Bits nobody has are left out, and passed over.
create or replace function app.search_slices_of(stretch integer, name text) returns bit varying[] language plpgsql stable security definer set search_path = '' as
$$
declare
  slices bit varying[] := array_fill(null::bit varying, array[41]);
  slice record;
begin
  for slice in
    select substr(p.term, length(name) + 3)::int + 1 as place, coalesce(p.bits, app.search_bits(p.ordinals)) as held
    from public.search_postings p where p.chunk = stretch and p.term >= name || ':b' and p.term < name || ':c'
  loop
    slices[slice.place] := slice.held;
  end loop;
  return slices;
end $$;--> statement-breakpoint
create or replace function app.search_compare(slices bit varying[], among bit varying, value bigint, out below bit varying, out same bit varying, out above bit varying)
language plpgsql immutable parallel safe set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
  asked boolean;
  having_it bit varying;
begin
  below := none; above := none; same := among;
  for b in reverse 41 .. 1 loop
    asked := (value >> (b - 1)) & 1 = 1;
    if slices[b] is null then
      -- nobody has this bit
      if asked then below := below | same; same := none; return; end if;
      continue;
    end if;
    having_it := same & slices[b];
    if asked then below := below | (same # having_it); same := having_it;
    else above := above | having_it; same := same # having_it;
    end if;
    exit when same = none;
  end loop;
end $$;--> statement-breakpoint
create or replace function app.search_sliced(sets bit varying[], parts text[], falls boolean[], most integer, keys bigint[], place integer) returns integer[] language plpgsql stable security definer set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
  stretch integer;
  slices bit varying[];
  among bit varying;
  later bit varying;
  split record;
  sure bit varying;
  tied bit varying;
  better bit varying;
  wanted integer;
  many integer;
  chosen integer[] := '{}';
begin
  foreach stretch in array array(select s from generate_subscripts(sets, 1) s) loop
    among := sets[stretch];
    continue when among is null or among = none;
    if place is not null then
      later := none;
      tied := among;
      for n in 1 .. cardinality(parts) loop
        exit when tied = none;
        split := app.search_compare(app.search_slices_of(stretch, parts[n]), tied, keys[n]);
        later := later | case when falls[n] then split.below else split.above end;
        tied := split.same;
      end loop;
      among := later | case
        when stretch > place / 32000 then tied
        when stretch < place / 32000 then none
        else tied & (repeat('0', place % 32000 + 1) || repeat('1', 31999 - place % 32000))::bit varying end;
    end if;
    sure := none;
    tied := among;
    wanted := most;
    many := bit_count(tied);
    for n in 1 .. cardinality(parts) loop
      exit when many <= greatest(wanted, 48);
      slices := app.search_slices_of(stretch, parts[n]);
      for b in reverse 41 .. 1 loop
        exit when many <= greatest(wanted, 48);
        -- nobody has this bit: all are alike
        continue when slices[b] is null;
        better := case when falls[n] then tied & slices[b] else tied & ~slices[b] end;
        many := bit_count(better);
        if many >= wanted then tied := better;
        else sure := sure | better; wanted := wanted - many; tied := tied & ~better; many := bit_count(tied);
        end if;
      end loop;
    end loop;
    -- whoever is tied to the end comes in the order of the index
    if many <= greatest(wanted, 48) then
      among := sure | tied;
    else
      chosen := chosen || array(select stretch * 32000 + o from unnest((app.search_ordinals(tied))[1:wanted]) o);
      among := sure;
    end if;
    continue when among = none;
    chosen := chosen || array(select stretch * 32000 + o from unnest(app.search_ordinals(among)) o);
  end loop;
  return chosen;
end $$;--> statement-breakpoint
-- The shortest of three ways: along the order, everybody looked at, or slice by slice.
create or replace function app.search_first(sets bit varying[], many bigint, by_score boolean, most integer, keys bigint[], place integer) returns integer[] language plpgsql stable security definer set search_path = '' as
$$
declare
  chosen integer[];
  stretches constant bigint := cardinality(sets);
  everybody constant bigint := (select max(d.ordinal) + 1 from public.search_documents d);
  -- where they are spread evenly, a quarter of this is walked
  walk constant bigint := 4 * most * everybody / many + 100;
  -- about microseconds
  looking constant bigint := 3 * many + 150 * stretches;
  slicing constant bigint := 800 * stretches;
begin
  if walk / 8 <= least(looking, slicing) then
    if by_score then
      chosen := array(
        select w.ordinal from (
          select d.ordinal from public.search_documents d
          where d.terms <> '{}' and (place is null or (d.less_score, d.less_new, d.ordinal) > (-keys[1], -keys[2], place))
          order by d.less_score, d.less_new, d.ordinal limit walk) w
        where get_bit(sets[w.ordinal / 32000], w.ordinal % 32000) = 1 limit most);
    else
      chosen := array(
        select w.ordinal from (
          select d.ordinal from public.search_documents d
          where d.terms <> '{}' and (place is null or (d.less_new, d.ordinal) > (-keys[1], place))
          order by d.less_new, d.ordinal limit walk) w
        where get_bit(sets[w.ordinal / 32000], w.ordinal % 32000) = 1 limit most);
    end if;
    if cardinality(chosen) = most then return chosen; end if;
  end if;
  if looking <= slicing then
    return array(
      select x.stretch * 32000 + x.at from (
        select s as stretch, (sum(octet_length(gap) + 1) over (partition by s order by n rows unbounded preceding))::int - 1 as at
        from generate_subscripts(sets, 1) s, string_to_table(sets[s]::text, '1') with ordinality as pieces (gap, n)) x
      -- what comes after the last of a stretch is nobody
      where x.at < 32000);
  end if;
  return app.search_sliced(sets, case when by_score then array['score', 'newest'] else array['newest'] end, array[true, true], most, keys, place);
end $$;--> statement-breakpoint
-- One way through the counted terms, from index to heap, whatever the planner thinks of sizes.
create or replace function app.search_counts(kinds text[], sets bit varying[]) returns jsonb language plpgsql stable security definer set search_path = ''
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off as
$$
begin
  return (select coalesce(jsonb_object_agg(substr(y.kind, 2), y.counts), '{}') from (
    select x.kind, jsonb_object_agg(substr(x.term, length(x.kind) + 2), x.many) as counts from (
      select k.kind, p.term, sum(p.many) as many
      from generate_subscripts(sets, 1) s, unnest(kinds) k (kind), lateral (
        select p.term, case when p.bits is not null then bit_count(p.bits & sets[s]) else (select count(*) from unnest(p.ordinals) o where get_bit(sets[s], o) = 1) end as many
        from public.search_postings p where p.chunk = s and p.term >= k.kind || ':' and p.term < k.kind || ';' offset 0) p
      where sets[s] is not null
      group by 1, 2) x
    where x.many > 0 group by 1) y);
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
    order by 1);
  -- a word nobody has: the nearest that goes with the others, or else the nearest
  for at in 0 .. jsonb_array_length(words) - 1 loop
    continue when at <> all (unknown);
    typed := words -> at;
    tried := null;
    foreach candidate in array app.search_meant(typed -> 'forms' ->> 0, (typed -> 'begun')::boolean, sees_members, sees_subscribers) loop
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
      foreach candidate in array app.search_meant(typed -> 'forms' ->> 0, (typed -> 'begun')::boolean, sees_members, sees_subscribers) loop
        tried := jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false, 'typed', typed -> 'forms' -> 0));
        if app.search_anybody(tried, seen) then return tried; end if;
      end loop;
    end loop;
  end if;
  return null;
end $$;--> statement-breakpoint
-- A level nobody stands at is passed over, and the first word is not held against everybody.
create or replace function app.search_match(stretch integer, words jsonb) returns bit varying[] language plpgsql stable security definer set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
  nobody constant bit varying[] := array_fill(null::bit varying, array[5]);
  met bit varying[];
  at_level bit varying[];
  has_it bit varying;
  word jsonb;
  one text;
  hit record;
begin
  for word in select w from jsonb_array_elements(words) w loop
    at_level := nobody;
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
        has_it := coalesce(hit.many, app.search_bits(hit.few));
        at_level[hit.level] := case when at_level[hit.level] is null then has_it else at_level[hit.level] | has_it end;
      end loop;
    end loop;
    if word ? 'near' then
      at_level[5] := app.search_any(stretch, array(select 'w:' || n || ':' || l from jsonb_array_elements_text(word -> 'near') n, generate_series(0, 3) l));
    end if;
    -- so far, and further down in the texts; the first word alone decides, the others narrow
    has_it := null;
    for level in 1 .. 5 loop
      if at_level[level] is not null then has_it := case when has_it is null then at_level[level] else has_it | at_level[level] end; end if;
      at_level[level] := case when has_it is null then none when met is null then has_it else met[level] & has_it end;
    end loop;
    met := at_level;
    exit when met[5] = none;
  end loop;
  return met;
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
  nearby jsonb;
  plain_terms jsonb := question -> 'terms';
  last_stretch constant integer := coalesce((select max(p.chunk) from public.search_postings p), -1);
  wanted jsonb;
  filters integer[] := '{}';
  has_them bigint;
  widened boolean := false;
  met bit varying[];
  slices bit varying[];
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
  ahead bigint;
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
        if widened then
          has_them := has_them + bit_count(base & met[4]);
          base := base & met[5];
        else
          base := base & met[4];
          has_them := has_them + bit_count(base);
        end if;
      end if;
      continue when base = none;
      for wanted in select t from jsonb_array_elements(plain_terms) t loop
        base := base & app.search_any(stretch, array(select jsonb_array_elements_text(wanted)));
      end loop;
      if question ? 'priceFrom' or question ? 'priceTo' then
        base := base & app.search_any(stretch, array['priced:' || currency]);
        slices := app.search_slices_of(stretch, 'price:' || currency);
        if question ? 'priceFrom' then
          split := app.search_compare(slices, base, (question ->> 'priceFrom')::bigint);
          base := split.same | split.above;
        end if;
        if question ? 'priceTo' then
          split := app.search_compare(slices, base, (question ->> 'priceTo')::bigint);
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
        ahead := 0;
        for tier in 1 .. case when widened then 5 else 4 end loop
          tier_set := left_over & met[tier];
          if tier_set <> none then
            many := bit_count(tier_set);
            tier_many[tier] := tier_many[tier] + many;
            case tier when 1 then tier_0[stretch] := tier_set; when 2 then tier_1[stretch] := tier_set; when 3 then tier_2[stretch] := tier_set;
              when 4 then tier_3[stretch] := tier_set; else tier_4[stretch] := tier_set; end case;
            exit when tier_set = left_over;
            left_over := left_over & ~tier_set;
          end if;
          -- a first page that is full already needs nobody further down
          ahead := ahead + tier_many[tier];
          exit when place is null and ahead >= most;
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
    nearby := app.search_widened(words, sees_members, sees_subscribers);
    exit when not nearby @? '$[*].near';
    words := nearby;
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
    -- whoever stands before the place was met on a page before; without prices the index alone knows the order
    if sort = 'price' then
      few := array(
        select d.ordinal from unnest(few) x (ordinal) join public.search_documents d on d.ordinal = x.ordinal
        where place is null or (case when tier = 0 then (d.prices ->> currency)::bigint else no_price end, d.less_score, d.less_new, d.ordinal) > (keys[1], -keys[2], -keys[3], place)
        order by case when tier = 0 then (d.prices ->> currency)::bigint end, d.less_score, d.less_new, d.ordinal
        limit most - cardinality(found));
    elsif sort = 'newest' then
      few := array(
        select d.ordinal from unnest(few) x (ordinal) join public.search_documents d on d.ordinal = x.ordinal
        where place is null or (d.less_new, d.ordinal) > (-keys[1], place)
        order by d.less_new, d.ordinal limit most - cardinality(found));
    else
      few := array(
        select d.ordinal from unnest(few) x (ordinal) join public.search_documents d on d.ordinal = x.ordinal
        where place is null or sort = 'relevance' and tier > keys[1] or (d.less_score, d.less_new, d.ordinal) > (-keys[cardinality(keys) - 1], -keys[cardinality(keys)], place)
        order by d.less_score, d.less_new, d.ordinal limit most - cardinality(found));
    end if;
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
drop function app.search_tally(text[], bit varying[]);
