import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { AccountMessages } from '../../i18n/catalogs/account.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { InquiriesMessages } from '../../i18n/catalogs/inquiries.ts';
import type { PortfolioMessages } from '../../i18n/catalogs/portfolio.ts';
import type { StudioMessages } from '../../i18n/catalogs/studio.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { StandingNote } from '../account/standing-note.tsx';
import { PortfolioSection } from '../portfolio/portfolio-section.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AddressForm } from './address-form.tsx';
import { AudienceForm } from './audience-form.tsx';
import { CastingForm } from './casting-form.tsx';
import { CreditsForm } from './credits-form.tsx';
import { HoursForm } from './hours-form.tsx';
import { JumpList } from './jump-list.tsx';
import { KnownForm } from './known-form.tsx';
import { MeterCard } from './meter-card.tsx';
import { NameForm } from './name-form.tsx';
import { profileKey, type ProfilePart } from './profile-part.ts';
import { PublishCard } from './publish-card.tsx';
import { ServiceList } from './service-list.tsx';
import { TermsForm } from './terms-form.tsx';
import { UnsavedGuard } from './unsaved.tsx';
import { WordsForm } from './words-form.tsx';

type Words = {
  account: AccountMessages;
  studio: StudioMessages;
  portfolio: PortfolioMessages;
  labels: Catalog;
  inquiries: InquiriesMessages;
  registration: Catalog;
};

export function ProfileScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <OwnProfile {...words} />
    </AccountFrame>
  );
}

function OwnProfile({ account, studio, portfolio, labels, inquiries, registration }: Words) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, account);
  const found = useQuery({
    queryKey: profileKey,
    queryFn: () => api.getMyProfile(),
    enabled: me.role === 'talent',
    refetchOnWindowFocus: false,
  });
  if (me.role !== 'talent')
    return (
      <EmptyState
        title={t('profile.talentsOnly')}
        action={<LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>}
      >
        {t('profile.talentsOnlyText')}
      </EmptyState>
    );
  if (found.isPending) return <SkeletonCards />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const s = translator(locale, studio);
  const part: ProfilePart = { profile: found.data, locale, t, s, label: translator(locale, labels) };
  const parts = [
    ['name', s('name.title')],
    ['words', s('words.title')],
    ['known', s('known.title')],
    ['work', translator(locale, portfolio)('work')],
    ['services', t('service.title')],
    ['hours', t('hours.title')],
    ['casting', s('casting.title')],
    ['credits', s('credits.title')],
    ['audience', s('audience.title')],
    ['address', s('address.title')],
    ['terms', s('terms.title')],
  ] as const;
  return (
    <UnsavedGuard>
      <div className="flex flex-col gap-6">
        <h1 className="text-3xl">{t('profile.title')}</h1>
        <StandingNote registration={registration} leads meanwhile="waiting.profile" />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-6 max-lg:order-2">
            <NameForm {...part} />
            <WordsForm {...part} />
            <KnownForm {...part} />
            <div id="work" className="scroll-mt-6">
              <PortfolioSection words={portfolio} />
            </div>
            <div id="services" className="scroll-mt-6">
              <ServiceList {...part} />
            </div>
            <div id="hours" className="scroll-mt-6">
              <HoursForm {...part} />
            </div>
            <CastingForm {...part} />
            <CreditsForm {...part} />
            <AudienceForm {...part} ask={translator(locale, inquiries)} />
            <AddressForm {...part} />
            <TermsForm {...part} />
          </div>
          <div className="flex flex-col gap-6 lg:sticky lg:top-6">
            <PublishCard {...part} />
            <MeterCard {...part} />
            <JumpList label={s('jump')} parts={parts} />
          </div>
        </div>
      </div>
    </UnsavedGuard>
  );
}
