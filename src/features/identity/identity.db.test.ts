import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { users } from '../../db/schema/users.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { getMe, receiveClerkWebhook, updateMe, type IdentityNews } from './service.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => void (stage.told.length = 0));

let made = 0;
const person = () => `user_${++made}`;
const rowOf = async (id: string) => (await database.query('select * from users where id = $1', [id]))[0];
let events = 0;
const news = (
  userId: string,
  more: Partial<{
    type: 'user.created' | 'user.updated';
    email: string;
    name: string;
    at: Date | null;
    eventId: string;
  }> = {},
): IdentityNews => ({
  eventId: `msg_${++events}`,
  type: 'user.created',
  userId,
  email: `${userId}@example.com`,
  name: 'Layla Hassan',
  at: new Date('2026-03-01T10:00:00Z'),
  ...more,
});
const hear = (event: IdentityNews) => receiveClerkWebhook(stage.as(null), event);
const visit = (userId: string, email?: string) => getMe(stage.as(userId, email));

describe('the first sign-in', () => {
  test('makes the account, in the language of the page, with the address of the session', async () => {
    const id = person();
    const ctx = { ...stage.as(id, `${id}@example.com`), locale: 'ckb' as const };
    expect(await getMe(ctx)).toEqual({
      userId: id,
      email: `${id}@example.com`,
      name: '',
      role: null,
      customerKind: null,
      plan: null,
      membershipEndsAt: null,
      locale: 'ckb',
      timeZone: 'Asia/Baghdad',
      onboarded: false,
      approval: { state: 'approved', reason: null },
      talent: null,
      unread: 0,
    });
  });

  test('ten requests and the webhook at once make exactly one row, ten times over', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = person();
      const email = `${id}@example.com`;
      const event = news(id, { email });
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, () => visit(id, email)),
        hear(event),
        hear(event),
      ]);
      expect(answers.filter((answer) => 'userId' in answer && answer.userId === id)).toHaveLength(10);
      expect(
        await database.query('select id, email, name from users where id = $1 or lower(email) = $2', [id, email]),
      ).toEqual([{ id, email, name: 'Layla Hassan' }]);
    }
  });

  test('and a look before a plain insert would have failed that race', async () => {
    const id = person();
    const naive = () =>
      stage.doors.asUser({ userId: id }).write(async (tx) => {
        const [there] = await tx.select({ id: users.id }).from(users);
        if (!there) await tx.insert(users).values({ id, email: '' });
      });
    const ends = await Promise.allSettled(Array.from({ length: 10 }, naive));
    expect(ends.some(({ status }) => status === 'rejected')).toBe(true);
  });

  test('after it, one round trip answers', async () => {
    const id = person();
    await visit(id);
    const before = await database.counters();
    await visit(id);
    const after = await database.counters();
    expect(after.roundTrips - before.roundTrips).toBe(1);
  });

  test('an address that another account still holds does not keep a person out', async () => {
    const [old, fresh] = [person(), person()];
    await visit(old, 'moved@example.com');
    expect(await visit(fresh, 'moved@example.com')).toMatchObject({ userId: fresh, email: '' });
    await hear(news(fresh, { email: 'moved@example.com' }));
    expect((await visit(fresh)).email).toBe('moved@example.com');
    expect((await visit(old)).email).toBe('');
  });

  test('nobody without a session', async () => {
    await expect(getMe(stage.as(null))).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('what Clerk says later', () => {
  test('an event is taken once', async () => {
    const id = person();
    const event = news(id);
    expect(await hear(event)).toEqual({ taken: true });
    expect(await hear({ ...event, email: 'other@example.com' } as IdentityNews)).toEqual({ taken: false });
    expect((await rowOf(id))?.['email']).toBe(`${id}@example.com`);
  });

  test('an older event that comes late changes nothing, and takes no address from its owner', async () => {
    const [id, other] = [person(), person()];
    await hear(news(id, { email: 'new@example.com', at: new Date('2026-03-02T00:00:00Z') }));
    await hear(news(other, { email: 'old@example.com' }));
    expect(
      await hear(news(id, { type: 'user.updated', email: 'old@example.com', at: new Date('2026-03-01T00:00:00Z') })),
    ).toEqual({ taken: false });
    expect((await rowOf(id))?.['email']).toBe('new@example.com');
    expect((await rowOf(other))?.['email']).toBe('old@example.com');
  });

  test('the name a person gave us stays theirs', async () => {
    const id = person();
    await visit(id);
    await database.query(
      `update users set name = 'Our Layla', role = 'customer', customer_kind = 'individual', onboarded_at = now() where id = $1`,
      [id],
    );
    await hear(news(id, { type: 'user.updated', name: 'Clerk Layla', at: new Date('2026-03-05T00:00:00Z') }));
    expect((await rowOf(id))?.['name']).toBe('Our Layla');
  });

  test('a deleted account is emptied, its page comes down, and nothing late brings it back', async () => {
    const id = person();
    await visit(id, 'gone@example.com');
    await database.query(`update users set role = 'talent', plan = 'FREE', onboarded_at = now() where id = $1`, [id]);
    await database.query(
      `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone, published_at) values ($1, 'gone-talent', 'Gone', 'dj', 'erbil', 'Asia/Baghdad', now())`,
      [id],
    );
    expect(await hear({ eventId: `msg_${++events}`, type: 'user.deleted', userId: id })).toEqual({ taken: true });
    expect(await rowOf(id)).toMatchObject({ email: '', name: '', deleted_at: expect.any(Date) });
    expect(await database.query('select published_at from talent_profiles where user_id = $1', [id])).toEqual([
      { published_at: null },
    ]);
    expect(stage.told).toEqual(['unpublished gone-talent']);
    expect(await hear(news(id, { at: new Date('2030-01-01T00:00:00Z') }))).toEqual({ taken: false });
    expect((await rowOf(id))?.['email']).toBe('');
    // the token lives on for up to a minute; the account does not
    await expect(visit(id, 'gone@example.com')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await database.query('select count(*)::int as n from users where id = $1', [id])).toEqual([{ n: 1 }]);
  });

  test('a page only members saw has no public address to close', async () => {
    const id = person();
    await visit(id, 'quiet@example.com');
    await database.query(`update users set role = 'talent', plan = 'FREE', onboarded_at = now() where id = $1`, [id]);
    await database.query(
      `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone, published_at, seen_by, inquiries_from) values ($1, 'quiet-talent', 'Quiet', 'dj', 'erbil', 'Asia/Baghdad', now(), 'members', 'members')`,
      [id],
    );
    expect(await hear({ eventId: `msg_${++events}`, type: 'user.deleted', userId: id })).toEqual({ taken: true });
    expect(stage.told).toEqual([]);
    expect(
      await database.query(
        `select a.action, a.data from audit_log a join talent_profiles p on p.id::text = a.subject_id where p.user_id = $1`,
        [id],
      ),
    ).toEqual([{ action: 'profile.withdrawn', data: { slug: 'quiet-talent', seenBy: 'members' } }]);
  });

  test('a deletion that comes before the creation wins', async () => {
    const id = person();
    await hear({ eventId: `msg_${++events}`, type: 'user.deleted', userId: id });
    await hear(news(id));
    expect(await rowOf(id)).toMatchObject({ email: '', deleted_at: expect.any(Date) });
  });

  test('two accounts that swap addresses at once end with one owner each', async () => {
    const [a, b] = [person(), person()];
    await Promise.all([hear(news(a, { email: 'both@example.com' })), hear(news(b, { email: 'both@example.com' }))]);
    expect(await database.query(`select count(*)::int as n from users where email = 'both@example.com'`)).toEqual([
      { n: 1 },
    ]);
  });
});

describe('changing oneself', () => {
  test('name, language and time zone', async () => {
    const id = person();
    const ctx = stage.as(id);
    expect(
      await ctx.doors
        .asUser({ userId: id })
        .write((tx) => updateMe(ctx, tx, { name: 'Sara', locale: 'ar', timeZone: 'Africa/Casablanca' })),
    ).toMatchObject({ userId: id, name: 'Sara', locale: 'ar', timeZone: 'Africa/Casablanca', onboarded: false });
  });

  test('not while suspended', async () => {
    const id = person();
    await visit(id);
    await database.query('update users set suspended_at = now() where id = $1', [id]);
    const ctx = stage.as(id);
    await expect(
      ctx.doors.asUser({ userId: id }).write((tx) => updateMe(ctx, tx, { name: 'Sara' })),
    ).rejects.toMatchObject({ code: 'account_suspended' });
    await expect(visit(id)).rejects.toMatchObject({ code: 'account_suspended' });
  });
});
