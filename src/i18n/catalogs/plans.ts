import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/plans.json' with { type: 'json' };
import ar from '../messages/ar/plans.json' with { type: 'json' };
import ckb from '../messages/ckb/plans.json' with { type: 'json' };
import fr from '../messages/fr/plans.json' with { type: 'json' };

export type PlansMessages = Readonly<Record<keyof typeof en, string>>;
export const plansMessages: Readonly<Record<Locale, PlansMessages>> = { en, ar, ckb, fr };
