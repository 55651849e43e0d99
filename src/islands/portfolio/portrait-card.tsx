import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useQuery } from '@tanstack/react-query';
import type { LocalizedText } from '../../core/locale.ts';
import { mediaLimits } from '../../features/portfolio/rules/media.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { LocalizedFields } from '../profile/localized-fields.tsx';
import { profileKey } from '../profile/profile-part.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { PortfolioPart } from './portfolio-part.ts';
import type { Uploads } from './use-uploads.ts';

/** The picture of oneself: one at a time, with words for whoever does not see it. */
export function PortraitCard({ uploads, ...part }: PortfolioPart & { uploads: Uploads }) {
  const { portfolio, calls, t, keep } = part;
  const ui = useUi();
  const { portrait } = portfolio;
  const { api } = useAccount();
  // a page may have had its picture before there was a portfolio to keep it in
  const profile = useQuery({
    queryKey: profileKey,
    queryFn: () => api.getMyProfile(),
    enabled: !portrait,
    refetchOnWindowFocus: false,
  });
  const shown = portrait?.media ?? profile.data?.avatar ?? null;
  const remove = useWrite((key, id: string) => calls.remove(key, id), keep);
  return (
    <Card title={t('portrait.title')}>
      <div className="flex flex-wrap items-start gap-5">
        {shown ? (
          <img
            src={shown.url}
            alt=""
            className="aspect-portrait w-28 rounded-arch bg-sunk object-cover"
            width={shown.width}
            height={shown.height}
          />
        ) : (
          <span className="grid aspect-portrait w-28 place-items-center rounded-arch bg-sunk text-ink-faint">
            <Icon name="person" className="size-10" />
          </span>
        )}
        <div className="flex min-w-56 flex-1 flex-col gap-3">
          <p className="text-sm text-ink-soft">{t('portrait.text')}</p>
          <div className="flex flex-wrap gap-2">
            <FileTrigger
              acceptedFileTypes={['image/jpeg', 'image/png', 'image/webp']}
              onSelect={(chosen) => uploads.add([...(chosen ?? [])].slice(0, 1), 'portrait')}
            >
              <Button size="sm" variant="secondary">
                {t(shown ? 'portrait.other' : 'portrait.choose')}
              </Button>
            </FileTrigger>
            {portrait && (
              <Button size="sm" variant="quiet" isPending={remove.isPending} onPress={() => remove.mutate(portrait.id)}>
                {t('portrait.remove')}
              </Button>
            )}
          </div>
          {remove.error && <ProblemNote problem={shownProblem(remove.error, ui.t)} />}
        </div>
      </div>
      {portrait && <PortraitWords key={portrait.id} portrait={portrait} {...part} />}
    </Card>
  );
}

function PortraitWords({
  portrait,
  calls,
  locale,
  t,
  keep,
}: PortfolioPart & { portrait: NonNullable<PortfolioPart['portfolio']['portrait']> }) {
  const ui = useUi();
  const [alt, setAlt] = useState<LocalizedText>(portrait.media.alt);
  const save = useWrite(
    (key, words: LocalizedText) => calls.change(key, portrait.id, { alt: words }),
    (now) => {
      keep(now);
      notify({ title: t('saved'), tone: 'good' });
    },
  );
  const isDirty = JSON.stringify(alt) !== JSON.stringify(portrait.media.alt);
  return (
    <div className="mt-5 flex flex-col gap-3">
      <LocalizedFields label={t('form.alt')} start={locale} filled={[alt]}>
        {(language) => (
          <TextField
            label={t('form.alt')}
            hint={t('form.altHint')}
            maxLength={mediaLimits.alt}
            value={alt[language] ?? ''}
            onChange={(text) => setAlt((before) => ({ ...before, [language]: text }))}
          />
        )}
      </LocalizedFields>
      {save.error && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
      {isDirty && (
        <Button size="sm" className="self-start" isPending={save.isPending} onPress={() => save.mutate(alt)}>
          {t('form.save')}
        </Button>
      )}
    </div>
  );
}
