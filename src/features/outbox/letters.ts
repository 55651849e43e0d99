/** Which news becomes which letter, and to whom. The words are in the `mail` messages under the letter's name. */
export type Side = 'customer' | 'talent';
export type Letter = { name: LetterName; to: Side };

export const letterNames = [
  'request.talent',
  'request.customer',
  'quote.customer',
  'decline.customer',
  'ask_change.talent',
  'accept.talent',
  'accept.customer',
  'withdraw.customer',
  'withdraw.talent',
  'pay.customer',
  'pay.talent',
  'mark_done.customer',
  'mark_done.talent',
  'complete.customer',
  'complete.talent',
  'cancel.customer',
  'cancel.talent',
  'dispute.customer',
  'dispute.talent',
  'resolve.customer',
  'resolve.talent',
  'expire.customer',
  'expire.talent',
  'review.customer',
  'review.talent',
] as const;
export type LetterName = (typeof letterNames)[number];

const both = (name: 'pay' | 'complete' | 'expire' | 'resolve'): Letter[] => [
  { name: `${name}.customer`, to: 'customer' },
  { name: `${name}.talent`, to: 'talent' },
];

const otherSide = (by: string): Side | null => (by === 'customer' ? 'talent' : by === 'talent' ? 'customer' : null);

const toOther = (name: 'withdraw' | 'mark_done' | 'cancel' | 'dispute' | 'review', by: string): Letter[] => {
  const to = otherSide(by);
  return to === null ? [] : [{ name: `${name}.${to}`, to }];
};

/** `by` is who made the news. News that needs no letter gives none. */
export function lettersFor(kind: string, by: string): Letter[] {
  switch (kind) {
    case 'booking.request':
      return [
        { name: 'request.talent', to: 'talent' },
        { name: 'request.customer', to: 'customer' },
      ];
    case 'booking.quote':
      return [{ name: 'quote.customer', to: 'customer' }];
    case 'booking.decline':
      return [{ name: 'decline.customer', to: 'customer' }];
    case 'booking.ask_change':
      return [{ name: 'ask_change.talent', to: 'talent' }];
    case 'booking.accept':
      return [
        { name: 'accept.talent', to: 'talent' },
        { name: 'accept.customer', to: 'customer' },
      ];
    case 'booking.pay':
      return both('pay');
    case 'booking.complete':
      return both('complete');
    case 'booking.resolve':
      return both('resolve');
    case 'booking.expire':
      return both('expire');
    case 'booking.withdraw':
      return toOther('withdraw', by);
    case 'booking.mark_done':
      return toOther('mark_done', by);
    case 'booking.cancel':
      return toOther('cancel', by);
    case 'booking.dispute':
      return toOther('dispute', by);
    case 'review.written':
      return toOther('review', by);
    default:
      return [];
  }
}

/** Where a letter's button leads: to the thing that can be done next. */
export function pathFor(letter: LetterName, ids: { bookingId: string; paymentId: string | null }): string {
  if (letter === 'accept.customer') return `/checkout/${ids.bookingId}/`;
  if (letter === 'pay.customer' && ids.paymentId !== null) return `/receipts/${ids.paymentId}/`;
  return `/bookings/${ids.bookingId}/`;
}
