import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { MyPlanView, SubscriptionView } from '../../features/subscriptions/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { titleOf } from '../checkout/gateways.ts';
import { useGateways } from '../checkout/use-gateways.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Facts, type Fact } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { NoPlan } from './no-plan.tsx';
import { standingOf, toneOf } from './standing.ts';

type SubscriptionCardProps = { mine: MyPlanView; plans: PlansMessages; products: Catalog };

export function SubscriptionCard(props: SubscriptionCardProps) {
  const { subscription } = props.mine;
  return subscription ? <Held {...props} held={subscription} /> : <NoPlan plans={props.plans} />;
}

function Held({ held, plans, products }: SubscriptionCardProps & { held: SubscriptionView }) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, plans);
  const queries = useQueryClient();
  const gateways = useGateways();
  const [asksToCancel, setAsksToCancel] = useState(false);
  const takeOver = (after: MyPlanView) => {
    queries.setQueryData(['subscription'], after);
    void queries.invalidateQueries({ queryKey: ['me'] });
  };
  const cancel = useWrite(
    (key, _: 'cancel') => api.cancelSubscription(key),
    (after) => {
      takeOver(after);
      setAsksToCancel(false);
      notify({ tone: 'good', title: t('plan.did.cancel') });
    },
  );
  const resume = useWrite(
    (key, _: 'resume') => api.resumeSubscription(key),
    (after) => {
      takeOver(after);
      notify({ tone: 'good', title: t('plan.did.resume') });
    },
  );
  const renew = useWrite(
    (key, _: 'renew') => api.renewSubscription(key),
    (purchase) => location.assign(`/${locale}/checkout/${purchase.id}/?for=purchase`),
  );

  const day = (iso: string) => formatDateTime(locale, new Date(iso), myTimeZone(), 'date');
  const name = isolated(translator(locale, products)(`product.${held.product}`));
  const now = new Date();
  const standing = standingOf(held, now);
  const values = {
    product: name,
    end: day(held.endedAt ?? held.periodEnd),
    grace: held.graceUntil ? day(held.graceUntil) : day(held.periodEnd),
    price: formatMoney(locale, held.price),
    gateway: isolated(titleOf(gateways.data, held.driver)),
  };
  const sentence = () => {
    if (standing === 'active')
      return t(held.renewal === 'by_gateway' ? 'plan.active.self' : 'plan.active.hand', values);
    if (standing === 'over') return t(held.ending === 'operator' ? 'plan.over.operator' : 'plan.over', values);
    return t(`plan.${standing}`, values);
  };
  const isLive = held.inForce;
  const mayCancel = held.renewal !== 'none' && isLive;
  const mayResume = isLive && held.cancelAtPeriodEnd && held.interval !== 'once' && new Date(held.periodEnd) > now;
  const mayRenew = held.renewal !== 'by_gateway' || standing === 'pastDue';
  const facts: Fact[] = [
    ...(isLive
      ? [
          {
            label: t('plan.period'),
            value: (
              <span className="figures">
                {day(held.periodStart)} – {day(held.periodEnd)}
              </span>
            ),
          },
        ]
      : []),
    ...(held.price.amount > 0
      ? [{ label: t('plan.price'), value: `${values.price} · ${t(`interval.${held.interval}`)}` }]
      : []),
    ...(held.nextPayment && isLive
      ? [
          {
            label: t('plan.next'),
            value: `${formatMoney(locale, held.nextPayment.price)} · ${day(held.nextPayment.at)}`,
          },
          {
            label: t('plan.how'),
            value: held.renewal === 'by_gateway' ? t('plan.how.self', { gateway: values.gateway }) : t('plan.how.hand'),
          },
        ]
      : []),
  ];
  const failed = [renew, resume].find((write) => write.isError);
  return (
    <Card>
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-2xl">{name}</h2>
          <span className="flex flex-wrap gap-2">
            {held.state.startsWith('mock:') && <Badge tone="warm">{t('plan.pretended')}</Badge>}
            <Badge tone={toneOf[standing]}>{t(`plan.state.${standing}`)}</Badge>
          </span>
        </div>
        <p className="max-w-prose text-lg">{sentence()}</p>
        {!isLive && (
          <p className="max-w-prose text-ink-soft">{t(`plan.after.${me.role === 'talent' ? 'talent' : 'customer'}`)}</p>
        )}
        {facts.length > 0 && <Facts facts={facts} />}
        <div className="flex flex-wrap gap-3">
          {mayResume && (
            <Button onPress={() => resume.mutate('resume')} isPending={resume.isPending}>
              {t('plan.do.resume')}
            </Button>
          )}
          {mayRenew && (
            <Button
              variant={standing === 'pastDue' || !isLive ? 'primary' : 'secondary'}
              icon="wallet"
              onPress={() => renew.mutate('renew')}
              isPending={renew.isPending || renew.isSuccess}
            >
              {t(standing === 'pastDue' ? 'plan.do.payNow' : isLive ? 'plan.do.renew' : 'plan.do.again')}
            </Button>
          )}
          <LinkButton variant="secondary" href={`/${locale}/pricing/#${me.role === 'talent' ? 'talents' : 'members'}`}>
            {t('plan.do.change')}
          </LinkButton>
          {mayCancel && (
            <Button variant="quiet" onPress={() => setAsksToCancel(true)}>
              {t('plan.do.cancel')}
            </Button>
          )}
        </div>
        {failed && <ProblemNote problem={shownProblem(failed.error, ui.t)} />}
      </div>
      <ConfirmDialog
        title={t('plan.cancel.title', { product: name })}
        isOpen={asksToCancel}
        onClose={() => setAsksToCancel(false)}
        onConfirm={() => cancel.mutate('cancel')}
        isPending={cancel.isPending}
        confirmLabel={t('plan.do.cancel')}
        cancelLabel={t('plan.cancel.keep')}
        isDangerous
      >
        <p>{t(standing === 'pastDue' ? 'plan.cancel.now' : 'plan.cancel.until', values)}</p>
        <p className="mt-2">{t(`plan.after.${me.role === 'talent' ? 'talent' : 'customer'}`)}</p>
        {cancel.isError && <ProblemNote problem={shownProblem(cancel.error, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}
