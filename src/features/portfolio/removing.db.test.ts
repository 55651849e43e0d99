import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { databaseError } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { sweepAttachments } from '../attachments/sweeping.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import type { Storage } from '../storage.ts';
import { removeItem, restoreItem } from './removing.ts';
import { mediaLimits } from './rules/media.ts';
import { addLink, getPortfolio, orderItems } from './service.ts';
import { sweepPortfolio } from './sweeping.ts';

const opening = new Date('2026-03-02T09:00:00Z');
let database: TestDatabase;
let stage: Stage;
let erased: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
const pieces = [1, 2, 3].map((n) => `0190d3a0-0000-7000-9800-00000000000${n}`);
beforeEach(async () => {
  stage.now = opening;
  erased = [];
  await database.query('delete from portfolio_items');
  await database.query('delete from removed_work');
  await database.query('delete from attachment_removals');
  for (const [at, id] of pieces.entries())
    await database.query(
      `insert into portfolio_items (id, talent_id, kind, state, media, title, position, type, size, storage, object_key, file)
       values ($1, $2, 'image', 'ready', '{"url":"/api/media/x/y.webp","width":4,"height":3}', $3, $4, 'image/webp', 1000, 'blobs', $5, 'y.webp')`,
      [id, talentIds.zainab, JSON.stringify({ en: `Piece ${at}` }), at, `work/${id}`],
    );
});

// the real clock job, on a storage that writes down what it is told to erase
const storage = { name: 'blobs', remove: async (key: string) => void erased.push(key) } as unknown as Storage;
const limits = { upload: 4 * 1024 * 1024 };
const as = (userId: string): Ctx => {
  const ctx = stage.as(userId);
  const open = { ...storage, limits } as Storage;
  return { ...ctx, ports: { ...ctx.ports, storages: { current: async () => open, named: async () => open } } };
};
const write = <Result>(who: string, work: (ctx: Ctx, tx: Tx) => Promise<Result>): Promise<Result> => {
  const ctx = as(who);
  return userDoor(ctx).write((tx) => work(ctx, tx));
};
const [first = '', second = '', third = ''] = pieces;
const remove = (itemId: string, who: string = cast.zainab) => write(who, (ctx, tx) => removeItem(ctx, tx, { itemId }));
const restore = (itemId: string, who: string = cast.zainab) =>
  write(who, (ctx, tx) => restoreItem(ctx, tx, { itemId }));
const ids = async () => (await getPortfolio(as(cast.zainab))).items.map(({ id }) => id);
const later = (ms: number) => (stage.now = new Date(opening.getTime() + ms));
const clock = async () => {
  await sweepPortfolio(as(cast.zainab));
  await sweepAttachments(as(cast.zainab));
};
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error));

describe('what was removed', () => {
  test('is gone for everybody at once, counts nowhere, and is put back whole and where it was', async () => {
    const before = await getPortfolio(as(cast.zainab));
    const after = await remove(second);
    expect(after.removed).toEqual({
      id: second,
      undoUntil: new Date(opening.getTime() + mediaLimits.undoFor).toISOString(),
    });
    expect(after.items.map(({ id }) => id)).toEqual([first, third]);
    expect(after.room.items.used).toBe(2);
    for (const seer of ['visitor', 'sara', 'zainab', 'system'] as Seer[])
      expect([
        seer,
        (await through(stage.doors)(seer, (tx) => tx.execute(sql`select 1 from portfolio_items where id = ${second}`)))
          .rows,
      ]).toEqual([seer, []]);
    expect(await restore(second)).toEqual(before);
  });

  test('keeps its bytes while it can be put back, and loses them by the clock after the stated time', async () => {
    await remove(first);
    await remove(second);
    later(mediaLimits.undoFor - 1);
    await clock();
    expect(erased).toEqual([]);
    await restore(first);
    later(mediaLimits.undoFor);
    expect(await restore(second).catch(codeOf)).toBe('too_late');
    await clock();
    expect(erased).toEqual([]);
    expect(await restore(second).catch(codeOf)).toBe('not_found');
    later(mediaLimits.erasedAfter);
    await clock();
    expect(erased.sort()).toEqual([`incoming/${first}`, `incoming/${second}`, `work/${second}`].sort());
    expect(await ids()).toEqual([first, third]);
  });

  test('is back once, however often and at whatever the same time it is asked for', async () => {
    await remove(second);
    await Promise.all([restore(second), restore(second), restore(second)]);
    await restore(second);
    expect(await ids()).toEqual(pieces);
    // and is gone once: the second one finds nothing
    const both = await Promise.all([remove(second), remove(second)].map((one) => one.then(() => 'yes', codeOf)));
    expect(both.sort()).toEqual(['not_found', 'yes']);
    await restore(second);
    expect(await ids()).toEqual(pieces);
    expect(await database.query(`select 1 from attachment_removals where object_key like 'work/%'`)).toEqual([]);
  });

  test('an order that was made meanwhile stays, with the piece near its place', async () => {
    await remove(first);
    await write(cast.zainab, (ctx, tx) => orderItems(ctx, tx, { ids: [third, second] }));
    await restore(first);
    expect((await ids()).filter((id) => id !== first)).toEqual([third, second]);
  });

  test('a plan that is full meanwhile says so, and the piece can still be put back when there is room', async () => {
    await remove(first);
    const fill = Array.from({ length: 60 }, (_, n) => n + 10);
    const full = await fill
      .reduce<Promise<unknown>>(
        (last, n) =>
          last.then(() =>
            write(cast.zainab, (ctx, tx) =>
              addLink(ctx, tx, {
                url: { provider: 'youtube', id: `film${String(n).padStart(7, '0')}` },
                title: {},
                description: {},
                visibility: 'public',
              }),
            ),
          ),
        Promise.resolve(),
      )
      .catch(codeOf);
    expect(full).toBe('portfolio_full');
    expect(await restore(first).catch(codeOf)).toBe('portfolio_full');
    await remove(third);
    expect((await restore(first)).items.map(({ id }) => id)).toContain(first);
  });

  test('a link that was added anew is there once', async () => {
    const link = {
      url: { provider: 'vimeo' as const, id: '76979871' },
      title: {},
      description: {},
      visibility: 'public' as const,
    };
    const add = () => write(cast.zainab, (ctx, tx) => addLink(ctx, tx, link));
    const id = (await add()).items.at(-1)?.id ?? '';
    await remove(id);
    await add();
    expect((await restore(id)).items.filter(({ kind }) => kind === 'link')).toHaveLength(1);
  });
});

describe('nobody else', () => {
  test('removes it or puts it back, by verb or by hand', async () => {
    await remove(second);
    for (const [who, code] of [
      [cast.omar, 'not_found'],
      [cast.sara, 'role_not_allowed'],
    ] as const) {
      expect([who, await restore(second, who).catch(codeOf)]).toEqual([who, code]);
      expect([who, await remove(first, who).catch(codeOf)]).toEqual([who, code]);
    }
    for (const seer of ['omar', 'sara', 'stranger'] as Seer[])
      for (const call of [
        sql`select app.restore_work(${second}) as said`,
        sql`select app.remove_work(${first}) as said`,
      ])
        expect((await through(stage.doors)(seer, (tx) => tx.execute(call))).rows).toEqual([{ said: null }]);
    for (const call of [sql`select app.restore_work(${second})`, sql`select app.remove_work(${first})`])
      await expect(through(stage.doors)('visitor', (tx) => tx.execute(call))).rejects.toThrow();
    expect(await ids()).toEqual([first, third]);
  });

  test('sees what was removed, not even its owner; an agent does neither', async () => {
    await remove(second);
    for (const seer of ['visitor', 'zainab', 'sara', 'omar'] as Seer[])
      await expect(through(stage.doors)(seer, (tx) => tx.execute(sql`select 1 from removed_work`))).rejects.toThrow();
    const agent = stage.doors.asUser({ userId: cast.zainab, agent: '0190d3a0-0000-7000-9100-0000000000a1' });
    for (const call of [sql`select app.restore_work(${second})`, sql`select app.remove_work(${first})`])
      await expect(agent.write((tx) => tx.execute(call))).rejects.toSatisfy(
        (error) => error instanceof AppError || databaseError(error) !== null,
      );
    expect(await ids()).toEqual([first, third]);
  });

  test('a portrait is not kept for later', async () => {
    await database.query(`update portfolio_items set kind = 'portrait' where id = $1`, [first]);
    expect((await remove(first)).removed).toBeUndefined();
    expect(await restore(first).catch(codeOf)).toBe('not_found');
  });
});
