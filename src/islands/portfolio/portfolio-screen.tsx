import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PortfolioMessages } from '../../i18n/catalogs/portfolio.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { PortfolioSection } from './portfolio-section.tsx';

export function PortfolioScreen({
  locale,
  common,
  portfolio,
}: {
  locale: Locale;
  common: CommonMessages;
  portfolio: PortfolioMessages;
}) {
  return (
    <AccountFrame locale={locale} common={common}>
      <OwnPortfolio words={portfolio} />
    </AccountFrame>
  );
}

function OwnPortfolio({ words }: { words: PortfolioMessages }) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, words);
  if (me.role !== 'talent')
    return (
      <EmptyState
        title={t('talentsOnly')}
        action={<LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>}
      />
    );
  return (
    <div className="flex flex-col gap-6">
      <BackLink href={`/${locale}/profile/`}>{t('back')}</BackLink>
      <div>
        <h1 className="text-3xl">{t('title')}</h1>
        <p className="mt-1 max-w-prose text-ink-soft">{t('page.text')}</p>
      </div>
      <PortfolioSection words={words} />
    </div>
  );
}
