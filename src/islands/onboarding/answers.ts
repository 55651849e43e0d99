import { cityIds, cities, type CityId } from '../../features/discovery/places.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import type { AccountKind } from '../../features/identity/rules.ts';
import { isBirthDate, isMinor, localDate } from '../../features/registration/rules/minors.ts';
import {
  companySizes,
  questions,
  registrationLimits,
  rosterSizes,
  type QuestionName,
  type StepName,
} from '../../features/registration/rules/questions.ts';
import { guardianEmail } from '../../features/registration/schema/guardian.ts';
import { website } from '../../features/registration/schema/fields.ts';
import { isSpoken } from '../../features/profiles/rules/languages.ts';
import type { OnboardingBody } from '../../client/api.ts';
import { locales } from '../../core/locale.ts';

export type Answer = string | string[] | null;
export type Answers = Partial<Record<QuestionName, Answer>>;
/** What a field holds before anybody has said anything. */
export type Defaults = { name: string; email: string; locale: string; timeZone: string };

export const textOf = (answers: Answers, name: QuestionName): string => {
  const said = answers[name];
  return typeof said === 'string' ? said : '';
};
export const listOf = (answers: Answers, name: QuestionName): string[] => {
  const said = answers[name];
  return Array.isArray(said) ? said : [];
};

/** A person's own name is known from the sign-in; a company's and a stage's is not. */
export function filled(kind: AccountKind, answers: Answers, { name, locale, timeZone }: Defaults): Answers {
  const organisation = kind === 'company' || kind === 'agency';
  return {
    ...(organisation ? { contactName: name } : { name }),
    locale,
    timeZone,
    ...(kind === 'talent' && { languages: [locale] }),
    ...answers,
  };
}

export const timeZoneOf = (answers: Answers): string | null => {
  const city = cityIds.find((id) => id === answers.city);
  return city ? cities[city].timeZone : null;
};

/** A guardian is asked for as soon as the date says so, by the calendar of where the talent works. */
export function needsGuardian(answers: Answers, now: Date): boolean {
  const birthDate = textOf(answers, 'birthDate');
  const zone = timeZoneOf(answers) ?? textOf(answers, 'timeZone');
  return zone !== '' && isBirthDate(birthDate, localDate(now, zone)) && isMinor(birthDate, zone, now);
}

export type Wrong = 'required' | 'website' | 'email' | 'ownAddress' | 'birthDate' | 'tooMany';

/** The questions of a step as they are asked now. */
export function askedIn(kind: AccountKind, step: StepName, answers: Answers, now: Date) {
  const asked = questions[kind][step] ?? [];
  const guardian = step === 'age' && needsGuardian(answers, now);
  return guardian
    ? [...asked, { name: 'guardianName', required: true } as const, { name: 'guardianEmail', required: true } as const]
    : asked;
}

/** What of a step cannot be sent as it is, field by field. The server judges it again. */
export function wrongIn(
  kind: AccountKind,
  step: StepName,
  answers: Answers,
  defaults: Defaults,
  now: Date,
): Partial<Record<QuestionName, Wrong>> {
  const wrong: Partial<Record<QuestionName, Wrong>> = {};
  for (const { name, required } of askedIn(kind, step, answers, now)) {
    const said = answers[name];
    const empty = Array.isArray(said) ? said.length === 0 : (said ?? '').trim() === '';
    if (empty) {
      if (required) wrong[name] = 'required';
    } else if (name === 'website' && !website.safeParse(said).success) wrong[name] = 'website';
    else if (name === 'hires' && listOf(answers, name).length > registrationLimits.hires) wrong[name] = 'tooMany';
    else if (name === 'birthDate') {
      const today = localDate(now, timeZoneOf(answers) ?? (textOf(answers, 'timeZone') || 'UTC'));
      if (!isBirthDate(textOf(answers, name), today)) wrong[name] = 'birthDate';
    } else if (name === 'guardianEmail') {
      const address = guardianEmail.safeParse(said);
      if (!address.success) wrong[name] = 'email';
      else if (address.data === defaults.email.toLowerCase()) wrong[name] = 'ownAddress';
    }
  }
  return wrong;
}

const among = <Id extends string>(ids: readonly Id[], said: string): Id | null => ids.find((id) => id === said) ?? null;

/** All of it in the words of the call that ends the registration; null while something is missing that a step asks for. */
export function bodyOf(kind: AccountKind, answers: Answers, now: Date): OnboardingBody | null {
  const text = (name: QuestionName) => textOf(answers, name).trim();
  const maybe = (name: QuestionName) => text(name) || null;
  const locale = among(locales, text('locale'));
  if (!locale || text('name') === '' || text('timeZone') === '') return null;
  const welcome = { name: text('name'), locale, timeZone: text('timeZone') };
  const city: CityId | null = among(cityIds, text('city'));
  const category = among(categoryIds, text('category'));
  const hires = categoryIds.filter((id) => listOf(answers, 'hires').includes(id));
  const common = { website: maybe('website'), about: maybe('about') };
  switch (kind) {
    case 'individual':
      return { kind, ...welcome, city };
    case 'professional':
      return {
        kind,
        ...welcome,
        ...common,
        city,
        hires,
        profession: maybe('profession'),
        organisation: maybe('organisation'),
      };
    case 'company':
      return {
        kind,
        ...welcome,
        ...common,
        city,
        hires,
        contactName: maybe('contactName'),
        size: among(companySizes, text('size')),
      };
    case 'agency':
      if (!city || !category) return null;
      return {
        kind,
        ...welcome,
        ...common,
        city,
        category,
        contactName: maybe('contactName'),
        size: among(rosterSizes, text('size')),
      };
    case 'talent': {
      if (!city || !category || text('birthDate') === '') return null;
      const guardian = needsGuardian(answers, now)
        ? { guardian: { name: text('guardianName'), email: text('guardianEmail') } }
        : {};
      const headline = text('headline');
      return {
        kind,
        ...welcome,
        city,
        category,
        languages: listOf(answers, 'languages').filter(isSpoken),
        birthDate: text('birthDate'),
        ...(headline && { headline }),
        ...guardian,
      };
    }
  }
}
