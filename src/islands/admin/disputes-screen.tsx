import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type * as z from 'zod';
import { readText } from '../../core/locale.ts';
import type { disputeList } from '../../features/bookings/schema.ts';
import { formatMoney } from '../../i18n/format.ts';
import { shownProblem } from '../account/problems.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { MoneyField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AdminFrame, Head, roomPath, useDesk, type ScreenProps } from './admin-frame.tsx';
import { Code, Sum, When } from './shown.tsx';
import { WriteDialog } from './write-dialog.tsx';

type Dispute = z.output<typeof disputeList>['items'][number];

export function DisputesScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="disputes">
      <Disputes />
    </AdminFrame>
  );
}

function Disputes() {
  const { api, t } = useDesk();
  const ui = useUi();
  const [open, setOpen] = useState<Dispute | null>(null);
  const found = useQuery({ queryKey: ['admin', 'disputes'], queryFn: () => api.listDisputes() });
  const body = () => {
    if (found.isPending) return <SkeletonCards count={2} />;
    if (!found.data)
      return (
        <ErrorState
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    if (found.data.items.length === 0)
      return <EmptyState title={t('disputes.empty')}>{t('disputes.emptyText')}</EmptyState>;
    return (
      <ul className="flex flex-col gap-4">
        {found.data.items.map((dispute) => (
          <DisputeCard key={dispute.bookingId} dispute={dispute} onSettle={() => setOpen(dispute)} />
        ))}
      </ul>
    );
  };
  return (
    <>
      <Head title={t('disputes.title')} text={t('disputes.text')} />
      {body()}
      {open && <Resolve dispute={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function DisputeCard({ dispute, onSettle }: { dispute: Dispute; onSettle: () => void }) {
  const { t, locale } = useDesk();
  const title = readText(dispute.serviceTitle, locale);
  const opener = {
    customer: t('dispute.by.customer'),
    talent: t('dispute.by.talent'),
    bank: t('dispute.by.bank'),
  }[dispute.openedBy ?? 'bank'];
  return (
    <Card
      as="li"
      title={
        <bdi lang={title?.locale} dir="auto">
          {title?.text ?? ''}
        </bdi>
      }
      aside={<Sum money={dispute.price} className="text-lg font-semibold" />}
    >
      <blockquote className="mb-4 border-s-4 border-saffron ps-4">
        <p dir="auto" className="prose-text own-words">
          {dispute.reason}
        </p>
      </blockquote>
      <Facts
        facts={[
          {
            label: t('dispute.opened'),
            value: (
              <span className="dotted">
                <span>{opener}</span>
                <When at={dispute.openedAt} />
              </span>
            ),
          },
          { label: t('col.customer'), value: <bdi>{dispute.customerName}</bdi> },
          { label: t('col.talent'), value: <bdi>{dispute.talentName}</bdi> },
          { label: t('dispute.when'), value: <When at={dispute.startsAt} /> },
          { label: t('dispute.booking'), value: <Code>{dispute.bookingId}</Code> },
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-3 print:hidden">
        <Button onPress={onSettle}>{t('resolve.open')}</Button>
        <LinkButton variant="secondary" href={`${roomPath(locale, 'reports')}?thread=${dispute.bookingId}`}>
          {t('dispute.read')}
        </LinkButton>
      </div>
    </Card>
  );
}

const verdicts = ['release', 'part', 'all'] as const;
type Verdict = (typeof verdicts)[number];

function Resolve({ dispute, onClose }: { dispute: Dispute; onClose: () => void }) {
  const { api, t, locale } = useDesk();
  const { price } = dispute;
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const refund = verdict === null ? null : { release: 0, part, all: price.amount }[verdict];
  const isWhole = refund !== null && refund <= price.amount;
  return (
    <WriteDialog
      title={t('resolve.title')}
      onClose={onClose}
      write={(key, body: { refund: number; words: string }) => api.resolveBooking(key, dispute.bookingId, body)}
      input={isWhole ? { refund, words: words.trim() } : null}
      submitLabel={t('resolve.do')}
      done={t('resolve.done')}
    >
      <Select<Verdict>
        name="verdict"
        label={t('resolve.verdict')}
        placeholder={t('choose')}
        isRequired
        value={verdict}
        onChange={setVerdict}
        choices={verdicts.map((id) => ({ id, label: t(`resolve.${id}`) }))}
      />
      {verdict === 'part' && (
        <MoneyField
          name="refund"
          label={t('resolve.sum')}
          hint={t('resolve.sum.hint', { sum: formatMoney(locale, price) })}
          isRequired
          currency={price.currency}
          unit={price.currency}
          amount={part}
          onChange={setPart}
        />
      )}
      {isWhole && (
        <dl className="grid grid-cols-2 gap-3 rounded-md bg-sunk p-4">
          <div>
            <dt className="text-sm text-ink-soft">{t('resolve.toCustomer')}</dt>
            <dd>
              <Sum money={{ ...price, amount: refund }} className="font-semibold" />
            </dd>
          </div>
          <div>
            <dt className="text-sm text-ink-soft">{t('resolve.toTalent')}</dt>
            <dd>
              <Sum money={{ ...price, amount: price.amount - refund }} className="font-semibold" />
            </dd>
          </div>
        </dl>
      )}
      <TextArea
        name="words"
        label={t('resolve.words')}
        hint={t('resolve.words.hint')}
        isRequired
        maxLength={2000}
        rows={3}
        value={words}
        onChange={setWords}
      />
    </WriteDialog>
  );
}
