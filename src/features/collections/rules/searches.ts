import { Temporal } from 'temporal-polyfill';

export const searchLimits = {
  name: 80,
  /** per account */
  most: 20,
  /** the whole query as it is kept */
  query: 4_000,
  /** what a search found when it was saved is remembered one by one up to here; beyond, only what is published later is new */
  known: 500,
  /** talents told in one mail */
  told: 8,
} as const;

/** How often somebody is told of what a search of theirs finds anew. */
export const rhythms = ['daily', 'weekly', 'off'] as const;
export type Rhythm = (typeof rhythms)[number];

const days: Readonly<Record<Exclude<Rhythm, 'off'>, number>> = { daily: 1, weekly: 7 };
/** on the person's own clock */
const hour = 8;

/** When a search is looked through next: in the morning where they live, whatever their clocks do in between. */
export function nextLook(now: Date, rhythm: Rhythm, timeZone: string): Date | null {
  if (rhythm === 'off') return null;
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const next = here.toPlainDate().add({ days: days[rhythm] }).toZonedDateTime({ timeZone, plainTime: { hour } });
  return new Date(next.epochMilliseconds);
}

const inOneOrder = (query: Readonly<Record<string, unknown>>) =>
  JSON.stringify(
    Object.entries(query)
      .map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
/** The same question, however it was written down. */
export const sameQuery = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean =>
  inOneOrder(a) === inOneOrder(b);

/** A day that is over where it is asked for: nobody can be free on it any more. Days begin with UTC, as on the pages of search. */
export const asksForPast = ({ free }: Readonly<Record<string, unknown>>, now: Date): boolean =>
  typeof free === 'string' && free < now.toISOString().slice(0, 10);

/** What is known of a search's findings since it was saved, or changed, or switched on again. */
export type Baseline = { at: Date; whole: boolean };
export type Match = { talentId: string; publishedAt: Date | null };

/**
 * Which of the talents it finds now are news. Where all it found at first is known one by one, whoever else appears is new, published or
 * newly fitting; a search too broad for that tells of whoever was published since.
 */
export const newMatches = (baseline: Baseline, known: ReadonlySet<string>, found: readonly Match[]): string[] =>
  found
    .filter(({ talentId, publishedAt }) =>
      known.has(talentId) ? false : baseline.whole || (publishedAt !== null && publishedAt > baseline.at),
    )
    .map(({ talentId }) => talentId);
