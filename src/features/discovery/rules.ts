/** How far ahead free days are shown on a talent's page, and how many. */
export const freeDaysShown = { count: 3, horizonDays: 60 } as const;
/** Photos of a service on its talent's page. */
export const photosShown = 12;
/** Reviews on a talent's page: the newest few. */
export const reviewsShown = 5;
/** How far one look at a service's free times may reach, in days. */
export const slotRange = { usual: 31, most: 92 } as const;

/** Years a calendar of bookings has to do with; far beyond them dates mean different things to different programs. */
export const inLivingMemory = (date: string): boolean => {
  const year = new Date(date).getUTCFullYear();
  return year >= 2000 && year <= 2100;
};

/** A place in a list ordered by time, newest first: what comes after this row, in the answer to which question. */
export type Cursor = { at: string; id: string; question: number };

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** A day of the calendar that Postgres knows too: not the 30th of February, which JavaScript reads as March, nor the year 0. */
const isDate = (at: string): boolean => {
  const read = new Date(at);
  return !Number.isNaN(read.getTime()) && !at.startsWith('0000') && read.toISOString().startsWith(at.slice(0, 19));
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => uuid.test(text);

export const writeCursor = ({ at, id, question }: Cursor): string =>
  btoa(`${at} ${id} ${question}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Null for anything that is not a cursor of ours: it goes into a query only as the two values it names. */
export function readCursor(text: string): Cursor | null {
  let plain: string;
  try {
    plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
  const [at = '', id = '', question = '', ...rest] = plain.split(' ');
  return rest.length === 0 && instant.test(at) && isDate(at) && isUuid(id) && /^\d{1,10}$/.test(question)
    ? { at, id, question: Number(question) }
    : null;
}
