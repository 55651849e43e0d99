import { useState } from 'react';
import { conductClient, type ReportLine } from '../../client/conduct-api.ts';
import type { ConductMessages } from '../../i18n/catalogs/conduct.ts';
import { translator } from '../../i18n/translate.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { Select } from '../ui/select.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AdminFrame, Head, roomPath, useDesk, type ScreenProps } from './admin-frame.tsx';
import { LookedAt } from './looked-at.tsx';
import { Pages } from './pages.tsx';
import { When } from './shown.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

type Words = { conduct: ConductMessages };

/** What people report, and the one place where an operator reads what two others wrote. */
export function ReportsScreen({ conduct, ...props }: ScreenProps & Words) {
  return (
    <AdminFrame {...props} room="reports">
      <Reports conduct={conduct} />
    </AdminFrame>
  );
}

const views = ['open', 'decided'] as const;

function Reports({ conduct }: Words) {
  const { locale } = useDesk();
  const t = translator(locale, conduct);
  const [api] = useState(() => conductClient(locale));
  const [filters, change] = useFilters(['view', 'thread'] as const);
  const [deciding, setDeciding] = useState<ReportLine | null>(null);
  const view = views.find((one) => one === filters.view) ?? 'open';
  if (filters.thread) return <LookedAt id={filters.thread} api={api} conduct={conduct} />;
  return (
    <>
      <Head title={t('title')} text={t('text')} />
      <Tabs
        label={t('title')}
        selected={view}
        onSelect={(chosen) => change({ view: chosen === 'open' ? undefined : chosen })}
        tabs={views.map((id) => ({ id, label: t(id) }))}
      >
        {(shown) => (
          <Pages
            name={['admin', 'reports', shown]}
            load={(page) => api.listReports({ state: shown, ...page })}
            empty={shown === 'open' ? { title: t('none'), text: t('noneText') } : { title: t('noneDecided') }}
          >
            {(items) => (
              <ul className="flex flex-col gap-4">
                {items.map((one) => (
                  <ReportCard key={one.id} one={one} conduct={conduct} onDecide={() => setDeciding(one)} />
                ))}
              </ul>
            )}
          </Pages>
        )}
      </Tabs>
      {deciding && <Decide one={deciding} api={api} conduct={conduct} onClose={() => setDeciding(null)} />}
    </>
  );
}

const tones = { open: 'waiting', upheld: 'bad', dismissed: 'neutral' } as const;

function ReportCard({ one, conduct, onDecide }: Words & { one: ReportLine; onDecide: () => void }) {
  const { locale, t: desk } = useDesk();
  const t = translator(locale, conduct);
  const name = (said: string) => <bdi>{said || t('gone')}</bdi>;
  return (
    <Card
      as="li"
      title={t(`reason.${one.reason}`)}
      aside={<Badge tone={tones[one.state]}>{t(`state.${one.state}`)}</Badge>}
    >
      {one.note && (
        <blockquote className="mb-4 border-s-4 border-saffron ps-4">
          <p dir="auto" className="prose-text own-words">
            {one.note}
          </p>
        </blockquote>
      )}
      <Facts
        facts={[
          { label: t('reporter'), value: name(one.reporter.name) },
          {
            label: t('reported'),
            value: (
              <span className="dotted">
                <span>{name(one.reported.name)}</span>
                <span>{t(`kind.${one.kind}`)}</span>
              </span>
            ),
          },
          { label: t('when'), value: <When at={one.createdAt} /> },
          ...(one.decidedAt
            ? [
                {
                  label: t('decidedBy'),
                  value: (
                    <span className="dotted">
                      <bdi>{one.decidedBy}</bdi>
                      <When at={one.decidedAt} />
                    </span>
                  ),
                },
                { label: t('decision'), value: <span dir="auto">{one.decision}</span> },
              ]
            : []),
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-3 print:hidden">
        <LinkButton variant="secondary" href={`${roomPath(locale, 'reports')}?thread=${one.threadId}`}>
          {t('read')}
        </LinkButton>
        {one.kind === 'request' && (
          <LinkButton variant="secondary" href={`${roomPath(locale, 'requests')}?request=${one.threadId}`}>
            {desk('toRequest')}
          </LinkButton>
        )}
        {one.state === 'open' && <Button onPress={onDecide}>{t('decide')}</Button>}
      </div>
    </Card>
  );
}

const verdicts = ['upheld', 'dismissed'] as const;
type Verdict = (typeof verdicts)[number];
type DecideProps = Words & { one: ReportLine; api: ReturnType<typeof conductClient>; onClose: () => void };

function Decide({ one, api, conduct, onClose }: DecideProps) {
  const { locale, t: desk } = useDesk();
  const t = translator(locale, conduct);
  const [decision, setDecision] = useState<Verdict | null>(null);
  const [note, setNote] = useState('');
  return (
    <WriteDialog
      title={t('decide.title')}
      onClose={onClose}
      write={(key, body: { decision: Verdict; note: string }) => api.decideReport(key, one.id, body)}
      input={decision && note.trim() ? { decision, note: note.trim() } : null}
      submitLabel={t('decide.do')}
      done={t('decide.done')}
    >
      <Select<Verdict>
        name="decision"
        label={t('decide.what')}
        placeholder={desk('choose')}
        isRequired
        value={decision}
        onChange={setDecision}
        choices={verdicts.map((id) => ({ id, label: t(`decide.${id}`) }))}
      />
      <TextArea
        name="note"
        label={t('decide.words')}
        hint={t('decide.wordsHint')}
        isRequired
        maxLength={2000}
        rows={3}
        value={note}
        onChange={setNote}
      />
    </WriteDialog>
  );
}
