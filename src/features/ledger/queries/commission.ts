import { and, desc, eq, getTableColumns, isNull, lt, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { commissionRules } from '../../../db/schema/ledger.ts';
import { users } from '../../../db/schema/users.ts';
import type { CommissionRule, Plan, Scope } from '../rules/commission.ts';

type Reads = Pick<ReadDb, 'select'>;

export type RuleRow = typeof commissionRules.$inferSelect;

/** The rules in force that may speak of this talent. Who may not see the rules finds none. */
export const rulesFor = (tx: Reads, talentUserId: string) =>
  tx
    .select()
    .from(commissionRules)
    .where(
      and(
        isNull(commissionRules.endedAt),
        sql`coalesce(${commissionRules.talentUserId}, ${talentUserId}) = ${talentUserId}`,
      ),
    );

/** What a talent has now; another's plan is the system's to know. */
export const planOf = (tx: Reads, userId: string) =>
  tx
    .select({ plan: sql<Plan | null>`app.plan_of(${users.id})` })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.role, 'talent')));

const withName = {
  rule: getTableColumns(commissionRules),
  talentName: sql<string | null>`app.name_of(${commissionRules.talentUserId})`,
};

export const rules = (db: Reads, page: { ended: boolean; cursor?: string | undefined }, limit: number) =>
  db
    .select(withName)
    .from(commissionRules)
    .where(
      and(
        page.ended ? undefined : isNull(commissionRules.endedAt),
        page.cursor === undefined ? undefined : lt(commissionRules.id, page.cursor),
      ),
    )
    .orderBy(desc(commissionRules.id))
    .limit(limit);
export type ShownRule = Awaited<ReturnType<typeof rules>>[number];

export const ruleById = (db: Reads, id: string) =>
  db.select(withName).from(commissionRules).where(eq(commissionRules.id, id));

/** Ends the rule of this scope that is in force; two hands on one scope wait for each other here. */
export async function endRule(tx: Tx, scope: Scope, now: Date): Promise<RuleRow | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('commission rules', 0))`);
  const [ended] = await tx
    .update(commissionRules)
    .set({ endedAt: now })
    .where(
      and(
        isNull(commissionRules.endedAt),
        sql`${commissionRules.talentUserId} is not distinct from ${scope.talentUserId}`,
        sql`${commissionRules.plan} is not distinct from ${scope.plan}`,
        sql`${commissionRules.currency} is not distinct from ${scope.currency}`,
      ),
    )
    .returning();
  return ended ?? null;
}

export async function addRule(tx: Tx, rule: CommissionRule & { createdBy: string }, now: Date): Promise<RuleRow> {
  const [made] = await tx
    .insert(commissionRules)
    .values({ ...rule, createdAt: now })
    .returning();
  if (!made) throw new Error('a rule was made and is not there');
  return made;
}
