import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { locales } from '../../core/locale.ts';
import { databaseError } from '../../db/errors.ts';
import { cast, openAlways, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import * as bookings from '../bookings/service.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { writeCalendar, type CalendarBooking } from './ics.ts';
import * as service from './service.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => void (stage.now = opening));

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const does = <Input, Output>(
  who: string,
  verb: (ctx: Ctx, tx: never, input: Input) => Promise<Output>,
  input: Input,
): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never, input));
};

let day = 0;
async function held(place = 'Karrada'): Promise<string> {
  const startsAt = new Date(Date.UTC(2026, 3, (day += 1), 9)).toISOString();
  const wish = {
    serviceId: serviceIds.zainabWedding,
    startsAt,
    durationMinutes: 60,
    note: 'call 0770 123 4567',
    place,
  };
  const { id } = await does(cast.sara, bookings.requestBooking, wish);
  await does(cast.zainab, bookings.sendQuote, {
    bookingId: id,
    amount: { amount: 300_000, currency: 'IQD' as const },
    message: '',
  });
  await does(cast.sara, bookings.acceptQuote, { bookingId: id, quoteVersion: 1 });
  return id;
}

type Parsed = { head: Record<string, string>; events: Record<string, string>[] };
/** Reads a calendar file as a program would: unfolds, then splits each line at its first colon. */
function parsed(file: string): Parsed {
  expect(file.endsWith('\r\n')).toBe(true);
  for (const line of file.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(line).not.toContain('\uFFFD');
    expect(line).not.toMatch(/[\r\n]/);
  }
  const all: Parsed = { head: {}, events: [] };
  let into = all.head;
  for (const line of file
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter(Boolean)) {
    const [name = '', value = ''] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    if (line === 'BEGIN:VEVENT') all.events.push((into = {}));
    else if (line === 'END:VEVENT') into = all.head;
    else {
      expect(into[name], `${name} stands there once`).toBeUndefined();
      into[name] = value;
    }
  }
  return all;
}
const plain = (value = '') => value.replace(/\\n/g, '\n').replace(/\\([;,\\])/g, '$1');
const fileOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

describe('the file', () => {
  const booking: CalendarBooking = {
    id: '0190d3a0-0000-7000-8000-000000000099',
    state: 'paid',
    stateAt: new Date('2026-03-01T08:30:15Z'),
    startsAt: new Date('2026-03-08T06:00:00Z'),
    endsAt: new Date('2026-03-08T14:00:00Z'),
    serviceTitle: { ar: 'تصوير حفل زفاف كامل من الحناء إلى آخر رقصة في القاعة الكبيرة، مع ألبوم مطبوع' },
    otherName: 'Zainab; Kareem, \\ Sons 📷',
    place: 'Hall 3; river club, Baghdad\r\nEND:VCALENDAR\r\nX-PLANTED:1',
    moves: 4,
  };
  const site = { siteUrl: 'https://mawahib.example', locale: 'ar' as const };

  test('escapes what would break it, and folds by octets without cutting a letter', () => {
    const { head, events } = parsed(writeCalendar([booking], site));
    expect(head).toMatchObject({ METHOD: 'PUBLISH', VERSION: '2.0' });
    expect(head).not.toHaveProperty('X-PLANTED');
    expect(events).toHaveLength(1);
    expect(plain(events[0]?.['SUMMARY'])).toBe(`${booking.serviceTitle.ar} · Zainab; Kareem, \\ Sons 📷`);
    expect(plain(events[0]?.['LOCATION'])).toBe('Hall 3; river club, Baghdad END:VCALENDAR X-PLANTED:1');
    expect(events[0]).toMatchObject({
      UID: 'booking-0190d3a0-0000-7000-8000-000000000099@mawahib.example',
      SEQUENCE: '4',
      DTSTAMP: '20260301T083015Z',
      DTSTART: '20260308T060000Z',
      DTEND: '20260308T140000Z',
      STATUS: 'CONFIRMED',
      CLASS: 'PRIVATE',
    });
  });
  test.each(locales)('is whole in %s', (locale) => {
    const { events } = parsed(writeCalendar([{ ...booking, state: 'accepted' }], { ...site, locale }));
    expect(plain(events[0]?.['DESCRIPTION'])).toContain(`/${locale}/bookings/${booking.id}/`);
    expect(events[0]?.['STATUS']).toBe('TENTATIVE');
  });
  test('of no bookings is a calendar all the same', () => {
    expect(parsed(writeCalendar([], site)).events).toEqual([]);
  });
});

describe('a booking as a file', () => {
  test('for its two sides, held; for anybody else there is none; before it is held neither', async () => {
    const id = await held();
    const mine = parsed(await service.bookingFile(stage.as(cast.sara), id));
    const theirs = parsed(await service.bookingFile(stage.as(cast.zainab), id));
    expect(mine.events[0]?.['UID']).toBe(theirs.events[0]?.['UID']);
    expect(plain(mine.events[0]?.['SUMMARY'])).toContain('Zainab');
    expect(plain(theirs.events[0]?.['SUMMARY'])).toContain('Sara');
    expect(JSON.stringify([mine, theirs])).not.toMatch(/0770|@work|@example\.com/);
    expect(await code(service.bookingFile(stage.as(cast.acme), id))).toBe('not_found');
    const wish = { serviceId: serviceIds.zainabWedding, startsAt: '2026-05-20T09:00:00Z', note: '', place: '' };
    const asked = await does(cast.sara, bookings.requestBooking, wish);
    expect(await code(service.bookingFile(stage.as(cast.sara), asked.id))).toBe('wrong_state');
  });
});

describe('the feed', () => {
  test('is opened by its address alone, follows what happens, and says nothing private', async () => {
    expect(await service.getCalendarFeed(stage.as(cast.zainab))).toEqual({ since: null });
    const { url } = await service.makeCalendarFeed(stage.as(cast.zainab));
    expect(url).toMatch(/\/api\/calendar\/[\w-]{43}\.ics$/);
    const id = await held('Abu Nuwas');
    const visitor = stage.as(null);
    const find = async () =>
      parsed(await service.readCalendarFeed(visitor, fileOf(url))).events.find(({ UID }) => UID?.includes(id));
    expect(await find()).toMatchObject({ STATUS: 'TENTATIVE', LOCATION: 'Abu Nuwas', SEQUENCE: '3' });
    expect(JSON.stringify(await find())).not.toMatch(/0770|@example\.com/);
    await database.query(`update bookings set state = 'paid' where id = $1`, [id]);
    expect(await find()).toMatchObject({ STATUS: 'CONFIRMED' });
    await database.query(`update bookings set state = 'cancelled' where id = $1`, [id]);
    expect(await find()).toBeUndefined();
    // the word itself is kept nowhere
    const kept = await database.query<{ row: string }>('select row_to_json(f)::text as row from calendar_feeds f');
    expect(JSON.stringify(kept)).not.toContain(fileOf(url).slice(0, 43));
  });

  test('a lapsed hold is gone from it, though nobody has tidied', async () => {
    const { url } = await service.makeCalendarFeed(stage.as(cast.sara));
    const id = await held();
    const has = async () => (await service.readCalendarFeed(stage.as(null), fileOf(url))).includes(id);
    expect(await has()).toBe(true);
    stage.now = new Date(opening.getTime() + 31 * 60_000);
    expect(await has()).toBe(false);
  });

  test('a new address ends the old one, ending ends both, and a wrong one is not there', async () => {
    const first = await service.makeCalendarFeed(stage.as(cast.sara));
    const second = await service.makeCalendarFeed(stage.as(cast.sara));
    const read = (url: string) => code(service.readCalendarFeed(stage.as(null), fileOf(url)));
    expect([await read(first.url), await read(second.url)]).toEqual(['not_found', 'went through']);
    expect(await read(`/${'A'.repeat(43)}.ics`)).toBe('not_found');
    await service.dropCalendarFeed(stage.as(cast.sara));
    expect(await read(second.url)).toBe('not_found');
  });

  test('whoever is suspended or gone has none any more', async () => {
    for (const column of ['suspended_at', 'deleted_at']) {
      const { url } = await service.makeCalendarFeed(stage.as(cast.acme));
      await database.query(`update users set ${column} = now() where id = $1`, [cast.acme]);
      expect(await code(service.readCalendarFeed(stage.as(null), fileOf(url)))).toBe('not_found');
      await database.query(`update users set ${column} = null where id = $1`, [cast.acme]);
    }
  });

  test('a stranger who has not said what they are here for makes none, and nobody reads another’s digest', async () => {
    expect(await code(service.makeCalendarFeed(stage.as(cast.stranger)))).toBe('onboarding_required');
    const as = (who: string, statement: string) =>
      stage.doors
        .asUser({ userId: who })
        .write((tx) => tx.execute(statement))
        .then(
          ({ rows }) => rows.length,
          (error: unknown) => databaseError(error)?.code,
        );
    await service.makeCalendarFeed(stage.as(cast.zainab));
    expect(await as(cast.zainab, 'select user_id from calendar_feeds')).toBe(1);
    expect(await as(cast.omar, 'select user_id from calendar_feeds')).toBe(0);
    expect(await as(cast.zainab, 'select token_hash from calendar_feeds')).toBe('42501');
    expect(await as(cast.sara, `delete from calendar_feeds where user_id = '${cast.zainab}' returning user_id`)).toBe(
      0,
    );
    expect(
      await as(cast.sara, `insert into calendar_feeds values ('${cast.acme}', repeat('a', 64)) returning user_id`),
    ).toBe('42501');
    expect(
      await stage.doors
        .asVisitor()
        .write((tx) => tx.execute('select 1 from calendar_feeds'))
        .catch((error: unknown) => databaseError(error)?.code),
    ).toBe('42501');
  });
});
