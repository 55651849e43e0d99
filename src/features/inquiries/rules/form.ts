/** A form is sent by people: never faster than one can read it, once, and not days later. */
export const formLimits = {
  least: 2_000,
  most: 2 * 3_600_000,
} as const;

export type FormVerdict = 'good' | 'too_fast' | 'stale';

/** Is it time to send a form that was given out then? */
export function judgeForm(issuedAt: Date, now: Date): FormVerdict {
  const age = now.getTime() - issuedAt.getTime();
  // a stamp from the future is nobody's form
  if (age < 0 || age > formLimits.most) return 'stale';
  return age < formLimits.least ? 'too_fast' : 'good';
}

/** The network a caller stands for: an IPv6 subscriber has a /64, an IPv4 one an address. */
export function networkOf(address: string | null | undefined): string | null {
  const plain = address?.trim().toLowerCase() ?? '';
  if (plain === '') return null;
  if (!plain.includes(':')) return plain;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: gap }, () => '0'), ...back];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
