import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { registrationClient } from '../../client/registration-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { acting } from '../../client/acting.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { StandingNote } from '../account/standing-note.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AgeCard } from './age-card.tsx';
import { DetailsForm } from './details-form.tsx';

type Words = { registration: RegistrationMessages; onboarding: OnboardingMessages; labels: Catalog };

export function AccountDetailsScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Details {...words} />
    </AccountFrame>
  );
}

/** What the site knows of an account besides its name, and of a talent's age: for its owner to read and to mend. */
function Details({ registration, onboarding, labels }: Words) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, registration);
  const [api] = useState(() => registrationClient(locale));
  const found = useQuery({
    queryKey: ['details'],
    queryFn: () => api.getDetails(),
    refetchOnWindowFocus: false,
  });
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-6">
      <header>
        <h1 className="text-3xl">{t('account.title')}</h1>
        <p className="mt-2 text-ink-soft">{t('account.text')}</p>
      </header>
      <StandingNote registration={registration} />
      {found.isPending && <SkeletonCards count={1} />}
      {found.error && !found.data && (
        <ErrorState
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      )}
      {found.data &&
        (found.data.asked.length > 0 ? (
          <DetailsForm details={found.data} api={api} onboarding={onboarding} labels={labels} t={t} />
        ) : (
          <Card>
            <p className="mb-4 text-ink-soft">{t('account.nothing')}</p>
            <LinkButton variant="secondary" icon="edit" href={`/${locale}/profile/`}>
              {t('account.profile')}
            </LinkButton>
          </Card>
        ))}
      {/* a person's age is nobody else's to read */}
      {me.role === 'talent' && !acting() && <AgeCard api={api} onboarding={onboarding} t={t} />}
    </div>
  );
}
