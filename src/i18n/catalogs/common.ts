import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/common.json' with { type: 'json' };
import ar from '../messages/ar/common.json' with { type: 'json' };
import ckb from '../messages/ckb/common.json' with { type: 'json' };
import fr from '../messages/fr/common.json' with { type: 'json' };

export type CommonMessages = Readonly<Record<keyof typeof en, string>>;
export const commonMessages: Readonly<Record<Locale, CommonMessages>> = { en, ar, ckb, fr };
