import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cast, seat, serviceIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import * as bookings from '../bookings/service.ts';
import * as talk from '../bookings/talk.ts';
import { userDoor, type Ctx, type Mail } from '../ctx.ts';
import { backOff, drainOutbox, outboxLimits, runOutbox } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let mails: Mail[] = [];
let broken = 0;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
afterEach(async () => {
  mails = [];
  broken = 0;
  await database.query('delete from outbox');
});

const worker = (): Ctx => {
  const ctx = stage.as(null);
  return {
    ...ctx,
    ports: {
      ...ctx.ports,
      mail: {
        send: async (mail) => {
          if ((broken -= 1) >= 0) throw new Error('the mail server is down');
          mails.push(mail);
        },
      },
    },
  };
};

let day = 0;
const ask = () => {
  const ctx = stage.as(cast.sara);
  const startsAt = new Date(Date.UTC(2026, 4, (day += 1), 9)).toISOString();
  return userDoor(ctx).write((tx) =>
    bookings.requestBooking(ctx, tx, {
      serviceId: serviceIds.zainabWedding,
      startsAt,
      note: 'My number is 0770 123 4567',
      place: '',
    }),
  );
};
const say = (id: string, body: string) => {
  const ctx = stage.as(cast.sara);
  return userDoor(ctx).write((tx) => talk.sendBookingMessage(ctx, tx, { bookingId: id, body }));
};

test('a request becomes a letter to each side, in their language, with a plain-text part and no contact details', async () => {
  await database.query(`update users set locale = 'ar' where id = $1`, [cast.zainab]);
  const { id } = await ask();
  expect(await drainOutbox(worker())).toEqual({ sent: 1, failed: 0 });
  expect(mails.map((mail) => [mail.to.split('-')[0], mail.locale])).toEqual([
    ['zainab', 'ar'],
    ['sara', 'en'],
  ]);
  expect(mails[0]?.html).toContain('dir="rtl"');
  expect(mails[0]?.html).not.toContain('0770 123 4567');
  expect(mails[0]?.text).toContain(`https://mawahib.test/ar/bookings/${id}/`);
  expect(mails[1]?.text).toContain('Wedding day');
});

test('ten workers at once send each letter once', async () => {
  for (let n = 0; n < 5; n += 1) await ask();
  await Promise.all(Array.from({ length: 10 }, () => drainOutbox(worker())));
  expect(mails).toHaveLength(10);
  expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(10);
});

/** A worker whose mail server keeps it waiting at its first letter. */
function slowWorker() {
  const ctx = worker();
  const { send } = ctx.ports.mail;
  let begun: () => void = () => undefined;
  let goOn: () => void = () => undefined;
  const sending = new Promise<void>((done) => void (begun = done));
  const released = new Promise<void>((done) => void (goOn = done));
  let letters = 0;
  ctx.ports.mail.send = async (mail) => {
    if ((letters += 1) === 1) {
      begun();
      await released;
    }
    await send(mail);
  };
  return { drained: drainOutbox(ctx), sending, goOn };
}
/** As if the worker had given no sign of life for longer than its lease. */
const lapse = (what = 'true') =>
  database.query(`update outbox set locked_until = clock_timestamp() - interval '1 second' where ${what}`);
const once = () => expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);

test('a clock that jumps past the lease while a letter is on its way: nobody sends it again', async () => {
  await ask();
  await ask();
  const slow = slowWorker();
  await slow.sending;
  stage.now = new Date(stage.now.getTime() + 100 * outboxLimits.lock);
  expect(await drainOutbox(worker())).toEqual({ sent: 0, failed: 0 });
  slow.goOn();
  expect(await slow.drained).toEqual({ sent: 2, failed: 0 });
  expect(mails).toHaveLength(4);
  once();
});

test('a worker whose other news were taken over leaves them to their new holder', async () => {
  const [first] = [await ask(), await ask()];
  const slow = slowWorker();
  await slow.sending;
  await lapse(`payload ->> 'bookingId' <> '${first.id}'`);
  expect(await drainOutbox(worker())).toEqual({ sent: 1, failed: 0 });
  slow.goOn();
  expect(await slow.drained).toEqual({ sent: 1, failed: 0 });
  expect(mails).toHaveLength(4);
  once();
});

test('between two letters of one news as well', async () => {
  await ask();
  const slow = slowWorker();
  await slow.sending;
  await lapse();
  const [taken] = await database.query<{ id: string }>(
    `update outbox set attempts = attempts + 1, locked_until = clock_timestamp() + interval '1 minute' returning id`,
  );
  slow.goOn();
  expect(await slow.drained).toEqual({ sent: 0, failed: 0 });
  expect(mails.map((mail) => mail.to.split('-')[0])).toEqual(['zainab']);
  // what has left is written down all the same, for whoever goes on with it
  await lapse(`id = '${taken?.id}'`);
  expect(await drainOutbox(worker())).toEqual({ sent: 1, failed: 0 });
  expect(mails.map((mail) => mail.to.split('-')[0])).toEqual(['zainab', 'sara']);
});

test('who was given up on and fails late changes nothing any more', async () => {
  await ask();
  const slow = slowWorker();
  await slow.sending;
  await lapse();
  expect(await drainOutbox(worker())).toEqual({ sent: 1, failed: 0 });
  broken = 1;
  slow.goOn();
  await slow.drained;
  expect(await database.query(`select sent_at is not null as sent, last_error as error from outbox`)).toEqual([
    { sent: true, error: null },
  ]);
});

test('news of a worker that died is taken up when its lease is over, by the database’s own clock', async () => {
  await ask();
  await database.query(`update outbox set locked_until = clock_timestamp() + interval '1 minute', attempts = 1`);
  expect(await drainOutbox(worker())).toEqual({ sent: 0, failed: 0 });
  await lapse();
  expect(await drainOutbox(worker())).toEqual({ sent: 1, failed: 0 });
  expect(mails).toHaveLength(2);
});

test('a letter that fails comes back later, and the one that left is not sent again', async () => {
  await ask();
  const first = worker();
  const send = first.ports.mail.send;
  let sent = 0;
  first.ports.mail.send = async (mail) => {
    if ((sent += 1) === 2) throw new Error('connection lost');
    await send(mail);
  };
  expect(await drainOutbox(first)).toEqual({ sent: 0, failed: 1 });
  expect(await drainOutbox(worker())).toEqual({ sent: 0, failed: 0 });
  stage.now = new Date(stage.now.getTime() + backOff(1));
  expect(await drainOutbox(worker())).toEqual({ sent: 1, failed: 0 });
  expect(mails.map((mail) => mail.to.split('-')[0])).toEqual(['zainab', 'sara']);
});

test('after the last try a person must look', async () => {
  await ask();
  for (let n = 0; n < outboxLimits.tries; n += 1) {
    broken = 1;
    await drainOutbox(worker());
    stage.now = new Date(stage.now.getTime() + backOff(n + 1));
  }
  const [row] = await database.query<{ failed: boolean; last_error: string }>(
    'select failed_at is not null as failed, last_error from outbox',
  );
  expect(row).toEqual({ failed: true, last_error: 'Error: the mail server is down' });
});

test('a burst of messages is one letter, and what was read is none', async () => {
  const { id } = await ask();
  await drainOutbox(worker());
  mails = [];
  await say(id, 'One');
  await say(id, 'Two');
  const last = await say(id, 'Three');
  await drainOutbox(worker());
  expect(mails).toHaveLength(1);
  const ctx = stage.as(cast.zainab);
  await userDoor(ctx).write((tx) => talk.markBookingRead(ctx, tx, { bookingId: id, lastReadId: last.id }));
  await userDoor(ctx).write((tx) => talk.sendBookingMessage(ctx, tx, { bookingId: id, body: 'Yes' }));
  await say(id, 'Four');
  await userDoor(ctx).write(async (tx) =>
    talk.markBookingRead(ctx, tx, {
      bookingId: id,
      lastReadId: (await talk.listBookingMessages(ctx, { bookingId: id, limit: 1 })).items[0]?.id ?? '',
    }),
  );
  mails = [];
  await drainOutbox(worker());
  // she answered, so she has read; he marked it read before the worker came
  expect(mails).toEqual([]);
});

test('old keys and old news are swept', async () => {
  await database.query(
    `insert into idempotency_keys (user_id, operation, key, request_hash, created_at) values ('u', 'o', 'old', '', $1), ('u', 'o', 'new', '', $2)`,
    [new Date(stage.now.getTime() - outboxLimits.keyLife - 1), stage.now],
  );
  await runOutbox(worker());
  expect(await database.query('select key from idempotency_keys')).toEqual([{ key: 'new' }]);
});
