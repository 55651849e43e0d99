import { useQuery, useQueryClient } from '@tanstack/react-query';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { eventName, moment, type AgentsPart } from './agents-part.ts';
import { deliveryTones } from './delivery-log.tsx';

/** One delivery with every attempt, what was answered, and the button that sends it again. */
export function DeliveryDialog({ calls, locale, t, id, onClose }: AgentsPart & { id: string; onClose: () => void }) {
  const ui = useUi();
  const queries = useQueryClient();
  const found = useQuery({ queryKey: ['delivery', id], queryFn: () => calls.getDelivery(id) });
  const replay = useWrite(
    (key) => calls.replay(key, id),
    async (view) => {
      queries.setQueryData(['delivery', id], view);
      notify({ tone: view.delivery.state === 'delivered' ? 'good' : 'info', title: t('log.replayed') });
      await queries.invalidateQueries({ queryKey: ['deliveries'] });
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
    },
  );
  const title = found.data ? eventName(t, found.data.delivery.type) : t('log.title');
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      {found.isPending && <Skeleton />}
      {found.error && <ProblemNote problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />}
      {found.data && (
        <>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Badge tone={deliveryTones[found.data.delivery.state]}>{t(`log.state.${found.data.delivery.state}`)}</Badge>
            {found.data.delivery.nextAttemptAt && (
              <span className="text-sm text-ink-faint">
                {t('log.next', { at: moment(locale, found.data.delivery.nextAttemptAt) })}
              </span>
            )}
          </p>
          <ol className="flex flex-col gap-3">
            {found.data.attempts.map((attempt) => (
              <li key={attempt.id} className="border-s-3 border-line ps-3">
                <p className="font-semibold">
                  {attempt.error ? t(`error.${attempt.error}`) : t('log.answered', { status: attempt.status ?? 0 })}
                </p>
                <p className="text-sm text-ink-soft">
                  {t('log.attempt', { at: moment(locale, attempt.at), ms: attempt.ms })}
                  {attempt.byHand && ` · ${t('log.byHand')}`}
                </p>
                {attempt.answer !== '' && <Code label={t('log.answer')} text={attempt.answer} />}
              </li>
            ))}
          </ol>
          {found.data.body === null ? (
            <p className="text-ink-soft">{t('log.body.none')}</p>
          ) : (
            <Code label={t('log.body')} text={readable(found.data.body)} />
          )}
          {replay.error && <ProblemNote problem={shownProblem(replay.error, ui.t)} />}
          <div className="flex justify-end">
            <Button
              onPress={() => replay.mutate(undefined)}
              isPending={replay.isPending}
              isDisabled={found.data.body === null}
            >
              {t('log.replay')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

const readable = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);

/** A foreign text as it came; it can be scrolled by keyboard. */
function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="mt-1 min-w-0">
      <figcaption className="text-sm text-ink-faint">{label}</figcaption>
      <pre
        dir="ltr"
        tabIndex={0}
        className="max-h-56 overflow-auto rounded-md bg-sunk p-3 text-start text-xs break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
    </figure>
  );
}
