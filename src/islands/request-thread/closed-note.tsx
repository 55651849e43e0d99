import { LinkButton } from '../ui/button.tsx';
import type { ThreadPart } from './thread-part.ts';

/** In the composer's place: why nothing can be written, what there is instead, and what was being written. */
export function ClosedNote({ view, locale, t, draft }: ThreadPart & { draft: string }) {
  const { request, whyNot, as } = view;
  const owner = as === 'owner';
  // a plan is what is missing: the card stands first on the page
  const said = whyNot === 'upgrade_required' ? null : sentence(view);
  const way =
    whyNot === 'request_closed'
      ? owner
        ? { href: `/${locale}/requests/${request.id}/`, words: t('closed.reopen') }
        : { href: `/${locale}/providers/marketplace/`, words: t('closed.others') }
      : whyNot === 'request_not_open'
        ? { href: `/${locale}/requests/${request.id}/`, words: t('draft.open') }
        : whyNot === 'unlock_required'
          ? { href: `/${locale}/requests/${request.id}/`, words: t('returned.open') }
          : null;
  if (!said && !draft.trim()) return null;
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-sunk p-5">
      {said && <p role="status">{t(said)}</p>}
      {way && (
        <LinkButton variant="secondary" size="sm" className="self-start" href={way.href}>
          {way.words}
        </LinkButton>
      )}
      {draft.trim() && (
        <div className={said ? 'border-t border-line-strong pt-3' : ''}>
          <p className="text-sm font-semibold">{t('kept')}</p>
          <p dir="auto" className="own-words mt-1 wrap-anywhere whitespace-pre-line text-ink-soft">
            {draft}
          </p>
        </div>
      )}
    </div>
  );
}

function sentence({ request, whyNot, as }: ThreadPart['view']) {
  switch (whyNot) {
    case 'request_closed':
      return request.closedReason ? (`closed.${request.closedReason}.${as}` as const) : ('closed.away' as const);
    case 'request_not_open':
      return 'draft.text' as const;
    case 'unlock_required':
      return 'returned.text' as const;
    default:
      return 'closed.other' as const;
  }
}
