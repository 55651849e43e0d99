import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/featured.json' with { type: 'json' };
import ar from '../messages/ar/featured.json' with { type: 'json' };
import ckb from '../messages/ckb/featured.json' with { type: 'json' };
import fr from '../messages/fr/featured.json' with { type: 'json' };

export type FeaturedMessages = Readonly<Record<keyof typeof en, string>>;
export const featuredMessages: Readonly<Record<Locale, FeaturedMessages>> = { en, ar, ckb, fr };
