import { useState } from 'react';
import { cancellationPolicies } from '../../features/bookings/rules/cancellation.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import { cityIds } from '../../features/discovery/places.ts';
import { profileLimits } from '../../features/profiles/rules/profile.ts';
import { useAccount } from '../account/account-frame.tsx';
import { codeOf, fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { LocalizedFields } from './localized-fields.tsx';
import { useKeepProfile, type ProfilePart } from './profile-part.ts';

/** The languages people of these countries work in; what else a profile already names stays in it. */
const spoken = ['ar', 'ckb', 'kmr', 'en', 'fr', 'zgh', 'tr', 'tk', 'fa', 'syr', 'hy', 'es', 'de', 'it'];

const list = (typed: string) => [
  ...new Set(
    typed
      .split(/[,،\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];

/** What the public page says. */
export function WordsForm({ profile, locale, t, label }: ProfilePart) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const [displayName, setDisplayName] = useState(profile.displayName);
  const [slug, setSlug] = useState(profile.slug);
  const [headline, setHeadline] = useState(profile.headline);
  const [bio, setBio] = useState(profile.bio);
  const [category, setCategory] = useState(profile.category);
  const [city, setCity] = useState(profile.city);
  const [languages, setLanguages] = useState(profile.languages);
  const [cancellationPolicy, setCancellationPolicy] = useState(profile.cancellationPolicy);
  const [tags, setTags] = useState(profile.tags.join('، '));
  const save = useWrite(
    (key, body: Parameters<typeof api.updateProfile>[1]) => api.updateProfile(key, body),
    (after) => {
      keep(after);
      setSlug(after.slug);
      notify({ tone: 'good', title: t('profile.saved') });
    },
  );
  const wrong = fieldProblems(save.error, ui.t);
  const taken = codeOf(save.error) === 'slug_taken' ? { slug: t('profile.slugTaken') } : undefined;
  const submit = () =>
    save.mutate({
      displayName: displayName.trim(),
      headline,
      bio,
      category,
      city,
      languages,
      tags: list(tags),
      cancellationPolicy,
      ...(!profile.published && slug !== profile.slug && { slug }),
    });
  return (
    <Card title={t('profile.words')}>
      <Form onSubmit={submit} fieldProblems={{ ...wrong, ...taken }}>
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            name="displayName"
            label={t('profile.displayName')}
            value={displayName}
            onChange={setDisplayName}
            isRequired
            maxLength={profileLimits.displayName}
          />
          <TextField
            name="slug"
            label={t('profile.slug')}
            hint={t(profile.published ? 'profile.slugFixed' : 'profile.slugHint')}
            value={slug}
            onChange={setSlug}
            isDisabled={profile.published}
            isRequired
          />
          <Select
            name="category"
            label={t('profile.category')}
            placeholder=""
            value={category}
            onChange={setCategory}
            choices={categoryIds.map((id) => ({ id, label: label(`category.${id}`) }))}
          />
          <Select
            name="city"
            label={t('profile.city')}
            hint={t('profile.cityHint')}
            placeholder=""
            value={city}
            onChange={setCity}
            choices={cityIds.map((id) => ({ id, label: label(`city.${id}`) }))}
          />
        </div>
        <LocalizedFields label={t('profile.inLanguages')} start={locale} filled={[headline, bio]}>
          {(language) => (
            <>
              <TextField
                label={t('profile.headline')}
                name={`headline.${language}`}
                value={headline[language] ?? ''}
                onChange={(text) => setHeadline({ ...headline, [language]: text })}
                maxLength={profileLimits.headline}
              />
              <TextArea
                label={t('profile.bio')}
                name={`bio.${language}`}
                rows={6}
                value={bio[language] ?? ''}
                onChange={(text) => setBio({ ...bio, [language]: text })}
                maxLength={profileLimits.bio}
              />
            </>
          )}
        </LocalizedFields>
        <CheckboxGroup
          name="languages"
          label={t('profile.languages')}
          value={languages}
          onChange={(chosen) => setLanguages(chosen.slice(0, profileLimits.languages))}
          choices={[...new Set([...spoken, ...profile.languages])].map((id) => ({
            id,
            label: label(`language.${id}`),
          }))}
        />
        <TextField
          name="tags"
          label={t('profile.tags')}
          hint={t('profile.tagsHint', { most: profileLimits.tags })}
          value={tags}
          onChange={setTags}
        />
        <Select
          name="cancellationPolicy"
          label={t('profile.cancellation')}
          hint={t('profile.cancellationHint')}
          placeholder=""
          value={cancellationPolicy}
          onChange={setCancellationPolicy}
          choices={cancellationPolicies.map((id) => ({ id, label: t(`profile.cancellation.${id}`) }))}
        />
        {save.isError && !taken && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <Button type="submit" className="self-start" isPending={save.isPending}>
          {ui.t('action.save')}
        </Button>
      </Form>
    </Card>
  );
}
