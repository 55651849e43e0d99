import { useState } from 'react';
import type { Locale } from '../../core/locale.ts';
import type { Currency } from '../../core/money.ts';
import { sellsTo } from '../../features/subscriptions/rules/catalogue.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { NotForYou } from './not-for-you.tsx';
import { OrderForm } from './order-form.tsx';
import { readAsked } from './wish.ts';

/** `sold`: the currencies of this deploy, the first one shown first. `labels`: what the offers are called and contain. */
type Words = { plans: PlansMessages; products: Catalog; labels: Catalog; sold: readonly Currency[] };

/** What is bought, how long, in which currency, and how it goes on; then to the counter. */
export function BuyScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Buy {...words} />
    </AccountFrame>
  );
}

function Buy({ plans, products, labels, sold }: Words) {
  const { me, locale } = useAccount();
  const t = translator(locale, plans);
  const [asked] = useState(() => readAsked(location.search));
  const { product } = asked;
  const body = () => {
    if (product === null)
      return (
        <EmptyState
          title={t('buy.unknown')}
          action={<LinkButton href={`/${locale}/pricing/`}>{t('buy.allPrices')}</LinkButton>}
        >
          {t('buy.unknownText')}
        </EmptyState>
      );
    if (!sellsTo(product, me)) return <NotForYou product={product} plans={plans} products={products} />;
    return <OrderForm asked={{ ...asked, product }} plans={plans} products={products} labels={labels} sold={sold} />;
  };
  return (
    <div className="flex flex-col gap-5">
      <BackLink href={`/${locale}/pricing/`}>{t('buy.allPrices')}</BackLink>
      <h1 className="text-3xl">{t('buy.title')}</h1>
      {body()}
    </div>
  );
}
