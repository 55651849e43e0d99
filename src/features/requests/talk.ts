import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { messages } from '../../db/schema/messaging.ts';
import { attachTo, wordsFor } from '../attachments/binding.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { requireActive } from '../identity/rules.ts';
import { maskedOrNull } from '../messaging/rules.ts';
import { canPostInRequest } from '../messaging/rules/requests.ts';
import * as queries from './queries/facts.ts';

type Words = { body: string; attachmentIds?: readonly string[] | undefined };

/** Writes in a request's thread if the rule allows it now: to everyone in it, or as its owner to one provider (`toId`). */
export async function writeInRequest(
  ctx: Ctx,
  tx: Tx,
  { requestId, body, attachmentIds: ids = [], toId }: Words & { requestId: string; toId?: string | undefined },
): Promise<{ id: string; sentAt: Date }> {
  const who = requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  await queries.holdOpen(tx, requestId);
  const [facts] = (await queries.facts(tx, requestId)).rows;
  const [answered] = toId === undefined ? [] : (await queries.unlockOf(tx, requestId, toId)).rows;
  const may = canPostInRequest({
    policy: ctx.ports.messagingPolicy,
    speaker: { role: who.role, suspended: false },
    request: facts?.state ?? null,
    owner: facts?.owner ?? false,
    blocked: (facts?.blocked ?? false) || (answered?.blocked ?? false),
    ownerAway: facts?.ownerAway ?? false,
    entitled: facts?.entitled ?? false,
    unlock: facts?.unlock ?? null,
    answered: toId === undefined ? undefined : { unlock: answered?.status ?? null },
  });
  if (!may.ok)
    throw new AppError(may.why, may.why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging' } : {});
  const [thread] = (await queries.threadOf(tx, requestId)).rows;
  const threadId = thread?.id ?? absent();
  const words = await wordsFor(ctx, tx, { threadId, body, ids });
  const [sent] = await tx
    .insert(messages)
    .values({ threadId, senderId: who.userId, body: words, masked: maskedOrNull(words), toId: toId ?? null })
    .returning({ id: messages.id, sentAt: messages.sentAt });
  await attachTo(ctx, tx, { threadId, messageId: sent?.id ?? lostRace(), ids });
  return sent ?? lostRace();
}
