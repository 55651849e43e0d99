import { createHash, randomBytes } from 'node:crypto';

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The secret in an attempt's callback address. Only its digest is kept, so whoever reads the table cannot call. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: digest(secret) };
}

export const looksLikeSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);
