import { and, asc, sql, type SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { availabilityTerms } from '../../../db/schema/calendar.ts';
import { availabilityExceptions, availabilityRules } from '../../../db/schema/profiles.ts';
import { factsAround } from '../rules/availability.ts';

type Db = ReadDb | Tx;
type Range = { from: Date; until: Date };

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`;
const isoText = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export const termsColumns = {
  bufferBeforeMinutes: availabilityTerms.bufferBeforeMinutes,
  bufferAfterMinutes: availabilityTerms.bufferAfterMinutes,
  noticeHours: availabilityTerms.noticeHours,
  maxPerDay: availabilityTerms.maxPerDay,
  horizonDays: availabilityTerms.horizonDays,
};

export type BusyRow = {
  startsAt: string;
  endsAt: string;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
};
/** A row of app.busy_periods, here called `b`. */
export const busyColumns = sql`${isoText(sql`b.starts_at`)} as "startsAt", ${isoText(sql`b.ends_at`)} as "endsAt",
  b.buffer_before_minutes as "bufferBeforeMinutes", b.buffer_after_minutes as "bufferAfterMinutes"`;

/** Everything the rule asks about one talent's time in a range: `whose` is an id, or a query for one. Part of a batch, or of a transaction. */
export const availabilityQueries = (db: Db, whose: string | SQL, range: Range) => {
  const talent = typeof whose === 'string' ? sql`${whose}::uuid` : whose;
  const { from, until } = factsAround(range);
  return {
    hours: db
      .select({
        weekday: availabilityRules.weekday,
        startsAt: availabilityRules.startsAt,
        endsAt: availabilityRules.endsAt,
      })
      .from(availabilityRules)
      .where(sql`${availabilityRules.talentId} = ${talent}`)
      .orderBy(asc(availabilityRules.weekday), asc(availabilityRules.startsAt)),
    exceptions: db
      .select({
        day: availabilityExceptions.day,
        startsAt: availabilityExceptions.startsAt,
        endsAt: availabilityExceptions.endsAt,
      })
      .from(availabilityExceptions)
      .where(
        and(
          sql`${availabilityExceptions.talentId} = ${talent}`,
          sql`${availabilityExceptions.day} between ${from.toISOString()}::date and ${until.toISOString()}::date`,
        ),
      )
      .orderBy(asc(availabilityExceptions.day), asc(availabilityExceptions.startsAt)),
    terms: db
      .select(termsColumns)
      .from(availabilityTerms)
      .where(sql`${availabilityTerms.talentId} = ${talent}`),
    busy: db.execute<BusyRow>(
      sql`select ${busyColumns} from app.busy_periods(${talent}, ${instant(from)}, ${instant(until)}) b order by b.starts_at`,
    ),
  };
};
