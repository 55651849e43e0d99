import { randomBytes, randomInt } from 'node:crypto';
import type { FibError } from './fib-payment.ts';

/** Errors and codes in the form the bank gives them. */

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
export const readableCode = (groups: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-');

export const errorBody = (...errors: FibError[]) => ({ traceId: randomBytes(8).toString('hex'), errors });
export const problem = (status: number, ...errors: FibError[]): Response =>
  Response.json(errorBody(...errors), { status });
export const unknown = (): Response =>
  problem(404, { code: 'NOT_FOUND', title: 'Not found', detail: 'There is nothing at this address' });
export const notAllowed = (): Response =>
  problem(405, { code: 'METHOD_NOT_ALLOWED', title: 'Method not allowed', detail: 'Use another method' });
export const invalid = (issue: { path: PropertyKey[]; message: string }): FibError => ({
  code: 'INVALID_REQUEST',
  title: 'Invalid request',
  detail: `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`,
});
