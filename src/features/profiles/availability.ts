import type { SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import * as queries from './queries/availability.ts';
import { noTerms, type BookingTerms } from './rules/availability-limits.ts';
import type { Availability, Busy } from './rules/availability.ts';

type Range = { from: Date; until: Date };
export type BusyRow = queries.BusyRow;

export const busyOf = (rows: readonly BusyRow[]): Busy[] =>
  rows.map(({ startsAt, endsAt, ...kept }) => ({ ...kept, startsAt: new Date(startsAt), endsAt: new Date(endsAt) }));

/** Everything the rule asks about one talent's time in a range: `whose` is an id, or a query for one. Part of a batch, or of a transaction. */
export const availabilityQueries = (db: ReadDb | Tx, whose: string | SQL, range: Range) =>
  queries.availabilityQueries(db, whose, range);

type Queries = ReturnType<typeof availabilityQueries>;
export type AvailabilityRows = { [Name in keyof Queries]: Awaited<Queries[Name]> };

export const termsOf = (rows: readonly BookingTerms[]): BookingTerms => rows[0] ?? noTerms;

export const availabilityFrom = (
  timeZone: string,
  { hours, exceptions, terms, busy }: AvailabilityRows,
): Availability => ({
  timeZone,
  hours,
  exceptions,
  busy: busyOf(busy.rows),
  terms: termsOf(terms),
});

/** The same inside a transaction that is about to decide. */
export async function readAvailability(
  tx: Tx,
  talent: { id: string; timeZone: string },
  range: Range,
): Promise<Availability> {
  const wanted = availabilityQueries(tx, talent.id, range);
  return availabilityFrom(talent.timeZone, {
    hours: await wanted.hours,
    exceptions: await wanted.exceptions,
    terms: await wanted.terms,
    busy: await wanted.busy,
  });
}
