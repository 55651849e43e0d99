import { categoryIds } from '../../features/discovery/categories.ts';
import { cityIds } from '../../features/discovery/places.ts';
import { profileLimits } from '../../features/profiles/rules/profile.ts';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { useSection } from './use-section.ts';

/** Who it is, what they do, and where. */
export function NameForm({ profile, t, s, label }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ displayName, category, city }) => ({ displayName, category, city }),
    (api, key, body: { displayName: string; category: typeof profile.category; city: typeof profile.city }) =>
      api.updateProfile(key, body),
  );
  return (
    <Section
      id="name"
      title={s('name.title')}
      s={s}
      problems={problems}
      onSave={() => send({ ...draft, displayName: draft.displayName.trim() })}
      {...shared}
    >
      <TextField
        name="displayName"
        label={t('profile.displayName')}
        value={draft.displayName}
        onChange={(displayName) => change({ displayName })}
        isRequired
        maxLength={profileLimits.displayName}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Select
          name="category"
          label={t('profile.category')}
          placeholder=""
          value={draft.category}
          onChange={(category) => change({ category })}
          choices={categoryIds.map((id) => ({ id, label: label(`category.${id}`) }))}
        />
        <Select
          name="city"
          label={t('profile.city')}
          hint={t('profile.cityHint')}
          placeholder=""
          value={draft.city}
          onChange={(city) => change({ city })}
          choices={cityIds.map((id) => ({ id, label: label(`city.${id}`) }))}
        />
      </div>
    </Section>
  );
}
