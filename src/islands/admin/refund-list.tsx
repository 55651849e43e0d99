import { useState } from 'react';
import type { OperatorRefund } from '../../client/admin-api.ts';
import type { RefundState } from '../../features/payments/rules.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { Tone } from '../../styles/tone.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';
import { Code, ShortId, Sum, When } from './shown.tsx';
import { WriteDialog } from './write-dialog.tsx';

const tones: Readonly<Record<RefundState, Tone>> = {
  due: 'info',
  asking: 'info',
  pending: 'info',
  by_hand: 'waiting',
  done: 'good',
  failed: 'neutral',
};

/** Refunds, newest last; one that a person has to send is settled here with the reference of the transfer. */
export function RefundList({
  refunds,
  withPayment = false,
}: {
  refunds: readonly OperatorRefund[];
  withPayment?: boolean;
}) {
  const { t, locale } = useDesk();
  const [open, setOpen] = useState<{ what: 'settle' | 'fail'; refund: OperatorRefund } | null>(null);
  return (
    <>
      <ul>
        {refunds.map((refund) => (
          <li key={refund.refundId} className="border-b border-line py-4 first:pt-0 last:border-0 last:pb-0">
            <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <Sum money={refund.amount} className="text-lg font-semibold" />
              <Badge tone={tones[refund.state]}>{t(`refund.state.${refund.state}`)}</Badge>
              <span className="text-ink-soft">{t(`refund.reason.${refund.reason}`)}</span>
              <bdi dir="ltr" className="text-sm text-ink-faint">
                {refund.driver}
              </bdi>
              <span className="text-sm text-ink-faint">
                <When at={refund.doneAt ?? refund.createdAt} />
              </span>
              {withPayment && (
                <a className="link text-sm" href={`/${locale}/admin/payments/${refund.paymentId}/`}>
                  {t('col.payment')} <ShortId id={refund.paymentId} />
                </a>
              )}
            </p>
            {refund.note !== '' && (
              <p dir="auto" className="own-words mt-1 max-w-prose text-ink-soft">
                {refund.note}
              </p>
            )}
            {(refund.manualReference ?? refund.refundRef) !== null && (
              <p className="mt-1 text-sm text-ink-faint">
                {t('refund.reference')} <Code>{refund.manualReference ?? refund.refundRef ?? ''}</Code>
              </p>
            )}
            {(refund.state === 'by_hand' || refund.state === 'due') && (
              <div className="mt-3 flex flex-wrap gap-2 print:hidden">
                {refund.state === 'by_hand' && (
                  <Button size="sm" onPress={() => setOpen({ what: 'settle', refund })}>
                    {t('settleRefund.open')}
                  </Button>
                )}
                <Button variant="quiet" size="sm" onPress={() => setOpen({ what: 'fail', refund })}>
                  {t('failRefund.open')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {open?.what === 'settle' && <SettleRefund refund={open.refund} onClose={() => setOpen(null)} />}
      {open?.what === 'fail' && <FailRefund refund={open.refund} onClose={() => setOpen(null)} />}
    </>
  );
}

type OneProps = { refund: OperatorRefund; onClose: () => void };

function SettleRefund({ refund, onClose }: OneProps) {
  const { api, t, locale } = useDesk();
  const [reference, setReference] = useState('');
  return (
    <WriteDialog
      title={t('settleRefund.title')}
      onClose={onClose}
      write={(key, body: { reference: string }) => api.settleRefund(key, refund.refundId, body)}
      input={{ reference: reference.trim() }}
      submitLabel={t('settleRefund.do')}
      done={t('settleRefund.done')}
    >
      <p className="text-ink-soft">{t('settleRefund.text', { sum: formatMoney(locale, refund.amount) })}</p>
      <TextField
        name="reference"
        label={t('settle.reference')}
        hint={t('settle.reference.hint')}
        isRequired
        minLength={2}
        maxLength={200}
        value={reference}
        onChange={setReference}
      />
    </WriteDialog>
  );
}

function FailRefund({ refund, onClose }: OneProps) {
  const { api, t, locale } = useDesk();
  const [reason, setReason] = useState('');
  return (
    <WriteDialog
      title={t('failRefund.title')}
      onClose={onClose}
      write={(key, body: { reason: string }) => api.failRefund(key, refund.refundId, body)}
      input={{ reason: reason.trim() }}
      submitLabel={t('failRefund.do')}
      isDangerous
      done={t('failRefund.done')}
    >
      <p className="text-ink-soft">{t('failRefund.text', { sum: formatMoney(locale, refund.amount) })}</p>
      <TextArea
        name="reason"
        label={t('reason')}
        isRequired
        minLength={3}
        maxLength={1000}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
