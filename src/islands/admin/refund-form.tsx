import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { OperatorPayment } from '../../client/admin-api.ts';
import type { RefundReason } from '../../features/payments/rules.ts';
import { formatMoney } from '../../i18n/format.ts';
import { MoneyField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { useDesk } from './admin-frame.tsx';
import { wayBack, type refundable } from './refundable.ts';
import { WriteDialog } from './write-dialog.tsx';

const reasons = [
  'goodwill',
  'dispute',
  'cancelled_by_customer',
  'cancelled_by_talent',
  'wrong_sum',
] as const satisfies readonly RefundReason[];
type Reason = (typeof reasons)[number];

type RefundFormProps = {
  payment: OperatorPayment;
  money: NonNullable<ReturnType<typeof refundable>>;
  onClose: () => void;
};

/** Some or all of a payment goes back. Before it is sent it says how it will go: through the gateway, or by a person's hand. */
export function RefundForm({ payment, money, onClose }: RefundFormProps) {
  const { api, t, locale } = useDesk();
  const { currency } = payment.amount;
  const [amount, setAmount] = useState<number | null>(money.left);
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState('');
  const gateways = useQuery({ queryKey: ['admin', 'gateways'], queryFn: () => api.listGateways() });
  const fits = amount !== null && amount > 0 && amount <= money.left;
  const gateway = gateways.data?.items.find(({ driver }) => driver === money.attempt.driver);
  const way = fits
    ? wayBack(
        gateway,
        { amount, received: money.received, paidAt: new Date(payment.paidAt ?? money.attempt.createdAt) },
        new Date(),
      )
    : null;
  return (
    <WriteDialog
      title={t('refund.title')}
      onClose={onClose}
      write={(key, body: { amount: number; reason: Reason; note: string }) =>
        api.createRefund(key, payment.paymentId, body)
      }
      input={fits && reason !== null ? { amount, reason, note: note.trim() } : null}
      submitLabel={fits ? t('refund.do', { sum: formatMoney(locale, { amount, currency }) }) : t('refund.open')}
      isDangerous
      done={t('refund.done')}
    >
      <MoneyField
        name="amount"
        label={t('col.amount')}
        hint={t('refund.left', { sum: formatMoney(locale, { amount: money.left, currency }) })}
        isRequired
        currency={currency}
        unit={currency}
        amount={amount}
        onChange={setAmount}
      />
      {amount !== null && amount > money.left && (
        <p role="alert" className="text-rose-ink">
          {t('refund.tooMuch')}
        </p>
      )}
      <Select<Reason>
        name="reason"
        label={t('refund.reason')}
        placeholder={t('choose')}
        isRequired
        value={reason}
        onChange={setReason}
        choices={reasons.map((id) => ({ id, label: t(`refund.reason.${id}`) }))}
      />
      <TextArea
        name="note"
        label={t('refund.note')}
        hint={t('refund.note.hint')}
        isRequired
        minLength={3}
        maxLength={1000}
        rows={2}
        value={note}
        onChange={setNote}
      />
      {gateways.data && way !== null && (
        <p
          className={`rounded-md px-4 py-3 ${way === 'gateway' ? 'bg-river-soft text-river-ink' : 'bg-saffron-soft text-saffron-ink'}`}
        >
          {t(way === 'gateway' ? 'refund.way.gateway' : 'refund.way.by_hand', {
            gateway: gateway?.title ?? money.attempt.driver,
          })}
        </p>
      )}
    </WriteDialog>
  );
}
