import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/payment.json' with { type: 'json' };
import ar from '../messages/ar/payment.json' with { type: 'json' };
import ckb from '../messages/ckb/payment.json' with { type: 'json' };
import fr from '../messages/fr/payment.json' with { type: 'json' };

export type PaymentMessages = Readonly<Record<keyof typeof en, string>>;
export const paymentMessages: Readonly<Record<Locale, PaymentMessages>> = { en, ar, ckb, fr };
