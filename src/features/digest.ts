import { createHash } from 'node:crypto';

/** SHA-256 in hex: what is kept of a long random word instead of the word, and the name of bytes by what they are. */
export const digestOf = (said: string | Uint8Array): string => createHash('sha256').update(said).digest('hex');
