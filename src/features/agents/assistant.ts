import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import * as queries from './queries/assistant.ts';
import type { AssistantMessageBody, ConversationBody, PageQuery } from './schema.ts';

type Conversation = Awaited<ReturnType<typeof queries.myConversations>>[number];
const conversationOf = ({ id, threadId, language, context, createdAt, lastMessageAt }: Conversation) => ({
  id,
  threadId,
  language,
  context,
  createdAt: createdAt.toISOString(),
  lastMessageAt: lastMessageAt.toISOString(),
});
type Message = Awaited<ReturnType<typeof queries.conversationMessages>>[number];
const messageOf = ({ id, role, event, body, language, messageContext, createdAt }: Message) => ({
  id,
  role,
  event,
  body,
  language,
  context: messageContext,
  createdAt: createdAt.toISOString(),
});

export async function listConversations(ctx: Ctx, { cursor, limit }: PageQuery) {
  const { rows } = await userDoor(ctx).read((db) => ({
    rows: queries.myConversations(db, { before: cursor, limit: limit + 1 }),
  }));
  const items = rows.slice(0, limit).map(conversationOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One per conversation with a customer, and one for everything else: asked again it is the same one. */
export async function openConversation(ctx: Ctx, tx: Tx, body: ConversationBody) {
  try {
    const opened = await queries.openConversation(tx, { ...body, userId: actorOf(ctx).userId });
    return conversationOf(opened ?? absent());
  } catch (error) {
    // the policy: whoever asks is no talent, or the thread is not theirs
    if (databaseError(error)?.code === '42501') throw new AppError('not_found', { cause: error });
    throw error;
  }
}

export async function listAssistantMessages(
  ctx: Ctx,
  { conversationId, cursor, limit }: PageQuery & { conversationId: string },
) {
  const { conversations, rows } = await userDoor(ctx).read((db) => ({
    conversations: queries.conversation(db, conversationId),
    rows: queries.conversationMessages(db, conversationId, cursor, limit + 1),
  }));
  if (conversations.length === 0) absent();
  const items = rows.slice(0, limit).map(messageOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What a person says is theirs, what comes by a key is the assistant's: the role is nobody's to choose. */
export async function addAssistantMessage(
  ctx: Ctx,
  tx: Tx,
  { conversationId, body, language, context }: AssistantMessageBody & { conversationId: string },
) {
  const [there] = await queries.conversation(tx, conversationId);
  if (!there) absent();
  const role = actorOf(ctx).agent === undefined ? ('person' as const) : ('assistant' as const);
  const [said] = await queries.addMessage(tx, { conversationId, role, body, language, messageContext: context });
  return messageOf(said ?? absent());
}
