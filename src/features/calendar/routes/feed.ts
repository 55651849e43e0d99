import { api, ctxOf } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import { calendarFeed, newCalendarFeed } from '../schema.ts';
import * as service from '../service.ts';

/** What a secret address answers stays with whoever asked: in no cache, in no search engine, in no referrer. */
const alone = {
  'content-type': 'text/calendar; charset=utf-8',
  'content-disposition': 'inline; filename="mawahib.ics"',
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex',
  'referrer-policy': 'no-referrer',
};

export const calendarRoutes = api()
  .openapi(contract.getCalendarFeed, async (c) =>
    c.json(calendarFeed.parse(await service.getCalendarFeed(ctxOf(c))), 200),
  )
  .openapi(contract.makeCalendarFeed, async (c) =>
    c.json(newCalendarFeed.parse(await service.makeCalendarFeed(ctxOf(c))), 201),
  )
  .openapi(contract.dropCalendarFeed, async (c) =>
    c.json(calendarFeed.parse(await service.dropCalendarFeed(ctxOf(c))), 200),
  )
  .openapi(contract.readCalendarFeed, async (c) =>
    c.body(await service.readCalendarFeed(ctxOf(c), c.req.valid('param').file), 200, alone),
  );
