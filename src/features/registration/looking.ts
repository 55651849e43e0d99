import type { AnyDb, Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { accountKinds } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { requireOperator } from './approving.ts';
import { audit } from './queries/approvals.ts';
import * as queries from './queries/settings.ts';
import { lookedAt } from './rules/approval.ts';
import type { ApprovalSetting, SetApproval } from './schema/setting.ts';

const facts = (ctx: Ctx, db: AnyDb) => ({
  me: identity.me(db, actorOf(ctx).userId),
  said: queries.settingWithSetter(db),
});

const view = (ctx: Ctx, said: Awaited<ReturnType<typeof queries.settingWithSetter>>[number] | undefined) =>
  ({
    kinds: [...lookedAt(said, ctx.ports.approvalFor)],
    setAt: said?.setAt.toISOString() ?? null,
    setBy: said?.setBy ?? null,
  }) satisfies ApprovalSetting;

/** Which kinds of accounts wait for an operator, and who said so. */
export async function getApprovalSetting(ctx: Ctx): Promise<ApprovalSetting> {
  const { me, said } = await ctx.doors.asSystem('operator: approvals').read((db) => facts(ctx, db));
  requireOperator(me[0]);
  return view(ctx, said[0]);
}

/** Counts for whoever registers from now on; who waits already is decided one by one. */
export async function setApprovalSetting(ctx: Ctx, tx: Tx, wish: SetApproval): Promise<ApprovalSetting> {
  const asked = facts(ctx, tx);
  const operator = requireOperator((await asked.me)[0]);
  const before = view(ctx, (await asked.said)[0]);
  const kinds = accountKinds.filter((kind) => wish.kinds.includes(kind));
  await queries.keepSetting(tx, kinds, operator.userId, ctx.now);
  await audit(tx, {
    at: ctx.now,
    actorId: operator.userId,
    action: 'approval.set',
    subjectKind: 'setting',
    subjectId: 'approval',
    data: { from: before.kinds, to: kinds },
    requestId: ctx.requestId,
  });
  return view(ctx, (await queries.settingWithSetter(tx))[0]);
}
