import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/collections.json' with { type: 'json' };
import ar from '../messages/ar/collections.json' with { type: 'json' };
import ckb from '../messages/ckb/collections.json' with { type: 'json' };
import fr from '../messages/fr/collections.json' with { type: 'json' };

export type CollectionsMessages = Readonly<Record<keyof typeof en, string>>;
export const collectionsMessages: Readonly<Record<Locale, CollectionsMessages>> = { en, ar, ckb, fr };
