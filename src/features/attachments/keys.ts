import { randomBytes } from 'node:crypto';

/** Where an upload arrives. Whoever holds its address may write there until it ends, so nothing is ever shown from here. */
export const incomingKey = (id: string): string => `incoming/${id}`;

/** Where what was read and found good is kept: nobody outside has an address to write there, and each reading has its own. */
export const keptKey = (id: string): string => `files/${id}/${randomBytes(12).toString('hex')}`;
