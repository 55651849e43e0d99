import { randomBytes } from 'node:crypto';
import { digestOf } from '../digest.ts';

/** The secret in an attempt's callback address. Only its digest is kept, so whoever reads the table cannot call. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: digestOf(secret) };
}

export const looksLikeSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);
