import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/casting-desk.json' with { type: 'json' };
import ar from '../messages/ar/casting-desk.json' with { type: 'json' };
import ckb from '../messages/ckb/casting-desk.json' with { type: 'json' };
import fr from '../messages/fr/casting-desk.json' with { type: 'json' };

export type CastingDeskMessages = Readonly<Record<keyof typeof en, string>>;
export const castingDeskMessages: Readonly<Record<Locale, CastingDeskMessages>> = { en, ar, ckb, fr };
