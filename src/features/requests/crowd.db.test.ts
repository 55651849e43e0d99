import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { createRequest } from './drafts.ts';
import { closeRequest, publishRequest } from './moves.ts';
import { sendRequestMessage } from './thread.ts';
import { unlockRequest } from './unlock.ts';

let database: TestDatabase;
let stage: Stage;
const crowd = Array.from({ length: 8 }, (_, n) => `user_crowd_${7 - n}`);

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  for (const id of crowd) {
    await database.query(
      `insert into users (id, email, name, role, plan, onboarded_at, time_zone) values ($1, $1 || '@example.com', $1, 'talent', 'FREE', now(), 'Asia/Baghdad')`,
      [id],
    );
    await database.query(
      `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
       values ($1, 'PRO', 'once', 0, 'IQD', 'comp', '2026-01-01', '2026-01-01', '2099-01-01')`,
      [id],
    );
  }
});
afterAll(() => database.close());

type Verb<Input, Answer> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Answer>;
const does = <Input, Answer>(who: string, verb: Verb<Input, Answer>, input: Input): Promise<Answer> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx, input));
};

test('many speak at once in one thread while its owner closes it: each is heard or told that it is closed', async () => {
  const { id: requestId } = await does(cast.sara, createRequest, {
    title: 'A choir for one evening',
    description: 'Eight voices, two hours.',
    category: 'singer',
    city: 'baghdad',
    startsOn: '2026-04-02',
    currency: 'IQD',
    budgetMax: 900_000,
  });
  await does(cast.sara, publishRequest, { requestId });
  for (const who of crowd) {
    const ctx = stage.as(who);
    await ctx.doors.asSystem('test').write((tx) => unlockRequest(ctx, tx, { requestId }));
  }
  const say = (who: string, body: string) =>
    does(who, sendRequestMessage, { requestId, body }).then(
      () => 'heard',
      (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
    );
  const everybody = (words: string) => [cast.sara, ...crowd].map((who) => say(who, `${words} ${who}`));
  expect(new Set(await Promise.all([...everybody('one'), ...everybody('two'), ...everybody('three')]))).toEqual(
    new Set(['heard']),
  );
  const answers = await Promise.all([
    ...everybody('four'),
    does(cast.sara, closeRequest, { requestId, reason: 'filled' as const }).then(({ state }) => state),
    ...everybody('five'),
  ]);
  expect(answers).toContain('CLOSED');
  const heard = answers.filter((one) => one === 'heard').length;
  expect(answers.filter((one) => one === 'request_closed').length).toBe(18 - heard);
  const [thread] = await database.query<{ said: number; late: number }>(
    `select count(*)::int as said, count(*) filter (where m.sent_at > r.closed_at)::int as late
     from messages m join threads t on t.id = m.thread_id join requests r on r.id = t.request_id where r.id = $1`,
    [requestId],
  );
  expect(thread).toEqual({ said: 27 + heard, late: 0 });
  const members = await database.query<{ user_id: string; unread: number }>(
    `select m.user_id, m.unread from thread_members m join threads t on t.id = m.thread_id where t.request_id = $1`,
    [requestId],
  );
  expect(members).toHaveLength(9);
});
