import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/site.json' with { type: 'json' };
import ar from '../messages/ar/site.json' with { type: 'json' };
import ckb from '../messages/ckb/site.json' with { type: 'json' };
import fr from '../messages/fr/site.json' with { type: 'json' };

export type SiteMessages = Readonly<Record<keyof typeof en, string>>;
export const siteMessages: Readonly<Record<Locale, SiteMessages>> = { en, ar, ckb, fr };
