import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor } from '../ctx.ts';
import * as queries from './queries/threads.ts';

let database: TestDatabase;
let stage: Stage;
const threads: Record<string, string> = {};

/** Zainab has a contact with Acme and one with Sara, each with a word in it. */
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  for (const customer of [cast.acme, cast.sara]) {
    const [made] = await database.query<{ id: string }>(
      `with c as (insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name, state) values ($1, $2, $3, '', '', 'accepted') returning id),
       t as (insert into threads (kind, contact_id) select 'direct', id from c returning id, contact_id),
       m as (insert into thread_members (thread_id, user_id, side, kind, subject_id, last_message_at)
             select id, p.who, p.side, 'direct', contact_id, now() from t, (values ($1, 'customer'), ($3, 'talent')) p (who, side))
       insert into messages (thread_id, sender_id, body) select id, $1, 'a word' from t returning thread_id as id`,
      [customer, talentIds.zainab, cast.zainab],
    );
    threads[customer] = made?.id ?? '';
  }
});
afterAll(() => database.close());

const seen = async (who: string, enter: string | null) => {
  const { said } = await userDoor(stage.as(who)).read((db) => ({
    ...(enter !== null && { entered: queries.enterThread(db, who, enter) }),
    said: db.execute(sql`select thread_id as id from messages order by thread_id`),
  }));
  return said.rows.map(({ id }) => String(id));
};

test('who enters no thread sees all of their own', async () => {
  expect(await seen(cast.zainab, null)).toEqual(Object.values(threads).sort());
  expect(await seen(cast.acme, null)).toEqual([threads[cast.acme]]);
});

test('who enters a thread sees that one and no other', async () => {
  expect(await seen(cast.zainab, threads[cast.sara] ?? '')).toEqual([threads[cast.sara]]);
});

test('entering what is not theirs opens nothing', async () => {
  expect(await seen(cast.acme, threads[cast.sara] ?? '')).toEqual([threads[cast.acme]]);
});

test('nor does saying so past the query that asks', async () => {
  const { said } = await userDoor(stage.as(cast.acme)).read((db) => ({
    entered: db.execute(sql`select set_config('app.thread', ${threads[cast.sara]}::text, true)`),
    said: db.execute(sql`select thread_id from messages`),
  }));
  expect(said.rows).toEqual([]);
});
