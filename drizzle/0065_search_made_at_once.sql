-- A bitmap with these bits set, in one pass.
do $$ begin
  execute format('create aggregate app.search_set(integer, integer) (sfunc = pg_catalog.set_bit, stype = bit, initcond = %L, parallel = safe)', repeat('0', 32000));
end $$;--> statement-breakpoint
create or replace function app.search_bits(ordinals smallint[]) returns bit varying language plpgsql immutable parallel safe set search_path = '' as
$$ begin return (select app.search_set(o, 1) from unnest(ordinals) o)::bit varying; end $$;--> statement-breakpoint

-- What talents are found by, a thousand of them as well as one.
create function app.search_said_of(talents uuid[]) returns table (talent uuid, terms text[], score integer, newest integer, prices jsonb, due_at timestamptz)
language plpgsql stable rows 10 security definer set search_path = '' set plan_cache_mode = force_generic_plan set jit = off as
$$
begin
  return query
  select x.id, case when p.id is null then '{}' else array(
    with said (field, words) as (
      select 0, p.display_name
      union all select 1, array_to_string(p.tags, ' ')
      union all select 2, value from jsonb_each_text(p.headline)
      union all select 3, value from jsonb_each_text(p.bio)
      union all select 3, x.value from public.services s, jsonb_each_text(s.title) x where s.talent_id = p.id and s.active
    ), heard as (
      select field, left(word, 40) as word from said, unnest(string_to_array(app.fold(words), ' ')) word where word <> ''
      union all select 1, word from unnest(string_to_array(concat_ws(' ', trade.folded, place.folded, land.folded), ' ')) word
    ), forms as (
      select field, word from heard union all select field, substr(word, 3) from heard where word like 'ال%' and length(word) >= 5
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
create or replace function app.search_said(talent uuid, out terms text[], out score integer, out newest integer, out prices jsonb, out due_at timestamptz)
language plpgsql stable security definer set search_path = '' as
$$ begin select s.terms, s.score, s.newest, s.prices, s.due_at into terms, score, newest, prices, due_at from app.search_said_of(array[talent]) s; end $$;--> statement-breakpoint

-- All of it anew, a stretch at a time: for the first time, and whenever somebody doubts it.
create or replace function app.search_rebuild() returns bigint language plpgsql security definer set search_path = '' set jit = off set work_mem = '256MB' as
$$
declare
  last_stretch integer;
  talents uuid[];
begin
  perform pg_catalog.pg_advisory_xact_lock(6180, 1);
  delete from public.search_documents d where not exists (select 1 from public.talent_profiles p where p.id = d.talent_id);
  insert into public.search_documents (talent_id, ordinal, terms, less_score, less_new, prices)
    select p.id, (select coalesce(max(d.ordinal) + 1, 0) from public.search_documents d) + row_number() over (order by p.published_at, p.id) - 1, '{}', 0, 0, '{}'
    from public.talent_profiles p where p.published_at is not null and not exists (select 1 from public.search_documents d where d.talent_id = p.id);
  truncate public.search_postings, public.search_words;
  last_stretch := coalesce((select max(d.ordinal) / 32000 from public.search_documents d), -1);
  for stretch in 0 .. last_stretch loop
    for batch in 0 .. 31 loop
      talents := array(select o.talent_id from public.search_documents o where o.ordinal >= stretch * 32000 + batch * 1000 and o.ordinal < stretch * 32000 + batch * 1000 + 1000);
      continue when talents = '{}';
      update public.search_documents d set terms = s.terms, less_score = -s.score, less_new = -s.newest, prices = s.prices, due_at = s.due_at
        from app.search_said_of(talents) s where d.talent_id = s.talent;
    end loop;
    insert into public.search_postings (chunk, term, held, ordinals, bits)
      select stretch, x.term, cardinality(x.ordinals), case when cardinality(x.ordinals) <= 500 then x.ordinals end, case when cardinality(x.ordinals) > 500 then app.search_bits(x.ordinals) end
      from (select t collate "C" as term, array_agg((d.ordinal % 32000)::smallint) as ordinals
        from public.search_documents d, unnest(d.terms) t where d.ordinal >= stretch * 32000 and d.ordinal < stretch * 32000 + 32000 group by 1) x
      order by x.term;
  end loop;
  -- every word stands in one place alone of whoever has it
  insert into public.search_words (word, everyone, members, subscribers, near)
    select x.word, x.everyone, x.members, x.subscribers, app.search_near(x.word) from (
      select split_part(p.term, ':', 2) as word, sum(n.everyone) as everyone, sum(n.members) as members, sum(n.subscribers) as subscribers
      from generate_series(0, last_stretch) s,
        lateral (select app.search_any(s, array['seen:everyone']) as everyone, app.search_any(s, array['seen:members']) as members, app.search_any(s, array['seen:subscribers']) as subscribers offset 0) seen,
        public.search_postings p,
        lateral (select bit_count(p.bits & seen.everyone) as everyone, bit_count(p.bits & seen.members) as members, bit_count(p.bits & seen.subscribers) as subscribers where p.bits is not null
          union all select count(*) filter (where get_bit(seen.everyone, o) = 1), count(*) filter (where get_bit(seen.members, o) = 1), count(*) filter (where get_bit(seen.subscribers, o) = 1)
          from unnest(p.ordinals) o where p.ordinals is not null) n
      where p.chunk = s and p.term >= 'w:' and p.term < 'w;' group by 1) x;
  return (select count(*) from public.search_documents);
end $$;--> statement-breakpoint

-- those who match are put in order without a look at them
alter table search_documents drop constraint search_documents_ordinal_key;--> statement-breakpoint
alter table search_documents add constraint search_documents_ordinal_key unique (ordinal) include (less_score, less_new);--> statement-breakpoint

-- as the policies say
grant select on search_documents, search_labels, search_postings, search_waiting, search_words to app_system;--> statement-breakpoint
revoke execute on function app.search_set(integer, integer), app.search_said_of(uuid[]) from public;
