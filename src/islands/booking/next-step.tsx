import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { BookingView } from '../../features/bookings/schema.ts';
import { formatMoney } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { BookingWhen } from '../bookings/booking-when.tsx';
import { isolated, otherName, stepText, waitsForYou } from '../bookings/next-step.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Countdown } from '../ui/countdown.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Stars } from '../ui/rating-input.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { bookingKey, useKeepBooking, type BookingPart } from './booking-part.ts';
import { CancelBooking } from './cancel-booking.tsx';
import { OpenDispute } from './open-dispute.tsx';
import { AskForChange } from './ask-for-change.tsx';
import { QuoteForm } from './quote-form.tsx';
import { ReviewForm } from './review-form.tsx';

type Asked = 'decline' | 'withdraw' | 'complete';

/** Where the booking stands for the side that looks, and what that side can do now. The server named the moves. */
export function NextStep({ fetchedAt, ...part }: BookingPart & { fetchedAt: number }) {
  const { view, locale, t } = part;
  const { api } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const keep = useKeepBooking(view.id);
  // The dialog keeps its words while it goes away, and gives the focus back to the button it came from.
  const [move, setMove] = useState<Asked>('withdraw');
  const [asking, setAsking] = useState(false);
  const ask = (asked: Asked) => {
    end.reset();
    setMove(asked);
    setAsking(true);
  };
  const [form, setForm] = useState<'quote' | 'change' | 'dispute' | null>(null);
  const [cancelling, setCancelling] = useState(false);
  const name = isolated(otherName(view));
  const can = (move: BookingView['moves'][number]) => view.moves.includes(move);

  const stale = () => void queries.invalidateQueries({ queryKey: bookingKey(view.id) });
  const accept = useWrite(
    (key, quoteVersion: number) => api.acceptQuote(key, view.id, { quoteVersion }),
    (after) => {
      keep(after);
      location.assign(`/${locale}/checkout/${view.id}/`);
    },
  );
  const end = useWrite(
    (key, made: Asked) =>
      ({ decline: api.declineBooking, withdraw: api.withdrawBooking, complete: api.completeBooking })[made](
        key,
        view.id,
      ),
    (after, made) => {
      keep(after);
      setAsking(false);
      notify({ tone: 'good', title: t(`did.${made}`) });
    },
  );
  const quote = view.quotes[0];
  const refusal = accept.error ?? (asking ? null : end.error);

  const actions: ReactNode[] = [
    view.state === 'accepted' && view.you === 'customer' && (
      <LinkButton key="pay" href={`/${locale}/checkout/${view.id}/`} icon="wallet" size="lg">
        {t('do.pay', { price: formatMoney(locale, view.price) })}
      </LinkButton>
    ),
    can('accept') && quote && (
      <Button key="accept" icon="check" onPress={() => accept.mutate(quote.version)} isPending={accept.isPending}>
        {t('do.accept', { price: formatMoney(locale, quote.amount) })}
      </Button>
    ),
    can('quote') && form !== 'quote' && (
      <Button
        key="quote"
        variant={view.state === 'requested' ? 'primary' : 'secondary'}
        onPress={() => setForm('quote')}
      >
        {t(view.state === 'requested' ? 'do.quote' : 'do.requote')}
      </Button>
    ),
    can('ask_change') && form !== 'change' && (
      <Button key="change" variant="secondary" onPress={() => setForm('change')}>
        {t('do.change')}
      </Button>
    ),
    can('complete') && !view.done[view.you] && (
      <Button
        key="complete"
        icon="check"
        variant={view.now < view.endsAt ? 'secondary' : 'primary'}
        onPress={() => ask('complete')}
      >
        {t('do.complete')}
      </Button>
    ),
    view.payment && ['paid', 'refund_due', 'refund_pending', 'refunded'].includes(view.payment.state) && (
      <LinkButton key="receipt" variant="secondary" icon="receipt" href={`/${locale}/receipts/${view.payment.id}/`}>
        {t('do.receipt')}
      </LinkButton>
    ),
    can('decline') && (
      <Button key="decline" variant="quiet" onPress={() => ask('decline')}>
        {t('do.decline')}
      </Button>
    ),
    can('withdraw') && (
      <Button key="withdraw" variant="quiet" onPress={() => ask('withdraw')}>
        {t('do.withdraw')}
      </Button>
    ),
    can('dispute') && form !== 'dispute' && (
      <Button key="dispute" variant="quiet" onPress={() => setForm('dispute')}>
        {t('do.dispute')}
      </Button>
    ),
    can('cancel') && (
      <Button key="cancel" variant="quiet" onPress={() => setCancelling(true)}>
        {t('do.cancel')}
      </Button>
    ),
  ].filter(Boolean);

  return (
    <Card className={waitsForYou(view) ? 'border-clay/60' : ''}>
      <div className="flex flex-col gap-4">
        <h2 className="visually-hidden">{t('step.title')}</h2>
        <p className="text-lg">
          {stepText(
            view,
            {
              expiresAt: view.expiresAt,
              autoCompleteAt: view.autoCompleteAt,
              done: view.done,
              reviewed: view.reviews.mine !== null,
            },
            locale,
            t,
          )}
        </p>
        {view.state === 'accepted' && view.holdExpiresAt && (
          <p className="flex flex-wrap items-baseline gap-x-2">
            {t('step.holdLeft')}{' '}
            <span className="text-2xl">
              <Countdown
                until={new Date(view.holdExpiresAt)}
                skewMs={Date.parse(view.now) - fetchedAt}
                label={t('step.holdLeft')}
                onEnd={stale}
              />
            </span>
          </p>
        )}
        {view.state === 'quoted' && quote && (
          <div className="grid gap-4 rounded-md bg-sunk p-4 sm:grid-cols-2">
            <div>
              <p className="text-sm text-ink-faint">{t('quote.price')}</p>
              <p className="figures text-2xl font-semibold">{formatMoney(locale, quote.amount)}</p>
              {quote.message && (
                <p dir="auto" className="own-words mt-2 wrap-anywhere whitespace-pre-line">
                  {quote.message}
                </p>
              )}
            </div>
            <BookingWhen
              startsAt={quote.startsAt}
              endsAt={quote.endsAt}
              timeZone={view.timeZone}
              locale={locale}
              t={t}
            />
          </div>
        )}
        {refusal && (
          <ProblemNote problem={shownProblem(refusal, ui.t)}>
            {['quote_changed', 'wrong_state', 'lost_race', 'hold_expired', 'too_late'].includes(
              codeOf(refusal) ?? '',
            ) && (
              <Button
                variant="secondary"
                size="sm"
                onPress={() => {
                  accept.reset();
                  end.reset();
                  stale();
                }}
              >
                {t('do.lookAgain')}
              </Button>
            )}
          </ProblemNote>
        )}
        {actions.length > 0 && <div className="flex flex-wrap gap-3">{actions}</div>}
        {form === 'quote' && can('quote') && <QuoteForm {...part} onDone={() => setForm(null)} />}
        {form === 'change' && can('ask_change') && <AskForChange {...part} onDone={() => setForm(null)} />}
        {form === 'dispute' && can('dispute') && <OpenDispute {...part} onDone={() => setForm(null)} />}
        <Ending {...part} />
        {can('review') && <ReviewForm {...part} />}
        <Reviews {...part} />
      </div>
      <CancelBooking {...part} isOpen={cancelling} onClose={() => setCancelling(false)} />
      <ConfirmDialog
        title={t(`ask.${move}`)}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate(move)}
        confirmLabel={t(`do.${move}`)}
        cancelLabel={ui.t('action.back')}
        isPending={end.isPending}
        isDangerous={move !== 'complete'}
      >
        <p>{t(`ask.${move}.text`, { name })}</p>
        {end.error && (
          <div className="mt-4">
            <ProblemNote problem={shownProblem(end.error, ui.t)} />
          </div>
        )}
      </ConfirmDialog>
    </Card>
  );
}

/** How it ended, or what is being decided: the reason, the words, the sum that goes back. */
function Ending({ view, locale, t }: BookingPart) {
  const { dispute, refund } = view;
  if (!dispute && !refund) return null;
  const words = [
    [t('dispute.reason'), dispute?.reason],
    [t('dispute.resolution'), dispute?.resolution],
  ] as const;
  return (
    <dl className="flex flex-col gap-3 rounded-md bg-sunk p-4">
      {words.map(
        ([label, text]) =>
          text && (
            <div key={label}>
              <dt className="text-sm text-ink-faint">{label}</dt>
              <dd dir="auto" className="own-words wrap-anywhere whitespace-pre-line">
                {text}
              </dd>
            </div>
          ),
      )}
      {refund && (
        <div>
          <dt className="text-sm text-ink-faint">
            {t(view.you === 'customer' ? 'cancel.youGet' : 'cancel.customerGets', {
              name: isolated(view.customerName),
            })}
          </dt>
          <dd className="figures text-xl font-semibold">{formatMoney(locale, refund)}</dd>
        </div>
      )}
    </dl>
  );
}

function Reviews({ view, t }: BookingPart) {
  const { mine, theirs } = view.reviews;
  if (!mine && !theirs) return null;
  const shown = [
    [t('review.mine'), mine],
    [t('review.theirs', { name: isolated(otherName(view)) }), theirs],
  ] as const;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {shown.map(
        ([title, review]) =>
          review && (
            <figure key={title} className="flex flex-col gap-1 rounded-md bg-sunk p-4">
              <figcaption className="text-sm text-ink-faint">{title}</figcaption>
              <Stars
                value={review.rating}
                label={t('review.stars', { rating: review.rating })}
                className="h-5 self-start"
              />
              {review.comment && (
                <blockquote dir="auto" className="own-words wrap-anywhere whitespace-pre-line">
                  {review.comment}
                </blockquote>
              )}
              {!review.published && <p className="text-sm text-ink-faint">{t('review.hidden')}</p>}
            </figure>
          ),
      )}
    </div>
  );
}
