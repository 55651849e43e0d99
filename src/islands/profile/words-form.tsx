import { locales, readText, type Locale, type LocalizedText } from '../../core/locale.ts';
import { profileLimits } from '../../features/profiles/rules/profile.ts';
import { formatList, formatNumber } from '../../i18n/format.ts';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { LocalizedFields } from './localized-fields.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { languageOf } from './studio-problems.ts';
import { useSection } from './use-section.ts';

/** Near its end a text says how much room is left. */
const nearEnd = 0.8;

/** The line and the text of the page, in each language, and what readers of the others see meanwhile. */
export function WordsForm({ profile, locale, t, s, label }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ headline, bio }) => ({ headline, bio }),
    (api, key, body: { headline: LocalizedText; bio: LocalizedText }) => api.updateProfile(key, body),
  );
  // in the middle of a sentence French writes its languages small
  const nameOf = (language: Locale) =>
    locale === 'fr' ? label(`language.${language}`).toLocaleLowerCase('fr') : label(`language.${language}`);
  const missing = locales.filter((one) => !draft.headline[one] || !draft.bio[one]);
  const left = (text: string | undefined, most: number) =>
    text && text.length > most * nearEnd
      ? s('words.left', { left: formatNumber(locale, Math.max(0, most - text.length)) })
      : undefined;
  const fallback = (language: Locale, text: LocalizedText) => {
    if (text[language]) return undefined;
    const shown = readText(text, language);
    return shown === null
      ? s('words.empty')
      : s('words.fallback', { language: nameOf(language), shown: nameOf(shown.locale) });
  };
  return (
    <Section
      id="words"
      title={s('words.title')}
      text={s('words.text')}
      s={s}
      problems={problems}
      onSave={() => send(draft)}
      {...shared}
    >
      <p className="text-sm text-ink-soft">
        {missing.length === 0
          ? s('words.complete')
          : s('words.missing', {
              languages: formatList(locale, missing.map(nameOf)),
            })}
      </p>
      <LocalizedFields
        label={t('profile.inLanguages')}
        start={locale}
        filled={[draft.headline, draft.bio]}
        wrong={languageOf(problems)}
      >
        {(language) => (
          <>
            <TextField
              label={t('profile.headline')}
              name={`headline.${language}`}
              hint={left(draft.headline[language], profileLimits.headline) ?? fallback(language, draft.headline)}
              value={draft.headline[language] ?? ''}
              onChange={(text) => change({ headline: { ...draft.headline, [language]: text } })}
              maxLength={profileLimits.headline}
            />
            <TextArea
              label={t('profile.bio')}
              name={`bio.${language}`}
              rows={6}
              hint={left(draft.bio[language], profileLimits.bio) ?? fallback(language, draft.bio)}
              value={draft.bio[language] ?? ''}
              onChange={(text) => change({ bio: { ...draft.bio, [language]: text } })}
              maxLength={profileLimits.bio}
            />
          </>
        )}
      </LocalizedFields>
      <p className="text-sm text-ink-faint">{s('words.masked')}</p>
    </Section>
  );
}
