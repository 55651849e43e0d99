CREATE TABLE "search_documents" (
	"talent_id" uuid PRIMARY KEY NOT NULL,
	"ordinal" integer NOT NULL,
	"terms" text[] NOT NULL,
	"less_score" smallint NOT NULL,
	"less_new" integer NOT NULL,
	"prices" jsonb NOT NULL,
	"due_at" timestamp with time zone,
	CONSTRAINT "search_documents_ordinal_key" UNIQUE("ordinal")
);
--> statement-breakpoint
ALTER TABLE "search_documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "search_labels" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"words" text NOT NULL,
	"within" text,
	CONSTRAINT "search_labels_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
ALTER TABLE "search_labels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "search_postings" (
	"chunk" integer NOT NULL,
	"term" text collate "C" NOT NULL,
	"held" smallint NOT NULL,
	"ordinals" smallint[],
	"bits" bit varying,
	CONSTRAINT "search_postings_chunk_term_pk" PRIMARY KEY("chunk","term"),
	CONSTRAINT "search_postings_one_way" CHECK (("search_postings"."ordinals" is null) <> ("search_postings"."bits" is null) and "search_postings"."held" > 0)
);
--> statement-breakpoint
ALTER TABLE "search_postings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "search_waiting" (
	"talent_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_waiting" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text collate "C" PRIMARY KEY NOT NULL,
	"everyone" integer DEFAULT 0 NOT NULL,
	"members" integer DEFAULT 0 NOT NULL,
	"subscribers" integer DEFAULT 0 NOT NULL,
	"near" text[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "search_documents_due_idx" ON "search_documents" USING btree ("due_at") WHERE "search_documents"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "search_documents_best_idx" ON "search_documents" USING btree ("less_score","less_new","ordinal") WHERE "search_documents"."terms" <> '{}';--> statement-breakpoint
CREATE INDEX "search_documents_newest_idx" ON "search_documents" USING btree ("less_new","ordinal") WHERE "search_documents"."terms" <> '{}';--> statement-breakpoint
CREATE INDEX "search_words_near_idx" ON "search_words" USING gin ("near");--> statement-breakpoint
CREATE POLICY "the system may look at documents of search" ON "search_documents" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system may look at labels of search" ON "search_labels" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system may look at postings of search" ON "search_postings" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system may look at what waits for search" ON "search_waiting" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
CREATE POLICY "the system may look at words of search" ON "search_words" AS PERMISSIVE FOR SELECT TO "app_system" USING (true);--> statement-breakpoint
-- src/core/fold.ts, step by step; a database test holds the two together
create function app.fold(words text) returns text language sql immutable strict parallel safe set search_path = '' as
$$
  select case when octet_length($1) = length($1)
  -- plain ASCII knows no more than case and punctuation
  then btrim(regexp_replace(lower($1 collate "C"), '[^0-9a-z]+', ' ', 'g'), ' ')
  else btrim(regexp_replace(regexp_replace(regexp_replace(replace(regexp_replace(replace(replace(replace(replace(translate(regexp_replace(regexp_replace(lower(normalize(regexp_replace($1, '[\ua720-\ua7ff]', ' ', 'g'), NFKD) collate pg_catalog.pg_c_utf8) collate "C", '[\u00ad\u02b0-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0621\u0640\u064b-\u0653\u0655-\u065f\u0670\u0674\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u08ca-\u08ff\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]', '', 'g'),
    '[^0-9a-z\u00df\u00e6\u00f0\u00f8\u00fe\u0111\u0127\u0131\u0138\u0142\u014b\u0153\u0167\u0180-\u02af\u0370-\u03ff\u0400-\u052f\u0560-\u0588\u05d0-\u05ea\u05ef-\u05f2\u0620-\u064a\u0654\u0660-\u0669\u066e-\u06d3\u06d5\u06ee-\u06fc\u06ff\u0710-\u072f\u074d-\u077f\u08a0-\u08c9\u0900-\u167f\u1681-\u1fff\u2d00-\u2d6f\u3041-\u3096\u30a1-\u30fa\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c]+', ' ', 'g'),
    U&'\0620\0649\06cc\06cd\06ce\06d0\06d1\06d2\06a9\06aa\0629\06be\06c1\06c3\06d5\06c4\06c5\06c6\06c7\06c8\06c9\06ca\06cb\06cf\0671\0672\0673\0693\0695\06b5\06b6\06ad\06b4\0763\00f0\0111\0192\0127\0131\0138\0142\014b\00f8\0167\03c2\0660\06f0\0661\06f1\0662\06f2\0663\06f3\0664\06f4\0665\06f5\0666\06f6\0667\06f7\0668\06f8\0669\06f9',
    'ييييييييككهههههووووووووواااررللگگگddfhiklnotσ00112233445566778899'), U&'\00df', 'ss'), U&'\00e6', 'ae'), U&'\0153', 'oe'), U&'\00fe', 'th'), '(^| )ي\u0654', '\1ا', 'g'), U&'\0654', ''), 'وو+', 'و', 'g'), 'اا+', 'ا', 'g'), ' {2,}', ' ', 'g'), ' ') end
$$;--> statement-breakpoint
alter table search_labels add column folded text not null generated always as (app.fold(words)) stored;--> statement-breakpoint
insert into search_labels (kind, id, words, within) values
  ('category', 'photographer', 'photographer photographers photography photo photos تصوير فوتوغرافي مصور مصورة المصورون فوتوغراف وێنەگر وێنەگران وێنەگری photographe photographes photographie', null),
  ('category', 'videographer', 'videographer videographers videography video videos تصوير فيديو مصور مصورة مصورو الفيديو ڤیدیۆگر ڤیدیۆگران ڤیدیۆ vidéaste vidéastes vidéo cadreur', null),
  ('category', 'actor', 'actor actress actors actresses acting تمثيل ممثل ممثلة الممثلون ئەکتەر ئەکتەران acteur actrice acteurs actrices comédien comédienne', null),
  ('category', 'model', 'model models modelling عرض أزياء عارض عارضة عارضو الأزياء موديل مۆدێل مۆدێلەکان mannequin mannequins modèle', null),
  ('category', 'voice-artist', 'voice artist artists voiceover voice-over تعليق صوتي معلق معلقة المعلقون الصوتيون دوبلاج دەنگبێژی دەنگبێژانی دەنگبێژ ڕیکلام voix off doublage', null),
  ('category', 'musician', 'musician musicians music عزف موسيقى وموسيقى عازف عازفة موسيقي الموسيقيون ژەنیار ژەنیاران مۆسیقا musicien musicienne musiciens musiciennes musique', null),
  ('category', 'singer', 'singer singers singing غناء مغني مغنية مطرب مطربة المغنون گۆرانیبێژ گۆرانیبێژان گۆرانی chanteur chanteuse chanteurs chanteuses chant', null),
  ('category', 'dj', 'dj djs دي جي ديجي منسقو الأغاني دیجەی دیجەیەکان', null),
  ('category', 'dancer', 'dancer dancers dance رقص واستعراض استعراض راقص راقصة الراقصون سەماکار سەماکاران سەما danseur danseuse danseurs danseuses danse', null),
  ('category', 'makeup-artist', 'make-up makeup artist artists مكياج ماكياج خبير خبيرة خبراء المكياج شارەزای شارەزایانی مکیاج maquilleur maquilleuse maquilleurs maquilleuses maquillage', null),
  ('category', 'stylist', 'stylist stylists styling تنسيق أزياء منسق منسقة منسقو الأزياء ستايلست ستایلیست ستایلیستەکان styliste stylistes', null),
  ('category', 'event-host', 'event host hosts events presenter mc تقديم حفلات مقدم مقدمة مقدمو الحفلات عريف پێشکەشکاری پێشکەشکارانی پێشکەشکار بۆنە animation animateur animatrice animateurs événements événement', null),
  ('category', 'comedian', 'comedian comedians comedy كوميديا كوميدي كوميدية الكوميديون کۆمیدیان کۆمیدیانەکان کۆمیدیا humoriste humoristes comique', null),
  ('category', 'calligrapher', 'calligrapher calligraphers calligraphy خط عربي خطاط خطاطة الخطاطون خۆشنووس خۆشنووسان خۆشنووسی calligraphe calligraphes calligraphie', null),
  ('category', 'graphic-designer', 'graphic designer designers design تصميم غرافيكي جرافيك مصمم مصممة المصممون دیزاینەری دیزاینەرانی دیزاینەر گرافیک graphiste graphistes graphisme', null),
  ('category', 'illustrator', 'illustrator illustrators illustration رسم رسام رسامة الرسامون وێنەکێش وێنەکێشان illustrateur illustratrice illustrateurs illustratrices', null),
  ('category', 'translator', 'translator translators translation interpreter ترجمة مترجم مترجمة المترجمون وەرگێڕ وەرگێڕان traducteur traductrice traducteurs traductrices traduction interprète', null),
  ('category', 'chef', 'chef chefs cook catering طبخ ضيافة وضيافة طباخ طباخة شيف الطهاة شێف شێفەکان cuisine cuisinier cuisinière traiteur', null),
  ('category', 'writer', 'writer writers writing copywriter كتابة كاتب كاتبة الكتاب نووسەر نووسەران plume rédaction rédacteur rédactrice rédacteurs auteurs auteur autrice écrivain', null),
  ('category', 'director', 'director directors directing إخراج مخرج مخرجة المخرجون دەرهێنەر دەرهێنەران réalisateur réalisatrice réalisateurs réalisatrices réalisation', null),
  ('city', 'baghdad', 'baghdad bagdad بغداد بەغدا بەغداد', 'IQ'),
  ('city', 'erbil', 'erbil arbil irbil hawler hewlêr أربيل اربيل هەولێر', 'IQ'),
  ('city', 'sulaymaniyah', 'sulaymaniyah sulaimaniyah sulaymaniya slemani silêmanî souleimaniye السليمانية سلێمانی', 'IQ'),
  ('city', 'duhok', 'duhok dohuk dihok dohouk دهوك دهۆک', 'IQ'),
  ('city', 'basra', 'basra basrah bassora البصرة بەسرە بەسرا', 'IQ'),
  ('city', 'mosul', 'mosul mossoul الموصل مووسڵ موسڵ', 'IQ'),
  ('city', 'kirkuk', 'kirkuk kirkouk kerkûk كركوك کەرکووک', 'IQ'),
  ('city', 'najaf', 'najaf nadjaf النجف نەجەف', 'IQ'),
  ('city', 'karbala', 'karbala kerbala كربلاء کەربەلا', 'IQ'),
  ('city', 'casablanca', 'casablanca casa الدار البيضاء كازابلانكا کازابلانکا', 'MA'),
  ('city', 'rabat', 'rabat الرباط ڕەبات', 'MA'),
  ('city', 'marrakech', 'marrakech marrakesh مراكش مەڕاکیش', 'MA'),
  ('city', 'fes', 'fes fez fès فاس', 'MA'),
  ('city', 'tangier', 'tangier tangiers tanger طنجة تەنجە', 'MA'),
  ('city', 'agadir', 'agadir أكادير أگادير ئەگادیر', 'MA'),
  ('country', 'IQ', 'iraq irak العراق عێراق', null),
  ('country', 'MA', 'morocco maroc المغرب مەغریب', null);--> statement-breakpoint
-- two bitmaps to a page, read where they lie
alter table search_postings alter column bits set storage plain;--> statement-breakpoint
create extension if not exists fuzzystrmatch;--> statement-breakpoint

-- Bitmaps. A stretch holds 32,000 talents: 4,000 bytes, two to a page. -------------------------------------------------------
create function app.search_none() returns bit varying language sql immutable parallel safe set search_path = '' as
$$ select pg_catalog.repeat('0', 32000)::bit varying $$;--> statement-breakpoint
create function app.search_bits(ordinals smallint[]) returns bit varying language plpgsql immutable parallel safe set search_path = '' as
$$
declare
  made bit varying := app.search_none();
  one smallint;
begin
  if cardinality(ordinals) <= 60 then
    foreach one in array ordinals loop made := set_bit(made, one, 1); end loop;
    return made;
  end if;
  -- many at once are quicker written out
  return (select (string_agg(repeat('0', o - before - 1) || '1', '' order by o) || repeat('0', 31999 - max(o)))::bit varying
    from (select o, lag(o, 1, -1) over (order by o) as before from (select distinct unnest(ordinals)::int as o) x) y);
end $$;--> statement-breakpoint
create function app.search_ordinals(bits bit varying) returns integer[] language sql immutable parallel safe set search_path = '' as
$$
  select coalesce(array_agg((at - 1)::int order by at), '{}') from (
    select sum(length(gap) + 1) over (order by n) as at, count(*) over () - n as left_over
    from string_to_table(bits::text, '1') with ordinality as pieces (gap, n)) x
  where left_over > 0
$$;--> statement-breakpoint
-- whoever is found by any of these terms, in one stretch
create function app.search_any(stretch integer, wanted text[]) returns bit varying language plpgsql stable security definer set search_path = '' as
$$
begin
  return coalesce((select bit_or(coalesce(p.bits, app.search_bits(p.ordinals))) from public.search_postings p where p.chunk = stretch and p.term = any (wanted)), app.search_none());
end $$;--> statement-breakpoint

-- Numbers in slices: bit b of a number is the term `name:b<b>`; the slice of bit 0 comes first.
create function app.search_slices_of(stretch integer, name text) returns bit varying[] language plpgsql stable security definer set search_path = '' as
$$
declare
  slices bit varying[] := array_fill(app.search_none(), array[41]);
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
-- who of `among` has less, the same and more
create function app.search_compare(slices bit varying[], among bit varying, value bigint, out below bit varying, out same bit varying, out above bit varying)
language plpgsql immutable parallel safe set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
begin
  below := none; above := none; same := among;
  for b in reverse 41 .. 1 loop
    exit when same = none;
    if (value >> (b - 1)) & 1 = 1 then below := below | (same & ~slices[b]); same := same & slices[b];
    else above := above | (same & slices[b]); same := same & ~slices[b];
    end if;
  end loop;
end $$;--> statement-breakpoint

-- What a talent is found by. ----------------------------------------------------------------------------------------------
create function app.search_slices(name text, value bigint) returns setof text language sql immutable parallel safe set search_path = '' as
$$ select name || ':b' || b from generate_series(0, 40) b where (value >> b) & 1 = 1 $$;--> statement-breakpoint
-- src/features/discovery/search/rules.ts: scoreOf
create function app.search_score(count bigint, sum bigint) returns integer language sql immutable parallel safe set search_path = '' as
$$ select floor((1000 * (5 * 4 + coalesce(sum, 0)))::numeric / (5 + count) + 0.5)::int $$;--> statement-breakpoint
create function app.search_said(talent uuid, out terms text[], out score integer, out newest integer, out prices jsonb, out due_at timestamptz)
language plpgsql stable security definer set search_path = '' as
$$
declare
  p record;
  stars record;
  land text;
begin
  terms := '{}'; score := 0; newest := 0; prices := '{}';
  select t.* into p from public.talent_profiles t join public.users u on u.id = t.user_id
    where t.id = talent and t.published_at is not null and u.suspended_at is null and u.deleted_at is null;
  if not found then return; end if;
  select count(*) filter (where r.publish_at <= app.now()) as count, sum(r.rating) filter (where r.publish_at <= app.now()) as sum,
      round(avg(r.rating) filter (where r.publish_at <= app.now()), 1) as average, min(r.publish_at) filter (where r.publish_at > app.now()) as due
    into stars from public.reviews r where r.talent_id = talent and r.side = 'customer';
  score := app.search_score(stars.count, stars.sum);
  due_at := stars.due;
  newest := least(greatest(0, floor(extract(epoch from p.published_at))::bigint - 1577836800), 2147483647)::int;
  select coalesce(jsonb_object_agg(s.price_currency, s.least), '{}') into prices
    from (select price_currency, min(price_amount) as least from public.services where talent_id = talent and active group by 1) s;
  land := (select l.within from public.search_labels l where l.kind = 'city' and l.id = p.city);
  terms := array(
    with said (field, words) as (
      select 0, p.display_name
      union all select 1, array_to_string(p.tags, ' ')
      union all select 2, value from jsonb_each_text(p.headline)
      union all select 3, value from jsonb_each_text(p.bio)
      union all select 3, x.value from public.services s, jsonb_each_text(s.title) x where s.talent_id = talent and s.active
    ), heard as (
      select field, left(word, 40) as word from said, unnest(string_to_array(app.fold(words), ' ')) word where word <> ''
      union all select 1, word from public.search_labels l, unnest(string_to_array(l.folded, ' ')) word
        where (l.kind, l.id) in (('category', p.category), ('city', p.city), ('country', land))
    ), forms as (
      select field, word from heard union all select field, substr(word, 3) from heard where word like 'ال%' and length(word) >= 5
    )
    select 'w:' || word || ':' || min(field) from forms group by word
    union select 'seen:' || p.seen_by
    union select '#category:' || p.category
    union select '#city:' || p.city
    union select '#country:' || land where land is not null
    union select '#language:' || l from unnest(p.languages) l
    union select 'tag:' || app.fold(t) from unnest(p.tags) t
    union select '#rating:' || step from unnest(array['3', '4', '4.5']) step where stars.average >= step::numeric
    union select 'priced:' || c from jsonb_object_keys(prices) c
    union select 'free:' || f.day from public.talent_free_days t, unnest(t.days) f (day) where t.talent_id = talent
    -- whom it is meant for stands at the end
    union select x.said || case k.seen_by when 'everyone' then ':0' when 'members' then ':1' else ':2' end
      from public.casting_attributes k, lateral (
        select 'height:' || k.height_cm as said where k.height_cm is not null
        union all select 'age:' || a from generate_series(k.playing_age_from::int, k.playing_age_to::int) a
        union all select 'skill:' || app.fold(one) from unnest(k.skills) one) x
      where k.talent_id = talent
    union select app.search_slices('price:' || key, value::bigint) from jsonb_each_text(prices)
    union select app.search_slices('score', score)
    union select app.search_slices('newest', newest)
    order by 1
  );
end $$;--> statement-breakpoint

-- Keeping it: in the transaction of the change, once per talent, when it ends. ----------------------------------------------
create function app.search_near(word text) returns text[] language sql immutable parallel safe set search_path = '' as
$$ select array(select left(word, n - 1) || substr(word, n + 1) from generate_series(1, length(word)) n where length(word) between 3 and 24 union select word) $$;--> statement-breakpoint
create function app.search_keep(talent uuid) returns void language plpgsql security definer set search_path = '' as
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
      ordinals = case when p.held < 500 then p.ordinals || bit_at end,
      bits = case when p.bits is not null then set_bit(p.bits, bit_at, 1) when p.held >= 500 then app.search_bits(p.ordinals || bit_at) end;
  perform app.search_count_words(kept.terms, said.terms);
end $$;--> statement-breakpoint
create function app.search_count_words(was text[], is_now text[]) returns void language plpgsql security definer set search_path = '' as
$$
begin
  with side (step, terms) as (values (-1, was), (1, is_now)),
  counted as (
    select split_part(t, ':', 2) as word, side.step,
      case when 'seen:everyone' = any (side.terms) then 'everyone' when 'seen:members' = any (side.terms) then 'members' else 'subscribers' end as audience
    from side, unnest(side.terms) t where t like 'w:%'
  ), changed as (
    select word, coalesce(sum(step) filter (where audience = 'everyone'), 0) as everyone, coalesce(sum(step) filter (where audience = 'members'), 0) as members,
      coalesce(sum(step) filter (where audience = 'subscribers'), 0) as subscribers
    from counted group by word
  )
  insert into public.search_words as w (word, everyone, members, subscribers, near)
    select c.word, c.everyone, c.members, c.subscribers, app.search_near(c.word) from changed c where (c.everyone, c.members, c.subscribers) <> (0, 0, 0)
    on conflict (word) do update set everyone = w.everyone + excluded.everyone, members = w.members + excluded.members, subscribers = w.subscribers + excluded.subscribers;
  delete from public.search_words w where w.word in (select split_part(t, ':', 2) from unnest(was) t where t like 'w:%') and (w.everyone, w.members, w.subscribers) = (0, 0, 0);
end $$;--> statement-breakpoint
create function app.search_waits() returns trigger language plpgsql security definer set search_path = '' as
$$
declare
  row_of jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
  talents uuid[];
begin
  talents := case tg_table_name
    when 'talent_profiles' then array[(row_of ->> 'id')::uuid]
    when 'users' then array(select p.id from public.talent_profiles p where p.user_id = row_of ->> 'id')
    else array[(row_of ->> 'talent_id')::uuid] end;
  insert into public.search_waiting (talent_id) select t from unnest(talents) t where t is not null on conflict do nothing;
  return null;
end $$;--> statement-breakpoint
create function app.search_waited() returns trigger language plpgsql security definer set search_path = '' as
$$
begin
  delete from public.search_waiting w where w.talent_id = new.talent_id;
  perform app.search_keep(new.talent_id);
  return null;
end $$;--> statement-breakpoint
create constraint trigger search_waited after insert on search_waiting deferrable initially deferred for each row execute function app.search_waited();--> statement-breakpoint
create trigger search_waits after insert or delete on talent_profiles for each row execute function app.search_waits();--> statement-breakpoint
create trigger search_waits_for_changes after update on talent_profiles for each row when (old.published_at is not null or new.published_at is not null) execute function app.search_waits();--> statement-breakpoint
create trigger search_waits after insert or update or delete on services for each row execute function app.search_waits();--> statement-breakpoint
create trigger search_waits after insert or update or delete on casting_attributes for each row execute function app.search_waits();--> statement-breakpoint
create trigger search_waits after insert or update or delete on talent_free_days for each row execute function app.search_waits();--> statement-breakpoint
create trigger search_waits after insert or update or delete on reviews for each row execute function app.search_waits();--> statement-breakpoint
create trigger search_waits after update on users for each row when ((old.suspended_at is null, old.deleted_at is null) is distinct from (new.suspended_at is null, new.deleted_at is null)) execute function app.search_waits();--> statement-breakpoint
-- what time alone changes: reviews that have become public; for the clock
create function app.search_tend(most integer) returns integer language plpgsql security definer set search_path = '' as
$$
declare
  tended integer := 0;
  one uuid;
begin
  for one in select d.talent_id from public.search_documents d where d.due_at <= app.now() order by d.due_at limit most loop
    perform app.search_keep(one);
    tended := tended + 1;
  end loop;
  return tended;
end $$;--> statement-breakpoint
-- All of it anew, in few statements: for the first time, and whenever somebody doubts it.
create function app.search_rebuild() returns bigint language plpgsql security definer set search_path = '' as
$$
begin
  perform pg_catalog.pg_advisory_xact_lock(6180, 1);
  delete from public.search_documents d where not exists (select 1 from public.talent_profiles p where p.id = d.talent_id);
  insert into public.search_documents (talent_id, ordinal, terms, less_score, less_new, prices)
    select p.id, (select coalesce(max(d.ordinal) + 1, 0) from public.search_documents d) + row_number() over (order by p.published_at, p.id) - 1, '{}', 0, 0, '{}'
    from public.talent_profiles p where p.published_at is not null and not exists (select 1 from public.search_documents d where d.talent_id = p.id);
  update public.search_documents d set (terms, less_score, less_new, prices, due_at) = (select s.terms, -s.score, -s.newest, s.prices, s.due_at from app.search_said(d.talent_id) s);
  truncate public.search_postings, public.search_words;
  insert into public.search_postings (chunk, term, held, ordinals, bits)
    select x.chunk, x.term, cardinality(x.ordinals), case when cardinality(x.ordinals) <= 500 then x.ordinals end, case when cardinality(x.ordinals) > 500 then app.search_bits(x.ordinals) end
    from (select d.ordinal / 32000 as chunk, t collate "C" as term, array_agg((d.ordinal % 32000)::smallint) as ordinals
      from public.search_documents d, unnest(d.terms) t group by 1, 2) x
    order by 1, 2;
  insert into public.search_words (word, everyone, members, subscribers, near)
    select x.word, x.everyone, x.members, x.subscribers, app.search_near(x.word) from (
      select split_part(t, ':', 2) as word, count(*) filter (where 'seen:everyone' = any (d.terms)) as everyone, count(*) filter (where 'seen:members' = any (d.terms)) as members,
        count(*) filter (where 'seen:subscribers' = any (d.terms)) as subscribers
      from public.search_documents d, unnest(d.terms) t where t like 'w:%' group by 1) x;
  return (select count(*) from public.search_documents);
end $$;--> statement-breakpoint
select app.search_rebuild();--> statement-breakpoint
-- Asking. Words come folded, each with its forms; `begun`: the last one may be half typed. --------------------------------------
-- who has all the words, in one stretch: in the name, in name or tags, in name, tags or headline, anywhere
create function app.search_match(stretch integer, words jsonb) returns bit varying[] language plpgsql stable security definer set search_path = '' as
$$
declare
  none constant bit varying := app.search_none();
  met bit varying[] := array_fill(~app.search_none(), array[4]);
  at_level bit varying[];
  word jsonb;
  one text;
  hit record;
begin
  for word in select w from jsonb_array_elements(words) w loop
    at_level := array_fill(none, array[4]);
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
    for level in 1 .. 4 loop
      if level > 1 then at_level[level] := at_level[level] | at_level[level - 1]; end if;
      met[level] := met[level] & at_level[level];
    end loop;
    exit when met[4] = none;
  end loop;
  return met;
end $$;--> statement-breakpoint
create function app.search_anybody(words jsonb, seen text[]) returns boolean language plpgsql stable security definer set search_path = '' as
$$
begin
  for stretch in 0 .. coalesce((select max(p.chunk) from public.search_postings p), -1) loop
    if (app.search_match(stretch, words))[4] & app.search_any(stretch, seen) <> app.search_none() then return true; end if;
  end loop;
  return false;
end $$;--> statement-breakpoint

-- Words an edit away, the likeliest first; for a word half typed, also words that begin an edit away.
create function app.search_meant(typed text, begun boolean, sees_members boolean, sees_subscribers boolean) returns text[] language plpgsql stable security definer set search_path = '' as
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
    limit 5);
  if found = '{}' and begun and length(typed) >= 4 then
    found := array(
      select w.word from public.search_words w
      where w.word >= left(typed, 2) and w.word < left(typed, 2) || U&'\+10FFFF' and length(w.word) > length(typed)
        and least(public.levenshtein(left(w.word, length(typed)), typed), public.levenshtein(left(w.word, length(typed) - 1), typed),
          public.levenshtein(left(w.word, length(typed) + 1), typed)) <= 1
        and w.everyone + case when sees_members then w.members else 0 end + case when sees_subscribers then w.subscribers else 0 end > 0
      order by w.everyone + w.members + w.subscribers desc, w.word
      limit 5);
  end if;
  return found;
end $$;--> statement-breakpoint
-- 1 for one edit, two letters changed round among them; more is further
create function app.search_apart(a text, b text) returns integer language sql immutable parallel safe set search_path = '' as
$$
  select case when length(a) = length(b) and exists (
      select 1 from generate_series(1, length(a) - 1) n
      where left(a, n - 1) || substr(a, n + 1, 1) || substr(a, n, 1) || substr(a, n + 2) = b)
    then 1 else public.levenshtein(a, b) end
$$;--> statement-breakpoint

-- The words as they were most likely meant, when nobody has them as they were typed; null when nothing nearby helps.
create function app.search_spelled(words jsonb, seen text[], sees_members boolean, sees_subscribers boolean) returns jsonb language plpgsql stable security definer set search_path = '' as
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
      tried := coalesce(tried, jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false)));
      if app.search_anybody(app.search_known(jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false)), unknown, at), seen) then
        tried := jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false));
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
        tried := jsonb_set(meant, array[at::text], jsonb_build_object('forms', jsonb_build_array(candidate), 'begun', false));
        if app.search_anybody(tried, seen) then return tried; end if;
      end loop;
    end loop;
  end if;
  return null;
end $$;--> statement-breakpoint
-- the words that are settled so far: those somebody has, and the replaced ones up to here
create function app.search_known(words jsonb, unknown integer[], up_to integer) returns jsonb language sql immutable parallel safe set search_path = '' as
$$ select coalesce(jsonb_agg(w.word order by n), '[]') from jsonb_array_elements(words) with ordinality w (word, n) where n - 1 <= up_to or n - 1 <> all (unknown) $$;--> statement-breakpoint

-- The first few of many, stretch by stretch: numbers that rise are compared slice by slice, so it matters little how many there are.
create function app.search_sliced(sets bit varying[], parts text[], falls boolean[], most integer, keys bigint[], place integer) returns integer[] language plpgsql stable security definer set search_path = '' as
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
        better := case when falls[n] then tied & slices[b] else tied & ~slices[b] end;
        many := bit_count(better);
        if many >= wanted then tied := better;
        else sure := sure | better; wanted := wanted - many; tied := tied & ~better; many := bit_count(tied);
        end if;
      end loop;
    end loop;
    -- whoever is tied to the end comes in the order of the index
    chosen := chosen || array(select stretch * 32000 + o from unnest(app.search_ordinals(sure)) o)
      || array(select stretch * 32000 + o from unnest(case when many <= greatest(wanted, 48) then app.search_ordinals(tied) else (app.search_ordinals(tied))[1:wanted] end) o);
  end loop;
  return chosen;
end $$;--> statement-breakpoint
-- The first few of a set by the best or the newest, from a place on: few are looked at one by one; among many the first in order are soon met.
create function app.search_first(sets bit varying[], many bigint, by_score boolean, most integer, keys bigint[], place integer) returns integer[] language plpgsql stable security definer set search_path = '' as
$$
declare
  chosen integer[];
  everybody bigint;
  walk bigint;
begin
  if many <= 1500 then
    return array(select s * 32000 + o from generate_subscripts(sets, 1) s, unnest(app.search_ordinals(sets[s])) o where sets[s] is not null);
  end if;
  everybody := (select max(d.ordinal) + 1 from public.search_documents d);
  walk := 4 * most * everybody / many + 100;
  if walk <= 6000 then
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
  return app.search_sliced(sets, case when by_score then array['score', 'newest'] else array['newest'] end, array[true, true], most, keys, place);
end $$;--> statement-breakpoint

-- How many of the sets, one for each stretch, are found by each value of these kinds.
create function app.search_tally(kinds text[], sets bit varying[]) returns table (term text, many bigint) language plpgsql stable security definer set search_path = '' as
$$
declare
  stretch integer;
  whom bit varying;
begin
  foreach stretch in array array(select s from generate_subscripts(sets, 1) s) loop
    whom := sets[stretch];
    continue when whom is null;
    return query
      select p.term, case when p.bits is not null then bit_count(p.bits & whom) else (select count(*) from unnest(p.ordinals) o where get_bit(whom, o) = 1) end
      from public.search_postings p
      where p.chunk = stretch and p.term >= '#' and p.term < '$' and split_part(p.term, ':', 1) = any (kinds);
  end loop;
end $$;--> statement-breakpoint
create function app.search_counts(kinds text[], sets bit varying[]) returns jsonb language plpgsql stable security definer set search_path = '' as
$$
begin
  return (select coalesce(jsonb_object_agg(substr(y.kind, 2), y.counts), '{}') from (
    select split_part(x.term, ':', 1) as kind, jsonb_object_agg(substr(x.term, strpos(x.term, ':') + 1), x.n) as counts
    from (select t.term, sum(t.many) as n from app.search_tally(kinds, sets) t group by 1) x
    where x.n > 0 group by 1) y);
end $$;--> statement-breakpoint

create function app.search_talents(question jsonb) returns jsonb language plpgsql volatile security definer set search_path = '' set jit = off set plan_cache_mode = force_generic_plan as
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
  anybody boolean := false;
  met bit varying[];
  filtered bit varying[];
  base bit varying;
  left_over bit varying;
  tier_set bit varying;
  split record;
  -- by stretch: who is left, and who would be without the filter of one kind
  sets bit varying[];
  sets_1 bit varying[]; sets_2 bit varying[]; sets_3 bit varying[]; sets_4 bit varying[]; sets_5 bit varying[];
  tier_0 bit varying[]; tier_1 bit varying[]; tier_2 bit varying[]; tier_3 bit varying[];
  tier_sets bit varying[];
  tier_many bigint[] := array[0, 0, 0, 0];
  many integer;
  total bigint := 0;
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
    for stretch in 0 .. last_stretch loop
      base := app.search_any(stretch, seen);
      if words <> '[]' then
        met := app.search_match(stretch, words);
        base := base & met[4];
      end if;
      continue when base = none;
      anybody := true;
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
        for tier in 1 .. 4 loop
          tier_set := left_over & met[tier];
          continue when tier_set = none;
          many := bit_count(tier_set);
          tier_many[tier] := tier_many[tier] + many;
          case tier when 1 then tier_0[stretch] := tier_set; when 2 then tier_1[stretch] := tier_set; when 3 then tier_2[stretch] := tier_set; else tier_3[stretch] := tier_set; end case;
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
    exit when anybody or words = '[]' or spelled is not null;
    spelled := app.search_spelled(words, seen, sees_members, sees_subscribers);
    exit when spelled is null;
    words := spelled;
  end loop;

  -- in tiers: where the words stand; or with a price before without one
  if not in_tiers and sort <> 'price' then tier_many[1] := total; end if;
  for tier in 0 .. 3 loop
    exit when cardinality(found) >= most;
    continue when tier_many[tier + 1] = 0;
    tier_sets := case when not in_tiers and sort <> 'price' then sets when tier = 0 then tier_0 when tier = 1 then tier_1 when tier = 2 then tier_2 else tier_3 end;
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
revoke execute on all functions in schema app from public;--> statement-breakpoint
grant execute on function app.fold(text) to app_visitor, app_user, app_system;--> statement-breakpoint
grant execute on function app.search_talents(jsonb) to app_visitor, app_user;--> statement-breakpoint
grant execute on function app.search_tend(integer), app.search_rebuild() to app_system;
