import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/portfolio.json' with { type: 'json' };
import ar from '../messages/ar/portfolio.json' with { type: 'json' };
import ckb from '../messages/ckb/portfolio.json' with { type: 'json' };
import fr from '../messages/fr/portfolio.json' with { type: 'json' };

export type PortfolioMessages = Readonly<Record<keyof typeof en, string>>;
export const portfolioMessages: Readonly<Record<Locale, PortfolioMessages>> = { en, ar, ckb, fr };
