import { profileLimits } from '../../features/profiles/rules/profile.ts';
import { formatNumber } from '../../i18n/format.ts';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { TagEditor } from './tag-editor.tsx';
import { useSection } from './use-section.ts';

/** The languages people of these countries work in; what else a profile already names stays in it. */
const spoken = ['ar', 'ckb', 'kmr', 'en', 'fr', 'zgh', 'tr', 'tk', 'fa', 'syr', 'hy', 'es', 'de', 'it'];

/** The languages somebody works in, and the words they want to be found by. */
export function KnownForm({ profile, locale, t, s, label }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ languages, tags }) => ({ languages, tags }),
    (api, key, body: { languages: string[]; tags: string[] }) => api.updateProfile(key, body),
  );
  return (
    <Section id="known" title={s('known.title')} s={s} problems={problems} onSave={() => send(draft)} {...shared}>
      <CheckboxGroup
        name="languages"
        label={t('profile.languages')}
        value={draft.languages}
        onChange={(chosen) => change({ languages: chosen.slice(0, profileLimits.languages) })}
        choices={[...new Set([...spoken, ...profile.languages])].map((id) => ({ id, label: label(`language.${id}`) }))}
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
