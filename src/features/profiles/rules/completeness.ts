import { locales, type LocalizedText } from '../../../core/locale.ts';
import type { CastingAttributes } from './casting.ts';

/** What makes a page convincing, in the order in which it is worth doing; points add up to a hundred. */
export const completenessPoints = {
  headline: 10,
  services: 15,
  avatar: 10,
  bio: 10,
  work: 15,
  languages: 5,
  tags: 5,
  hours: 5,
  casting: 10,
  credits: 5,
  translated: 10,
} as const;
export type CompletenessStep = keyof typeof completenessPoints;
export const completenessSteps = Object.keys(completenessPoints) as [CompletenessStep, ...CompletenessStep[]];

/** A bio shorter than this says little, a page with fewer pieces of work shows little. */
export const enough = { bio: 120, work: 3, tags: 3, languages: 2 } as const;

export type CompletenessFacts = {
  headline: LocalizedText;
  bio: LocalizedText;
  tags: readonly string[];
  languages: readonly string[];
  hasAvatar: boolean;
  activeServices: number;
  work: number;
  openings: number;
  casting: Pick<CastingAttributes, 'playingAgeFrom' | 'heightCm' | 'skills' | 'credits'>;
};

const longest = (text: LocalizedText): number => Math.max(0, ...Object.values(text).map((words) => words.length));
const inLanguages = (text: LocalizedText): number => locales.filter((locale) => text[locale]).length;

const done: Readonly<Record<CompletenessStep, (facts: CompletenessFacts) => boolean>> = {
  headline: ({ headline }) => longest(headline) > 0,
  services: ({ activeServices }) => activeServices > 0,
  avatar: ({ hasAvatar }) => hasAvatar,
  bio: ({ bio }) => longest(bio) >= enough.bio,
  work: ({ work }) => work >= enough.work,
  languages: ({ languages }) => languages.length >= enough.languages,
  tags: ({ tags }) => tags.length >= enough.tags,
  hours: ({ openings }) => openings > 0,
  // whoever plays nobody still has skills to name
  casting: ({ casting }) => casting.skills.length > 0 || casting.playingAgeFrom !== null || casting.heightCm !== null,
  credits: ({ casting }) => casting.credits.length > 0,
  // both kinds of reader find words of theirs: a second language for what a page says first
  translated: ({ headline, bio }) => inLanguages(headline) > 1 && inLanguages(bio) > 1,
};

export type Completeness = {
  points: number;
  next: CompletenessStep | null;
  steps: { step: CompletenessStep; points: number; done: boolean }[];
};

/** How much of a page is there, and what is worth doing next: the first step that is open. */
export function completeness(facts: CompletenessFacts): Completeness {
  const steps = completenessSteps.map((step) => ({ step, points: completenessPoints[step], done: done[step](facts) }));
  return {
    points: steps.reduce((sum, { points, done: has }) => sum + (has ? points : 0), 0),
    next: steps.find(({ done: has }) => !has)?.step ?? null,
    steps,
  };
}
