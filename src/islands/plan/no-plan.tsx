import { productIds } from '../../features/subscriptions/rules/states.ts';
import { sellsTo } from '../../features/subscriptions/rules/catalogue.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

/** Nothing was ever bought here: what there is without, and what there is to have. */
export function NoPlan({ plans }: { plans: PlansMessages }) {
  const { me, locale } = useAccount();
  const t = translator(locale, plans);
  const kind = me.role === 'talent' ? 'talent' : me.role === 'admin' ? 'admin' : (me.customerKind ?? 'individual');
  const hasOffer = productIds.some((product) => sellsTo(product, me));
  return (
    <Card>
      <h2 className="text-2xl">{t(kind === 'talent' ? 'plan.none.talent' : 'plan.none')}</h2>
      <p className="mt-2 max-w-prose text-ink-soft">{t(`plan.none.${kind}.text`)}</p>
      {hasOffer && (
        <LinkButton className="mt-5" href={`/${locale}/pricing/#${kind === 'talent' ? 'talents' : 'members'}`}>
          {t('plan.none.see')}
        </LinkButton>
      )}
    </Card>
  );
}
