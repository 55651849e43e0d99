// Free time from outside: hours, terms and days off, what a stranger sees of them, what is refused, and a calendar program at the door.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calendarMessages } from '../../src/i18n/catalogs/calendar.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, person, type Answer, type Json, type Person, type Who } from './outside.ts';
import { runJob } from './story.ts';

type Problem = Json & { code: string; fields?: Record<string, string[]> };
type Service = { id: string; title: Record<string, string>; active: boolean };
type Profile = { slug: string; services: Service[]; hours: Json[]; exceptions: { day: string }[]; terms: Json };
type View = { freeStarts: string[]; asking: { noticeHours: number; horizonDays: number } };

const everyDay = (startsAt: string, endsAt: string) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startsAt, endsAt }));
const terms = { bufferBeforeMinutes: 0, bufferAfterMinutes: 0, noticeHours: 0, maxPerDay: null, horizonDays: 365 };
const price = { amount: 100_000, currency: 'IQD' };

let made = 0;
type Someone = { email: string; name: string };
async function newcomer(kind: 'individual' | 'talent'): Promise<Someone> {
  const name = `Calendar ${Date.now().toString(36)} ${(made += 1)}`;
  const who = { email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com`, name };
  const work = kind === 'talent' ? { category: 'musician', city: 'baghdad', birthDate: '1994-05-17' } : {};
  await ok(who, 'completeOnboarding', { body: { kind, name, locale: 'en', timeZone: 'Asia/Baghdad', ...work } });
  return who;
}
const set = (who: Who, body: Json) => call<Problem & Profile>(who, 'setAvailability', { body });
const refused = (answer: Answer<Problem>) => [answer.status, answer.body.code, Object.keys(answer.body.fields ?? {})];
const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();

let talent: Someone;
let customer: Someone;
let service: Service;
let profile: Profile;
beforeAll(async () => {
  // what is far enough ahead is counted from the real hour
  await local('clock', { reset: true });
  [talent, customer] = [await newcomer('talent'), await newcomer('individual')];
  await ok(talent, 'updateProfile', { body: { headline: { en: 'Oud for quiet evenings' } } });
  const titles = ['An hour of oud', 'A whole evening', 'A lesson'];
  for (const [at, en] of titles.entries())
    await ok(talent, 'createService', {
      body: { title: { en }, price, durationMinutes: [60, 240, 45][at] ?? 60, place: 'on_site' },
    });
  profile = await ok<Profile>(talent, 'publishProfile');
  service = profile.services[0] ?? service;
});

const freeStarts = async (from = days(0), until = days(40)) =>
  (await ok<View>(null, 'getService', { params: { serviceId: service.id }, query: { from, until } })).freeStarts;
const ask = (startsAt: string, who: Who = customer) =>
  call<Problem & { id: string }>(who, 'requestBooking', { body: { serviceId: service.id, startsAt } });
const hold = async (startsAt: string) => {
  const { id } = (await ask(startsAt)).body;
  const params = { bookingId: id };
  await ok(talent, 'sendQuote', { params, body: { amount: price } });
  await ok(customer, 'acceptQuote', { params, body: { quoteVersion: 1 } });
  return id;
};

describe('terms, hours and days off', () => {
  test('decide what a stranger is offered, and what is taken', async () => {
    await set(talent, {
      hours: everyDay('10:00', '16:00'),
      exceptions: [{ day: days(10).slice(0, 10), lastDay: days(12).slice(0, 10), startsAt: null, endsAt: null }],
      terms: { ...terms, noticeHours: 48, horizonDays: 30, bufferAfterMinutes: 60, maxPerDay: 2 },
    });
    const free = await freeStarts();
    expect(free.length).toBeGreaterThan(50);
    expect(free.every((at) => Date.parse(at) >= Date.now() + 47 * 3_600_000)).toBe(true);
    expect(free.some((at) => at.startsWith(days(11).slice(0, 10)))).toBe(false);
    expect(free.every((at) => Date.parse(at) < Date.now() + 32 * 86_400_000)).toBe(true);
    expect(refused(await ask(days(1)))).toEqual([422, 'notice_too_short', ['startsAt']]);
    expect(refused(await ask(days(40)))).toEqual([422, 'too_far_ahead', ['startsAt']]);
    // of the first day only the rest is left, which may be nothing
    const first = free.find((at) => at.slice(0, 10) !== free[0]?.slice(0, 10)) ?? '';
    const night = `${(free[20] ?? '').slice(0, 10)}T00:00:00Z`;
    expect(refused(await ask(night))).toEqual([422, 'not_available', ['startsAt']]);

    const day = first.slice(0, 10);
    await hold(first);
    const after = (await freeStarts()).filter((at) => at.startsWith(day));
    // the hour itself and the hour kept free after it, and the same before what would come
    expect(after.some((at) => Math.abs(Date.parse(at) - Date.parse(first)) < 2 * 3_600_000)).toBe(false);
    expect(refused(await ask(new Date(Date.parse(first) + 90 * 60_000).toISOString()))).toEqual([
      409,
      'slot_taken',
      ['startsAt'],
    ]);
    await hold(after.at(-1) ?? '');
    expect((await freeStarts()).some((at) => at.startsWith(day))).toBe(false);
    expect(refused(await ask(after[0] ?? ''))).toEqual([409, 'day_full', ['startsAt']]);
  });

  test('search knows the same days once the clock has been by', async () => {
    await runJob('clock-calendar');
    const { nextFreeDays } = await ok<{ nextFreeDays: string[] }>(talent, 'getAvailability');
    const page = await ok<{ nextFreeDays: string[] }>(null, 'getTalent', { params: { slug: profile.slug } });
    expect(nextFreeDays.slice(0, 3)).toEqual(page.nextFreeDays);
    const [free = ''] = nextFreeDays;
    const found = await call<{ items: { slug: string }[] }>(null, 'searchTalents', {
      query: { q: talent.name, free },
    });
    expect(found.body.items.map(({ slug }) => slug)).toContain(profile.slug);
    const off = await call<{ items: { slug: string }[] }>(null, 'searchTalents', {
      query: { q: talent.name, free: days(11).slice(0, 10) },
    });
    expect(off.body.items.map(({ slug }) => slug)).not.toContain(profile.slug);
  });

  test.each<[string, Json, string]>([
    ['24:00 as a beginning', { hours: [{ weekday: 1, startsAt: '24:00', endsAt: '24:00' }] }, 'hours'],
    ['25 o’clock', { hours: [{ weekday: 1, startsAt: '10:00', endsAt: '25:00' }] }, 'hours.0.endsAt'],
    ['an end before its start', { hours: [{ weekday: 1, startsAt: '12:00', endsAt: '10:00' }] }, 'hours'],
    ['the eighth day of the week', { hours: [{ weekday: 8, startsAt: '10:00', endsAt: '12:00' }] }, 'hours.0.weekday'],
    ['hours that overlap', { hours: [...everyDay('10:00', '12:00'), ...everyDay('11:00', '13:00')] }, 'hours'],
    ['forty-three openings', { hours: Array(43).fill({ weekday: 1, startsAt: '10:00', endsAt: '11:00' }) }, 'hours'],
    [
      'four hundred days',
      {
        hours: [],
        exceptions: Array.from({ length: 400 }, (_, n) => ({
          day: new Date(Date.UTC(2027, 0, 1 + n)).toISOString().slice(0, 10),
          startsAt: null,
          endsAt: null,
        })),
      },
      'exceptions',
    ],
    [
      'a holiday of two years',
      { hours: [], exceptions: [{ day: '2027-01-01', lastDay: '2028-12-31', startsAt: null, endsAt: null }] },
      'exceptions',
    ],
    [
      'a holiday that ends before it begins',
      { hours: [], exceptions: [{ day: '2027-01-10', lastDay: '2027-01-01', startsAt: null, endsAt: null }] },
      'exceptions',
    ],
    [
      'the year 9999',
      { hours: [], exceptions: [{ day: '9999-12-31', startsAt: null, endsAt: null }] },
      'exceptions.0.day',
    ],
    [
      'a day closed and open',
      {
        hours: [],
        exceptions: [
          { day: '2027-01-01', startsAt: null, endsAt: null },
          { day: '2027-01-01', startsAt: '10:00', endsAt: '12:00' },
        ],
      },
      'exceptions',
    ],
    ['a notice of ten years', { hours: [], terms: { ...terms, noticeHours: 87_600 } }, 'terms.noticeHours'],
    [
      'a notice beyond the horizon',
      { hours: [], terms: { ...terms, noticeHours: 72, horizonDays: 2 } },
      'terms.noticeHours',
    ],
    ['a negative buffer', { hours: [], terms: { ...terms, bufferBeforeMinutes: -30 } }, 'terms.bufferBeforeMinutes'],
    ['half a minute', { hours: [], terms: { ...terms, bufferAfterMinutes: 0.5 } }, 'terms.bufferAfterMinutes'],
    ['no booking a day', { hours: [], terms: { ...terms, maxPerDay: 0 } }, 'terms.maxPerDay'],
    ['ten years ahead', { hours: [], terms: { ...terms, horizonDays: 3650 } }, 'terms.horizonDays'],
  ])('%s is refused and changes nothing', async (_, body, field) => {
    const before = await ok<Profile>(talent, 'getMyProfile');
    expect(refused(await set(talent, body))).toEqual([422, 'invalid', [field]]);
    const after = await ok<Profile>(talent, 'getMyProfile');
    expect([after.hours, after.exceptions, after.terms]).toEqual([before.hours, before.exceptions, before.terms]);
  });

  test('services stand in the talent’s order, on the page as well', async () => {
    const last = profile.services.at(-1);
    const titles = (of: { services: Service[] }) => of.services.map(({ title }) => title['en']);
    const moved = await ok<Profile>(talent, 'moveService', { params: { serviceId: last?.id ?? '' }, body: { to: 0 } });
    expect(titles(moved)).toEqual(['A lesson', 'An hour of oud', 'A whole evening']);
    const page = await ok<Profile>(null, 'getTalent', { params: { slug: profile.slug } });
    expect(titles(page)).toEqual(titles(moved));
    const stranger = await newcomer('talent');
    const foreign = await call<Problem>(stranger, 'moveService', {
      params: { serviceId: service.id },
      body: { to: 0 },
    });
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not_found']);
  });
});

describe('a calendar program', () => {
  const path = (url: string) => new URL(url).pathname;
  test('reads the talent’s bookings by the address alone, until another is made', async () => {
    const { url } = await ok<{ url: string }>(talent, 'makeCalendarFeed');
    const answer = await http(path(url));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.text.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(answer.text).toContain('STATUS:TENTATIVE');
    expect(answer.text).not.toContain(customer.email);
    const again = await ok<{ url: string }>(talent, 'makeCalendarFeed');
    expect([(await http(path(url))).status, (await http(path(again.url))).status]).toEqual([404, 200]);
    await ok(talent, 'dropCalendarFeed');
    expect((await http(path(again.url))).status).toBe(404);
    expect((await http('/api/calendar/..%2f..%2fetc.ics')).status).toBe(404);
    expect((await call<Problem>(null, 'makeCalendarFeed')).status).toBe(401);
  });

  test('a booking is a file for its two sides alone', async () => {
    const free = await freeStarts();
    const id = await hold(free[40] ?? '');
    const params = { bookingId: id };
    for (const who of [talent, customer]) {
      const file = await call(who, 'getBookingFile', { params });
      expect([file.status, file.text.includes(`UID:booking-${id}@`)]).toEqual([200, true]);
    }
    const stranger = await newcomer('individual');
    expect((await call(stranger, 'getBookingFile', { params })).status).toBe(404);
    const asked = await ask(free[60] ?? '');
    const early = await call<Problem>(customer, 'getBookingFile', { params: { bookingId: asked.body.id } });
    expect([early.status, early.body.code]).toEqual([409, 'wrong_state']);
  });
});

describe('on the screen', () => {
  let browser: Browser;
  let photographer: Person;
  beforeAll(async () => {
    browser = await launch();
    photographer = await person((one) => one.clerkId === 'user_demo_talent_photographer');
  });
  afterAll(() => browser.close());
  const signedIn = async (who: Parameters<typeof signIn>[1], options = {}): Promise<BrowserContext> => {
    const context = await open(browser, options);
    await signIn(context, who);
    return context;
  };

  test('a week, a holiday and a notice are set by keyboard, and the free days follow before anything is saved', async () => {
    const context = await signedIn(talent);
    const page = await context.newPage();
    await page.goto('/en/calendar/');
    await page.getByRole('heading', { name: 'Hours and calendar' }).waitFor();
    await page.getByRole('button', { name: 'Copy Monday to other days' }).press('Enter');
    await page.getByRole('dialog').getByText('Sunday', { exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }).press('Enter');
    // the calendar has a second one for screen readers that swipe
    await page.getByRole('button', { name: 'Next' }).first().press('Enter');
    await page
      .getByRole('grid')
      .getByRole('button', { name: /\b10\b/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add these days' }).press('Enter');
    await page.getByText('With the changes you have not saved yet.').waitFor();
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('Your hours are saved.').waitFor();
    const kept = await ok<Profile>(talent, 'getMyProfile');
    expect(kept.exceptions.length).toBeGreaterThanOrEqual(8);
    expect(complaints.get(context)).toEqual([]);
    await context.close();
  });

  test.each([
    ['en', desk],
    ['en', phone],
    ['ar', desk],
    ['ar', phone],
    ['ckb', phone],
    ['fr', desk],
  ] as const)(
    'hours and subscription in %s at %o: nothing runs over, nothing axe would change',
    async (locale, viewport) => {
      const context = await signedIn(photographer, { locale, viewport });
      const page = await context.newPage();
      await page.goto(`/${locale}/calendar/`);
      await page.getByRole('grid').waitFor();
      await page.getByText(calendarMessages[locale]['preview.title']).waitFor();
      await shoot(page, `calendar-${locale}-${viewport.width}`);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(await axe(page)).toEqual([]);
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    },
  );

  test('a free day on the page leads to its times', async () => {
    const context = await signedIn(customer);
    const page = await context.newPage();
    await page.goto(`/en/talents/${profile.slug}/`);
    await page
      .getByRole('link', { name: /^Book on/ })
      .first()
      .click();
    await page.getByRole('radio').first().waitFor();
    expect(new URL(page.url()).searchParams.get('day')).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    await context.close();
  });
});
