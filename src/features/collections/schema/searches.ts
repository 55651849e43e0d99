import * as z from 'zod';
import { named } from '../../identity/schema.ts';
import { plainLine } from '../../../core/text.ts';
import { searchLimits as asked } from '../../discovery/search/rules.ts';
import { searchQuery } from '../../discovery/search/schema.ts';
import { rhythms, searchLimits } from '../rules/searches.ts';

const instant = z.iso.datetime();
export const talentSearchPath = z.object({ searchId: z.uuid() });

/** What a search asks for, without how its answer was looked at. What was left out is not kept. */
const query = searchQuery
  // a name nobody knows would be left out, and what is kept would ask for everybody
  .strict()
  // read with grace in an address; what is kept was meant
  .refine(({ q = '' }) => q.length <= 2000, { path: ['q'] })
  .transform(({ cursor: _cursor, limit: _limit, sort: _sort, ...filters }) => {
    const kept = { ...filters, q: plainLine((filters.q ?? '').slice(0, asked.characters)) };
    return Object.fromEntries(
      Object.entries(kept).filter(([, value]) => value !== undefined && value !== '' && String(value) !== ''),
    );
  })
  .refine((kept) => JSON.stringify(kept).length <= searchLimits.query - 500)
  .meta({ description: 'the parameters of `GET /api/search`; place, page and order are not kept' });
export type KeptQuery = z.output<typeof query>;

const name = z
  .string()
  .max(searchLimits.name)
  .transform(plainLine)
  .pipe(
    z
      .string()
      .min(1)
      .refine(...named),
  );
const rhythm = z.enum(rhythms).meta({ description: 'how often it is looked whether it finds somebody new' });

export const createTalentSearchBody = z.object({ name, query, rhythm: rhythm.default('daily') }).strict();
export type CreateTalentSearch = z.output<typeof createTalentSearchBody>;
export const editTalentSearchBody = z
  .object({ name, query, rhythm })
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0);
export type EditTalentSearch = z.output<typeof editTalentSearchBody>;

export const talentSearch = z
  .object({
    id: z.uuid(),
    name: z.string(),
    query: z
      .record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
      .meta({ description: 'as `GET /api/search` takes it' }),
    rhythm,
    nextLookAt: instant.nullable().meta({ description: 'null: it is off' }),
    toldAt: instant.nullable().meta({ description: 'when it last found somebody new' }),
    createdAt: instant,
  })
  .meta({ id: 'TalentSearch' });
export type TalentSearchView = z.infer<typeof talentSearch>;
export const talentSearchList = z
  .object({ items: z.array(talentSearch), most: z.int().meta({ description: 'how many there may be' }) })
  .meta({ id: 'TalentSearchList' });
export const forgottenTalentSearch = z.object({ id: z.uuid() });
