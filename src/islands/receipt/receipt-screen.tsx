import { useQuery } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { DocumentSheet } from './document-sheet.tsx';

type Words = { payment: PaymentMessages };

/** A receipt, invoice or credit note to keep: on paper it is only the sheet, without the site around it. */
export function ReceiptScreen({ locale, common, payment }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Receipt payment={payment} />
    </AccountFrame>
  );
}

/** `/receipts/{paymentId}/` leads to a payment's receipt, `/documents/{id}/` to any document. */
const isByPayment = (): boolean => location.pathname.split('/')[2] === 'receipts';

function Receipt({ payment }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, payment);
  const id = idInPath();
  const byPayment = isByPayment();
  const found = useQuery({
    queryKey: ['document', byPayment, id],
    queryFn: () => (byPayment ? api.getReceipt(id) : api.getDocument(id)),
    staleTime: 60_000,
  });
  if (found.isPending) return <SkeletonCards count={1} />;
  if (!found.data)
    return codeOf(found.error) === 'not_found' ? (
      <EmptyState
        title={t('receipt.absent')}
        action={<LinkButton href={`/${locale}/payments/`}>{t('receipt.toPayments')}</LinkButton>}
      >
        {t('receipt.absentText')}
      </EmptyState>
    ) : (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const { bookingId } = found.data;
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-4 print:max-w-none">
      <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
        {bookingId === null ? (
          <BackLink href={`/${locale}/payments/`}>{t('receipt.back.payments')}</BackLink>
        ) : (
          <BackLink href={`/${locale}/bookings/${bookingId}/`}>{t('receipt.back')}</BackLink>
        )}
        <Button variant="secondary" icon="print" onPress={() => print()}>
          {t('receipt.print')}
        </Button>
      </div>
      <DocumentSheet document={found.data} locale={locale} t={t} brand={ui.t('brand.name')} />
    </div>
  );
}
