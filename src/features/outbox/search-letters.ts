import type { Locale } from '../../core/locale.ts';
import { publicMessages } from '../../i18n/catalogs/public.ts';
import { translateIfKnown, type Translate } from '../../i18n/translate.ts';
import { searchLimits } from '../collections/rules/searches.ts';
import type { Ctx } from '../ctx.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import * as queries from './queries.ts';
import type { News } from './queries.ts';
import { foundIn } from './queries/talents.ts';

type Found = Awaited<ReturnType<typeof foundIn>>[number];

const lineOf = (t: Translate, locale: Locale, { name, category, city, search, slug, seenBy }: Found) => ({
  text: t('talents.found.line', {
    name,
    category: translateIfKnown(publicMessages[locale], `category.${category}`, category),
    city: translateIfKnown(publicMessages[locale], `city.${city}`, city),
    search,
  }),
  // whom not everyone sees has no public page
  path: seenBy === 'everyone' ? `/talents/${slug}/` : `/talent/${slug}/`,
});

const all = '/collections/?tab=searches';

/** One letter for all searches of a person. Who is no longer shown when it leaves is not in it; where nobody is left, there is none. */
export async function searchLetters(ctx: Ctx, news: News): Promise<Outgoing[]> {
  const userId = textIn(news, 'userId');
  const { readers } = await ctx.doors
    .asSystem('outbox: talents found')
    .read((db) => ({ readers: queries.personById(db, userId) }));
  const [reader] = readers;
  if (!reader) return [];
  const { found } = await ctx.doors.asUser({ userId }).read((db) => ({ found: foundIn(db, textIn(news, 'lookId')) }));
  if (found.length === 0) return [];
  const shown = found.slice(0, searchLimits.told);
  return compose(ctx, news, 'customer', reader, (t) => ({
    name: 'talents.found',
    values: { count: found.length },
    facts: [],
    list: [
      ...shown.map((one) => lineOf(t, reader.locale, one)),
      ...(found.length > shown.length
        ? [{ text: t('talents.found.more', { count: found.length - shown.length }), path: all }]
        : []),
    ],
    path: all,
    footer: 'footer.searches',
  }));
}
