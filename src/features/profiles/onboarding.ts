import { AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { cities } from '../discovery/places.ts';
import { decideOnboarding } from '../identity/rules.ts';
import type { MeView } from '../identity/schema.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries.ts';
import { usualHours } from './rules/profile.ts';
import { slugAttempt, slugFrom } from './rules/slug.ts';
import type { Onboarding } from './schema.ts';

/** People who share a name are numbered; after this many tries somebody is playing. */
const numbered = 50;

/** Says once what a person is here for. A talent gets a profile of their own, not public yet, at an address made from their name. */
export async function completeOnboarding(ctx: Ctx, tx: Tx, input: Onboarding): Promise<MeView> {
  const person = await identity.present(ctx, tx);
  const decision = decideOnboarding(person, input.kind);
  if (!decision.ok) throw new AppError(decision.why);
  const { name, locale, timeZone } = input;
  if (!(await identity.onboard(tx, person.userId, { ...decision.value, name, locale, timeZone }, ctx.now)))
    throw new AppError('already_onboarded');
  if (input.kind === 'talent') await draft(tx, person.userId, input);
  return identity.meAfter(tx, person.userId, ctx.now);
}

async function draft(
  tx: Tx,
  userId: string,
  { name, category, city, locale }: Extract<Onboarding, { kind: 'talent' }>,
): Promise<void> {
  const base = slugFrom(name);
  const { country, timeZone } = cities[city];
  for (let attempt = 1; attempt <= numbered; attempt += 1) {
    const [made] = await queries.insertProfile(tx, {
      userId,
      slug: slugAttempt(base, attempt),
      displayName: name,
      category,
      city,
      timeZone,
      languages: [locale],
    });
    if (!made) continue;
    await queries.insertHours(tx, made.id, usualHours(country));
    return;
  }
  lostRace();
}
