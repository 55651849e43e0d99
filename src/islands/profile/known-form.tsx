import { isSpoken, spokenLanguages, type SpokenLanguage } from '../../features/profiles/rules/languages.ts';
import { profileLimits } from '../../features/profiles/rules/profile.ts';
import { formatNumber } from '../../i18n/format.ts';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { TagEditor } from './tag-editor.tsx';
import { useSection } from './use-section.ts';

/** The languages somebody works in, and the words they want to be found by. */
export function KnownForm({ profile, locale, t, s, label }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ languages, tags }) => ({ languages: languages.filter(isSpoken), tags }),
    (api, key, body: { languages: SpokenLanguage[]; tags: string[] }) => api.updateProfile(key, body),
  );
  return (
    <Section id="known" title={s('known.title')} s={s} problems={problems} onSave={() => send(draft)} {...shared}>
      <CheckboxGroup
        name="languages"
        label={t('profile.languages')}
        value={draft.languages}
        onChange={(chosen) => change({ languages: chosen.filter(isSpoken).slice(0, profileLimits.languages) })}
        choices={spokenLanguages.map((id) => ({
          id,
          label: label(`language.${id}`),
        }))}
      />
      <TagEditor
        name="tags"
        label={t('profile.tags')}
        hint={s('tags.hint', { most: formatNumber(locale, profileLimits.tags) })}
        value={draft.tags}
        onChange={(tags) => change({ tags })}
        most={profileLimits.tags}
        longest={profileLimits.tag}
        s={s}
      />
    </Section>
  );
}
