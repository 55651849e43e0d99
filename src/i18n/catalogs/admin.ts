import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/admin.json' with { type: 'json' };
import ar from '../messages/ar/admin.json' with { type: 'json' };
import ckb from '../messages/ckb/admin.json' with { type: 'json' };
import fr from '../messages/fr/admin.json' with { type: 'json' };

export type AdminMessages = Readonly<Record<keyof typeof en, string>>;
export const adminMessages: Readonly<Record<Locale, AdminMessages>> = { en, ar, ckb, fr };
