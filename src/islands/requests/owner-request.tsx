import { useEffect, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { CloseRequest } from './close-request.tsx';
import { DeleteRequest } from './delete-request.tsx';
import { draftOf } from './draft.ts';
import { ProposalList } from './proposal-list.tsx';
import { RequestBadges } from './request-badges.tsx';
import { useKeepRequest, type RequestPart } from './request-part.ts';
import { WhatTalentsSee } from './what-talents-see.tsx';

/** The owner's overview: how it stands, what talents see, what they offer. */
export function OwnerRequest(part: RequestPart) {
  const { request, locale, t } = part;
  const { me } = useAccount();
  const ui = useUi();
  useEffect(() => {
    const done = new URLSearchParams(location.search).get('done');
    if (done !== 'publish' && done !== 'save') return;
    notify({ tone: 'good', title: t(`did.${done}`) });
    history.replaceState(null, '', location.pathname);
    // said once, when the page opens
  }, []);
  const isDraft = request.state === 'DRAFT';
  return (
    <div className="flex flex-col gap-5">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-2">
          <h1 className="text-3xl wrap-anywhere">
            <bdi lang={request.locale}>{request.title || t('line.untitled')}</bdi>
          </h1>
          <RequestBadges request={request} t={t} />
        </div>
        {/* always there on one’s own request, whatever its state */}
        <LinkButton
          icon="message"
          variant={isDraft ? 'secondary' : 'primary'}
          href={`/${locale}/requests/${request.id}/thread/`}
        >
          {ui.t('nav.messages')}
        </LinkButton>
      </header>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6 max-lg:order-2">
          {!isDraft && <ProposalList {...part} />}
          <WhatTalentsSee {...part} draft={draftOf(request)} ownerName={me.name} />
        </div>
        <Standing {...part} />
      </div>
    </div>
  );
}

function Standing(part: RequestPart) {
  const { request, api, locale, t } = part;
  const { me } = useAccount();
  const ui = useUi();
  const keep = useKeepRequest();
  const [asking, setAsking] = useState<'close' | 'delete' | null>(null);
  const reopen = useWrite(
    (key, id: string) => api.reopen(key, id),
    (after) => {
      keep(after);
      notify({ tone: 'good', title: t('did.reopen') });
    },
  );
  const can = (move: (typeof request.moves)[number]) => request.moves.includes(move);
  const date = (iso: string) => formatDateTime(locale, new Date(iso), me.timeZone, 'date');
  const { state, closedReason, publishedAt, closedAt, expiresAt, reopenUntil } = request;
  const facts = [
    ...(publishedAt ? [[t('fact.published'), date(publishedAt)] as const] : []),
    ...(state === 'OPEN' && expiresAt ? [[t('fact.until'), date(expiresAt)] as const] : []),
    ...(closedAt ? [[t('fact.closed'), date(closedAt)] as const] : []),
    ...(state === 'DRAFT'
      ? []
      : [
          [t('fact.unlocks'), t('fact.unlocksValue', { count: request.unlocks })] as const,
          [t('fact.proposals'), t('line.proposals', { count: request.proposals })] as const,
        ]),
  ];
  return (
    <Card title={t('overview.standing')}>
      <div className="flex flex-col gap-4">
        {state === 'DRAFT' && <p className="text-ink-soft">{t('overview.draftText')}</p>}
        {facts.length > 0 && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-ink-faint">{name}</dt>
                <dd className="figures">{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {state === 'OPEN' && (
          <p className="text-sm text-ink-soft">{t(request.checked ? 'checked.yesText' : 'checked.noText')}</p>
        )}
        {closedReason === 'removed' && <p>{t('removed.text')}</p>}
        {can('reopen') && reopenUntil && (
          <p className="text-sm text-ink-soft">{t('reopen.until', { date: date(reopenUntil) })}</p>
        )}
        {reopen.error && <ProblemNote problem={shownProblem(reopen.error, ui.t)} />}
        <div className="flex flex-col gap-3">
          {can('publish') ? (
            <LinkButton icon="edit" href={`/${locale}/requests/${request.id}/edit/`}>
              {t('do.publish')}
            </LinkButton>
          ) : (
            can('edit') && (
              <LinkButton variant="secondary" icon="edit" href={`/${locale}/requests/${request.id}/edit/`}>
                {t('do.edit')}
              </LinkButton>
            )
          )}
          {can('reopen') && (
            <Button variant="secondary" onPress={() => reopen.mutate(request.id)} isPending={reopen.isPending}>
              {t('do.reopen')}
            </Button>
          )}
          {can('close') && (
            <Button variant="secondary" onPress={() => setAsking('close')}>
              {t('do.close')}
            </Button>
          )}
          {can('delete') && (
            <Button variant="quiet" onPress={() => setAsking('delete')}>
              {t('do.delete')}
            </Button>
          )}
        </div>
      </div>
      <CloseRequest {...part} isOpen={asking === 'close'} onClose={() => setAsking(null)} />
      <DeleteRequest {...part} isOpen={asking === 'delete'} onClose={() => setAsking(null)} />
    </Card>
  );
}
