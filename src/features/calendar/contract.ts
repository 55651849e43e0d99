import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { jsonAnswer, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import { calendarFeed, feedFile, icsFile, newCalendarFeed } from './schema.ts';

const security = [{ session: [] }];
const tags = ['calendar'];
const members = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
} as const;
const file = (description: string) => ({ description, content: { 'text/calendar': { schema: icsFile } } });

export const getCalendarFeed = createRoute({
  method: 'get',
  path: '/api/calendar-feed',
  operationId: 'getCalendarFeed',
  summary: 'Whether my bookings can be subscribed to',
  tags,
  security,
  responses: { 200: jsonAnswer('since when, if at all', calendarFeed), ...refusals(members) },
});

export const makeCalendarFeed = createRoute({
  method: 'post',
  path: '/api/calendar-feed',
  operationId: 'makeCalendarFeed',
  summary: 'A secret address for a calendar program; the one there was stops working',
  description: 'Only a digest of it is kept, so it is told this once. A repeat makes another.',
  tags,
  security,
  'x-example-as': demo.talent,
  responses: { 201: jsonAnswer('the address', newCalendarFeed), ...refusals(members) },
});

export const dropCalendarFeed = createRoute({
  method: 'delete',
  path: '/api/calendar-feed',
  operationId: 'dropCalendarFeed',
  summary: 'Ends the subscription: the address leads nowhere from now on',
  tags,
  security,
  responses: { 200: jsonAnswer('there is none', calendarFeed), ...refusals(members) },
});

export const readCalendarFeed = createRoute({
  method: 'get',
  path: '/api/calendar/{file}',
  operationId: 'readCalendarFeed',
  summary: 'Held and confirmed bookings as a calendar, by its secret address',
  tags,
  request: { params: feedFile },
  responses: { 200: file('the calendar'), ...refusals({ 404: ['not_found'] }) },
});

export const getBookingFile = createRoute({
  method: 'get',
  path: '/api/bookings/{bookingId}/calendar.ics',
  operationId: 'getBookingFile',
  summary: 'One held, confirmed or cancelled booking as a calendar file, for its two sides',
  tags,
  security,
  request: { params: z.object({ bookingId: z.uuid().meta({ example: exampleIds.paidToComplete }) }) },
  responses: { 200: file('the file'), ...refusals({ ...members, 404: ['not_found'], 409: ['wrong_state'] }) },
});
