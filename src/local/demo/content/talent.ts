import type { LocalizedText, Locale } from '../../../core/locale.ts';
import type { CategoryId } from '../../../features/discovery/categories.ts';
import type { CityId } from '../../../features/discovery/places.ts';
import type { WeekName } from './weeks.ts';

/** What a demo talent offers. `price` is in the charged unit of the city's currency: dinars, or centimes of a dirham. */
export type DemoService = {
  title: LocalizedText;
  about: LocalizedText;
  price: number;
  minutes: number;
  place: 'on_site' | 'studio' | 'remote';
};

/** One piece of the portfolio; its picture is drawn from the slug. */
export type DemoWork = { title: LocalizedText; about?: LocalizedText };

/** A job done, paid and reviewed: what it was, where, and what the customer said of it. */
export type DemoJob = {
  service: number;
  what: string;
  where: string;
  stars: 1 | 2 | 3 | 4 | 5;
  said: string;
  /** the customer's language, when it is not the talent's */
  in?: Locale;
  /** a customer's handle; chosen among those of the language and country when absent */
  by?: string;
  /** what the talent says of the customer, when they say anything */
  back?: string;
};

export type DemoTalent = {
  slug: string;
  name: string;
  trade: CategoryId;
  city: CityId;
  plan?: 'PRO' | 'AGENCY';
  /** the language the talent writes in */
  locale: Locale;
  languages: string[];
  tags: string[];
  week: WeekName;
  headline: LocalizedText;
  bio: LocalizedText;
  services: DemoService[];
  works: DemoWork[];
  jobs: DemoJob[];
};
