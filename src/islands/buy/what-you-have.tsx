import type { MyPlanView } from '../../features/subscriptions/schema.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { LinkButton } from '../ui/button.tsx';
import type { Product } from './wish.ts';

type WhatYouHaveProps = { mine: MyPlanView | null; product: Product; plans: PlansMessages; products: Catalog };

/** What somebody has already, and what buying this does to it: said before the money, not after. */
export function WhatYouHave({ mine, product, plans, products }: WhatYouHaveProps) {
  const { locale } = useAccount();
  const t = translator(locale, plans);
  const name = (id: Product) => isolated(translator(locale, products)(`product.${id}`));
  const held = mine?.subscription;
  if (product === 'credits' || !held?.inForce) return null;
  const until = formatDateTime(locale, new Date(held.periodEnd), myTimeZone(), 'date');
  const [text, link] =
    held.product !== product
      ? [t('buy.have.replaces', { old: name(held.product), next: name(product), until }), false]
      : held.renewal === 'by_gateway'
        ? [t('buy.have.renews', { product: name(product) }), true]
        : [t('buy.have.extends', { product: name(product), until }), false];
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-md bg-river-soft px-4 py-3 text-river-ink">
      <p className="min-w-0 grow basis-64">{text}</p>
      {link && (
        <LinkButton size="sm" variant="secondary" href={`/${locale}/plan/`}>
          {t('buy.toPlan')}
        </LinkButton>
      )}
    </div>
  );
}
