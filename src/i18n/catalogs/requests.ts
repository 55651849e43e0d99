import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/requests.json' with { type: 'json' };
import ar from '../messages/ar/requests.json' with { type: 'json' };
import ckb from '../messages/ckb/requests.json' with { type: 'json' };
import fr from '../messages/fr/requests.json' with { type: 'json' };

export type RequestsMessages = Readonly<Record<keyof typeof en, string>>;
export const requestsMessages: Readonly<Record<Locale, RequestsMessages>> = { en, ar, ckb, fr };
