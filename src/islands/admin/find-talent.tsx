import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { featuredClient } from '../../client/featured-api.ts';
import type { FeaturedPlace } from '../../features/showcase/schema/featured.ts';
import type { FeaturedMessages } from '../../i18n/catalogs/featured.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { shownProblem } from '../account/problems.ts';
import { Avatar } from '../ui/avatar.tsx';
import { IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Clipped } from '../ui/clipped.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useDesk } from './admin-frame.tsx';

type FindTalentProps = {
  api: ReturnType<typeof featuredClient>;
  featured: FeaturedMessages;
  labels: Catalog;
  /** who is on the shelf already */
  taken: ReadonlySet<string>;
  onAdd: (talent: FeaturedPlace['talent']) => void;
};

/** Looks for somebody as any visitor would: who cannot be found by all is not for the front page. */
export function FindTalent({ api, featured, labels, taken, onAdd }: FindTalentProps) {
  const { locale } = useDesk();
  const ui = useUi();
  const t = translator(locale, featured);
  const [words, setWords] = useState('');
  const asked = words.trim();
  const found = useQuery({
    queryKey: ['admin', 'featured', 'find', asked],
    queryFn: () => api.find(asked),
    enabled: asked.length > 1,
    placeholderData: (before) => before,
  });
  const people = asked.length > 1 ? (found.data?.items ?? []) : [];
  return (
    <Card title={t('find')}>
      <TextField label={t('find.hint')} value={words} onChange={setWords} maxLength={100} autoComplete="off" />
      {found.isError && <ProblemNote problem={shownProblem(found.error, ui.t)} />}
      {found.isSuccess && asked.length > 1 && people.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">{t('find.none')}</p>
      )}
      <ul className="mt-3 divide-y divide-line">
        {people.map((talent) => (
          <li key={talent.id} className="flex items-center gap-3 py-2">
            <Avatar name={talent.displayName} src={talent.avatar?.url ?? null} shape="circle" className="w-10" />
            <div className="min-w-0 grow">
              <p className="font-semibold">
                <Clipped>{talent.displayName}</Clipped>
              </p>
              <p className="text-sm text-ink-soft">
                {translateIfKnown(labels, `category.${talent.category}`, talent.category)} ·{' '}
                {translateIfKnown(labels, `city.${talent.city}`, talent.city)}
              </p>
            </div>
            <IconButton
              icon={taken.has(talent.id) ? 'check' : 'plus'}
              label={t('add', { name: talent.displayName })}
              isDisabled={taken.has(talent.id)}
              onPress={() => onAdd(talent)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
