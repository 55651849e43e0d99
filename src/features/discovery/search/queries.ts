import { sql } from 'drizzle-orm';
import type { Currency } from '../../../core/money.ts';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { cardColumns } from '../queries.ts';
import type { SearchSort } from './rules.ts';

/** What `app.search_talents` is asked: words folded, filters as the terms somebody is found by (docs/adr/0018-search.md). */
export type Question = {
  words: { forms: string[]; begun: boolean }[];
  category: string[];
  city: string[];
  country: string[];
  language: string[];
  rating: string[];
  /** each list: any of them; all the lists */
  terms: string[][];
  /** the same of casting attributes, which have an audience of their own */
  casting: string[][];
  currency?: string | undefined;
  priceFrom?: number | undefined;
  priceTo?: number | undefined;
  sort: SearchSort;
  after?: { keys: number[]; ordinal: number } | undefined;
  limit: number;
};

export type Found = {
  total: number;
  /** one more than asked for, when there is a next page */
  places: { id: string; ordinal: number; keys: number[]; prices: Partial<Record<Currency, number>> }[];
  facets: Partial<Record<'category' | 'city' | 'country' | 'language' | 'rating', Record<string, number>>>;
  spelled: string[] | null;
};

/** Decides itself whom whoever asks may find, and notes for the statement after it whom it found. */
export const found = (db: ReadDb, question: Question) =>
  db.execute<{ found: Found }>(sql`select app.search_talents(${JSON.stringify(question)}::jsonb) as found`);

/** Their cards, as far as the policies agree. In the same transaction, after `found`. */
export const cards = (db: ReadDb) =>
  db
    .select({ ...cardColumns, seenBy: talentProfiles.seenBy })
    .from(talentProfiles)
    .where(sql`${talentProfiles.id} = any (string_to_array(current_setting('app.search_found'), ',')::uuid[])`);

/** All they write, as whoever asks may read it: how a word that is found among them is spelled. */
export const texts = (db: ReadDb, ids: readonly string[]) =>
  db.execute<{ said: string }>(sql`
    select concat_ws(' ', array_to_string(p.tags, ' '), p.headline, p.bio,
      (select string_agg(s.title::text, ' ') from services s where s.talent_id = p.id),
      (select concat_ws(' ', array_to_string(k.skills, ' '), (select string_agg(c ->> 'title', ' ') from jsonb_array_elements(k.credits) c))
       from casting_attributes k where k.talent_id = p.id)) as said
    from talent_profiles p where p.id in (${sql.join(
      ids.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`);

export async function tend(tx: Tx, most: number): Promise<{ tended: number }> {
  const { rows } = await tx.execute<{ tended: number }>(sql`select app.search_tend(${most}) as tended`);
  return { tended: rows[0]?.tended ?? 0 };
}
