import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { problemOf } from '../../http/problem.ts';
import { handler } from '../../http/serve.ts';
import { cast, planted, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { createAttachment } from '../attachments/service.ts';
import { userDoor, type Ctx, type Mail } from '../ctx.ts';
import * as inbox from '../messaging/inbox.ts';
import { lookAtThread } from '../messaging/looking.ts';
import { createReport, listReports } from '../messaging/reports.ts';
import { takeBack } from '../messaging/taking-back.ts';
import { listThreadsQuery, threadList, threadMessage, threadView } from '../messaging/schema/threads.ts';
import { listNotifications } from '../notifications/service.ts';
import { drainOutbox } from '../outbox/service.ts';
import { createRequest } from './drafts.ts';
import { getRequest } from './looking.ts';
import { closeRequest, publishRequest } from './moves.ts';
import { requestThreadRoutes } from './routes/thread.ts';
import { createRequestBody } from './schema/requests.ts';
import {
  listRequestMessagesQuery,
  requestMessage,
  requestMessages,
  requestThread,
  sendRequestMessageBody,
} from './schema/thread.ts';
import { writeInRequest } from './talk.ts';
import * as thread from './thread.ts';
import { unlockRequest } from './unlock.ts';

let database: TestDatabase;
let stage: Stage;
let mails: Mail[] = [];
const opening = new Date('2026-03-02T09:00:00Z');
const operator = 'user_operator';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, time_zone) values ('${operator}', 'op@example.com', 'Hala', 'admin', now(), 'Asia/Baghdad')`,
  );
  // Nour pays as Zainab does; Omar does not
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'PRO', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.nour],
  );
  await database.query(
    `insert into credit_lines (user_id, kind, purse, amount, source) select id, 'purchase', 'bought', 1000, 'test' from users where role = 'talent'`,
  );
  stage = stageOn(database, opening);
});
afterAll(() => database.close());
beforeEach(async () => {
  mails = [];
  stage.now = opening;
  for (const table of [
    'reports',
    'blocks',
    'deliveries',
    'outbox',
    'notifications',
    'attachments',
    'proposals',
    'request_unlocks',
    'requests',
  ])
    await database.query(`delete from ${table}`);
});
const later = (milliseconds = 1000) => void (stage.now = new Date(stage.now.getTime() + milliseconds));

/** A verb's world in which talk about requests is wired as it is in the house. */
const as = (who: string | null): Ctx => {
  const ctx = stage.as(who);
  const request: Ctx['ports']['talks']['request'] = (on, tx, requestId, words) =>
    writeInRequest(on, tx, { requestId, ...words });
  const ports = { ...ctx.ports, talks: { ...ctx.ports.talks, request } };
  return { ...ctx, ports: { ...ports, mail: { send: async (mail) => void mails.push(mail) } } };
};
type Verb<Input, Answer> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Answer>;
const does = <Input, Answer>(who: string, verb: Verb<Input, Answer>, input: Input): Promise<Answer> => {
  later();
  const ctx = as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx, input));
};
const refusal = (work: Promise<unknown>): Promise<AppError | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
  );
const code = async (work: Promise<unknown>) => (await refusal(work))?.code ?? 'went through';

const drafted = async (visibility: 'transparent' | 'private' = 'transparent') =>
  (
    await does(
      cast.sara,
      createRequest,
      createRequestBody.parse({
        title: 'Two guitarists',
        description: 'Quiet music for an evening in the garden.',
        category: 'musician',
        city: 'baghdad',
        startsOn: '2026-03-20',
        currency: 'IQD',
        budgetMax: 400_000,
        visibility,
      }),
    )
  ).id;
const open = async (visibility?: 'transparent' | 'private') => {
  const requestId = await drafted(visibility);
  await does(cast.sara, publishRequest, { requestId });
  return requestId;
};
const unlock = (who: string, requestId: string) => {
  later();
  const ctx = as(who);
  return ctx.doors.asSystem('test').write((tx) => unlockRequest(ctx, tx, { requestId }));
};
const look = async (who: string, requestId: string) =>
  requestThread.parse(await thread.getRequestThread(as(who), { requestId }));
const page = async (who: string, requestId: string, wish: Record<string, unknown> = {}) =>
  requestMessages.parse(
    await thread.listRequestMessages(as(who), { requestId, ...listRequestMessagesQuery.parse(wish) }),
  );
const say = async (who: string, requestId: string, body: string, to?: string) =>
  requestMessage.parse(
    await does(who, thread.sendRequestMessage, {
      requestId,
      ...sendRequestMessageBody.parse({ body, ...(to && { to }) }),
    }),
  );
const heard = async (who: string, requestId: string) => (await look(who, requestId)).messages.map(({ body }) => body);
const groupOf = async (requestId: string, name: RegExp) =>
  (await look(cast.sara, requestId)).groups.find((group) => name.test(group.name))?.id ?? '';
const takeBackCredit = (who: string, requestId: string) =>
  stage.doors
    .asSystem('test')
    .write((tx) =>
      tx.execute(
        sql`update request_unlocks set status = 'RETURNED', returned_for = 'removed' where request_id = ${requestId} and user_id = ${who}`,
      ),
    );

/** Three talents in, the owner says something to all and something to one, and each of the two who may says something. */
async function talked(visibility: 'transparent' | 'private') {
  const requestId = await open(visibility);
  await say(cast.sara, requestId, 'Welcome, all of you. Write to sara@example.com');
  for (const who of [cast.zainab, cast.nour, cast.omar]) await unlock(who, requestId);
  await say(cast.zainab, requestId, 'We could, on 0770 123 4567');
  await say(cast.nour, requestId, 'So could I');
  await say(cast.sara, requestId, 'How much?', await groupOf(requestId, /Zainab/));
  return requestId;
}
const all = ['Welcome, all of you. Write to sara@example.com', 'We could, on 0770 123 4567', 'So could I', 'How much?'];
const maskedForOthers = ['Welcome, all of you. Write to •••', 'We could, on •••', 'So could I', 'How much?'];

describe('who reads what', () => {
  test('a draft has an empty thread that says what comes first, and nobody else has it', async () => {
    const requestId = await drafted();
    expect(await look(cast.sara, requestId)).toMatchObject({
      threadId: null,
      as: 'owner',
      messages: [],
      groups: [],
      canPost: false,
      whyNot: 'request_not_open',
      mayAttach: false,
      upgrade: null,
    });
    expect(await code(say(cast.sara, requestId, 'Hello'))).toBe('request_not_open');
    expect(await code(look(cast.zainab, requestId))).toBe('not_found');
    expect(await code(look(cast.acme, requestId))).toBe('not_your_request');
  });

  test('transparent: all of it, also what was said before, grouped by who said it; contact is masked for all but its author', async () => {
    const requestId = await talked('transparent');
    const mine = await look(cast.sara, requestId);
    expect(mine.messages.map(({ body }) => body)).toEqual([all[0], ...maskedForOthers.slice(1)]);
    expect(mine.messages.map(({ from }) => from)).toEqual(['me', 'talent', 'talent', 'me']);
    expect(mine.groups.map(({ name }) => name)).toEqual(['Zainab Kareem', `Nour ${planted}`, 'Omar Bennani']);
    const [zainab, nour] = mine.groups;
    expect(zainab).toMatchObject({ slug: 'zainab-kareem', me: false, mayBeAnswered: true, proposed: false });
    expect(nour?.slug).toBeNull();
    expect(mine.messages.map(({ group, toName }) => [group, toName])).toEqual([
      [null, null],
      [zainab?.id, null],
      [nour?.id, null],
      [zainab?.id, 'Zainab Kareem'],
    ]);
    const theirs = await look(cast.nour, requestId);
    expect(theirs).toMatchObject({ as: 'talent', canPost: true, mayAttach: true });
    expect(theirs.messages.map(({ body }) => body)).toEqual(maskedForOthers);
    expect(theirs.messages.map(({ masked }) => masked)).toEqual([true, true, false, false]);
    expect(theirs.messages.map(({ from }) => from)).toEqual(['owner', 'talent', 'me', 'owner']);
    // Omar has said nothing, and nobody but the owner learns that he looks on
    expect(theirs.groups.map(({ name, me, mayBeAnswered }) => [name, me, mayBeAnswered])).toEqual([
      ['Zainab Kareem', false, false],
      [`Nour ${planted}`, true, false],
    ]);
    expect((await look(cast.zainab, requestId)).messages[1]).toMatchObject({ body: all[1], masked: false, from: 'me' });
    for (const who of [cast.sara, cast.zainab, cast.nour, cast.omar])
      expect(JSON.stringify(await look(who, requestId))).not.toMatch(/user_|PLANTED-SECRET@/);
  });

  test('private: each their own, what is to everyone and what is to them, as it was written', async () => {
    const requestId = await talked('private');
    expect(await heard(cast.sara, requestId)).toEqual(all);
    expect(await heard(cast.zainab, requestId)).toEqual([all[0], all[1], all[3]]);
    expect(await heard(cast.nour, requestId)).toEqual([all[0], all[2]]);
    expect(await heard(cast.omar, requestId)).toEqual([all[0]]);
    expect((await look(cast.nour, requestId)).groups.map(({ me }) => me)).toEqual([true]);
  });

  test('with the credit returned: own words and the answers to them, nobody else, and no more writing', async () => {
    for (const visibility of ['transparent', 'private'] as const) {
      const requestId = await talked(visibility);
      await takeBackCredit(cast.zainab, requestId);
      const left = await look(cast.zainab, requestId);
      expect(left.messages.map(({ body }) => body)).toEqual([all[1], all[3]]);
      expect(left).toMatchObject({ canPost: false, whyNot: 'unlock_required' });
      expect(left.groups.map(({ me }) => me)).toEqual([true]);
      expect(await code(say(cast.sara, requestId, 'And?', left.groups[0]?.id))).toBe('not_participant');
      await unlock(cast.zainab, requestId);
      expect(await heard(cast.zainab, requestId)).toContain(visibility === 'private' ? all[0] : maskedForOthers[0]);
    }
  });

  test('nobody else', async () => {
    const requestId = await open();
    expect(await code(look(cast.acme, requestId))).toBe('not_your_request');
    expect(await code(look(cast.zainab, requestId))).toBe('unlock_required');
    expect(await code(look(operator, requestId))).toBe('role_not_allowed');
    expect(await code(look(cast.gone, requestId))).toBe('account_suspended');
    expect(await code(look(cast.sara, crypto.randomUUID()))).toBe('not_found');
    expect(await code(page(cast.zainab, requestId))).toBe('unlock_required');
  });
});

describe('who writes', () => {
  test('FREE reads and cannot answer: the way to a plan is in the body', async () => {
    const requestId = await open();
    await unlock(cast.omar, requestId);
    expect(await look(cast.omar, requestId)).toMatchObject({
      canPost: false,
      whyNot: 'upgrade_required',
      mayAttach: false,
      upgrade: { upgradeUrl: '/pricing', feature: 'messaging' },
    });
    const refused = await refusal(say(cast.omar, requestId, 'Gladly'));
    expect(refused && problemOf(refused, 'en', 'x')).toMatchObject({
      status: 403,
      code: 'upgrade_required',
      upgradeUrl: '/pricing',
      feature: 'messaging',
    });
  });

  test('closed: everybody stops, is told why and what next, and goes on reading', async () => {
    const requestId = await talked('transparent');
    await does(cast.sara, closeRequest, { requestId, reason: 'withdrawn' as const });
    for (const who of [cast.sara, cast.zainab, cast.omar]) {
      const refused = await refusal(say(who, requestId, 'One more thing'));
      expect(refused && problemOf(refused, 'en', 'x')).toMatchObject({
        status: 403,
        code: 'request_closed',
        detail: 'This request has been closed by the seeker.',
        action: 'View your other active requests.',
      });
      expect(await look(who, requestId)).toMatchObject({
        canPost: false,
        whyNot: 'request_closed',
        request: { state: 'CLOSED', closedReason: 'withdrawn' },
      });
      expect((await look(who, requestId)).messages).toHaveLength(4);
    }
  });

  test('nobody is named but by the owner, and nobody forges who hears it', async () => {
    const requestId = await talked('private');
    expect(await code(say(cast.nour, requestId, 'Psst', await groupOf(requestId, /Zainab/)))).toBe('not_participant');
    expect(await code(say(cast.sara, requestId, 'Psst', crypto.randomUUID()))).toBe('not_participant');
    const { threadId } = await look(cast.sara, requestId);
    const write = (toId: string | null) =>
      stage.doors
        .asUser({ userId: cast.nour })
        .write((tx) =>
          tx.execute(
            sql`insert into messages (thread_id, sender_id, body, open, to_id) values (${threadId}, ${cast.nour}, 'By hand', true, ${toId})`,
          ),
        );
    await write(null);
    expect(await heard(cast.zainab, requestId)).not.toContain('By hand');
    expect(await heard(cast.sara, requestId)).toContain('By hand');
    await expect(write(cast.zainab)).rejects.toThrow();
  });

  test('words or a file, and not too many', async () => {
    const parses = (body: unknown) => sendRequestMessageBody.safeParse(body).success;
    expect([{}, { body: ' ' }, { body: 'x'.repeat(4001) }, { body: 'a', to: 'b' }].map(parses)).toEqual(
      Array.from({ length: 4 }, () => false),
    );
    expect(parses({ attachmentIds: [crypto.randomUUID()] })).toBe(true);
  });

  test('over HTTP the same key is the same message, and what has not changed is not sent again', async () => {
    const requestId = await open();
    const answer = handler(requestThreadRoutes, () => Promise.resolve({ ctx: as(cast.sara) }));
    const send = () =>
      answer(
        new Request(`https://mawahib.test/api/requests/${requestId}/messages`, {
          method: 'POST',
          body: '{"body":"Once"}',
          headers: { 'content-type': 'application/json', 'idempotency-key': requestId },
        }),
      );
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await first.json()).toEqual(await second.json());
    expect(await heard(cast.sara, requestId)).toEqual(['Once']);
    for (const path of ['thread', 'messages']) {
      const ask = (tag?: string) =>
        answer(
          new Request(`https://mawahib.test/api/requests/${requestId}/${path}`, {
            headers: tag === undefined ? {} : { 'if-none-match': tag },
          }),
        );
      const tag = (await ask()).headers.get('etag') ?? '';
      expect((await ask(tag)).status).toBe(304);
      await say(cast.sara, requestId, `Something new on ${path}`);
      expect((await ask(tag)).status).toBe(200);
    }
  });
});

test('pages stand still while words fall: back by cursor, forward by what was last seen, in the same order', async () => {
  const requestId = await open();
  await unlock(cast.zainab, requestId);
  for (let n = 1; n <= 7; n += 1) await say(n % 2 ? cast.sara : cast.zainab, requestId, `${n}`);
  const first = await page(cast.zainab, requestId, { limit: 3 });
  expect(first.items.map(({ body }) => body)).toEqual(['5', '6', '7']);
  await say(cast.sara, requestId, '8');
  const second = await page(cast.zainab, requestId, { limit: 3, cursor: first.nextCursor });
  expect(second.items.map(({ body }) => body)).toEqual(['2', '3', '4']);
  const third = await page(cast.zainab, requestId, { limit: 3, cursor: second.nextCursor });
  expect([third.items.map(({ body }) => body), third.nextCursor]).toEqual([['1'], null]);
  expect((await page(cast.zainab, requestId, { after: first.items.at(-1)?.id })).items.map(({ body }) => body)).toEqual(
    ['8'],
  );
  expect(await heard(cast.zainab, requestId)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
});

describe('in the inbox', () => {
  const rows = async (who: string) =>
    threadList.parse(await inbox.listThreads(as(who), listThreadsQuery.parse({ kind: 'request' }))).items;

  test('what waits is what one hears, and reading takes it away', async () => {
    const requestId = await talked('private');
    // whoever answers has read what came before
    await say(cast.nour, requestId, 'For less than that');
    const [row] = await rows(cast.sara);
    expect(row).toMatchObject({ kind: 'request', subjectId: requestId, unread: 1, partnerName: `Nour ${planted}` });
    expect((await rows(cast.zainab))[0]).toMatchObject({ unread: 1, preview: 'How much?', title: 'Two guitarists' });
    expect((await rows(cast.nour))[0]).toMatchObject({ unread: 0, preview: 'For less than that' });
    const last = (await look(cast.sara, requestId)).messages.at(-1)?.id ?? '';
    expect(await does(cast.sara, thread.markRequestThreadRead, { requestId, lastReadId: last })).toEqual({ unread: 0 });
    expect((await rows(cast.sara))[0]?.unread).toBe(0);
    expect(await code(does(cast.acme, thread.markRequestThreadRead, { requestId, lastReadId: last }))).toBe(
      'not_your_request',
    );
    // whatever one does not hear cannot be read up to
    const unheard = (await look(cast.sara, requestId)).messages.find(({ body }) => body === 'So could I')?.id ?? '';
    expect(await code(does(cast.zainab, thread.markRequestThreadRead, { requestId, lastReadId: unheard }))).toBe(
      'invalid',
    );
  });

  test('previews and words are masked as in the thread, own words are not, and there one writes to everyone', async () => {
    const requestId = await talked('transparent');
    const [row] = await rows(cast.nour);
    const threadId = row?.id ?? '';
    const view = async (who: string) => threadView.parse(await inbox.getThread(as(who), { threadId }));
    expect((await view(cast.nour)).messages.items.map(({ body }) => body)).toEqual(maskedForOthers);
    expect((await view(cast.zainab)).messages.items[1]).toMatchObject({ body: all[1], from: 'me', masked: false });
    expect(await view(cast.nour)).toMatchObject({ canSend: true, whyNot: null, masking: true, kind: 'request' });
    expect(await view(cast.omar)).toMatchObject({ canSend: false, whyNot: 'upgrade_required' });
    const sent = threadMessage.parse(
      await does(cast.nour, inbox.sendMessage, { threadId, body: 'On nour@example.com', attachmentIds: undefined }),
    );
    expect(sent).toMatchObject({ body: 'On nour@example.com', from: 'me' });
    expect((await rows(cast.zainab))[0]?.preview).toBe('On •••');
    expect(await code(does(cast.omar, inbox.sendMessage, { threadId, body: 'Me too', attachmentIds: undefined }))).toBe(
      'upgrade_required',
    );
    expect(await code(inbox.getThread(as(cast.acme), { threadId }))).toBe('not_found');
    await does(cast.sara, closeRequest, { requestId, reason: 'filled' as const });
    expect(await view(cast.nour)).toMatchObject({ canSend: false, whyNot: 'request_closed' });
  });
});

test('what is taken back is gone for all who heard it, also where others have spoken since to others', async () => {
  const requestId = await talked('private');
  const { threadId, messages } = await look(cast.sara, requestId);
  const answer = messages.at(-1);
  await say(cast.nour, requestId, 'For less than that');
  const preview = async (who: string) =>
    threadList.parse(await inbox.listThreads(as(who), listThreadsQuery.parse({}))).items[0]?.preview;
  expect(answer).toMatchObject({ body: 'How much?', from: 'me', mayTakeBack: true });
  await takeBack(as(cast.sara), { threadId: threadId ?? '', messageId: answer?.id ?? '' });
  expect([await preview(cast.zainab), await preview(cast.sara), await preview(cast.nour)]).toEqual([
    '',
    'For less than that',
    'For less than that',
  ]);
  expect((await look(cast.zainab, requestId)).messages.at(-1)).toMatchObject({
    body: '',
    takenBack: true,
    masked: false,
  });
  expect(await code(takeBack(as(cast.nour), { threadId: threadId ?? '', messageId: messages[1]?.id ?? '' }))).toBe(
    'not_found',
  );
});

describe('who is told', () => {
  const drain = async () => {
    later(3_600_000);
    await drainOutbox(as(null));
  };
  const mailed = () =>
    mails
      .filter(({ text }) => text.includes('/thread/'))
      .map(({ to }) => to.split('-')[0])
      .sort();
  const bell = async (who: string) =>
    (await listNotifications(stage.as(who), { limit: 30 })).items.filter(({ name }) => name === 'message.request');

  test('the first word of a talent tells the owner, masked, with a way to the thread', async () => {
    const requestId = await open();
    await unlock(cast.zainab, requestId);
    await unlock(cast.nour, requestId);
    await say(cast.zainab, requestId, 'We could, on 0770 123 4567');
    await drain();
    expect(mailed()).toEqual(['nour', 'sara']);
    const mail = mails.find(({ to }) => to.startsWith('sara'));
    expect(mail?.text).toContain('We could, on •••');
    expect(mail?.text).toContain(`/en/requests/${requestId}/thread/`);
    expect(mail?.text).toContain('Zainab Kareem');
    expect(mails.map(({ text, html }) => `${text}${html}`).join()).not.toContain('0770');
    expect((await bell(cast.sara)).map(({ text }) => text)).toEqual([
      'New message from Zainab Kareem about “Two guitarists”',
    ]);
    expect((await bell(cast.nour)).map(({ text }) => text)).toEqual([
      'New message from Zainab Kareem about “Two guitarists”',
    ]);
    expect(await bell(cast.zainab)).toEqual([]);
  });

  test('private: the owner of a talent’s word, one of an answer, everybody of what is to everyone', async () => {
    const requestId = await talked('private');
    expect(await bell(cast.omar)).toHaveLength(0);
    await say(cast.nour, requestId, 'For less than that');
    await drain();
    expect(mailed()).toEqual(['sara', 'zainab']);
    expect([await bell(cast.sara), await bell(cast.zainab), await bell(cast.nour)].map(({ length }) => length)).toEqual(
      [2, 1, 0],
    );
    mails = [];
    await say(cast.sara, requestId, 'Thank you all');
    await drain();
    expect(mailed()).toEqual(['nour', 'omar', 'zainab']);
  });

  test('nobody whose credit came back, and nobody of whom they blocked', async () => {
    const requestId = await open();
    for (const who of [cast.zainab, cast.nour, cast.omar]) await unlock(who, requestId);
    await takeBackCredit(cast.nour, requestId);
    await database.query('insert into blocks (blocker_id, blocked_id) values ($1, $2)', [cast.omar, cast.sara]);
    await say(cast.sara, requestId, 'Who is there?');
    await drain();
    expect(mailed()).toEqual(['zainab']);
    expect(await bell(cast.omar)).toEqual([]);
  });

  test('agents of those who hear it, each', async () => {
    const requestId = await open('private');
    for (const who of [cast.zainab, cast.nour]) {
      await unlock(who, requestId);
      await database.query(
        `insert into webhook_endpoints (user_id, url, events) values ($1, 'https://agent.example.com/', '{message.received}')`,
        [who],
      );
    }
    const reached = async () =>
      (await database.query<{ who: string }>('select user_id as who from webhook_deliveries order by 1')).map(
        ({ who }) => who,
      );
    await say(cast.sara, requestId, 'Both of you');
    expect(await reached()).toEqual([cast.nour, cast.zainab]);
    await database.query('delete from webhook_deliveries');
    await say(cast.sara, requestId, 'You alone', await groupOf(requestId, /Zainab/));
    expect(await reached()).toEqual([cast.zainab]);
    await database.query('delete from webhook_deliveries');
    await say(cast.nour, requestId, 'And I');
    expect(await reached()).toEqual([]);
    await database.query('delete from webhook_endpoints');
  });
});

describe('files', () => {
  const attach = (who: string, threadId: string) =>
    code(does(who, createAttachment, { threadId, name: 'plan.pdf', type: 'application/pdf', size: 10 }));

  test('whoever may not write may not attach, and is told the same', async () => {
    const requestId = await open();
    for (const who of [cast.zainab, cast.omar]) await unlock(who, requestId);
    const threadId = (await look(cast.sara, requestId)).threadId ?? '';
    expect(await attach(cast.omar, threadId)).toBe('upgrade_required');
    expect(await attach(cast.nour, threadId)).toBe('not_found');
    await takeBackCredit(cast.zainab, requestId);
    expect(await attach(cast.zainab, threadId)).toBe('unlock_required');
    await does(cast.sara, closeRequest, { requestId, reason: 'filled' as const });
    expect(await attach(cast.sara, threadId)).toBe('request_closed');
    expect(await attach(cast.omar, threadId)).toBe('request_closed');
  });

  test('whoever hears a message sees its files, and nobody else', async () => {
    for (const visibility of ['transparent', 'private'] as const) {
      const requestId = await talked(visibility);
      const { threadId, messages } = await look(cast.sara, requestId);
      for (const { id, body } of messages)
        await database.query(
          `insert into attachments (thread_id, owner_id, message_id, position, name, masked_name, type, size, state, storage, object_key, upload_until)
           select $1, m.sender_id, m.id, 1, $3, 'document.pdf', 'application/pdf', 10, 'ready', 'blobs', 'k', now() from messages m where m.id = $2`,
          [threadId, id, `${body.slice(0, 8)} 0770 123 4567.pdf`],
        );
      for (const who of [cast.sara, cast.zainab, cast.nour, cast.omar]) {
        const seen = await look(who, requestId);
        const rows = await stage.doors
          .asUser({ userId: who })
          .read((db) => ({ files: db.execute(sql`select message_id as on from attachments`) }));
        expect(rows.files.rows.map(({ on }) => on).sort()).toEqual(seen.messages.map(({ id }) => id).sort());
        for (const one of seen.messages)
          expect(one.attachments.map(({ name }) => name === 'document.pdf')).toEqual([
            visibility === 'transparent' && one.from !== 'me',
          ]);
      }
      // what the owner gave to everyone is the request’s own, for whoever unlocked it
      const names = async (who: string) => {
        const seen = await getRequest(as(who), { requestId });
        const files = seen.as === 'owner' ? seen.request.attachments : seen.request.whole?.attachments;
        return files?.map(({ name }) => name);
      };
      const brief = 'Welcome, 0770 123 4567.pdf';
      expect(await names(cast.sara)).toEqual([brief]);
      expect(await names(cast.omar)).toEqual([visibility === 'transparent' ? 'document.pdf' : brief]);
      await takeBackCredit(cast.omar, requestId);
      expect(await names(cast.omar)).toBeUndefined();
      const outside = await stage.doors
        .asUser({ userId: cast.acme })
        .read((db) => ({ files: db.execute(sql`select id from attachments`) }));
      expect(outside.files.rows).toEqual([]);
      await database.query('delete from attachments');
    }
  });
});

describe('the operator', () => {
  test('looks with a reason, sees who said what to whom, and it is in the log', async () => {
    const requestId = await talked('private');
    const { threadId } = await look(cast.sara, requestId);
    expect(await code(lookAtThread(as(operator), { threadId: threadId ?? '', limit: 50 }))).toBe('invalid');
    const seen = await lookAtThread(as(operator), { threadId: requestId, reason: 'a complaint', limit: 50 });
    expect(seen).toMatchObject({ id: threadId, kind: 'request', subjectId: requestId, state: 'OPEN' });
    expect(seen.members.map(({ side }) => side)).toEqual(['customer', 'talent', 'talent', 'talent']);
    expect(seen.messages.map(({ body }) => body)).toEqual(all);
    expect(seen.messages.map(({ name, to }) => [name?.split(' ')[0], to?.split(' ')[0]])).toEqual([
      ['Sara', undefined],
      ['Zainab', 'Sara'],
      ['Nour', 'Sara'],
      ['Sara', 'Zainab'],
    ]);
    expect(await database.query(`select reason from audit_log where action = 'thread.looked'`)).toEqual([
      { reason: 'a complaint' },
    ]);
    expect(await code(lookAtThread(as(cast.zainab), { threadId: requestId, reason: 'mine', limit: 50 }))).toBe(
      'not_found',
    );
  });

  test('has one report for each, about whoever said it', async () => {
    const requestId = await talked('transparent');
    const { threadId, messages } = await look(cast.sara, requestId);
    const report = (who: string, messageId?: string) =>
      does(who, createReport, { threadId: threadId ?? '', reason: 'spam' as const, ...(messageId && { messageId }) });
    await report(cast.sara, messages[2]?.id);
    await report(cast.zainab);
    const { items } = await listReports(as(operator), { state: 'open', limit: 50 });
    expect(items.map(({ reporter, reported }) => [reporter.id, reported.id])).toEqual([
      [cast.zainab, cast.sara],
      [cast.sara, cast.nour],
    ]);
  });
});
