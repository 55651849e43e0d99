import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/public.json' with { type: 'json' };
import ar from '../messages/ar/public.json' with { type: 'json' };
import ckb from '../messages/ckb/public.json' with { type: 'json' };
import fr from '../messages/fr/public.json' with { type: 'json' };

export type PublicMessages = Readonly<Record<keyof typeof en, string>>;
export const publicMessages: Readonly<Record<Locale, PublicMessages>> = { en, ar, ckb, fr };
