import type { BookingMove } from '../../features/bookings/rules.ts';

export type Side = 'customer' | 'talent';

/** One line of a story, understood. */
export type Line =
  | { kind: 'say'; by: Side; text: string }
  | { kind: 'quote'; amount: number; text: string }
  | { kind: 'change'; text: string }
  | { kind: 'review'; by: Side; stars: number; text: string }
  | { kind: 'done'; by: Side }
  | { kind: 'accept'; dayToPay: boolean }
  | { kind: 'move'; move: Extract<BookingMove, 'withdraw' | 'cancel' | 'dispute'>; by: Side }
  | { kind: 'decline' | 'pay' | 'pay late' | 'expire' | 'auto' | 'resolve' | 'refund' | 'to the day' | 'past the day' };

const sides = { c: 'customer', t: 'talent' } as const;
const side = (letter: string | undefined): Side =>
  letter === 'c' || letter === 't' ? sides[letter] : unknown(`side ${letter}`);

function unknown(what: string): never {
  throw new Error(`a demo story says what nobody understands: ${what}`);
}

const plain: Readonly<Record<string, Line>> = {
  accept: { kind: 'accept', dayToPay: false },
  'accept, a day to pay': { kind: 'accept', dayToPay: true },
  decline: { kind: 'decline' },
  pay: { kind: 'pay' },
  'pay late': { kind: 'pay late' },
  expire: { kind: 'expire' },
  auto: { kind: 'auto' },
  resolve: { kind: 'resolve' },
  refund: { kind: 'refund' },
  '@day': { kind: 'to the day' },
  '@after': { kind: 'past the day' },
};

export function readLine(line: string): Line {
  const known = plain[line];
  if (known) return known;
  const [, who, said] = /^([ct]): (.+)$/s.exec(line) ?? [];
  if (said) return { kind: 'say', by: side(who), text: said };
  const [, amount, message] = /^quote (\d+): ?(.*)$/s.exec(line) ?? [];
  if (amount) return { kind: 'quote', amount: Number(amount), text: message ?? '' };
  const [, change] = /^change: (.+)$/s.exec(line) ?? [];
  if (change) return { kind: 'change', text: change };
  const [, reviewer, stars, comment] = /^review ([ct]) ([1-5]): (.+)$/s.exec(line) ?? [];
  if (comment) return { kind: 'review', by: side(reviewer), stars: Number(stars), text: comment };
  const [, move, mover] = /^(withdraw|cancel|dispute|done) ([ct])$/.exec(line) ?? [];
  if (move === 'done') return { kind: 'done', by: side(mover) };
  if (move === 'withdraw' || move === 'cancel' || move === 'dispute') return { kind: 'move', move, by: side(mover) };
  return unknown(line);
}
