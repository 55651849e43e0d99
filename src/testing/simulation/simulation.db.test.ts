import { afterAll, beforeAll, expect, test } from 'vitest';
import { seat } from '../cast.ts';
import { freshDatabase, type TestDatabase } from '../database.ts';
import type { PaymentProvider } from '../../features/payments/provider.ts';
import { playWorld } from './play.ts';

let database: TestDatabase;
let began = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());

async function play(seed: string, ground: Parameters<typeof playWorld>[3] = {}): Promise<string[]> {
  const played = await playWorld(database, seed, began, ground);
  began = new Date(played.ended.getTime() + 90 * 86_400_000);
  return played.broken.map((what) => `world ${seed} (npm run simulate -- --world ${seed}): ${what}`);
}

// a short budget; `npm run simulate -- --runs 10000` is the long one
test.each(['ci.1', 'ci.2', 'ci.3', 'ci.4', 'ci.5', 'ci.6'])(
  'a world of seven gateways comes to rest with every promise kept: %s',
  async (seed) => expect(await play(seed)).toEqual([]),
  60_000,
);

/** How many worlds until it is noticed. */
async function noticed(ground: Parameters<typeof playWorld>[3]): Promise<string[]> {
  for (let n = 1; n <= 12; n += 1) {
    const broken = await play(`planted.${n}`, ground);
    if (broken.length > 0) return broken;
  }
  return [];
}

const spoiled =
  (change: (provider: PaymentProvider) => Partial<PaymentProvider>) =>
  (provider: PaymentProvider): PaymentProvider => ({ ...provider, ...change(provider) });

test('a driver that believes every payment paid is noticed', async () => {
  const plant = spoiled(() => ({
    ask: async (ref, expected) => ({ ref, status: 'paid' as const, amount: expected }),
  }));
  expect(await noticed({ plant })).not.toEqual([]);
}, 120_000);

test('a driver that takes every call for the truth is noticed', async () => {
  const plant = spoiled((provider) => ({
    hear: async (call) => {
      const heard = await provider.hear(call).catch(() => ({ hint: null }));
      return 'hint' in heard && heard.hint !== null
        ? {
            proven: { ref: heard.hint, status: 'paid' as const, amount: { amount: 150_000, currency: 'IQD' as const } },
          }
        : heard;
    },
  }));
  expect(await noticed({ plant })).not.toEqual([]);
}, 120_000);

test('a clock that never asks is noticed', async () => {
  expect(await noticed({ without: ['reconcilePayments'] })).not.toEqual([]);
}, 120_000);
