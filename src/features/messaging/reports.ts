import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { ofRole, requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/reports.ts';
import type { DecideReport, listReportsQuery, OperatorReport, ReportBody } from './schema/conduct.ts';

/** One of the two asks an operator to look. One open report each; until it is decided, nothing of the conversation is erased. */
export async function createReport(ctx: Ctx, tx: Tx, { threadId, ...said }: ReportBody & { threadId: string }) {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  if ((await queries.mine(tx, userId, threadId)).length === 0) absent();
  if ((await queries.openOfMine(tx, userId, threadId)).length > 0) throw new AppError('already_reported');
  const row = {
    reporterId: userId,
    threadId,
    reason: said.reason,
    note: said.note ?? '',
    messageId: said.messageId ?? null,
  };
  try {
    const made = (await queries.insert(tx, row)) ?? absent();
    return { ...made, createdAt: made.createdAt.toISOString() };
  } catch (error) {
    if (violates(error, 'reports_one_open_each')) throw new AppError('already_reported', { cause: error });
    if (violates(error, 'reports_message_is_of_the_thread') || violates(error, 'reports_message_id_messages_id_fk'))
      throw new AppError('invalid', { fields: { messageId: ['unknown'] }, cause: error });
    throw error;
  }
}

/** To anybody but an operator there is nothing here. */
export function requireOperator(who: identity.Me | undefined): identity.Me {
  if (!who) return absent();
  requireActive(who);
  return ofRole(who, ['admin']).ok ? who : absent();
}

export const operatorView = ({ report, ...told }: queries.Told): OperatorReport => ({
  id: report.id,
  threadId: report.threadId,
  messageId: report.messageId,
  reason: report.reason,
  note: report.note,
  state: report.state,
  createdAt: report.createdAt.toISOString(),
  kind: told.kind,
  reporter: { id: report.reporterId, name: told.reporterName },
  reported: { id: told.reportedId, name: told.reportedName },
  decidedAt: report.decidedAt?.toISOString() ?? null,
  decidedBy: told.decidedBy,
  decision: report.decision,
});

export async function listReports(ctx: Ctx, page: z.output<typeof listReportsQuery>) {
  const { userId } = actorOf(ctx);
  const { me, rows } = await ctx.doors.asSystem('operator: reports').read((db) => ({
    me: identity.me(db, userId),
    rows: queries.listed(db, page),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, page.limit).map(operatorView);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** Decided once, with a reason, in the log. Through the system's door. */
export async function decideReport(
  ctx: Ctx,
  tx: Tx,
  { reportId, decision, note }: DecideReport & { reportId: string },
) {
  const operator = requireOperator((await identity.me(tx, actorOf(ctx).userId))[0]);
  const [before] = await queries.byId(tx, reportId);
  if (!before) return absent();
  const words = { state: decision, decidedBy: operator.userId, decision: note, decidedAt: ctx.now };
  if ((await queries.decide(tx, reportId, words)).length === 0) throw new AppError('wrong_state');
  await queries.audit(tx, {
    action: 'report.decided',
    subjectKind: 'report',
    subjectId: reportId,
    actorId: operator.userId,
    reason: note,
    data: { decision, threadId: before.report.threadId, reporterId: before.report.reporterId },
    requestId: ctx.requestId,
    now: ctx.now,
  });
  const [after] = await queries.byId(tx, reportId);
  return operatorView(after ?? absent());
}
