import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { createRequest, editRequest } from './drafts.ts';
import { checkRequest, inspectRequest, listRequestsToCheck, removeRequest } from './moderation.ts';
import { closeRequest, publishRequest, reopenRequest } from './moves.ts';
import { unlockRequest } from './unlock.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
const operator = 'user_hala';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, time_zone) values ($1, 'hala@example.com', 'Hala', 'admin', now(), 'Asia/Baghdad')`,
    [operator],
  );
});
afterAll(() => database.close());
beforeEach(() => void (stage.now = opening));

type Verb<Input, Output> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Output>;
const does = <Input, Output>(who: string, verb: Verb<Input, Output>, input: Input): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx, input));
};
const bySystem = <Input, Output>(who: string, verb: Verb<Input, Output>, input: Input): Promise<Output> => {
  const ctx = stage.as(who);
  return ctx.doors.asSystem('operator: test').write((tx) => verb(ctx, tx, input));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );

async function published(title = 'Two guitarists for a garden'): Promise<string> {
  const { id } = await does(cast.sara, createRequest, {
    title,
    description: 'Two hours of quiet music for sixty guests.',
    category: 'musician',
    city: 'baghdad',
    startsOn: '2026-04-02',
    currency: 'IQD',
    budgetMax: 400_000,
    contact: { name: 'Sara', email: 'sara@example.com', phone: '' },
  });
  await does(cast.sara, publishRequest, { requestId: id });
  return id;
}
const list = (who: string, show: 'to_check' | 'open' | 'closed') =>
  listRequestsToCheck(stage.as(who), { show, limit: 100 });
const listed = async (show: 'to_check' | 'open' | 'closed') => (await list(operator, show)).items.map(({ id }) => id);
const balance = async (userId: string) =>
  (
    await database.query<{ n: number }>(
      'select coalesce(sum(amount), 0)::int as n from credit_lines where user_id = $1',
      [userId],
    )
  )[0]?.n;

describe('anybody but an operator', () => {
  test.each([cast.sara, cast.zainab, cast.acme, cast.stranger])('%s finds nothing here', async (who) => {
    const requestId = await published();
    const found = await Promise.all([
      code(list(who, 'to_check')),
      code(inspectRequest(stage.as(who), { requestId })),
      code(bySystem(who, checkRequest, { requestId })),
      code(bySystem(who, removeRequest, { requestId, reason: 'spam', note: 'No.' })),
    ]);
    expect(found).toEqual(['not_found', 'not_found', 'not_found', 'not_found']);
    expect(await database.query(`select checked_at, state from requests where id = $1`, [requestId])).toEqual([
      { checked_at: null, state: 'OPEN' },
    ]);
  });
});

describe('looking', () => {
  test('a draft is nobody’s business; what is published waits, with its whole text and contact', async () => {
    const draft = await does(cast.sara, createRequest, { title: 'Not yet' });
    expect(await code(inspectRequest(stage.as(operator), { requestId: draft.id }))).toBe('not_found');
    const requestId = await published();
    expect(await listed('to_check')).toContain(requestId);
    expect([...(await listed('to_check')), ...(await listed('open')), ...(await listed('closed'))]).not.toContain(
      draft.id,
    );
    const whole = await inspectRequest(stage.as(operator), { requestId });
    expect(whole).toMatchObject({
      description: 'Two hours of quiet music for sixty guests.',
      contact: { name: 'Sara', email: 'sara@example.com' },
      owner: { id: cast.sara },
      checked: false,
      decisions: [],
    });
    expect(await inspectRequest(stage.as(operator), { requestId: whole.threadId ?? '' })).toEqual(whole);
  });

  test('pages: the longest waiting first, each once', async () => {
    for (const minute of [1, 2, 3]) {
      stage.now = new Date(opening.getTime() + minute * 60_000);
      await published(`Wait ${minute}`);
    }
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await listRequestsToCheck(stage.as(operator), { show: 'to_check', limit: 2, cursor });
      seen.push(...page.items.map(({ openedAt }) => openedAt));
      cursor = page.nextCursor;
    }
    expect(seen.length).toBe((await listed('to_check')).length);
    expect(seen).toEqual(seen.toSorted());
  });

  test('one whose time is over is closed here, though the clock has not come by', async () => {
    const requestId = await published();
    stage.now = new Date(opening.getTime() + 31 * 86_400_000);
    expect(await listed('to_check')).not.toContain(requestId);
    expect(await listed('closed')).toContain(requestId);
    expect(await code(bySystem(operator, checkRequest, { requestId }))).toBe('wrong_state');
  });
});

describe('checked', () => {
  test('once, with one line in the log, until its owner changes what the board shows', async () => {
    const requestId = await published();
    const { changedAt } = await inspectRequest(stage.as(operator), { requestId });
    const checked = await bySystem(operator, checkRequest, { requestId, changedAt });
    expect(checked).toMatchObject({ checked: true, checkedBy: 'Hala', checkedAt: opening.toISOString() });
    expect((await bySystem(operator, checkRequest, { requestId })).decisions).toEqual([
      { action: 'request.checked', by: 'Hala', reason: '', at: opening.toISOString() },
    ]);
    expect(await listed('to_check')).not.toContain(requestId);
    stage.now = new Date(opening.getTime() + 60_000);
    await does(cast.sara, editRequest, { requestId, changes: { title: 'Three guitarists for a garden' } });
    expect(await listed('to_check')).toContain(requestId);
  });

  test('not if its owner has written in it since it was read', async () => {
    const requestId = await published();
    const { changedAt } = await inspectRequest(stage.as(operator), { requestId });
    stage.now = new Date(opening.getTime() + 60_000);
    await does(cast.sara, editRequest, { requestId, changes: { description: 'Call me on 0770 123 4567.' } });
    expect(await code(bySystem(operator, checkRequest, { requestId, changedAt }))).toBe('lost_race');
  });
});

describe('taken off', () => {
  test('the credits come back in the same moment, nobody unlocks it, its owner cannot open it again', async () => {
    const requestId = await published();
    await bySystem(cast.zainab, unlockRequest, { requestId });
    await bySystem(cast.omar, unlockRequest, { requestId });
    const before = [await balance(cast.zainab), await balance(cast.omar)];
    const removed = await bySystem(operator, removeRequest, {
      requestId,
      reason: 'fraud',
      note: 'Asks for a deposit.',
    });
    expect(removed).toMatchObject({
      creditsReturned: 2,
      request: {
        state: 'CLOSED',
        closedReason: 'removed',
        decisions: [{ action: 'request.removed', by: 'Hala', reason: 'Asks for a deposit.' }],
      },
    });
    expect([await balance(cast.zainab), await balance(cast.omar)]).toEqual(before.map((had) => (had ?? 0) + 1));
    expect(
      await database.query(`select status, returned_for from request_unlocks where request_id = $1`, [requestId]),
    ).toEqual(Array.from({ length: 2 }, () => ({ status: 'RETURNED', returned_for: 'removed' })));
    expect(await code(does(cast.sara, reopenRequest, { requestId }))).toBe('request_closed');
    expect(await code(bySystem(operator, removeRequest, { requestId, reason: 'fraud', note: 'Again.' }))).toBe(
      'wrong_state',
    );
    expect(
      await database.query(`select 1 from outbox where kind = 'request.closed' and payload ->> 'requestId' = $1`, [
        requestId,
      ]),
    ).toHaveLength(1);
  });

  test('one its owner had closed goes off the board’s memory too, and is never opened again', async () => {
    const requestId = await published();
    await bySystem(cast.zainab, unlockRequest, { requestId });
    stage.now = new Date(opening.getTime() + 2 * 86_400_000);
    await does(cast.sara, closeRequest, { requestId, reason: 'filled' });
    const had = await balance(cast.zainab);
    expect(await bySystem(operator, removeRequest, { requestId, reason: 'abuse', note: 'Insults.' })).toMatchObject({
      creditsReturned: 1,
      request: { closedReason: 'removed' },
    });
    expect(await balance(cast.zainab)).toBe((had ?? 0) + 1);
    expect(await code(does(cast.sara, reopenRequest, { requestId }))).toBe('request_closed');
  });

  test('a draft and an unknown one are not there to be taken off', async () => {
    const draft = await does(cast.sara, createRequest, { title: 'Not yet' });
    for (const requestId of [draft.id, '0190d3a0-0000-7000-8000-00000000ffff'])
      expect(await code(bySystem(operator, removeRequest, { requestId, reason: 'spam', note: 'No.' }))).toBe(
        'not_found',
      );
  });
});
