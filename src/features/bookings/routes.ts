import { api, ctxOf, writeOnce } from '../endpoint.ts';
import * as contract from './contract.ts';
import { bookingList, bookingView, message, messageList } from './schema.ts';
import * as service from './service.ts';
import * as talk from './talk.ts';
import * as z from 'zod';
import type { Ctx } from '../ctx.ts';
import type { Tx } from '../../db/client.ts';

type View = z.input<typeof bookingView>;

/** A move: the same key, the same answer; one transaction. */
const moveOnce = <Input extends object>(
  ctx: Ctx,
  operation: string,
  key: string | undefined,
  input: Input,
  verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<View>,
) => writeOnce(ctx, { operation, key, input, answer: bookingView }, (tx) => verb(ctx, tx, input));

export const bookingRoutes = api()
  .openapi(contract.requestBooking, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'requestBooking',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('json'),
        service.requestBooking,
      ),
      201,
    ),
  )
  .openapi(contract.listBookings, async (c) =>
    c.json(bookingList.parse(await service.listBookings(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.getBooking, async (c) =>
    c.json(bookingView.parse(await service.getBooking(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.sendQuote, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'sendQuote',
        c.req.valid('header')['idempotency-key'],
        { ...c.req.valid('param'), ...c.req.valid('json') },
        service.sendQuote,
      ),
      200,
    ),
  )
  .openapi(contract.acceptQuote, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'acceptQuote',
        c.req.valid('header')['idempotency-key'],
        { ...c.req.valid('param'), ...c.req.valid('json') },
        service.acceptQuote,
      ),
      200,
    ),
  )
  .openapi(contract.askForChange, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'askForChange',
        c.req.valid('header')['idempotency-key'],
        { ...c.req.valid('param'), ...c.req.valid('json') },
        service.askForChange,
      ),
      200,
    ),
  )
  .openapi(contract.declineBooking, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'declineBooking',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('param'),
        service.declineBooking,
      ),
      200,
    ),
  )
  .openapi(contract.withdrawBooking, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'withdrawBooking',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('param'),
        service.withdrawBooking,
      ),
      200,
    ),
  )
  .openapi(contract.completeBooking, async (c) =>
    c.json(
      await moveOnce(
        ctxOf(c),
        'completeBooking',
        c.req.valid('header')['idempotency-key'],
        c.req.valid('param'),
        service.completeBooking,
      ),
      200,
    ),
  )
  .openapi(contract.sendBookingMessage, async (c) => {
    const ctx = ctxOf(c);
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(
      await writeOnce(
        ctx,
        { operation: 'sendBookingMessage', key: c.req.valid('header')['idempotency-key'], input, answer: message },
        (tx) => talk.sendBookingMessage(ctx, tx, input),
      ),
      201,
    );
  })
  .openapi(contract.listBookingMessages, async (c) =>
    c.json(
      messageList.parse(await talk.listBookingMessages(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') })),
      200,
    ),
  )
  .openapi(contract.markBookingRead, async (c) => {
    const ctx = ctxOf(c);
    const input = { ...c.req.valid('param'), ...c.req.valid('json') };
    return c.json(
      await writeOnce(
        ctx,
        {
          operation: 'markBookingRead',
          key: c.req.valid('header')['idempotency-key'],
          input,
          answer: z.object({ unread: z.int() }),
        },
        (tx) => talk.markBookingRead(ctx, tx, input),
      ),
      200,
    );
  });
