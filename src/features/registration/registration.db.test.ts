import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { outbox } from '../../db/schema/operations.ts';
import { handler } from '../../http/serve.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { bookingRoutes } from '../bookings/routes.ts';
import { api } from '../endpoint.ts';
import { identityRoutes } from '../identity/routes.ts';
import { customerMessageRoutes } from '../inquiries/routes/messages.ts';
import { contactRoutes } from '../messaging/routes/contacts.ts';
import { lettersOf } from '../outbox/handover.ts';
import { photoRoutes } from '../photos/routes/api.ts';
import { profileRoutes } from '../profiles/routes.ts';
import { requestRoutes } from '../requests/routes/requests.ts';
import { openConsent, speakAsGuardian } from './consent.ts';
import { guardianPage } from './routes/guardian-page.ts';
import { adminApprovalRoutes } from './routes/admin.ts';
import { registrationRoutes } from './routes/me.ts';
import { approvalMachine } from './rules/approval.ts';
import { guardianMachine } from './rules/guardian.ts';
import { changeBirthDate } from './guarding.ts';
import { decideMending, isMinor } from './rules/minors.ts';

let database: TestDatabase;
let stage: Stage;
const operator = 'user_operator';
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'operator@example.com', 'Hala', 'admin', now())`,
    [operator],
  );
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => {
  stage.now = new Date('2026-03-02T09:00:00Z');
  stage.approvalFor = [];
  stage.told.length = 0;
});

let who: string | null = null;
const routes = [
  registrationRoutes,
  adminApprovalRoutes,
  profileRoutes,
  identityRoutes,
  bookingRoutes,
  contactRoutes,
  customerMessageRoutes,
  photoRoutes,
  requestRoutes,
].reduce((all, one) => all.route('/', one), api());
const answer = handler(routes, async () => ({
  ctx: stage.as(who, who === null ? undefined : `${who}@example.com`),
}));
type Body = Record<string, unknown> & { code?: string };
async function call(as: string | null, method: string, path: string, body?: unknown, key?: string) {
  who = as;
  const response = await answer(
    new Request(`https://mawahib.test${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, body: (await response.json()) as Body };
}
let made = 0;
const newcomer = () => `user_reg_${++made}`;
const welcome = { locale: 'ar', timeZone: 'Asia/Baghdad' };
const onboard = (as: string, body: Record<string, unknown>) =>
  call(as, 'POST', '/api/me/onboarding', { name: 'Dijla Events', ...welcome, ...body });
const talentBody = { kind: 'talent', category: 'dancer', city: 'baghdad', birthDate: '1994-05-17' };
/** As who came before the question was asked. */
const neverAsked = (userId: string) => database.query('delete from talent_private where user_id = $1', [userId]);
const rowsOf = async (table: string, userId: string) =>
  (await database.query(`select * from ${table} where user_id = $1`, [userId])) as Record<string, unknown>[];
const newsOf = async (userId: string) =>
  (await database.query(`select * from outbox where payload ->> 'userId' = $1 order by id`, [userId])) as {
    id: string;
    kind: string;
    payload: Record<string, unknown>;
  }[];

/** The letters that leave for a person's newest news of a kind. */
async function lettersFor(userId: string, kind: string) {
  const { news } = await stage.doors.asSystem('test').read((db) => ({
    news: db.select().from(outbox).where(eq(outbox.kind, kind)),
  }));
  const last = news.filter(({ payload }) => payload['userId'] === userId).at(-1);
  if (!last) throw new Error(`no news ${kind}`);
  return lettersOf(stage.as(null), last);
}

describe('a draft', () => {
  test('is kept as typed, found on another device, and gone when one is through', async () => {
    const id = newcomer();
    expect(await call(id, 'GET', '/api/me/registration')).toEqual({
      status: 200,
      body: { draft: null, approvalFor: [] },
    });
    const said = { kind: 'company', step: 'work', answers: { name: ' Dijla ', website: 'not yet', hires: ['actor'] } };
    expect(await call(id, 'PUT', '/api/me/registration', said)).toMatchObject({ status: 200, body: { draft: said } });
    expect(await call(id, 'GET', '/api/me/registration')).toMatchObject({
      status: 200,
      body: { draft: { ...said, savedAt: stage.now.toISOString() } },
    });
    // the last that was said counts
    const later = { ...said, step: 'you', answers: { name: 'Dijla' } };
    expect(await call(id, 'PUT', '/api/me/registration', later)).toMatchObject({ status: 200, body: { draft: later } });
    expect((await onboard(id, { kind: 'company' })).status).toBe(200);
    expect(await rowsOf('registrations', id)).toEqual([]);
    expect(await call(id, 'GET', '/api/me/registration')).toMatchObject({ body: { draft: null } });
    expect(await call(id, 'PUT', '/api/me/registration', later)).toMatchObject({
      status: 409,
      body: { code: 'already_onboarded' },
    });
  });

  test('can be thrown away, and holds no more than answers', async () => {
    const id = newcomer();
    await call(id, 'PUT', '/api/me/registration', { kind: null, step: 'kind', answers: {} });
    expect(await call(id, 'DELETE', '/api/me/registration', {})).toMatchObject({ status: 200, body: { draft: null } });
    expect(await rowsOf('registrations', id)).toEqual([]);
    for (const answers of [{ role: 'admin' }, { name: 'x'.repeat(9000) }, { name: { deep: 1 } }])
      expect((await call(id, 'PUT', '/api/me/registration', { kind: null, step: 'kind', answers })).status).toBe(422);
    expect((await call(null, 'GET', '/api/me/registration')).status).toBe(401);
  });

  test('of a suspended account is refused', async () => {
    expect(await call(cast.gone, 'GET', '/api/me/registration')).toMatchObject({
      status: 403,
      body: { code: 'account_suspended' },
    });
  });
});

describe('each kind keeps what it was asked', () => {
  test.each([
    [
      { kind: 'individual', city: 'erbil' },
      { kind: 'individual', city: 'erbil' },
    ],
    [
      {
        kind: 'professional',
        profession: ' Casting  director ',
        hires: ['actor'],
        website: 'casting.example.com',
        city: 'basra',
      },
      {
        kind: 'professional',
        profession: 'Casting director',
        hires: ['actor'],
        website: 'https://casting.example.com',
        city: 'basra',
      },
    ],
    [
      { kind: 'company', contactName: 'Rand', size: '11-50', about: 'Concerts', website: '' },
      { kind: 'company', contact_name: 'Rand', size: '11-50', about: 'Concerts', website: null },
    ],
    [
      { kind: 'agency', category: 'actor', city: 'baghdad', contactName: 'Yasir', size: '6-25' },
      { kind: 'agency', contact_name: 'Yasir', size: '6-25', city: 'baghdad' },
    ],
  ])('%o', async (body, kept) => {
    const id = newcomer();
    expect((await onboard(id, body)).status).toBe(200);
    expect(await rowsOf('account_details', id)).toMatchObject([kept]);
  });

  test('an agency is a talent with a page of its own, and its plan is bought later', async () => {
    const id = newcomer();
    expect(
      await onboard(id, { kind: 'agency', category: 'actor', city: 'baghdad', name: 'Dar Al-Funun' }),
    ).toMatchObject({
      status: 200,
      body: { role: 'talent', plan: 'FREE', talent: { slug: 'dar-al-funun', published: false } },
    });
    expect(await call(id, 'GET', '/api/me/details')).toMatchObject({
      body: { kind: 'agency', asked: expect.arrayContaining(['contactName', 'size', 'website']) },
    });
  });

  test('a talent says the headline in the language of the letters, and the languages of their work', async () => {
    const id = newcomer();
    await onboard(id, { ...talentBody, headline: 'رقص حديث', languages: ['ar', 'en'] });
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({
      body: { headline: { ar: 'رقص حديث' }, languages: ['ar', 'en'] },
    });
  });

  test('what another kind is asked is refused', async () => {
    for (const body of [
      { kind: 'individual', website: 'a.example.com' },
      { kind: 'professional', contactName: 'X' },
      { kind: 'company', birthDate: '1990-01-01' },
      { kind: 'agency', category: 'actor', city: 'baghdad', size: '11-50' },
    ])
      expect((await onboard(newcomer(), body)).status, JSON.stringify(body)).toBe(422);
  });

  test('details are changed later, by the owner, and only those of the kind', async () => {
    const id = newcomer();
    await onboard(id, { kind: 'company' });
    expect(await call(id, 'PATCH', '/api/me/details', { website: 'dijla.example.com', size: '1-10' })).toMatchObject({
      status: 200,
      body: { website: 'https://dijla.example.com', size: '1-10', contactName: null },
    });
    expect(await call(id, 'PATCH', '/api/me/details', { website: null })).toMatchObject({
      body: { website: null, size: '1-10' },
    });
    expect((await call(id, 'PATCH', '/api/me/details', { profession: 'X' })).status).toBe(422);
    expect((await call(id, 'PATCH', '/api/me/details', { size: '1-5' })).status).toBe(422);
    expect((await call(id, 'PATCH', '/api/me/details', { website: 'javascript:alert(1)' })).status).toBe(422);
    // an account from before anything was asked begins with nothing
    expect(await call(cast.acme, 'GET', '/api/me/details')).toMatchObject({ body: { kind: 'company', website: null } });
    expect(await call(cast.acme, 'PATCH', '/api/me/details', { contactName: 'Omar' })).toMatchObject({
      body: { contactName: 'Omar' },
    });
  });

  test('a welcome is written once, in the words of the kind', async () => {
    const id = newcomer();
    await onboard(id, { kind: 'company' });
    expect((await newsOf(id)).map(({ kind }) => kind)).toEqual(['account.registered']);
    const [letter, ...others] = await lettersFor(id, 'account.registered');
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ name: 'account.welcome.company', to: 'person' });
    expect((await letter?.mail())?.html).toContain('dir="rtl"');
  });
});

describe('where accounts are looked at first', () => {
  const wait = async (body: Record<string, unknown>) => {
    stage.approvalFor = ['company', 'talent', 'individual'];
    const id = newcomer();
    const after = await onboard(id, body);
    expect(after).toMatchObject({ status: 200, body: { approval: { state: 'waiting', reason: null } } });
    return id;
  };

  test('other kinds are let in as ever', async () => {
    stage.approvalFor = ['company'];
    expect(await onboard(newcomer(), { kind: 'individual' })).toMatchObject({
      body: { approval: { state: 'approved' } },
    });
  });

  test('who waits prepares everything and reaches nobody, and is told so', async () => {
    const id = await wait(talentBody);
    const service = {
      title: { en: 'Show' },
      price: { amount: 50_000, currency: 'IQD' },
      durationMinutes: 60,
      place: 'on_site',
    };
    expect((await call(id, 'POST', '/api/profile/services', service)).status).toBe(201);
    expect((await call(id, 'PATCH', '/api/profile', { headline: { en: 'Dance' } })).status).toBe(200);
    expect((await call(id, 'GET', '/api/profile')).status).toBe(200);
    const refused = await call(id, 'POST', '/api/profile/publish', {});
    expect(refused).toMatchObject({ status: 403, body: { code: 'approval_pending', action: expect.any(String) } });
    expect((await call(cast.zainab, 'POST', '/api/profile/publish', {})).status).toBe(200);
  });

  test('a customer who waits does not book, ask, contact, ask for photos or post', async () => {
    const id = await wait({ kind: 'company' });
    const inDays = (days: number) => new Date(stage.now.getTime() + days * 86_400_000).toISOString();
    const deeds: [string, unknown][] = [
      ['/api/bookings', { serviceId: serviceIds.zainabWedding, startsAt: inDays(10), note: 'Ours', place: 'Baghdad' }],
      ['/api/contacts', { talentId: talentIds.zainab, body: 'Three evenings?' }],
      [
        '/api/customer/messages/',
        { recipient: talentIds.zainab, listing: null, subject: 'Three evenings', message: 'Are they free?' },
      ],
      [`/api/services/${serviceIds.zainabWedding}/photo-requests`, { wish: 'The hall' }],
    ];
    for (const [path, body] of deeds) {
      const answered = await call(id, 'POST', path, body);
      expect([path, answered.status, answered.body.code]).toEqual([path, 403, 'approval_pending']);
    }
    // and what they see is their own, and empty
    expect(await call(id, 'GET', '/api/bookings')).toMatchObject({ status: 200, body: { items: [] } });
  });

  test('the database says the same by itself, of each table and in the words of the rule', async () => {
    const waiting = await wait({ kind: 'company' });
    const door = stage.doors.asUser({ userId: waiting });
    const inserts = [
      sql`insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values (${waiting}, ${talentIds.zainab}, ${cast.zainab}, '', '')`,
      sql`insert into inquiries (talent_id, talent_user_id, sender_id, message, sender_name, sender_email) values (${talentIds.zainab}, ${cast.zainab}, ${waiting}, 'Hm', 'A', 'a@example.com')`,
      sql`insert into bookings (talent_id, talent_user_id, customer_id, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name) values (${talentIds.zainab}, ${cast.zainab}, ${waiting}, '2026-04-01', '2026-04-02', 'Asia/Baghdad', '{}', 1, 'IQD', '', '')`,
      sql`insert into messages (thread_id, sender_id, body) values (gen_random_uuid(), ${waiting}, 'Hm')`,
      sql`insert into proposals (request_id, user_id) values (gen_random_uuid(), ${waiting})`,
      sql`insert into photo_requests (talent_id) values (${talentIds.zainab})`,
    ];
    for (const insert of inserts)
      await expect(door.write((tx) => tx.execute(insert))).rejects.toMatchObject({ code: 'approval_pending' });
    await database.query(`update users set approval = 'refused', approval_reason = 'No' where id = $1`, [waiting]);
    await expect(door.write((tx) => tx.execute(inserts[0] ?? sql``))).rejects.toMatchObject({
      code: 'approval_refused',
    });
    await database.query(`update users set approval = 'approved' where id = $1`, [waiting]);
    // approved, it is refused for another reason, or not at all
    await expect(door.write((tx) => tx.execute(inserts[0] ?? sql``))).rejects.not.toMatchObject({
      code: 'approval_refused',
    });
  });

  test('nobody publishes a profile of theirs, whichever door it comes by', async () => {
    const id = await wait(talentBody);
    const publish = `update talent_profiles set published_at = now() where user_id = $1`;
    await expect(database.query(publish, [id])).rejects.toMatchObject({ constraint: 'approval_pending' });
    await database.query(`update users set approval = 'approved' where id = $1`, [id]);
    await database.query(publish, [id]);
  });

  test('nobody’s own door lets them in', async () => {
    const id = await wait({ kind: 'company' });
    const door = stage.doors.asUser({ userId: id });
    await expect(
      door.write((tx) => tx.execute(sql`update users set approval = 'approved' where id = ${id}`)),
    ).rejects.toThrow();
    await expect(
      door.write((tx) => tx.execute(sql`update users set approval_reason = 'fine' where id = ${id}`)),
    ).rejects.toThrow();
    const fresh = stage.doors.asUser({ userId: 'user_sneak', email: 'sneak@example.com' });
    await expect(
      fresh.write((tx) =>
        tx.execute(sql`insert into users (id, email, approval) values ('user_sneak', '', 'waiting')`),
      ),
    ).rejects.toThrow();
  });

  test('the moves in SQL are the moves of the rule', async () => {
    const rows = (await database.query(`select from_state, move, to_state, by from app.approval_moves()`)) as Record<
      string,
      string
    >[];
    expect(rows.map(({ from_state, move, to_state, by }) => [from_state, move, to_state, by]).sort()).toEqual(
      approvalMachine.map((row) => [...row]).sort(),
    );
    const moves = (await database.query(`select from_state, move, to_state from app.guardian_moves()`)) as Record<
      string,
      string
    >[];
    expect(moves.map(({ from_state, move, to_state }) => [from_state, move, to_state]).sort()).toEqual(
      guardianMachine.map((row) => [...row]).sort(),
    );
  });

  test('an operator sees who waits with their answers, decides, says why, and it is in the log and in the mail', async () => {
    const first = await wait({ kind: 'company', website: 'dijla.example.com', contactName: 'Rand' });
    stage.now = new Date(stage.now.getTime() + 60_000);
    const second = await wait(talentBody);
    // operators hear of both
    expect(await lettersFor(first, 'account.registered')).toMatchObject([
      { name: 'account.welcome.waiting' },
      { name: 'approval.operator', reader: { id: operator } },
    ]);
    const told = await database.query(
      `select name, who, count from notifications where user_id = $1 and name = 'approval.operator'`,
      [operator],
    );
    expect(told).toMatchObject([{ name: 'approval.operator', who: 'Dijla Events' }]);
    for (const stranger of [cast.sara, cast.zainab, first])
      expect((await call(stranger, 'GET', '/api/admin/approvals')).status, stranger).toBe(404);
    const list = await call(operator, 'GET', '/api/admin/approvals?limit=100');
    const items = list.body['items'] as Body[];
    expect(items.map(({ userId }) => userId).filter((id) => id === first || id === second)).toEqual([first, second]);
    expect(items.find(({ userId }) => userId === first)).toMatchObject({
      kind: 'company',
      website: 'https://dijla.example.com',
      contactName: 'Rand',
      talent: null,
    });
    expect(items.find(({ userId }) => userId === second)).toMatchObject({
      kind: 'talent',
      talent: { category: 'dancer', birthDate: '1994-05-17', minor: false, guardian: null },
    });
    // page by page it is the same list
    const one = await call(operator, 'GET', '/api/admin/approvals?limit=1');
    const next = await call(operator, 'GET', `/api/admin/approvals?limit=1&cursor=${String(one.body['nextCursor'])}`);
    expect([...(one.body['items'] as Body[]), ...(next.body['items'] as Body[])].map(({ userId }) => userId)).toEqual(
      items.slice(0, 2).map(({ userId }) => userId),
    );

    expect((await call(operator, 'POST', `/api/admin/approvals/${first}`, { decision: 'refused' })).status).toBe(422);
    expect((await call(cast.sara, 'POST', `/api/admin/approvals/${first}`, { decision: 'approved' })).status).toBe(404);
    const refuse = { decision: 'refused', reason: 'The website does not open.' };
    expect(await call(operator, 'POST', `/api/admin/approvals/${first}`, refuse, 'k1')).toMatchObject({
      status: 200,
      body: { approval: 'refused', reason: refuse.reason, decidedBy: 'Hala' },
    });
    // the same intention twice is one deed
    expect((await call(operator, 'POST', `/api/admin/approvals/${first}`, refuse, 'k1')).status).toBe(200);
    expect(await call(operator, 'POST', `/api/admin/approvals/${first}`, refuse)).toMatchObject({
      status: 409,
      body: { code: 'wrong_state' },
    });
    expect(
      await database.query(
        `select action, actor_id, reason from audit_log where subject_id = $1 and action like 'account.%'`,
        [first],
      ),
    ).toMatchObject([{ action: 'account.refused', actor_id: operator, reason: refuse.reason }]);
    const [letter] = await lettersFor(first, 'account.refused');
    expect((await letter?.mail())?.text).toContain(refuse.reason);
    expect(await call(first, 'GET', '/api/me')).toMatchObject({
      body: { approval: { state: 'refused', reason: refuse.reason } },
    });
    expect(await call(first, 'POST', '/api/contacts', { talentId: talentIds.zainab, body: 'Hm?' })).toMatchObject({
      status: 403,
      body: { code: 'approval_refused' },
    });
    // a day later they ask again, and are let in
    expect(await call(first, 'POST', '/api/me/approval', {})).toMatchObject({ status: 429 });
    stage.now = new Date(stage.now.getTime() + 86_400_000);
    expect(await call(first, 'POST', '/api/me/approval', {})).toMatchObject({
      body: { approval: { state: 'waiting' } },
    });
    expect(await call(first, 'POST', '/api/me/approval', {})).toMatchObject({ status: 409 });
    expect((await call(operator, 'POST', `/api/admin/approvals/${first}`, { decision: 'approved' })).status).toBe(200);
    expect(await lettersFor(first, 'account.approved')).toMatchObject([{ name: 'account.approved', to: 'person' }]);
    expect(await call(first, 'GET', '/api/me')).toMatchObject({ body: { approval: { state: 'approved' } } });
    // and nobody takes that back this way
    expect((await call(operator, 'POST', `/api/admin/approvals/${first}`, refuse)).status).toBe(409);
  });
});

describe('who is not of age', () => {
  const minor = async (more: Record<string, unknown> = {}) => {
    const id = newcomer();
    const body = {
      ...talentBody,
      headline: 'رقص',
      birthDate: '2011-03-09',
      guardian: { name: 'أم يوسف', email: `${id}-guardian@example.com` },
      ...more,
    };
    expect((await onboard(id, body)).status).toBe(200);
    const service = {
      title: { en: 'Show' },
      price: { amount: 5000, currency: 'IQD' },
      durationMinutes: 60,
      place: 'on_site',
    };
    expect((await call(id, 'POST', '/api/profile/services', service)).status).toBe(201);
    return id;
  };
  const tokenOf = async (id: string) => {
    const [row] = await rowsOf('guardians', id);
    return stage.as(null).ports.secretFor('guardian', String(row?.['id']));
  };
  const say = async (id: string, move: 'give' | 'refuse' | 'withdraw') =>
    speakAsGuardian(stage.as(null), { token: await tokenOf(id), move });
  const publish = (id: string) => call(id, 'POST', '/api/profile/publish', {});

  test('names a guardian on the way in, or does not come in', async () => {
    for (const guardian of [undefined, { name: '', email: 'a@example.com' }, { name: 'A', email: 'none' }])
      expect((await onboard(newcomer(), { ...talentBody, birthDate: '2011-03-09', guardian })).status).toBe(422);
    const id = newcomer();
    const own = { name: 'Me', email: `${id}@EXAMPLE.com` };
    expect(await onboard(id, { ...talentBody, birthDate: '2011-03-09', guardian: own })).toMatchObject({
      status: 422,
      body: { fields: { guardianEmail: ['own_address'] } },
    });
    // nothing of a refused registration stays
    expect(await call(id, 'GET', '/api/me')).toMatchObject({ body: { onboarded: false } });
    expect((await onboard(id, { ...talentBody, birthDate: '2026-03-09' })).status).toBe(422);
    // who is of age needs nobody
    expect((await onboard(id, talentBody)).status).toBe(200);
    expect(await rowsOf('guardians', id)).toEqual([]);
  });

  test('is public with a consent, and not for a moment without it', async () => {
    const id = await minor();
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({ body: { missing: ['guardian'] } });
    expect(await publish(id)).toMatchObject({ status: 422, body: { fields: { guardian: ['required'] } } });
    await expect(
      database.query(`update talent_profiles set published_at = now() where user_id = $1`, [id]),
    ).rejects.toMatchObject({ constraint: 'talent_profiles_guardian_consent' });
    expect((await say(id, 'give')).page).toMatchObject({ state: 'given', done: 'given', talent: { slug: null } });
    expect((await publish(id)).status).toBe(200);
    const { slug } = (await call(id, 'GET', '/api/me')).body['talent'] as { slug: string };
    // taken back: down in the same moment, and the edge is told by whoever served the page
    stage.now = new Date(stage.now.getTime() + 60_000);
    expect(await say(id, 'withdraw')).toMatchObject({ page: { state: 'withdrawn' }, closed: slug });
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({ body: { published: false, missing: ['guardian'] } });
    expect((await publish(id)).status).toBe(422);
    expect(
      await database.query(
        `select reason from audit_log where action = 'profile.unpublished' and subject_id = (select p.id::text from talent_profiles p where p.user_id = $1)`,
        [id],
      ),
    ).toMatchObject([{ reason: "a minor without a guardian's consent" }]);
    expect((await newsOf(id)).map(({ kind }) => kind)).toEqual([
      'guardian.asked',
      'account.registered',
      'guardian.decided',
      'guardian.decided',
    ]);
    // and given again
    expect((await say(id, 'give')).page).toMatchObject({ state: 'given' });
    expect((await publish(id)).status).toBe(200);
  });

  test('refused, pressed twice, and late', async () => {
    const id = await minor();
    expect((await say(id, 'refuse')).page).toMatchObject({ state: 'refused', done: 'refused' });
    expect((await say(id, 'refuse')).page).toMatchObject({ state: 'refused', done: 'refused' });
    expect((await say(id, 'withdraw')).page).toMatchObject({ state: 'refused', done: 'late' });
    expect((await newsOf(id)).filter(({ kind }) => kind === 'guardian.decided')).toHaveLength(1);
    expect((await publish(id)).status).toBe(422);
  });

  test('the letter goes to the guardian in their language, with a link that opens it and nobody else’s', async () => {
    const id = await minor();
    const [letter, ...others] = await lettersFor(id, 'guardian.asked');
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      name: 'guardian.asked',
      reader: { id: null, email: `${id}-guardian@example.com`, locale: 'ar' },
    });
    const token = await tokenOf(id);
    expect((await letter?.mail())?.text).toContain(`/ar/guardian/${token}/`);
    expect(await openConsent(stage.as(null), token)).toMatchObject({ state: 'asked', over: false });
    for (const wrong of ['x'.repeat(43), `${token}x`, token.slice(1)])
      expect(await openConsent(stage.as(null), wrong)).toBeNull();
    // kept nowhere in the clear
    expect(JSON.stringify(await rowsOf('guardians', id))).not.toContain(token);
  });

  test('the page of the link: looking changes nothing, a press does, the edge is told', async () => {
    const id = await minor();
    const token = await tokenOf(id);
    const page = guardianPage(async ({ consent, locale }) => JSON.stringify({ locale, consent }));
    const ask = (method: string, body?: string) =>
      page.fetch(
        new Request(`https://mawahib.test/fr/guardian/${token}/`, {
          method,
          ...(body && { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
        }),
        { ctx: stage.as(null) },
      );
    const looked = await ask('GET');
    expect(looked.status).toBe(200);
    expect(looked.headers.get('cache-control')).toBe('private, no-store');
    expect(looked.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await looked.json()).toMatchObject({ locale: 'fr', consent: { state: 'asked' } });
    expect((await ask('POST', 'say=nonsense')).status).toBe(422);
    expect((await ask('PUT')).status).toBe(405);
    expect(await (await ask('POST', 'say=give')).json()).toMatchObject({ consent: { state: 'given' } });
    expect((await publish(id)).status).toBe(200);
    const { slug } = (await call(id, 'GET', '/api/me')).body['talent'] as { slug: string };
    stage.told.length = 0;
    expect((await ask('POST', 'say=withdraw')).status).toBe(200);
    expect(stage.told).toEqual([`unpublished ${slug}`]);
    const nobody = await page.fetch(new Request('https://mawahib.test/en/guardian/short'), { ctx: stage.as(null) });
    expect(nobody.status).toBe(404);
  });

  test('a page only members saw closes without a word to the public address', async () => {
    const id = await minor();
    await say(id, 'give');
    expect((await publish(id)).status).toBe(200);
    await database.query(
      `update talent_profiles set seen_by = 'members', inquiries_from = 'members' where user_id = $1`,
      [id],
    );
    stage.told.length = 0;
    expect((await say(id, 'withdraw')).closed).toBeNull();
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({ body: { published: false } });
    const closing = `select action, data ->> 'seenBy' as seen from audit_log a join talent_profiles p on p.id::text = a.subject_id
      where p.user_id = $1 and action in ('profile.unpublished', 'profile.withdrawn')`;
    expect(await database.query(closing, [id])).toEqual([{ action: 'profile.withdrawn', seen: 'members' }]);
    await say(id, 'give');
    await publish(id);
    const uncle = { name: 'Uncle', email: 'uncle-of-members@example.com' };
    stage.now = new Date(stage.now.getTime() + 3_600_000);
    expect(await call(id, 'PUT', '/api/me/guardian', uncle)).toMatchObject({ body: { pageClosed: true } });
    expect(stage.told.filter((line) => line.startsWith('unpublished'))).toEqual([]);
  });

  test('another guardian is asked anew: the page closes, the old link opens nothing', async () => {
    const id = await minor();
    await say(id, 'give');
    await publish(id);
    const old = await tokenOf(id);
    stage.now = new Date(stage.now.getTime() + 3_600_000);
    expect(await call(id, 'PUT', '/api/me/guardian', { name: 'Uncle', email: 'uncle@example.com' })).toMatchObject({
      status: 200,
      body: { minor: true, pageClosed: true, guardian: { state: 'asked', email: 'uncle@example.com' } },
    });
    expect(stage.told.some((line) => line.startsWith('unpublished'))).toBe(true);
    expect(await openConsent(stage.as(null), old)).toBeNull();
  });

  test('sent again, the letter’s link opens, though what was kept is of another secret', async () => {
    const id = await minor();
    const token = await tokenOf(id);
    await database.query(`update guardians set token_hash = encode(sha256($1::bytea), 'hex') where user_id = $2`, [
      'of an older secret',
      id,
    ]);
    expect(await openConsent(stage.as(null), token)).toBeNull();
    stage.now = new Date(stage.now.getTime() + 3_600_000);
    const same = { name: 'أم يوسف', email: `${id}-guardian@example.com` };
    expect((await call(id, 'PUT', '/api/me/guardian', same)).status).toBe(200);
    expect(await openConsent(stage.as(null), token)).toMatchObject({ state: 'asked' });
  });

  test('nobody is written to without end', async () => {
    const id = await minor();
    const again = () => call(id, 'PUT', '/api/me/guardian', { name: 'أم يوسف', email: `${id}-guardian@example.com` });
    stage.now = new Date(stage.now.getTime() + 599_000);
    expect(await again()).toMatchObject({ status: 429, body: { code: 'slow_down' } });
    stage.now = new Date(stage.now.getTime() - 599_000);
    for (let letter = 2; letter <= 5; letter += 1) {
      stage.now = new Date(stage.now.getTime() + 600_000);
      expect((await again()).status, String(letter)).toBe(200);
    }
    stage.now = new Date(stage.now.getTime() + 600_000);
    expect((await again()).status).toBe(429);
    // nor by naming somebody else each time
    expect((await call(id, 'PUT', '/api/me/guardian', { name: 'B', email: 'b@example.com' })).status).toBe(429);
    stage.now = new Date(stage.now.getTime() + 86_400_000);
    expect((await again()).status).toBe(200);
  });

  test('turns eighteen: nothing is asked any more, and nobody takes anything back', async () => {
    const id = await minor({ birthDate: '2008-03-03' });
    expect((await publish(id)).status).toBe(422);
    // midnight in Baghdad
    stage.now = new Date('2026-03-02T20:59:59Z');
    expect((await publish(id)).status).toBe(422);
    stage.now = new Date('2026-03-02T21:00:00Z');
    expect((await publish(id)).status).toBe(200);
    expect((await say(id, 'refuse')).page).toMatchObject({ over: true, done: 'late', state: 'asked' });
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({ body: { published: true } });
    expect(await call(id, 'GET', '/api/me/guardian')).toMatchObject({ body: { minor: false } });
    expect(await call(id, 'PUT', '/api/me/guardian', { name: 'B', email: 'b@example.com' })).toMatchObject({
      status: 409,
    });
  });

  test('says their birth date once; a wrong one is mended by an operator, and a child’s page closes', async () => {
    const id = newcomer();
    await onboard(id, { ...talentBody, headline: 'رقص' });
    await neverAsked(id);
    const service = {
      title: { en: 'Show' },
      price: { amount: 5000, currency: 'IQD' },
      durationMinutes: 60,
      place: 'on_site',
    };
    await call(id, 'POST', '/api/profile/services', service);
    expect((await publish(id)).status).toBe(200);
    expect(await call(id, 'GET', '/api/me/guardian')).toMatchObject({
      body: { birthDate: null, minor: false, guardian: null },
    });
    expect(await call(id, 'PUT', '/api/me/birth-date', { birthDate: '1994-05-17' })).toMatchObject({
      status: 200,
      body: { birthDate: '1994-05-17', minor: false, pageClosed: false },
    });
    expect(await call(id, 'PUT', '/api/me/birth-date', { birthDate: '1993-05-17' })).toMatchObject({ status: 409 });
    const door = stage.doors.asUser({ userId: id });
    await expect(
      door.write((tx) => tx.execute(sql`update talent_private set birth_date = '1990-01-01' where user_id = ${id}`)),
    ).rejects.toThrow();
    const mend = { birthDate: '2012-05-17', reason: 'Two digits were swapped.' };
    expect((await call(cast.sara, 'PUT', `/api/admin/approvals/${id}/birth-date`, mend)).status).toBe(404);
    expect(await call(operator, 'PUT', `/api/admin/approvals/${id}/birth-date`, mend)).toMatchObject({
      status: 200,
      body: { minor: true, closed: expect.any(String) },
    });
    expect(await call(id, 'GET', '/api/profile')).toMatchObject({ body: { published: false } });
    expect(stage.told.at(-1)).toMatch(/^unpublished /);
  });

  test('no customer says one, and nobody acts for a talent in it', async () => {
    expect((await call(cast.sara, 'PUT', '/api/me/birth-date', { birthDate: '1994-05-17' })).status).toBe(403);
    expect((await call(cast.sara, 'GET', '/api/me/guardian')).status).toBe(403);
  });

  test('its owner mends it once, and not out of childhood; a page that needs consent by it closes', async () => {
    const change = (id: string, birthDate: string) => call(id, 'PATCH', '/api/me/birth-date', { birthDate });
    const adult = newcomer();
    await onboard(adult, { ...talentBody, headline: 'رقص' });
    await neverAsked(adult);
    expect((await change(adult, '1994-05-17')).status).toBe(404);
    await call(adult, 'PUT', '/api/me/birth-date', { birthDate: '1994-05-17' });
    expect(await call(adult, 'GET', '/api/me/guardian')).toMatchObject({ body: { mendable: true } });
    for (const unlikely of ['1800-01-01', '2026-03-01', '2026-02-30'])
      expect([unlikely, (await change(adult, unlikely)).status]).toEqual([unlikely, 422]);
    // the same again is no mending
    expect(await change(adult, '1994-05-17')).toMatchObject({ status: 200, body: { mendable: true } });
    await call(adult, 'POST', '/api/profile/services', {
      title: { en: 'Show' },
      price: { amount: 5000, currency: 'IQD' },
      durationMinutes: 60,
      place: 'on_site',
    });
    expect((await publish(adult)).status).toBe(200);
    expect(await change(adult, '2012-05-17')).toMatchObject({
      status: 200,
      body: { birthDate: '2012-05-17', mendable: false, minor: true, pageClosed: true },
    });
    expect(await change(adult, '2011-05-17')).toMatchObject({ status: 409, body: { code: 'birth_date_settled' } });

    const child = await minor();
    expect(await change(child, '1994-05-17')).toMatchObject({ status: 409, body: { code: 'age_needs_a_look' } });
    expect(await change(child, '2013-01-01')).toMatchObject({ status: 200, body: { minor: true, mendable: false } });
    // what an operator mended stands as well
    const third = await minor();
    const mend = { birthDate: '2012-05-17', reason: 'Two digits were swapped.' };
    expect((await call(operator, 'PUT', `/api/admin/approvals/${third}/birth-date`, mend)).status).toBe(200);
    expect(await change(third, '2013-01-01')).toMatchObject({ status: 409, body: { code: 'birth_date_settled' } });
    for (const stranger of [cast.sara, operator])
      expect([stranger, (await change(stranger, '1994-05-17')).status]).toEqual([stranger, 403]);
  });

  test('two changes at once: one counts', async () => {
    const id = await minor();
    const both = await Promise.all(
      ['2013-01-01', '2013-01-02'].map((birthDate) =>
        stage.doors
          .asUser({ userId: id })
          .write((tx) => changeBirthDate(stage.as(id), tx, { birthDate }))
          .then(
            () => 'yes',
            (error: { code: string }) => error.code,
          ),
      ),
    );
    expect(both.filter((one) => one === 'yes')).toHaveLength(1);
    expect(['lost_race', 'birth_date_settled']).toContain(both.find((one) => one !== 'yes'));
  });

  test('the database and the rule mend the same dates', async () => {
    const days = ['1994-05-17', '2008-03-02', '2008-03-03', '2012-02-29', '2015-01-01'];
    for (const from of days)
      for (const mended of [false, true])
        for (const to of days) {
          if (from === to) continue;
          await database.query(`delete from talent_private where user_id = $1`, [cast.omar]);
          await database.query(`insert into talent_private (user_id, birth_date, mended_at) values ($1, $2, $3)`, [
            cast.omar,
            from,
            mended ? stage.now : null,
          ]);
          const known = { birthDate: from, mendedAt: mended ? stage.now : null };
          const rule = decideMending(known, to, 'Asia/Baghdad', stage.now);
          const said = await stage.doors
            .asUser({ userId: cast.omar })
            .write((tx) =>
              tx.execute(
                sql`update talent_private set birth_date = ${to}, mended_at = app.now() where user_id = ${cast.omar}`,
              ),
            )
            .then(
              () => 'yes',
              (error: unknown) => databaseError(error)?.constraint,
            );
          expect([from, mended, to, said]).toEqual([from, mended, to, rule.ok ? 'yes' : rule.why]);
        }
    await database.query(`delete from talent_private where user_id = $1`, [cast.omar]);
  });

  test('the database and the rule count the same days', async () => {
    const id = newcomer();
    await onboard(id, talentBody);
    const days = [
      '2004-02-28',
      '2004-02-29',
      '2004-03-01',
      '2007-12-31',
      '2008-02-28',
      '2008-02-29',
      '2008-03-01',
      '2010-02-28',
      '2010-03-01',
    ];
    const moments = [
      '2022-02-28T12:00:00Z',
      '2022-03-01T00:00:00Z',
      '2026-02-28T20:59:59Z',
      '2026-02-28T21:00:00Z',
      '2026-02-28T23:30:00Z',
      '2026-03-01T00:00:00Z',
      '2028-02-28T23:59:59Z',
      '2028-02-29T12:00:00Z',
      '2028-03-01T12:00:00Z',
    ];
    for (const zone of ['Asia/Baghdad', 'Africa/Casablanca', 'Pacific/Kiritimati', 'America/New_York']) {
      await database.query(`update talent_profiles set time_zone = $2 where user_id = $1`, [id, zone]);
      for (const born of days) {
        await database.query(`update talent_private set birth_date = $2 where user_id = $1`, [id, born]);
        for (const moment of moments) {
          const [row] = (await database.query(
            `select app.is_minor($1) as minor from (select set_config('app.now', $2, false)) s`,
            [id, moment],
          )) as { minor: boolean }[];
          expect([zone, born, moment, row?.minor]).toEqual([zone, born, moment, isMinor(born, zone, new Date(moment))]);
        }
      }
    }
    await database.query(`select set_config('app.now', '', false)`);
  });

  test('whoever answers for a minor reads along, masked as the talent does, and only while they answer', async () => {
    const id = await minor();
    await say(id, 'give');
    await publish(id);
    const [page] = (await database.query(`select id from talent_profiles where user_id = $1`, [id])) as {
      id: string;
    }[];
    const asked = await call(cast.sara, 'POST', '/api/customer/messages/', {
      recipient: page?.id,
      listing: null,
      subject: 'An evening',
      message: 'Call me on 0770 123 4567, please.',
    });
    expect(asked.status).toBe(201);
    const { news } = await stage.doors
      .asSystem('test')
      .read((db) => ({ news: db.select().from(outbox).where(eq(outbox.kind, 'inquiry.received')) }));
    const last = news.at(-1);
    if (!last) throw new Error('no inquiry was announced');
    const letters = await lettersOf(stage.as(null), last);
    expect(letters.map(({ to }) => to)).toEqual(['talent', 'guardian']);
    const text = (await letters[1]?.mail())?.text ?? '';
    expect(text).not.toContain('0770');
    expect(letters[1]).toMatchObject({
      name: 'guardian.copy.inquiry',
      reader: { email: `${id}-guardian@example.com` },
    });
    await say(id, 'withdraw');
    expect((await lettersOf(stage.as(null), last)).map(({ to }) => to)).toEqual(['talent']);
  });
});

test('whoever leaves takes their answers with them', async () => {
  const id = newcomer();
  await call(id, 'PUT', '/api/me/registration', { kind: null, step: 'kind', answers: {} });
  await database.query(`update users set deleted_at = now() where id = $1`, [id]);
  expect(await rowsOf('registrations', id)).toEqual([]);
  const talent = newcomer();
  await onboard(talent, { ...talentBody, birthDate: '2011-03-09', guardian: { name: 'A', email: 'left@example.com' } });
  await database.query(`update users set deleted_at = now() where id = $1`, [talent]);
  for (const table of ['talent_private', 'guardians', 'account_details', 'registrations'])
    expect(await rowsOf(table, talent), table).toEqual([]);
});
