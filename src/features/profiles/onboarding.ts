import { lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { cities } from '../discovery/places.ts';
import type { MeView } from '../identity/schema.ts';
import * as identity from '../identity/service.ts';
import * as registration from '../registration/service.ts';
import type { Onboarding } from '../registration/schema/onboarding.ts';
import * as queries from './queries.ts';
import { refuseHouseNames } from './rules/house-names.ts';
import { refuseContacts } from './rules/plain-words.ts';
import { usualHours } from './rules/profile.ts';
import { slugAttempt, slugFrom } from './rules/slug.ts';

/** People who share a name are numbered; after this many tries somebody is playing. */
const numbered = 50;

/** Says once what a person is here for. A talent gets a profile of their own, not public yet, at an address made from their name. */
export async function completeOnboarding(ctx: Ctx, tx: Tx, input: Onboarding): Promise<MeView> {
  refuseContacts({ name: input.name, headline: input.kind === 'talent' ? input.headline : undefined });
  refuseHouseNames({ name: input.name });
  const person = await registration.register(ctx, tx, input);
  if (input.kind === 'talent' || input.kind === 'agency') await draft(tx, person.userId, input);
  await registration.keepAnswers(ctx, tx, person, input);
  return identity.meAfter(tx, person.userId, ctx.now);
}

async function draft(tx: Tx, userId: string, input: Extract<Onboarding, { kind: 'talent' | 'agency' }>): Promise<void> {
  const { name, category, city, locale } = input;
  const base = slugFrom(name);
  const { country, timeZone } = cities[city];
  const spoken = input.kind === 'talent' ? (input.languages ?? []) : [];
  const headline = input.kind === 'talent' && input.headline ? { [locale]: input.headline } : {};
  for (let attempt = 1; attempt <= numbered; attempt += 1) {
    const [made] = await queries.insertProfile(tx, {
      userId,
      slug: slugAttempt(base, attempt),
      displayName: name,
      headline,
      category,
      city,
      timeZone,
      languages: spoken.length > 0 ? [...new Set(spoken)] : [locale],
    });
    if (!made) continue;
    await queries.insertHours(tx, made.id, usualHours(country));
    return;
  }
  lostRace();
}
