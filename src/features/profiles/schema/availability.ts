import * as z from 'zod';
import { inLivingMemory } from '../../discovery/rules.ts';
import { dayException, weeklyHours } from '../../discovery/schema.ts';
import { availabilityLimits as limits, termsLeaveRoom } from '../rules/availability-limits.ts';
import { exceptionsAreSound, exceptionsFit, mostExceptions, singleDays } from '../rules/exceptions.ts';
import { hoursAreSound, profileLimits } from '../rules/profile.ts';

const whole = ({ least, most }: { least: number; most: number }) => z.int().min(least).max(most);

export const bookingTerms = z.object({
  bufferBeforeMinutes: whole(limits.bufferMinutes).meta({ description: 'kept free before the work' }),
  bufferAfterMinutes: whole(limits.bufferMinutes).meta({
    description: 'kept free after it; between two bookings lie both',
  }),
  noticeHours: whole(limits.noticeHours).meta({ description: 'a booking is asked for so long before it begins' }),
  maxPerDay: whole(limits.maxPerDay)
    .nullable()
    .meta({ description: 'bookings that begin on one day of the talent’s calendar; null: any number' }),
  horizonDays: whole(limits.horizonDays).meta({ description: 'so many days ahead a booking may begin' }),
});

const knownDay = z.iso.date().refine(inLivingMemory);
const exception = dayException
  .extend({
    day: knownDay,
    lastDay: knownDay.optional().meta({ description: 'the same for every day up to this one' }),
  })
  .strict();

/** What the editor of hours needs to show the days that would be free: all the rule asks, and how long the shortest work is. */
export const ownTime = z.object({
  timeZone: z.string(),
  busy: z
    .array(
      z.object({
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        bufferBeforeMinutes: z.int(),
        bufferAfterMinutes: z.int(),
      }),
    )
    .meta({ description: 'bookings that hold time in the next ninety days, with what was kept free around them' }),
  shortestMinutes: z.int().nullable().meta({ description: 'of the services on offer; null when there is none' }),
  nextFreeDays: z.array(z.iso.date()),
  now: z.iso.datetime(),
});

export const setAvailabilityBody = z
  .object({
    hours: z.array(weeklyHours).max(profileLimits.weeklyHours).refine(hoursAreSound),
    exceptions: z
      .array(exception)
      .max(mostExceptions)
      .refine(exceptionsFit, { abort: true })
      .transform(singleDays)
      .refine(exceptionsAreSound)
      .default([])
      .meta({ description: 'days unlike their weekday; a day without times is closed' }),
    terms: bookingTerms
      .strict()
      .refine(termsLeaveRoom, { path: ['noticeHours'] })
      .optional()
      .meta({ description: 'what every booking is asked for beside hours; left out, it stays as it is' }),
  })
  .strict();
export type SetAvailability = z.output<typeof setAvailabilityBody>;
