import { and, desc, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { agentKeys, replySuggestions } from '../../../db/schema/agents.ts';
import { threadMembers } from '../../../db/schema/messaging.ts';
import type { SuggestionState } from '../rules/suggestions.ts';

const shown = {
  id: replySuggestions.id,
  threadId: replySuggestions.threadId,
  basedOn: replySuggestions.basedOn,
  text: replySuggestions.text,
  language: replySuggestions.language,
  state: replySuggestions.state,
  createdAt: replySuggestions.createdAt,
};

export const addSuggestion = (
  tx: Tx,
  {
    basedOn,
    ...values
  }: Pick<typeof replySuggestions.$inferInsert, 'threadId' | 'userId' | 'agentKeyId' | 'text' | 'language'> & {
    basedOn: string | null;
  },
) =>
  tx
    .insert(replySuggestions)
    // without it the database fills in the last word there is
    .values({ ...values, basedOn: basedOn ?? sql`null` })
    .returning(shown);

/** What is proposed for a thread and still stands, newest first, with the name its owner gave the agent. */
export const openSuggestions = (db: ReadDb, threadId: string) =>
  db
    .select({ ...shown, agent: agentKeys.name })
    .from(replySuggestions)
    .leftJoin(agentKeys, eq(agentKeys.id, replySuggestions.agentKeyId))
    .where(and(eq(replySuggestions.threadId, threadId), eq(replySuggestions.state, 'open')))
    .orderBy(desc(replySuggestions.id));

/** What an agent proposed and what became of it. */
export const suggestionsOfAgent = (db: ReadDb, agentKeyId: string, threadId: string | undefined) =>
  db
    .select({ ...shown, agent: agentKeys.name })
    .from(replySuggestions)
    .leftJoin(agentKeys, eq(agentKeys.id, replySuggestions.agentKeyId))
    .where(
      and(
        eq(replySuggestions.agentKeyId, agentKeyId),
        threadId === undefined ? undefined : eq(replySuggestions.threadId, threadId),
      ),
    )
    .orderBy(desc(replySuggestions.id))
    .limit(50);

export const isInMyThreads = (db: ReadDb, threadId: string, userId: string) =>
  db
    .select({ threadId: threadMembers.threadId })
    .from(threadMembers)
    .where(and(eq(threadMembers.threadId, threadId), eq(threadMembers.userId, userId)));

export const suggestionById = (tx: Tx, id: string) =>
  tx.select(shown).from(replySuggestions).where(eq(replySuggestions.id, id));

export const moveSuggestion = (tx: Tx, id: string, from: SuggestionState, to: 'used' | 'discarded', now: Date) =>
  tx
    .update(replySuggestions)
    .set({ state: to, decidedAt: now })
    .where(and(eq(replySuggestions.id, id), eq(replySuggestions.state, from)))
    .returning(shown);
