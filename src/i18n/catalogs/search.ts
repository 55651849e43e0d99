import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/search.json' with { type: 'json' };
import ar from '../messages/ar/search.json' with { type: 'json' };
import ckb from '../messages/ckb/search.json' with { type: 'json' };
import fr from '../messages/fr/search.json' with { type: 'json' };

export type SearchMessages = Readonly<Record<keyof typeof en, string>>;
export const searchMessages: Readonly<Record<Locale, SearchMessages>> = { en, ar, ckb, fr };
