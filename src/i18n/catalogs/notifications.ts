import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/notifications.json' with { type: 'json' };
import ar from '../messages/ar/notifications.json' with { type: 'json' };
import ckb from '../messages/ckb/notifications.json' with { type: 'json' };
import fr from '../messages/fr/notifications.json' with { type: 'json' };

export type NotificationsMessages = Readonly<Record<keyof typeof en, string>>;
export const notificationsMessages: Readonly<Record<Locale, NotificationsMessages>> = { en, ar, ckb, fr };
