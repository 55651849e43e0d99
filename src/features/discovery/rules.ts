/** How far ahead free days are shown on a talent's page, and how many. */
export const freeDaysShown = { count: 3, horizonDays: 60 } as const;
/** Reviews on a talent's page: the newest few. */
export const reviewsShown = 5;
/** How far one look at a service's free times may reach, in days. */
export const slotRange = { usual: 31, most: 92 } as const;

/** A place in a list ordered by time, newest first: what comes after this row. */
export type Cursor = { at: string; id: string };

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => uuid.test(text);

export const writeCursor = ({ at, id }: Cursor): string =>
  btoa(`${at} ${id}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Null for anything that is not a cursor of ours: it goes into a query only as the two values it names. */
export function readCursor(text: string): Cursor | null {
  let plain: string;
  try {
    plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
  const [at = '', id = '', ...rest] = plain.split(' ');
  return rest.length === 0 && instant.test(at) && !Number.isNaN(Date.parse(at)) && isUuid(id) ? { at, id } : null;
}
