// Company seats and agency rosters from outside: a colleague acts as the company, an agency's colleague as a talent of its roster; what
// is over is over at once, and what was done is in the log. Then the same in a browser.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locale } from '../../src/core/locale.ts';
import { commonMessages } from '../../src/i18n/catalogs/common.ts';
import { teamMessages } from '../../src/i18n/catalogs/team.ts';
import { translator } from '../../src/i18n/translate.ts';
import { axe, complaints, desk, launch, open, overflow, phone, shoot, signIn } from './browser.ts';
import { call, http, local, ok, orElse, person, until, type Json, type Person, type Who } from './outside.ts';
import { someTime, type Talent } from './story.ts';

type Somebody = { email: string; name: string };
type Place = { id: string; state: string; email: string; name: string | null; counts: boolean };
type Team = { room: number; taken: number; items: Place[] };
type Mandate = { accountId: string; kind: string; name: string; mandateId: string | null; counts: boolean };
type Mandates = { items: Mandate[]; agency: { mandateId: string; name: string } | null; invitations: { id: string }[] };
type Log = {
  items: { operation: string; member: { name: string }; subject: { id: string } }[];
  nextCursor: string | null;
};
type Problem = Json & { code: string; upgradeUrl?: string; feature?: string };

let made = 0;
const somebody = (): Somebody => {
  const name = `Team ${Date.now().toString(36)} ${(made += 1)}`;
  return { name, email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com` };
};
async function newcomer(kind: 'individual' | 'company', membership?: 'mock:active' | 'mock:expired') {
  const who = somebody();
  await ok(who, 'completeOnboarding', { body: { kind, name: who.name, locale: 'en', timeZone: 'Asia/Baghdad' } });
  if (membership) await ok(who, 'mockSubscription', { body: { state: membership } });
  return who;
}
const idOf = async (who: Who) => (await ok<{ userId: string }>(who, 'getMe')).userId;
const as = (account: string) => ({ headers: { 'acting-for': account } });

type Letter = { to: string; subject: string; text: string };
/** The word in the mailed address. */
async function tokenFor(email: string): Promise<string> {
  const find = async () => {
    const letters = await local<Letter[]>(`mail?to=${encodeURIComponent(email)}`);
    return letters.map(({ text }) => /\/invitation\/\?token=([\w-]+)/.exec(text)?.[1]).find(Boolean) ?? null;
  };
  const there = (token: string | null) => token !== null;
  const found = await until(`an invitation for ${email}`, () => orElse('clock-outbox', find, there), there);
  return found ?? '';
}
describe('a company’s colleague', () => {
  let owner: Somebody;
  let colleague: Somebody;
  let account: string;
  let talent: Person;
  let page: Talent;
  beforeAll(async () => {
    owner = await newcomer('company', 'mock:active');
    colleague = somebody();
    account = await idOf(owner);
    talent = await person((one) => one.role === 'talent' && one.plan === 'PRO');
    const me = await ok<{ talent: { slug: string } }>(talent, 'getMe');
    page = await ok<Talent>(null, 'getTalent', { params: { slug: me.talent.slug } });
  });

  test('without a place may not even look', async () => {
    const refused = await call<Problem>(colleague, 'getMe', as(account));
    expect([refused.status, refused.body.code]).toEqual([403, 'no_mandate']);
    // somebody who is not there is refused in the same words
    const nobody = await call<Problem>(colleague, 'getMe', as('user_nobody_of_this_name'));
    expect([nobody.status, nobody.body.code, nobody.body.detail]).toEqual([403, 'no_mandate', refused.body.detail]);
    expect((await call<Problem>(null, 'getMe', as(account))).status).toBe(401);
  });

  test('is invited by mail and accepts without choosing a kind of account', async () => {
    const team = await ok<Team>(owner, 'inviteColleague', { body: { email: colleague.email } });
    expect(team).toMatchObject({ room: 4, taken: 1, items: [{ state: 'invited', email: colleague.email }] });
    const token = await tokenFor(colleague.email);
    const seen = await ok<Mandates>(colleague, 'listMandates', { query: { token } });
    expect(seen.invitations).toHaveLength(1);
    const mine = await ok<Mandates>(colleague, 'acceptInvitation', { body: { token } });
    expect(mine.items).toMatchObject([{ accountId: account, kind: 'seat', counts: true }]);
    const again = await call<Problem>(colleague, 'acceptInvitation', { body: { token } });
    expect([again.status, again.body.code]).toEqual([409, 'invitation_over']);
    expect(await ok(colleague, 'getMe')).toMatchObject({ role: null, onboarded: false });
  });

  test('contacts a talent and books as the company, and the company reads it', async () => {
    expect(await ok(colleague, 'getMe', as(account))).toMatchObject({ userId: account, customerKind: 'company' });
    const started = await ok<{ contact: { threadId: string } }>(colleague, 'startContact', {
      ...as(account),
      body: { talentId: page.id, body: 'We plan a season of evenings.' },
    });
    const booking = await asking(page, account, colleague);
    expect(await ok(owner, 'getBooking', { params: { bookingId: booking.id } })).toMatchObject({ you: 'customer' });
    expect(await ok(owner, 'getThread', { params: { threadId: started.contact.threadId } })).toBeTruthy();
    const log = await ok<Log>(owner, 'listActingLog');
    expect(log.items.map(({ operation }) => operation)).toEqual(['requestBooking', 'startContact']);
    expect(log.items[0]).toMatchObject({ subject: { id: booking.id } });
    // a page at a time
    const first = await ok<Log>(owner, 'listActingLog', { query: { limit: 1 } });
    const next = await ok<Log>(owner, 'listActingLog', { query: { limit: 1, cursor: first.nextCursor ?? '' } });
    expect([first, next].flatMap(({ items }) => items.map(({ operation }) => operation))).toEqual([
      'requestBooking',
      'startContact',
    ]);
    // their own account has none of it
    expect((await call<Problem>(colleague, 'getBooking', { params: { bookingId: booking.id } })).status).not.toBe(200);
  });

  test('leaves the account’s own business alone', async () => {
    for (const [operation, what] of [
      ['inviteColleague', { body: { email: 'friend@example.com' } }],
      ['listSeats', {}],
      ['listActingLog', {}],
      ['updateMe', { body: { name: 'Mine' } }],
      ['cancelSubscription', { body: {} }],
      ['createPurchase', { body: { product: 'company', interval: 'month', currency: 'IQD', recurring: false } }],
      ['setNotificationChoices', { body: {} }],
    ] as const) {
      const refused = await call<Problem>(colleague, operation, { ...as(account), ...what });
      expect([operation, refused.status, refused.body.code]).toEqual([operation, 403, 'own_login_only']);
    }
  });

  test('is refused at once when the place is taken back, and when the membership lapses', async () => {
    await ok(owner, 'mockSubscription', { body: { state: 'mock:expired' } });
    expect((await call<Problem>(colleague, 'getMe', as(account))).body.code).toBe('no_mandate');
    expect((await ok<Team>(owner, 'listSeats')).items[0]).toMatchObject({ state: 'accepted', counts: false });
    await ok(owner, 'mockSubscription', { body: { state: 'mock:active' } });
    expect((await call(colleague, 'getMe', as(account))).status).toBe(200);
    const [place] = (await ok<Team>(owner, 'listSeats')).items;
    await ok(owner, 'removeSeat', { params: { mandateId: place?.id ?? '' } });
    expect((await call<Problem>(colleague, 'getMe', as(account))).body.code).toBe('no_mandate');
    expect((await ok<Mandates>(colleague, 'listMandates')).items).toEqual([]);
  });
});

/** The next time that is free, as the company. */
async function asking(page: Talent, account: string, who: Who): Promise<{ id: string; you: string }> {
  for (let tries = 0; tries < 20; tries += 1) {
    const serviceId = page.services[0]?.id ?? '';
    const query = { from: someTime(), until: new Date(Date.now() + 300 * 86_400_000).toISOString() };
    const { freeStarts } = await ok<{ freeStarts: string[] }>(null, 'getService', { params: { serviceId }, query });
    const body = { serviceId, startsAt: freeStarts[0], place: 'Karrada', note: 'For the company' };
    const answer = await call<{ id: string; you: string }>(who, 'requestBooking', { ...as(account), body });
    if (answer.status < 300) return answer.body;
  }
  throw new Error('no time was free');
}

describe('who may not', () => {
  test('a company without a membership is shown the plans, an individual too', async () => {
    for (const who of [await newcomer('company', 'mock:expired'), await newcomer('individual')]) {
      const refused = await call<Problem>(who, 'inviteColleague', { body: { email: 'x@example.com' } });
      expect(refused.status).toBe(403);
      expect(refused.body).toMatchObject({ code: 'upgrade_required', upgradeUrl: '/pricing', feature: 'seats' });
    }
    const talent = await person((one) => one.role === 'talent' && one.plan === 'FREE');
    const roster = await call<Problem>(talent, 'inviteTalent', { body: { email: 'x@example.com' } });
    expect(roster.body).toMatchObject({ code: 'upgrade_required', feature: 'roster' });
  });

  test('nonsense has its code', async () => {
    const owner = await newcomer('company', 'mock:active');
    for (const email of ['', 'nobody', 'a b@example.com', `${'x'.repeat(250)}@example.com`])
      expect((await call<Problem>(owner, 'inviteColleague', { body: { email } })).body.code).toBe('invalid');
    expect((await call<Problem>(owner, 'inviteColleague', { body: { email: owner.email } })).body.code).toBe(
      'own_invitation',
    );
    for (const body of [{}, { token: 'short' }, { token: 'x'.repeat(40), invitationId: crypto.randomUUID() }])
      expect((await call<Problem>(owner, 'acceptInvitation', { body })).body.code).toBe('invalid');
    expect((await call<Problem>(owner, 'acceptInvitation', { body: { token: 'x'.repeat(40) } })).body.code).toBe(
      'invitation_over',
    );
    expect((await call<Problem>(owner, 'removeSeat', { params: { mandateId: crypto.randomUUID() } })).status).toBe(404);
    for (const header of ['not a user', '../..', 'x'.repeat(300)])
      expect((await call<Problem>(owner, 'getMe', as(header))).body.code).toBe('no_mandate');
  });

  test('the fifth colleague finds no place, and one place is given once', async () => {
    const owner = await newcomer('company', 'mock:active');
    const colleagues = [somebody(), somebody(), somebody(), somebody()];
    for (const one of colleagues) await ok(owner, 'inviteColleague', { body: { email: one.email } });
    const fifth = await call<Problem>(owner, 'inviteColleague', { body: { email: somebody().email } });
    expect([fifth.status, fifth.body.code]).toEqual([409, 'no_room']);
    // the same link in two hands at once
    const [first] = colleagues;
    const token = await tokenFor(first?.email ?? '');
    const ends = await Promise.all(
      [somebody(), somebody()].map((who) => call<Problem>(who, 'acceptInvitation', { body: { token } })),
    );
    expect(ends.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(ends.filter(({ status }) => status === 409)).toHaveLength(1);
  });

  test('an agent’s key acts for nobody', async () => {
    const talent = await person((one) => one.role === 'talent' && one.plan === 'PRO');
    const { token } = await ok<{ token: string }>(talent, 'createAgentKey', { body: { name: 'Team test' } });
    const refused = await call<Problem>({ token }, 'listThreads', as(await idOf(talent)));
    expect([refused.status, refused.body.code]).toEqual([403, 'agent_not_allowed']);
  });
});

describe('an agency’s colleague', () => {
  let samer: Person;
  let agency: Person;
  let roster: Mandate;
  beforeAll(async () => {
    samer = await person((one) => one.email.startsWith('samer-house'));
    agency = await person((one) => one.plan === 'AGENCY');
    const { items } = await ok<Mandates>(samer, 'listMandates');
    const found = items.find(({ kind }) => kind === 'roster');
    if (!found) throw new Error('the demo’s agency has no roster');
    roster = found;
  });

  test('answers what a roster’s talent was asked', async () => {
    const page = await ok<{ talent: { id: string } }>(samer, 'getMe', as(roster.accountId));
    const sender = await newcomer('individual');
    const { messageId } = await ok<{ messageId: string }>(sender, 'submitCustomerMessage', {
      body: { recipient: page.talent.id, subject: 'A shoot', message: 'Are you free in June for two days?' },
    });
    const { items } = await ok<{ items: { id: string; subjectId: string }[] }>(samer, 'listThreads', {
      ...as(roster.accountId),
      query: { kind: 'inquiry', limit: 50 },
    });
    const threadId = items.find(({ subjectId }) => subjectId === messageId)?.id ?? '';
    await ok(samer, 'sendMessage', {
      ...as(roster.accountId),
      params: { threadId },
      body: { body: 'Gladly. Which two days?' },
    });
    const { items: deeds } = await ok<Log>(agency, 'listActingLog');
    expect(deeds[0]).toMatchObject({ operation: 'sendMessage', member: { name: samer.name } });
  });

  test('never touches a talent’s plan, earnings or bank details', async () => {
    for (const operation of [
      'getSubscription',
      'getEarnings',
      'getPayoutAccount',
      'listPayments',
      'listAgentKeys',
      'unpublishProfile',
    ]) {
      const refused = await call<Problem>(samer, operation, {
        ...as(roster.accountId),
        ...(operation === 'unpublishProfile' && { body: {} }),
      });
      expect([operation, refused.status, refused.body.code]).toEqual([operation, 403, 'own_login_only']);
    }
    const slug = await call<Problem>(samer, 'updateProfile', {
      ...as(roster.accountId),
      body: { slug: `taken-${Date.now()}` },
    });
    expect(slug.status).toBeGreaterThanOrEqual(400);
  });
});

describe('in a browser', () => {
  let browser: Browser;
  const opened: BrowserContext[] = [];
  beforeAll(async () => void (browser = await launch()));
  afterEach(async () => {
    for (const context of opened.splice(0)) {
      expect(complaints.get(context)).toEqual([]);
      await context.close();
    }
  });
  afterAll(() => browser.close());

  const words = (locale: Locale) => ({
    team: translator(locale, teamMessages[locale]),
    common: translator(locale, commonMessages[locale]),
  });
  async function enter(who: Person | Somebody, locale: Locale, viewport = desk): Promise<Page> {
    const context = await open(browser, { locale, viewport });
    opened.push(context);
    await signIn(context, who);
    return context.newPage();
  }
  async function look(page: Page, name: string): Promise<void> {
    await page.waitForFunction(() => !document.querySelector('main [class*="animate-breathe"]'));
    await shoot(page, name);
    expect(await axe(page), name).toEqual([]);
    expect(await overflow(page), `${name} sticks out`).toBeLessThanOrEqual(0);
  }

  test('a company invites a colleague, who accepts, acts for it, and goes back; then the place is taken', async () => {
    const owner = await newcomer('company', 'mock:active');
    const colleague = somebody();
    const en = words('en');
    const ar = words('ar');
    const boss = await enter(owner, 'en', desk);
    await boss.goto('/en/team/');
    await boss.getByLabel(en.team('seat.email')).fill(colleague.email);
    await boss.getByRole('button', { name: en.team('invite'), exact: true }).click();
    await boss.getByText(en.team('state.invited')).waitFor();
    await look(boss, 'team-company-en-desk');

    const token = await tokenFor(colleague.email);
    const page = await enter(colleague, 'ar', phone);
    await page.goto(`/ar/invitation/?token=${token}`);
    await page.getByRole('button', { name: ar.team('invitation.accept') }).waitFor();
    await look(page, 'invitation-ar-phone');
    await page.getByRole('button', { name: ar.team('invitation.accept') }).click();
    await page.waitForURL('**/ar/dashboard/');
    await page.getByRole('region', { name: ar.common('acting.label') }).waitFor();
    await page.getByRole('heading', { level: 1 }).filter({ hasText: owner.name }).waitFor();
    await look(page, 'acting-ar-phone');
    // what belongs to the own login says so
    await page.goto('/ar/team/');
    await page.getByText(ar.team('ownOnly')).waitFor();
    await look(page, 'team-while-acting-ar-phone');

    await boss.reload();
    await boss.getByRole('button', { name: new RegExp(`^${en.team('seat.remove')}: `) }).click();
    await boss
      .getByRole('alertdialog')
      .or(boss.getByRole('dialog'))
      .getByRole('button', { name: en.team('seat.remove') })
      .click();
    await boss.getByText(en.team('seat.none')).waitFor();
    await page.goto('/ar/dashboard/');
    await page.getByText(ar.common('acting.ended'), { exact: true }).waitFor();
    await look(page, 'acting-ended-ar-phone');
    await page.getByRole('button', { name: ar.common('acting.back') }).click();
    await page.waitForURL('**/ar/onboarding/**');
  });

  test('the agency’s colleague changes between the agency and its talents in the header', async () => {
    const samer = await person((one) => one.email.startsWith('samer-house'));
    const agency = await person((one) => one.plan === 'AGENCY');
    const { items } = await ok<Mandates>(samer, 'listMandates');
    const talent = items.find(({ kind }) => kind === 'roster');
    const en = words('en');
    const page = await enter(samer, 'en', desk);
    await page.goto('/en/dashboard/');
    // with no account of their own to show, they begin where their seat is
    await page.getByRole('region', { name: en.common('acting.label') }).waitFor();
    await page.getByRole('button', { name: new RegExp(`^${en.common('acting.label')}`) }).click();
    await page.getByRole('menuitemradio', { name: talent?.name ?? '' }).click();
    await page.getByText(en.common('acting.banner', { name: `\u2068${talent?.name}\u2069` })).waitFor();
    await look(page, 'acting-roster-en-desk');
    const owner = await enter(agency, 'ckb', phone);
    await owner.goto('/ckb/team/');
    await owner.getByRole('heading', { name: words('ckb').team('log.title') }).waitFor();
    await look(owner, 'team-agency-ckb-phone');
    const french = await enter(agency, 'fr', desk);
    await french.goto('/fr/team/');
    await french
      .getByText(talent?.name ?? '')
      .first()
      .waitFor();
    await look(french, 'team-agency-fr-desk');
    const free = await enter(await newcomer('individual'), 'en', phone);
    await free.goto('/en/team/');
    await free.getByRole('link', { name: en.team('gate.see') }).waitFor();
    await look(free, 'team-gate-en-phone');
    await free.goto('/en/invitation/');
    await free.getByText(en.team('invitation.none'), { exact: true }).waitFor();
    await look(free, 'invitation-none-en-phone');
  });

  test('a stranger with a link signs in first and comes back to it', async () => {
    const sent = await http('/en/invitation/?token=a-word-that-was-mailed-to-you');
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe(
      `/en/sign-in/?return=${encodeURIComponent('/en/invitation/?token=a-word-that-was-mailed-to-you')}`,
    );
  });
});
