import { expect, test } from 'vitest';
import { startClock } from './clock.ts';

const real = Date.parse('2026-01-31T12:00:00.000Z');
const clock = () => {
  const moves: number[] = [];
  return {
    moves,
    ...startClock(
      (offset) => moves.push(offset),
      () => real,
    ),
  };
};

test('goes forward by durations that add up, and tells whoever keeps time', () => {
  const { advance, now, moves } = clock();
  expect(advance('PT31M')).toEqual(new Date('2026-01-31T12:31:00.000Z'));
  expect(advance('P1D')).toEqual(new Date('2026-02-01T12:31:00.000Z'));
  expect(now()).toEqual(new Date('2026-02-01T12:31:00.000Z'));
  expect(moves).toEqual([31 * 60_000, 31 * 60_000 + 86_400_000]);
});
test('counts months as the calendar does', () => {
  expect(clock().advance('P1M')).toEqual(new Date('2026-02-28T12:00:00.000Z'));
});
test('comes back to the real time', () => {
  const { advance, reset, offsetMs, moves } = clock();
  advance('PT1H');
  expect(reset()).toEqual(new Date(real));
  expect([offsetMs(), moves.at(-1)]).toEqual([0, 0]);
});
test.each(['31 minutes', '', '-PT5M', 'P90Y', 'PT99999999999999H'])('refuses %j and stays where it is', (text) => {
  const { advance, now, moves } = clock();
  expect(advance(text)).toHaveProperty('refused');
  expect([now(), moves]).toEqual([new Date(real), []]);
});
