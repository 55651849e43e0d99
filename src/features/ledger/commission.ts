import type * as z from 'zod';
import { AppError, lostRace } from '../../core/errors.ts';
import { databaseError } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { asker, operatorIn, requireOperator } from './operator.ts';
import * as queries from './queries/commission.ts';
import { audit } from './queries/entries.ts';
import type { commissionRule, commissionRuleQuery, setCommissionRuleBody } from './schema.ts';

const shown = ({ rule, talentName }: queries.ShownRule): z.input<typeof commissionRule> => ({
  ...rule,
  talentName,
  createdAt: rule.createdAt.toISOString(),
  endedAt: rule.endedAt?.toISOString() ?? null,
});

export async function listCommissionRules(ctx: Ctx, page: z.output<typeof commissionRuleQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.rules(db, page, page.limit + 1),
  }));
  requireOperator(me[0]);
  const items = rows.slice(0, page.limit).map(shown);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** Ends the rule of this scope and begins another, or none. What was agreed before keeps its share. */
export async function setCommissionRule(ctx: Ctx, tx: Tx, input: z.output<typeof setCommissionRuleBody>) {
  await operatorIn(ctx, tx);
  const { userId } = actorOf(ctx);
  const { reason, basisPoints, ...rest } = input;
  const scope = { talentUserId: rest.talentUserId, plan: rest.plan, currency: rest.currency };
  const isDefault = scope.talentUserId === null && scope.plan === null && scope.currency === null;
  // without the last of all rules a payment would not know its share
  if (basisPoints === null && isDefault) throw new AppError('invalid', { fields: { basisPoints: ['required'] } });
  const ended = await queries.endRule(tx, scope, ctx.now);
  let made: queries.RuleRow | null = null;
  if (basisPoints !== null) {
    try {
      made = await tx.transaction((inner) =>
        queries.addRule(inner, { ...rest, basisPoints, createdBy: userId }, ctx.now),
      );
    } catch (fault) {
      if (databaseError(fault)?.code === '23503')
        throw new AppError('invalid', { fields: { talentUserId: ['not_found'] }, cause: fault });
      throw fault;
    }
  }
  await audit(tx, {
    action: made === null ? 'commission.ended' : 'commission.set',
    subjectKind: 'commission_rule',
    subjectId: made?.id ?? ended?.id ?? 'none',
    reason,
    data: { ...scope, basisPoints, fixed: rest.fixed, minimum: rest.minimum, ended: ended?.id ?? null },
    actorId: userId,
    requestId: ctx.requestId,
    now: ctx.now,
  });
  const named = async (rule: queries.RuleRow | null) =>
    rule === null ? null : shown((await queries.ruleById(tx, rule.id))[0] ?? lostRace());
  return { rule: await named(made), ended: await named(ended) };
}
