import type * as z from 'zod';
import { fold } from '../../../core/fold.ts';
import type { LocalizedText } from '../../../core/locale.ts';
import type { Door } from '../../../db/client.ts';
import { userDoor, type Ctx } from '../../ctx.ts';
import * as queries from './queries.ts';
import { categoryWords, cityWords, countryWords } from './labels.ts';
import {
  articleless,
  asWritten,
  inOrder,
  numberOf,
  pageOf,
  ratingSteps,
  readPlace,
  wordsAsked,
  wordsWritten,
  writePlace,
} from './rules.ts';
import type { searchAnswer, SearchQuery } from './schema.ts';

type Answer = z.input<typeof searchAnswer>;

const named = (kind: string, values: readonly string[]) => values.map((value) => `${kind}:${value}`);
const each = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, step) => String(from + step));

function questionOf(query: SearchQuery): queries.Question {
  const asked = wordsAsked(query.q ?? '');
  const price = inOrder(query.priceMin, query.priceMax);
  const height = inOrder(query.heightMin, query.heightMax);
  const sort = query.sort ?? 'relevance';
  const after = query.cursor === undefined ? null : readPlace(query.cursor);
  return {
    words: asked.map((word, at) => ({
      forms: [word, articleless(word)].filter((form) => form !== null),
      // a single letter begins too much
      begun: at === asked.length - 1 && [...word].length > 1,
    })),
    category: named('#category', query.category),
    city: named('#city', query.city),
    country: query.country === undefined ? [] : named('#country', [query.country]),
    language: named('#language', query.language),
    rating: query.rating === undefined ? [] : named('#rating', [query.rating]),
    terms: [
      ...query.tag.map((tag) => [`tag:${fold(tag)}`]),
      ...(query.free === undefined ? [] : [[`free:${query.free}`]]),
    ],
    casting: [
      ...query.skill.map((skill) => [`skill:${fold(skill)}`]),
      ...(height.from === undefined && height.to === undefined
        ? []
        : [named('height', each(height.from ?? 1, height.to ?? 300))]),
      ...(query.age === undefined ? [] : [[`age:${query.age}`]]),
    ],
    currency: query.currency,
    ...(price.from === undefined ? {} : { priceFrom: price.from }),
    ...(price.to === undefined ? {} : { priceTo: price.to }),
    sort,
    ...(after === null ? {} : { after: { keys: after.keys, ordinal: after.ordinal } }),
    limit: query.limit ?? pageOf.usual,
  };
}

/** Counts as a list, most first; what was chosen is there even when nobody is left. */
function counted(counts: Readonly<Record<string, number>> | undefined, chosen: readonly string[]) {
  const all: Record<string, number> = { ...Object.fromEntries(chosen.map((id) => [id, 0])), ...counts };
  return Object.entries(all)
    .map(([id, count]) => ({ id, count }))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

const labels = [categoryWords, cityWords, countryWords].flatMap((words) => Object.values(words));
const textsOf = ({ displayName, headline }: { displayName: string; headline: LocalizedText }) => [
  displayName,
  ...Object.values(headline),
];

/** What was looked for instead, as people write it: most often it stands on the cards; if not, somewhere in what these people write. */
async function spelling(door: Door, words: string[], cards: (Parameters<typeof textsOf>[0] & { id: string })[]) {
  const known = [...cards.flatMap(textsOf), ...labels];
  const written = wordsWritten(known);
  if (cards.length === 0 || words.every((word) => written(word) !== undefined)) return asWritten(words, known);
  const ids = cards.map(({ id }) => id);
  const { texts } = await door.read((db) => ({ texts: queries.texts(db, ids) }));
  return asWritten(words, [...known, ...texts.rows.map(({ said }) => said)]);
}

async function search(door: Door, query: SearchQuery): Promise<Answer> {
  const question = questionOf(query);
  const answer = await door.read((db) => ({ found: queries.found(db, question), cards: queries.cards(db) }));
  const found = answer.found.rows[0]?.found;
  if (!found) throw new Error('search answered nothing');
  const cards = new Map(answer.cards.map((card) => [card.id, card]));
  const page = found.places.slice(0, question.limit);
  const last = page.at(-1);
  const { facets } = found;
  return {
    items: page.flatMap(({ id, prices }) => {
      const card = cards.get(id);
      const amount = query.currency && prices[query.currency];
      const inCurrency = query.currency && amount !== undefined ? { amount, currency: query.currency } : null;
      return card ? [{ ...card, priceFrom: inCurrency ?? card.priceFrom }] : [];
      // text columns hold words of closed lists; the answer's shape checks them on the way out
    }) as Answer['items'],
    total: found.total,
    nextCursor:
      found.places.length > page.length && last
        ? writePlace({ sort: question.sort, question: numberOf(query), keys: last.keys, ordinal: last.ordinal })
        : null,
    facets: {
      category: counted(facets.category, query.category),
      city: counted(facets.city, query.city),
      country: counted(facets.country, query.country === undefined ? [] : [query.country]),
      language: counted(facets.language, query.language),
      rating: ratingSteps.map((id) => ({ id, count: facets.rating?.[id] ?? 0 })),
    },
    corrected: found.spelled && (await spelling(door, found.spelled, answer.cards)),
  };
}

/** What everyone may find, signed in or not: an answer for all, which a shared cache may keep. */
export const searchTalents = (ctx: Ctx, query: SearchQuery): Promise<Answer> => search(ctx.doors.asVisitor(), query);

/** The same, with whoever shows themselves to members or subscribers alone, as far as the one who asks is one. */
export const searchAsMember = (ctx: Ctx, query: SearchQuery): Promise<Answer> => search(userDoor(ctx), query);

/** What time alone changes: reviews that have become public since. For the clock. */
export async function tendSearch(ctx: Ctx): Promise<{ tended: number }> {
  return ctx.doors.asSystem('clock: search').write((tx) => queries.tend(tx, 500));
}
