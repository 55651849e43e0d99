-- which words are strange is asked of the list of words, not of everybody
create or replace function app.search_spelled(words jsonb, seen text[], sees_members boolean, sees_subscribers boolean) returns jsonb language plpgsql stable security definer set search_path = '' as
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
-- the walk along the order goes first wherever it is the shorter way
create or replace function app.search_first(sets bit varying[], many bigint, by_score boolean, most integer, keys bigint[], place integer) returns integer[] language plpgsql stable security definer set search_path = '' as
$$
declare
  chosen integer[];
  everybody bigint;
  walk bigint;
begin
  everybody := (select max(d.ordinal) + 1 from public.search_documents d);
  walk := 4 * most * everybody / many + 100;
  -- not when each of the few can be looked at sooner
  if walk <= (case when many <= 1500 then many else 6000 end) then
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
  if many <= 1500 then
    return array(select s * 32000 + o from generate_subscripts(sets, 1) s, unnest(app.search_ordinals(sets[s])) o where sets[s] is not null);
  end if;
  return app.search_sliced(sets, case when by_score then array['score', 'newest'] else array['newest'] end, array[true, true], most, keys, place);
end $$;
