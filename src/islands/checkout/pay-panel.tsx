import type { NextAction } from '../../features/payments/schema.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { Translate } from '../../i18n/translate.ts';
import { useState } from 'react';
import { isolated } from '../bookings/next-step.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type PayPanelProps = {
  next: NextAction;
  gateway: string;
  skewMs: number;
  t: Translate<PaymentMessages>;
  onEnd: () => void;
};

/** How this payment is paid: scanned from another screen, typed in, or opened on this phone. */
export function PayPanel({ next, gateway, skewMs, t, onEnd }: PayPanelProps) {
  if (next.type === 'redirect')
    return (
      <div className="flex flex-col items-start gap-4">
        <p className="text-ink-soft">{t('pay.openAt', { gateway: isolated(gateway) })}</p>
        <LinkButton href={next.url} icon="external" size="lg">
          {t('pay.goToGateway')}
        </LinkButton>
      </div>
    );
  return (
    <div className="flex flex-col gap-6 sm:grid sm:grid-cols-[auto_1fr] sm:items-center">
      {next.image && (
        // White on every theme: a camera needs the contrast.
        <img
          src={next.image}
          alt={t('pay.qrAlt')}
          className="mx-auto size-60 rounded-lg border border-line bg-white p-3"
        />
      )}
      <div className="flex flex-col gap-4">
        <ol className="flex list-decimal flex-col gap-1.5 ps-5 marker:font-semibold marker:text-clay-ink">
          <li>{t('pay.step.open', { gateway: isolated(gateway) })}</li>
          <li>{t('pay.step.scan')}</li>
          <li>{t('pay.step.confirm')}</li>
        </ol>
        {next.code && <PayCode code={next.code} t={t} />}
        <p className="flex flex-wrap items-baseline gap-x-2">
          {t('pay.codeLeft')}{' '}
          <span className="text-xl">
            <Countdown until={new Date(next.expiresAt)} skewMs={skewMs} label={t('pay.codeLeft')} onEnd={onEnd} />
          </span>
        </p>
      </div>
      {next.links.length > 0 && (
        <div className="flex flex-col gap-2 sm:col-span-2 max-sm:order-first">
          <p className="text-sm text-ink-faint">{t('pay.onThisPhone')}</p>
          <div className="flex flex-wrap gap-2">
            {next.links.map(({ app, url }) => (
              <LinkButton key={app} href={url} variant="secondary" size="sm" icon="phone">
                {app === 'personal' || app === 'business' || app === 'corporate' ? t(`pay.app.${app}`) : app}
              </LinkButton>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function PayCode({ code, t }: { code: string; t: Translate<PaymentMessages> }) {
  const ui = useUi();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      // not allowed here: the code can still be read
      () => setCopied(false),
    );
  return (
    <div>
      <p className="text-sm text-ink-faint">{t('pay.code')}</p>
      <div className="flex flex-wrap items-center gap-3">
        <code dir="ltr" className="rounded-md bg-sunk px-3 py-1.5 font-mono text-lg tracking-widest select-all">
          {code}
        </code>
        <Button variant="quiet" size="sm" icon={copied ? 'check' : 'copy'} onPress={copy}>
          {ui.t(copied ? 'action.copied' : 'action.copy')}
        </Button>
      </div>
    </div>
  );
}
