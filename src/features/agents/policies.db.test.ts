import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { agentStageOn, type AgentStage } from '../../testing/agent-stage.ts';
import { cast, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { addAssistantMessage, openConversation } from './assistant.ts';
import { createSuggestion } from './suggestions.ts';
import { sendDue } from './sending.ts';

let database: TestDatabase;
let stage: AgentStage;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
let agent: Ctx;
let asked: { inquiryId: string; threadId: string };
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = agentStageOn(database);
  as = through(stage.stage.doors);
  await stage.listens();
  await stage.listens(['booking'], cast.omar);
  agent = (await stage.agentOf()).ctx;
  await stage.agentOf(cast.omar);
  asked = await stage.asks();
  await sendDue(stage.worker());
  await createSuggestion(agent, { threadId: asked.threadId, basedOn: null, text: 'Gladly.', language: 'en' });
});
afterAll(() => database.close());

const asAgent = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => userDoor(agent).write(work);
const codeOf = async (work: Promise<unknown>) =>
  databaseError(
    await work.then(
      () => null,
      (error: unknown) => error,
    ),
  )?.code ?? null;
const denied = async (work: Promise<unknown>) => expect(await codeOf(work)).toBe('42501');
const count = (table: string) => async (tx: Tx) =>
  Number((await tx.execute(sql.raw(`select count(*)::int as n from ${table}`))).rows[0]?.['n']);

describe('who sees what', () => {
  const table = (name: string, zainab: number, omar: number, system: number, byKey: number) =>
    [
      [name, 'zainab', zainab],
      [name, 'omar', omar],
      [name, 'sara', 0],
      [name, 'gone', 0],
      [name, 'stranger', 0],
      [name, 'system', system],
      [name, 'agent', byKey],
    ] as const;
  test.each([
    ...table('webhook_endpoints', 1, 1, 2, 0),
    ...table('webhook_deliveries', 1, 0, 1, 0),
    ...table('webhook_attempts', 1, 0, 1, 0),
    ...table('reply_suggestions', 1, 0, 1, 1),
    ...table('assistant_conversations', 1, 0, 1, 1),
    ...table('assistant_messages', 1, 0, 1, 1),
  ])('%s: %s sees %i', async (name, who, seen) => {
    expect(await (who === 'agent' ? asAgent(count(name)) : as(who, count(name)))).toBe(seen);
  });
  test.each([
    ['zainab', 1],
    ['omar', 1],
    ['sara', 0],
    ['system', 2],
  ] as const)('keys and secrets, by what may be seen of them: %s sees %i', async (who, seen) => {
    const ids = (name: string) => (tx: Tx) => tx.execute(sql.raw(`select id from ${name}`));
    expect((await as(who, ids('agent_keys'))).rows).toHaveLength(seen);
    expect((await as(who, ids('webhook_secrets'))).rows).toHaveLength(seen);
  });
  test('an agent sees neither keys nor secrets', async () => {
    expect((await asAgent((tx) => tx.execute(sql`select id from agent_keys`))).rows).toEqual([]);
    expect((await asAgent((tx) => tx.execute(sql`select id from webhook_secrets`))).rows).toEqual([]);
  });
  test.each([
    'webhook_endpoints',
    'webhook_secrets',
    'webhook_deliveries',
    'webhook_attempts',
    'agent_keys',
    'reply_suggestions',
    'assistant_conversations',
    'assistant_messages',
  ])('a visitor may not even ask for %s', (name) =>
    denied(as('visitor', (tx) => tx.execute(sql.raw(`select 1 from ${name}`)))),
  );
  test.each([
    ['webhook_secrets', 'secret'],
    ['agent_keys', 'key_hash'],
  ])('nobody reads %s.%s back, its owner neither', (name, column) =>
    denied(as('zainab', (tx) => tx.execute(sql.raw(`select ${column} from ${name}`)))),
  );
});

describe('who writes what', () => {
  const endpointOf = (who: string) =>
    `insert into webhook_endpoints (user_id, url, events) values ('${who}', 'https://a.example.com/', '{booking}')`;
  const keyOf = (who: string) =>
    `insert into agent_keys (user_id, name, key_hash, hint) values ('${who}', 'k', repeat('a', 64), 'mwk_')`;
  const suggestionOf = (who: string, thread = asked.threadId) =>
    `insert into reply_suggestions (thread_id, user_id, based_on, text) values ('${thread}', '${who}', null, 'Hello')`;
  const conversationOf = (who: string, thread: string | null = null) =>
    `insert into assistant_conversations (user_id, thread_id) values ('${who}', ${thread === null ? 'null' : `'${thread}'`})`;
  const run = (statement: string) => (tx: Tx) => tx.execute(sql.raw(statement));

  test.each<[string, Seer, () => string]>([
    ['an endpoint for another', 'zainab', () => endpointOf(cast.omar)],
    ['an endpoint as a customer', 'sara', () => endpointOf(cast.sara)],
    ['an endpoint while suspended', 'gone', () => endpointOf(cast.gone)],
    ['a key for another', 'zainab', () => keyOf(cast.omar)],
    ['a key as a customer', 'sara', () => keyOf(cast.sara)],
    ['a suggestion for another', 'omar', () => suggestionOf(cast.zainab)],
    ['a suggestion in a thread that is not theirs', 'omar', () => suggestionOf(cast.omar)],
    ['a conversation for another', 'zainab', () => conversationOf(cast.omar)],
    ['a conversation as a customer', 'sara', () => conversationOf(cast.sara)],
    ['a conversation about a thread that is not theirs', 'omar', () => conversationOf(cast.omar, asked.threadId)],
    [
      'a delivery',
      'zainab',
      () =>
        `insert into webhook_deliveries (endpoint_id, user_id, event_id, kind, payload) select id, user_id, uuidv7(), 'x', '{}' from webhook_endpoints`,
    ],
    ['a delivery’s fate', 'zainab', () => `update webhook_deliveries set state = 'delivered'`],
    [
      'an attempt',
      'zainab',
      () =>
        `insert into webhook_attempts (delivery_id, user_id, status, ms) select id, user_id, 200, 1 from webhook_deliveries`,
    ],
    ['the log, away', 'zainab', () => 'delete from webhook_deliveries'],
    ['when a key was used', 'zainab', () => 'update agent_keys set last_used_at = now()'],
    ['a key, away', 'zainab', () => 'delete from agent_keys'],
    ['another text into a suggestion', 'zainab', () => `update reply_suggestions set text = 'changed'`],
    ['a suggestion back to open', 'zainab', () => `update reply_suggestions set state = 'open', decided_at = null`],
    ['what an assistant said', 'zainab', () => `update assistant_messages set body = 'changed'`],
    [
      'words in the assistant’s name',
      'zainab',
      () =>
        `insert into assistant_messages (conversation_id, role, body) select id, 'assistant', 'I said it' from assistant_conversations`,
    ],
    [
      'an event that never was',
      'zainab',
      () =>
        `insert into assistant_messages (conversation_id, role, event) select id, 'event', 'made.up' from assistant_conversations`,
    ],
  ])('nobody writes %s (%s)', (_, who, statement) => denied(as(who, run(statement()))));

  test.each<[string, () => string]>([
    ['endpoints', () => `update webhook_endpoints set name = 'mine now' where user_id = '${cast.omar}'`],
    ['endpoints, away', () => `delete from webhook_endpoints where user_id = '${cast.omar}'`],
    ['keys', () => `update agent_keys set revoked_at = now() where user_id = '${cast.omar}'`],
    [
      'secrets',
      () => `update webhook_secrets set expires_at = now() where endpoint_id not in (select id from webhook_endpoints)`,
    ],
  ])('another’s %s are out of reach', async (_, statement) =>
    expect((await as('zainab', run(statement()))).rowCount).toBe(0),
  );
  test('a secret is not brought to another’s endpoint', async () => {
    const [theirs] = await database.query<{ id: string }>('select id from webhook_endpoints where user_id = $1', [
      cast.omar,
    ]);
    await denied(
      as(
        'zainab',
        run(
          `insert into webhook_secrets (endpoint_id, secret, expires_at) values ('${theirs?.id}', 'whsec_${'A'.repeat(43)}=', now())`,
        ),
      ),
    );
  });
  test('a revoked key stays revoked', () =>
    denied(
      as('zainab', async (tx) => {
        await run(keyOf(cast.zainab))(tx);
        await tx.execute(sql`update agent_keys set revoked_at = now() where hint = 'mwk_'`);
        await tx.execute(sql`update agent_keys set revoked_at = null where hint = 'mwk_'`);
      }),
    ));
  test('an assistant’s words are an assistant’s, a person’s a person’s', async () => {
    const zainab = stage.as(cast.zainab);
    const words = { language: 'en', context: {} };
    const { id } = await userDoor(zainab).write((tx) =>
      openConversation(zainab, tx, { threadId: asked.threadId, ...words }),
    );
    const said = async (ctx: Ctx) =>
      (await userDoor(ctx).write((tx) => addAssistantMessage(ctx, tx, { conversationId: id, body: 'Hello', ...words })))
        .role;
    expect([await said(zainab), await said(agent)]).toEqual(['person', 'assistant']);
    const omar = stage.as(cast.omar);
    await expect(
      userDoor(omar).write((tx) => addAssistantMessage(omar, tx, { conversationId: id, body: 'Hello', ...words })),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('an agent writes nothing that people write', async () => {
  const open = new Set(['reply_suggestions', 'assistant_conversations', 'assistant_messages', 'idempotency_keys']);
  // asked of the catalogue of a database of its own, so that a table that comes later is asked about too
  const catalogue = await freshDatabase();
  const tables = await catalogue.query<{ name: string; column: string }>(`
    select c.relname as name, (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('app_user', c.oid, a.attnum, 'update') and has_column_privilege('app_user', c.oid, a.attnum, 'select') limit 1) as column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')
      and (has_table_privilege('app_user', c.oid, 'insert, update, delete') or has_any_column_privilege('app_user', c.oid, 'insert, update')) order by 1`);
  await catalogue.close();

  test('there are such tables', () => {
    const names = tables.map(({ name }) => name);
    for (const name of ['messages', 'inquiry_replies', 'inquiries', 'thread_members', 'bookings', 'users', 'outbox'])
      expect(names).toContain(name);
  });
  // a table named here and missing the guard: its migration ends with `select app.keep_agents_out()`
  test.each(tables.filter(({ name }) => !open.has(name)))('$name', async ({ name, column }) => {
    const refused = async (statement: string) => {
      const error = databaseError(
        await asAgent((tx) => tx.execute(sql.raw(statement))).then(
          () => null,
          (cause: unknown) => cause,
        ),
      );
      expect({ statement, code: error?.code }).toEqual({ statement, code: '42501' });
      return error?.message ?? '';
    };
    // refused before there is a row; where a grant is missing the grant says no first
    await refused(`insert into ${name} default values`);
    await refused(`delete from ${name} where false`);
    if (column)
      expect(await refused(`update ${name} set ${column} = ${column} where false`)).toContain(
        'an agent reads and proposes',
      );
  });

  test('its talent’s words, bookings and marks stay out of its reach, one by one', async () => {
    const door = userDoor(agent);
    const reply = `insert into inquiry_replies (inquiry_id, author, sender_id, reply) values ('${asked.inquiryId}', 'talent', '${cast.zainab}', 'Yes')`;
    await denied(door.write((tx) => tx.execute(sql.raw(reply))));
    await denied(door.write((tx) => tx.execute(sql`update inquiries set status = 'read'`)));
    await denied(door.write((tx) => tx.execute(sql`update thread_members set unread = 0`)));
    await denied(door.write((tx) => tx.execute(sql`select app.hide_inquiry(${asked.inquiryId})`)));
    await denied(
      door.write((tx) =>
        tx.execute(sql.raw(`update talent_profiles set display_name = 'x' where id = '${talentIds.zainab}'`)),
      ),
    );
    // and the person it belongs to is not held up by having one
    expect((await as('zainab', (tx) => tx.execute(sql.raw(reply)))).rowCount).toBe(1);
  });
});
