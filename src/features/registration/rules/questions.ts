import type { AccountKind } from '../../identity/rules.ts';

/** Everything that is asked of somebody who registers, whatever they are here as. */
export const questionNames = [
  'name',
  'locale',
  'timeZone',
  'city',
  'organisation',
  'contactName',
  'profession',
  'hires',
  'website',
  'about',
  'size',
  'category',
  'languages',
  'headline',
  'birthDate',
  'guardianName',
  'guardianEmail',
] as const;
export type QuestionName = (typeof questionNames)[number];
export type Question = { name: QuestionName; required: boolean };

export const stepNames = ['kind', 'you', 'work', 'age'] as const;
export type StepName = (typeof stepNames)[number];

const must = (...names: QuestionName[]): Question[] => names.map((name) => ({ name, required: true }));
const may = (...names: QuestionName[]): Question[] => names.map((name) => ({ name, required: false }));
const letters = must('locale', 'timeZone');

/** Only what this kind of account needs, step by step; an empty step is not shown. A guardian is asked for where the talent is a minor. */
export const questions: Readonly<Record<AccountKind, Readonly<Partial<Record<StepName, readonly Question[]>>>>> = {
  individual: { you: [...must('name'), ...may('city'), ...letters] },
  professional: {
    you: [...must('name', 'city'), ...letters],
    work: [...must('profession'), ...may('hires', 'organisation', 'website', 'about')],
  },
  company: {
    you: [...must('name', 'contactName', 'city'), ...letters],
    work: may('size', 'hires', 'website', 'about'),
  },
  agency: {
    you: [...must('name', 'contactName', 'city'), ...letters],
    work: [...must('category', 'size'), ...may('website', 'about')],
  },
  talent: {
    you: [...must('name', 'city'), ...letters],
    work: [...must('category', 'languages'), ...may('headline')],
    age: must('birthDate'),
  },
};

/** What stays with an account and can be changed later; names and letters are the person's own, a craft is the profile's. */
export const keptDetails = [
  'organisation',
  'contactName',
  'profession',
  'hires',
  'city',
  'website',
  'about',
  'size',
] as const satisfies readonly QuestionName[];
export type KeptDetail = (typeof keptDetails)[number];
export function detailsOf(kind: AccountKind): KeptDetail[] {
  // where a talent works stands in their profile
  if (kind === 'talent') return [];
  const asked = new Set(Object.values(questions[kind]).flatMap((step) => step.map(({ name }) => name)));
  return keptDetails.filter((name) => asked.has(name));
}

/** The steps somebody of this kind goes through; whoever has not chosen one has all before them. */
export const stepsOf = (kind: AccountKind | null): StepName[] =>
  kind === null ? ['kind', 'you'] : stepNames.filter((step) => step === 'kind' || questions[kind][step] !== undefined);

/** Of a company and of an agency: how many people work there, how many talents it looks after. */
export const companySizes = ['1-10', '11-50', '51-200', '201+'] as const;
export const rosterSizes = ['1-5', '6-25', '26-100', '101+'] as const;

export const registrationLimits = {
  line: 120,
  website: 200,
  about: 1_000,
  hires: 8,
  /** a draft as text, in characters: room for every answer twice over */
  draft: 8_000,
} as const;

/** What an account of this kind may want to pay for next; nothing is sold on the way in. */
export const planWish = (kind: AccountKind): 'professional' | 'company' | 'AGENCY' | null =>
  kind === 'professional' || kind === 'company' ? kind : kind === 'agency' ? 'AGENCY' : null;
