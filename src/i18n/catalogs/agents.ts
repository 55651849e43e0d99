import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/agents.json' with { type: 'json' };
import ar from '../messages/ar/agents.json' with { type: 'json' };
import ckb from '../messages/ckb/agents.json' with { type: 'json' };
import fr from '../messages/fr/agents.json' with { type: 'json' };

export type AgentsMessages = Readonly<Record<keyof typeof en, string>>;
export const agentsMessages: Readonly<Record<Locale, AgentsMessages>> = { en, ar, ckb, fr };
