import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { memberTalentRoutes, talentRoutes } from '../discovery/routes.ts';
import { api } from '../endpoint.ts';
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
const answer = handler(
  api().route('/', profileRoutes).route('/', talentRoutes).route('/', memberTalentRoutes),
  async () => ({ ctx: stage.as(who) }),
);
type Body = Record<string, unknown>;
async function call(as: string | null, method: string, path: string, body?: unknown, key?: string) {
  who = as;
  const response = await answer(
    new Request(`https://mawahib.test${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: (text ? JSON.parse(text) : {}) as Body };
}
const patch = (as: string, body: unknown, key?: string) => call(as, 'PATCH', '/api/profile', body, key);
const told = () => [...stage.told].sort();

describe('an address that moves', () => {
  test('while the page is public: the old one leads on, in the API too, and both pages are told', async () => {
    expect(await patch(cast.zainab, { slug: 'zainab-k' })).toMatchObject({
      status: 200,
      body: { slug: 'zainab-k', formerSlugs: ['zainab-kareem'], renames: { left: 2 } },
    });
    expect(told()).toEqual(['changed zainab-k', 'changed zainab-kareem']);
    const old = await call(null, 'GET', '/api/talents/zainab-kareem');
    expect([old.status, old.headers.get('location')]).toEqual([301, '/api/talents/zainab-k']);
    expect(old.headers.get('netlify-cache-tag')).toContain('talent-zainab-kareem');
    expect((await call(null, 'GET', '/api/talents/zainab-k')).body).toMatchObject({ id: talentIds.zainab });
    expect(await database.query(`select action, data from audit_log where action = 'profile.renamed'`)).toEqual([
      { action: 'profile.renamed', data: { slug: 'zainab-kareem', to: 'zainab-k' } },
    ]);
  });
  test('nobody else gets what it left; whoever left it may come back', async () => {
    expect(await patch(cast.omar, { slug: 'zainab-kareem' })).toMatchObject({
      status: 409,
      body: { code: 'slug_taken', fields: { slug: ['taken'] } },
    });
    expect((await patch(cast.zainab, { slug: 'zainab-kareem' })).body).toMatchObject({
      formerSlugs: ['zainab-k'],
      renames: { left: 1 },
    });
    expect((await call(null, 'GET', '/api/talents/zainab-k')).headers.get('location')).toBe(
      '/api/talents/zainab-kareem',
    );
  });
  test('three times in thirty days, then it says when', async () => {
    await patch(cast.zainab, { slug: 'zainab-three' });
    expect(await patch(cast.zainab, { slug: 'zainab-four' })).toMatchObject({
      status: 409,
      body: { code: 'renamed_often', detail: expect.stringContaining('30 days'), fields: { slug: ['renamed_often'] } },
    });
    expect((await call(cast.zainab, 'GET', '/api/profile')).body).toMatchObject({
      renames: { left: 0, more: expect.any(String) },
    });
    const then = stage.now;
    stage.now = new Date(then.getTime() + 31 * 86_400_000);
    expect(await patch(cast.zainab, { slug: 'zainab-kareem' })).toMatchObject({ status: 200 });
    stage.now = then;
  });
  test.each(['admin', 'talents', 'en', '22', 'featured'])('%s is the site’s own word', async (slug) =>
    expect(await patch(cast.nour, { slug })).toMatchObject({ status: 422, body: { fields: { slug: ['reserved'] } } }),
  );
  test('of a draft nobody learns where it was', async () => {
    await patch(cast.nour, { slug: 'nour-quiet' });
    expect(told()).toEqual([]);
    for (const slug of ['nour-draft', 'nour-quiet'])
      expect((await call(null, 'GET', `/api/talents/${slug}`)).status).toBe(404);
  });
  test('a crash before the world was told is made good by the clock', async () => {
    await announceAgain(stage.as(null), new Date(stage.now.getTime() - 40 * 86_400_000));
    expect(told()).toContain('changed zainab-three');
    expect(stage.told.join()).not.toContain('nour');
  });
});

describe('who sees a page', () => {
  const seen = async () => ({
    visitor: (await call(null, 'GET', '/api/talents/omar-bennani')).status,
    listed: (await call(null, 'GET', '/api/talents')).text.includes('omar-bennani'),
    member: (await call(cast.sara, 'GET', '/api/members/talents/omar-bennani')).status,
    stranger: (await call(cast.stranger, 'GET', '/api/members/talents/omar-bennani')).status,
  });
  test('narrowed, it leaves the public at once, like one taken down, and members keep it', async () => {
    expect(await patch(cast.omar, { seenBy: 'members' })).toMatchObject({
      status: 200,
      // whoever cannot see the form cannot ask by it
      body: { seenBy: 'members', inquiriesFrom: 'members', published: true },
    });
    expect(told()).toEqual(['unpublished omar-bennani']);
    expect(await seen()).toEqual({ visitor: 404, listed: false, member: 200, stranger: 403 });
  });
  test('what changes in it meanwhile is nobody’s business outside', async () => {
    await patch(cast.omar, { tags: ['chaabi'] });
    expect(told()).toEqual([]);
  });
  test('for subscribers, a member without a plan sees nothing of it', async () => {
    await patch(cast.omar, { seenBy: 'subscribers' });
    expect(told()).toEqual([]);
    expect(await seen()).toMatchObject({ visitor: 404, member: 404 });
  });
  test('widened, it is published', async () => {
    await patch(cast.omar, { seenBy: 'everyone' });
    expect(told()).toEqual(['published omar-bennani']);
    expect(await seen()).toMatchObject({ visitor: 200, listed: true, member: 200 });
    // nobody gets a wider say by it than they chose
    expect((await call(cast.omar, 'GET', '/api/profile')).body).toMatchObject({ inquiriesFrom: 'subscribers' });
    await patch(cast.omar, { inquiriesFrom: 'everyone' });
  });
  test('the clock repeats a narrowing that was not heard, by the address it had', async () => {
    await patch(cast.omar, { seenBy: 'members' });
    stage.told.length = 0;
    await announceAgain(stage.as(null), new Date(stage.now.getTime() - 1000));
    expect(told().filter((said) => said.includes('omar'))).toEqual(['unpublished omar-bennani']);
    await patch(cast.omar, { seenBy: 'everyone', inquiriesFrom: 'everyone' });
  });
  test('the same key again tells nobody anything: the page may have gone another way', async () => {
    await patch(cast.omar, { tags: ['party'] }, 'once');
    await patch(cast.omar, { seenBy: 'members' });
    stage.told.length = 0;
    expect((await patch(cast.omar, { tags: ['party'] }, 'once')).status).toBe(200);
    expect(told()).toEqual([]);
    await patch(cast.omar, { seenBy: 'everyone', inquiriesFrom: 'everyone' });
  });
  test('each of these is in the log', async () => {
    const rows = await database.query<{ action: string }>(
      `select distinct action from audit_log where actor_id = $1 order by action`,
      [cast.omar],
    );
    expect(rows.map(({ action }) => action)).toEqual(['profile.audience', 'profile.narrowed']);
  });
});

const whole = {
  playingAgeFrom: 28,
  playingAgeTo: 38,
  heightCm: 171,
  hair: 'dark_brown',
  eyes: 'hazel',
  voice: 'alto',
  skills: ['Riding', 'Rap'],
  accents: ['Baghdadi'],
  credits: [{ title: 'Dijla', role: 'Salma', kind: 'film', year: 2021, production: 'Rafidain Films' }],
};
const casting = (as: string, body: unknown) => call(as, 'PUT', '/api/profile/casting', body);

describe('casting attributes', () => {
  test('for members, no public byte holds them; only that there is more', async () => {
    const marked = { ...whole, skills: [`${planted} riding`], seenBy: 'members' };
    expect(await casting(cast.zainab, marked)).toMatchObject({ status: 200, body: { casting: marked } });
    expect(told()).toEqual(['changed zainab-kareem']);
    const page = await call(null, 'GET', '/api/talents/zainab-kareem');
    expect(page.text).not.toContain(planted);
    expect(page.body).toMatchObject({ casting: null, moreForMembers: true });
    expect((await call(cast.sara, 'GET', '/api/members/talents/zainab-kareem')).body).toMatchObject({
      casting: { skills: [`${planted} riding`], seenBy: 'members' },
      own: false,
      shownAs: null,
    });
  });
  test('for everyone, the page shows them', async () => {
    await casting(cast.zainab, { ...whole, seenBy: 'everyone' });
    expect((await call(null, 'GET', '/api/talents/zainab-kareem')).body).toMatchObject({ casting: whole });
  });
  test('what is left out is taken away', async () => {
    await casting(cast.zainab, { heightCm: 171, seenBy: 'everyone' });
    expect((await call(null, 'GET', '/api/talents/zainab-kareem')).body).toMatchObject({
      casting: { heightCm: 171, skills: [], credits: [], hair: null },
    });
  });
  const credit = whole.credits[0]!;
  test.each<[string, Body, string]>([
    ['a height of a building', { heightCm: 17100 }, 'heightCm'],
    ['no height', { heightCm: 3 }, 'heightCm'],
    ['half a height', { heightCm: 171.5 }, 'heightCm'],
    ['ages the wrong way round', { playingAgeFrom: 40, playingAgeTo: 20 }, 'playingAgeTo'],
    ['one age', { playingAgeFrom: 40 }, 'playingAgeTo'],
    ['an age nobody has', { playingAgeFrom: 20, playingAgeTo: 140 }, 'playingAgeTo'],
    ['a year to come', { credits: [{ ...credit, year: 2028 }] }, 'credits.0.year'],
    ['a year before film', { credits: [{ ...credit, year: 1400 }] }, 'credits.0.year'],
    ['a credit without a name', { credits: [{ ...credit, title: ' \u202e ' }] }, 'credits.0.title'],
    ['a number in a credit', { credits: [{ ...credit, role: 'call 0770 123 4567' }] }, 'credits.0.role'],
    ['a link among skills', { skills: ['www.example.com'] }, 'skills'],
    ['a skill twice', { skills: ['Rap', 'rap'] }, 'skills'],
    ['forty-one credits', { credits: Array.from({ length: 41 }, () => credit) }, 'credits'],
    ['hair nobody has', { hair: 'plaid' }, 'hair'],
  ])('%s is refused, and says where', async (_what, body, field) => {
    const refused = await casting(cast.zainab, body);
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(Object.keys(refused.body['fields'] as object)).toContain(field);
  });
  test('words lose what hides or turns them', async () => {
    expect(
      (await casting(cast.zainab, { skills: ['Sword\u200b\u202e fight', '<b>Oud</b>'], seenBy: 'everyone' })).body,
    ).toMatchObject({ casting: { skills: ['Sword fight', '<b>Oud</b>'] } });
  });
});

describe('words', () => {
  test('contact details in a bio are the talent’s to write and dots to everyone else', async () => {
    const bio = { en: 'Call me on +964 770 123 4567 or write to zainab@example.com, see https://zainab.example.com' };
    expect((await patch(cast.zainab, { bio })).body).toMatchObject({ bio });
    for (const as of [null, cast.sara]) {
      const { text } = await call(as, 'GET', as ? '/api/members/talents/zainab-kareem' : '/api/talents/zainab-kareem');
      expect(text).not.toMatch(/4567|zainab@example|zainab\.example/);
      expect(text).toContain('•••');
    }
  });
  test.each([
    [{ displayName: 'Zainab 07701234567' }, 'displayName'],
    [{ headline: { en: 'Write to me: zainab@example.com' } }, 'headline.en'],
    [{ tags: ['www.example.com'] }, 'tags'],
    [{ slug: 'call-07701234567' }, 'slug'],
  ])('%j is refused where it stands', async (body, field) =>
    expect(await patch(cast.zainab, body)).toMatchObject({ status: 422, body: { fields: { [field]: ['contact'] } } }),
  );
  test('so are they in the title of a service, new or changed; its description is the talent’s to write', async () => {
    const title = { en: 'Call 07709990001', fr: 'Mariage' };
    const refused = { status: 422, body: { code: 'invalid', fields: { 'title.en': ['contact'] } } };
    const service = { price: { amount: 1000, currency: 'IQD' }, durationMinutes: 60, place: 'studio' };
    expect(await call(cast.zainab, 'POST', '/api/profile/services', { ...service, title })).toMatchObject(refused);
    const path = `/api/profile/services/${serviceIds.zainabWedding}`;
    expect(await call(cast.zainab, 'PATCH', path, { title })).toMatchObject(refused);
    const description = { en: 'see www.svcmarker.com, svc@marker.com or 07709990002' };
    expect((await call(cast.zainab, 'PATCH', path, { description })).body).toMatchObject({
      services: expect.arrayContaining([expect.objectContaining({ description })]),
    });
    expect((await call(null, 'GET', '/api/talents/zainab-kareem')).text).not.toMatch(/marker|0999000/);
  });
  test('and on the way in, before there is a page', async () => {
    const newcomer = { kind: 'talent', locale: 'en', timeZone: 'Asia/Baghdad', category: 'singer', city: 'erbil' };
    const words = { birthDate: '1994-05-17', name: 'Ring 07709990001', headline: 'ig: zainab_photo' };
    expect(await call('user_new_contacts', 'POST', '/api/me/onboarding', { ...newcomer, ...words })).toMatchObject({
      status: 422,
      body: { fields: { name: ['contact'], headline: ['contact'] } },
    });
  });
  test('a name that is only tricks is no name', async () => {
    expect((await patch(cast.zainab, { displayName: '\u202e\u2066\u200b' })).status).toBe(422);
    expect((await patch(cast.zainab, { displayName: 'Zainab\u202e Kareem\u200b' })).body).toMatchObject({
      displayName: 'Zainab Kareem',
    });
  });
  test.each([
    ['a joiner', '\u200c'],
    ['a filler', '\u3164'],
    ['the blank of Braille', '\u2800'],
    ['an accent on nothing', '\u0301'],
    ['a tag', '\u{e0041}'],
  ])('nor is %s; a headline and a title of it are none', async (_what, nothing) => {
    expect((await patch(cast.zainab, { displayName: nothing })).status).toBe(422);
    expect((await patch(cast.zainab, { headline: { en: nothing, ar: nothing } })).status).toBe(422);
    const path = `/api/profile/services/${serviceIds.zainabWedding}`;
    expect((await call(cast.zainab, 'PATCH', path, { title: { en: nothing } })).status).toBe(422);
  });
  test('signs alone name nothing, and the field says so', async () => {
    expect(await patch(cast.zainab, { displayName: '\ufffd\ufffd', headline: { en: '…' } })).toMatchObject({
      status: 422,
      body: { fields: { displayName: ['no_letters'], 'headline.en': ['no_letters'] } },
    });
  });
  test.each(['Mawahib Support', 'مواهب', '𝐀𝐝min'])('%s is a name of the house', async (displayName) => {
    const refused = await patch(cast.zainab, { displayName });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'name_reserved', fields: { displayName: ['house_name'] } },
    });
  });
  test('nor does anybody begin with one', async () => {
    const company = { kind: 'company', name: 'Mawahib Team', locale: 'en', timeZone: 'Asia/Baghdad' };
    expect(await call('user_new_house', 'POST', '/api/me/onboarding', company)).toMatchObject({
      status: 422,
      body: { code: 'name_reserved', fields: { name: ['house_name'] } },
    });
    expect((await patch(cast.zainab, { displayName: 'Mawahib Kareem' })).status).toBe(200);
    expect((await patch(cast.zainab, { displayName: 'Zainab Kareem' })).status).toBe(200);
  });
  test('ten thousand letters are too many, and say in which language', async () =>
    expect(await patch(cast.zainab, { bio: { ar: 'س'.repeat(10_000) } })).toMatchObject({
      status: 422,
      body: { fields: { 'bio.ar': ['too_big'] } },
    }));
});

describe('as others see it', () => {
  const as = (whose: string, eyes: string, slug = 'zainab-kareem') =>
    call(whose, 'GET', `/api/members/talents/${slug}?as=${eyes}`);
  test('the talent sees what a visitor, a member and a subscriber would', async () => {
    await casting(cast.zainab, { heightCm: 171, seenBy: 'members' });
    const counted = async (eyes: string) => {
      const { body, status } = await as(cast.zainab, eyes);
      return [status, (body['portfolio'] as unknown[]).length, body['casting'] !== null, body['shownAs']];
    };
    expect(await counted('visitor')).toEqual([200, 1, false, 'visitor']);
    expect(await counted('member')).toEqual([200, 1, true, 'member']);
    expect(await counted('subscriber')).toEqual([200, 2, true, 'subscriber']);
    const visitor = (await as(cast.zainab, 'visitor')).body;
    const { seenBy: _, published: _p, own: _o, shownAs: _s, moreForSubscribers: _m, ...shown } = visitor;
    const real = (await call(null, 'GET', '/api/talents/zainab-kareem')).body;
    expect({ ...shown, portfolio: [] }).toEqual({ ...real, portfolio: [] });
  });
  test('a draft too', async () =>
    expect((await as(cast.nour, 'visitor', 'nour-quiet')).body).toMatchObject({ published: false, own: true }));
  test.each([cast.sara, cast.omar, cast.acme])('%s gets no answer to that', async (other) => {
    expect((await as(other, 'visitor')).status).toBe(404);
    expect((await as(other, 'subscriber')).status).toBe(404);
  });
  test('nobody without a session, nobody unfinished, nobody suspended', async () => {
    const look = (person: string | null) => call(person, 'GET', '/api/members/talents/zainab-kareem');
    expect((await look(null)).status).toBe(401);
    expect((await look(cast.stranger)).status).toBe(403);
    expect((await look(cast.gone)).status).toBe(403);
  });
  test('a former address shows the page by its present one, and nobody keeps the answer', async () => {
    const { body, headers } = await call(cast.sara, 'GET', '/api/members/talents/zainab-k');
    expect(body).toMatchObject({ slug: 'zainab-kareem' });
    expect(headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('how complete it is', () => {
  test('points grow with the page, and the next step is the first that is open', async () => {
    const first = (await call(cast.nour, 'GET', '/api/profile')).body['completeness'] as {
      points: number;
      next: string;
    };
    expect(first).toMatchObject({ next: 'avatar' });
    await patch(cast.nour, { tags: ['folk', 'maqam', 'oud'] });
    const then = (await call(cast.nour, 'GET', '/api/profile')).body['completeness'] as { points: number };
    expect(then.points).toBe(first.points + 5);
  });
});
