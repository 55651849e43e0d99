import { useState } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import { previews, type Preview } from '../../features/discovery/schema.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { isolated } from '../bookings/next-step.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { PreviewBar } from './preview-bar.tsx';
import { TalentView } from './talent-view.tsx';

type Words = { studio: StudioMessages; labels: Catalog };

/** A talent's page for people who are signed in: `/{locale}/talent/{slug}/`. */
export function TalentScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Talent {...words} />
    </AccountFrame>
  );
}

const asked = (): Preview | null =>
  previews.find((as) => as === new URLSearchParams(location.search).get('as')) ?? null;

function Talent({ studio, labels }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const s = translator(locale, studio);
  const label = translator(locale, labels);
  const [slug] = useState(idInPath);
  const [as, setAs] = useState(asked);
  const found = useQuery({
    queryKey: ['talent', slug, as],
    queryFn: async () => {
      const talent = await api.getTalentAsMember(slug, { as: as ?? undefined });
      // an address the page left: what stands in the bar is passed on, so it is the present one
      if (talent.slug !== slug) history.replaceState(null, '', `/${locale}/talent/${talent.slug}/${location.search}`);
      document.title = `${talent.displayName} · ${document.title.split(' · ').at(-1) ?? ''}`;
      return talent;
    },
    enabled: slug !== '',
    placeholderData: keepPreviousData,
  });
  if (slug === '' || codeOf(found.error) === 'not_found')
    return (
      <EmptyState
        title={s('page.absent')}
        action={<LinkButton href={`/${locale}/talents/`}>{ui.t('nav.talents')}</LinkButton>}
      >
        {s('page.absentText')}
      </EmptyState>
    );
  if (found.error && !found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  if (!found.data) return <SkeletonCards />;
  const talent = found.data;
  return (
    <div className="flex flex-col gap-8">
      {talent.own && (
        <PreviewBar
          talent={talent}
          locale={locale}
          s={s}
          onSee={(next) => {
            setAs(next);
            history.replaceState(null, '', next === null ? location.pathname : `?as=${next}`);
          }}
        />
      )}
      <TalentView
        talent={talent}
        locale={locale}
        s={s}
        label={label}
        contact={label('button', { name: isolated(talent.displayName) })}
      />
    </div>
  );
}
