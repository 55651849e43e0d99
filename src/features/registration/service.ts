import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import type { Ctx } from '../ctx.ts';
import { decideOnboarding } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { registerAge } from './guarding.ts';
import * as queries from './queries/drafts.ts';
import { announce } from './queries/news.ts';
import * as settings from './queries/settings.ts';
import { bornAs, lookedAt } from './rules/approval.ts';
import { detailsOf } from './rules/questions.ts';
import type { Onboarding } from './schema/onboarding.ts';

/** An operator began to look at this kind between our reading and our writing: asked again, the account waits. */
const orSaidMeanwhile = (error: unknown): never => {
  if (violates(error, 'users_are_looked_at')) throw new AppError('lost_race', { cause: error });
  throw error;
};

/** Says once what a person is here for; what they typed on the way is thrown away. A talent's profile is the neighbour's to make. */
export async function register(ctx: Ctx, tx: Tx, input: Onboarding): Promise<identity.Me> {
  const person = await identity.present(ctx, tx);
  const decision = decideOnboarding(person, input.kind);
  if (!decision.ok) throw new AppError(decision.why);
  const { kind, name, locale, timeZone } = input;
  const [said] = await settings.lookedAt(tx);
  const approval = bornAs(kind, lookedAt(said, ctx.ports.approvalFor));
  const account = { ...decision.value, name, locale, timeZone, approval };
  if (!(await identity.onboard(tx, person.userId, account, ctx.now).catch(orSaidMeanwhile)))
    throw new AppError('already_onboarded');
  await queries.throwAway(tx, person.userId);
  return { ...person, ...account };
}

/** What else was said: of the account, and of a talent's age. After the profile, whose clock tells who is a minor. */
export async function keepAnswers(ctx: Ctx, tx: Tx, who: identity.Me, input: Onboarding): Promise<void> {
  const { userId } = who;
  if (input.kind === 'talent') await registerAge(ctx, tx, who, input);
  else {
    const said: Partial<Record<string, unknown>> = input;
    const kept = detailsOf(input.kind).filter((name) => said[name] !== undefined);
    // each is of the column's own type: the body's shape is made of the columns' fields
    const details = Object.fromEntries(kept.map((name) => [name, said[name]])) as Partial<queries.Details>;
    await queries.keepDetails(tx, { ...details, userId, kind: input.kind }, ctx.now);
  }
  await announce(tx, 'account.registered', { userId, actorId: userId }, ctx.now);
}
