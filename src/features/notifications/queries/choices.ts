import { and, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { failingAddresses, mailStops, notificationChoices } from '../../../db/schema/notifications.ts';
import { users } from '../../../db/schema/users.ts';
import type { Kind, Often } from '../rules/kinds.ts';

type Reads = Pick<ReadDb, 'select'>;

export const choicesOf = (db: Reads, userId: string) =>
  db
    .select({ kind: notificationChoices.kind, often: notificationChoices.often })
    .from(notificationChoices)
    .where(and(eq(notificationChoices.userId, userId), eq(notificationChoices.channel, 'email')));

export const choose = (tx: Tx, userId: string, wanted: readonly { kind: Kind; often: Often }[], now: Date) =>
  tx
    .insert(notificationChoices)
    .values(wanted.map((one) => ({ userId, channel: 'email' as const, ...one, updatedAt: now })))
    .onConflictDoUpdate({
      target: [notificationChoices.userId, notificationChoices.channel, notificationChoices.kind],
      set: { often: sql`excluded.often`, updatedAt: now },
    });

/** Through the reader's own door: the policy knows their address. */
export const myFailing = (db: Reads) =>
  db
    .select({ since: failingAddresses.since, lastAt: failingAddresses.lastAt })
    .from(failingAddresses)
    .where(and(eq(failingAddresses.channel, 'email'), sql`${failingAddresses.address} = (select app.my_address())`));

export const failing = (db: Reads, address: string) =>
  db
    .select({ since: failingAddresses.since, lastAt: failingAddresses.lastAt })
    .from(failingAddresses)
    .where(eq(failingAddresses.address, address.toLowerCase()));

export const markFailing = (tx: Tx, address: string, lastError: string, now: Date) =>
  tx
    .insert(failingAddresses)
    .values({ address: address.toLowerCase(), since: now, lastAt: now, lastError })
    .onConflictDoUpdate({ target: failingAddresses.address, set: { lastAt: now, lastError } });

export const markReached = (tx: Tx, address: string) =>
  tx.delete(failingAddresses).where(eq(failingAddresses.address, address.toLowerCase()));

export const stopped = (db: Reads, addressHash: string, kind: Kind) =>
  db
    .select({ kind: mailStops.kind })
    .from(mailStops)
    .where(and(eq(mailStops.addressHash, addressHash), eq(mailStops.kind, kind)));

export const stop = (tx: Tx, addressHash: string, kind: Kind) =>
  tx.insert(mailStops).values({ addressHash, kind }).onConflictDoNothing();

export const allow = (tx: Tx, addressHash: string, kind: Kind) =>
  tx.delete(mailStops).where(and(eq(mailStops.addressHash, addressHash), eq(mailStops.kind, kind)));

export const addressOf = (db: Reads, userId: string) =>
  db
    .select({ email: users.email, locale: users.locale, deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, userId));
