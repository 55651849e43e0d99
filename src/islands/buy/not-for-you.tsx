import { productIds } from '../../features/subscriptions/rules/states.ts';
import { sellsTo } from '../../features/subscriptions/rules/catalogue.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { isolated } from '../bookings/next-step.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Product } from './wish.ts';

const madeFor: Readonly<Record<Product, 'talents' | 'professionals' | 'companies'>> = {
  PRO: 'talents',
  AGENCY: 'talents',
  credits: 'talents',
  professional: 'professionals',
  company: 'companies',
};

/** Another kind of account than this one buys it: says whose it is, and leads to what this one can have. */
export function NotForYou({ product, plans, products }: { product: Product; plans: PlansMessages; products: Catalog }) {
  const { me, locale } = useAccount();
  const t = translator(locale, plans);
  const name = translator(locale, products);
  const yours = productIds.find((one) => sellsTo(one, me));
  return (
    <EmptyState
      title={t('buy.wrong', { product: isolated(name(`product.${product}`)) })}
      action={
        <div className="flex flex-wrap justify-center gap-3">
          {yours && (
            <LinkButton href={`/${locale}/buy/?product=${yours}`}>
              {t('buy.wrong.yours', { product: isolated(name(`product.${yours}`)) })}
            </LinkButton>
          )}
          <LinkButton variant="secondary" href={`/${locale}/pricing/`}>
            {t('buy.allPrices')}
          </LinkButton>
        </div>
      }
    >
      <p>{t(`buy.wrong.${madeFor[product]}`)}</p>
      <p className="mt-2">{t(me.customerKind === 'individual' ? 'buy.wrong.individual' : 'buy.wrong.oneKind')}</p>
    </EmptyState>
  );
}
