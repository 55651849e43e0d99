import { useState } from 'react';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { DeleteRequest } from './delete-request.tsx';
import { RequestForm } from './request-form.tsx';
import type { RequestPart } from './request-part.ts';

/** The form for a request that exists. Once it is done, its overview says so. */
export function EditRequest(part: RequestPart) {
  const { request, locale, t } = part;
  const ui = useUi();
  const [asking, setAsking] = useState(false);
  const overview = `/${locale}/requests/${request.id}/`;
  const isDraft = request.state === 'DRAFT';
  if (!request.moves.includes('edit'))
    return (
      <EmptyState title={t('edit.closed')} action={<LinkButton href={overview}>{t('edit.back')}</LinkButton>}>
        {t('edit.closedText')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-5">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="text-3xl">{t('form.editTitle')}</h1>
        <div className="flex flex-wrap gap-3">
          {isDraft && request.moves.includes('delete') && (
            <Button variant="quiet" onPress={() => setAsking(true)}>
              {t('do.delete')}
            </Button>
          )}
          <LinkButton variant="secondary" icon="message" href={`${overview}thread/`}>
            {ui.t('nav.messages')}
          </LinkButton>
        </div>
      </header>
      <RequestForm {...part} onDone={(_, done) => location.assign(`${overview}?done=${done}`)} />
      <DeleteRequest {...part} isOpen={asking} onClose={() => setAsking(false)} />
    </div>
  );
}
