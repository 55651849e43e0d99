import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { photosClient, type PhotoRequest, type PhotosClient } from '../../client/photos-api.ts';
import { readText, type Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PhotosMessages } from '../../i18n/catalogs/photos.ts';
import { formatDay } from '../../i18n/format.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { MyPhotos } from './my-photos.tsx';
import { NumberCard } from './number-card.tsx';

/** What every part of the photos screen is given. */
export type PhotosPart = { calls: PhotosClient; locale: Locale; t: Translate<PhotosMessages> };

/** Photos that were asked for: what came of it, on either side; for talents their photos and their number as well. */
export function PhotosScreen({
  locale,
  common,
  photos,
}: {
  locale: Locale;
  common: CommonMessages;
  photos: PhotosMessages;
}) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Photos photos={photos} />
    </AccountFrame>
  );
}

function Photos({ photos }: { photos: PhotosMessages }) {
  const { me, locale } = useAccount();
  const [calls] = useState(() => photosClient(locale));
  const part = { calls, locale, t: translator(locale, photos) };
  const isTalent = me.role === 'talent';
  return (
    <div className="flex flex-col gap-6">
      <div>
        <h1 className="text-3xl">{part.t('mine.title')}</h1>
        <p className="mt-1 max-w-prose text-ink-soft">{part.t(isTalent ? 'mine.talent' : 'mine.asker')}</p>
      </div>
      <div className={isTalent ? 'grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]' : ''}>
        <Requests {...part} />
        {isTalent && <NumberCard {...part} />}
      </div>
      {isTalent && <MyPhotos {...part} />}
    </div>
  );
}

function Requests({ calls, locale, t }: PhotosPart) {
  const ui = useUi();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ['photo requests'], queryFn: () => calls.requests() });
  const close = useWrite(
    (key, id: string) => calls.close(key, id),
    () => queries.invalidateQueries({ queryKey: ['photo requests'] }),
  );
  const body = () => {
    if (found.isPending) return <Skeleton />;
    if (!found.data)
      return <ProblemNote problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />;
    if (found.data.items.length === 0) return <p className="text-ink-soft">{t('mine.none')}</p>;
    return (
      <ul>
        {found.data.items.map((one) => (
          <Line key={one.id} one={one} locale={locale} t={t}>
            {one.uploadUrl && (
              <LinkButton size="sm" href={one.uploadUrl}>
                {t('upload.title')}
              </LinkButton>
            )}
            {one.side === 'asker' && one.photos > 0 && (
              <LinkButton size="sm" variant="secondary" href={`/${locale}/talents/${one.talent.slug}/`}>
                {t('mine.see')}
              </LinkButton>
            )}
            {one.state !== 'closed' && (
              <Button size="sm" variant="quiet" isPending={close.isPending} onPress={() => close.mutate(one.id)}>
                {t('mine.close')}
              </Button>
            )}
          </Line>
        ))}
      </ul>
    );
  };
  return (
    <Card title={t('mine.requests')} className="min-w-0">
      {close.error && <ProblemNote problem={shownProblem(close.error, ui.t)} />}
      {body()}
    </Card>
  );
}

function Line({
  one,
  locale,
  t,
  children,
}: Pick<PhotosPart, 'locale' | 't'> & { one: PhotoRequest; children: React.ReactNode }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-b border-line py-4 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0">
        <h3 className="text-base font-semibold">
          <bdi>{readText(one.service.title, locale)?.text}</bdi>
        </h3>
        <p className="dotted text-sm text-ink-soft">
          <bdi>{one.side === 'talent' ? one.askedBy : one.talent.name}</bdi>
          <span>{formatDay(locale, one.createdAt.slice(0, 10), 'UTC', 'date')}</span>
          <span>{t(`mine.state.${one.state}`)}</span>
          {one.photos > 0 && <span>{t('mine.photos', { count: one.photos })}</span>}
        </p>
        {one.wish && (
          <p className="prose-text own-words mt-1 break-words" dir="auto">
            {one.wish}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">{children}</div>
    </li>
  );
}
