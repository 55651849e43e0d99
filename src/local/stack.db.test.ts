import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demo } from '../features/examples.ts';
import { freePort } from './postgres/free-port.ts';
import { openStack, type Stack } from './stack.ts';
import { steps } from './steps.ts';

/** The stack as `npm start` opens it, with pages that need no build: everything else is what people get. */
let home: string;
let pages: Server;
let stack: Stack;
let told: string[];

const open = async (): Promise<Stack> => {
  told = [];
  return openStack({
    port: await freePort(),
    home,
    step: steps({ write: (text) => told.push(text) }),
    say: (line) => told.push(`${line}\n`),
    pages: () =>
      Promise.resolve({
        upstream: `http://127.0.0.1:${(pages.address() as AddressInfo).port}`,
        close: () => Promise.resolve(),
      }),
    signal: new AbortController().signal,
  });
};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mawahib-stack-'));
  // As root the database runs as another user, who must be able to walk in.
  chmodSync(home, 0o755);
  pages = createServer((_, response) => response.end('<h1>a page</h1>'));
  await new Promise<void>((ready) => pages.listen(0, '127.0.0.1', ready));
  stack = await open();
});
afterAll(async () => {
  await stack.close();
  pages.close();
  rmSync(home, { recursive: true });
});

const ask = async (path: string, json?: unknown, token?: string): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${stack.origin}${path}`, {
    method: json === undefined ? 'GET' : 'POST',
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
};
const signIn = async (who: object): Promise<string> => String((await ask('/__local/sign-in', who))['token']);

test('the app answers on the stack’s database, and knows every demo person by the token the stack signs', async () => {
  expect(await ask('/api/health')).toMatchObject({ status: 200, ok: true });
  expect(stack.people.length).toBeGreaterThanOrEqual(14);
  for (const { clerkId, email, role } of stack.people.filter((person) => person.role !== null)) {
    const known = { status: 200, userId: clerkId, email, role };
    expect(await ask('/api/me', undefined, await signIn({ clerkId }))).toMatchObject(
      // known too, and refused: an operator suspended the account
      clerkId === demo.suspended ? { status: 403, code: 'account_suspended' } : known,
    );
  }
});

test('somebody new is known to the app as Clerk tells it', async () => {
  const token = await signIn({ email: 'naz@example.test', name: 'Naz Karim' });
  await vi.waitFor(
    async () =>
      expect(await ask('/api/me', undefined, token)).toMatchObject({ email: 'naz@example.test', onboarded: false }),
    { timeout: 60_000, interval: 100 },
  );
});

test('there are at least two of every account kind, and an admin', () => {
  const kinds = stack.people.map(({ role, kind }) => `${role} ${kind}`);
  for (const kind of [
    'customer individual',
    'customer professional',
    'customer company',
    'talent free',
    'talent pro',
    'talent agency',
  ]) {
    expect(kinds.filter((one) => one === kind).length, kind).toBeGreaterThanOrEqual(2);
  }
  expect(stack.people.some(({ role }) => role === 'admin')).toBe(true);
});

test('every scheduled function runs when it is told to', async () => {
  const jobs = (await (await fetch(`${stack.origin}/__local/jobs`)).json()) as { name: string }[];
  expect(jobs.map(({ name }) => name)).toContain('clock-payments');
  for (const { name } of jobs) {
    expect(await ask(`/__local/jobs/${name}`, {}), name).toMatchObject({
      ok: true,
      took: expect.any(Number),
      report: expect.anything(),
    });
  }
});

test('the bank knows what the demo data say was paid there', async () => {
  const [bank] = (await (await fetch(`${stack.origin}/__local/gateways`)).json()) as {
    payments: { state: string }[];
  }[];
  expect(bank?.payments.map(({ state }) => state)).toContain('PAID');
});

test('the clock moves what functions see, and comes back', async () => {
  await ask('/__local/clock', { advance: 'PT31M' });
  expect(process.env['MAWAHIB_CLOCK_OFFSET_MS']).toBe(String(31 * 60_000));
  await ask('/__local/clock', { reset: true });
  expect(process.env['MAWAHIB_CLOCK_OFFSET_MS']).toBeUndefined();
});

test('stops whole, and starts again on the same data', async () => {
  const postmaster = Number(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  const before = await ask('/__local/sign-in', { email: 'naz@example.test', name: 'Naz Karim' });
  await stack.close();
  // A process that has ended keeps its number until its adoptive parent has looked.
  await vi.waitFor(() => expect(() => process.kill(postmaster, 0)).toThrow(), { timeout: 60_000, interval: 100 });
  await expect(fetch(stack.origin)).rejects.toThrow();

  stack = await open();
  expect(told.join('')).toContain('as they were left');
  // Functions keep the settings of their first request for as long as the process lives; what the stack keeps is asked of the stack.
  const after = await ask('/__local/sign-in', { email: 'naz@example.test', name: 'Naz Karim' });
  expect(after['clerkId']).toBe(before['clerkId']);
  expect(await (await fetch(`${stack.origin}/__local/gateways`)).text()).toContain('PAID');
});
