-- What has become a bitmap stays one when fewer are left and one more comes: it was given a list beside it, which the table refuses,
-- and with it the change of whoever came.
create or replace function app.search_keep(talent uuid) returns void language plpgsql security definer set search_path = '' as
$$
declare
  said record;
  kept record;
  gone text[];
  come text[];
  stretch integer;
  bit_at smallint;
begin
  -- one after the other: bitmaps are shared by many talents
  perform pg_catalog.pg_advisory_xact_lock(6180, 1);
  select * into said from app.search_said(talent);
  select * into kept from public.search_documents d where d.talent_id = talent;
  if not found then
    if said.terms = '{}' then return; end if;
    insert into public.search_documents (talent_id, ordinal, terms, less_score, less_new, prices)
      select talent, coalesce(max(d.ordinal) + 1, 0), '{}', 0, 0, '{}' from public.search_documents d
      returning * into kept;
  end if;
  if (kept.terms, kept.prices, kept.due_at) is not distinct from (said.terms, said.prices, said.due_at) then return; end if;
  gone := array(select unnest(kept.terms) except select unnest(said.terms) order by 1);
  come := array(select unnest(said.terms) except select unnest(kept.terms) order by 1);
  stretch := kept.ordinal / 32000;
  bit_at := kept.ordinal % 32000;
  update public.search_documents d set terms = said.terms, less_score = -said.score, less_new = -said.newest, prices = said.prices, due_at = said.due_at where d.talent_id = talent;
  delete from public.search_postings p where p.chunk = stretch and p.term = any (gone) and p.held = 1;
  update public.search_postings p set held = p.held - 1, ordinals = array_remove(p.ordinals, bit_at), bits = set_bit(p.bits, bit_at, 0)
    where p.chunk = stretch and p.term = any (gone);
  insert into public.search_postings as p (chunk, term, held, ordinals) select stretch, t, 1, array[bit_at] from unnest(come) t
    on conflict (chunk, term) do update set held = p.held + 1,
      ordinals = case when p.bits is null and p.held < 500 then p.ordinals || bit_at end,
      bits = case when p.bits is not null then set_bit(p.bits, bit_at, 1) when p.held >= 500 then app.search_bits(p.ordinals || bit_at) end;
  perform app.search_count_words(kept.terms, said.terms);
end $$;
