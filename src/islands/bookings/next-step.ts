import type { Locale } from '../../core/locale.ts';
import type { BookingState } from '../../features/bookings/rules.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { Translate } from '../../i18n/translate.ts';
import { myTimeZone } from './booking-when.tsx';

type Side = 'customer' | 'talent';
export type Stepped = {
  state: BookingState;
  you: Side;
  customerName: string;
  talentName: string;
  moves: readonly string[];
};

/** A name inside a sentence of the other script keeps its own direction, and the full stop its place. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

export const otherName = (booking: Stepped): string =>
  booking.you === 'customer' ? booking.talentName : booking.customerName;

/** The other side has to act, or nobody: then nothing here asks for attention. */
export function waitsForYou(booking: Stepped): boolean {
  if (booking.state === 'accepted') return booking.you === 'customer';
  if (booking.state === 'requested') return booking.moves.includes('quote');
  if (booking.state === 'quoted') return booking.moves.includes('accept');
  return booking.state === 'completed' && booking.moves.includes('review');
}

const settled = ['disputed', 'resolved', 'cancelled', 'refunded', 'declined', 'withdrawn', 'expired'] as const;
type Settled = (typeof settled)[number];
const isSettled = (state: BookingState): state is Settled => settled.some((one) => one === state);

/** A list knows no deadlines, so there the sentence does without. */
type Details = {
  expiresAt?: string | null;
  autoCompleteAt?: string | null;
  done?: { customer: boolean; talent: boolean };
  reviewed?: boolean;
};

/** One sentence: where this booking stands for the side that reads it, and what comes next. */
export function stepText(booking: Stepped, details: Details, locale: Locale, t: Translate<BookingMessages>): string {
  const { state, you } = booking;
  const name = isolated(otherName(booking));
  const when = (at: string | null | undefined) =>
    at ? formatDateTime(locale, new Date(at), myTimeZone(), 'shortDateTime') : '';
  if (isSettled(state)) return t(`step.${state}`);
  switch (state) {
    case 'requested':
      return details.expiresAt
        ? t(`step.requested.${you}`, { name, when: when(details.expiresAt) })
        : t(`step.requested.${you}.brief`, { name });
    case 'quoted':
      return details.expiresAt
        ? t(`step.quoted.${you}`, { name, when: when(details.expiresAt) })
        : t(`step.quoted.${you}.brief`, { name });
    case 'accepted':
      return t(`step.accepted.${you}`, { name });
    case 'paid': {
      if (!details.done) return t('step.paid', { name });
      if (details.done[you]) return t('step.paid.youDone', { name, when: when(details.autoCompleteAt) });
      const other = you === 'customer' ? 'talent' : 'customer';
      return details.done[other]
        ? t('step.paid.theyDone', { name, when: when(details.autoCompleteAt) })
        : t('step.paid', { name });
    }
    case 'completed':
    case 'reviewed':
      return booking.moves.includes('review') && (state === 'completed' || details.done)
        ? t('step.completed', { name })
        : details.reviewed
          ? t('step.reviewed', { name })
          : t('step.over');
  }
}
