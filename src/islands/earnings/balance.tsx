import type * as z from 'zod';
import type { balance as shape } from '../../features/ledger/schema.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { Card } from '../ui/card.tsx';

const parts = ['held', 'waiting', 'inPayout', 'paidOut'] as const;

/** One currency: what can be paid out now, and where the rest is. Currencies are never added up. */
export function Balance({ balance, plans }: { balance: z.output<typeof shape>; plans: PlansMessages }) {
  const { locale } = useAccount();
  const t = translator(locale, plans);
  const said = (amount: number) => formatMoney(locale, { amount, currency: balance.currency });
  return (
    <Card title={t(`currency.${balance.currency}`)}>
      <p className="text-sm text-ink-faint">{t('earnings.available')}</p>
      <p className="figures text-3xl font-semibold">{said(balance.available)}</p>
      <p className="text-sm text-ink-soft">{t('earnings.owed', { amount: said(balance.owed) })}</p>
      {balance.owed < 0 && (
        <p className="mt-2 rounded-md bg-saffron-soft px-4 py-3 text-saffron-ink">{t('earnings.below')}</p>
      )}
      <dl className="mt-5 grid gap-x-6 gap-y-4 border-t border-line pt-4 sm:grid-cols-2">
        {parts.map((part) => (
          <div key={part}>
            <dt className="font-semibold">{t(`earnings.${part}`)}</dt>
            <dd>
              <span className="figures block text-lg">{said(balance[part])}</span>
              <span className="block text-sm text-ink-faint">{t(`earnings.${part}.text`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
