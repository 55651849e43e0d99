import { useQuery } from '@tanstack/react-query';
import type { GatewaySettings } from '../../client/admin-api.ts';
import { formatDuration } from '../../i18n/format.ts';
import { shownProblem } from '../account/problems.ts';
import { Badge } from '../ui/badge.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { readPowers } from './powers.ts';
import { Fold } from './raw.tsx';
import { Code } from './shown.tsx';

export function GatewaysScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="gateways">
      <Gateways />
    </AdminFrame>
  );
}

function Gateways() {
  const { api, t } = useDesk();
  const ui = useUi();
  const found = useQuery({ queryKey: ['admin', 'gateways'], queryFn: () => api.listGateways() });
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
    return (
      <ul className="grid items-start gap-5 lg:grid-cols-2">
        {found.data.items.map((gateway) => (
          <Gateway key={gateway.driver} gateway={gateway} />
        ))}
      </ul>
    );
  };
  return (
    <>
      <Head title={t('gateways.title')} text={t('gateways.text')} />
      {body()}
    </>
  );
}

function Gateway({ gateway }: { gateway: GatewaySettings }) {
  const { t } = useDesk();
  const missing = gateway.keys.filter((key) => key.needed && !key.set);
  return (
    <Card
      as="li"
      title={
        <span className="flex flex-wrap items-baseline gap-x-3">
          <bdi dir="ltr">{gateway.title}</bdi>
          {/* the word that stands for it in addresses, settings and filters */}
          <bdi dir="ltr" className="font-text text-sm font-normal text-ink-faint">
            {gateway.driver}
          </bdi>
        </span>
      }
      aside={
        <Badge tone={gateway.connected ? 'good' : 'neutral'}>
          {t(gateway.connected ? 'gateway.on' : 'gateway.off')}
        </Badge>
      }
    >
      {missing.length > 0 && (
        <div className="mb-4 rounded-md bg-saffron-soft px-4 py-3 text-saffron-ink">
          <p className="font-semibold">{t('gateway.missing', { count: missing.length })}</p>
          <ul className="mt-1 flex flex-wrap gap-x-4">
            {missing.map(({ name }) => (
              <li key={name}>
                <Code>{name}</Code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <PowersInWords gateway={gateway} />
      {gateway.toConfirm.length > 0 && (
        <Fold label={t('gateway.toConfirm', { count: gateway.toConfirm.length })}>
          <p className="mb-2 text-sm text-ink-soft">{t('gateway.toConfirm.text')}</p>
          <ul lang="en" dir="ltr" className="list-disc ps-5 text-start text-sm">
            {gateway.toConfirm.map((fact) => (
              <li key={fact} className="mb-1">
                {fact}
              </li>
            ))}
          </ul>
        </Fold>
      )}
      <Fold label={t('gateway.keys', { count: gateway.keys.length })}>
        <ul className="flex flex-col gap-3 text-sm">
          {gateway.keys.map((key) => (
            <li key={key.name}>
              <p className="flex flex-wrap items-baseline gap-x-3">
                <Code>{key.name}</Code>
                <Badge tone={key.set ? 'good' : key.needed ? 'waiting' : 'neutral'}>
                  {t(key.set ? 'key.set' : key.needed ? 'key.missing' : 'key.optional')}
                </Badge>
              </p>
              <p lang="en" dir="ltr" className="text-start text-ink-soft">
                {key.what}
              </p>
            </li>
          ))}
        </ul>
      </Fold>
    </Card>
  );
}

const minute = 60_000;

function PowersInWords({ gateway }: { gateway: GatewaySettings }) {
  const { t, locale } = useDesk();
  const powers = readPowers(gateway.powers);
  if (powers === null) return null;
  const { windows } = powers;
  const windowText = (ms: number | null) => (ms === null ? t('power.noEnd') : formatDuration(locale, ms / minute));
  return (
    <Facts
      facts={[
        { label: t('power.currencies'), value: <bdi dir="ltr">{powers.currencies.join(', ')}</bdi> },
        { label: t('power.refund'), value: t(`power.refund.${powers.refund}`) },
        { label: t('power.refundable'), value: powers.refund === 'none' ? '–' : windowText(windows.refundable) },
        { label: t('power.trust'), value: t(`power.trust.${powers.trust}`) },
        { label: t('power.notifies'), value: t(`power.notifies.${powers.notifies}`) },
        { label: t('power.payable'), value: windowText(windows.payable) },
        { label: t('power.cancel'), value: t(powers.cancel ? 'yes' : 'no') },
        { label: t('power.recurring'), value: t(powers.recurring ? 'yes' : 'no') },
        {
          label: t('power.amount'),
          value: (
            <span lang="en" dir="ltr" className="inline-block text-start">
              {powers.amountFormat}
            </span>
          ),
        },
        {
          label: t('power.address'),
          value: gateway.callbackUrl === null ? t('power.address.payment') : <Code>{gateway.callbackUrl}</Code>,
        },
      ]}
    />
  );
}
