import { eq } from 'drizzle-orm';
import type { ReadDb } from '../../db/client.ts';
import { webhookEndpoints } from '../../db/schema/agents.ts';
import type { Ctx } from '../ctx.ts';
import { compose, textIn, type Outgoing } from './compose.ts';
import * as queries from './queries.ts';

const endpoint = (db: ReadDb, id: string) =>
  db
    .select({ name: webhookEndpoints.name, url: webhookEndpoints.url, reason: webhookEndpoints.disabledReason })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, id));

/** An address that is told nothing more: its owner hears of it, unless they have switched it on again or removed it. */
export async function agentLetters(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const { readers, endpoints } = await ctx.doors.asSystem('outbox: agent').read((db) => ({
    readers: queries.personById(db, textIn(news, 'userId')),
    endpoints: endpoint(db, textIn(news, 'endpointId')),
  }));
  const [reader] = readers;
  const [there] = endpoints;
  if (!reader || !there || there.reason === null || there.reason === 'owner') return [];
  return compose(ctx, news, 'owner', reader, (t) => ({
    name: `agent.endpoint_${there.reason}`,
    values: { endpoint: there.name },
    facts: [[t('fact.address'), there.url]],
    path: '/agents/',
    footer: 'footer.agents',
  }));
}
