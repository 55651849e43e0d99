import { readText, type LocalizedText } from '../../../core/locale.ts';
import type { Audience } from './audience.ts';

export const profileLimits = {
  displayName: 80,
  headline: 160,
  bio: 4000,
  tags: 12,
  tag: 30,
  languages: 8,
  serviceTitle: 120,
  serviceDescription: 2000,
  services: 30,
  /** in the charged unit: far above any honest price, far below what a number can hold */
  price: 999_999_999_999,
  minutes: { least: 15, most: 20_160 },
  weeklyHours: 42,
} as const;

export type PublishFacts = {
  displayName: string;
  headline: LocalizedText;
  activeServices: number;
  /** the talent is not of age, and nobody who answers for them has consented */
  guardianMissing: boolean;
};
export const publishGaps = ['displayName', 'headline', 'services', 'guardian'] as const;
export type PublishGap = (typeof publishGaps)[number];

/** What a stranger needs to make sense of a page. */
export function missingForPublish(page: PublishFacts): PublishGap[] {
  const { displayName, headline, activeServices, guardianMissing } = page;
  const gaps: PublishGap[] = [];
  if (displayName.trim() === '') gaps.push('displayName');
  if (readText(headline, 'en') === null) gaps.push('headline');
  if (activeServices === 0) gaps.push('services');
  if (guardianMissing) gaps.push('guardian');
  return gaps;
}

/** Only what everyone sees is on the public site. Null: there is no profile. */
export const isPublic = ({ publishedAt, seenBy }: { publishedAt: Date | null; seenBy: Audience | null }): boolean =>
  publishedAt !== null && seenBy === 'everyone';

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

type Hours = { weekday: number; startsAt: string; endsAt: string };

/** Each opening runs forward, and no two of one day overlap. */
export function hoursAreSound(hours: readonly Hours[]): boolean {
  if (hours.some(({ startsAt, endsAt }) => minutesOf(startsAt) >= minutesOf(endsAt))) return false;
  return !hours.some((one, at) =>
    hours.some(
      (other, place) =>
        place > at &&
        one.weekday === other.weekday &&
        minutesOf(one.startsAt) < minutesOf(other.endsAt) &&
        minutesOf(other.startsAt) < minutesOf(one.endsAt),
    ),
  );
}

/** Hours a new talent starts with: the working week of their country, theirs to change. */
export function usualHours(country: 'IQ' | 'MA'): Hours[] {
  const week = country === 'IQ' ? [7, 1, 2, 3, 4] : [1, 2, 3, 4, 5];
  return week.map((weekday) => ({ weekday, startsAt: '10:00', endsAt: '18:00' }));
}
