import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/inbox.json' with { type: 'json' };
import ar from '../messages/ar/inbox.json' with { type: 'json' };
import ckb from '../messages/ckb/inbox.json' with { type: 'json' };
import fr from '../messages/fr/inbox.json' with { type: 'json' };

export type InboxMessages = Readonly<Record<keyof typeof en, string>>;
export const inboxMessages: Readonly<Record<Locale, InboxMessages>> = { en, ar, ckb, fr };
