import { formatMoney } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated, otherName } from '../bookings/next-step.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepBooking, type BookingPart } from './booking-part.ts';
import { CancellationTerms } from './cancellation-terms.tsx';

/** Before a paid booking ends: who gets what, in sums. What is sent is the sum that was read; another is refused. */
export function CancelBooking({
  view,
  locale,
  t,
  isOpen,
  onClose,
}: BookingPart & { isOpen: boolean; onClose: () => void }) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepBooking(view.id);
  const { back, kept, terms } = view.cancellation;
  const end = useWrite(
    (key, refund: number) => api.cancelBooking(key, view.id, { refund }),
    (after) => {
      keep(after);
      onClose();
      notify({ tone: 'good', title: t('did.cancel') });
    },
  );
  if (!back || !kept) return null;
  const rows = [
    [t(view.you === 'customer' ? 'cancel.youGet' : 'cancel.customerGets', { name: isolated(view.customerName) }), back],
    [t(view.you === 'talent' ? 'cancel.youKeep' : 'cancel.talentKeeps', { name: isolated(view.talentName) }), kept],
  ] as const;
  return (
    <ConfirmDialog
      title={t('ask.cancel')}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => end.mutate(back.amount)}
      confirmLabel={t('do.cancel')}
      cancelLabel={ui.t('action.back')}
      isPending={end.isPending}
      isDangerous
    >
      <p>{t('ask.cancel.text', { name: isolated(otherName(view)) })}</p>
      <dl className="mt-4 flex flex-col rounded-md bg-sunk px-4 text-ink">
        {rows.map(([label, sum]) => (
          <div key={label} className="flex flex-wrap justify-between gap-x-6 border-line py-2.5 not-first:border-t">
            <dt>{label}</dt>
            <dd className="figures font-semibold whitespace-nowrap">{formatMoney(locale, sum)}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 text-sm">
        {view.you === 'talent' ? <p>{t('cancel.talentText')}</p> : <CancellationTerms terms={terms} t={t} />}
      </div>
      {end.error && (
        <div className="mt-4">
          <ProblemNote problem={shownProblem(end.error, ui.t)} />
        </div>
      )}
    </ConfirmDialog>
  );
}
