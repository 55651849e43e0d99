import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { requestsClient } from '../../client/requests-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { BoardMessages } from '../../i18n/catalogs/board.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { RequestsMessages } from '../../i18n/catalogs/requests.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import TalentRequest from '../board/talent-request.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { CustomersOnly } from './customers-only.tsx';
import { EditRequest } from './edit-request.tsx';
import { OwnerRequest } from './owner-request.tsx';
import { requestKey, type RequestPart } from './request-part.ts';

type Words = { requests: RequestsMessages; board: BoardMessages; labels: Catalog };

export function RequestScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <OneRequest {...words} />
    </AccountFrame>
  );
}

const isEditing = () => location.pathname.split('/')[4] === 'edit';

/** One request, by who asks: its owner’s overview or form, or a talent’s look at it. */
function OneRequest({ requests, board, labels }: Words) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, requests);
  const [api] = useState(() => requestsClient(locale));
  const id = idInPath();
  const edits = isEditing();
  const found = useQuery({
    queryKey: requestKey(id),
    queryFn: () => api.get(id),
    // what is being written is not overtaken by what is asked meanwhile; what is not there is not asked for again and again
    refetchInterval: ({ state }) => (state.data && !edits ? 15_000 : false),
    refetchOnWindowFocus: !edits,
  });
  const code = codeOf(found.error);
  const isNotMine = code === 'not_your_request';
  useEffect(() => {
    if (isNotMine) location.replace(`/${locale}/dashboard/?notice=not_your_request`);
  }, [isNotMine, locale]);
  const title = found.data
    ? found.data.as === 'owner'
      ? found.data.request.title
      : found.data.request.card.title
    : '';
  useEffect(() => {
    if (title) document.title = `${title} · ${ui.t('brand.name')}`;
  }, [title, ui]);

  const isOwner = me.role === 'customer';
  const back = isOwner && <BackLink href={`/${locale}/requests/`}>{t('overview.back')}</BackLink>;
  if (found.isPending || isNotMine)
    return (
      <>
        {back}
        <SkeletonCards />
      </>
    );
  if (!found.data) {
    if (code === 'role_not_allowed') return <CustomersOnly t={t} />;
    const home = isOwner ? `/${locale}/requests/` : `/${locale}/providers/marketplace/`;
    const away = <LinkButton href={home}>{t(isOwner ? 'overview.back' : 'customersOnly.board')}</LinkButton>;
    return (
      <>
        {back}
        <h1 className="visually-hidden">{t('list.title')}</h1>
        {code === 'not_found' ? (
          <EmptyState title={t('absent.title')} action={away}>
            {t('absent.text')}
          </EmptyState>
        ) : (
          <ErrorState
            problem={shownProblem(found.error, ui.t)}
            onRetry={() => void found.refetch()}
            isRetrying={found.isFetching}
          />
        )}
      </>
    );
  }
  if (found.data.as === 'talent')
    return (
      <TalentRequest
        request={found.data.request}
        locale={locale}
        board={board}
        labels={labels}
        onChange={() => found.refetch()}
      />
    );
  const part: RequestPart = { api, locale, t, label: translator(locale, labels), request: found.data.request };
  return (
    <div className="flex flex-col gap-4">
      {edits && part.request.state !== 'DRAFT' ? (
        <BackLink href={`/${locale}/requests/${id}/`}>{t('edit.back')}</BackLink>
      ) : (
        back
      )}
      {edits ? <EditRequest {...part} /> : <OwnerRequest {...part} />}
    </div>
  );
}
