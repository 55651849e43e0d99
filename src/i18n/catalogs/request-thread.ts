import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/request-thread.json' with { type: 'json' };
import ar from '../messages/ar/request-thread.json' with { type: 'json' };
import ckb from '../messages/ckb/request-thread.json' with { type: 'json' };
import fr from '../messages/fr/request-thread.json' with { type: 'json' };

export type RequestThreadMessages = Readonly<Record<keyof typeof en, string>>;
export const requestThreadMessages: Readonly<Record<Locale, RequestThreadMessages>> = { en, ar, ckb, fr };
