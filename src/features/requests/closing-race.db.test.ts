import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import { databaseError } from '../../db/errors.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { closeRequest } from './moves.ts';
import { sendRequestMessage } from './thread.ts';

/*
 * S4-36: closing and sending cannot both win. Whoever sends has a clock that is half a minute ahead of the closer's, as two servers
 * may, and some words come by hand, past every verb. What the database itself saw at each commit is written down beside it.
 */
const rounds = 200;
const opening = new Date('2026-03-02T09:00:00Z');
let database: TestDatabase;
let closing: Stage;
let sending: Stage;

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  closing = stageOn(database, opening);
  sending = stageOn(database, new Date(opening.getTime() + 30_000));
  await database.query(`
    create table seen_at_commit (message_id uuid, state text);
    create function note_state() returns trigger language plpgsql security definer as $$ begin
      insert into public.seen_at_commit select new.id, r.state from public.requests r join public.threads t on t.request_id = r.id where t.id = new.thread_id;
      return null; end $$;
    create constraint trigger note_state after insert on messages deferrable initially deferred for each row execute function note_state();`);
});
afterAll(() => database.close());

type Round = { requestId: string; threadId: string };
async function arranged(): Promise<Round> {
  const [row] = await database.query<Round>(
    `with asked as (
       insert into requests (owner_id, owner_name, title, summary, category, city, starts_on, currency, budget_max, state, published_at, opened_at, expires_at)
       values ('${cast.sara}', 'S', 'A wedding', 'Three days', 'musician', 'baghdad', '2026-04-01', 'IQD', 500000, 'OPEN', '2026-03-01', '2026-03-01', '2026-03-30') returning id
     ), talk as (insert into threads (kind, request_id) select 'request', id from asked returning id, request_id
     ), bought as (insert into request_unlocks (request_id, user_id, talent_name) select id, '${cast.zainab}', 'Z' from asked
     ), members as (
       insert into thread_members (thread_id, user_id, side, kind, subject_id, last_message_at)
       select talk.id, who, side, 'request', request_id, now() from talk, (values ('${cast.sara}', 'customer'), ('${cast.zainab}', 'talent')) as m (who, side))
     select request_id as "requestId", id as "threadId" from talk`,
  );
  if (!row) throw new Error('nothing arranged');
  return row;
}

/** A client that tries again when Postgres says that two were in each other's way, as everybody's does. */
const persistent = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  for (let left = 5; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      const code = databaseError(error)?.code ?? '';
      if (left === 0 || !['40001', '40P01'].includes(code)) throw error;
    }
  }
};
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'sent',
    (error: unknown) => {
      if (error instanceof AppError) return error.code;
      // by hand the policy refuses, without a word of why
      if (databaseError(error)?.code === '42501') return 'refused by the policy';
      throw error;
    },
  );
const by = (stage: Stage, who: string, work: (ctx: Ctx, tx: never) => Promise<unknown>) =>
  persistent(() => {
    const ctx = stage.as(who);
    return userDoor(ctx).write((tx) => work(ctx, tx as never));
  });

test(`close against send, ${rounds} rounds: never a message after the close`, async () => {
  const figures: Record<string, number> = {};
  const count = (what: string) => void (figures[what] = (figures[what] ?? 0) + 1);
  for (let round = 0; round < rounds; round += 1) {
    const { requestId, threadId } = await arranged();
    const close = () =>
      outcome(by(closing, cast.sara, (ctx, tx) => closeRequest(ctx, tx, { requestId, reason: 'withdrawn' })));
    const send = (who: string) =>
      outcome(by(sending, who, (ctx, tx) => sendRequestMessage(ctx, tx, { requestId, body: `Word of ${round}` })));
    const byHand = () =>
      outcome(
        sending.doors
          .asUser({ userId: cast.zainab })
          .write((tx) =>
            tx.execute(
              sql`insert into messages (thread_id, sender_id, body) values (${threadId}, ${cast.zainab}, 'By hand')`,
            ),
          ),
      );
    // each has its turn to be first
    const racers = [close, () => send(cast.zainab), byHand, () => send(cast.sara)];
    const order = racers.map((_, at) => (at + round) % racers.length);
    const said = await Promise.all(order.map((at) => (racers[at] ?? close)()));
    for (const [at, what] of said.entries())
      count(order[at] === 0 ? (what === 'sent' ? 'closed' : `close: ${what}`) : what);
    const kept = await database.query<{ late: number; words: number; state: string }>(
      `select r.state, count(m.id)::int as words, count(m.id) filter (where m.sent_at > r.closed_at)::int as late
       from requests r join threads t on t.request_id = r.id left join messages m on m.thread_id = t.id where r.id = $1 group by r.id`,
      [requestId],
    );
    expect(kept[0]).toEqual({
      state: 'CLOSED',
      late: 0,
      words: said.filter((what, at) => what === 'sent' && order[at] !== 0).length,
    });
  }
  console.log(`close against send, ${rounds} rounds: ${JSON.stringify(figures)}`);
  expect(await database.query('select state, count(*)::int as n from seen_at_commit group by 1')).toEqual([
    { state: 'OPEN', n: figures['sent'] },
  ]);
  expect(figures).toMatchObject({ closed: rounds });
  // it was a race: each side has won some
  expect(Math.min(figures['sent'] ?? 0, figures['request_closed'] ?? 0)).toBeGreaterThan(0);
}, 120_000);
