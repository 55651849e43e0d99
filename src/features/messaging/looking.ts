import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/looking.ts';
import * as reports from './queries/reports.ts';
import { operatorView, requireOperator } from './reports.ts';
import { needsReason } from './rules/conduct.ts';
import type { LookedThread, lookQuery } from './schema/conduct.ts';

type Look = { threadId: string } & z.output<typeof lookQuery>;

/**
 * An operator reads a conversation: with a reason, and with a line in the log that is written in the same transaction, so that
 * nobody reads unseen. The two learn that it happened once no case of it is open.
 */
export async function lookAtThread(ctx: Ctx, { threadId: id, reason = '', ...page }: Look): Promise<LookedThread> {
  const { userId } = actorOf(ctx);
  return ctx.doors.asSystem('operator: conversations').write(async (tx) => {
    requireOperator((await identity.me(tx, userId))[0]);
    const [found] = await queries.thread(tx, id);
    if (!found) return absent();
    const threadId = found.id;
    const disputed = found.kind === 'booking' && found.state === 'disputed';
    if (reason === '' && needsReason({ disputed })) throw new AppError('invalid', { fields: { reason: ['required'] } });
    const why = reason === '' ? 'dispute' : reason;
    await queries.writeDown(tx, { threadId, operatorId: userId, reason: why, lookedAt: ctx.now });
    await reports.audit(tx, {
      action: 'thread.looked',
      subjectKind: 'thread',
      subjectId: threadId,
      actorId: userId,
      reason: why,
      data: { kind: found.kind, disputed },
      requestId: ctx.requestId,
      now: ctx.now,
    });
    const rows = await queries.said(tx, found, page);
    const shown = rows.slice(0, page.limit);
    const talents =
      found.kind === 'request'
        ? await queries.providers(tx, found.subjectId)
        : [{ id: found.talentId, name: found.talentName }];
    const members = [
      { id: found.customerId, side: 'customer' as const, name: found.customerName },
      ...talents.map((one) => ({ ...one, side: 'talent' as const })),
    ];
    const called = (id: string | null) => members.find((member) => member.id === id)?.name ?? null;
    const files = await queries.files(
      tx,
      shown.map(({ id }) => id),
    );
    return {
      id: found.id,
      kind: found.kind,
      subjectId: found.subjectId,
      state: found.state,
      members,
      messages: shown
        .map(({ by, to, ...row }) => ({
          ...row,
          ...(found.kind === 'request' ? { name: called(by), to: called(to) } : {}),
          attachments: files.filter(({ messageId }) => messageId === row.id).map(({ name, type }) => ({ name, type })),
        }))
        .reverse(),
      nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
      reports: (await reports.ofThread(tx, threadId)).map(operatorView),
    };
  });
}
