import { api, ctxOf } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import { bookingFile } from '../service.ts';

export const bookingFileRoutes = api().openapi(contract.getBookingFile, async (c) =>
  c.body(await bookingFile(ctxOf(c), c.req.valid('param').bookingId), 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="mawahib-booking.ics"',
    'cache-control': 'private, no-store',
  }),
);
