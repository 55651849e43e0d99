import * as z from 'zod';

export const calendarFeed = z.object({
  since: z.iso.datetime().nullable().meta({ description: 'when the address was made; null while there is none' }),
});
export const newCalendarFeed = z.object({
  since: z.iso.datetime(),
  url: z.url().meta({ description: 'the secret address, shown this once; making another ends it' }),
});
/** 32 random bytes, and what calendars expect a calendar to be called. */
export const feedFile = z.object({ file: z.string().regex(/^[\w-]{43}\.ics$/) });
export const icsFile = z
  .string()
  .meta({ description: 'iCalendar (RFC 5545), times in UTC, in the language of the person' });
