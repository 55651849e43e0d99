import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/registration.json' with { type: 'json' };
import ar from '../messages/ar/registration.json' with { type: 'json' };
import ckb from '../messages/ckb/registration.json' with { type: 'json' };
import fr from '../messages/fr/registration.json' with { type: 'json' };

export type RegistrationMessages = Readonly<Record<keyof typeof en, string>>;
export const registrationMessages: Readonly<Record<Locale, RegistrationMessages>> = { en, ar, ckb, fr };
