import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { api } from '../endpoint.ts';
import { talentRoutes } from '../discovery/routes.ts';
import { profileRoutes } from './routes.ts';
import { announceAgain } from './service.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => void (stage.told.length = 0));

let who: string | null = null;
const answer = handler(api().route('/', profileRoutes).route('/', talentRoutes), async () => ({ ctx: stage.as(who) }));
type Body = Record<string, unknown>;
async function call(
  as: string | null,
  method: string,
  path: string,
  body?: unknown,
  key?: string,
): Promise<{ status: number; body: Body }> {
  who = as;
  const response = await answer(
    new Request(`https://mawahib.test${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Body };
}
let made = 0;
const newcomer = () => `user_new_${++made}`;
const welcome = { locale: 'ar', timeZone: 'Asia/Baghdad' };
const asTalent = (name: string, more: Record<string, unknown> = {}) => ({
  kind: 'talent',
  name,
  ...welcome,
  category: 'singer',
  city: 'erbil',
  birthDate: '1994-05-17',
  ...more,
});
const onboard = (as: string, body: unknown, key?: string) => call(as, 'POST', '/api/me/onboarding', body, key);

describe('onboarding', () => {
  test.each(['individual', 'professional', 'company'])('a customer, %s', async (kind) => {
    expect(await onboard(newcomer(), { kind, name: ' Sara  Ali ', ...welcome })).toMatchObject({
      status: 200,
      body: {
        name: 'Sara Ali',
        role: 'customer',
        customerKind: kind,
        plan: null,
        onboarded: true,
        talent: null,
        locale: 'ar',
      },
    });
  });

  test('a talent, with a draft of a page and the working week of the country', async () => {
    const id = newcomer();
    expect(await onboard(id, asTalent('شیلان محەمەد'))).toMatchObject({
      status: 200,
      body: { role: 'talent', customerKind: null, plan: 'FREE', talent: { slug: 'shilan-mhemed', published: false } },
    });
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({
      status: 200,
      body: {
        displayName: 'شیلان محەمەد',
        slug: 'shilan-mhemed',
        city: 'erbil',
        timeZone: 'Asia/Baghdad',
        published: false,
        missing: ['headline', 'services'],
        hours: expect.arrayContaining([{ weekday: 7, startsAt: '10:00', endsAt: '18:00' }]),
      },
    });
    expect((await call(null, 'GET', '/api/talents/shilan-mhemed')).status).toBe(404);
    expect(stage.told).toEqual([]);
  });

  test('people who share a name are numbered, also with the drafts of others they cannot see, also at once', async () => {
    const people = Array.from({ length: 6 }, newcomer);
    const answers = await Promise.all(
      people.map(async (id) => {
        const ctx = stage.as(id);
        const own = handler(profileRoutes, async () => ({ ctx }));
        const response = await own(
          new Request('https://mawahib.test/api/me/onboarding', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(asTalent('Nour Draft')),
          }),
        );
        return (await response.json()) as { talent: { slug: string } };
      }),
    );
    expect(answers.map(({ talent }) => talent.slug).sort()).toEqual([
      'nour-draft-2',
      'nour-draft-3',
      'nour-draft-4',
      'nour-draft-5',
      'nour-draft-6',
      'nour-draft-7',
    ]);
  });

  test('once', async () => {
    const id = newcomer();
    await onboard(id, { kind: 'individual', name: 'Sara', ...welcome });
    expect(await onboard(id, asTalent('Sara'))).toMatchObject({ status: 409, body: { code: 'already_onboarded' } });
    expect(await database.query('select count(*)::int as n from talent_profiles where user_id = $1', [id])).toEqual([
      { n: 0 },
    ]);
  });

  test('once, even when two tabs say different things at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = newcomer();
      const own = handler(profileRoutes, async () => ({ ctx: stage.as(id) }));
      const ask = (body: unknown) =>
        own(
          new Request('https://mawahib.test/api/me/onboarding', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
        );
      const statuses = (
        await Promise.all([
          ask({ kind: 'company', name: 'Acme', ...welcome }),
          ask(asTalent('Acme')),
          ask(asTalent('Acme')),
        ])
      ).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 409, 409]);
      const [row] = await database.query<{ role: string; profiles: number }>(
        'select role, (select count(*)::int from talent_profiles where user_id = users.id) as profiles from users where id = $1',
        [id],
      );
      expect(row?.profiles).toBe(row?.role === 'talent' ? 1 : 0);
    }
  });

  test('the same key, the same answer', async () => {
    const id = newcomer();
    const first = await onboard(id, { kind: 'individual', name: 'Sara', ...welcome }, 'key-1');
    expect(await onboard(id, { kind: 'individual', name: 'Sara', ...welcome }, 'key-1')).toEqual(first);
    expect(await onboard(id, { kind: 'individual', name: 'Another', ...welcome }, 'key-1')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_mismatch' },
    });
  });

  test.each([
    { kind: 'talent', name: 'No Trade', birthDate: '1994-05-17', ...welcome },
    asTalent('No Age', { birthDate: undefined }),
    asTalent('Bad', { category: 'plumber' }),
    asTalent('Bad', { city: 'atlantis' }),
    asTalent(''),
    asTalent('\u202E\u2066'),
    asTalent('x'.repeat(81)),
    asTalent('Bad', { timeZone: '+03:00' }),
    asTalent('Bad', { locale: 'de' }),
    asTalent('Bad', { plan: 'PRO' }),
    { kind: 'admin', name: 'Root', ...welcome },
    { kind: 'individual', name: 'Sara', ...welcome, role: 'admin' },
    [],
    null,
    'hello',
    7,
  ])('%j is refused, and nobody is onboarded', async (body) => {
    const id = newcomer();
    expect(await onboard(id, JSON.stringify(body))).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(await database.query('select 1 from users where id = $1 and onboarded_at is not null', [id])).toEqual([]);
  });
  test('what is no JSON is told so', async () =>
    expect(await onboard(newcomer(), '{"kind":')).toMatchObject({ status: 400, body: { code: 'invalid_json' } }));
  test('nobody without a session, nobody suspended', async () => {
    expect(await call(null, 'POST', '/api/me/onboarding', asTalent('X Y'))).toMatchObject({ status: 401 });
    expect(await onboard(cast.gone, asTalent('X Y'))).toMatchObject({
      status: 403,
      body: { code: 'account_suspended' },
    });
  });
});

describe('who has a profile to change', () => {
  test.each([
    [null, 401, 'unauthenticated'],
    [cast.stranger, 403, 'onboarding_required'],
    [cast.sara, 403, 'role_not_allowed'],
    [cast.gone, 403, 'account_suspended'],
  ])('%s: %i', async (as, status, code) => {
    const calls: [string, string, unknown?][] = [
      ['GET', '/api/profile'],
      ['PATCH', '/api/profile', { displayName: 'X Y' }],
      ['POST', '/api/profile/publish'],
      ['POST', '/api/profile/unpublish'],
      [
        'POST',
        '/api/profile/services',
        { title: { en: 'X' }, price: { amount: 1, currency: 'IQD' }, durationMinutes: 60, place: 'remote' },
      ],
      ['PATCH', `/api/profile/services/${serviceIds.zainabWedding}`, { active: false }],
      ['PUT', '/api/profile/availability', { hours: [] }],
    ];
    for (const [method, path, body] of calls)
      expect(await call(as, method, path, body)).toMatchObject({ status, body: { code } });
    expect(stage.told).toEqual([]);
  });
});

describe('a profile', () => {
  test('is read in one round trip', async () => {
    const before = await database.counters();
    expect((await call(cast.zainab, 'GET', '/api/profile')).body).toMatchObject({
      id: talentIds.zainab,
      services: [{ active: true }, { active: false }],
      portfolio: [{ visibility: 'public' }, { visibility: 'subscribers' }],
    });
    expect((await database.counters()).roundTrips - before.roundTrips).toBe(1);
  });

  test('says what it was told, cleaned of what would mislead', async () => {
    const { status, body } = await call(cast.zainab, 'PATCH', '/api/profile', {
      headline: { en: '  Weddings \u202Eevil\u202C  in   daylight ', ar: 'أعراس', fr: '   ' },
      bio: { en: 'One.\r\n\r\nTwo. <script>alert(1)</script> & "quotes"' },
      tags: ['wedding', 'Henna  night'],
      languages: ['ar', 'en', 'ckb'],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      headline: { en: 'Weddings evil in daylight', ar: 'أعراس' },
      // markup stays what was typed: it is text, and screens escape text
      bio: { en: 'One.\n\nTwo. <script>alert(1)</script> & "quotes"' },
      tags: ['wedding', 'Henna night'],
      languages: ['ar', 'en', 'ckb'],
    });
    expect(body['headline']).not.toHaveProperty('fr');
    expect(stage.told).toEqual(['changed zainab-kareem']);
    expect((await call(null, 'GET', '/api/talents/zainab-kareem')).body).toMatchObject({
      tags: ['wedding', 'Henna night'],
    });
  });

  test('moves to another city, and its hours to that city’s clock', async () => {
    expect((await call(cast.omar, 'PATCH', '/api/profile', { city: 'baghdad' })).body).toMatchObject({
      timeZone: 'Asia/Baghdad',
    });
    expect((await call(cast.omar, 'PATCH', '/api/profile', { city: 'casablanca' })).body).toMatchObject({
      timeZone: 'Africa/Casablanca',
    });
  });

  test('an address can be chosen, if it is free and nobody else’s word', async () => {
    expect((await call(cast.nour, 'PATCH', '/api/profile', { slug: 'nour-sings' })).body).toMatchObject({
      slug: 'nour-sings',
    });
    expect(await call(cast.nour, 'PATCH', '/api/profile', { slug: 'zainab-kareem' })).toMatchObject({
      status: 409,
      body: { code: 'slug_taken' },
    });
    for (const slug of ['admin', 'UPPER', 'a', 'a--b', '-a', '../x', 'نور'])
      expect((await call(cast.nour, 'PATCH', '/api/profile', { slug })).status).toBe(422);
  });

  test.each([
    {},
    { displayName: '' },
    { displayName: 'x'.repeat(81) },
    { headline: { en: 'x'.repeat(161) } },
    { headline: { de: 'Hochzeiten' } },
    { headline: 'text' },
    { bio: { en: 'x'.repeat(4001) } },
    { category: 'plumber' },
    { city: 'atlantis' },
    { tags: Array.from({ length: 13 }, (_, n) => `t${n}`) },
    { tags: ['a', 'a'] },
    { tags: [''] },
    { languages: ['not a language'] },
    { languages: ['xx'] },
    { languages: ['ar', 'ar'] },
    { publishedAt: '2020-01-01T00:00:00Z' },
    { userId: cast.sara },
    { timeZone: 'UTC' },
    { id: talentIds.omar },
  ])('%j is refused', async (changes) => {
    expect(await call(cast.zainab, 'PATCH', '/api/profile', changes)).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    });
    expect(stage.told).toEqual([]);
  });

  test('a public page keeps what makes sense of it', async () => {
    expect(await call(cast.zainab, 'PATCH', '/api/profile', { headline: { en: '' } })).toMatchObject({
      status: 422,
      body: { fields: { headline: ['required'] } },
    });
    expect(
      await call(cast.zainab, 'PATCH', `/api/profile/services/${serviceIds.zainabWedding}`, { active: false }),
    ).toMatchObject({ status: 422, body: { fields: { services: ['required'] } } });
    expect((await call(null, 'GET', '/api/talents/zainab-kareem')).body).toMatchObject({
      services: [{ id: serviceIds.zainabWedding }],
    });
  });
});

describe('publishing', () => {
  const id = newcomer();
  test('needs a headline and something to offer, and says so', async () => {
    await onboard(id, asTalent('Kawa Singer', { city: 'casablanca' }));
    expect(await call(id, 'POST', '/api/profile/publish')).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { headline: ['required'], services: ['required'] } },
    });
    expect(stage.told).toEqual([]);
  });
  test('makes the page public at once', async () => {
    await call(id, 'PATCH', '/api/profile', { headline: { ckb: 'گۆرانیبێژ' } });
    expect(
      await call(id, 'POST', '/api/profile/services', {
        title: { ckb: 'ئاهەنگ' },
        price: { amount: 500_00, currency: 'MAD' },
        durationMinutes: 120,
        place: 'on_site',
      }),
    ).toMatchObject({
      status: 201,
      body: { missing: [], services: [{ price: { amount: 50000, currency: 'MAD' }, active: true }] },
    });
    expect(stage.told).toEqual([]);
    expect(await call(id, 'POST', '/api/profile/publish')).toMatchObject({
      status: 200,
      body: { published: true, publishedAt: stage.now.toISOString() },
    });
    expect(stage.told).toEqual(['published kawa-singer']);
    expect(await call(null, 'GET', '/api/talents/kawa-singer')).toMatchObject({
      status: 200,
      body: { displayName: 'Kawa Singer', nextFreeDays: [expect.any(String), expect.any(String), expect.any(String)] },
    });
  });
  test('twice is once: the place in the lists stays', async () => {
    const first = (await call(id, 'GET', '/api/profile')).body['publishedAt'];
    stage.now = new Date(stage.now.getTime() + 60_000);
    expect((await call(id, 'POST', '/api/profile/publish')).body['publishedAt']).toBe(first);
    expect(await database.query(`select action from audit_log where actor_id = $1 order by id`, [id])).toEqual([
      { action: 'profile.published' },
    ]);
  });
  test('and taking it down, at once', async () => {
    expect(await call(id, 'POST', '/api/profile/unpublish')).toMatchObject({
      status: 200,
      body: { published: false, publishedAt: null },
    });
    expect(stage.told).toEqual(['unpublished kawa-singer']);
    expect((await call(null, 'GET', '/api/talents/kawa-singer')).status).toBe(404);
    expect((await call(id, 'POST', '/api/profile/unpublish')).status).toBe(200);
  });
  test('a store that is down does not undo what was saved', async () => {
    const ctx = stage.as(id);
    const said: string[] = [];
    const own = handler(profileRoutes, async () => ({
      ctx: {
        ...ctx,
        log: (event: string) => void said.push(event),
        ports: {
          ...ctx.ports,
          pages: { ...ctx.ports.pages, published: () => Promise.reject(new Error('blobs are down')) },
        },
      },
    }));
    expect((await own(new Request('https://mawahib.test/api/profile/publish', { method: 'POST' }))).status).toBe(200);
    expect(said).toEqual(['a page was not announced']);
    expect((await call(null, 'GET', '/api/talents/kawa-singer')).status).toBe(200);
  });
  test('the clock says again what was lost: edits, reviews that became public, pages taken down', async () => {
    await call(id, 'POST', '/api/profile/unpublish');
    stage.told.length = 0;
    expect(await announceAgain(stage.as(null), new Date(stage.now.getTime() - 1000))).toEqual({
      changed: 0,
      unpublished: 1,
    });
    expect(stage.told).toEqual(['unpublished kawa-singer']);
    await call(cast.omar, 'PATCH', '/api/profile', { tags: ['party', 'chaabi'] });
    stage.told.length = 0;
    // drafts are nobody's business, whatever changed in them
    await call(cast.nour, 'PATCH', '/api/profile', { tags: ['folk'] });
    await announceAgain(stage.as(null), new Date(stage.now.getTime() - 1000));
    expect(stage.told).toEqual(['changed omar-bennani', 'unpublished kawa-singer']);
  });
});

describe('services', () => {
  const offer = {
    title: { en: 'Portrait' },
    price: { amount: 120_000, currency: 'IQD' },
    durationMinutes: 60,
    place: 'studio',
  };
  test('are added at the end and changed one by one', async () => {
    const { body } = await call(cast.zainab, 'POST', '/api/profile/services', offer);
    const services = body['services'] as { id: string; title: { en: string } }[];
    const added = services.at(-1)!;
    expect(added).toMatchObject({ title: { en: 'Portrait' }, price: { amount: 120_000, currency: 'IQD' } });
    const changed = await call(cast.zainab, 'PATCH', `/api/profile/services/${added.id}`, {
      price: { amount: 130_000, currency: 'IQD' },
      active: false,
    });
    expect((changed.body['services'] as unknown[]).at(-1)).toMatchObject({
      price: { amount: 130_000 },
      active: false,
      title: { en: 'Portrait' },
    });
    expect(stage.told).toEqual(['changed zainab-kareem', 'changed zainab-kareem']);
  });
  test('the same key adds one', async () => {
    const count = async () =>
      (await database.query(`select count(*)::int as n from services where talent_id = $1`, [talentIds.omar]))[0]?.[
        'n'
      ];
    const before = await count();
    const [first, second] = [
      await call(cast.omar, 'POST', '/api/profile/services', offer, 'add-1'),
      await call(cast.omar, 'POST', '/api/profile/services', offer, 'add-1'),
    ];
    expect(second).toEqual(first);
    expect(await count()).toBe(before + 1);
  });
  test('of another talent are not there', async () => {
    for (const id of [serviceIds.omarParty, serviceIds.nourDraft, '0190d3a0-0000-7000-9000-0000000000ff', 'x']) {
      expect(
        await call(cast.zainab, 'PATCH', `/api/profile/services/${id}`, { price: { amount: 1, currency: 'IQD' } }),
      ).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(
      await database.query('select price_amount::int as n from services where id = $1', [serviceIds.omarParty]),
    ).toEqual([{ n: 250000 }]);
  });
  test.each([
    { ...offer, title: {} },
    { ...offer, title: { en: '  ' } },
    { ...offer, price: { amount: 0, currency: 'IQD' } },
    { ...offer, price: { amount: -5, currency: 'IQD' } },
    { ...offer, price: { amount: 10.5, currency: 'IQD' } },
    { ...offer, price: { amount: 1e15, currency: 'IQD' } },
    { ...offer, price: { amount: '100', currency: 'IQD' } },
    { ...offer, price: { amount: 100, currency: 'XXX' } },
    { ...offer, durationMinutes: 5 },
    { ...offer, durationMinutes: 30_000 },
    { ...offer, place: 'moon' },
    { ...offer, talentId: talentIds.omar },
    { ...offer, description: { en: 'x'.repeat(2001) } },
    {},
  ])('%j is refused', async (body) =>
    expect(await call(cast.zainab, 'POST', '/api/profile/services', body)).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    }),
  );
});

describe('hours', () => {
  test('are set all at once', async () => {
    const hours = [
      { weekday: 5, startsAt: '20:00', endsAt: '24:00' },
      { weekday: 6, startsAt: '00:00', endsAt: '03:00' },
    ];
    const exceptions = [
      { day: '2026-03-20', startsAt: null, endsAt: null },
      { day: '2026-03-21', startsAt: '10:00', endsAt: '12:00' },
    ];
    expect(await call(cast.omar, 'PUT', '/api/profile/availability', { hours, exceptions })).toMatchObject({
      status: 200,
      body: { hours, exceptions },
    });
    expect(stage.told).toEqual(['changed omar-bennani']);
    expect(await call(cast.omar, 'PUT', '/api/profile/availability', { hours: [] })).toMatchObject({
      status: 200,
      body: { hours: [], exceptions: [] },
    });
    expect((await call(null, 'GET', '/api/talents/omar-bennani')).body).toMatchObject({ nextFreeDays: [] });
  });
  test.each([
    { hours: [{ weekday: 8, startsAt: '09:00', endsAt: '10:00' }] },
    { hours: [{ weekday: 1, startsAt: '10:00', endsAt: '09:00' }] },
    { hours: [{ weekday: 1, startsAt: '25:00', endsAt: '26:00' }] },
    {
      hours: [
        { weekday: 1, startsAt: '09:00', endsAt: '12:00' },
        { weekday: 1, startsAt: '11:00', endsAt: '13:00' },
      ],
    },
    { hours: [{ weekday: 1, startsAt: '24:00', endsAt: '24:00' }] },
    { hours: [], exceptions: [{ day: '2026-02-30', startsAt: null, endsAt: null }] },
    { hours: [], exceptions: [{ day: '2026-03-01', startsAt: '10:00', endsAt: null }] },
    { hours: 'always' },
    {},
  ])('%j is refused', async (body) =>
    expect(await call(cast.omar, 'PUT', '/api/profile/availability', body)).toMatchObject({
      status: 422,
      body: { code: 'invalid' },
    }),
  );
});
