import type { RequestForTalent } from '../../features/requests/schema/requests.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { BoardPart } from './board-part.ts';

/** What has happened to the request, or to the reader's credit; silent while all is as usual. */
export function RequestStanding({
  request: { card },
  locale,
  t,
}: Pick<BoardPart, 'locale' | 't'> & { request: RequestForTalent }) {
  const back = card.unlock?.status === 'RETURNED' ? card.unlock.returnedFor : null;
  const closed = card.state === 'CLOSED' ? (card.closedReason ?? 'withdrawn') : null;
  if (!back && !closed) return null;
  return (
    <section className="flex flex-col gap-3 rounded-lg bg-sunk p-5" aria-label={t('standing')}>
      {closed && (
        <p className="flex items-start gap-2">
          <Icon name="info" className="mt-1 size-5 shrink-0 text-ink-soft" />
          <span>{t(`closed.${closed}`)}</span>
        </p>
      )}
      {back && (
        <p className="flex items-start gap-2">
          <Icon name="wallet" className="mt-1 size-5 shrink-0 text-ink-soft" />
          <span>{t(`returned.${back}`)}</span>
        </p>
      )}
      {closed && (
        <LinkButton variant="secondary" size="sm" className="self-start" href={`/${locale}/providers/marketplace/`}>
          {t('closed.others')}
        </LinkButton>
      )}
    </section>
  );
}
