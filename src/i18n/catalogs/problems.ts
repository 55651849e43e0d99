import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/problems.json' with { type: 'json' };
import ar from '../messages/ar/problems.json' with { type: 'json' };
import ckb from '../messages/ckb/problems.json' with { type: 'json' };
import fr from '../messages/fr/problems.json' with { type: 'json' };

export type ProblemsMessages = Readonly<Record<keyof typeof en, string>>;
export const problemsMessages: Readonly<Record<Locale, ProblemsMessages>> = { en, ar, ckb, fr };
