import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { api } from '../endpoint.ts';
import { serviceRoutes, talentRoutes } from './routes.ts';
import { publicTalent, serviceView } from './schema.ts';
import { loadPublicTalents } from './service.ts';

let database: TestDatabase;
let stage: Stage;
/** Monday morning in Baghdad. */
const now = new Date('2026-03-02T05:00:00Z');

const booking = (n: number) => `0190d3a0-0000-7000-9000-0000000001${String(n).padStart(2, '0')}`;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database, now);
  const { query } = database;
  const days = ['2026-02-01', '2026-02-02', '2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06', '2026-02-07'];
  for (const [n, day] of days.entries()) {
    await query(
      `insert into bookings (id, service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, note, customer_name, talent_name, quote_version, price_agreed)
       values ($1, $2, $3, $4, $5, 'reviewed', $6::date + time '06:00', $6::date + time '14:00', 'Asia/Baghdad', '{"en":"Wedding day"}', 350000, 'IQD', $7, $7, $7, 1, 350000)`,
      [booking(n), serviceIds.zainabWedding, talentIds.zainab, cast.zainab, cast.sara, day, planted],
    );
    // the seventh is not published yet, and what a talent says of a customer never is
    await query(
      `insert into reviews (booking_id, side, reviewer_id, talent_id, rating, comment, author_name, publish_at) values
        ($1, 'customer', $2, $3, $4, $5, 'Sara H.', $6), ($1, 'talent', $7, $3, 1, $8, 'Zainab K.', '2026-02-20T00:00:00Z')`,
      [
        booking(n),
        cast.sara,
        talentIds.zainab,
        n === 6 ? 1 : n === 0 ? 4 : 5,
        n === 6 ? planted : `Review ${n}`,
        n === 6 ? '2026-03-09T00:00:00Z' : `2026-02-1${n}T00:00:00Z`,
        cast.zainab,
        planted,
      ],
    );
  }
  // paid on Tuesday 10:00 to 12:00 in Baghdad; a hold that has run out on Wednesday
  for (const [n, state, from, until, hold] of [
    [20, 'paid', '2026-03-03T07:00:00Z', '2026-03-03T09:00:00Z', null],
    [21, 'accepted', '2026-03-04T06:00:00Z', '2026-03-04T14:00:00Z', '2026-03-02T04:00:00Z'],
  ] as const) {
    await query(
      `insert into bookings (id, service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, note, customer_name, talent_name, quote_version, price_agreed, hold_expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'Asia/Baghdad', '{}', 350000, 'IQD', $9, $9, $9, 1, 350000, $10)`,
      [
        booking(n),
        serviceIds.zainabWedding,
        talentIds.zainab,
        cast.zainab,
        cast.sara,
        state,
        from,
        until,
        planted,
        hold,
      ],
    );
  }
});
afterAll(() => database.close());

const answer = handler(api().route('/', talentRoutes).route('/', serviceRoutes), async () => ({ ctx: stage.as(null) }));
const get = async (path: string) => {
  const response = await answer(new Request(`https://mawahib.test${path}`));
  const text = await response.text();
  // whatever was asked, nothing planted comes out
  expect(text).not.toContain(planted);
  return { status: response.status, headers: response.headers, body: JSON.parse(text) };
};
const trips = async (work: () => Promise<unknown>) => {
  const before = await database.counters();
  await work();
  return (await database.counters()).roundTrips - before.roundTrips;
};

describe('a talent', () => {
  test('is shown with everything public and nothing else', async () => {
    const { status, body, headers } = await get('/api/talents/zainab-kareem');
    expect(status).toBe(200);
    expect(publicTalent.strict().parse(body)).toEqual({
      id: talentIds.zainab,
      slug: 'zainab-kareem',
      displayName: 'Zainab Kareem',
      headline: { en: 'Weddings in daylight', ar: 'أعراس في ضوء النهار' },
      bio: { en: 'Ten years of weddings.' },
      category: 'photographer',
      city: 'baghdad',
      languages: ['ar', 'en'],
      tags: ['wedding'],
      timeZone: 'Asia/Baghdad',
      inquiriesFrom: 'everyone',
      avatar: null,
      portfolio: [
        {
          id: expect.any(String),
          kind: 'image',
          media: { url: '/media/one.svg', width: 800, height: 600, alt: {} },
          title: { en: 'Henna night' },
          description: {},
        },
      ],
      services: [
        {
          id: serviceIds.zainabWedding,
          title: { en: 'Wedding day' },
          description: {},
          price: { amount: 350000, currency: 'IQD' },
          durationMinutes: 480,
          place: 'on_site',
        },
      ],
      rating: { average: 4.8, count: 6 },
      reviews: [5, 4, 3, 2, 1].map((n) => ({
        rating: 5,
        comment: `Review ${n}`,
        author: 'Sara H.',
        at: `2026-02-1${n}T00:00:00.000Z`,
      })),
      // Tuesday is partly taken, Thursday is closed, Friday and Saturday are no working days; Wednesday's hold has run out
      nextFreeDays: ['2026-03-02', '2026-03-04', '2026-03-08'],
      asking: { noticeHours: 0, horizonDays: 365 },
      casting: null,
      // one piece of work is for subscribers
      moreForMembers: true,
      updatedAt: expect.any(String),
    });
    expect(headers.get('netlify-cache-tag')).toBe('talents,talent-zainab-kareem');
    expect(headers.get('cache-control')).not.toContain('private');
  });

  test.each(['nour-draft', 'nobody-here', 'gone-draft'])('%s is not there', async (slug) => {
    expect(await get(`/api/talents/${slug}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
  test.each(['..%2F..', 'ZAINAB', "a'%20or%201=1", 'x'.repeat(300)])('%s is no slug', async (slug) =>
    expect((await get(`/api/talents/${slug}`)).status).toBe(404),
  );

  test('one round trip', async () => expect(await trips(() => get('/api/talents/zainab-kareem'))).toBe(1));
  test('a year later the blind review is public', async () => {
    stage.now = new Date('2026-03-10T00:00:00Z');
    try {
      const response = await answer(new Request('https://mawahib.test/api/talents/zainab-kareem'));
      expect(((await response.json()) as { rating: unknown }).rating).toEqual({ average: 4.3, count: 7 });
    } finally {
      stage.now = now;
    }
  });
});

describe('the build', () => {
  test('gets what the pages show, newest first, in one round trip', async () => {
    let talents: unknown[] = [];
    expect(await trips(async () => void (talents = await loadPublicTalents(stage.doors, now)))).toBe(1);
    expect(talents).toEqual([
      (await get('/api/talents/omar-bennani')).body,
      (await get('/api/talents/zainab-kareem')).body,
    ]);
    expect(JSON.stringify(talents)).not.toContain(planted);
  });
});

describe('the list of talents', () => {
  test('cards with rating and lowest price, newest first', async () => {
    const { body } = await get('/api/talents');
    expect(body.nextCursor).toBeNull();
    expect(
      body.items.map((card: { slug: string; rating: unknown; priceFrom: unknown }) => [
        card.slug,
        card.rating,
        card.priceFrom,
      ]),
    ).toEqual([
      ['omar-bennani', { average: null, count: 0 }, { amount: 250000, currency: 'MAD' }],
      ['zainab-kareem', { average: 4.8, count: 6 }, { amount: 350000, currency: 'IQD' }],
    ]);
    expect(Object.keys(body.items[0]).sort()).toEqual([
      'avatar',
      'category',
      'city',
      'displayName',
      'headline',
      'id',
      'languages',
      'priceFrom',
      'rating',
      'slug',
    ]);
  });
  test.each([
    ['category=dj', ['omar-bennani']],
    ['city=baghdad', ['zainab-kareem']],
    ['category=dj&city=baghdad', []],
    ['category=singer', []],
  ])('%s', async (query, slugs) => {
    expect((await get(`/api/talents?${query}`)).body.items.map(({ slug }: { slug: string }) => slug)).toEqual(slugs);
  });
  test.each([
    'category=plumber',
    'city=atlantis',
    'limit=0',
    'limit=51',
    'limit=x',
    'cursor=abc',
    'cursor=',
    `cursor=${btoa("2026-02-01T00:00:00.000000Z ' or 1=1")}`,
    `cursor=${btoa('2026-99-99T00:00:00.000000Z 0190d3a0-0000-7000-9000-000000000001')}`,
    `cursor=${'A'.repeat(5000)}`,
  ])('%s is refused', async (query) => {
    expect(await get(`/api/talents?${query}`)).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: expect.any(Object) },
    });
  });
  test('one round trip', async () => expect(await trips(() => get('/api/talents'))).toBe(1));
  test.each([
    ['/api/talents', 'city=erbil'],
    ['/api/services', 'talent=omar-bennani'],
  ])('a place in one list of %s is none in another', async (path, other) => {
    const { nextCursor } = (await get(`${path}?limit=1`)).body;
    expect((await get(`${path}?limit=2&cursor=${nextCursor}`)).status).toBe(200);
    expect(await get(`${path}?limit=1&${other}&cursor=${nextCursor}`)).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { cursor: ['custom'] } },
    });
  });

  test('pages meet without a gap or a repeat, even when many came in the same instant', async () => {
    const other = await freshDatabase();
    try {
      await other.query(
        `insert into users (id, email, role, plan, onboarded_at) select 'u' || n, '', 'talent', 'FREE', now() from generate_series(1, 60) n`,
      );
      // microseconds apart, and some at the very same time
      await other.query(`insert into talent_profiles (user_id, slug, display_name, category, city, time_zone, published_at)
        select 'u' || n, 'talent-' || n, 'T', 'dj', 'erbil', 'Asia/Baghdad', timestamptz '2026-02-01T08:00:00Z' + (n / 3) * interval '1 microsecond' from generate_series(1, 60) n`);
      const crowd = stageOn(other, now);
      const list = handler(talentRoutes, async () => ({ ctx: crowd.as(null) }));
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const response = await list(
          new Request(`https://mawahib.test/api/talents?limit=7${cursor ? `&cursor=${cursor}` : ''}`),
        );
        const body = (await response.json()) as { items: { slug: string }[]; nextCursor: string | null };
        seen.push(...body.items.map(({ slug }) => slug));
        cursor = body.nextCursor;
      }
      expect(seen).toHaveLength(60);
      expect(new Set(seen).size).toBe(60);
    } finally {
      await other.close();
    }
  });
});

describe('services', () => {
  test('only what published talents offer now', async () => {
    const { body } = await get('/api/services');
    expect(body.items.map(({ id }: { id: string }) => id).sort()).toEqual(
      [serviceIds.zainabWedding, serviceIds.omarParty].sort(),
    );
    expect(body.items.find(({ id }: { id: string }) => id === serviceIds.omarParty)).toMatchObject({
      price: { amount: 250000, currency: 'MAD' },
      durationMinutes: 240,
      talent: {
        id: talentIds.omar,
        slug: 'omar-bennani',
        name: 'Omar Bennani',
        timeZone: 'Africa/Casablanca',
        category: 'dj',
        city: 'casablanca',
      },
    });
  });
  test.each([
    ['talent=omar-bennani', 1],
    [`talent=${talentIds.omar}`, 1],
    ['category=photographer', 1],
    ['city=erbil', 0],
    ['talent=nour-draft', 0],
    ['talent=nobody', 0],
  ])('%s: %i', async (query, count) => {
    expect((await get(`/api/services?${query}`)).body.items).toHaveLength(count);
  });
  test('a page leads to the next', async () => {
    const first = (await get('/api/services?limit=1')).body;
    const second = (await get(`/api/services?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id).sort()).toEqual(
      [serviceIds.zainabWedding, serviceIds.omarParty].sort(),
    );
    expect(second.nextCursor).toBeNull();
  });
});

describe('contact details', () => {
  const said = 'see www.svcmarker.com, svc@marker.com or 07709990002';
  test('in what a service or a review says are dots to strangers, wherever it is read', async () => {
    const { query } = database;
    const [kept] = await query<{ description: unknown }>('select description from services where id = $1', [
      serviceIds.zainabWedding,
    ]);
    await query('update services set description = $2 where id = $1', [serviceIds.zainabWedding, { en: said }]);
    await query('update reviews set comment = $2 where booking_id = $1 and side = $3', [booking(1), said, 'customer']);
    const read: [string, number][] = [
      ['/api/services?talent=zainab-kareem', 1],
      [`/api/services/${serviceIds.zainabWedding}`, 1],
      // the service and the review
      ['/api/talents/zainab-kareem', 2],
    ];
    for (const [path, times] of read) {
      const text = JSON.stringify((await get(path)).body);
      expect(text, path).not.toMatch(/marker|0999000/);
      expect(text.split('see ••• ••• or •••').length - 1, path).toBe(times);
    }
    await query('update services set description = $2 where id = $1', [serviceIds.zainabWedding, kept?.description]);
    await query('update reviews set comment = $2 where booking_id = $1 and side = $3', [
      booking(1),
      'Review 1',
      'customer',
    ]);
  });
});

describe('one service', () => {
  const path = `/api/services/${serviceIds.zainabWedding}`;
  test('with whose it is and when they are free, in one round trip', async () => {
    let body: unknown;
    expect(await trips(async () => void ({ body } = await get(`${path}?until=2026-03-06T00:00:00Z`)))).toBe(1);
    expect(serviceView.strict().parse(body)).toMatchObject({
      service: { id: serviceIds.zainabWedding, price: { amount: 350000, currency: 'IQD' } },
      talent: { slug: 'zainab-kareem', rating: { average: 4.8, count: 6 } },
      timeZone: 'Asia/Baghdad',
      hours: [1, 2, 3, 4, 7].map((weekday) => ({ weekday, startsAt: '09:00', endsAt: '18:00' })),
      exceptions: [{ day: '2026-03-05', startsAt: null, endsAt: null }],
      // the hold that has run out holds nothing
      busy: [{ startsAt: '2026-03-03T07:00:00.000Z', endsAt: '2026-03-03T09:00:00.000Z' }],
      // eight hours fit at 9:00, 9:30 and 10:00 on Monday and Wednesday; Tuesday is broken by two
      freeStarts: [
        '2026-03-02T06:00:00.000Z',
        '2026-03-02T06:30:00.000Z',
        '2026-03-02T07:00:00.000Z',
        '2026-03-04T06:00:00.000Z',
        '2026-03-04T06:30:00.000Z',
        '2026-03-04T07:00:00.000Z',
      ],
    });
  });
  test('no look reaches further than it may', async () => {
    const { body } = await get(`${path}?until=2099-01-01T00:00:00Z`);
    expect(body.until).toBe('2026-06-02T05:00:00.000Z');
    expect((await get(`${path}?from=2026-03-10T00:00:00Z&until=2026-03-01T00:00:00Z`)).body.freeStarts).toEqual([]);
  });
  test.each([serviceIds.zainabRetired, serviceIds.nourDraft, '0190d3a0-0000-7000-9000-0000000000ff', 'not-an-id'])(
    '%s is not there',
    async (id) => {
      expect(await get(`/api/services/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    },
  );
  test.each(['from=yesterday', 'until=2026-13-01T00:00:00Z', 'from=2026-03-02'])('%s is refused', async (query) =>
    expect((await get(`${path}?${query}`)).status).toBe(422),
  );
});
