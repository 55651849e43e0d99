import type { ReactNode } from 'react';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { Translate } from '../../i18n/translate.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';

type Words = { t: Translate<PaymentMessages> };

/** What happened, whether money moved, and what to do next. */
function Note({ title, children, role }: { title: string; children: ReactNode; role: 'alert' | 'status' }) {
  return (
    <div role={role} className="flex flex-col gap-2 rounded-lg bg-saffron-soft p-5">
      <p className="text-lg font-semibold text-saffron-ink">{title}</p>
      {children}
    </div>
  );
}

type InDoubtProps = Words & { onLook: () => void; isLooking: boolean; onAgain: () => void; isOpening: boolean };

/** The gateway may have opened a payment we know nothing of. Only the payer may decide to open a second one. */
export function InDoubt({ t, onLook, isLooking, onAgain, isOpening }: InDoubtProps) {
  return (
    <Note title={t('doubt.title')} role="alert">
      <p>{t('doubt.text')}</p>
      <p>{t('doubt.again')}</p>
      <div className="mt-1 flex flex-wrap gap-3">
        <Button onPress={onLook} isPending={isLooking}>
          {t('pay.check')}
        </Button>
        <Button variant="secondary" onPress={onAgain} isPending={isOpening}>
          {t('doubt.newAttempt')}
        </Button>
      </div>
    </Note>
  );
}

/** Money has moved, and not as it should have: nobody is asked to pay again. */
export function UnderReview({ t, onLook, isLooking }: Words & { onLook: () => void; isLooking: boolean }) {
  return (
    <Note title={t('status.review')} role="alert">
      <p>{t('status.review.text')}</p>
      <div className="mt-1">
        <Button variant="secondary" onPress={onLook} isPending={isLooking}>
          {t('pay.check')}
        </Button>
      </div>
    </Note>
  );
}

export const deadAttempts = ['failed', 'expired', 'cancelled'] as const;
export type DeadAttempt = (typeof deadAttempts)[number];
export const deadOf = (state: string | undefined): DeadAttempt | null =>
  deadAttempts.find((dead) => dead === state) ?? null;

/** The last try came to nothing; no money moved. */
export function LastTry({ t, how, gateway }: Words & { how: DeadAttempt; gateway: string }) {
  return (
    <Note title={t(`fail.${how}`, { gateway: isolated(gateway) })} role="status">
      <p>{t(`fail.${how}.text`)}</p>
    </Note>
  );
}
