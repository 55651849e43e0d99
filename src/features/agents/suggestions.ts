import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import * as queries from './queries/suggestions.ts';
import { suggestionMachine } from './rules/suggestions.ts';
import type { SuggestionBody } from './schema.ts';

type Row = Awaited<ReturnType<typeof queries.openSuggestions>>[number];
const viewOf = (row: Omit<Row, 'agent'>, agent: string | null) => ({
  ...row,
  agent,
  createdAt: row.createdAt.toISOString(),
});

/** An agent proposes, or a tool the talent is signed in to: only in a conversation of its talent, and only while it knows the last word of it. */
export async function createSuggestion(ctx: Ctx, body: SuggestionBody) {
  const { userId, agent } = actorOf(ctx);
  const { mine } = await userDoor(ctx).read((db) => ({ mine: queries.isInMyThreads(db, body.threadId, userId) }));
  if (mine.length === 0) absent();
  const [made] = await userDoor(ctx)
    .write((tx) => queries.addSuggestion(tx, { ...body, userId, agentKeyId: agent ?? null }))
    .catch((error: unknown) => {
      if (violates(error, 'reply_suggestions_know_the_thread')) throw new AppError('thread_moved_on', { cause: error });
      if (violates(error, 'reply_suggestions_are_for_talents')) throw new AppError('not_found', { cause: error });
      throw error;
    });
  return viewOf(made ?? absent(), null);
}

/** A talent sees what stands open in one conversation; an agent what it proposed and what became of it. */
export async function listSuggestions(ctx: Ctx, { threadId }: { threadId?: string | undefined }) {
  const { agent } = actorOf(ctx);
  if (agent === undefined && threadId === undefined)
    throw new AppError('invalid', { fields: { threadId: ['required'] } });
  const { rows } = await userDoor(ctx).read((db) => ({
    rows:
      agent === undefined
        ? queries.openSuggestions(db, threadId ?? '')
        : queries.suggestionsOfAgent(db, agent, threadId),
  }));
  return { items: rows.map(({ agent: name, ...row }) => viewOf(row, name)) };
}

const decide =
  (move: 'use' | 'discard') =>
  async (ctx: Ctx, tx: Tx, { suggestionId }: { suggestionId: string }) => {
    const [there] = await queries.suggestionById(tx, suggestionId);
    if (!there) absent();
    const to = suggestionMachine[there.state][move];
    // asked twice it is the same answer
    if (there.state === (move === 'use' ? 'used' : 'discarded')) return viewOf(there, null);
    if (to !== 'used' && to !== 'discarded') throw new AppError('thread_moved_on');
    const [moved] = await queries.moveSuggestion(tx, suggestionId, there.state, to, ctx.now);
    if (!moved) throw new AppError('thread_moved_on');
    return viewOf(moved, null);
  };
/** The talent takes it into their hand; what they send says whether they changed it. */
export const useSuggestion = decide('use');
export const discardSuggestion = decide('discard');
