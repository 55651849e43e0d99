import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/contacts.json' with { type: 'json' };
import ar from '../messages/ar/contacts.json' with { type: 'json' };
import ckb from '../messages/ckb/contacts.json' with { type: 'json' };
import fr from '../messages/fr/contacts.json' with { type: 'json' };

export type ContactsMessages = Readonly<Record<keyof typeof en, string>>;
export const contactsMessages: Readonly<Record<Locale, ContactsMessages>> = { en, ar, ckb, fr };
