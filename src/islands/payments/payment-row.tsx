import { readText, type Locale } from '../../core/locale.ts';
import type { PaymentList } from '../../features/payments/schema.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { Tone } from '../../styles/tone.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';

export type PaymentItem = PaymentList['items'][number];
type State = PaymentItem['state'];

const tones: Readonly<Record<State, Tone>> = {
  pending: 'info',
  paid: 'good',
  failed: 'neutral',
  refund_due: 'waiting',
  refund_pending: 'waiting',
  refunded: 'neutral',
  charged_back: 'bad',
};

/** Where it leads: to its paper once there is one, else to the payment itself. */
const hrefOf = (item: PaymentItem, locale: Locale): string =>
  item.document ? `/${locale}/documents/${item.document.id}/` : `/${locale}/payments/${item.paymentId}/`;

/** One payment in the list. The whole sheet leads to its receipt. */
export function PaymentRow({ item, locale, t }: { item: PaymentItem; locale: Locale; t: Translate<PaymentMessages> }) {
  const title = item.title === null ? null : readText(item.title, locale);
  const back = item.creditNotes.reduce((sum, note) => sum + note.amount.amount, 0);
  const inPart = item.state === 'paid' && back > 0 && back < item.amount.amount;
  const at = new Date(item.paidAt ?? item.createdAt);
  return (
    <li className="relative flex flex-wrap items-start justify-between gap-x-6 gap-y-2 rounded-lg border border-line bg-raised p-4 transition-shadow hover:shadow-lift sm:p-5">
      <div className="min-w-0 grow basis-56">
        <h2 className="text-lg">
          <a
            href={hrefOf(item, locale)}
            lang={title?.locale}
            className="rounded-sm after:absolute after:inset-0 after:rounded-lg"
          >
            <bdi>{title?.text ?? t('history.purchase')}</bdi>
          </a>
        </h2>
        {item.otherName !== null && (
          <p className="text-ink-soft">
            {t(item.you === 'payer' ? 'history.to' : 'history.from', { name: isolated(item.otherName) })}
          </p>
        )}
        <p className="mt-1 flex flex-wrap gap-x-4 text-sm text-ink-faint">
          <span className="figures">{formatDateTime(locale, at, myTimeZone(), 'shortDateTime')}</span>
          {item.document && (
            <bdi dir="ltr" className="figures whitespace-nowrap">
              {item.document.number}
            </bdi>
          )}
        </p>
      </div>
      <div className="flex flex-col items-start gap-1 sm:items-end">
        <span className="figures text-xl font-semibold whitespace-nowrap">{formatMoney(locale, item.amount)}</span>
        <Badge tone={inPart ? 'neutral' : tones[item.state]}>
          {t(inPart ? 'history.state.part' : `history.state.${item.state}`)}
        </Badge>
        {inPart && (
          <span className="text-sm text-ink-faint">
            {t('history.backPart', { amount: formatMoney(locale, { ...item.amount, amount: back }) })}
          </span>
        )}
      </div>
    </li>
  );
}
