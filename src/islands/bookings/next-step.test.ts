import { expect, test } from 'vitest';
import { locales } from '../../core/locale.ts';
import { bookingMachine, bookingStates, movesOf, type BookingState } from '../../features/bookings/rules.ts';
import { bookingMessages } from '../../i18n/catalogs/booking.ts';
import { translator } from '../../i18n/translate.ts';
import { stepText, waitsForYou, type Stepped } from './next-step.ts';

const now = new Date('2026-11-21T09:00:00Z');
const later = new Date('2026-11-24T09:00:00Z');
const sides = ['customer', 'talent'] as const;

/** A booking as the API would show it to this side. */
const booking = (state: BookingState, you: (typeof sides)[number]): Stepped => ({
  state,
  you,
  customerName: 'Sara',
  talentName: 'زينب',
  moves: movesOf({ state, expiresAt: later, holdExpiresAt: later, autoCompleteAt: later, completedAt: now }, you, now),
});

const every = bookingStates.flatMap((state) => sides.map((you) => ({ state, you })));

test('every state has a sentence for both sides in every language, with nothing left open in it', () => {
  for (const locale of locales) {
    const t = translator(locale, bookingMessages[locale]);
    for (const { state, you } of every) {
      const details = {
        expiresAt: later.toISOString(),
        autoCompleteAt: later.toISOString(),
        done: { customer: you === 'talent', talent: you === 'customer' },
        reviewed: false,
      };
      for (const said of [
        stepText(booking(state, you), details, locale, t),
        stepText(booking(state, you), {}, locale, t),
      ]) {
        expect(said, `${locale} ${state} ${you}`).not.toMatch(/^step\.|[{}]|undefined/);
        expect(said.length).toBeGreaterThan(5);
      }
    }
  }
});

test('a booking waits for exactly one side, and only where somebody has to move it on', () => {
  const waiting = every
    .filter(({ state, you }) => waitsForYou(booking(state, you)))
    .map(({ state, you }) => `${state} ${you}`);
  expect(waiting).toEqual([
    'requested talent',
    'quoted customer',
    'accepted customer',
    'completed customer',
    'completed talent',
  ]);
});

test('a state nothing leads out of waits for nobody', () => {
  for (const state of bookingStates.filter((one) => Object.keys(bookingMachine[one]).length === 0))
    for (const you of sides) expect(waitsForYou(booking(state, you))).toBe(false);
});

test('a name of the other script keeps its own direction inside the sentence', () => {
  const t = translator('en', bookingMessages.en);
  expect(stepText(booking('quoted', 'customer'), {}, 'en', t)).toContain('\u2068زينب\u2069');
});
