import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/landing.json' with { type: 'json' };
import ar from '../messages/ar/landing.json' with { type: 'json' };
import ckb from '../messages/ckb/landing.json' with { type: 'json' };
import fr from '../messages/fr/landing.json' with { type: 'json' };

export type LandingMessages = Readonly<Record<keyof typeof en, string>>;
export const landingMessages: Readonly<Record<Locale, LandingMessages>> = { en, ar, ckb, fr };
