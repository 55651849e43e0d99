import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { cast, openAlways, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import * as bookings from '../bookings/service.ts';
import { userDoor, type Ctx, type Mail } from '../ctx.ts';
import { retryAfter, sendingLimits } from '../notifications/rules/sending.ts';
import { backOff, drainOutbox, outboxLimits, runOutbox } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let mails: Mail[] = [];
let broken = 0;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  stage = stageOn(database);
});
afterAll(() => database.close());
afterEach(async () => {
  mails = [];
  broken = 0;
  await database.query('delete from deliveries');
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

test('a request becomes a letter to each side, in their language, with a plain-text part and no contact details', async () => {
  await database.query(`update users set locale = 'ar' where id = $1`, [cast.zainab]);
  const { id } = await ask();
  expect(await drainOutbox(worker())).toEqual({ sent: 2, failed: 0, dropped: 0 });
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
  database.query(
    `update deliveries set leased_until = clock_timestamp() - interval '1 second' where lease is not null and ${what}`,
  );
const once = () => expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
const nothing = { sent: 0, failed: 0, dropped: 0 };

test('a clock that jumps past the lease while a letter is on its way: nobody sends it again', async () => {
  await ask();
  await ask();
  const slow = slowWorker();
  await slow.sending;
  stage.now = new Date(stage.now.getTime() + 100 * sendingLimits.lease);
  expect(await drainOutbox(worker())).toEqual(nothing);
  slow.goOn();
  expect(await slow.drained).toEqual({ ...nothing, sent: 4 });
  expect(mails).toHaveLength(4);
  once();
});

test('a worker whose other letters were taken over leaves them to their new holder', async () => {
  await ask();
  await ask();
  const slow = slowWorker();
  await slow.sending;
  const held = await database.query<{ id: string }>('select id from deliveries order by due_at, id');
  await lapse(`id <> '${held[0]?.id}'`);
  expect(await drainOutbox(worker())).toEqual({ ...nothing, sent: 3 });
  slow.goOn();
  expect(await slow.drained).toEqual({ ...nothing, sent: 1 });
  expect(mails).toHaveLength(4);
  once();
});

test('who was given up on and fails late changes nothing any more', async () => {
  await ask();
  const slow = slowWorker();
  await slow.sending;
  await lapse();
  expect(await drainOutbox(worker())).toEqual({ ...nothing, sent: 2 });
  broken = 1;
  slow.goOn();
  await slow.drained;
  expect(await database.query(`select distinct state, last_error as error from deliveries`)).toEqual([
    { state: 'sent', error: null },
  ]);
});

test('letters of a worker that died are taken up when its lease is over, by the database’s own clock', async () => {
  await ask();
  // it died at its first letter, after its last sign of life
  await slowWorker().sending;
  expect(await database.query('select 1 from deliveries where lease is not null')).toHaveLength(2);
  expect(await drainOutbox(worker())).toEqual(nothing);
  await lapse();
  expect(await drainOutbox(worker())).toEqual({ ...nothing, sent: 2 });
  expect(mails).toHaveLength(2);
});

test('news that two workers hand over at once is kept once', async () => {
  await ask();
  await Promise.all([drainOutbox(worker()), drainOutbox(worker()), drainOutbox(worker())]);
  // a worker that died between taking news and keeping its letters
  await ask();
  await database.query(
    `update outbox set locked_until = clock_timestamp() + interval '1 minute', attempts = 1 where sent_at is null`,
  );
  expect(await drainOutbox(worker())).toEqual(nothing);
  await database.query(
    `update outbox set locked_until = clock_timestamp() - interval '1 second' where sent_at is null`,
  );
  expect(await drainOutbox(worker())).toEqual({ ...nothing, sent: 2 });
  expect(mails).toHaveLength(4);
  once();
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
  expect(await drainOutbox(first)).toEqual({ ...nothing, sent: 1, failed: 1 });
  expect(await drainOutbox(worker())).toEqual(nothing);
  stage.now = new Date(stage.now.getTime() + retryAfter(1));
  expect(await drainOutbox(worker())).toEqual({ ...nothing, sent: 1 });
  expect(mails.map((mail) => mail.to.split('-')[0])).toEqual(['zainab', 'sara']);
});

test('after the last try a person must look', async () => {
  await ask();
  for (let n = 0; n < sendingLimits.tries; n += 1) {
    broken = 2;
    await drainOutbox(worker());
    stage.now = new Date(stage.now.getTime() + retryAfter(n + 1));
  }
  expect(await drainOutbox(worker())).toEqual(nothing);
  expect(await database.query('select distinct state, attempts, last_error from deliveries')).toEqual([
    { state: 'failed', attempts: sendingLimits.tries, last_error: 'Error: the mail server is down' },
  ]);
});

test('news that cannot be made into letters is tried again, and after the last try a person must look', async () => {
  await ask();
  await database.query('alter table deliveries rename to deliveries_away');
  try {
    for (let n = 0; n < outboxLimits.tries; n += 1) {
      await drainOutbox(worker()).catch(() => undefined);
      stage.now = new Date(stage.now.getTime() + backOff(n + 1));
    }
  } finally {
    await database.query('alter table deliveries_away rename to deliveries');
  }
  expect(await database.query('select failed_at is not null as failed, sent_at from outbox')).toEqual([
    { failed: true, sent_at: null },
  ]);
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
