/** The hours, on the reader's own clock, in which the mail of the day may leave: the first is the usual one, the rest are for a worker that came late. */
export const digestHours = { from: 8, until: 21 } as const;
/** Lines in it; the rest is one click away. */
export const digestLines = 12;

/** The reader's calendar day and hour at an instant. */
export function localDay(now: Date, timeZone: string): { day: string; hour: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) };
}

/** The day whose mail is due now; null outside its hours. */
export function digestDay(now: Date, timeZone: string): string | null {
  const { day, hour } = localDay(now, timeZone);
  return hour >= digestHours.from && hour < digestHours.until ? day : null;
}
