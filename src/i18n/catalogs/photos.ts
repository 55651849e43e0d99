import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/photos.json' with { type: 'json' };
import ar from '../messages/ar/photos.json' with { type: 'json' };
import ckb from '../messages/ckb/photos.json' with { type: 'json' };
import fr from '../messages/fr/photos.json' with { type: 'json' };

export type PhotosMessages = Readonly<Record<keyof typeof en, string>>;
export const photosMessages: Readonly<Record<Locale, PhotosMessages>> = { en, ar, ckb, fr };
