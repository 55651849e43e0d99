import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, planted, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { listOpenRequests } from './board.ts';
import { createRequest, deleteRequest, editRequest } from './drafts.ts';
import { getRequest, listRequests } from './looking.ts';
import { closeRequest, publishRequest, reopenRequest } from './moves.ts';
import { requestLimits } from './rules.ts';
import {
  board,
  createRequestBody,
  listOpenRequestsQuery,
  listRequestsQuery,
  ownRequest,
  requestList,
  requestView,
  type CreateRequest,
  type EditRequest,
} from './schema/requests.ts';
import { unlockRequest } from './unlock.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
const day = 86_400_000;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, time_zone) values ('user_operator', 'op@example.com', 'Hala', 'admin', now(), 'Asia/Baghdad')`,
  );
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  stage.now = opening;
  stage.policy = 'full';
  for (const table of ['proposals', 'request_unlocks', 'requests']) await database.query(`delete from ${table}`);
});
const later = (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds));

const whole: CreateRequest = {
  title: 'Two guitarists',
  description: 'Quiet music for an evening in the garden.',
  category: 'musician',
  city: 'baghdad',
  place: 'Karrada',
  startsOn: '2026-03-20',
  currency: 'IQD',
  budgetMin: 100_000,
  budgetMax: 400_000,
  contact: { name: 'Sara', email: 'sara@example.com', phone: '' },
};
type Verb<Input, Answer> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Answer>;
const does = <Input, Answer>(who: string, verb: Verb<Input, Answer>, input: Input): Promise<Answer> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx, input));
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  );
const code = async (work: Promise<unknown>) => {
  const said = await refusal(work);
  return said instanceof AppError ? said.code : said;
};
const fields = async (work: Promise<unknown>) => {
  const said = await refusal(work);
  return said instanceof AppError ? said.details.fields : said;
};

const create = (wish: CreateRequest = whole, who: string = cast.sara) =>
  does(who, createRequest, createRequestBody.parse(wish));
const edit = (requestId: string, changes: EditRequest, who: string = cast.sara) =>
  does(who, editRequest, { requestId, changes: createRequestBody.parse(changes) });
const publish = (requestId: string, who: string = cast.sara) => does(who, publishRequest, { requestId });
const close = (requestId: string, who: string = cast.sara) =>
  does(who, closeRequest, { requestId, reason: 'withdrawn' as const });
const reopen = (requestId: string, who: string = cast.sara) => does(who, reopenRequest, { requestId });
const drop = (requestId: string, who: string = cast.sara) => does(who, deleteRequest, { requestId });
const open = async (wish: CreateRequest = {}, who: string = cast.sara) => {
  const { id } = await create({ ...whole, ...wish }, who);
  await publish(id, who);
  return id;
};
const unlock = (who: string, requestId: string) => {
  const ctx = stage.as(who);
  return ctx.doors.asSystem('test').write((tx) => unlockRequest(ctx, tx, { requestId }));
};
const shown = async (who: string, wish: Record<string, unknown> = {}) =>
  board.parse(await listOpenRequests(stage.as(who), listOpenRequestsQuery.parse(wish)));
const titles = async (wish: Record<string, unknown> = {}, who: string = cast.omar) =>
  (await shown(who, wish)).items.map(({ title }) => title);

describe('a draft', () => {
  test('may lack everything, and says what it lacks', async () => {
    const draft = ownRequest.parse(await create({}));
    expect(draft).toMatchObject({
      state: 'DRAFT',
      title: '',
      moves: ['edit', 'publish', 'delete'],
      missing: { title: ['required'], description: ['required'], budgetMax: ['required'] },
      threadId: null,
    });
    expect(await fields(publish(draft.id))).toEqual(draft.missing);
  });

  test('keeps what is written, whole, and shows the board its first words without contact details', async () => {
    const description = `Write to sara@example.com or 0770 123 4567. ${'Music in the garden. '.repeat(40)}`;
    const { id } = await create({ ...whole, title: 'Call 0770 123 4567 today', description });
    expect(await getRequest(stage.as(cast.sara), { requestId: id })).toMatchObject({
      as: 'owner',
      request: {
        description: description.trim(),
        place: 'Karrada',
        contact: { email: 'sara@example.com' },
        missing: {},
      },
    });
    const [row] = await database.query<{ title: string; summary: string }>(
      'select title, summary from requests where id = $1',
      [id],
    );
    expect(row?.title).toBe('Call ••• today');
    expect(row?.summary).toMatch(/^Write to ••• or •••\. Music in the garden\./);
    expect(row?.summary.length).toBeLessThanOrEqual(requestLimits.summary);
    const edited = await edit(id, { description: 'Or on telegram: sara_k' });
    expect(edited.description).toBe('Or on telegram: sara_k');
    const [again] = await database.query<{ summary: string }>('select summary from requests where id = $1', [id]);
    expect(again?.summary).not.toContain('sara_k');
  });

  test.each<[EditRequest, Record<string, string[]>]>([
    [{ startsOn: '2026-03-01' }, { startsOn: ['in_the_past'] }],
    [{ endsOn: '2026-03-19' }, { endsOn: ['too_early'] }],
    [{ budgetMax: 99_999 }, { budgetMax: ['too_small'] }],
    [{ expiresAt: '2026-03-02T09:00:00Z' }, { expiresAt: ['in_the_past'] }],
    [{ expiresAt: '2026-06-02T09:00:00Z' }, { expiresAt: ['too_far_ahead'] }],
  ])('is refused at once with %o', async (change, said) => {
    expect(await fields(create({ ...whole, ...change }))).toEqual(said);
    const { id } = await create();
    expect(await fields(edit(id, change))).toEqual(said);
  });

  test.each([
    { budgetMin: -5 },
    { budgetMin: 0 },
    { budgetMax: 1.5 },
    { currency: 'GBP' },
    { category: 'plumber' },
    { city: 'paris' },
    { startsOn: 'tomorrow' },
    { title: 'x'.repeat(121) },
    { description: 'x'.repeat(4001) },
    { contact: { name: '', email: 'nonsense', phone: '' } },
  ])('the contract takes no %o', (wish) => expect(createRequestBody.safeParse(wish).success).toBe(false));

  test('is written in the reader’s language, and stays in it while only its place changes', async () => {
    const ctx = { ...stage.as(cast.sara), locale: 'ckb' as const };
    const draft = await userDoor(ctx).write((tx) => createRequest(ctx, tx, whole));
    expect(draft.locale).toBe('ckb');
    expect((await edit(draft.id, { place: 'Erbil citadel' })).locale).toBe('ckb');
    expect((await edit(draft.id, { description: 'In English now' })).locale).toBe('en');
  });
});

describe('whose it is', () => {
  const verbs: Record<string, (id: string, who: string) => Promise<unknown>> = {
    get: (id, who) => Promise.resolve().then(() => getRequest(stage.as(who), { requestId: id })),
    edit: (id, who) => edit(id, { place: 'there' }, who),
    publish,
    close,
    reopen,
    delete: drop,
  };
  test.each(Object.keys(verbs))('%s', async (name) => {
    const verb = verbs[name] ?? (() => Promise.reject(new Error('no such verb')));
    const { id } = await create();
    const get = name === 'get';
    expect({
      other: await code(verb(id, cast.acme)),
      talent: await code(verb(id, cast.omar)),
      operator: await code(verb(id, 'user_operator')),
      suspended: await code(verb(id, cast.gone)),
      stranger: await code(verb(id, cast.stranger)),
      unknown: await code(verb(crypto.randomUUID(), cast.sara)),
      // what nobody wrote is unknown to everybody, before anything is said of what they are
      unknownToTalent: await code(verb(crypto.randomUUID(), cast.omar)),
      unknownToOperator: await code(verb(crypto.randomUUID(), 'user_operator')),
    }).toEqual({
      other: 'not_your_request',
      // a draft is nobody's business yet
      talent: get ? 'not_found' : 'role_not_allowed',
      operator: 'role_not_allowed',
      suspended: 'account_suspended',
      stranger: 'onboarding_required',
      unknown: 'not_found',
      unknownToTalent: 'not_found',
      unknownToOperator: 'not_found',
    });
    stage.policy = 'casting';
    expect(await code(verb(id, cast.sara))).toBe('not_found');
  });
  test('writing and listing are for customers', async () => {
    expect(await code(create({}, cast.omar))).toBe('role_not_allowed');
    expect(await code(create({}, 'user_operator'))).toBe('role_not_allowed');
    expect(await code(create({}, cast.gone))).toBe('account_suspended');
    expect(await code(listRequests(stage.as(cast.omar), listRequestsQuery.parse({})))).toBe('role_not_allowed');
  });
});

describe('publishing', () => {
  test('puts it on the board for thirty days, with its thread; twice is refused', async () => {
    const { id } = await create();
    const published = await publish(id);
    expect(published).toMatchObject({
      state: 'OPEN',
      moves: ['edit', 'close', 'delete'],
      publishedAt: opening.toISOString(),
      expiresAt: new Date(opening.getTime() + 30 * day).toISOString(),
      threadId: expect.any(String),
      checked: false,
    });
    expect(await titles()).toEqual(['Two guitarists']);
    expect(await code(publish(id))).toBe('wrong_state');
    expect(
      await database.query(
        `select count(*)::int from outbox where kind = 'request.published' and payload->>'requestId' = $1`,
        [id],
      ),
    ).toEqual([{ count: 1 }]);
  });

  test('a draft whose day has come since is not published', async () => {
    const { id } = await create();
    later(19 * day);
    expect(await fields(publish(id))).toEqual({ startsOn: ['in_the_past'] });
  });

  test('an open one stays whole, and loses its check with a word of it', async () => {
    const id = await open();
    const check = () => database.query(`update requests set checked_at = now() where id = $1`, [id]);
    await check();
    expect(await fields(edit(id, { description: '', budgetMax: null }))).toEqual({
      description: ['required'],
      budgetMax: ['required'],
    });
    expect((await edit(id, { budgetMax: 500_000 })).checked).toBe(true);
    expect((await edit(id, { title: 'Three guitarists' })).checked).toBe(false);
    await check();
    // what an unlock shows is checked as well
    expect((await edit(id, { place: 'Somewhere else' })).checked).toBe(false);
    later(19 * day);
    expect((await edit(id, { title: 'Guitarists' })).title).toBe('Guitarists');
  });

  test('what others rely on is fixed', async () => {
    const id = await open();
    await unlock(cast.omar, id);
    expect(await fields(edit(id, { visibility: 'private' }))).toEqual({ visibility: ['fixed'] });
    expect((await edit(id, { currency: 'USD' })).currency).toBe('USD');
    expect(await code(drop(id))).toBe('request_in_use');
    expect((await close(id)).moves).toEqual(['reopen']);
    expect(await code(drop(id))).toBe('request_in_use');
  });

  test('twenty at a time, however many tabs', async () => {
    const ids: string[] = [];
    for (let n = 0; n < requestLimits.openAtOnce + 4; n += 1)
      ids.push((await create({ ...whole, expiresAt: '2026-03-12T09:00:00Z' })).id);
    const said = await Promise.all(ids.map((id) => code(publish(id))));
    const count = (word: string) => said.filter((one) => one === word).length;
    expect({ through: count('went through'), refused: count('limit_reached') }).toEqual({ through: 20, refused: 4 });
    const [first] = ids.filter((_, at) => said[at] === 'went through');
    await close(first ?? '');
    const [waiting] = ids.filter((_, at) => said[at] === 'limit_reached');
    expect((await publish(waiting ?? '')).state).toBe('OPEN');
    expect(await code(reopen(first ?? ''))).toBe('limit_reached');
    // those whose time is over count no more
    later(11 * day);
    expect((await reopen(first ?? '')).state).toBe('OPEN');
  });
});

describe('closing and opening again', () => {
  test('within thirty days, and never what an operator removed', async () => {
    const id = await open();
    expect(await close(id)).toMatchObject({
      state: 'CLOSED',
      closedReason: 'withdrawn',
      moves: ['reopen', 'delete'],
      reopenUntil: new Date(opening.getTime() + 30 * day).toISOString(),
    });
    expect(await code(close(id))).toBe('request_closed');
    expect(await code(edit(id, { place: 'x' }))).toBe('request_closed');
    expect(await code(publish(id))).toBe('request_closed');
    later(30 * day - 1);
    expect((await reopen(id)).state).toBe('OPEN');
    await close(id);
    later(30 * day);
    expect(await code(reopen(id))).toBe('too_late');
    await database.query(`update requests set closed_reason = 'removed', closed_at = $2 where id = $1`, [
      id,
      stage.now,
    ]);
    expect(await code(reopen(id))).toBe('request_closed');
    expect(await code(drop(id))).toBe('request_closed');
  });

  test('a request nobody used is gone for good, with its thread', async () => {
    const id = await open();
    expect(await drop(id)).toEqual({ id });
    expect(await code(drop(id))).toBe('not_found');
    expect(await database.query('select 1 from threads where request_id = $1', [id])).toEqual([]);
  });
});

describe('an owner’s list', () => {
  test('the newest first, page by page, by how they stand', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push((await create({ ...whole, title: `No ${n}` })).id);
    await publish(ids[0] ?? '');
    await publish(ids[1] ?? '');
    await close(ids[1] ?? '');
    const list = async (wish: Record<string, unknown>) =>
      requestList.parse(await listRequests(stage.as(cast.sara), listRequestsQuery.parse(wish)));
    const first = await list({ limit: 2 });
    expect(first.items.map(({ title }) => title)).toEqual(['No 4', 'No 3']);
    const second = await list({ limit: 3, cursor: first.nextCursor });
    expect(second).toMatchObject({ nextCursor: null });
    expect(second.items.map(({ title }) => title)).toEqual(['No 2', 'No 1', 'No 0']);
    expect((await list({ state: 'OPEN' })).items).toHaveLength(1);
    expect((await list({ state: 'DRAFT' })).items).toHaveLength(3);
    later(31 * day);
    expect((await list({ state: 'OPEN' })).items).toHaveLength(0);
    expect((await list({ state: 'CLOSED' })).items).toHaveLength(2);
    expect((await listRequests(stage.as(cast.acme), listRequestsQuery.parse({}))).items).toEqual([]);
  });
});

describe('the board', () => {
  test('is for talents, and shows no more than cards', async () => {
    const id = await open({ description: 'Call 0770 123 4567 about the music' });
    expect(await code(shown(cast.sara))).toBe('role_not_allowed');
    expect(await code(shown('user_operator'))).toBe('role_not_allowed');
    expect(await code(shown(cast.gone))).toBe('account_suspended');
    expect(await code(Promise.resolve().then(() => shown(null as never)))).toBe('unauthenticated');
    const page = await shown(cast.nour);
    expect(page).toMatchObject({ credits: { monthly: 3, bought: 0 }, nextCursor: null });
    expect(page.items).toMatchObject([
      { id, budget: { currency: 'IQD', min: 100_000, max: 400_000 }, unlock: null, unlocks: 0, checked: false },
    ]);
    expect(JSON.stringify(page)).not.toMatch(/0770|Karrada|sara@example|example\.com/);
    expect(await database.query('select 1 from credit_lines where user_id = $1', [cast.nour])).toEqual([]);
    expect(requestView.parse(await getRequest(stage.as(cast.nour), { requestId: id }))).toMatchObject({
      as: 'talent',
      request: { whole: null },
    });
    stage.policy = 'casting';
    expect(await code(shown(cast.nour))).toBe('not_found');
  });

  test('filters, each and together', async () => {
    await open({ title: 'Oud player', city: 'erbil', budgetMax: 200_000, startsOn: '2026-03-10' });
    await open({
      title: 'Host for a gala',
      category: 'event-host',
      currency: 'USD',
      budgetMin: null,
      budgetMax: 90_000,
      startsOn: '2026-04-02',
    });
    const checked = await open({ title: 'Guitar 100%_sure', startsOn: '2026-03-20' });
    await database.query('update requests set checked_at = now() where id = $1', [checked]);
    await open({ title: 'Closed one' }).then((id) => close(id));
    await create({ ...whole, title: 'Draft' });
    expect((await titles()).toSorted()).toEqual(['Guitar 100%_sure', 'Host for a gala', 'Oud player']);
    expect(await titles({ category: 'event-host' })).toEqual(['Host for a gala']);
    expect(await titles({ city: 'erbil' })).toEqual(['Oud player']);
    expect(await titles({ category: 'musician', city: 'baghdad' })).toEqual(['Guitar 100%_sure']);
    expect(await titles({ currency: 'USD' })).toEqual(['Host for a gala']);
    expect(await titles({ currency: 'IQD', budgetFrom: '300000' })).toEqual(['Guitar 100%_sure']);
    expect(await titles({ startsFrom: '2026-03-20', startsUntil: '2026-03-31' })).toEqual(['Guitar 100%_sure']);
    expect(await titles({ checked: 'true' })).toEqual(['Guitar 100%_sure']);
    expect(await titles({ checked: 'false' })).toHaveLength(3);
    expect(await titles({ q: 'OUD' })).toEqual(['Oud player']);
    expect(await titles({ q: 'garden' })).toHaveLength(3);
    expect(await titles({ q: '100%_s' })).toEqual(['Guitar 100%_sure']);
    expect(await titles({ q: '%' })).toEqual(['Guitar 100%_sure']);
    expect(await titles({ q: 'player Quiet' })).toEqual([]);
    expect(await titles({ q: 'nothing like it' })).toEqual([]);
    expect(await fields(shown(cast.omar, { budgetFrom: '5' }))).toEqual({ currency: ['required'] });
    expect(await fields(shown(cast.omar, { sort: 'budget' }))).toEqual({ currency: ['required'] });
    expect(await fields(shown(cast.omar, { cursor: 'x' }))).toEqual({ cursor: ['invalid'] });
  });

  test('finds rare words by their index among many, and common ones page by page', async () => {
    await open();
    await database.query(
      `insert into requests (owner_id, title, summary, category, city, starts_on, currency, budget_max, state, published_at, opened_at, expires_at)
       select $1, 'Many ' || n, 'said by all', 'actor', 'basra', '2026-03-20', 'IQD', 1000 + n, 'OPEN', $2::timestamptz - n * interval '1 minute', $2::timestamptz - n * interval '1 minute', '2026-03-30'
       from generate_series(1, 700) n`,
      [cast.acme, opening],
    );
    expect(await titles({ q: 'guitarists' })).toEqual(['Two guitarists']);
    expect(await titles({ q: 'many 699' })).toEqual(['Many 699']);
    expect(await titles({ q: 'said by all', limit: 50 })).toHaveLength(50);
  });

  test.each([
    ['newest', ['No 5', 'No 4', 'No 3', 'No 2', 'No 1']],
    ['soonest', ['No 2', 'No 4', 'No 1', 'No 3', 'No 5']],
    ['budget', ['No 3', 'No 5', 'No 1', 'No 4', 'No 2']],
  ])('sorted by %s, page by page, whatever comes meanwhile', async (sort, expected) => {
    const days = ['', '2026-03-12', '2026-03-10', '2026-03-14', '2026-03-10', '2026-03-14'];
    const sums = [0, 300_000, 100_000, 500_000, 200_000, 300_000];
    for (let n = 1; n <= 5; n += 1) {
      await open({ title: `No ${n}`, startsOn: days[n] ?? null, budgetMin: null, budgetMax: sums[n] ?? null });
      later(60_000);
    }
    const met: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 5; page += 1) {
      const answer = await shown(cast.omar, {
        sort,
        currency: 'IQD',
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      met.push(...answer.items.map(({ title }) => title));
      cursor = answer.nextCursor;
      if (page === 0) await open({ title: 'Newcomer', startsOn: '2026-03-03', budgetMax: 900_000 });
      if (cursor === null) break;
    }
    expect(met).toEqual(expected);
  });

  test('soonest leaves out what has begun', async () => {
    await open({ title: 'Soon', startsOn: '2026-03-04' });
    await open({ title: 'Later', startsOn: '2026-03-14' });
    later(3 * day);
    expect(await titles({ sort: 'soonest' })).toEqual(['Later']);
    expect(await titles()).toHaveLength(2);
  });

  test('leaves out those whose time is over, and those of whoever one blocked or is blocked by', async () => {
    await open({ title: 'Sara’s', expiresAt: '2026-03-05T00:00:00Z' });
    await open({ title: 'Acme’s' }, cast.acme);
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.acme, cast.omar]);
    expect(await titles()).toEqual(['Sara’s']);
    expect(await titles({}, cast.zainab)).toHaveLength(2);
    later(3 * day);
    expect(await titles()).toEqual([]);
    await database.query('delete from blocks');
  });

  test('what I unlocked is mine to see, open or closed', async () => {
    const mine = await open({ title: 'Mine' });
    await open({ title: 'Not mine' });
    await unlock(cast.omar, mine);
    expect(await titles({ unlocked: 'true' })).toEqual(['Mine']);
    await close(mine);
    const { items } = await shown(cast.omar, { unlocked: 'true' });
    expect(items).toMatchObject([
      { title: 'Mine', state: 'CLOSED', closedReason: 'withdrawn', unlock: { status: 'UNLOCKED' } },
    ]);
    expect(await titles()).toEqual(['Not mine']);
    expect(await titles({ unlocked: 'true' }, cast.zainab)).toEqual([]);
    expect(await getRequest(stage.as(cast.omar), { requestId: mine })).toMatchObject({
      request: {
        whole: { place: 'Karrada' },
        mayPropose: false,
        whyNotPropose: 'request_closed',
        whyNotPost: 'request_closed',
      },
    });
    expect(await code(Promise.resolve().then(() => getRequest(stage.as(cast.zainab), { requestId: mine })))).toBe(
      'request_closed',
    );
  });

  test('between blocked ones it says so, and shows nothing', async () => {
    const id = await open({}, cast.acme);
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.omar, cast.acme]);
    expect(await code(Promise.resolve().then(() => getRequest(stage.as(cast.omar), { requestId: id })))).toBe(
      'blocked',
    );
    await database.query('delete from blocks');
  });

  test('no name or address of the database leaks', async () => {
    await open();
    const text = JSON.stringify([
      await shown(cast.omar),
      await getRequest(stage.as(cast.omar), { requestId: (await shown(cast.omar)).items[0]?.id ?? '' }),
    ]);
    expect(text).not.toContain(cast.sara);
    expect(text.replaceAll(`Sara ${planted}`, '')).not.toContain(planted);
  });
});
