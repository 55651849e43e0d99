import type { OwnerProposal } from '../../client/requests-api.ts';
import { formatMoney } from '../../i18n/format.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { BookingWhen } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { RequestWords } from './request-part.ts';

type Props = RequestWords & { proposal: OwnerProposal; isOpen: boolean; onClose: () => void; onStale: () => void };

/** Before the choice is made: with whom, for how much, when, and what it starts and ends. */
export function AcceptProposal({ proposal, api, locale, t, isOpen, onClose, onStale }: Props) {
  const ui = useUi();
  const accept = useWrite(
    (key, id: string) => api.acceptProposal(key, id),
    ({ bookingId }) => location.assign(`/${locale}/bookings/${bookingId}/`),
  );
  return (
    <ConfirmDialog
      title={t('accept.title', { name: isolated(proposal.talent.name) })}
      isOpen={isOpen}
      onClose={() => {
        if (accept.isError) onStale();
        onClose();
      }}
      onConfirm={() => accept.mutate(proposal.id)}
      confirmLabel={t('accept.do')}
      cancelLabel={ui.t('action.back')}
      isPending={accept.isPending || accept.isSuccess}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-2 rounded-md bg-palm-soft p-4 text-ink">
          <p className="figures text-lg font-semibold">{formatMoney(locale, proposal.amount)}</p>
          <BookingWhen {...proposal} locale={locale} t={t} />
        </div>
        <p>{t('accept.begins')}</p>
        <p>{t('accept.closes')}</p>
        {accept.error && <ProblemNote problem={shownProblem(accept.error, ui.t)} />}
      </div>
    </ConfirmDialog>
  );
}
