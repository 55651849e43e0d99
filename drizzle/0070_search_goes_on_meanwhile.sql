-- All of it anew, while people go on searching what was there before.
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
  last_stretch := coalesce((select max(d.ordinal) / 32000 from public.search_documents d), -1);
  delete from public.search_postings p where p.chunk > last_stretch;
  for stretch in 0 .. last_stretch loop
    for batch in 0 .. 31 loop
      talents := array(select o.talent_id from public.search_documents o where o.ordinal >= stretch * 32000 + batch * 1000 and o.ordinal < stretch * 32000 + batch * 1000 + 1000);
      continue when talents = '{}';
      update public.search_documents d set terms = s.terms, less_score = -s.score, less_new = -s.newest, prices = s.prices, due_at = s.due_at
        from app.search_said_of(talents) s
        where d.talent_id = s.talent and (d.terms, d.less_score, d.less_new, d.prices, d.due_at) is distinct from (s.terms, -s.score, -s.newest, s.prices, s.due_at);
    end loop;
    delete from public.search_postings p where p.chunk = stretch;
    insert into public.search_postings (chunk, term, held, ordinals, bits)
      select stretch, x.term, cardinality(x.ordinals), case when cardinality(x.ordinals) <= 500 then x.ordinals end, case when cardinality(x.ordinals) > 500 then app.search_bits(x.ordinals) end
      from (select t collate "C" as term, array_agg((d.ordinal % 32000)::smallint) as ordinals
        from public.search_documents d, unnest(d.terms) t where d.ordinal >= stretch * 32000 and d.ordinal < stretch * 32000 + 32000 group by 1) x
      order by x.term;
  end loop;
  -- every word stands in one place alone of whoever has it
  delete from public.search_words;
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
end $$;
