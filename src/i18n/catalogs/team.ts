import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/team.json' with { type: 'json' };
import ar from '../messages/ar/team.json' with { type: 'json' };
import ckb from '../messages/ckb/team.json' with { type: 'json' };
import fr from '../messages/fr/team.json' with { type: 'json' };

export type TeamMessages = Readonly<Record<keyof typeof en, string>>;
export const teamMessages: Readonly<Record<Locale, TeamMessages>> = { en, ar, ckb, fr };
