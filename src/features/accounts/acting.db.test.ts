import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDoors, type Actor, type Deed } from '../../db/client.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { writeOnce } from '../endpoint.ts';
import { getMe, updateMe } from '../identity/service.ts';
import { startContact } from '../messaging/contacts.ts';
import { createPurchase } from '../subscriptions/service.ts';
import { whoActs } from './acting.ts';
import * as mandates from './mandates.ts';
import { inviteTo, listTeam, removeFrom } from './team.ts';
import * as z from 'zod';

let database: TestDatabase;
let stage: Stage;
const day = 86_400_000;
/** Acme is a company with a membership, Zainab an agency; Rand has said nothing of herself yet. */
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2027-01-01')`,
    [cast.acme],
  );
  await database.query(`update subscriptions set product = 'AGENCY' where user_id = $1`, [cast.zainab]);
});
afterAll(() => database.close());
beforeEach(async () => {
  stage.now = new Date('2026-03-02T09:00:00Z');
  await database.query('delete from mandates');
  await database.query('delete from outbox');
});

const rand = 'user_rand';
const as = (id: string) => stage.as(id, `${id}@work.example`);
const write = <Answer>(
  ctx: Ctx,
  work: (tx: Parameters<Parameters<ReturnType<typeof userDoor>['write']>[0]>[0]) => Promise<Answer>,
) => userDoor(ctx).write(work);
const invite = (account: string, email: string, kind: 'seat' | 'roster' = 'seat') => {
  const ctx = as(account);
  return write(ctx, (tx) => inviteTo(kind)(ctx, tx, { email }));
};
const tokenOf = async (email: string) => {
  const [row] = await database.query<{ id: string }>(`select id from mandates where email = $1 and state = 'invited'`, [
    email,
  ]);
  return as(cast.acme).ports.secretFor('mandate', row?.id ?? '');
};
const accept = (person: string, token: string) => {
  const ctx = as(person);
  return mandates.answerDoor(ctx, { token }).write((tx) => mandates.acceptInvitation(ctx, tx, { token }));
};
const joins = async (account: string, person: string, kind: 'seat' | 'roster' = 'seat') => {
  const email = `${person}@work.example`;
  await invite(account, email, kind);
  return accept(person, await tokenOf(email));
};
const deed = (operation: string): Deed => ({ operation, subject: { kind: 'contacts', id: null }, requestId: 'r1' });
/** The context of a request with the header: verified as wiring does it. */
const acting = async (person: string, account: string, what = 'startContact'): Promise<Ctx> => {
  const member = await whoActs(stage.doors, person, account);
  const actor: Actor | null = member && { userId: account, member: { ...member, deed: deed(what) } };
  if (!actor) throw new Error('no mandate');
  return { ...stage.as(account), actor };
};
const refused = (code: string) => expect.objectContaining({ code });
const removes = async (account: string, kind: 'seat' | 'roster' = 'seat') => {
  const ctx = as(account);
  const [row] = await database.query<{ id: string }>(
    `select id from mandates where account_id = $1 and kind = $2 and state in ('invited', 'accepted')`,
    [account, kind],
  );
  return write(ctx, (tx) => removeFrom(kind)(ctx, tx, { mandateId: row?.id ?? '' }));
};

describe('places', () => {
  test('are offered by mail, taken up by the link, and seen from both sides', async () => {
    const before = await invite(cast.acme, 'rand@work.example');
    expect(before).toMatchObject({
      room: 4,
      taken: 1,
      items: [{ state: 'invited', email: 'rand@work.example', name: null, counts: false }],
    });
    expect(await database.query('select kind, actor_id from outbox')).toEqual([
      { kind: 'mandate.invited', actor_id: cast.acme },
    ]);
    const token = await tokenOf('rand@work.example');
    expect((await mandates.listMandates(as(rand), { token })).invitations).toMatchObject([
      { kind: 'seat', byLink: true },
    ]);
    expect((await mandates.listMandates(as(rand), {})).invitations).toEqual([]);
    const mine = await accept(rand, token);
    expect(mine).toMatchObject({ items: [{ accountId: cast.acme, kind: 'seat', counts: true }], invitations: [] });
    expect((await listTeam('seat')(as(cast.acme))).items).toMatchObject([{ state: 'accepted', counts: true }]);
    expect(await whoActs(stage.doors, rand, cast.acme)).toEqual({ id: rand, kind: 'seat', under: cast.acme });
  });

  test('end at once: removed, left, lapsed, suspended, deleted', async () => {
    await joins(cast.acme, rand);
    const act = () => whoActs(stage.doors, rand, cast.acme);
    const ctx = await acting(rand, cast.acme);
    const seen = () =>
      userDoor(ctx)
        .read((db) => ({
          rows: db.execute(sql`select app.user_id() as id, (select count(*)::int from users) as seen`),
        }))
        .then(({ rows }) => rows.rows[0]);
    expect(await seen()).toEqual({ id: cast.acme, seen: 1 });

    stage.now = new Date('2027-01-20T00:00:00Z');
    const lapsed = { ...ctx, doors: stage.doors };
    expect(await act()).toBeNull();
    expect(
      (await userDoor(lapsed).read((db) => ({ rows: db.execute(sql`select app.user_id() as id`) }))).rows.rows[0],
    ).toEqual({ id: null });
    stage.now = new Date('2026-03-02T09:00:00Z');
    expect(await act()).not.toBeNull();

    await database.query('update users set suspended_at = now() where id = $1', [rand]);
    expect(await act()).toBeNull();
    await database.query('update users set suspended_at = null where id = $1', [rand]);
    await database.query('update users set suspended_at = now() where id = $1', [cast.acme]);
    expect(await act()).toBeNull();
    await database.query('update users set suspended_at = null where id = $1', [cast.acme]);

    await removes(cast.acme);
    expect(await act()).toBeNull();
    expect(await seen()).toEqual({ id: null, seen: 0 });

    const again = await joins(cast.acme, rand);
    const me = as(rand);
    await write(me, (tx) => mandates.leaveMandate(me, tx, { mandateId: again.items[0]?.mandateId ?? '' }));
    expect(await act()).toBeNull();

    await joins(cast.acme, rand);
    await database.query('update users set deleted_at = now() where id = $1', [rand]);
    expect(await act()).toBeNull();
    expect(await database.query('select distinct state, email from mandates')).toEqual([
      { state: 'removed', email: '' },
    ]);
    await database.query('update users set deleted_at = null where id = $1', [rand]);
  });

  test('who came first keeps theirs when a plan shrinks, and the last place is given once', async () => {
    const people = ['user_a', 'user_b', 'user_c', 'user_d', 'user_e'];
    for (const [at, person] of people.slice(0, 3).entries()) {
      stage.now = new Date(Date.parse('2026-03-02T09:00:00Z') + at * 60_000);
      await joins(cast.acme, person);
    }
    await invite(cast.acme, 'user_d@work.example');
    await expect(invite(cast.acme, 'user_e@work.example')).rejects.toEqual(refused('no_room'));
    // offered past every check, for two places and two people at once
    await database.query(
      `insert into mandates (kind, account_id, email, token_hash, invited_at) values ('seat', $1, 'user_e@work.example', encode(sha256('x'), 'hex'), $2)`,
      [cast.acme, stage.now],
    );
    const [d] = await database.query<{ id: string }>(`select id from mandates where email = 'user_d@work.example'`);
    await database.query(
      `update mandates set token_hash = encode(sha256(convert_to($2, 'utf8')), 'hex') where id = $1`,
      [d?.id, 'token-of-d-token-of-d'],
    );
    await database.query(
      `update mandates set token_hash = encode(sha256(convert_to($1, 'utf8')), 'hex') where email = 'user_e@work.example'`,
      ['token-of-e-token-of-e'],
    );
    const ends = await Promise.allSettled([
      accept('user_d', 'token-of-d-token-of-d'),
      accept('user_e', 'token-of-e-token-of-e'),
    ]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find((end) => end.status === 'rejected')).toMatchObject({ reason: { code: 'no_room' } });
  });

  test('are not for everybody', async () => {
    await expect(invite(cast.sara, 'x@work.example')).rejects.toMatchObject({
      code: 'upgrade_required',
      details: { upgradeUrl: '/pricing', feature: 'seats' },
    });
    await expect(invite(cast.omar, 'x@work.example', 'roster')).rejects.toMatchObject({
      code: 'upgrade_required',
      details: { feature: 'roster' },
    });
    await expect(invite(cast.acme, 'x@work.example', 'roster')).rejects.toEqual(refused('role_not_allowed'));
    await expect(invite(cast.gone, 'x@work.example')).rejects.toEqual(refused('account_suspended'));
    // a talent in a company's seat would be both sides of the market
    await invite(cast.acme, 'omar@work.example');
    await expect(accept(cast.omar, await tokenOf('omar@work.example'))).rejects.toEqual(refused('role_not_allowed'));
    await invite(cast.zainab, 'sara@work.example', 'roster');
    await expect(accept(cast.sara, await tokenOf('sara@work.example'))).rejects.toEqual(refused('role_not_allowed'));
    await expect(accept(cast.acme, await tokenOf('omar@work.example'))).rejects.toEqual(refused('own_invitation'));
    await expect(accept(rand, 'a-word-that-nobody-was-sent')).rejects.toEqual(refused('invitation_over'));
    const token = await tokenOf('omar@work.example');
    stage.now = new Date(stage.now.getTime() + 14 * day);
    await expect(accept(rand, token)).rejects.toEqual(refused('invitation_over'));
  });

  test('an invitation is mailed again, but not at once', async () => {
    await invite(cast.acme, 'rand@work.example');
    await expect(invite(cast.acme, 'rand@work.example')).rejects.toEqual(refused('slow_down'));
    stage.now = new Date(stage.now.getTime() + 10 * 60_000);
    expect((await invite(cast.acme, 'rand@work.example')).taken).toBe(1);
    expect(await database.query(`select count(*)::int as n from outbox where kind = 'mandate.invited'`)).toEqual([
      { n: 2 },
    ]);
  });

  test('a talent is in one roster at a time, and an agency’s colleague acts for them', async () => {
    await database.query(
      `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
       values ($1, 'AGENCY', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
      [cast.nour],
    );
    await joins(cast.zainab, cast.omar, 'roster');
    await invite(cast.nour, 'omar2@work.example', 'roster');
    await expect(accept(cast.omar, await tokenOf('omar2@work.example'))).rejects.toEqual(refused('already_member'));
    await joins(cast.zainab, rand);
    expect(await whoActs(stage.doors, rand, cast.omar)).toEqual({ id: rand, kind: 'roster', under: cast.zainab });
    expect(await whoActs(stage.doors, cast.zainab, cast.omar)).toMatchObject({ kind: 'roster' });
    expect((await mandates.listMandates(as(rand), {})).items).toMatchObject([
      { accountId: cast.zainab, kind: 'seat', counts: true },
      { accountId: cast.omar, kind: 'roster', name: 'Omar Bennani', mandateId: null, counts: true },
    ]);
    expect((await mandates.listMandates(as(cast.omar), {})).agency).toMatchObject({
      name: 'Zainab Kareem',
      counts: true,
    });
    expect((await getMe(await acting(rand, cast.omar))).userId).toBe(cast.omar);
    await database.query('delete from subscriptions where user_id = $1', [cast.nour]);
  });
});

describe('what is done for another', () => {
  test('a colleague contacts a talent as the company, and the log has it, once, in the same transaction', async () => {
    await joins(cast.acme, rand);
    const ctx = await acting(rand, cast.acme);
    const input = { talentId: talentIds.zainab, body: 'We would love to work with you.' };
    const once = { operation: 'startContact', key: 'k1', input, answer: z.looseObject({}) };
    const contact = () => writeOnce(ctx, once, (tx) => startContact(ctx, tx, input));
    const made = await contact();
    expect(await database.query('select customer_id, talent_user_id from contacts')).toEqual([
      { customer_id: cast.acme, talent_user_id: cast.zainab },
    ]);
    expect(await database.query('select distinct sender_id from messages')).toEqual([{ sender_id: cast.acme }]);
    const log = () => mandates.listActingLog(as(cast.acme), { limit: 10 });
    expect((await log()).items).toMatchObject([
      {
        operation: 'startContact',
        kind: 'seat',
        member: { id: rand },
        account: { id: cast.acme },
        subject: { kind: 'contacts', id: expect.any(String) },
      },
    ]);
    // the same call again is no second deed
    const repeat = await acting(rand, cast.acme);
    expect(await writeOnce(repeat, once, (tx) => startContact(repeat, tx, input))).toEqual(made);
    expect((await log()).items).toHaveLength(1);
    // what was refused leaves no line
    const next = await acting(rand, cast.acme);
    await expect(userDoor(next).write(async () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect((await log()).items).toHaveLength(1);
    // and nobody else reads it: neither who acted, nor whoever acts
    expect((await mandates.listActingLog(as(rand), { limit: 10 })).items).toEqual([]);
    expect((await mandates.listActingLog(next, { limit: 10 })).items).toEqual([]);
  });

  test('what the system does on their word is in the log as well; a plan is not theirs to buy', async () => {
    await joins(cast.zainab, rand);
    const ctx = await acting(rand, cast.zainab, 'createPurchase');
    const site = { app: database.appUrl, system: database.systemUrl };
    const doors = openDoors(
      site,
      () => stage.now,
      () => 'full',
      ctx.actor ?? undefined,
    );
    const wish = { interval: 'once', recurring: false, currency: 'IQD' } as const;
    const plan = { ...wish, product: 'PRO', interval: 'month', credits: null } as const;
    await expect(createPurchase({ ...ctx, doors }, plan)).rejects.toEqual(refused('own_login_only'));
    const bought = await createPurchase({ ...ctx, doors }, { ...wish, product: 'credits', credits: 10 });
    expect((await mandates.listActingLog(as(cast.zainab), { limit: 1 })).items).toMatchObject([
      { operation: 'createPurchase', member: { id: rand }, subject: { id: bought.id } },
    ]);
  });

  test('a roster’s line is read by the talent and by the agency', async () => {
    await joins(cast.zainab, cast.omar, 'roster');
    const ctx = await acting(cast.zainab, cast.omar, 'updateService');
    await userDoor(ctx).write((tx) =>
      tx.execute(sql`update services set position = 3 where id = ${serviceIds.omarParty}`),
    );
    for (const reader of [cast.omar, cast.zainab])
      expect((await mandates.listActingLog(as(reader), { limit: 10 })).items[0]).toMatchObject({
        operation: 'updateService',
        kind: 'roster',
        member: { id: cast.zainab },
        account: { id: cast.omar, name: 'Omar Bennani' },
      });
    expect(
      (await mandates.listActingLog(as(cast.acme), { limit: 10 })).items.filter(({ kind }) => kind === 'roster'),
    ).toEqual([]);
  });

  test('the log is signed by the session, whatever the line says', async () => {
    await joins(cast.acme, rand);
    const ctx = await acting(rand, cast.acme);
    const line = (data: string) =>
      sql`insert into audit_log (actor_id, action, subject_kind, subject_id, data) values (${cast.acme}, 'forged', 'x', 'x', ${data}::jsonb)`;
    await userDoor({
      ...ctx,
      actor: { userId: cast.acme, member: { id: rand, kind: 'seat', under: cast.acme } },
    }).write((tx) => tx.execute(line('{"member":"user_sara","under":"user_zainab"}')));
    await userDoor(as(cast.acme)).write((tx) => tx.execute(line('{"member":"user_rand"}')));
    expect(await database.query(`select data from audit_log where action = 'forged' order by id`)).toEqual([
      { data: { member: rand, under: cast.acme, account: cast.acme, kind: 'seat' } },
      { data: {} },
    ]);
  });

  test('and what stays with the account’s own login is refused by the database', async () => {
    await joins(cast.acme, rand);
    await joins(cast.zainab, cast.omar, 'roster');
    const company = await acting(rand, cast.acme);
    const talent = await acting(cast.zainab, cast.omar);
    const tried = (ctx: Ctx, statement: string) => userDoor(ctx).write((tx) => tx.execute(sql.raw(statement)));
    await expect(write(company, (tx) => updateMe(company, tx, { name: 'Mine now' }))).rejects.toEqual(
      refused('own_login_only'),
    );
    for (const statement of [
      `insert into mandates (kind, account_id, email, token_hash) values ('seat', '${cast.acme}', 'me@x.example', repeat('a', 64))`,
      `update mandates set state = 'removed'`,
    ])
      await expect(tried(company, statement)).rejects.toEqual(refused('own_login_only'));
    for (const statement of [
      `insert into payout_accounts (user_id, method, holder, number) values ('${cast.omar}', 'fib', 'Zainab', '07701234567')`,
      `update payout_accounts set holder = 'Zainab'`,
      `insert into agent_keys (user_id, name, key_hash, hint) values ('${cast.omar}', 'k', repeat('a', 64), 'mwk_')`,
      `delete from webhook_endpoints`,
      `update talent_profiles set slug = 'zainabs' where user_id = '${cast.omar}'`,
      `update talent_profiles set published_at = null where user_id = '${cast.omar}'`,
    ])
      await expect(tried(talent, statement), statement).rejects.toEqual(refused('own_login_only'));
    await tried(talent, `update talent_profiles set headline = '{"en":"New"}' where user_id = '${cast.omar}'`);
    await database
      .query(
        `insert into payout_accounts (user_id, method, holder, number) values ('${cast.omar}', 'fib', 'Omar', '07701234567')`,
      )
      .catch(() => undefined);
    expect((await tried(talent, 'select 1 from payout_accounts')).rows).toEqual([]);
    expect((await tried(talent, 'select 1 from mandates')).rows).toEqual([]);
  });
});
