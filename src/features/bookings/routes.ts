import * as z from 'zod';
import { api, ctxOf, once, onceAsOperator } from '../endpoint.ts';
import { releaseEarnings } from '../ledger/service.ts';
import * as ending from './ending.ts';
import { giveBack } from './giving-back.ts';
import * as contract from './contract.ts';
import { bookingList, bookingView, disputeList, message, messageList, resolvedBooking } from './schema.ts';
import * as service from './service.ts';
import * as talk from './talk.ts';

const unread = z.object({ unread: z.int() });
const requestBooking = once(contract.requestBooking, bookingView, service.requestBooking);
const sendQuote = once(contract.sendQuote, bookingView, service.sendQuote);
const acceptQuote = once(contract.acceptQuote, bookingView, service.acceptQuote);
const askForChange = once(contract.askForChange, bookingView, service.askForChange);
const declineBooking = once(contract.declineBooking, bookingView, service.declineBooking);
const withdrawBooking = once(contract.withdrawBooking, bookingView, service.withdrawBooking);
const completeBooking = once(contract.completeBooking, bookingView, service.completeBooking);
const cancelBooking = once(contract.cancelBooking, bookingView, ending.cancelBooking);
const disputeBooking = once(contract.disputeBooking, bookingView, ending.disputeBooking);
const resolveBooking = onceAsOperator(contract.resolveBooking, resolvedBooking, ending.resolveBooking);
const sendBookingMessage = once(contract.sendBookingMessage, message, talk.sendBookingMessage);
const markBookingRead = once(contract.markBookingRead, unread, talk.markBookingRead);

export const bookingRoutes = api()
  .openapi(contract.requestBooking, async (c) => c.json(await requestBooking(c, c.req.valid('json')), 201))
  .openapi(contract.listBookings, async (c) =>
    c.json(bookingList.parse(await service.listBookings(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.getBooking, async (c) =>
    c.json(bookingView.parse(await service.getBooking(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.sendQuote, async (c) =>
    c.json(await sendQuote(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.acceptQuote, async (c) => {
    const path = c.req.valid('param');
    const now = await acceptQuote(c, { ...path, ...c.req.valid('json') });
    ctxOf(c).defer(() => service.timeMayMove(ctxOf(c), path));
    return c.json(now, 200);
  })
  .openapi(contract.askForChange, async (c) =>
    c.json(await askForChange(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.declineBooking, async (c) => c.json(await declineBooking(c, c.req.valid('param')), 200))
  .openapi(contract.withdrawBooking, async (c) => {
    const path = c.req.valid('param');
    const now = await withdrawBooking(c, path);
    ctxOf(c).defer(() => service.timeMayMove(ctxOf(c), path));
    return c.json(now, 200);
  })
  .openapi(contract.completeBooking, async (c) => {
    const path = c.req.valid('param');
    const now = await completeBooking(c, path);
    // after the commit, so that the talent sees it at once; the clock does what this misses
    ctxOf(c).defer(() => releaseEarnings(ctxOf(c), path));
    return c.json(now, 200);
  })
  .openapi(contract.cancelBooking, async (c) => {
    const path = c.req.valid('param');
    const now = await cancelBooking(c, { ...path, ...c.req.valid('json') });
    // after the commit, in the system's door; the clock does what this misses
    ctxOf(c).defer(() => giveBack(ctxOf(c), path));
    ctxOf(c).defer(() => service.timeMayMove(ctxOf(c), path));
    return c.json(now, 200);
  })
  .openapi(contract.disputeBooking, async (c) =>
    c.json(await disputeBooking(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.sendBookingMessage, async (c) =>
    c.json(await sendBookingMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  )
  .openapi(contract.listBookingMessages, async (c) => {
    const wish = { ...c.req.valid('param'), ...c.req.valid('query') };
    return c.json(messageList.parse(await talk.listBookingMessages(ctxOf(c), wish)), 200);
  })
  .openapi(contract.markBookingRead, async (c) =>
    c.json(await markBookingRead(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );

export const adminBookingRoutes = api()
  .openapi(contract.listDisputes, async (c) => c.json(disputeList.parse(await ending.listDisputes(ctxOf(c))), 200))
  .openapi(contract.resolveBooking, async (c) => {
    const path = c.req.valid('param');
    const settled = await resolveBooking(c, { ...path, ...c.req.valid('json') });
    ctxOf(c).defer(() => giveBack(ctxOf(c), path));
    ctxOf(c).defer(() => service.timeMayMove(ctxOf(c), path));
    return c.json(settled, 200);
  });
