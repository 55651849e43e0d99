import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/studio.json' with { type: 'json' };
import ar from '../messages/ar/studio.json' with { type: 'json' };
import ckb from '../messages/ckb/studio.json' with { type: 'json' };
import fr from '../messages/fr/studio.json' with { type: 'json' };

export type StudioMessages = Readonly<Record<keyof typeof en, string>>;
export const studioMessages: Readonly<Record<Locale, StudioMessages>> = { en, ar, ckb, fr };
