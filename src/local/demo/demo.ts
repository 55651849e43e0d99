import { Pool } from '@neondatabase/serverless';
import { eq, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/neon-serverless';
import * as tables from '../../db/schema/index.ts';
import { speakTo } from '../../db/speak-to.ts';
import { admins } from './accounts.ts';
import { generateDemo } from './generate.ts';
import { people, type DemoPerson } from './people.ts';
import type { DemoRows } from './rows.ts';

export { people };

export type DemoCounts = { [Table in keyof DemoRows]: number };

/** In the order in which rows may point at each other. */
const order = [
  'users',
  'subscriptions',
  'mandates',
  'creditLines',
  'accountDetails',
  // a consent before what asks for it
  'guardians',
  'talentPrivate',
  'talentProfiles',
  'services',
  'portfolioItems',
  'castingAttributes',
  'featuredTalents',
  'availabilityRules',
  'availabilityExceptions',
  'availabilityTerms',
  'requests',
  'requestDetails',
  'requestUnlocks',
  'proposals',
  'savedSearches',
  'collections',
  'collectionItems',
  'talentSearches',
  'talentSearchHits',
  'bookings',
  'bookingQuotes',
  'bookingEvents',
  'contacts',
  'inquiries',
  'inquiryReplies',
  'threads',
  'threadMembers',
  'messages',
  'reports',
  'attachments',
  'photoRequests',
  'servicePhotos',
  'whatsappNumbers',
  'payments',
  'paymentAttempts',
  'paymentNotices',
  'documentSeries',
  'documents',
  'refunds',
  'moneyCases',
  'ledgerEntries',
  'ledgerLines',
  'payoutAccounts',
  'payoutBatches',
  'payouts',
  'reviews',
  'auditLog',
  'webhookEndpoints',
  'webhookSecrets',
  'assistantConversations',
  'assistantMessages',
  'notifications',
] as const satisfies readonly (keyof DemoRows)[];

/** Postgres takes 65,535 values in one statement; the widest table has under thirty columns. */
const rowsAtOnce = 1000;

/**
 * Puts the demo into an empty, migrated database, as the tables' owner and in one transaction: all of it or nothing.
 * Where the demo is already, nothing is touched.
 */
export async function loadDemo(
  ownerUrl: string,
  now: Date,
): Promise<{ people: readonly DemoPerson[]; counts: DemoCounts; loaded: boolean }> {
  const rows = generateDemo(now);
  const counts = Object.fromEntries(order.map((table) => [table, rows[table].length])) as DemoCounts;
  speakTo(ownerUrl);
  const pool = new Pool({ connectionString: ownerUrl, max: 1 });
  pool.on('error', () => undefined);
  try {
    const loaded = await drizzle({ client: pool, casing: 'snake_case' }).transaction(async (tx) => {
      const there = await tx
        .select({ id: tables.users.id })
        .from(tables.users)
        .where(eq(tables.users.id, admins[0].id));
      if (there.length > 0) return false;
      for (const name of order) {
        const table: PgTable = tables[name];
        if (name === 'creditLines') {
          // each into the purse as it was then
          for (const line of rows.creditLines) {
            await tx.execute(sql`select set_config('app.now', ${line.createdAt?.toISOString() ?? ''}, true)`);
            await tx.insert(tables.creditLines).values(line);
          }
          await tx.execute(sql`select set_config('app.now', '', true)`);
          continue;
        }
        if (name === 'requestDetails') {
          // born empty with their requests
          for (const { requestId, ...details } of rows.requestDetails)
            await tx.update(tables.requestDetails).set(details).where(eq(tables.requestDetails.requestId, requestId));
          continue;
        }
        for (let from = 0; from < rows[name].length; from += rowsAtOnce)
          await tx.insert(table).values(rows[name].slice(from, from + rowsAtOnce));
      }
      return true;
    });
    // without it the planner guesses at empty tables until autovacuum comes by
    if (loaded) await pool.query('analyze');
    return { people, counts, loaded };
  } finally {
    await pool.end();
  }
}
