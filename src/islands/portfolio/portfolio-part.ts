import { useQueryClient } from '@tanstack/react-query';
import type { OwnWork, Portfolio, PortfolioClient } from '../../client/portfolio-api.ts';
import { readText, type Locale } from '../../core/locale.ts';
import type { PortfolioMessages } from '../../i18n/catalogs/portfolio.ts';
import type { Translate } from '../../i18n/translate.ts';
import { profileKey } from '../profile/profile-part.ts';

/** What every part of the portfolio is given. */
export type PortfolioPart = {
  portfolio: Portfolio;
  calls: PortfolioClient;
  locale: Locale;
  t: Translate<PortfolioMessages>;
  keep: (now: Portfolio) => void;
};

export const portfolioKey = ['portfolio'] as const;

/** The portfolio as the server answered after a write; how complete the profile is may have changed with it. */
export function useKeepPortfolio(): (now: Portfolio) => void {
  const queries = useQueryClient();
  return (now) => {
    queries.setQueryData(portfolioKey, now);
    void queries.invalidateQueries({ queryKey: profileKey });
  };
}

/** How a piece is called where it has no title. */
export function nameOf(
  item: OwnWork,
  { portfolio, locale, t }: Pick<PortfolioPart, 'portfolio' | 'locale' | 't'>,
): string {
  const title = readText(item.title, locale)?.text;
  if (title) return title;
  return t('unnamed', { kind: t(`kind.${item.kind}`), n: portfolio.items.findIndex(({ id }) => id === item.id) + 1 });
}

export const lacksAlt = (item: OwnWork): boolean =>
  item.kind === 'image' && Object.values(item.alt).every((text) => !text);

export const lacksPoster = (item: OwnWork): boolean => item.kind === 'video' && !item.poster;
