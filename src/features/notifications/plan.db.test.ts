import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  // somebody with a long past, among others with theirs
  await database.query(
    `insert into notifications (user_id, name, group_key, read_at, updated_at)
     select u, 'other', 'k' || n, case when n > 40 then now() end, now() - n * interval '1 minute'
     from unnest($1::text[]) u, generate_series(1, 20000) n`,
    [[cast.sara, cast.zainab, cast.omar]],
  );
  await database.query('vacuum analyze notifications');
});
afterAll(() => database.close());

type Plan = { 'QUERY PLAN': [{ Plan: Record<string, unknown> }] };
/** What a question through Sara's own door reads. */
async function buffersOf(question: string): Promise<{ buffers: number; text: string }> {
  const [row] = await stageOn(database)
    .doors.asUser({ userId: cast.sara })
    .write(async (tx) => (await tx.execute<Plan>(sql.raw(`explain (analyze, buffers, format json) ${question}`))).rows);
  const plan = row?.['QUERY PLAN'][0].Plan ?? {};
  return {
    buffers: Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']),
    text: JSON.stringify(plan),
  };
}

test('the badge reads the index of unread lines alone', async () => {
  const { buffers, text } = await buffersOf(
    `select count(*) from (select user_id from notifications where user_id = '${cast.sara}' and read_at is null limit 100) newest`,
  );
  expect(text).toContain('notifications_one_unread_per_group');
  expect(buffers).toBeLessThanOrEqual(20);
});

test('a page reads as much as it shows, however long the past', async () => {
  const { buffers, text } = await buffersOf(
    `select * from notifications where user_id = '${cast.sara}' order by updated_at desc, id desc limit 31`,
  );
  expect(text).toContain('notifications_newest_idx');
  expect(text).not.toContain('"Sort"');
  expect(buffers).toBeLessThanOrEqual(60);
});
