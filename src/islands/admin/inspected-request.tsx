import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { castingDeskClient, InspectedRequest as Inspected } from '../../client/casting-desk-api.ts';
import type { CastingDeskMessages } from '../../i18n/catalogs/casting-desk.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { Head, roomPath, useDesk } from './admin-frame.tsx';
import { requestFacts } from './request-facts.tsx';
import { RequestBadge } from './requests-screen.tsx';
import { When } from './shown.tsx';
import { WriteDialog } from './write-dialog.tsx';

type Api = ReturnType<typeof castingDeskClient>;
type Words = { t: Translate<CastingDeskMessages>; labels: Catalog };
type Props = Words & { id: string; api: Api };

/** One request with all its owner wrote, and what an operator may do about it. What is said in its thread is read elsewhere, for a reason. */
export function InspectedRequest({ id, api, t, labels }: Props) {
  const { locale } = useDesk();
  const ui = useUi();
  const found = useQuery({ queryKey: ['admin', 'request', id], queryFn: () => api.inspect(id) });
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-5">
      <BackLink href={roomPath(locale, 'requests')}>{t('back')}</BackLink>
      {found.isPending && <SkeletonCards count={2} />}
      {found.isError && (
        <ErrorState
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      )}
      {found.data && <Whole one={found.data} api={api} t={t} labels={labels} />}
    </div>
  );
}

function Whole({ one, api, t, labels }: Words & { one: Inspected; api: Api }) {
  const { locale } = useDesk();
  const ui = useUi();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const check = useWrite(
    (key, body: { changedAt: string }) => api.check(key, one.id, body),
    async () => {
      notify({ tone: 'good', title: t('checkedNow') });
      await queries.invalidateQueries();
    },
  );
  const { name, email, phone } = one.contact;
  const contact = [name, email, phone].filter(Boolean);
  return (
    <>
      <Head title={<bdi lang={one.locale}>{one.title}</bdi>} />
      <Card title={t('whole')} aside={<RequestBadge one={one} t={t} />}>
        <p dir="auto" lang={one.locale} className="own-words prose-text mb-5 wrap-anywhere whitespace-pre-line">
          {one.description}
        </p>
        <Facts
          facts={[
            ...requestFacts({ one, t, labels, locale }),
            { label: t('place'), value: <bdi>{one.place || '–'}</bdi> },
            {
              label: t('contact'),
              value:
                contact.length === 0
                  ? t('noContact')
                  : contact.map((part) => (
                      <bdi key={part} className="block wrap-anywhere">
                        {part}
                      </bdi>
                    )),
            },
          ]}
        />
        {check.isError && <ProblemNote problem={shownProblem(check.error, ui.t)} />}
        <div className="mt-5 flex flex-wrap gap-3 print:hidden">
          {one.state === 'OPEN' && !one.checked && (
            <Button isPending={check.isPending} onPress={() => check.mutate({ changedAt: one.changedAt })}>
              {t('check')}
            </Button>
          )}
          {one.threadId && (
            <LinkButton variant="secondary" href={`${roomPath(locale, 'reports')}?thread=${one.threadId}`}>
              {t('thread')}
            </LinkButton>
          )}
          {one.closedReason !== 'removed' && (
            <Button variant="danger" onPress={() => setRemoving(true)}>
              {t('remove')}
            </Button>
          )}
        </div>
      </Card>
      {one.decisions.length > 0 && (
        <Card title={t('decisions')}>
          <ul className="flex flex-col gap-3">
            {one.decisions.map((did) => (
              <li key={did.at}>
                {t(did.action === 'request.removed' ? 'did.request.removed' : 'did.request.checked')} ·{' '}
                <bdi>{did.by}</bdi> · <When at={did.at} />
                {did.reason && (
                  <p dir="auto" className="own-words text-ink-soft wrap-anywhere">
                    {did.reason}
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {removing && <Remove one={one} api={api} t={t} onClose={() => setRemoving(false)} />}
    </>
  );
}

const reasons = ['spam', 'abuse', 'fraud', 'contact_details', 'other'] as const;
type Why = (typeof reasons)[number];
type RemoveProps = { one: Inspected; api: Api; t: Words['t']; onClose: () => void };
function Remove({ one, api, t, onClose }: RemoveProps) {
  const { t: desk } = useDesk();
  const [reason, setReason] = useState<Why | null>(null);
  const [note, setNote] = useState('');
  return (
    <WriteDialog
      title={t('remove.title')}
      onClose={onClose}
      write={(key, body: { reason: Why; note: string }) => api.remove(key, one.id, body)}
      input={reason && note.trim() ? { reason, note: note.trim() } : null}
      submitLabel={t('remove')}
      isDangerous
      done={({ creditsReturned }) => t('removed', { count: creditsReturned })}
    >
      <p className="prose-text">{t('remove.text')}</p>
      <Select<Why>
        name="reason"
        label={t('remove.why')}
        placeholder={desk('choose')}
        isRequired
        value={reason}
        onChange={setReason}
        choices={reasons.map((id) => ({ id, label: t(`why.${id}`) }))}
      />
      <TextArea
        name="note"
        label={t('remove.words')}
        hint={t('remove.wordsHint')}
        isRequired
        maxLength={2000}
        rows={3}
        value={note}
        onChange={setNote}
      />
    </WriteDialog>
  );
}
