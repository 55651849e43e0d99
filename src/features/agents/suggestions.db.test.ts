import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentStageOn, type AgentStage } from '../../testing/agent-stage.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { listAssistantMessages, listConversations } from './assistant.ts';
import { whoCalls } from './calling.ts';
import { createKey, listKeys, revokeKey } from './keys.ts';
import { createSuggestion, discardSuggestion, listSuggestions, useSuggestion } from './suggestions.ts';

let database: TestDatabase;
let stage: AgentStage;
let zainab: Ctx;
let agent: Ctx;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = agentStageOn(database);
  zainab = stage.as(cast.zainab);
  agent = (await stage.agentOf()).ctx;
});
afterAll(() => database.close());

const suggest = (threadId: string, basedOn: string | null = null, text = 'Gladly. What date?') =>
  createSuggestion(agent, { threadId, basedOn, text, language: 'en' });
const openIn = async (threadId: string) => (await listSuggestions(zainab, { threadId })).items;
const stateOf = async (id: string) =>
  (
    await database.query<{ state: string; sent_as: string | null }>(
      'select state, sent_as from reply_suggestions where id = $1',
      [id],
    )
  )[0];
const answer = (inquiryId: string, reply: string) =>
  userDoor(zainab).write((tx) =>
    tx.execute(
      sql`insert into inquiry_replies (inquiry_id, author, sender_id, reply) values (${inquiryId}, 'talent', ${cast.zainab}, ${reply})`,
    ),
  );
const followUp = (inquiryId: string) =>
  stage.system(
    `insert into inquiry_replies (inquiry_id, author, reply) values ('${inquiryId}', 'sender', 'And on Saturday?')`,
  );
const use = (ctx: Ctx, suggestionId: string) => userDoor(ctx).write((tx) => useSuggestion(ctx, tx, { suggestionId }));

test('what an agent proposes is seen by its talent alone, and stands in no thread', async () => {
  const { threadId } = await stage.asks();
  const made = await suggest(threadId);
  expect(await openIn(threadId)).toMatchObject([
    { id: made.id, text: 'Gladly. What date?', agent: 'Assistant', state: 'open' },
  ]);
  expect((await listSuggestions(stage.as(cast.omar), { threadId })).items).toEqual([]);
  expect(await database.query('select 1 from inquiry_replies')).toEqual([]);
  expect((await listSuggestions(agent, {})).items).toMatchObject([{ id: made.id }]);
});

test('a newer one of the same agent takes its place', async () => {
  const { threadId } = await stage.asks();
  const first = await suggest(threadId);
  await suggest(threadId, null, 'With pleasure.');
  expect((await openIn(threadId)).map(({ text }) => text)).toEqual(['With pleasure.']);
  expect(await stateOf(first.id)).toMatchObject({ state: 'stale' });
});

test('sent as it stood it was used; sent in other words it was edited', async () => {
  for (const [words, state] of [
    ['Gladly. What date? ', 'used'],
    ['Gladly! Which day?', 'edited'],
  ] as const) {
    const { threadId, inquiryId } = await stage.asks();
    const { id } = await suggest(threadId);
    expect((await use(zainab, id)).state).toBe('used');
    // asked twice it is the same answer
    expect((await use(zainab, id)).state).toBe('used');
    await answer(inquiryId, words);
    const after = await stateOf(id);
    expect(after?.state).toBe(state);
    expect(after?.sent_as).not.toBeNull();
  }
});

test('any word in the thread makes what is open stale, and it can no longer be taken up', async () => {
  const { threadId, inquiryId } = await stage.asks();
  const { id } = await suggest(threadId);
  await answer(inquiryId, 'I wrote this myself.');
  expect(await stateOf(id)).toMatchObject({ state: 'stale', sent_as: null });
  await expect(use(zainab, id)).rejects.toMatchObject({ code: 'thread_moved_on' });
  expect(await openIn(threadId)).toEqual([]);
  const next = await suggest(threadId);
  await followUp(inquiryId);
  expect(await stateOf(next.id)).toMatchObject({ state: 'stale' });
});

test('a proposal that does not know the last word is refused', async () => {
  const { threadId, inquiryId } = await stage.asks();
  await suggest(threadId, inquiryId);
  await answer(inquiryId, 'Yes.');
  await expect(suggest(threadId, inquiryId)).rejects.toMatchObject({ code: 'thread_moved_on' });
});

test('proposing and speaking at once: either the proposal is refused, or it is stale', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { threadId, inquiryId } = await stage.asks();
    const [proposed] = await Promise.allSettled([suggest(threadId, inquiryId), answer(inquiryId, 'Meanwhile.')]);
    expect(await openIn(threadId)).toEqual([]);
    if (proposed.status === 'fulfilled') expect(await stateOf(proposed.value.id)).toMatchObject({ state: 'stale' });
  }
});

test('one put aside is gone for good', async () => {
  const { threadId } = await stage.asks();
  const { id } = await suggest(threadId);
  await userDoor(zainab).write((tx) => discardSuggestion(zainab, tx, { suggestionId: id }));
  expect(await openIn(threadId)).toEqual([]);
  await expect(use(zainab, id)).rejects.toMatchObject({ code: 'thread_moved_on' });
});

test('an agent decides nothing, and reaches no thread of another talent', async () => {
  const { threadId } = await stage.asks();
  const { id } = await suggest(threadId);
  await expect(use(agent, id)).rejects.toThrow();
  expect(await stateOf(id)).toMatchObject({ state: 'open' });
  const stranger = (await stage.agentOf(cast.omar)).ctx;
  await expect(
    createSuggestion(stranger, { threadId, basedOn: null, text: 'Hello', language: 'en' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  await expect(use(stage.as(cast.omar), id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a key opens one talent’s door until it is revoked, and says when it was used', async () => {
  const { token, key } = await createKey(zainab, { name: 'Second' });
  expect(token).toMatch(/^mwk_[\w-]{43}$/);
  expect(await whoCalls(stage.stage.doors, token, stage.stage.now)).toEqual({ userId: cast.zainab, agent: key.id });
  expect((await listKeys(zainab)).items.find(({ id }) => id === key.id)?.lastUsedAt).toBe(
    stage.stage.now.toISOString(),
  );
  expect(await whoCalls(stage.stage.doors, `${token.slice(0, -1)}_`, stage.stage.now)).toBeNull();
  const kept = JSON.stringify(await database.query('select * from agent_keys'));
  expect(kept).not.toContain(token);
  await userDoor(zainab).write((tx) => revokeKey(zainab, tx, { keyId: key.id }));
  expect(await whoCalls(stage.stage.doors, token, stage.stage.now)).toBeNull();
  await expect(createKey(stage.as(cast.sara), { name: 'Mine' })).rejects.toMatchObject({ code: 'role_not_allowed' });
});

test('a suspended talent’s agents stand before a closed door', async () => {
  const { token } = await stage.agentOf(cast.omar);
  await database.query('update users set suspended_at = now() where id = $1', [cast.omar]);
  expect(await whoCalls(stage.stage.doors, token, stage.stage.now)).toBeNull();
  await database.query('update users set suspended_at = null where id = $1', [cast.omar]);
});

test('what was done in the interface stands in the assistant’s conversation, and nothing that was said', async () => {
  const { threadId, inquiryId } = await stage.asks('Confidential words');
  await answer(inquiryId, 'My private answer');
  const { items } = await listConversations(agent, { limit: 100 });
  const conversation = items.find((one) => one.threadId === threadId);
  const said = await listAssistantMessages(agent, { conversationId: conversation?.id ?? '', limit: 50 });
  expect(said.items.map(({ role, event }) => [role, event])).toEqual([
    ['event', 'inquiry.received'],
    ['event', 'inquiry.answered'],
  ]);
  expect(JSON.stringify(said)).not.toMatch(/Confidential|private/);
});

test('that photos were asked for stands there too', async () => {
  const [made] = await database.query<{ id: string }>(
    `insert into photo_requests (service_id, talent_id, talent_user_id, asker_id, expires_at) values ($1, $2, $3, $4, $5) returning id`,
    [serviceIds.zainabWedding, talentIds.zainab, cast.zainab, cast.sara, new Date('2027-01-01')],
  );
  await stage.system(
    `insert into outbox (kind, payload, dedupe_key, actor_id) values ('photos.asked', '{"requestId":"${made?.id}"}', 'photos-test', '${cast.sara}')`,
  );
  const { items } = await listConversations(zainab, { limit: 100 });
  const conversation = items.find((one) => one.threadId === null);
  const said = await listAssistantMessages(zainab, { conversationId: conversation?.id ?? '', limit: 50 });
  expect(said.items).toMatchObject([{ role: 'event', event: 'photos.asked', context: { requestId: made?.id } }]);
});

test('who has no agent has no such conversation', async () => {
  await database.query(`delete from assistant_conversations`);
  await database.query(`update agent_keys set revoked_at = now()`);
  await stage.asks();
  expect(await database.query('select 1 from assistant_conversations')).toEqual([]);
});
