import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { messages } from '../../db/schema/messaging.ts';
import { attachTo, wordsFor } from '../attachments/binding.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { requireActive } from '../identity/rules.ts';
import { maskedOrNull } from '../messaging/rules.ts';
import { canPostInRequest, type RequestTalk } from '../messaging/rules/requests.ts';
import { contextsOn } from '../messaging/rules/speaker.ts';
import type { Role } from '../identity/rules.ts';
import * as queries from './queries/facts.ts';
import * as thread from './queries/thread.ts';

type Words = { body: string; attachmentIds?: readonly string[] | undefined };

/** What the rule asks of whoever writes or looks; nothing known of a request means that there is none. */
export const talkOf = (
  ctx: Ctx,
  role: Role,
  facts: queries.RequestFacts | undefined,
  answered?: RequestTalk['answered'] & { blocked: boolean },
): RequestTalk => ({
  policy: ctx.ports.messagingPolicy,
  speaker: { role, suspended: false },
  request: facts?.state ?? null,
  owner: facts?.owner ?? false,
  blocked: (facts?.blocked ?? false) || (answered?.blocked ?? false),
  ownerAway: facts?.ownerAway ?? false,
  entitled: facts?.entitled ?? false,
  unlock: facts?.unlock ?? null,
  answered,
});

/** A deploy without the board has none of its addresses: that is said before anybody is asked who they are. */
export function requireRequests(ctx: Ctx): void {
  if (!contextsOn[ctx.ports.messagingPolicy].request) absent();
}

/** What the body says beside the code: a plan that lacks it is named with the way to one that has it (product.md 3.6). */
export const refusalOf = (why: ConstructorParameters<typeof AppError>[0]): AppError =>
  new AppError(why, why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging' } : {});

/** Writes in a request's thread if the rule allows it now: to everyone in it, or as its owner to one provider (`to`: their unlock). */
export async function writeInRequest(
  ctx: Ctx,
  tx: Tx,
  { requestId, body, attachmentIds: ids = [], to }: Words & { requestId: string; to?: string | undefined },
): Promise<{ id: string; sentAt: Date }> {
  const who = requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  await queries.hold(tx, requestId);
  const [facts] = (await queries.facts(tx, requestId)).rows;
  const answered =
    to === undefined
      ? undefined
      : (await thread.people(tx, requestId)).rows.find(({ unlockId, me }) => unlockId === to && !me);
  const may = canPostInRequest(
    talkOf(
      ctx,
      who.role,
      facts,
      to === undefined
        ? undefined
        : { unlock: answered?.status ?? null, away: answered?.away ?? false, blocked: answered?.blocked ?? false },
    ),
  );
  if (!may.ok) throw refusalOf(may.why);
  const [found] = (await queries.threadOf(tx, requestId)).rows;
  const threadId = found?.id ?? absent();
  const words = await wordsFor(ctx, tx, { threadId, body, ids });
  const [sent] = await tx
    .insert(messages)
    .values({
      threadId,
      senderId: who.userId,
      body: words,
      masked: maskedOrNull(words),
      toId: answered?.userId ?? null,
    })
    .returning({ id: messages.id, sentAt: messages.sentAt });
  await attachTo(ctx, tx, { threadId, messageId: sent?.id ?? lostRace(), ids });
  return sent ?? lostRace();
}
