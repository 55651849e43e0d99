import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/account.json' with { type: 'json' };
import ar from '../messages/ar/account.json' with { type: 'json' };
import ckb from '../messages/ckb/account.json' with { type: 'json' };
import fr from '../messages/fr/account.json' with { type: 'json' };

export type AccountMessages = Readonly<Record<keyof typeof en, string>>;
export const accountMessages: Readonly<Record<Locale, AccountMessages>> = { en, ar, ckb, fr };
