import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { CreditsCard } from './credits-card.tsx';
import { EntitlementList } from './entitlement-list.tsx';
import { PlanHistory } from './plan-history.tsx';
import { SubscriptionCard } from './subscription-card.tsx';

type Words = { plans: PlansMessages; products: Catalog };

/** What I have, until when, how it goes on, what it lets me do, and what I paid for it. */
export function PlanScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Plan {...words} />
    </AccountFrame>
  );
}

function Plan({ plans, products }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const found = useQuery({ queryKey: ['subscription'], queryFn: () => api.getSubscription() });
  const body = () => {
    if (found.isPending) return <SkeletonCards />;
    if (!found.data)
      return (
        <ErrorState
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    const mine = found.data;
    return (
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <SubscriptionCard mine={mine} plans={plans} products={products} />
          <PlanHistory mine={mine} plans={plans} products={products} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {mine.credits && <CreditsCard credits={mine.credits} plans={plans} />}
          <EntitlementList entitlements={mine.entitlements} plans={plans} />
        </div>
      </div>
    );
  };
  return (
    <div className="flex flex-col gap-5">
      <h1 className="text-3xl">{t('plan.title')}</h1>
      {body()}
    </div>
  );
}
