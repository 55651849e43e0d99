import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/onboarding.json' with { type: 'json' };
import ar from '../messages/ar/onboarding.json' with { type: 'json' };
import ckb from '../messages/ckb/onboarding.json' with { type: 'json' };
import fr from '../messages/fr/onboarding.json' with { type: 'json' };

export type OnboardingMessages = Readonly<Record<keyof typeof en, string>>;
export const onboardingMessages: Readonly<Record<Locale, OnboardingMessages>> = { en, ar, ckb, fr };
