import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Currency } from '../../core/money.ts';
import { creditPacks, memberships, packSizes, talentPlans } from '../../features/subscriptions/rules/catalogue.ts';
import type { Interval } from '../../features/subscriptions/rules/states.ts';
import { formatList, formatMoney } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { takes } from '../checkout/gateways.ts';
import { useGateways } from '../checkout/use-gateways.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { Benefits } from './benefits.tsx';
import { OptionCards } from './option-cards.tsx';
import { WhatYouHave } from './what-you-have.tsx';
import type { Asked, Product } from './wish.ts';

type OrderFormProps = {
  asked: Asked & { product: Product };
  plans: PlansMessages;
  products: Catalog;
  labels: Catalog;
  sold: readonly Currency[];
};

const offers = [...talentPlans, ...memberships];

export function OrderForm({ asked, plans, products, labels, sold }: OrderFormProps) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const label = translator(locale, labels);
  const { product } = asked;
  const [interval, setInterval] = useState<Interval>(asked.interval ?? 'month');
  const [credits, setCredits] = useState<number>(asked.credits ?? packSizes[0] ?? 0);
  const [wished, setCurrency] = useState<Currency | null>(asked.currency);
  const [byItself, setByItself] = useState(true);
  const gateways = useGateways();
  const mine = useQuery({ queryKey: ['subscription'], queryFn: () => api.getSubscription() });
  const order = useWrite(
    (key, body: Parameters<typeof api.createPurchase>[1]) => api.createPurchase(key, body),
    (purchase) => location.assign(`/${locale}/checkout/${purchase.id}/?for=purchase`),
  );

  if (gateways.isPending) return <SkeletonCards count={2} />;
  if (!gateways.data)
    return (
      <ProblemNote
        problem={shownProblem(gateways.error, ui.t)}
        onRetry={() => void gateways.refetch()}
        isRetrying={gateways.isFetching}
      />
    );
  const ways = gateways.data;
  const payable = sold.filter((one) => ways.some((way) => takes(way, one, false)));
  const [first] = payable;
  if (!first)
    return (
      <Card>
        <h2 className="text-xl">{t('buy.noWay')}</h2>
        <p className="mt-2 text-ink-soft">{t('buy.noWayText')}</p>
      </Card>
    );
  const currency = wished && payable.includes(wished) ? wished : first;
  const isPack = product === 'credits';
  const offer = offers.find(({ id }) => id === product);
  const price = (of: Interval) => offer?.prices?.[of][currency];
  const pack = creditPacks.find((one) => one.credits === credits);
  const total = isPack ? pack?.price[currency] : price(interval);
  const collectors = ways.filter((way) => takes(way, currency, true));
  const canRenew = !isPack && interval !== 'once' && collectors.length > 0;
  const intervalText = (of: Interval) => {
    const [one, month] = [price(of), price('month')];
    if (!one || !month) return '';
    const said = formatMoney(locale, one);
    if (of !== 'year') return t(`interval.${of}.text`, { price: said });
    return t('interval.year.text', {
      price: said,
      saved: formatMoney(locale, { ...month, amount: 12 * month.amount - one.amount }),
    });
  };
  const submit = () =>
    order.mutate({
      product,
      interval: isPack ? 'once' : interval,
      currency,
      recurring: canRenew && byItself,
      credits: isPack ? credits : null,
    });
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Card>
        <div className="flex flex-col gap-6">
          <h2 className="text-2xl">{translator(locale, products)(`product.${product}`)}</h2>
          <WhatYouHave mine={mine.data ?? null} product={product} plans={plans} products={products} />
          {isPack ? (
            <OptionCards
              label={t('buy.pack')}
              value={String(credits)}
              onChange={(size) => setCredits(Number(size))}
              options={creditPacks.map((one) => ({
                id: String(one.credits),
                label: t('credits.count', { count: one.credits }),
                text: formatMoney(locale, one.price[currency]),
              }))}
            />
          ) : (
            <OptionCards
              label={t('buy.howLong')}
              value={interval}
              onChange={setInterval}
              options={(['month', 'year', 'once'] as const satisfies readonly Interval[]).map((id) => ({
                id,
                label: t(`interval.${id}`),
                text: intervalText(id),
              }))}
            />
          )}
          {payable.length > 1 && (
            <OptionCards
              label={t('buy.currency')}
              value={currency}
              onChange={setCurrency}
              options={payable.map((id) => ({ id, label: t(`currency.${id}`) }))}
            />
          )}
          {wished && wished !== currency && <p className="text-ink-soft">{t('buy.otherCurrency')}</p>}
          {isPack || interval === 'once' ? (
            <p className="text-ink-soft">{t(isPack ? 'term.credits' : 'term.once')}</p>
          ) : canRenew ? (
            <OptionCards
              label={t('buy.goesOn')}
              value={byItself ? 'self' : 'hand'}
              onChange={(how) => setByItself(how === 'self')}
              options={[
                {
                  id: 'self',
                  label: t('buy.goesOn.self'),
                  text: t('buy.goesOn.self.text', {
                    gateways: isolated(
                      formatList(
                        locale,
                        collectors.map(({ title }) => title),
                      ),
                    ),
                  }),
                },
                { id: 'hand', label: t('buy.goesOn.hand'), text: t('term.byHand') },
              ]}
            />
          ) : (
            <p className="text-ink-soft">{t('buy.goesOn.onlyHand')}</p>
          )}
          <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4 border-t border-line pt-5">
            <p>
              <span className="block text-sm text-ink-faint">{t('buy.total')}</span>
              <span className="figures block text-3xl font-semibold">{total && formatMoney(locale, total)}</span>
            </p>
            <Button size="lg" icon="wallet" onPress={submit} isPending={order.isPending || order.isSuccess}>
              {t('buy.go')}
            </Button>
          </div>
          {order.isError && (
            <ProblemNote problem={shownProblem(order.error, ui.t)} onRetry={submit} isRetrying={order.isPending}>
              {codeOf(order.error) === 'renews_by_itself' && (
                <LinkButton size="sm" variant="secondary" href={`/${locale}/plan/`}>
                  {t('buy.toPlan')}
                </LinkButton>
              )}
            </ProblemNote>
          )}
        </div>
      </Card>
      <Card title={t('buy.includes')}>
        {isPack ? <p>{t('buy.includes.credits')}</p> : <Benefits benefits={offer?.has ?? []} label={label} />}
      </Card>
    </div>
  );
}
