import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { RequestForm } from './request-form.tsx';
import type { RequestPart } from './request-part.ts';

/** The form for a request that exists. Once it is done, its overview says so. */
export function EditRequest({ request, ...words }: RequestPart) {
  const { locale, t } = words;
  const overview = `/${locale}/requests/${request.id}/`;
  if (!request.moves.includes('edit'))
    return (
      <EmptyState title={t('edit.closed')} action={<LinkButton href={overview}>{t('edit.back')}</LinkButton>}>
        {t('edit.closedText')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-5">
      <h1 className="text-3xl">{t('form.editTitle')}</h1>
      <RequestForm {...words} request={request} onDone={(_, done) => location.assign(`${overview}?done=${done}`)} />
    </div>
  );
}
