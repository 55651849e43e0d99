import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/board.json' with { type: 'json' };
import ar from '../messages/ar/board.json' with { type: 'json' };
import ckb from '../messages/ckb/board.json' with { type: 'json' };
import fr from '../messages/fr/board.json' with { type: 'json' };

export type BoardMessages = Readonly<Record<keyof typeof en, string>>;
export const boardMessages: Readonly<Record<Locale, BoardMessages>> = { en, ar, ckb, fr };
