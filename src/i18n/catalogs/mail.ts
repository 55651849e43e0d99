import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/mail.json' with { type: 'json' };
import ar from '../messages/ar/mail.json' with { type: 'json' };
import ckb from '../messages/ckb/mail.json' with { type: 'json' };
import fr from '../messages/fr/mail.json' with { type: 'json' };

export type MailMessages = Readonly<Record<keyof typeof en, string>>;
export const mailMessages: Readonly<Record<Locale, MailMessages>> = { en, ar, ckb, fr };
