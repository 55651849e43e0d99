import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/inquiries.json' with { type: 'json' };
import ar from '../messages/ar/inquiries.json' with { type: 'json' };
import ckb from '../messages/ckb/inquiries.json' with { type: 'json' };
import fr from '../messages/fr/inquiries.json' with { type: 'json' };

export type InquiriesMessages = Readonly<Record<keyof typeof en, string>>;
export const inquiriesMessages: Readonly<Record<Locale, InquiriesMessages>> = { en, ar, ckb, fr };
