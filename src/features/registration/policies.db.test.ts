import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDoors, type Doors, type Tx } from '../../db/client.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import { accountDetails, guardians, registrations, talentPrivate } from '../../db/schema/registration.ts';
import { cast, planted, seat, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';

let database: TestDatabase;
let doors: Doors;
const operator = 'user_operator';
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  const { query } = database;
  await query(`insert into users (id, email, role, onboarded_at) values ($1, 'operator@example.com', 'admin', now())`, [
    operator,
  ]);
  await query(
    `insert into registrations (user_id, kind, step, answers) values ($1, 'company', 'you', '{"name":"${planted}"}')`,
    [cast.sara],
  );
  await query(`insert into account_details (user_id, kind, about) values ($1, 'individual', '${planted}')`, [
    cast.sara,
  ]);
  await query(
    `insert into guardians (user_id, id, name, email, locale, state, token_hash, decided_at) values
    ($1, gen_random_uuid(), '${planted}', 'guardian-of-nour@example.com', 'ar', 'given', repeat('a', 64), now())`,
    [cast.nour],
  );
  await query(`insert into talent_private (user_id, birth_date) values ($1, '2011-03-09')`, [cast.nour]);
  // an agency that acts for a talent of its roster
  await query(`update subscriptions set product = 'AGENCY' where user_id = $1`, [cast.zainab]);
  await query(
    `insert into mandates (kind, account_id, email, person_id, state, token_hash, accepted_at) values ('roster', $1, 'nour@example.com', $2, 'accepted', repeat('c', 64), now())`,
    [cast.zainab, cast.nour],
  );
  doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => new Date('2026-03-02T09:00:00Z'));
});
afterAll(() => database.close());

const tables = { registrations, accountDetails, guardians, talentPrivate };
const seen = async (who: Seer | 'operator', table: keyof typeof tables): Promise<number> => {
  const look = (tx: Tx) => tx.select().from(tables[table]);
  const found =
    who === 'operator' ? await doors.asUser({ userId: operator }).write(look) : await through(doors)(who, look);
  return found.length;
};
/** Somebody who acts for the account sees what the account is, and nothing of the person. */
const acting = () =>
  doors.asUser({ userId: cast.nour, member: { id: cast.zainab, kind: 'roster', under: cast.zainab } });

describe('who sees what', () => {
  test.each([
    ['registrations', ['sara', 'system']],
    ['accountDetails', ['sara', 'operator', 'system']],
    ['guardians', ['nour', 'operator', 'system']],
    ['talentPrivate', ['nour', 'operator', 'system']],
  ] as const)('%s: %j and nobody else', async (table, seers) => {
    for (const who of ['sara', 'nour', 'zainab', 'acme', 'gone', 'stranger', 'operator', 'system'] as const)
      expect([who, await seen(who, table)]).toEqual([who, (seers as readonly string[]).includes(who) ? 1 : 0]);
    // a visitor has no way to the table at all
    await expect(seen('visitor', table)).rejects.toThrow();
  });

  test('a birth date and a guardian are not read by whoever acts for the talent', async () => {
    // they do stand there as the talent
    expect(
      await acting().write((tx) => tx.select().from(talentProfiles).where(eq(talentProfiles.userId, cast.nour))),
    ).toHaveLength(1);
    for (const table of ['talentPrivate', 'guardians', 'registrations'] as const)
      expect(await acting().write((tx) => tx.select().from(tables[table]))).toEqual([]);
  });
});

describe('who writes what', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  test('a draft and details are one’s own', async () => {
    for (const who of ['zainab', 'stranger'] as const) {
      await expect(
        through(doors)(who, (tx) => tx.insert(registrations).values({ userId: cast.acme, answers: {} })),
      ).rejects.toThrow();
      await expect(
        through(doors)(who, (tx) => tx.insert(accountDetails).values({ userId: cast.acme, kind: 'company' })),
      ).rejects.toThrow();
      expect(await through(doors)(who, (tx) => tx.update(accountDetails).set({ about: 'Mine' }).returning())).toEqual(
        [],
      );
      expect(await through(doors)(who, (tx) => tx.delete(registrations).returning())).toEqual([]);
    }
    expect(
      await through(doors)('sara', (tx) => tx.update(accountDetails).set({ about: 'Mine' }).returning()),
    ).toHaveLength(1);
    // the kind was said once
    await expect(
      through(doors)('sara', (tx) => tx.update(accountDetails).set({ kind: 'company' }).returning()),
    ).rejects.toThrow();
  });

  test('a birth date is said by a talent, once, and not changed', async () => {
    const say = (who: Seer, userId: string) =>
      through(doors)(who, (tx) => tx.insert(talentPrivate).values({ userId, birthDate: '1994-05-17' }));
    await expect(say('sara', cast.sara)).rejects.toThrow();
    await expect(say('omar', cast.zainab)).rejects.toThrow();
    await expect(say('gone', cast.gone)).rejects.toThrow();
    await expect(say('nour', cast.nour)).rejects.toThrow();
    await expect(
      through(doors)('nour', (tx) => tx.update(talentPrivate).set({ birthDate: '1994-05-17' })),
    ).rejects.toThrow();
    await expect(through(doors)('nour', (tx) => tx.delete(talentPrivate))).rejects.toThrow();
    await say('zainab', cast.zainab);
  });

  test('a talent names a guardian and says nothing for them', async () => {
    const row = {
      id: '0190d3a0-0000-7000-9000-0000000000ff',
      name: 'A',
      email: 'a@example.com',
      locale: 'en' as const,
    };
    const fresh = { ...row, tokenHash: 'b'.repeat(64), askedAt: now };
    await expect(
      through(doors)('omar', (tx) =>
        tx.insert(guardians).values({ ...fresh, userId: cast.omar, state: 'given', decidedAt: now }),
      ),
    ).rejects.toThrow();
    await expect(
      through(doors)('omar', (tx) => tx.insert(guardians).values({ ...fresh, userId: cast.zainab })),
    ).rejects.toThrow();
    await through(doors)('omar', (tx) => tx.insert(guardians).values({ ...fresh, userId: cast.omar }));
    for (const state of ['given', 'refused'] as const)
      await expect(
        through(doors)('omar', (tx) => tx.update(guardians).set({ state, decidedAt: now })),
      ).rejects.toThrow();
    // nor by a new address under the old word
    await expect(
      through(doors)('nour', (tx) => tx.update(guardians).set({ email: 'mine@example.com' })),
    ).rejects.toThrow();
    await expect(through(doors)('nour', (tx) => tx.update(guardians).set({ letters: 0 }))).rejects.toThrow();
    expect(await through(doors)('zainab', (tx) => tx.update(guardians).set({ name: 'X' }).returning())).toEqual([]);
  });

  test('nobody who acts for an account writes any of it', async () => {
    for (const write of [
      sql`insert into registrations (user_id) values (${cast.nour})`,
      sql`update account_details set about = 'X'`,
      sql`update guardians set name = 'X'`,
      sql`insert into talent_private (user_id, birth_date) values (${cast.omar}, '1990-01-01')`,
    ])
      await expect(acting().write((tx) => tx.execute(write))).rejects.toMatchObject({
        code: 'own_login_only',
      });
  });

  test('what must never be is refused to everybody', async () => {
    const { query } = database;
    await expect(query(`update account_details set website = 'javascript:alert(1)'`)).rejects.toThrow();
    await expect(query(`update guardians set state = 'withdrawn', decided_at = null`)).rejects.toThrow();
    await expect(
      query(`update guardians set state = 'asked', decided_at = null where state = 'given'`),
    ).rejects.toThrow();
    await expect(query(`update users set approval = 'refused' where id = $1`, [cast.sara])).rejects.toThrow();
    await expect(query(`update users set approval = 'waiting' where id = $1`, [cast.sara])).rejects.toThrow();
    await expect(query(`update talent_private set birth_date = '1800-01-01'`)).rejects.toThrow();
  });
});
