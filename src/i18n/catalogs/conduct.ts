import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/conduct.json' with { type: 'json' };
import ar from '../messages/ar/conduct.json' with { type: 'json' };
import ckb from '../messages/ckb/conduct.json' with { type: 'json' };
import fr from '../messages/fr/conduct.json' with { type: 'json' };

export type ConductMessages = Readonly<Record<keyof typeof en, string>>;
export const conductMessages: Readonly<Record<Locale, ConductMessages>> = { en, ar, ckb, fr };
