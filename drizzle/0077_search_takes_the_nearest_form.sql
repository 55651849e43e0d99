-- An Arabic word with more written onto it is spelled by whichever of its forms has the nearest word.
create or replace function app.search_guessed(typed jsonb, sees_members boolean, sees_subscribers boolean) returns text[] language plpgsql stable security definer set search_path = '' as
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
end $$;
