import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { disabledReasons, sendErrors } from '../../features/agents/rules/sending.ts';
import { suggestionStates } from '../../features/agents/rules/suggestions.ts';
import { appSystem, appUser, me, ownLoginAlone } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { threads } from './messaging.ts';
import { users } from './users.ts';

/** The key by which an agent came in; null: a person. */
const agent = sql`(select app.agent_id())`;
/** Their own, and by no agent's key: agents see neither where news goes nor what opens the door. */
const ownByHand = (userId: AnyPgColumn) => sql`${userId} = ${me} and ${agent} is null`;
const talentByHand = (userId: AnyPgColumn) => sql`${ownByHand(userId)} and (select app.my_role()) = 'talent'`;

/** Where a talent wants to be told, and of what. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    url: text().notNull(),
    /** what the owner calls it */
    name: text().notNull().default(''),
    events: text().array().notNull(),
    disabledAt: at(),
    disabledReason: text({ enum: disabledReasons }),
    /** the first failure after the last success */
    failingSince: at(),
    lastSuccessAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    index('webhook_endpoints_user_idx').on(t.userId, t.id),
    check('webhook_endpoints_url_fits', sql`length(${t.url}) between 8 and 500`),
    check('webhook_endpoints_name_fits', sql`length(${t.name}) <= 80`),
    check(
      'webhook_endpoints_events_are_known',
      sql`cardinality(${t.events}) > 0 and ${t.events} <@ array['inquiry.received', 'inquiry.followed_up', 'message.received', 'booking']`,
    ),
    check('webhook_endpoints_disabled_say_why', sql`(${t.disabledAt} is null) = (${t.disabledReason} is null)`),
    ownLoginAlone(),
    pgPolicy('talents see their endpoints', { for: 'select', to: appUser, using: ownByHand(t.userId) }),
    pgPolicy('talents register endpoints', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${talentByHand(t.userId)} and ${t.failingSince} is null and ${t.lastSuccessAt} is null`,
    }),
    pgPolicy('talents change their endpoints', {
      for: 'update',
      to: appUser,
      using: talentByHand(t.userId),
      withCheck: ownByHand(t.userId),
    }),
    pgPolicy('talents remove their endpoints', { for: 'delete', to: appUser, using: ownByHand(t.userId) }),
    pgPolicy('the system keeps endpoints', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What an endpoint's calls are signed with. Nobody but the sender reads it back: no grant names the column. */
export const webhookSecrets = pgTable(
  'webhook_secrets',
  {
    id: id(),
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    secret: text().notNull(),
    createdAt: createdAt(),
    /** null: the one that stays */
    expiresAt: at(),
  },
  (t) => [
    index('webhook_secrets_endpoint_idx').on(t.endpointId),
    uniqueIndex('webhook_secrets_one_stays')
      .on(t.endpointId)
      .where(sql`${t.expiresAt} is null`),
    check('webhook_secrets_have_their_form', sql`${t.secret} ~ '^whsec_[A-Za-z0-9+/]{43}=$'`),
    // a child borrows its parent's sight, and agents see no endpoint
    pgPolicy('secrets follow their endpoint', {
      for: 'select',
      to: appUser,
      using: sql`exists (select 1 from webhook_endpoints e where e.id = ${t.endpointId})`,
    }),
    pgPolicy('owners bring secrets', {
      for: 'insert',
      to: appUser,
      withCheck: sql`exists (select 1 from webhook_endpoints e where e.id = ${t.endpointId})`,
    }),
    pgPolicy('owners let secrets expire', {
      for: 'update',
      to: appUser,
      using: sql`exists (select 1 from webhook_endpoints e where e.id = ${t.endpointId})`,
    }),
    pgPolicy('the system keeps secrets', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * One per endpoint and piece of news, written by a trigger on the outbox in the transaction that made the news. What is sent is put
 * together when it is sent, as the talent sees it then, so that nothing said in confidence is kept a second time.
 */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: id(),
    endpointId: uuid()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id),
    /** the news, by its id in the outbox: the same in every attempt and every replay */
    eventId: uuid().notNull(),
    kind: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    happenedAt: createdAt(),
    state: text({ enum: ['pending', 'delivered', 'failed', 'dropped'] })
      .notNull()
      .default('pending'),
    attempts: integer().notNull().default(0),
    dueAt: createdAt(),
    lockedUntil: at(),
    lastStatus: integer(),
    lastError: text({ enum: sendErrors }),
    endedAt: at(),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_once').on(t.endpointId, t.eventId),
    index('webhook_deliveries_due_idx')
      .on(t.dueAt)
      .where(sql`${t.state} = 'pending'`),
    index('webhook_deliveries_log_idx').on(t.userId, t.id),
    check('webhook_deliveries_state_is_known', sql`${t.state} in ('pending', 'delivered', 'failed', 'dropped')`),
    check('webhook_deliveries_ended_have_a_time', sql`(${t.state} = 'pending') = (${t.endedAt} is null)`),
    ownLoginAlone(),
    pgPolicy('talents see what was sent', { for: 'select', to: appUser, using: ownByHand(t.userId) }),
    pgPolicy('the system keeps deliveries', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** The log: every attempt with what came of it. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    id: id(),
    deliveryId: uuid()
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
    userId: text().notNull(),
    at: createdAt(),
    status: integer(),
    error: text({ enum: sendErrors }),
    ms: integer().notNull(),
    /** the first 1,000 bytes of what was answered */
    answer: text().notNull().default(''),
    /** asked for by the owner */
    byHand: boolean().notNull().default(false),
  },
  (t) => [
    index('webhook_attempts_delivery_idx').on(t.deliveryId, t.id),
    index('webhook_attempts_by_hand_idx')
      .on(t.userId, t.at)
      .where(sql`${t.byHand}`),
    check('webhook_attempts_say_what_came', sql`(${t.status} is null) <> (${t.error} is null)`),
    check('webhook_attempts_answer_fits', sql`length(${t.answer}) <= 1000`),
    ownLoginAlone(),
    pgPolicy('talents see the attempts', { for: 'select', to: appUser, using: ownByHand(t.userId) }),
    pgPolicy('the system logs attempts', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What an agent comes in with: shown once, kept as a digest, good for one talent. */
export const agentKeys = pgTable(
  'agent_keys',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    keyHash: text().notNull(),
    /** the first letters, to tell it from others */
    hint: text().notNull(),
    createdAt: createdAt(),
    lastUsedAt: at(),
    revokedAt: at(),
  },
  (t) => [
    uniqueIndex('agent_keys_hash_key').on(t.keyHash),
    index('agent_keys_user_idx').on(t.userId, t.id),
    check('agent_keys_have_a_name', sql`length(${t.name}) between 1 and 80`),
    check('agent_keys_hold_a_digest', sql`${t.keyHash} ~ '^[0-9a-f]{64}$'`),
    ownLoginAlone(),
    pgPolicy('talents see their keys', { for: 'select', to: appUser, using: ownByHand(t.userId) }),
    pgPolicy('talents make keys', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${talentByHand(t.userId)} and ${t.revokedAt} is null and ${t.lastUsedAt} is null`,
    }),
    pgPolicy('talents revoke keys', {
      for: 'update',
      to: appUser,
      using: ownByHand(t.userId),
      withCheck: sql`${ownByHand(t.userId)} and ${t.revokedAt} is not null`,
    }),
    pgPolicy('the system sees keys', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system notes when keys are used', { for: 'update', to: appSystem, using: sql`true` }),
  ],
);

/** product.md N14, K25: what an agent proposes. Nothing of it stands in a thread until a person sends it. */
export const replySuggestions = pgTable(
  'reply_suggestions',
  {
    id: id(),
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    /** the talent it is for */
    userId: text()
      .notNull()
      .references(() => users.id),
    /** null: a tool the talent is signed in to themselves */
    agentKeyId: uuid().references(() => agentKeys.id),
    /** the last word of the thread that the agent knew: a message, a reply or the inquiry */
    basedOn: uuid().notNull(),
    text: text().notNull(),
    language: text().notNull().default('en'),
    state: text({ enum: suggestionStates }).notNull().default('open'),
    createdAt: createdAt(),
    /** when it stopped being open */
    decidedAt: at(),
    /** the talent's message or reply that followed */
    sentAs: uuid(),
  },
  (t) => [
    index('reply_suggestions_thread_idx').on(t.threadId, t.id),
    index('reply_suggestions_user_idx').on(t.userId, t.id),
    uniqueIndex('reply_suggestions_one_open')
      .on(t.threadId, t.userId, sql`coalesce(${t.agentKeyId}, '00000000-0000-0000-0000-000000000000')`)
      .where(sql`${t.state} = 'open'`),
    check('reply_suggestions_have_a_text', sql`length(${t.text}) between 1 and 4000`),
    check('reply_suggestions_state_is_known', sql`${t.state} in ('open', 'used', 'edited', 'discarded', 'stale')`),
    check('reply_suggestions_language_fits', sql`length(${t.language}) between 2 and 35`),
    check('reply_suggestions_decided_have_a_time', sql`(${t.state} = 'open') = (${t.decidedAt} is null)`),
    check('reply_suggestions_sent_were_used', sql`${t.sentAs} is null or ${t.state} in ('used', 'edited')`),
    pgPolicy('talents see what is proposed', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('agents propose in threads of their talent', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.userId} = ${me} and ${t.agentKeyId} is not distinct from ${agent} and ${t.state} = 'open' and ${t.threadId} = any ((select app.my_thread_ids())::uuid[])`,
    }),
    pgPolicy('talents decide on what is proposed', {
      for: 'update',
      to: appUser,
      using: ownByHand(t.userId),
      withCheck: sql`${ownByHand(t.userId)} and ${t.state} in ('used', 'discarded')`,
    }),
    pgPolicy('the system keeps suggestions', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** product.md S2-24, S2-44: talk with an assistant, in tables of its own; nothing people say to each other is in them. */
export const assistantConversations = pgTable(
  'assistant_conversations',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    /** the thread it is about; null: the talent's work at large */
    threadId: uuid().references(() => threads.id, { onDelete: 'cascade' }),
    language: text().notNull().default('en'),
    context: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    lastMessageAt: createdAt(),
  },
  (t) => [
    unique('assistant_conversations_one_per_thread').on(t.userId, t.threadId).nullsNotDistinct(),
    index('assistant_conversations_user_idx').on(t.userId, t.lastMessageAt),
    check('assistant_conversations_context_is_small', sql`length(${t.context}::text) <= 10000`),
    pgPolicy('people see their assistant’s conversations', {
      for: 'select',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('people open conversations with their assistant', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.userId} = ${me} and (select app.my_role()) = 'talent' and (${t.threadId} is null or ${t.threadId} = any ((select app.my_thread_ids())::uuid[]))`,
    }),
    pgPolicy('the system keeps assistant conversations', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

export const assistantRoles = ['person', 'assistant', 'event'] as const;

export const assistantMessages = pgTable(
  'assistant_messages',
  {
    id: id(),
    conversationId: uuid()
      .notNull()
      .references(() => assistantConversations.id, { onDelete: 'cascade' }),
    role: text({ enum: assistantRoles }).notNull(),
    /** for an event: what was done in the interface, by its name */
    event: text(),
    body: text().notNull().default(''),
    language: text().notNull().default('en'),
    messageContext: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    index('assistant_messages_conversation_idx').on(t.conversationId, t.id),
    check('assistant_messages_role_is_known', sql`${t.role} in ('person', 'assistant', 'event')`),
    check('assistant_messages_events_have_a_name', sql`(${t.role} = 'event') = (${t.event} is not null)`),
    check('assistant_messages_body_fits', sql`length(${t.body}) <= 8000 and (${t.role} = 'event' or ${t.body} <> '')`),
    check('assistant_messages_context_is_small', sql`length(${t.messageContext}::text) <= 10000`),
    pgPolicy('messages follow their assistant conversation', {
      for: 'select',
      to: appUser,
      using: sql`exists (select 1 from assistant_conversations c where c.id = ${t.conversationId})`,
    }),
    // what a person says is theirs, what an agent says is the assistant's: neither speaks for the other
    pgPolicy('a person and their assistant talk', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.role} = case when ${agent} is null then 'person' else 'assistant' end and exists (select 1 from assistant_conversations c where c.id = ${t.conversationId})`,
    }),
    pgPolicy('the system keeps assistant messages', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);
