import { parseDate, type CalendarDate } from '@internationalized/date';
import { locales, type Locale } from '../../core/locale.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import { cityIds } from '../../features/discovery/places.ts';
import type { AccountKind } from '../../features/identity/rules.ts';
import { spokenLanguages } from '../../features/profiles/rules/languages.ts';
import {
  companySizes,
  registrationLimits as limits,
  rosterSizes,
  type Question,
  type QuestionName,
} from '../../features/registration/rules/questions.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import { translateIfKnown, type Translate } from '../../i18n/translate.ts';
import { languageNames, timeZoneChoices } from '../account/choices.ts';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { Select, type Choice } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { listOf, textOf, type Answers } from './answers.ts';

export type FieldPart = {
  kind: AccountKind;
  answers: Answers;
  onAnswer: (said: Answers) => void;
  locale: Locale;
  words: OnboardingMessages;
  t: Translate<OnboardingMessages>;
  label: (key: string) => string;
};

const dateOf = (text: string): CalendarDate | null => {
  try {
    return text === '' ? null : parseDate(text);
  } catch {
    return null;
  }
};

const lines: Partial<Record<QuestionName, { most: number; complete?: string; type?: 'email' | 'url' }>> = {
  name: { most: 80, complete: 'name' },
  contactName: { most: limits.line, complete: 'name' },
  organisation: { most: limits.line, complete: 'organization' },
  profession: { most: limits.line, complete: 'organization-title' },
  website: { most: limits.website, complete: 'url' },
  headline: { most: 160 },
  guardianName: { most: 80, complete: 'off' },
  guardianEmail: { most: 254, complete: 'off', type: 'email' },
};

/** One question, asked in the words of this kind of account. */
export function QuestionField({ name, required, ...part }: Question & FieldPart) {
  const { kind, answers, onAnswer, locale, words, t, label } = part;
  const own = (key: string): string | undefined =>
    translateIfKnown(words, `${key}.${kind}`, translateIfKnown(words, key, '')) || undefined;
  const text = textOf(answers, name);
  const say = (said: string) => onAnswer({ [name]: said });
  const hint = own(`${name}.hint`) ?? '';
  const shown = { name, label: own(name === 'locale' ? 'language' : name) ?? name, isRequired: required };
  const hinted = { ...shown, ...(hint && { hint }) };
  const select = (choices: readonly Choice[]) => (
    <Select {...hinted} placeholder={t('choose')} value={text || null} onChange={say} choices={choices} />
  );
  switch (name) {
    case 'locale':
      return select(locales.map((id) => ({ id, label: languageNames[id] })));
    case 'timeZone':
      return select(timeZoneChoices(locale, text));
    case 'city':
      return select(cityIds.map((id) => ({ id, label: label(`city.${id}`) })));
    case 'category':
      return select(categoryIds.map((id) => ({ id, label: label(`category.${id}`) })));
    case 'size':
      return select((kind === 'agency' ? rosterSizes : companySizes).map((id) => ({ id, label: t(`size.${id}`) })));
    case 'hires':
    case 'languages':
      return (
        <CheckboxGroup
          {...hinted}
          value={listOf(answers, name)}
          onChange={(chosen) => onAnswer({ [name]: chosen })}
          choices={
            name === 'hires'
              ? categoryIds.map((id) => ({ id: id as string, label: label(`category.${id}`) }))
              : spokenLanguages.map((id) => ({ id, label: label(`language.${id}`) }))
          }
        />
      );
    case 'birthDate':
      return (
        <DatePicker
          {...hinted}
          openLabel={t('birthDate.open')}
          value={dateOf(text)}
          onChange={(day) => say(day?.toString() ?? '')}
        />
      );
    case 'about':
      return <TextArea {...hinted} rows={3} maxLength={limits.about} value={text} onChange={say} />;
    default: {
      const { most = limits.line, complete, type } = lines[name] ?? {};
      return (
        <TextField
          {...hinted}
          {...(type && { type })}
          {...(complete && { autoComplete: complete })}
          maxLength={most}
          value={text}
          onChange={say}
        />
      );
    }
  }
}
