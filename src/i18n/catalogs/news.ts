import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/news.json' with { type: 'json' };
import ar from '../messages/ar/news.json' with { type: 'json' };
import ckb from '../messages/ckb/news.json' with { type: 'json' };
import fr from '../messages/fr/news.json' with { type: 'json' };

export type NewsMessages = Readonly<Record<keyof typeof en, string>>;
export const newsMessages: Readonly<Record<Locale, NewsMessages>> = { en, ar, ckb, fr };
