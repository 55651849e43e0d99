import * as z from 'zod';
import { audiences } from '../rules/audience.ts';
import {
  castingLimits as limits,
  creditKinds,
  eyeColours,
  hairs,
  playingAgeIsSound,
  voices,
} from '../rules/casting.ts';
import { distinct, line } from './words.ts';

export const credit = z.object({
  title: z.string(),
  role: z.string(),
  kind: z.enum(creditKinds),
  year: z.int(),
  production: z.string().meta({ description: 'who made it; empty when nobody need know' }),
});

/** What casting looks for. Nulls and empty lists: the talent has not said. */
export const casting = z.object({
  playingAgeFrom: z.int().nullable(),
  playingAgeTo: z.int().nullable(),
  heightCm: z.int().nullable(),
  hair: z.enum(hairs).nullable(),
  eyes: z.enum(eyeColours).nullable(),
  voice: z.enum(voices).nullable(),
  skills: z.array(z.string()),
  accents: z.array(z.string()),
  credits: z.array(credit).meta({ description: 'in the talent’s order' }),
});
export type Casting = z.infer<typeof casting>;

/** The same with whom it is meant for: as the talent sees it, and whoever it was shown to. */
export const castingFor = casting.extend({ seenBy: z.enum(audiences) });

const age = z.int().min(limits.age.least).max(limits.age.most).nullable();
export const setCastingBody = z
  .object({
    playingAgeFrom: age.default(null),
    playingAgeTo: age.default(null),
    heightCm: z.int().min(limits.height.least).max(limits.height.most).nullable().default(null),
    hair: z.enum(hairs).nullable().default(null),
    eyes: z.enum(eyeColours).nullable().default(null),
    voice: z.enum(voices).nullable().default(null),
    skills: z.array(line(limits.skill)).max(limits.skills).refine(distinct).default([]),
    accents: z.array(line(limits.accent)).max(limits.accents).refine(distinct).default([]),
    credits: z
      .array(
        z
          .object({
            title: line(limits.creditTitle),
            role: line(limits.creditRole, 0).default(''),
            kind: z.enum(creditKinds),
            year: z.int().min(limits.year).meta({ description: 'next year at most' }),
            production: line(limits.creditProduction, 0).default(''),
          })
          .strict(),
      )
      .max(limits.credits)
      .default([]),
    seenBy: z.enum(audiences).default('members'),
  })
  .strict()
  .refine(playingAgeIsSound, { path: ['playingAgeTo'] });
export type SetCasting = z.output<typeof setCastingBody>;
