import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/showcase.json' with { type: 'json' };
import ar from '../messages/ar/showcase.json' with { type: 'json' };
import ckb from '../messages/ckb/showcase.json' with { type: 'json' };
import fr from '../messages/fr/showcase.json' with { type: 'json' };

export type ShowcaseMessages = Readonly<Record<keyof typeof en, string>>;
export const showcaseMessages: Readonly<Record<Locale, ShowcaseMessages>> = { en, ar, ckb, fr };
